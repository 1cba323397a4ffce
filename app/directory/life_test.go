package directory_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
)

func TestDisabling(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 0)
		away, awayAdmin := h.org(t, 0)
		u := h.someone(t, org)
		h.guest(t, away, u, access.Normal)
		t.Run("it is told once, to the home organization and to where the user is a guest", func(t *testing.T) {
			h.audited(t)
			must(t, h.Disable(ctx, as(admin), org, u.ID))
			o, _, err := h.Organization(ctx, h.root, org)
			must(t, err)
			same(t, h.told(t, u.ID), []event.Event{{Type: event.UserDisabled, At: h.clock.Now(), Source: "page",
				Places: []event.Place{h.place(t, org), h.place(t, away)},
				Facts: event.Facts{
					Subject: event.User{ID: u.ID, HexID: u.HexID, UUID: u.UUID, Name: u.Name, Username: u.Username, Email: u.Email},
					Home:    event.Organization{ID: o.ID, Name: org, Title: o.Title},
					Actor:   event.User{ID: admin.ID, Name: admin.Name, Username: admin.Username, Email: admin.Email},
				}}}, cmpopts.IgnoreFields(event.Event{}, "ID"))
			same(t, h.account(t, u).State, directory.Disabled)
			same(t, h.audited(t), []row{{"user.disable", "user", "done"}})
		})
		t.Run("disabling again changes and tells nothing", func(t *testing.T) {
			must(t, h.Disable(ctx, as(admin), org, u.ID))
			same(t, len(h.told(t, u.ID)), 0)
			same(t, len(h.audited(t)), 0)
		})
		t.Run("enabling tells nothing, and again changes nothing", func(t *testing.T) {
			must(t, h.Enable(ctx, as(admin), org, u.ID))
			must(t, h.Enable(ctx, as(admin), org, u.ID))
			same(t, h.account(t, u).State, directory.Active)
			same(t, len(h.told(t, u.ID)), 0)
			same(t, h.audited(t), []row{{"user.enable", "user", "done"}})
		})
		t.Run("only the home organization disables and enables", func(t *testing.T) {
			refused(t, h.Disable(ctx, as(awayAdmin), away, u.ID), app.Forbidden, "home organization", org)
			refused(t, h.Enable(ctx, as(awayAdmin), away, u.ID), app.Forbidden, "home organization")
			same(t, len(h.told(t, u.ID)), 0)
		})
		t.Run("sessions end at once, tokens are refused for as long as it lasts", func(t *testing.T) {
			must(t, h.ResetPassword(ctx, h.root, u.ID, password))
			secret, _, err := h.SignIn(ctx, nobody(), u.Username, password, "test")
			must(t, err)
			_, token, err := h.access.CreateToken(ctx, as(u), u.ID, "robot", time.Time{})
			must(t, err)
			must(t, h.Disable(ctx, as(admin), org, u.ID))
			_, err = h.access.Session(ctx, secret, false)
			refused(t, err, app.Unauthenticated)
			_, err = h.access.Token(ctx, token, "")
			refused(t, err, app.Unauthenticated)
			must(t, h.Enable(ctx, as(admin), org, u.ID))
			_, err = h.access.Session(ctx, secret, false)
			refused(t, err, app.Unauthenticated)
			_, err = h.access.Token(ctx, token, "")
			must(t, err)
		})
		t.Run("of twenty at once one tells", func(t *testing.T) {
			h.told(t, u.ID)
			same(t, together(20, func(int) error { return h.Disable(ctx, as(admin), org, u.ID) }), 20)
			same(t, h.types(t, u.ID), []event.Type{event.UserDisabled})
		})
	})
}

