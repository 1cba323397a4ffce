package access_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/db"
)

func TestOrganizationPlace(t *testing.T) {
	each(t, func(w *world) {
		w.Run("a member and a guest see it with their role, by name and by id", func(w *world) {
			w.member(w.acme, w.zoe, access.CompanyGuest)
			for _, who := range []struct {
				user int64
				role access.Role
			}{{w.ann, access.Admin}, {w.bob, access.Normal}, {w.zoe, access.CompanyGuest}} {
				actor := w.actor(who.user)
				byName, err := access.OrganizationPlace(w.Context(), w.d, actor, "acme")
				w.must(err)
				byID, err := access.OrganizationPlaceByID(w.Context(), w.d, actor, w.acme)
				w.must(err)
				want := access.Place{ID: w.acme, Name: "acme", Title: "Acme Inc.", Role: who.role}
				if diff := cmp.Diff(want, byName) + cmp.Diff(want, byID); diff != "" {
					w.Error(diff)
				}
			}
		})
		w.Run("an unknown one and somebody else's are refused alike", func(w *world) {
			ann := w.actor(w.ann)
			unknown := w.refused(second(access.OrganizationPlace(w.Context(), w.d, ann, "nowhere")), app.NotFound)
			for _, err := range []error{
				second(access.OrganizationPlace(w.Context(), w.d, ann, "foreign")), second(access.OrganizationPlaceByID(w.Context(), w.d, ann, w.foreign)),
				second(access.OrganizationPlaceByID(w.Context(), w.d, ann, 4711)), second(access.OrganizationPlace(w.Context(), w.d, ann, "ACME")),
				second(access.OrganizationPlace(w.Context(), w.d, ann, "ac\xffme\x00")), second(access.OrganizationPlace(w.Context(), w.d, ann, "")),
			} {
				if diff := cmp.Diff(unknown, w.refused(err, app.NotFound)); diff != "" {
					w.Error(diff)
				}
			}
		})
		w.Run("the site's administrator and the command line see all, with a role only where they have one", func(w *world) {
			w.exec(`UPDATE users SET site_admin = TRUE WHERE id = $1`, w.ann)
			ann := w.actor(w.ann)
			for _, look := range []struct {
				actor access.Actor
				name  string
				role  access.Role
			}{{ann, "acme", access.Admin}, {ann, "foreign", ""}, {access.Command(), "acme", ""}, {access.System(), "foreign", ""}} {
				place, err := access.OrganizationPlace(w.Context(), w.d, look.actor, look.name)
				w.must(err)
				if place.Name != look.name || place.Role != look.role || !place.Allows(look.actor, access.ManageWebhooks) {
					w.Errorf("%s sees %+v", look.actor.Username, place)
				}
			}
			w.refused(second(access.OrganizationPlace(w.Context(), w.d, access.Command(), "nowhere")), app.NotFound)
		})
		w.Run("many are found by id in one read, and those that are not one's own left out", func(w *world) {
			w.member(w.acme, w.zoe, access.CompanyGuest)
			zoe := w.actor(w.zoe)
			got, err := access.OrganizationPlacesByID(w.Context(), w.d, zoe, w.foreign, w.acme, 4711)
			w.must(err)
			if len(got) != 2 || got[w.acme].Role != access.CompanyGuest || got[w.acme].Name != "acme" {
				w.Errorf("zoe sees %+v", got)
			}
			got, err = access.OrganizationPlacesByID(w.Context(), w.d, w.actor(w.bob), w.foreign, 4711)
			w.must(err)
			if len(got) != 0 {
				w.Errorf("bob sees %+v", got)
			}
			got, err = access.OrganizationPlacesByID(w.Context(), w.d, access.Command(), w.foreign, w.acme)
			w.must(err)
			if len(got) != 2 || !got[w.foreign].Allows(access.Command(), access.ManageWebhooks) {
				w.Errorf("the command line sees %+v", got)
			}
			_, err = access.OrganizationPlacesByID(w.Context(), w.d, access.Actor{}, w.acme)
			w.refused(err, app.Unauthenticated)
		})
		w.Run("nobody is asked to log in, for either", func(w *world) {
			for _, name := range []string{"acme", "nowhere"} {
				w.refused(second(access.OrganizationPlace(w.Context(), w.d, access.Actor{}, name)), app.Unauthenticated)
			}
		})
		w.Run("within a transaction it counts what the transaction has written", func(w *world) {
			zoe := w.actor(w.zoe)
			w.tx(func(ctx context.Context, tx *db.Tx) error {
				if _, err := tx.Exec(ctx, `DELETE FROM members WHERE user_id = $1`, w.zoe); err != nil {
					return err
				}
				w.refused(second(access.OrganizationPlace(ctx, tx, zoe, "foreign")), app.NotFound)
				return nil
			})
		})
	})
}
