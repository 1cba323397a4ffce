package directory_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/db"
)

func TestAccepting(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 0)
		o, _, err := h.Organization(ctx, as(admin), org)
		must(t, err)
		here := directory.InOrganization(org)
		form := directory.AcceptForm{Name: "Grace Hopper", Password: password, UserAgent: "Firefox"}
		t.Run("makes the account, signs in, and tells of the acceptance, the first login and the login", func(t *testing.T) {
			r := h.invite(t, here, "grace@example.com", access.Normal)
			must(t, h.SetRole(ctx, as(admin), org, r.User.ID, access.CompanyGuest))
			seats := h.seats(t, org)
			h.told(t, r.User.ID)
			h.audited(t)
			u, secret, err := h.Accept(ctx, nobody(), token(t, r.Link), directory.AcceptForm{Name: " Grace Hopper ", Username: "amazing.grace", Password: password, UserAgent: "Firefox"})
			must(t, err)
			same(t, []any{u.ID, u.Name, u.Username, u.Email, u.State, u.FirstLoginAt, u.LastLoginAt},
				[]any{r.User.ID, "Grace Hopper", "amazing.grace", "grace@example.com", directory.Active, h.clock.Now(), h.clock.Now()})
			actor, err := h.access.Session(ctx, secret, false)
			must(t, err)
			same(t, actor.UserID, u.ID)
			same(t, h.roleIn(t, here, u.ID), access.CompanyGuest)
			same(t, h.seats(t, org), seats)
			told := h.told(t, u.ID)
			same(t, []event.Type{told[0].Type, told[1].Type, told[2].Type}, []event.Type{event.UserInvitationAcceptance, event.UserCreated, event.UserLogin})
			person := event.User{ID: u.ID, Name: u.Name, Username: u.Username, Email: u.Email}
			subject := person
			subject.HexID, subject.UUID = u.HexID, u.UUID
			same(t, told[0], event.Event{Type: event.UserInvitationAcceptance, At: h.clock.Now(), Source: "page", Places: []event.Place{h.place(t, org)}, Facts: event.Facts{
				Subject: subject, Home: event.Organization{ID: o.ID, Name: org}, Actor: person,
				About: event.About{Kind: event.ScopeOrganization, ID: o.ID, Name: o.Title}}}, cmpopts.IgnoreFields(event.Event{}, "ID"))
			same(t, h.audited(t), []row{{"invitation.accept", "invitation", "done"}})
			_, _, err = h.SignIn(ctx, nobody(), "amazing.grace", password, "test")
			must(t, err)
			list, err := h.Invitations(ctx, as(admin), here)
			must(t, err)
			same(t, len(list), 0)
		})
		t.Run("keeps the proposed username when none is chosen", func(t *testing.T) {
			r := h.invite(t, here, "ada@example.com", access.Normal)
			u, _, err := h.Accept(ctx, nobody(), token(t, r.Link), form)
			must(t, err)
			same(t, u.Username, "ada")
		})
		t.Run("of somebody who was here before tells the acceptance and no second first login", func(t *testing.T) {
			u := find(t, h, "ada@example.com")
			must(t, h.RemoveUser(ctx, as(admin), org, u.ID))
			r := h.invite(t, here, "ada@example.com", access.Normal)
			same(t, r.User.ID, u.ID)
			h.told(t, u.ID)
			must(t, second3(h.Accept(ctx, nobody(), token(t, r.Link), form)))
			same(t, h.types(t, u.ID), []event.Type{event.UserInvitationAcceptance, event.UserLogin})
		})
		t.Run("a bad form is refused by field and costs nothing", func(t *testing.T) {
			r := h.invite(t, here, "careful@example.com", access.Normal)
			_, _, err := h.Accept(ctx, nobody(), token(t, r.Link), directory.AcceptForm{Name: " ", Username: "No!", Password: "short"})
			same(t, fields(refused(t, err, app.Invalid)), []string{"name", "username", "password"})
			_, _, err = h.Accept(ctx, nobody(), token(t, r.Link), directory.AcceptForm{Name: "Careful", Username: admin.Username, Password: password})
			same(t, fields(refused(t, err, app.Conflict)), []string{"username"})
			same(t, h.account(t, r.User).State, directory.Invited)
			must(t, second3(h.Accept(ctx, nobody(), token(t, r.Link), form)))
		})
		t.Run("works once, also when twenty do it at the same moment", func(t *testing.T) {
			r := h.invite(t, here, "wanted@example.com", access.Normal)
			h.told(t, r.User.ID)
			var refusals [20]error
			same(t, together(20, func(i int) error {
				_, _, refusals[i] = h.Accept(ctx, nobody(), token(t, r.Link), form)
				return refusals[i]
			}), 1)
			for _, err := range refusals {
				if err != nil {
					same(t, refused(t, err, app.Conflict, "accepted already").Reason, app.ReasonUsed)
				}
			}
			same(t, h.types(t, r.User.ID), []event.Type{event.UserInvitationAcceptance, event.UserCreated, event.UserLogin})
			_, err := h.OpenInvitation(ctx, nobody(), token(t, r.Link))
			same(t, refused(t, err, app.Conflict).Reason, app.ReasonUsed)
			refused(t, second3(h.ResendInvitation(ctx, as(admin), r.Invitation)), app.Conflict)
			refused(t, h.RevokeInvitation(ctx, as(admin), r.Invitation), app.Conflict)
			refused(t, second(h.InvitationLink(ctx, as(admin), r.Invitation)), app.Conflict)
		})
		t.Run("two ways in end together: the link to a pipe when the one to the organization is used", func(t *testing.T) {
			sp := h.pipe(t, org, "P")
			first := h.invite(t, in(sp), "both@example.com", access.Member)
			h.clock.advance(8 * 24 * time.Hour)
			second := h.invite(t, here, "both@example.com", access.Normal)
			renewed, link, err := h.ResendInvitation(ctx, as(admin), first.Invitation)
			must(t, err)
			same(t, renewed.State, directory.InvitationPending)
			must(t, second3(h.Accept(ctx, nobody(), token(t, second.Link), form)))
			refused(t, second3(h.Accept(ctx, nobody(), token(t, link), form)), app.Conflict)
			waiting, err := h.Invitations(ctx, as(admin), in(sp))
			must(t, err)
			same(t, []any{len(waiting), waiting[0].State}, []any{1, directory.InvitationRevoked})
		})
	})
}