func TestRemoving(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 0)
		away, awayAdmin := h.org(t, 0)
		t.Run("a guest's removal ends that membership and its groups only", func(t *testing.T) {
			u := h.someone(t, org)
			h.guest(t, away, u, access.Normal)
			h.group(t, org, "home group", u)
			h.group(t, away, "away group", u)
			h.audited(t)
			must(t, h.RemoveUser(ctx, as(awayAdmin), away, u.ID))
			told := h.told(t, u.ID)
			same(t, len(told), 2)
			same(t, told[0].Type, event.UserRemovalFromOrg)
			same(t, told[1].Type, event.UserRemovedFromGroup)
			for _, e := range told {
				same(t, e.Places, []event.Place{h.place(t, away)})
				same(t, e.Facts.Home.Name, org)
			}
			same(t, told[1].Facts.GroupName, "away group")
			same(t, h.audited(t), []row{{"guest.remove", "user", "done"}})
			m, err := h.Member(ctx, as(admin), org, u.ID)
			must(t, err)
			same(t, m.State, directory.Active)
			_, err = h.Member(ctx, as(awayAdmin), away, u.ID)
			refused(t, err, app.NotFound)
		})
		t.Run("removal at home ends everything, and each group tells its own organization", func(t *testing.T) {
			u := h.someone(t, org)
			h.guest(t, away, u, access.Normal)
			h.group(t, org, "first", u)
			h.group(t, away, "second", u)
			must(t, h.ResetPassword(ctx, h.root, u.ID, password))
			secret, _, err := h.SignIn(ctx, nobody(), u.Email, password, "test")
			must(t, err)
			_, token, err := h.access.CreateToken(ctx, as(u), u.ID, "robot", time.Time{})
			must(t, err)
			h.told(t, u.ID)
			must(t, h.RemoveUser(ctx, as(admin), org, u.ID))
			told := h.told(t, u.ID)
			same(t, len(told), 4)
			for i, want := range []struct{ org, group string }{{org, "first"}, {away, "second"}} {
				same(t, told[2*i].Type, event.UserRemovalFromOrg)
				same(t, told[2*i+1].Type, event.UserRemovedFromGroup)
				same(t, told[2*i].Places, []event.Place{h.place(t, want.org)})
				same(t, told[2*i+1].Places, []event.Place{h.place(t, want.org)})
				same(t, told[2*i+1].Facts.GroupName, want.group)
			}
			same(t, told[0].Facts.Actor.ID, admin.ID)
			same(t, told[2].Facts.Actor, event.User{}) // the other organization doesn't learn who administers the home
			_, err = h.access.Session(ctx, secret, false)
			refused(t, err, app.Unauthenticated)
			_, err = h.access.Token(ctx, token, "")
			refused(t, err, app.Unauthenticated)
			for _, where := range []string{org, away} {
				_, err = h.Member(ctx, h.root, where, u.ID)
				refused(t, err, app.NotFound)
			}
			refused(t, h.RemoveUser(ctx, as(admin), org, u.ID), app.NotFound)
			_, err = directory.FindUser(ctx, h.db, u.Username)
			refused(t, err, app.NotFound)
		})
		t.Run("username and address are free, and the ids are not", func(t *testing.T) {
			u := h.someone(t, org)
			must(t, h.RemoveUser(ctx, as(admin), org, u.ID))
			again := h.user(t, "site", u.Username, access.Normal)
			if again.ID == u.ID || again.HexID == u.HexID {
				t.Error("another organization revived the user")
			}
		})
		t.Run("adding the address again revives the same user, who was here before", func(t *testing.T) {
			u := h.someone(t, org)
			must(t, h.ResetPassword(ctx, h.root, u.ID, password))
			_, _, err := h.SignIn(ctx, nobody(), u.Email, password, "test")
			must(t, err)
			must(t, h.RemoveUser(ctx, as(admin), org, u.ID))
			h.told(t, u.ID)
			revived, err := h.AddUser(ctx, as(admin), org, directory.AddUser{Name: "Back Again", Username: "back." + u.Username, Email: "SOMEONE" + u.Email[7:], Password: "another " + password, Role: access.Admin})
			must(t, err)
			same(t, []string{revived.HexID, revived.UUID, revived.Name, revived.Username}, []string{u.HexID, u.UUID, "Back Again", "back." + u.Username})
			same(t, revived.ID, u.ID)
			same(t, revived.FirstLoginAt, h.clock.Now())
			_, _, err = h.SignIn(ctx, nobody(), u.Email, password, "test")
			refused(t, err, app.Unauthenticated)
			_, _, err = h.SignIn(ctx, nobody(), u.Email, "another "+password, "test")
			must(t, err)
			same(t, h.types(t, u.ID), []event.Type{event.UserLogin})
			m, err := h.Member(ctx, as(admin), org, u.ID)
			must(t, err)
			same(t, m.Role, access.Admin)
		})
		t.Run("reviving derives a username, and refuses one that is taken meanwhile", func(t *testing.T) {
			u := h.someone(t, org)
			must(t, h.RemoveUser(ctx, as(admin), org, u.ID))
			taken, err := h.CreateUserByCommand(ctx, h.root, directory.CommandUser{Organization: org, Username: u.Username, Email: "new-" + u.Email})
			must(t, err)
			form := directory.AddUser{Name: "X", Username: taken.Username, Email: u.Email, Password: password}
			_, err = h.AddUser(ctx, as(admin), org, form)
			same(t, fields(refused(t, err, app.Conflict)), []string{"username"})
			form.Username = ""
			revived, err := h.AddUser(ctx, as(admin), org, form)
			must(t, err)
			same(t, revived.Username, u.Username+"2")
		})
		t.Run("reviving doesn't bring back the rights over the site", func(t *testing.T) {
			boss, err := h.CreateUserByCommand(ctx, h.root, directory.CommandUser{Organization: org, Username: "boss", Email: "boss@example.com", SiteAdmin: true})
			must(t, err)
			same(t, boss.SiteAdmin, true)
			must(t, h.RemoveUser(ctx, as(admin), org, boss.ID))
			boss, err = h.AddUser(ctx, as(admin), org, directory.AddUser{Name: "Boss", Username: "boss", Email: "boss@example.com", Password: password})
			must(t, err)
			same(t, boss.SiteAdmin, false)
		})
		t.Run("a disabled user can be removed", func(t *testing.T) {
			u := h.someone(t, org)
			must(t, h.Disable(ctx, as(admin), org, u.ID))
			must(t, h.RemoveUser(ctx, as(admin), org, u.ID))
		})
	})
}
