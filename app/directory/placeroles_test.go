package directory_test

import (
	"testing"

	"github.com/google/go-cmp/cmp/cmpopts"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
)

func TestRolesInPipesAndTables(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 0)
		u := h.someone(t, org)
		pipe, table := h.pipe(t, org, "Sales", u), h.table(t, org, "Contacts", u)
		t.Run("only the pipe or table hears of a role in it", func(t *testing.T) {
			for _, c := range []struct {
				sp   directory.Space
				role access.Role
			}{{pipe, access.MyCardsOnly}, {table, access.Admin}} {
				h.told(t, u.ID)
				m, err := h.SetRoleAt(ctx, as(admin), in(c.sp), directory.Ref{ID: u.ID}, string(c.role))
				must(t, err)
				same(t, m.Role, c.role)
				same(t, m.ID, u.ID)
				same(t, h.roleIn(t, in(c.sp), u.ID), c.role)
				same(t, h.told(t, u.ID), []event.Event{{Type: event.UserRoleSet, At: h.clock.Now(), Source: "page", Places: []event.Place{heard(c.sp)}, Facts: event.Facts{
					Subject:      event.User{ID: u.ID, HexID: u.HexID, UUID: u.UUID, Name: u.Name, Username: u.Username, Email: u.Email},
					Home:         event.Organization{ID: u.OrganizationID, Name: org},
					Actor:        event.User{ID: admin.ID, Name: admin.Name, Username: admin.Username, Email: admin.Email},
					About:        event.About{Kind: event.Scope(c.sp.Kind), ID: c.sp.ID, SUID: c.sp.SUID, UUID: c.sp.UUID, Name: c.sp.Name},
					PreviousRole: "member", NewRole: string(c.role)}}}, cmpopts.IgnoreFields(event.Event{}, "ID"))
			}
		})
		t.Run("the role somebody has already is a success that tells nothing", func(t *testing.T) {
			h.audited(t)
			m, err := h.SetRoleAt(ctx, as(admin), in(pipe), directory.Ref{Login: u.Email}, "my_cards_only")
			must(t, err)
			same(t, m.Role, access.MyCardsOnly)
			same(t, len(h.told(t, u.ID)), 0)
			same(t, len(h.audited(t)), 0)
		})
		t.Run("a role of another kind of place is refused with the valid ones", func(t *testing.T) {
			for where, words := range map[directory.Where]string{in(pipe): "admin, member, creator, my_cards_only or read_and_comment", in(table): "admin or member"} {
				_, err := h.SetRoleAt(ctx, as(admin), where, directory.Ref{ID: u.ID}, "normal")
				same(t, refused(t, err, app.Invalid, words).Reason, app.ReasonRole)
			}
			_, err := h.SetRoleAt(ctx, as(admin), directory.InOrganization(org), directory.Ref{ID: u.ID}, "creator")
			same(t, refused(t, err, app.Invalid, "external_guest").Reason, app.ReasonRole)
		})
		t.Run("who is no member of it is not found, by number, uuid or address", func(t *testing.T) {
			other := h.someone(t, org)
			for _, who := range []directory.Ref{{ID: other.ID}, {UUID: other.UUID}, {Login: other.Email}, {Login: other.Username}, {}, {UUID: "\x00\xff"}, {ID: -1}} {
				_, err := h.SetRoleAt(ctx, as(admin), in(pipe), who, "admin")
				refused(t, err, app.NotFound, "ipe Sales")
				_, err = h.RemoveAt(ctx, as(admin), in(pipe), who)
				refused(t, err, app.NotFound, "ipe Sales")
			}
		})
		t.Run("its own administrator manages its members and nothing else", func(t *testing.T) {
			boss, member := h.someone(t, org), h.someone(t, org)
			h.join(t, pipe, access.Admin, boss)
			h.join(t, pipe, access.Member, member)
			must(t, second(h.SetRoleAt(ctx, as(boss), in(pipe), directory.Ref{ID: member.ID}, "creator")))
			must(t, second(h.Members(ctx, as(boss), in(pipe), directory.UserFilter{})))
			must(t, second(h.RemoveAt(ctx, as(boss), in(pipe), directory.Ref{ID: member.ID})))
			for _, where := range []directory.Where{directory.InOrganization(org)} {
				_, err := h.SetRoleAt(ctx, as(boss), where, directory.Ref{ID: member.ID}, "normal")
				refused(t, err, app.Forbidden)
			}
			_, err := h.SetRoleAt(ctx, as(boss), in(table), directory.Ref{ID: u.ID}, "member")
			refused(t, err, app.NotFound)
			_, err = h.EditSpace(ctx, as(boss), in(pipe), directory.SpaceForm{Name: "Mine"})
			refused(t, err, app.Forbidden)
			refused(t, h.DeleteSpace(ctx, as(boss), in(pipe)), app.Forbidden)
		})
		t.Run("a member of it may look, and not touch", func(t *testing.T) {
			member := h.someone(t, org)
			h.join(t, pipe, access.Member, member)
			must(t, second(h.FindMember(ctx, as(member), in(pipe), directory.Ref{ID: u.ID})))
			h.audited(t)
			_, err := h.SetRoleAt(ctx, as(member), in(pipe), directory.Ref{ID: u.ID}, "admin")
			refused(t, err, app.Forbidden, "the pipe Sales")
			_, err = h.RemoveAt(ctx, as(member), in(pipe), directory.Ref{ID: u.ID})
			refused(t, err, app.Forbidden)
			_, _, err = h.SetRolesAt(ctx, as(member), in(pipe), []directory.RoleRow{{Member: directory.Ref{ID: u.ID}, Role: "admin"}})
			refused(t, err, app.Forbidden)
			_, _, err = h.RemoveManyAt(ctx, as(member), in(pipe), []directory.Ref{{ID: u.ID}})
			refused(t, err, app.Forbidden)
			same(t, len(h.audited(t)), 4)
			must(t, second(h.SetRoleAt(ctx, as(admin), in(pipe), directory.Ref{ID: member.ID}, "read_and_comment")))
			_, err = h.Members(ctx, as(member), in(pipe), directory.UserFilter{})
			refused(t, err, app.Forbidden)
		})
		t.Run("of several rows the bad ones are named and the others done", func(t *testing.T) {
			one, two := h.someone(t, org), h.someone(t, org)
			h.join(t, table, access.Member, one, two)
			set, bad, err := h.SetRolesAt(ctx, as(admin), in(table), []directory.RoleRow{
				{directory.Ref{ID: one.ID}, "admin"}, {directory.Ref{ID: 4711}, "admin"}, {directory.Ref{ID: two.ID}, "king"}, {directory.Ref{UUID: two.UUID}, "admin"}})
			must(t, err)
			same(t, []int64{set[0].ID, set[1].ID}, []int64{one.ID, two.ID})
			same(t, len(bad), 2)
			same(t, []int{bad[0].Index, bad[1].Index}, []int{1, 2})
			refused(t, bad[0].Err, app.NotFound)
			refused(t, bad[1].Err, app.Invalid)
			gone, bad, err := h.RemoveManyAt(ctx, as(admin), in(table), []directory.Ref{{ID: 4711}, {ID: one.ID}, {Login: two.Username}})
			must(t, err)
			same(t, len(gone), 2)
			same(t, len(bad), 1)
			same(t, bad[0].Index, 0)
		})
		t.Run("a hundred rows are the most", func(t *testing.T) {
			_, _, err := h.SetRolesAt(ctx, as(admin), in(table), make([]directory.RoleRow, 101))
			refused(t, err, app.Invalid, "100")
			_, _, err = h.RemoveManyAt(ctx, as(admin), in(table), make([]directory.Ref, 101))
			refused(t, err, app.Invalid, "100")
			_, _, err = h.Invite(ctx, as(admin), in(table), make([]directory.Invitee, 101), "")
			refused(t, err, app.Invalid, "100")
		})
	})
}