func TestAcceptingAsAGuest(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 0)
		here := directory.InOrganization(org)
		t.Run("the invited user, signed in, becomes a guest with the role, and nothing is told", func(t *testing.T) {
			u := h.someone(t, "site")
			r := h.invite(t, here, u.Email, access.Normal)
			h.told(t, u.ID)
			_, _, err := h.Accept(ctx, nobody(), token(t, r.Link), directory.AcceptForm{Name: "X", Password: password})
			same(t, refused(t, err, app.Unauthenticated, u.Email).Reason, app.ReasonSignIn)
			_, err = h.AcceptAsGuest(ctx, nobody(), token(t, r.Link))
			same(t, refused(t, err, app.Unauthenticated).Reason, app.ReasonSignIn)
			robot := as(u)
			robot.Kind = access.KindToken
			_, err = h.AcceptAsGuest(ctx, robot, token(t, r.Link))
			same(t, refused(t, err, app.Unauthenticated).Reason, app.ReasonSignIn)
			_, err = h.AcceptAsGuest(ctx, as(admin), token(t, r.Link))
			same(t, refused(t, err, app.Forbidden).Reason, app.ReasonOtherUser)
			joined, err := h.AcceptAsGuest(ctx, as(u), token(t, r.Link))
			must(t, err)
			same(t, joined.Name, org)
			m, err := h.Member(ctx, as(admin), org, u.ID)
			must(t, err)
			same(t, []any{m.Role, m.Guest, m.Name}, []any{access.Normal, true, u.Name})
			same(t, len(h.told(t, u.ID)), 0)
			_, err = h.AcceptAsGuest(ctx, as(u), token(t, r.Link))
			same(t, refused(t, err, app.Conflict).Reason, app.ReasonUsed)
		})
		t.Run("a pipe's guest is an external guest of the organization", func(t *testing.T) {
			u := h.someone(t, "site")
			sp := h.pipe(t, org, "Sales")
			r := h.invite(t, in(sp), u.Email, access.Creator)
			must(t, second(h.AcceptAsGuest(ctx, as(u), token(t, r.Link))))
			same(t, h.roleIn(t, here, u.ID), access.ExternalGuest)
			same(t, h.roleIn(t, in(sp), u.ID), access.Creator)
		})
		t.Run("twenty times at once is once", func(t *testing.T) {
			u := h.someone(t, "site")
			r := h.invite(t, here, u.Email, access.Normal)
			same(t, together(20, func(int) error { return second(h.AcceptAsGuest(ctx, as(u), token(t, r.Link))) }), 1)
		})
		t.Run("who became a member meanwhile keeps that role", func(t *testing.T) {
			u := h.someone(t, "site")
			r := h.invite(t, here, u.Email, access.Admin)
			h.guest(t, org, u, access.CompanyGuest)
			must(t, second(h.AcceptAsGuest(ctx, as(u), token(t, r.Link))))
			same(t, h.roleIn(t, here, u.ID), access.CompanyGuest)
		})
		t.Run("removal takes back the other invitations that were open there", func(t *testing.T) {
			u := h.someone(t, "site")
			other := h.invite(t, in(h.pipe(t, org, "Other")), u.Email, access.Member)
			must(t, second(h.AcceptAsGuest(ctx, as(u), token(t, h.invite(t, here, u.Email, access.Normal).Link))))
			must(t, h.RemoveUser(ctx, as(admin), org, u.ID))
			same(t, refused(t, second(h.AcceptAsGuest(ctx, as(u), token(t, other.Link))), app.Conflict).Reason, app.ReasonRevoked)
		})
		t.Run("after removal the same person can be asked again", func(t *testing.T) {
			u := h.someone(t, "site")
			must(t, second(h.AcceptAsGuest(ctx, as(u), token(t, h.invite(t, here, u.Email, access.Normal).Link))))
			must(t, h.RemoveUser(ctx, as(admin), org, u.ID))
			must(t, second(h.AcceptAsGuest(ctx, as(u), token(t, h.invite(t, here, u.Email, access.Normal).Link))))
		})
		t.Run("deleting the pipe takes the invitation back", func(t *testing.T) {
			u := h.someone(t, "site")
			sp := h.pipe(t, org, "Gone")
			r := h.invite(t, in(sp), u.Email, access.Member)
			must(t, h.DeleteSpace(ctx, as(admin), in(sp)))
			_, err := h.AcceptAsGuest(ctx, as(u), token(t, r.Link))
			same(t, refused(t, err, app.Conflict).Reason, app.ReasonRevoked)
			list, err := h.Invitations(ctx, as(admin), here)
			must(t, err)
			for _, i := range list {
				if i.ID == r.Invitation {
					t.Error("it is listed")
				}
			}
		})
		t.Run("whose address changed is not who was invited", func(t *testing.T) {
			u := h.someone(t, "site")
			r := h.invite(t, here, u.Email, access.Normal)
			must(t, second(h.EditUser(ctx, h.root, "site", u.ID, directory.EditUser{Name: u.Name, Username: u.Username, Email: "moved-" + u.Email})))
			_, err := h.AcceptAsGuest(ctx, as(u), token(t, r.Link))
			same(t, refused(t, err, app.Conflict).Reason, app.ReasonRevoked)
		})
		t.Run("who has no account yet makes it first, where they were invited first", func(t *testing.T) {
			first := h.invite(t, directory.InOrganization("site"), "newcomer@example.com", access.Normal)
			then := h.invite(t, here, "newcomer@example.com", access.Normal)
			same(t, then.Outcome, directory.OutcomeGuest)
			_, err := h.AcceptAsGuest(ctx, nobody(), token(t, then.Link))
			same(t, refused(t, err, app.Unauthenticated).Reason, app.ReasonSignIn)
			u, _, err := h.Accept(ctx, nobody(), token(t, first.Link), directory.AcceptForm{Name: "New", Password: password})
			must(t, err)
			must(t, second(h.AcceptAsGuest(ctx, as(u), token(t, then.Link))))
		})
		t.Run("the removal of the account takes what is open back everywhere", func(t *testing.T) {
			u := h.someone(t, "site")
			r := h.invite(t, here, u.Email, access.Normal)
			must(t, h.RemoveUser(ctx, h.root, "site", u.ID))
			_, err := h.OpenInvitation(ctx, nobody(), token(t, r.Link))
			same(t, refused(t, err, app.Conflict).Reason, app.ReasonRevoked)
		})
	})
}

// An event that can't be recorded takes the acceptance along: the link still works.
func TestAcceptingIsOneCommit(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, _ := h.org(t, 0)
		r := h.invite(t, directory.InOrganization(org), "unlucky@example.com", access.Normal)
		broken := h.with(func(c *directory.Config) {
			c.Publish = func(ctx context.Context, tx *db.Tx, e event.Event) error {
				if e.Type == event.UserLogin {
					return errors.New("the disk is full")
				}
				return record(ctx, tx, e)
			}
		})
		form := directory.AcceptForm{Name: "Unlucky", Password: password}
		if _, _, err := broken.Accept(ctx, nobody(), token(t, r.Link), form); app.CodeOf(err) != app.Internal {
			t.Fatalf("got %v", err)
		}
		same(t, h.types(t, r.User.ID), []event.Type{event.UserInvitationSent})
		must(t, second3(h.Accept(ctx, nobody(), token(t, r.Link), form)))
	})
}
