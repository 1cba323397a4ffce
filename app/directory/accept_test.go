package directory_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
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

// Why a link opens nothing, and that looking at one that does consumes nothing.
func TestLinks(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 0)
		here := directory.InOrganization(org)
		form := directory.AcceptForm{Name: "X", Password: password}
		// shut wants the link to open nothing, for this reason, whatever is done with it.
		shut := func(t *testing.T, actor access.Actor, token string, code app.Code, reason string) {
			t.Helper()
			h.audited(t)
			i, err := h.OpenInvitation(ctx, actor, token)
			same(t, refused(t, err, code).Reason, reason)
			same(t, i.ID != "", reason != "")
			same(t, len(h.audited(t)), 0)
			_, _, err = h.Accept(ctx, actor, token, form)
			same(t, refused(t, err, code).Reason, reason)
			_, err = h.AcceptAsGuest(ctx, actor, token)
			same(t, refused(t, err, code).Reason, reason)
			same(t, len(h.audited(t)), 2)
		}
		t.Run("looking twice, as a mail scanner does, consumes nothing", func(t *testing.T) {
			r := h.invite(t, here, "seen@example.com", access.Normal)
			for range 3 {
				i, err := h.OpenInvitation(ctx, nobody(), token(t, r.Link))
				must(t, err)
				same(t, []any{i.Email, i.NewAccount, i.Username}, []any{"seen@example.com", true, "seen"})
			}
			must(t, second3(h.Accept(ctx, nobody(), token(t, r.Link), form)))
		})
		t.Run("what never was a link is not found", func(t *testing.T) {
			r := h.invite(t, here, "real@example.com", access.Normal)
			good := token(t, r.Link)
			other := token(t, h.invite(t, here, "other@example.com", access.Normal).Link)
			for _, bad := range []string{"", "x", good + "x", good[1:], good[:32] + other[32:], strings.Repeat("a", len(good)), strings.Repeat("\xff", len(good)),
				good[:32] + strings.Repeat("A", 43), strings.ReplaceAll(app.NewUUID(), "-", "") + good[32:]} {
				shut(t, nobody(), bad, app.NotFound, "")
			}
		})
		t.Run("an expired one", func(t *testing.T) {
			r := h.invite(t, here, "late@example.com", access.Normal)
			h.clock.advance(7*24*time.Hour - time.Microsecond)
			must(t, second(h.OpenInvitation(ctx, nobody(), token(t, r.Link))))
			h.clock.advance(time.Microsecond)
			shut(t, nobody(), token(t, r.Link), app.Conflict, app.ReasonExpired)
			list, err := h.Invitations(ctx, as(admin), here)
			must(t, err)
			same(t, list[0].State, directory.InvitationExpired)
			refused(t, second(h.InvitationLink(ctx, as(admin), r.Invitation)), app.Conflict)
			t.Run("works again when it is sent again", func(t *testing.T) {
				h.told(t, r.User.ID)
				i, link, err := h.ResendInvitation(ctx, as(admin), r.Invitation)
				must(t, err)
				same(t, []any{i.State, i.ExpiresAt, i.CreatedAt.Before(i.SentAt)}, []any{directory.InvitationPending, h.clock.Now().Add(directory.InvitationLife), true})
				shut(t, nobody(), token(t, r.Link), app.Conflict, app.ReasonReplaced)
				again, err := h.InvitationLink(ctx, as(admin), r.Invitation)
				must(t, err)
				same(t, again, link)
				same(t, len(h.told(t, r.User.ID)), 0)
				must(t, second3(h.Accept(ctx, nobody(), token(t, link), form)))
			})
		})
		t.Run("a revoked one, whose user stays invited", func(t *testing.T) {
			r := h.invite(t, here, "never.mind@example.com", access.Normal)
			h.audited(t)
			must(t, h.RevokeInvitation(ctx, as(admin), r.Invitation))
			must(t, h.RevokeInvitation(ctx, as(admin), r.Invitation))
			same(t, h.audited(t), []row{{"invitation.revoke", "invitation", "done"}})
			shut(t, nobody(), token(t, r.Link), app.Conflict, app.ReasonRevoked)
			same(t, h.account(t, r.User).State, directory.Invited)
			_, link, err := h.ResendInvitation(ctx, as(admin), r.Invitation)
			must(t, err)
			must(t, second(h.OpenInvitation(ctx, nobody(), token(t, link))))
		})
		t.Run("one opened by somebody who is signed in as another", func(t *testing.T) {
			r := h.invite(t, here, "mine@example.com", access.Normal)
			shut(t, as(admin), token(t, r.Link), app.Forbidden, app.ReasonOtherUser)
			shut(t, h.service(t, org, access.Admin), token(t, r.Link), app.Forbidden, app.ReasonOtherUser)
		})
		t.Run("one from somebody who may invite no more: no administrator, disabled, removed", func(t *testing.T) {
			for _, end := range endings(t) {
				h.made++
				second := h.user(t, org, "inviter-"+end.name, access.Admin)
				done, _, err := h.Invite(ctx, as(second), here, []directory.Invitee{{end.name + "@example.com", "normal"}}, "")
				must(t, err)
				must(t, end.do(h, as(admin), org, second.ID))
				shut(t, nobody(), token(t, done[0].Link), app.Conflict, app.ReasonInviter)
				_, link, err := h.ResendInvitation(ctx, as(admin), done[0].Invitation)
				must(t, err)
				must(t, second3(h.Accept(ctx, nobody(), token(t, link), form)))
			}
		})
		t.Run("one from a pipe's administrator lasts as long as that role", func(t *testing.T) {
			boss := h.someone(t, org)
			sp := h.pipe(t, org, "P")
			h.join(t, sp, access.Admin, boss)
			done, bad, err := h.Invite(ctx, as(boss), in(sp), []directory.Invitee{{"by.boss@example.com", "member"}, {"second.by.boss@example.com", "admin"}}, "")
			must(t, err)
			same(t, len(bad), 0)
			must(t, second3(h.Accept(ctx, nobody(), token(t, done[0].Link), form)))
			must(t, second(h.SetRoleAt(ctx, as(admin), in(sp), directory.Ref{ID: boss.ID}, "member")))
			shut(t, nobody(), token(t, done[1].Link), app.Conflict, app.ReasonInviter)
		})
		t.Run("one from a service account lasts as long as the account", func(t *testing.T) {
			robot := h.service(t, org, access.Admin)
			done, _, err := h.Invite(ctx, robot, here, []directory.Invitee{{"by.robot@example.com", "normal"}, {"second.by.robot@example.com", "normal"}}, "")
			must(t, err)
			must(t, second3(h.Accept(ctx, nobody(), token(t, done[0].Link), form)))
			must(t, h.access.DeleteServiceAccount(ctx, as(admin), org, robot.ServiceID))
			shut(t, nobody(), token(t, done[1].Link), app.Conflict, app.ReasonInviter)
			_, link, err := h.ResendInvitation(ctx, as(admin), done[1].Invitation)
			must(t, err)
			must(t, second3(h.Accept(ctx, nobody(), token(t, link), form)))
		})
		t.Run("one to an address that is the user's no more; the new one gets its own", func(t *testing.T) {
			r := h.invite(t, here, "typo@example.com", access.Normal)
			must(t, second(h.EditUser(ctx, as(admin), org, r.User.ID, directory.EditUser{Name: "Typo", Username: r.User.Username, Email: "right@example.com"})))
			shut(t, nobody(), token(t, r.Link), app.Conflict, app.ReasonReplaced)
			link, err := h.InvitationLink(ctx, as(admin), r.Invitation)
			must(t, err)
			i, err := h.OpenInvitation(ctx, nobody(), token(t, link))
			must(t, err)
			same(t, i.Email, "right@example.com")
			u, _, err := h.Accept(ctx, nobody(), token(t, link), form)
			must(t, err)
			same(t, u.Email, "right@example.com")
		})
		t.Run("only the SHA-256 of what opens an account is in the database", func(t *testing.T) {
			r := h.invite(t, here, "secret@example.com", access.Normal)
			code := token(t, r.Link)
			sum := sha256.Sum256([]byte(code))
			var n int
			must(t, h.db.QueryRow(ctx, "SELECT COUNT(*) FROM invitations WHERE hash = $1", hex.EncodeToString(sum[:])).Scan(&n))
			same(t, n, 1)
			must(t, h.db.QueryRow(ctx, "SELECT COUNT(*) FROM audit_log WHERE after LIKE $1", "%"+code[40:60]+"%").Scan(&n))
			same(t, n, 0)
		})
		t.Run("who may not manage the members does nothing with it, and a stranger doesn't find it", func(t *testing.T) {
			r := h.invite(t, here, "guarded@example.com", access.Normal)
			for actor, code := range map[access.Actor]app.Code{as(h.someone(t, org)): app.Forbidden, as(h.someone(t, "site")): app.NotFound, nobody(): app.Unauthenticated} {
				refused(t, second3(h.ResendInvitation(ctx, actor, r.Invitation)), code)
				refused(t, h.RevokeInvitation(ctx, actor, r.Invitation), code)
				refused(t, second(h.InvitationLink(ctx, actor, r.Invitation)), code)
			}
			for _, id := range []string{"", "x", "\xff\x00", app.NewUUID(), strings.Repeat("9", 1<<12)} {
				refused(t, second3(h.ResendInvitation(ctx, as(admin), id)), app.NotFound)
				refused(t, h.RevokeInvitation(ctx, as(admin), id), app.NotFound)
				refused(t, second(h.InvitationLink(ctx, as(admin), id)), app.NotFound)
			}
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
