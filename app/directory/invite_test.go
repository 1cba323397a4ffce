package directory_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
)

func TestInvitingStrangers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 0)
		o, _, err := h.Organization(ctx, as(admin), org)
		must(t, err)
		t.Run("to an organization: an invited user with the role and a seat, told once", func(t *testing.T) {
			h.audited(t)
			taken := h.seats(t, org).Taken
			done, bad, err := h.Invite(ctx, as(admin), directory.InOrganization(org), []directory.Invitee{{Email: " Grace.Hopper@example.com ", Role: "member"}}, "")
			must(t, err)
			same(t, len(bad), 0)
			u := done[0].User
			same(t, []any{u.Name, u.Username, u.Email, u.State, u.Organization}, []any{"Grace.Hopper", "grace.hopper", "Grace.Hopper@example.com", directory.Invited, org})
			same(t, []any{done[0].Role, done[0].Outcome, done[0].Index}, []any{access.Normal, directory.OutcomeInvited, 0})
			same(t, h.roleIn(t, directory.InOrganization(org), u.ID), access.Normal)
			same(t, h.seats(t, org).Taken, taken+1)
			same(t, h.told(t, u.ID), []event.Event{{Type: event.UserInvitationSent, At: h.clock.Now(), Source: "page", Places: []event.Place{h.place(t, org)}, Facts: event.Facts{
				Subject: event.User{ID: u.ID, HexID: u.HexID, UUID: u.UUID, Name: u.Name, Username: u.Username, Email: u.Email},
				Home:    event.Organization{ID: o.ID, Name: org},
				Actor:   event.User{ID: admin.ID, Name: admin.Name, Username: admin.Username, Email: admin.Email},
				About:   event.About{Kind: event.ScopeOrganization, ID: o.ID, Name: o.Title}}}}, cmpopts.IgnoreFields(event.Event{}, "ID"))
			same(t, h.audited(t), []row{{"invitation.send", "user", "done"}})
			_, _, err = h.SignIn(ctx, nobody(), u.Email, "", "test")
			refused(t, err, app.Unauthenticated)
			list, err := h.Invitations(ctx, as(admin), directory.InOrganization(org))
			must(t, err)
			same(t, list, []directory.Invitation{{ID: done[0].Invitation, OrganizationID: o.ID, Organization: org, Title: o.Title, Scope: event.ScopeOrganization, ScopeID: o.ID, PlaceName: o.Title,
				UserID: u.ID, NewAccount: true, Name: u.Name, Username: u.Username, Email: u.Email, Role: access.Normal, State: directory.InvitationPending, InvitedBy: admin.Name,
				CreatedAt: h.clock.Now(), SentAt: h.clock.Now(), ExpiresAt: h.clock.Now().Add(7 * 24 * time.Hour)}}, cmpopts.IgnoreUnexported(directory.Invitation{}))
		})
		t.Run("to a pipe or table: an external guest of the organization with that role in it, told once by the organization", func(t *testing.T) {
			for sp, role := range map[directory.Space]access.Role{h.pipe(t, org, "Sales"): access.Creator, h.table(t, org, "Contacts"): access.Admin} {
				r := h.invite(t, in(sp), string(sp.Kind)+"@stranger.example", role)
				same(t, []any{r.Role, r.Outcome, r.User.Organization}, []any{role, directory.OutcomeInvited, org})
				same(t, h.roleIn(t, in(sp), r.User.ID), role)
				same(t, h.roleIn(t, directory.InOrganization(org), r.User.ID), access.ExternalGuest)
				told := h.told(t, r.User.ID)
				same(t, len(told), 1)
				same(t, told[0].Type, event.UserInvitationSent)
				same(t, told[0].Places, []event.Place{h.place(t, org)})
				same(t, told[0].Facts.About.Kind, event.ScopeOrganization)
				list, err := h.Invitations(ctx, as(admin), in(sp))
				must(t, err)
				same(t, []any{len(list), list[0].Role, list[0].PlaceName, list[0].Scope}, []any{1, role, sp.Name, event.Scope(sp.Kind)})
			}
		})
		t.Run("setRole and removal work from the start and are told; removal revokes the link", func(t *testing.T) {
			r := h.invite(t, directory.InOrganization(org), "early@example.com", access.Normal)
			must(t, h.SetRole(ctx, as(admin), org, r.User.ID, access.Admin))
			list, err := h.Invitations(ctx, as(admin), directory.InOrganization(org))
			must(t, err)
			same(t, list[0].Role, access.Admin)
			must(t, h.RemoveUser(ctx, as(admin), org, r.User.ID))
			same(t, h.types(t, r.User.ID), []event.Type{event.UserInvitationSent, event.UserRoleSet, event.UserRemovalFromOrg})
			_, err = h.OpenInvitation(ctx, nobody(), token(t, r.Link))
			same(t, refused(t, err, app.Conflict).Reason, app.ReasonRevoked)
			refused(t, second3(h.ResendInvitation(ctx, as(admin), r.Invitation)), app.NotFound)
			t.Run("and inviting the address again revives the same user with a new link", func(t *testing.T) {
				again := h.invite(t, directory.InOrganization(org), "EARLY@example.com", access.CompanyGuest)
				same(t, again.User.ID, r.User.ID)
				same(t, again.User.UUID, r.User.UUID)
				same(t, again.User.State, directory.Invited)
				same(t, h.roleIn(t, directory.InOrganization(org), r.User.ID), access.CompanyGuest)
				must(t, second(h.OpenInvitation(ctx, nobody(), token(t, again.Link))))
				_, err := h.OpenInvitation(ctx, nobody(), token(t, r.Link))
				same(t, refused(t, err, app.Conflict).Reason, app.ReasonReplaced)
			})
		})
		t.Run("removal from the pipe that somebody was invited to revokes the link too", func(t *testing.T) {
			sp := h.pipe(t, org, "Once")
			r := h.invite(t, in(sp), "once@example.com", access.Member)
			must(t, second(h.RemoveAt(ctx, as(admin), in(sp), directory.Ref{Login: "once@example.com"})))
			_, err := h.OpenInvitation(ctx, nobody(), token(t, r.Link))
			same(t, refused(t, err, app.Conflict).Reason, app.ReasonRevoked)
			same(t, h.roleIn(t, directory.InOrganization(org), r.User.ID), access.ExternalGuest)
		})
		t.Run("an invited administrator is not one who counts as the last", func(t *testing.T) {
			small, only := h.org(t, 0)
			h.invite(t, directory.InOrganization(small), "second-admin@example.com", access.Admin)
			same(t, refused(t, h.SetRole(ctx, as(only), small, only.ID, access.Normal), app.Conflict).Reason, app.ReasonLastAdmin)
		})
		t.Run("deleting the pipe leaves the invitation to the organization", func(t *testing.T) {
			sp := h.pipe(t, org, "Short-lived")
			r := h.invite(t, in(sp), "survivor@example.com", access.Member)
			must(t, h.DeleteSpace(ctx, as(admin), in(sp)))
			i, err := h.OpenInvitation(ctx, nobody(), token(t, r.Link))
			must(t, err)
			same(t, []any{i.Scope, i.PlaceName, i.Role}, []any{event.ScopeOrganization, o.Title, access.ExternalGuest})
		})
	})
}

