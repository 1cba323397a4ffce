package directory_test

import (
	"testing"

	"github.com/google/go-cmp/cmp/cmpopts"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
)

func TestRoles(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 0)
		u := h.someone(t, org)
		t.Run("a role changes, and the organization hears which it was and which it is", func(t *testing.T) {
			h.audited(t)
			o, _, err := h.Organization(ctx, h.root, org)
			must(t, err)
			before := access.Normal
			for _, role := range access.Roles() {
				must(t, h.SetRole(ctx, as(admin), org, u.ID, role))
				m, err := h.Member(ctx, h.root, org, u.ID)
				must(t, err)
				same(t, m.Role, role)
				same(t, h.told(t, u.ID), []event.Event{{Type: event.UserRoleSet, At: h.clock.Now(), Source: "page", Places: []event.Place{h.place(t, org)}, Facts: event.Facts{
					Subject:      event.User{ID: u.ID, HexID: u.HexID, UUID: u.UUID, Name: u.Name, Username: u.Username, Email: u.Email},
					Home:         event.Organization{ID: o.ID, Name: org},
					Actor:        event.User{ID: admin.ID, Name: admin.Name, Username: admin.Username, Email: admin.Email},
					About:        event.About{Kind: event.ScopeOrganization, ID: o.ID, Name: o.Title},
					PreviousRole: string(before), NewRole: string(role)}}}, cmpopts.IgnoreFields(event.Event{}, "ID"))
				before = role
			}
			same(t, len(h.audited(t)), 4)
		})
		t.Run("the role that somebody has already changes nothing, under its other word too", func(t *testing.T) {
			must(t, h.SetRole(ctx, as(admin), org, u.ID, access.Normal))
			h.audited(t)
			h.told(t, u.ID)
			must(t, h.SetRole(ctx, as(admin), org, u.ID, "member"))
			same(t, len(h.audited(t)), 0)
			same(t, len(h.told(t, u.ID)), 0)
		})
		t.Run("a role that doesn't exist is refused with those that do", func(t *testing.T) {
			refusal := refused(t, h.SetRole(ctx, as(admin), org, u.ID, "king"), app.Invalid, "admin, normal, company_guest or external_guest")
			same(t, refusal.Reason, app.ReasonRole)
		})
		t.Run("nobody gives themselves a role above their own", func(t *testing.T) {
			refused(t, h.SetRole(ctx, as(u), org, u.ID, access.Admin), app.Forbidden)
		})
		t.Run("a guest's role is this organization's business", func(t *testing.T) {
			visitor := h.someone(t, "site")
			h.guest(t, org, visitor, "")
			must(t, h.SetRole(ctx, as(admin), org, visitor.ID, access.Normal))
			m, err := h.Member(ctx, h.root, "site", visitor.ID)
			must(t, err)
			same(t, m.Role, access.Normal)
			same(t, m.Guest, false)
		})
		t.Run("somebody who is no member is not found", func(t *testing.T) {
			stranger := h.someone(t, "site")
			refused(t, h.SetRole(ctx, as(admin), org, stranger.ID, access.Admin), app.NotFound)
		})
	})
}

func TestGuests(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 0)
		t.Run("the site's administrator makes a guest, by username or address", func(t *testing.T) {
			h.audited(t)
			one, two := h.someone(t, "site"), h.someone(t, "site")
			h.audited(t)
			m, err := h.AddGuest(ctx, h.root, org, " "+one.Username, "")
			must(t, err)
			same(t, m, directory.Member{User: one, Role: access.ExternalGuest, Guest: true, Since: h.clock.Now()})
			m, err = h.AddGuest(ctx, h.root, org, "SOMEONE"+two.Email[7:], access.Admin)
			must(t, err)
			same(t, m.Role, access.Admin)
			same(t, h.audited(t), []row{{"guest.add", "user", "done"}, {"guest.add", "user", "done"}})
		})
		t.Run("an organization's administrator can't, and learns nothing about who exists", func(t *testing.T) {
			u := h.someone(t, "site")
			_, known := h.AddGuest(ctx, as(admin), org, u.Email, "")
			_, unknown := h.AddGuest(ctx, as(admin), org, "nobody@example.com", "")
			same(t, refused(t, known, app.Forbidden).Message, refused(t, unknown, app.Forbidden).Message)
		})
		t.Run("nobody is a guest at home, or twice", func(t *testing.T) {
			_, err := h.AddGuest(ctx, h.root, org, admin.Username, "")
			refused(t, err, app.Conflict, "is a user of")
			u := h.someone(t, "site")
			h.guest(t, org, u, "")
			_, err = h.AddGuest(ctx, h.root, org, u.Username, access.Admin)
			refused(t, err, app.Conflict, "is a guest of")
		})
		t.Run("unknown and removed users are refused, in the field that names them", func(t *testing.T) {
			u := h.someone(t, "site")
			must(t, h.RemoveUser(ctx, h.root, "site", u.ID))
			for _, login := range []string{u.Username, u.Email, "nobody", "", "\x00", "\xff@\xfe"} {
				_, err := h.AddGuest(ctx, h.root, org, login, "")
				same(t, fields(refused(t, err, app.NotFound)), []string{"login"})
			}
		})
		t.Run("a role that doesn't exist is refused", func(t *testing.T) {
			u := h.someone(t, "site")
			_, err := h.AddGuest(ctx, h.root, org, u.Username, "king")
			same(t, refused(t, err, app.Invalid).Reason, app.ReasonRole)
		})
		t.Run("of twenty who add one guest at once one does", func(t *testing.T) {
			u := h.someone(t, "site")
			same(t, together(20, func(int) error {
				_, err := h.AddGuest(ctx, h.root, org, u.Username, "")
				return err
			}), 1)
		})
		t.Run("nobody is a member anywhere after being removed, whatever happened at once", func(t *testing.T) {
			for range 20 {
				u := h.someone(t, "site")
				g := h.group(t, org, u.Username)
				together(3, func(i int) error {
					switch i {
					case 0:
						return h.RemoveUser(ctx, h.root, "site", u.ID)
					case 1:
						_, err := h.AddGuest(ctx, h.root, org, u.Username, "")
						return err
					}
					return h.AddToGroup(ctx, h.root, org, g.ID, u.ID)
				})
				state := h.account(t, u).State
				_, err := h.Member(ctx, h.root, org, u.ID)
				if state == directory.Removed && !app.Is(err, app.NotFound) {
					t.Fatalf("a removed user is still a member: %v", err)
				}
				if state != directory.Removed && state != directory.Active {
					t.Fatalf("state %s", state)
				}
			}
		})
	})
}
