package access_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/access"
)

func TestCreateToken(t *testing.T) {
	each(t, func(w *world) {
		w.Run("a bad name or expiry is refused, by field", func(w *world) {
			ann := w.actor(w.ann)
			for name, form := range map[string]struct {
				name    string
				expires time.Time
				fields  []string
			}{
				"no name":        {"", time.Time{}, []string{"name"}},
				"only spaces":    {" \t ", time.Time{}, []string{"name"}},
				"101 characters": {strings.Repeat("é", 101), time.Time{}, []string{"name"}},
				"a line break":   {"a\nb", time.Time{}, []string{"name"}},
				"not text":       {"a\xffb", time.Time{}, []string{"name"}},
				"in the past":    {"ci", w.clock.Now(), []string{"expires"}},
				"both":           {"", w.clock.Now().Add(-time.Hour), []string{"name", "expires"}},
			} {
				_, _, err := w.CreateToken(w.Context(), ann, w.ann, form.name, form.expires)
				var fields []string
				for _, f := range w.refused(err, app.Invalid).Fields {
					fields = append(fields, f.Name)
				}
				if diff := cmp.Diff(form.fields, fields); diff != "" {
					w.Errorf("%s: %s", name, diff)
				}
			}
			w.must(third(w.CreateToken(w.Context(), ann, w.ann, strings.Repeat("é", 100), w.clock.Now().Add(time.Microsecond))))
		})
		w.Run("a live token's name is taken for its user; a revoked or expired one's is free", func(w *world) {
			ann := w.actor(w.ann)
			made, _ := w.token(w.ann, "ci", time.Time{})
			w.token(w.bob, "ci", time.Time{})
			_, _, err := w.CreateToken(w.Context(), ann, w.ann, "ci", time.Time{})
			if refusal := w.refused(err, app.Conflict); refusal.Reason != app.ReasonDuplicate || !strings.Contains(refusal.Message, `"ci"`) {
				w.Errorf("%+v", refusal)
			}
			w.must(w.RevokeToken(w.Context(), ann, made.ID))
			w.token(w.ann, "ci", w.clock.Now().Add(time.Hour))
			w.clock.move(time.Hour)
			w.token(w.ann, "ci", time.Time{})
			listed, err := w.Tokens(w.Context(), ann)
			w.must(err)
			if len(listed) != 1 {
				w.Errorf("listed: %+v", listed)
			}
		})
		w.Run("of twenty of one name at once one is made", func(w *world) {
			ann, made := w.actor(w.ann), 0
			for _, err := range together(20, func() error { return third(w.CreateToken(w.Context(), ann, w.ann, "ci", time.Time{})) }) {
				if err == nil {
					made++
					continue
				}
				w.refused(err, app.Conflict)
			}
			if made != 1 {
				w.Errorf("%d made", made)
			}
		})
		w.Run("one makes one's own only, with a password; the command line makes anybody's", func(w *world) {
			owner := w.actor(w.ann)
			owner.SiteAdmin = true
			token := access.Actor{Kind: access.KindToken, UserID: w.ann, Username: "ann"}
			w.refused(third(w.CreateToken(w.Context(), owner, w.bob, "ci", time.Time{})), app.Forbidden)
			w.refused(third(w.CreateToken(w.Context(), token, w.ann, "ci", time.Time{})), app.Forbidden)
			w.refused(third(w.CreateToken(w.Context(), access.Actor{}, w.ann, "ci", time.Time{})), app.Unauthenticated)
			w.must(third(w.CreateToken(w.Context(), access.Command(), w.bob, "ci", time.Time{})))
			if diff := cmp.Diff([]string{"ann refused", "ann refused", " refused", "command done"}, w.audited("token.create")); diff != "" {
				w.Error(diff)
			}
		})
		w.Run("who is unknown or not active gets none", func(w *world) {
			w.state(w.bob, "disabled")
			for _, user := range []int64{w.bob, 4711, 0} {
				w.refused(third(w.CreateToken(w.Context(), access.Command(), user, "ci", time.Time{})), app.NotFound)
			}
		})
	})
}

func TestRevokeToken(t *testing.T) {
	each(t, func(w *world) {
		w.Run("the owner, the site's administrator and the command line revoke; it counts from the next request on", func(w *world) {
			admin := w.actor(w.zoe)
			admin.SiteAdmin = true
			for _, who := range []access.Actor{w.actor(w.ann), admin, access.Command()} {
				made, secret := w.token(w.ann, "ci", time.Time{})
				w.must(second(w.Token(w.Context(), secret, "")))
				w.must(w.RevokeToken(w.Context(), who, made.ID))
				w.refused(second(w.Token(w.Context(), secret, "")), app.Unauthenticated)
			}
			if diff := cmp.Diff([]string{"ann done", "zoe done", "command done"}, w.audited("token.revoke")); diff != "" {
				w.Error(diff)
			}
		})
		w.Run("somebody else's, a revoked one and none are not found alike", func(w *world) {
			made, secret := w.token(w.ann, "ci", time.Time{})
			unknown := w.refused(w.RevokeToken(w.Context(), w.actor(w.bob), "no-such-\xff\x00id"), app.NotFound)
			foreign := w.refused(w.RevokeToken(w.Context(), w.actor(w.bob), made.ID), app.NotFound)
			w.must(second(w.Token(w.Context(), secret, "")))
			w.must(w.RevokeToken(w.Context(), w.actor(w.ann), made.ID))
			twice := w.refused(w.RevokeToken(w.Context(), w.actor(w.ann), made.ID), app.NotFound)
			if diff := cmp.Diff(unknown, foreign) + cmp.Diff(unknown, twice); diff != "" {
				w.Error(diff)
			}
		})
		w.Run("nobody and an API token manage no tokens", func(w *world) {
			made, _ := w.token(w.ann, "ci", time.Time{})
			token := access.Actor{Kind: access.KindToken, UserID: w.ann, Username: "ann", TokenID: made.ID}
			for code, who := range map[app.Code]access.Actor{app.Unauthenticated: {}, app.Forbidden: token} {
				w.refused(second(w.Tokens(w.Context(), who)), code)
				w.refused(w.RevokeToken(w.Context(), who, made.ID), code)
			}
		})
	})
}

func third[T, U any](_ T, _ U, err error) error { return err }
