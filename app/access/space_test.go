package access_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/access"
)

// Who may do what in a pipe or table, by the role in its organization and the role in it.
func TestSpacePolicy(t *testing.T) {
	ann := access.Actor{Kind: access.KindUser, UserID: 1}
	for _, c := range []struct {
		name                string
		inOrganization      access.Role
		public              bool
		inSpace             access.Role
		view, look, manage  bool
		webhooks, ownership bool
	}{
		{name: "the organization's administrator", inOrganization: access.Admin, view: true, look: true, manage: true, webhooks: true, ownership: true},
		{name: "its own administrator", inOrganization: access.Normal, inSpace: access.Admin, view: true, look: true, manage: true},
		{name: "a guest who is its own administrator", inOrganization: access.ExternalGuest, inSpace: access.Admin, view: true, look: true, manage: true},
		{name: "a member", inOrganization: access.Normal, inSpace: access.Member, view: true, look: true},
		{name: "a creator", inOrganization: access.Normal, inSpace: access.Creator, view: true},
		{name: "one who sees own cards only", inOrganization: access.CompanyGuest, inSpace: access.MyCardsOnly, view: true},
		{name: "one who reads and comments", inOrganization: access.ExternalGuest, inSpace: access.ReadAndComment, view: true},
		{name: "a colleague without a role in it", inOrganization: access.Normal},
		{name: "a colleague without a role in it, if it is public", inOrganization: access.Normal, public: true, view: true},
		{name: "a guest without a role in it, if it is public", inOrganization: access.ExternalGuest, public: true},
		{name: "a stranger"},
	} {
		t.Run(c.name, func(t *testing.T) {
			place := access.SpacePlace{Place: access.Place{ID: 7, Title: "Acme", Role: c.inOrganization}, Kind: access.Pipe, SpaceID: 3, SpaceName: "Sales", Public: c.public, SpaceRole: c.inSpace}
			for action, want := range map[access.Action]bool{access.ViewSpace: c.view, access.ViewSpaceMembers: c.look, access.ManageSpaceMembers: c.manage,
				access.ManageWebhooks: c.webhooks, access.ManageSpaces: c.ownership, access.ManageUsers: c.ownership} {
				err := place.Check(ann, action)
				if place.Allows(ann, action) != want || (err == nil) != want || err != nil && (!app.Is(err, app.Forbidden) || !strings.Contains(err.Error(), "Sales")) {
					t.Errorf("%s: want %v, got %v", action, want, err)
				}
				if place.Allows(access.Actor{}, action) || !app.Is(place.Check(access.Actor{}, action), app.Unauthenticated) {
					t.Errorf("%s is open to nobody", action)
				}
			}
		})
	}
}

func TestFindSpace(t *testing.T) {
	each(t, func(w *world) {
		w.Run("every spelling of the id finds it, with both roles of the actor", func(w *world) {
			pipe, table := w.space(w.acme, access.Pipe, "aB3dE6"), w.space(w.acme, access.Table, "ZdeRdE")
			w.spaceMember(pipe, w.bob, access.Creator)
			bob := w.actor(w.bob)
			place, err := access.PipePlace(w.Context(), w.d, bob, "aB3dE6")
			w.must(err)
			want := access.SpacePlace{Place: access.Place{ID: w.acme, Name: "acme", Title: "Acme Inc.", Role: access.Normal}, Kind: access.Pipe,
				SpaceID: pipe, SUID: "aB3dE6", UUID: place.UUID, SpaceName: "aB3dE6", SpaceRole: access.Creator}
			if diff := cmp.Diff(want, place); diff != "" {
				w.Error(diff)
			}
			for _, id := range []string{strconv.FormatInt(pipe, 10), place.UUID, strings.ToUpper(place.UUID)} {
				same, err := access.PipePlace(w.Context(), w.d, bob, id)
				w.must(err)
				if diff := cmp.Diff(place, same); diff != "" {
					w.Errorf("%s: %s", id, diff)
				}
			}
			w.must(second(access.TablePlace(w.Context(), w.d, w.actor(w.ann), strconv.FormatInt(table, 10))))
		})
		w.Run("unknown, of the other kind, foreign and hidden ones are refused alike", func(w *world) {
			pipe, hidden, foreign := w.space(w.acme, access.Pipe, "aB3dE6"), w.space(w.acme, access.Pipe, "Hidden"), w.space(w.foreign, access.Pipe, "Foreign")
			w.spaceMember(pipe, w.bob, access.Admin)
			bob := w.actor(w.bob)
			w.must(second(access.PipePlace(w.Context(), w.d, bob, "aB3dE6")))
			unknown := w.refused(second(access.PipePlace(w.Context(), w.d, bob, "4711")), app.NotFound)
			for _, id := range []string{"", "0", "-1", "aB3dE7", "AB3DE6", "not-an-id", "a\x00b\xff", strings.Repeat("9", 1<<10), app.NewUUID(),
				"Hidden", strconv.FormatInt(hidden, 10), "Foreign", strconv.FormatInt(foreign, 10)} {
				got := w.refused(second(access.PipePlace(w.Context(), w.d, bob, id)), app.NotFound)
				if diff := cmp.Diff(unknown, got); diff != "" {
					w.Errorf("%q: %s", id, diff)
				}
			}
			w.refused(second(access.TablePlace(w.Context(), w.d, bob, "aB3dE6")), app.NotFound)
		})
		w.Run("the site's administrator sees it with no role, and nobody is asked to log in", func(w *world) {
			w.space(w.acme, access.Pipe, "aB3dE6")
			place, err := access.PipePlace(w.Context(), w.d, access.Command(), "aB3dE6")
			w.must(err)
			if place.Role != "" || place.SpaceRole != "" || !place.Allows(access.Command(), access.ManageSpaceMembers) {
				w.Errorf("%+v", place)
			}
			w.refused(second(access.PipePlace(w.Context(), w.d, access.Actor{}, "aB3dE6")), app.Unauthenticated)
		})
	})
}
