package directory_test

import (
	"testing"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
)

func TestLinksThatHaveExpired(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 0)
		_, stranger := h.org(t, 0)
		pipe := h.pipe(t, org, "Sales")
		sent := h.invite(t, directory.InOrganization(org), "first@example.com", access.Normal)
		first := sent.User
		h.clock.advance(directory.InvitationLife - 1)
		second := h.invite(t, in(pipe), "second@example.com", access.Member).User
		all := []int64{first.ID, second.ID, admin.ID, 4711}
		expired := func(actor access.Actor) map[int64]bool {
			got, err := h.LinksExpired(ctx, actor, all)
			must(t, err)
			return got
		}
		t.Run("it is told of those who have made no account yet", func(t *testing.T) {
			same(t, expired(as(admin)), map[int64]bool{first.ID: false, second.ID: false})
			h.clock.advance(1)
			same(t, expired(as(admin)), map[int64]bool{first.ID: true, second.ID: false})
		})
		t.Run("another link that can be used is enough", func(t *testing.T) {
			h.invite(t, in(pipe), "first@example.com", access.Member)
			h.clock.advance(directory.InvitationLife / 2)
			must(t, second3(h.ResendInvitation(ctx, as(admin), sent.Invitation)))
			h.clock.advance(directory.InvitationLife / 2)
			same(t, expired(as(admin)), map[int64]bool{first.ID: false, second.ID: true})
		})
		t.Run("nobody learns of users whom they may not see", func(t *testing.T) {
			same(t, expired(as(stranger)), map[int64]bool{})
			_, err := h.LinksExpired(ctx, nobody(), all)
			refused(t, err, app.Unauthenticated)
		})
	})
}
