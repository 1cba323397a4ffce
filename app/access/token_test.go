package access_test

import (
	"context"
	"hash/crc32"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/db"
)

// token makes one for the user as the command line does.
func (w *world) token(user int64, name string, expires time.Time) (access.Token, string) {
	w.Helper()
	token, secret, err := w.CreateToken(w.Context(), access.Command(), user, name, expires)
	w.must(err)
	return token, secret
}

func TestToken(t *testing.T) {
	each(t, func(w *world) {
		w.Run("a token acts as its user, as the user is now", func(w *world) {
			made, secret, err := w.CreateToken(w.Context(), w.actor(w.ann), w.ann, "  CI of Acme ", time.Time{})
			w.must(err)
			w.exec(`UPDATE users SET name = 'Ann B.' WHERE id = $1`, w.ann)
			got, err := w.Token(w.Context(), secret, "192.0.2.7")
			w.must(err)
			want := access.Actor{Kind: access.KindToken, UserID: w.ann, Username: "ann", Name: "Ann B.", Email: "ann@example.com", TokenID: made.ID}
			if diff := cmp.Diff(want, got); diff != "" {
				w.Error(diff)
			}
			listed, err := w.Tokens(w.Context(), w.actor(w.ann))
			w.must(err)
			entry := access.Token{ID: made.ID, UserID: w.ann, Name: "CI of Acme", CreatedAt: w.clock.Now(), CreatedBy: "ann", LastUsedAt: w.clock.Now()}
			if diff := cmp.Diff([]access.Token{entry}, listed); diff != "" {
				w.Error(diff)
			}
			if diff := cmp.Diff([]string{"ann done"}, w.audited("token.create")); diff != "" {
				w.Error(diff)
			}
		})
		w.Run("it has a prefix, a public id, 200 random bits and check digits, and is not in the database", func(w *world) {
			made, secret := w.token(w.ann, "ci", time.Time{})
			if !regexp.MustCompile(`^rc_[a-z2-7]{63}$`).MatchString(secret) || secret[3:19] != made.ID {
				w.Errorf("%q with the id %q", secret, made.ID)
			}
			if w.holds(secret) || w.holds(secret[19:59]) {
				w.Error("the secret is in the database")
			}
		})
		w.Run("malformed, unknown, expired, revoked and a disabled user's are refused with one answer", func(w *world) {
			_, expired := w.token(w.ann, "expired", w.clock.Now().Add(time.Hour))
			gone, revoked := w.token(w.ann, "revoked", time.Time{})
			_, disabled := w.token(w.bob, "disabled", time.Time{})
			_, fine := w.token(w.ann, "fine", time.Time{})
			w.must(w.RevokeToken(w.Context(), w.actor(w.ann), gone.ID))
			w.state(w.bob, "disabled")
			w.clock.move(time.Hour)
			answer := w.refused(second(w.Token(w.Context(), "", "192.0.2.7")), app.Unauthenticated)
			for name, secret := range map[string]string{
				"expired": expired, "revoked": revoked, "disabled": disabled, "malformed": fine[1:], "huge": strings.Repeat("a", 1<<20),
				"check digits": fine[:65] + other(fine[65]), "unknown": withDigits("rc_" + strings.Repeat("a", 56)), "binary": withDigits("rc_" + strings.Repeat("\xff", 56)),
				"another's secret": withDigits(fine[:19] + revoked[19:59]), "one letter": withDigits(fine[:30] + other(fine[30]) + fine[31:59]),
			} {
				got := w.refused(second(w.Token(w.Context(), secret, "192.0.2.7")), app.Unauthenticated)
				if diff := cmp.Diff(answer, got); diff != "" {
					w.Errorf("%s: %s", name, diff)
				}
			}
			w.must(second(w.Token(w.Context(), fine, "192.0.2.7")))
		})
		w.Run("it works again when its user is enabled again, and never after a removal", func(w *world) {
			_, secret := w.token(w.ann, "ci", time.Time{})
			_, bobs := w.token(w.bob, "ci", time.Time{})
			w.state(w.ann, "disabled")
			w.refused(second(w.Token(w.Context(), secret, "")), app.Unauthenticated)
			w.state(w.ann, "active")
			w.must(second(w.Token(w.Context(), secret, "")))
			w.tx(func(ctx context.Context, tx *db.Tx) error { return w.RevokeUserTokens(ctx, tx, w.ann) })
			w.refused(second(w.Token(w.Context(), secret, "")), app.Unauthenticated)
			w.must(second(w.Token(w.Context(), bobs, "")))
		})
		w.Run("when it was used is written at most once a minute", func(w *world) {
			_, secret := w.token(w.ann, "ci", time.Time{})
			start := w.clock.Now()
			for _, step := range []struct{ move, want time.Duration }{{0, 0}, {59 * time.Second, 0}, {time.Second, time.Minute}} {
				w.clock.move(step.move)
				w.must(second(w.Token(w.Context(), secret, "")))
				tokens, err := w.Tokens(w.Context(), access.Actor{Kind: access.KindUser, UserID: w.ann})
				w.must(err)
				if got := tokens[0].LastUsedAt.Sub(start); got != step.want {
					w.Errorf("last used %v after the start, want %v", got, step.want)
				}
			}
		})
		w.Run("it is read without waiting for a writer", func(w *world) {
			_, secret := w.token(w.ann, "ci", time.Time{})
			w.must(second(w.Token(w.Context(), secret, "")))
			w.tx(func(ctx context.Context, tx *db.Tx) error {
				if _, err := tx.Exec(ctx, `UPDATE users SET name = 'Ann C.' WHERE id = $1`, w.ann); err != nil {
					return err
				}
				return second(w.Token(w.Context(), secret, ""))
			})
		})
	})
}