func second3[A, B any](_ A, _ B, err error) error { return err }

func TestInvitingPeopleWhoAreKnown(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 0)
		u := h.someone(t, org)
		pipe := h.pipe(t, org, "Sales")
		here := directory.InOrganization(org)
		t.Run("a member of the organization is in the pipe at once, without a link or an event", func(t *testing.T) {
			h.audited(t)
			r := h.invite(t, in(pipe), strings.ToUpper(u.Email), access.Creator)
			same(t, r, directory.InviteResult{User: r.User, Role: access.Creator, Outcome: directory.OutcomeMember})
			same(t, r.User.ID, u.ID)
			same(t, h.roleIn(t, in(pipe), u.ID), access.Creator)
			same(t, len(h.told(t, u.ID)), 0)
			same(t, h.audited(t), []row{{"pipe.add", "user", "done"}})
		})
		t.Run("so is a guest, who has agreed to be here", func(t *testing.T) {
			guest := h.someone(t, "site")
			h.guest(t, org, guest, access.CompanyGuest)
			same(t, h.invite(t, in(pipe), guest.Email, access.Member).Outcome, directory.OutcomeMember)
			same(t, h.roleIn(t, here, guest.ID), access.CompanyGuest)
		})
		t.Run("who is a member there already is refused", func(t *testing.T) {
			for _, where := range []directory.Where{here, in(pipe)} {
				refusal := refused(t, h.turnedDown(t, where, u.Email, "admin"), app.Conflict, "set the role instead")
				same(t, refusal.Reason, app.ReasonDuplicate)
			}
			same(t, h.roleIn(t, in(pipe), u.ID), access.Creator)
		})
		t.Run("who is disabled is refused", func(t *testing.T) {
			off := h.someone(t, org)
			must(t, h.Disable(ctx, as(admin), org, off.ID))
			refused(t, h.turnedDown(t, in(pipe), off.Email, "admin"), app.Conflict, "disabled")
		})
		t.Run("who is invited is not invited again while the link works, and is when it doesn't", func(t *testing.T) {
			r := h.invite(t, here, "waiting@example.com", access.Normal)
			same(t, refused(t, h.turnedDown(t, here, "waiting@example.com", "admin"), app.Conflict, "send the invitation again").Reason, app.ReasonDuplicate)
			same(t, h.invite(t, in(pipe), "waiting@example.com", access.Member).Outcome, directory.OutcomeMember)
			h.told(t, r.User.ID)
			h.clock.advance(8 * 24 * time.Hour)
			again := h.invite(t, here, "waiting@example.com", access.Admin)
			same(t, []any{again.User.ID, again.Invitation, again.Outcome}, []any{r.User.ID, r.Invitation, directory.OutcomeInvited})
			same(t, h.roleIn(t, here, r.User.ID), access.Admin)
			told := h.told(t, r.User.ID)
			same(t, []event.Type{told[0].Type, told[1].Type}, []event.Type{event.UserRoleSet, event.UserInvitationSent})
			same(t, []string{told[0].Facts.PreviousRole, told[0].Facts.NewRole}, []string{"normal", "admin"})
			must(t, second(h.OpenInvitation(ctx, nobody(), token(t, again.Link))))
			h.clock.advance(8 * 24 * time.Hour)
			t.Run("also by an invitation to another pipe", func(t *testing.T) {
				other := h.invite(t, in(h.table(t, org, "Other")), "waiting@example.com", access.Member)
				same(t, other.Outcome, directory.OutcomeInvited)
				must(t, second(h.OpenInvitation(ctx, nobody(), token(t, other.Link))))
			})
		})
		t.Run("a user of another organization is asked, and nothing here before accepting", func(t *testing.T) {
			stranger := h.someone(t, "site")
			taken := h.seats(t, org).Taken
			r := h.invite(t, in(pipe), strings.ToUpper(stranger.Email[:1])+stranger.Email[1:], access.Member)
			local, _, _ := strings.Cut(stranger.Email, "@")
			local = strings.ToUpper(local[:1]) + local[1:]
			same(t, r.Outcome, directory.OutcomeGuest)
			same(t, r.User, directory.User{ID: stranger.ID, Name: local, Username: strings.ToLower(local), Email: local + "@example.com", State: directory.Invited})
			for _, where := range []directory.Where{here, in(pipe)} {
				same(t, h.roleIn(t, where, stranger.ID), "")
				_, err := h.SetRoleAt(ctx, as(admin), where, directory.Ref{ID: stranger.ID}, "admin")
				refused(t, err, app.NotFound)
			}
			same(t, h.seats(t, org).Taken, taken)
			told := h.told(t, stranger.ID)
			same(t, len(told), 1)
			same(t, told[0].Places, []event.Place{h.place(t, org)})
			same(t, told[0].Facts.Subject, event.User{ID: stranger.ID, Name: local, Username: strings.ToLower(local), Email: local + "@example.com"})
			same(t, told[0].Facts.Home, event.Organization{})
			list, err := h.Invitations(ctx, as(admin), in(pipe))
			must(t, err)
			same(t, []any{list[0].NewAccount, list[0].Name, list[0].Username, list[0].Role}, []any{false, "", "", access.Member})
			same(t, refused(t, h.turnedDown(t, in(pipe), stranger.Email, "admin"), app.Conflict).Reason, app.ReasonDuplicate)
			t.Run("and may be asked to the organization as well", func(t *testing.T) {
				same(t, h.invite(t, here, stranger.Email, access.Normal).Outcome, directory.OutcomeGuest)
			})
		})
	})
}

