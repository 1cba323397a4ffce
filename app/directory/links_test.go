package directory_test

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
)

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
