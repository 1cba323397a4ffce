package access_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/db"
)

func TestSignOut(t *testing.T) {
	each(t, func(w *world) {
		w.Run("a copied cookie is worth nothing after signing out", func(w *world) {
			secret, other := w.signIn(w.ann), w.signIn(w.ann)
			w.must(w.SignOut(w.Context(), secret))
			_, err := w.Session(w.Context(), secret, true)
			w.refused(err, app.Unauthenticated)
			_, err = w.Session(w.Context(), other, true)
			w.must(err)
			if diff := cmp.Diff([]string{"ann done"}, w.audited("session.end")); diff != "" {
				w.Error(diff)
			}
		})
		w.Run("signing out twice, or without a session, is fine", func(w *world) {
			secret := w.signIn(w.ann)
			w.must(w.SignOut(w.Context(), secret))
			w.must(w.SignOut(w.Context(), secret))
			w.must(w.SignOut(w.Context(), ""))
		})
	})
}

func TestEndingSessions(t *testing.T) {
	each(t, func(w *world) {
		w.Run("the list has one's own live sessions and says which one asks", func(w *world) {
			w.signIn(w.ann) // expired by the time of asking
			w.clock.move(access.SessionIdle - time.Hour)
			older := w.actor(w.ann)
			w.clock.move(time.Hour)
			w.signIn(w.bob)
			asking := w.actor(w.ann)
			got, err := w.Sessions(w.Context(), asking)
			w.must(err)
			want := []access.Session{
				{ID: asking.SessionID, CreatedAt: w.clock.Now(), LastSeenAt: w.clock.Now(), Address: "192.0.2.1", UserAgent: "Test/1.0", Current: true},
				{ID: older.SessionID, CreatedAt: w.clock.Now().Add(-time.Hour), LastSeenAt: w.clock.Now().Add(-time.Hour), Address: "192.0.2.1", UserAgent: "Test/1.0"},
			}
			if diff := cmp.Diff(want, got); diff != "" {
				w.Error(diff)
			}
		})
		w.Run("one ends one's own session, and not somebody else's", func(w *world) {
			lost := w.signIn(w.ann)
			theirs, err := w.Session(w.Context(), lost, false)
			w.must(err)
			foreign := w.refused(w.EndSession(w.Context(), w.actor(w.bob), theirs.SessionID), app.NotFound)
			unknown := w.refused(w.EndSession(w.Context(), w.actor(w.bob), "no-such-\xff\x00id"), app.NotFound)
			if diff := cmp.Diff(unknown, foreign); diff != "" {
				w.Errorf("the answers differ: %s", diff)
			}
			w.must(w.EndSession(w.Context(), w.actor(w.ann), theirs.SessionID))
			_, err = w.Session(w.Context(), lost, false)
			w.refused(err, app.Unauthenticated)
			if diff := cmp.Diff([]string{"bob refused", "bob refused", "ann done"}, w.audited("session.end")); diff != "" {
				w.Error(diff)
			}
		})
		w.Run("ending the others keeps the one that asks", func(w *world) {
			other, bobs, asking := w.signIn(w.ann), w.signIn(w.bob), w.actor(w.ann)
			w.must(w.EndOtherSessions(w.Context(), asking))
			_, err := w.Session(w.Context(), other, false)
			w.refused(err, app.Unauthenticated)
			_, err = w.Session(w.Context(), bobs, false)
			w.must(err)
			sessions, err := w.Sessions(w.Context(), asking)
			w.must(err)
			if len(sessions) != 1 || sessions[0].ID != asking.SessionID {
				w.Errorf("left: %+v", sessions)
			}
			w.must(w.EndOtherSessions(w.Context(), asking)) // none: no row
			if diff := cmp.Diff([]string{"ann done"}, w.audited("session.end_others")); diff != "" {
				w.Error(diff)
			}
		})
		w.Run("a changed password ends the other sessions with the change, and gives this one a new secret", func(w *world) {
			other, mine := w.signIn(w.ann), w.signIn(w.ann)
			actor, err := w.Session(w.Context(), mine, false)
			w.must(err)
			var renewed string
			w.tx(func(ctx context.Context, tx *db.Tx) (err error) {
				if err = w.EndUserSessions(ctx, tx, w.ann, actor.SessionID); err != nil {
					return err
				}
				renewed, err = w.RenewSession(ctx, tx, actor.SessionID)
				return err
			})
			for _, old := range []string{other, mine} {
				_, err := w.Session(w.Context(), old, false)
				w.refused(err, app.Unauthenticated)
			}
			again, err := w.Session(w.Context(), renewed, false)
			w.must(err)
			if again.SessionID != actor.SessionID {
				w.Errorf("the public id changed from %s to %s", actor.SessionID, again.SessionID)
			}
		})
		w.Run("a session that is gone can't be renewed", func(w *world) {
			w.refused(w.d.Tx(w.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := w.RenewSession(ctx, tx, "no-such-id")
				return err
			}), app.NotFound)
		})
		w.Run("disabling a user ends all sessions, and a disabling that is rolled back none", func(w *world) {
			secret, failed := w.signIn(w.ann), errors.New("the last administrator")
			end := func(ctx context.Context, tx *db.Tx) error { return w.EndUserSessions(ctx, tx, w.ann, "") }
			err := w.d.Tx(w.Context(), func(ctx context.Context, tx *db.Tx) error { return errors.Join(end(ctx, tx), failed) })
			if !errors.Is(err, failed) {
				w.Fatal(err)
			}
			_, err = w.Session(w.Context(), secret, false)
			w.must(err)
			w.tx(end)
			_, err = w.Session(w.Context(), secret, false)
			w.refused(err, app.Unauthenticated)
		})
		w.Run("nobody and an API token manage no sessions", func(w *world) {
			actor := w.actor(w.ann)
			token := access.Actor{Kind: access.KindToken, UserID: w.ann, Username: "ann"}
			for code, who := range map[app.Code]access.Actor{app.Unauthenticated: {Kind: access.KindNobody}, app.Forbidden: token} {
				_, err := w.Sessions(w.Context(), who)
				w.refused(err, code)
				w.refused(w.EndSession(w.Context(), who, actor.SessionID), code)
				w.refused(w.EndOtherSessions(w.Context(), who), code)
			}
		})
	})
}