func TestInvitingMany(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 4)
		here := directory.InOrganization(org)
		t.Run("a bad row is named and doesn't stop the others", func(t *testing.T) {
			done, bad, err := h.Invite(ctx, as(admin), here, []directory.Invitee{
				{"one@example.com", "normal"}, {"no address", "normal"}, {"two@example.com", "king"}, {"nothing", ""}, {"ONE@example.com", "admin"}, {"three@example.com", "company_guest"}}, "")
			must(t, err)
			same(t, []any{len(done), done[0].Index, done[1].Index, done[1].User.Email}, []any{2, 0, 5, "three@example.com"})
			var indexes []int
			for _, b := range bad {
				indexes = append(indexes, b.Index)
			}
			same(t, indexes, []int{1, 2, 3, 4})
			same(t, fields(refused(t, bad[0].Err, app.Invalid)), []string{"email"})
			same(t, refused(t, bad[1].Err, app.Invalid, "admin, normal, company_guest or external_guest").Reason, app.ReasonRole)
			same(t, fields(refused(t, bad[2].Err, app.Invalid)), []string{"email", "role"})
			refused(t, bad[3].Err, app.Conflict)
		})
		t.Run("the row for which no seat is left says so, and nothing of it stays", func(t *testing.T) {
			done, bad, err := h.Invite(ctx, as(admin), here, []directory.Invitee{{"four@example.com", "normal"}, {"five@example.com", "normal"}}, "")
			must(t, err)
			same(t, []int{len(done), len(bad)}, []int{1, 1})
			same(t, refused(t, bad[0].Err, app.Conflict, "All 4 seats").Reason, app.ReasonSeats)
			_, err = directory.FindUser(ctx, h.db, "five@example.com")
			refused(t, err, app.NotFound)
			same(t, h.seats(t, org).Taken, int64(4))
		})
		t.Run("of twenty at once one takes the last seat", func(t *testing.T) {
			must(t, h.RemoveUser(ctx, as(admin), org, find(t, h, "four@example.com").ID))
			same(t, together(20, func(i int) error {
				_, bad, err := h.Invite(ctx, as(admin), here, []directory.Invitee{{fmt.Sprintf("last%d@example.com", i), "normal"}}, "")
				if len(bad) > 0 {
					return bad[0].Err
				}
				return err
			}), 1)
		})
		t.Run("none, or a message that is too long, is refused as a whole", func(t *testing.T) {
			_, _, err := h.Invite(ctx, as(admin), here, nil, strings.Repeat("x", 1001))
			same(t, fields(refused(t, err, app.Invalid)), []string{"message", "email"})
		})
		t.Run("only administrators invite; who can't see the place doesn't find it", func(t *testing.T) {
			pipe := h.pipe(t, "site", "Theirs")
			u := h.someone(t, "site")
			h.audited(t)
			rows := []directory.Invitee{{"x@example.com", "member"}}
			for _, c := range []struct {
				actor access.Actor
				where directory.Where
				code  app.Code
			}{{as(u), directory.InOrganization("site"), app.Forbidden}, {as(u), in(pipe), app.NotFound}, {as(admin), in(pipe), app.NotFound}, {as(admin), directory.InOrganization("site"), app.NotFound},
				{as(admin), directory.InOrganizationID("x"), app.NotFound}, {as(admin), directory.InPipe("0"), app.NotFound}, {as(admin), directory.Where{}, app.NotFound}, {nobody(), here, app.Unauthenticated}} {
				_, _, err := h.Invite(ctx, c.actor, c.where, rows, "")
				refused(t, err, c.code)
				_, err = h.Invitations(ctx, c.actor, c.where)
				refused(t, err, c.code)
			}
			same(t, len(h.audited(t)), 8)
		})
		t.Run("a mailbox is not pestered", func(t *testing.T) {
			must(t, h.SetSeats(ctx, h.root, org, 0))
			r := h.invite(t, here, "pestered@example.com", access.Normal)
			for range 19 {
				must(t, second3(h.ResendInvitation(ctx, as(admin), r.Invitation)))
			}
			refusal := refused(t, second3(h.ResendInvitation(ctx, as(admin), r.Invitation)), app.TooMany)
			same(t, refusal.RetryAfter, time.Hour)
			h.clock.advance(time.Hour)
			must(t, second3(h.ResendInvitation(ctx, as(admin), r.Invitation)))
		})
	})
}

func find(t *testing.T, h *house, login string) directory.User {
	t.Helper()
	u, err := directory.FindUser(t.Context(), h.db, login)
	must(t, err)
	return u
}