func TestWrongTokens(t *testing.T) {
	each(t, func(w *world) {
		_, secret := w.token(w.ann, "ci", time.Time{})
		for range 50 {
			w.refused(second(w.Token(w.Context(), "rc_guess", "192.0.2.7")), app.Unauthenticated)
		}
		refusal := w.refused(second(w.Token(w.Context(), "rc_guess", "192.0.2.7")), app.TooMany)
		if refusal.RetryAfter != time.Second {
			w.Errorf("wait %v, want 1s", refusal.RetryAfter)
		}
		w.must(second(w.Token(w.Context(), secret, "192.0.2.7")))                                      // a right one works from there
		w.refused(second(w.Token(w.Context(), "rc_guess", "192.0.2.8")), app.Unauthenticated)          // others don't wait
		w.must(w.SignInAllowed(w.Context(), "ann", "192.0.2.7"))                                       // nor do the people there
		w.clock.move(time.Second)                                                                      //
		w.refused(second(w.Token(w.Context(), "rc_guess", "192.0.2.7")), app.Unauthenticated)          // the wait is over
		refusal = w.refused(second(w.Token(w.Context(), "rc_guess", "::ffff:192.0.2.7")), app.TooMany) // and twice as long now
		if refusal.RetryAfter != 2*time.Second {
			w.Errorf("wait %v, want 2s", refusal.RetryAfter)
		}
	})
}

func second[T any](_ T, err error) error { return err }

// other is another letter than the one given.
func other(c byte) string {
	if c == 'a' {
		return "b"
	}
	return "a"
}

// withDigits adds the check digits of RFC 1952's CRC-32 in lower-case base 32, as anybody can.
func withDigits(body string) string {
	const letters = "abcdefghijklmnopqrstuvwxyz234567"
	sum := uint64(crc32.ChecksumIEEE([]byte(body))) << 3
	for shift := 30; shift >= 0; shift -= 5 {
		body += string(letters[sum>>shift&31])
	}
	return body
}