func TestCascades(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 0)
		away, awayAdmin := h.org(t, 0)
		told := func(t *testing.T, u directory.User) (types []event.Type, places []event.Place) {
			t.Helper()
			for _, e := range h.told(t, u.ID) {
				types, places = append(types, e.Type), append(places, e.Places...)
				same(t, len(e.Places), 1)
			}
			return types, places
		}
		// settle puts the user into two pipes, two tables and a group, in an order that is not that of the events.
		settle := func(t *testing.T, org string, u directory.User) []event.Place {
			t.Helper()
			h.made++
			table := h.table(t, org, "T1", u)
			pipe, last, second := h.pipe(t, org, "P1", u), h.table(t, org, "T2", u), h.pipe(t, org, "P2", u)
			h.group(t, org, "group of "+u.Username, u)
			h.told(t, u.ID)
			return []event.Place{heard(pipe), heard(second), heard(table), heard(last)}
		}
		spaces := []event.Type{event.UserRemovalFromPipe, event.UserRemovalFromPipe, event.UserRemovalFromTable, event.UserRemovalFromTable}
		t.Run("who is removed from the organization leaves its pipes, tables and groups, in this order and after it", func(t *testing.T) {
			u := h.someone(t, org)
			places := settle(t, org, u)
			h.guest(t, away, u, access.Normal)
			settle(t, away, u)
			m, err := h.RemoveAt(ctx, as(awayAdmin), directory.InOrganization(away), directory.Ref{Login: u.Email})
			must(t, err)
			same(t, m.ID, u.ID)
			types, _ := told(t, u)
			same(t, types, append(append([]event.Type{event.UserRemovalFromOrg}, spaces...), event.UserRemovedFromGroup))
			must(t, h.RemoveUser(ctx, as(admin), org, u.ID))
			types, heardAt := told(t, u)
			same(t, types, append(append([]event.Type{event.UserRemovalFromOrg}, spaces...), event.UserRemovedFromGroup))
			same(t, heardAt, append(append([]event.Place{h.place(t, org)}, places...), h.place(t, org)))
		})
		t.Run("who is removed at home leaves every other organization the same way", func(t *testing.T) {
			u := h.someone(t, org)
			h.guest(t, away, u, access.Normal)
			places := settle(t, away, u)
			must(t, h.RemoveUser(ctx, as(admin), org, u.ID))
			types, heardAt := told(t, u)
			same(t, types, append(append([]event.Type{event.UserRemovalFromOrg, event.UserRemovalFromOrg}, spaces...), event.UserRemovedFromGroup))
			same(t, heardAt, append(append([]event.Place{h.place(t, org), h.place(t, away)}, places...), h.place(t, away)))
		})
		t.Run("who becomes a guest leaves the pipes and tables of that moment and no group, after the role", func(t *testing.T) {
			for _, role := range []access.Role{access.CompanyGuest, access.ExternalGuest} {
				u := h.someone(t, org)
				places := settle(t, org, u)
				must(t, h.SetRole(ctx, as(admin), org, u.ID, role))
				types, heardAt := told(t, u)
				same(t, types, append([]event.Type{event.UserRoleSet}, spaces...))
				same(t, heardAt, append([]event.Place{h.place(t, org)}, places...))
				groups, err := h.GroupsOf(ctx, as(admin), org, u.ID)
				must(t, err)
				same(t, len(groups), 1)
				back := h.pipe(t, org, "Back", u) // a guest may be added to single pipes again
				same(t, h.roleIn(t, in(back), u.ID), access.Member)
				must(t, h.SetRole(ctx, as(admin), org, u.ID, role)) // which is no change
				same(t, h.roleIn(t, in(back), u.ID), access.Member)
			}
		})
		t.Run("who becomes normal or an administrator stays in them", func(t *testing.T) {
			u := h.someone(t, org)
			pipe := h.pipe(t, org, "Kept", u)
			must(t, h.SetRole(ctx, as(admin), org, u.ID, access.Admin))
			must(t, h.SetRole(ctx, as(admin), org, u.ID, access.Normal))
			same(t, h.roleIn(t, in(pipe), u.ID), access.Member)
		})
		t.Run("who is removed from a pipe or table stays in the organization, and only that one hears", func(t *testing.T) {
			u := h.someone(t, org)
			pipe, table := h.pipe(t, org, "P", u), h.table(t, org, "T", u)
			h.told(t, u.ID)
			must(t, second(h.RemoveAt(ctx, as(admin), in(pipe), directory.Ref{UUID: u.UUID})))
			must(t, second(h.RemoveAt(ctx, as(admin), in(table), directory.Ref{ID: u.ID})))
			events := h.told(t, u.ID)
			same(t, []event.Type{events[0].Type, events[1].Type}, []event.Type{event.UserRemovalFromPipe, event.UserRemovalFromTable})
			same(t, []event.Place{events[0].Places[0], events[1].Places[0]}, []event.Place{heard(pipe), heard(table)})
			same(t, events[0].Facts.About, event.About{Kind: event.ScopePipe, ID: pipe.ID, SUID: pipe.SUID, UUID: pipe.UUID, Name: "P"})
			same(t, h.roleIn(t, directory.InOrganization(org), u.ID), access.Normal)
			_, err := h.RemoveAt(ctx, as(admin), in(pipe), directory.Ref{ID: u.ID})
			refused(t, err, app.NotFound)
		})
		t.Run("a refused removal tells nothing and leaves everything", func(t *testing.T) {
			lonely, last := h.org(t, 0)
			settle(t, lonely, last)
			refused(t, h.RemoveUser(ctx, as(last), lonely, last.ID), app.Conflict)
			_, err := h.RemoveAt(ctx, as(admin), directory.InOrganization(lonely), directory.Ref{ID: last.ID})
			refused(t, err, app.NotFound)
			same(t, len(h.told(t, last.ID)), 0)
			all, err := h.Spaces(ctx, as(last), lonely, access.Pipe, "")
			must(t, err)
			same(t, all[0].Members, 1)
		})
		t.Run("a service account is named by its name and client id", func(t *testing.T) {
			robot := h.service(t, org, access.Admin)
			u := h.someone(t, org)
			must(t, second(h.SetRoleAt(ctx, robot, directory.InOrganization(org), directory.Ref{ID: u.ID}, "admin")))
			same(t, h.told(t, u.ID)[0].Facts.Actor, event.User{Name: robot.Name, Username: robot.Username})
		})
	})
}
