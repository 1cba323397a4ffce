package access_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/db"
)

func TestSignIn(t *testing.T) {
	each(t, func(w *world) {
		w.Run("a session is its user as the user is now", func(w *world) {
			secret := w.signIn(w.ann)
			w.exec(`UPDATE users SET name = 'Ann B.', email = 'ann@new.example', site_admin = TRUE WHERE id = $1`, w.ann)
			got, err := w.Session(w.Context(), secret, true)
			w.must(err)
			want := access.Actor{Kind: access.KindUser, UserID: w.ann, Username: "ann", Name: "Ann B.", Email: "ann@new.example", SiteAdmin: true, SessionID: got.SessionID}
			if diff := cmp.Diff(want, got); diff != "" {
				w.Error(diff)
			}
		})
		w.Run("each sign-in has a secret and a public id of its own, and leaves the earlier ones alone", func(w *world) {
			first, second := w.signIn(w.ann), w.signIn(w.ann)
			one, err := w.Session(w.Context(), first, false)
			w.must(err)
			two, err := w.Session(w.Context(), second, false)
			w.must(err)
			if first == second || one.SessionID == two.SessionID {
				w.Errorf("two sign-ins share %q or %q", first, one.SessionID)
			}
		})
		w.Run("the database holds no secret, and the public id opens nothing", func(w *world) {
			secret := w.signIn(w.ann)
			if w.holds(secret) {
				w.Error("the secret is in the database")
			}
			actor, err := w.Session(w.Context(), secret, false)
			w.must(err)
			_, err = w.Session(w.Context(), actor.SessionID, false)
			w.refused(err, app.Unauthenticated)
		})
		w.Run("a changed, cut, long or empty secret is nobody's", func(w *world) {
			secret := w.signIn(w.ann)
			wrong := []string{"", secret[1:], secret + "A", strings.Repeat("A", 8<<10), strings.Repeat("\x00", 43), strings.Repeat("\xff", 43)}
			for i := range secret {
				wrong = append(wrong, secret[:i]+string(secret[i]^1)+secret[i+1:])
			}
			for _, s := range wrong {
				_, err := w.Session(w.Context(), s, true)
				w.refused(err, app.Unauthenticated)
			}
		})
		w.Run("a sign-in that is rolled back leaves no session", func(w *world) {
			var secret string
			changed := errors.New("the password changed meanwhile")
			err := w.d.Tx(w.Context(), func(ctx context.Context, tx *db.Tx) (err error) {
				if secret, err = w.StartSession(ctx, tx, w.ann, "192.0.2.1", ""); err != nil {
					return err
				}
				return changed
			})
			if !errors.Is(err, changed) {
				w.Fatal(err)
			}
			_, err = w.Session(w.Context(), secret, false)
			w.refused(err, app.Unauthenticated)
		})
		w.Run("a strange browser name does not refuse the sign-in", func(w *world) {
			w.tx(func(ctx context.Context, tx *db.Tx) error {
				_, err := w.StartSession(ctx, tx, w.ann, "192.0.2.1", "Moz\xff\x00illa\x1b[2J\n"+strings.Repeat("é", 10_000))
				return err
			})
			sessions, err := w.Sessions(w.Context(), w.actor(w.ann))
			w.must(err)
			i := slices.IndexFunc(sessions, func(s access.Session) bool { return !s.Current })
			if want := "Mozilla[2J" + strings.Repeat("é", 290); sessions[i].UserAgent != want {
				w.Errorf("stored as %q", sessions[i].UserAgent)
			}
		})
	})
}

func TestSessionLife(t *testing.T) {
	each(t, func(w *world) {
		w.Run("it ends after 12 hours without a request", func(w *world) {
			secret := w.signIn(w.ann)
			w.clock.move(access.SessionIdle - time.Second)
			_, err := w.Session(w.Context(), secret, true)
			w.must(err)
			w.clock.move(access.SessionIdle - time.Second)
			_, err = w.Session(w.Context(), secret, true)
			w.must(err)
			w.clock.move(access.SessionIdle)
			_, err = w.Session(w.Context(), secret, true)
			w.refused(err, app.Unauthenticated)
		})
		w.Run("a timer's poll never extends it", func(w *world) {
			secret := w.signIn(w.ann)
			for range 11 {
				w.clock.move(time.Hour)
				_, err := w.Session(w.Context(), secret, false)
				w.must(err)
			}
			w.clock.move(time.Hour)
			_, err := w.Session(w.Context(), secret, false)
			w.refused(err, app.Unauthenticated)
		})
		w.Run("it ends after seven days whatever happens", func(w *world) {
			secret := w.signIn(w.ann)
			for range 7*24 - 1 {
				w.clock.move(time.Hour)
				_, err := w.Session(w.Context(), secret, true)
				w.must(err)
			}
			w.clock.move(time.Hour)
			_, err := w.Session(w.Context(), secret, true)
			w.refused(err, app.Unauthenticated)
		})
		w.Run("when it was seen is written at most once a minute", func(w *world) {
			secret, start := w.signIn(w.ann), w.clock.Now()
			for _, step := range []struct {
				move time.Duration
				want time.Duration
			}{{59 * time.Second, 0}, {time.Second, time.Minute}, {30 * time.Second, time.Minute}, {30 * time.Second, 2 * time.Minute}} {
				w.clock.move(step.move)
				actor, err := w.Session(w.Context(), secret, true)
				w.must(err)
				sessions, err := w.Sessions(w.Context(), actor)
				w.must(err)
				if got := sessions[0].LastSeenAt.Sub(start); got != step.want {
					w.Errorf("last seen %v after the start, want %v", got, step.want)
				}
			}
		})
		w.Run("it is read without waiting for a writer", func(w *world) {
			secret := w.signIn(w.ann)
			w.tx(func(ctx context.Context, tx *db.Tx) error {
				if _, err := tx.Exec(ctx, `UPDATE users SET name = 'Ann C.' WHERE id = $1`, w.ann); err != nil {
					return err
				}
				_, err := w.Session(w.Context(), secret, true)
				return err
			})
		})
		w.Run("it survives a restart", func(w *world) {
			secret := w.signIn(w.ann)
			w.restart()
			_, err := w.Session(w.Context(), secret, true)
			w.must(err)
		})
		w.Run("it ends at once for a user who is not active", func(w *world) {
			secret := w.signIn(w.ann)
			for _, state := range []string{"disabled", "removed", "invited"} {
				w.state(w.ann, state)
				_, err := w.Session(w.Context(), secret, true)
				w.refused(err, app.Unauthenticated)
			}
		})
		w.Run("expired rows go at the user's next sign-in", func(w *world) {
			w.signIn(w.ann)
			w.clock.move(access.SessionIdle)
			w.signIn(w.ann)
			if n := w.count(`SELECT COUNT(*) FROM sessions`); n != 1 {
				w.Errorf("%d rows, want 1", n)
			}
		})
	})
}
