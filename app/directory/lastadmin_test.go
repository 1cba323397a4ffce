package directory_test

import (
	"testing"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
)

// ending is one way for an administrator to stop being one.
type ending struct {
	name string
	do   func(h *house, actor access.Actor, org string, user int64) error
}

func endings(t *testing.T) []ending {
	ctx := t.Context()
	return []ending{
		{"demoted", func(h *house, actor access.Actor, org string, user int64) error {
			return h.SetRole(ctx, actor, org, user, access.Normal)
		}},
		{"disabled", func(h *house, actor access.Actor, org string, user int64) error {
			return h.Disable(ctx, actor, org, user)
		}},
		{"removed", func(h *house, actor access.Actor, org string, user int64) error {
			return h.RemoveUser(ctx, actor, org, user)
		}},
	}
}

func TestTheLastAdministrator(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		for _, end := range endings(t) {
			t.Run("can't be "+end.name, func(t *testing.T) {
				org, admin := h.org(t, 0)
				for _, actor := range []access.Actor{as(admin), h.root} {
					refusal := refused(t, end.do(h, actor, org, admin.ID), app.Conflict, admin.Name, "last active administrator of Club")
					same(t, refusal.Reason, app.ReasonLastAdmin)
				}
				m, err := h.Member(ctx, h.root, org, admin.ID)
				must(t, err)
				same(t, m.Role, access.Admin)
				same(t, m.State, directory.Active)
				same(t, len(h.told(t, admin.ID)), 0)
			})
			t.Run("can be "+end.name+" when there is another active one", func(t *testing.T) {
				org, admin := h.org(t, 0)
				second := h.user(t, org, "second-"+org, access.Admin)
				must(t, h.Disable(ctx, h.root, org, second.ID))
				refused(t, end.do(h, as(admin), org, admin.ID), app.Conflict)
				must(t, h.Enable(ctx, h.root, org, second.ID))
				must(t, end.do(h, as(admin), org, admin.ID))
			})
			t.Run("a guest who is an administrator counts, and is one to be kept when "+end.name, func(t *testing.T) {
				org, admin := h.org(t, 0)
				home, homeAdmin := h.org(t, 0)
				visitor := h.someone(t, home)
				h.guest(t, org, visitor, access.Admin)
				must(t, h.SetRole(ctx, as(admin), org, admin.ID, access.Normal))
				where := home
				if end.name == "demoted" {
					where = org // at home the visitor is nothing to be demoted from
				}
				refusal := refused(t, end.do(h, h.root, where, visitor.ID), app.Conflict, "last active administrator of Club")
				same(t, refusal.Reason, app.ReasonLastAdmin)
				if where == home {
					refused(t, end.do(h, as(homeAdmin), home, visitor.ID), app.Conflict, "of another organization")
				}
				refused(t, h.RemoveUser(ctx, h.root, org, visitor.ID), app.Conflict)
			})
		}
	})
}

// Each round two administrators end each other, or themselves, in two of the ways at the same moment. Whatever
// happens, one active administrator is left.
func TestTwoAdministratorsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		ways := endings(t)
		for round := range 36 {
			org, first := h.org(t, 0)
			second := h.user(t, org, "second-"+org, access.Admin)
			one, other := ways[round%3], ways[round/3%3]
			target := []directory.User{second, first}
			if round >= 18 {
				target = []directory.User{first, second}
			}
			done := together(2, func(i int) error {
				if i == 0 {
					return one.do(h, as(first), org, target[0].ID)
				}
				return other.do(h, as(second), org, target[1].ID)
			})
			same(t, done, 1)
			same(t, h.activeAdmins(t, org), 1)
		}
		t.Run("also when one is a guest whose home disables or removes them", func(t *testing.T) {
			for round := range 24 {
				home, homeAdmin := h.org(t, 0)
				org, admin := h.org(t, 0)
				visitor := h.someone(t, home)
				h.guest(t, org, visitor, access.Admin)
				same(t, together(2, func(i int) error {
					if i == 0 {
						return ways[1+round%2].do(h, as(homeAdmin), home, visitor.ID)
					}
					return ways[round/2%3].do(h, as(visitor), org, admin.ID)
				}), 1)
				same(t, h.activeAdmins(t, org), 1)
			}
		})
		t.Run("also when many leave many organizations crosswise", func(t *testing.T) {
			one, oneAdmin := h.org(t, 0)
			two, twoAdmin := h.org(t, 0)
			h.guest(t, two, oneAdmin, access.Admin)
			h.guest(t, one, twoAdmin, access.Admin)
			for range 12 {
				together(4, func(i int) error {
					org, user := []string{one, two}[i%2], []directory.User{oneAdmin, twoAdmin}[i%2]
					if i < 2 {
						return h.Disable(ctx, h.root, org, user.ID)
					}
					return h.Enable(ctx, h.root, org, user.ID)
				})
				for _, org := range []string{one, two} {
					if h.activeAdmins(t, org) == 0 {
						t.Fatal("no active administrator is left")
					}
				}
			}
		})
	})
}

func (h *house) activeAdmins(t *testing.T, org string) int {
	t.Helper()
	page, err := h.Users(t.Context(), h.root, org, directory.UserFilter{Role: access.Admin, State: directory.Active})
	must(t, err)
	return len(page.Members)
}
