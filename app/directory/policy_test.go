package directory_test

import (
	"context"
	"testing"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
)

// asking is one use-case, asked for something that is fine but for who asks.
type asking struct {
	name    string
	action  access.Action
	changes bool // and so leaves an audit row when refused
	ask     func(ctx context.Context, h *house, actor access.Actor, w world) error
}

// world is what the use-cases are asked about: a user of the organization and a group.
type world struct {
	org        string
	user       directory.User
	group      directory.Group
	invitation string
}

// askings is every use-case that asks the policy about an organization or the site.
func askings() []asking {
	return []asking{
		{"see the organization", access.ViewOrganization, false, func(ctx context.Context, h *house, a access.Actor, w world) error {
			_, _, err := h.Organization(ctx, a, w.org)
			return err
		}},
		{"list users", access.ViewUsers, false, func(ctx context.Context, h *house, a access.Actor, w world) error {
			_, err := h.Users(ctx, a, w.org, directory.UserFilter{})
			return err
		}},
		{"see a user", access.ViewUsers, false, func(ctx context.Context, h *house, a access.Actor, w world) error {
			_, err := h.Member(ctx, a, w.org, w.user.ID)
			return err
		}},
		{"see seats", access.ViewUsers, false, func(ctx context.Context, h *house, a access.Actor, w world) error {
			_, err := h.SeatsOf(ctx, a, w.org)
			return err
		}},
		{"list groups", access.ViewGroups, false, func(ctx context.Context, h *house, a access.Actor, w world) error {
			_, err := h.Groups(ctx, a, w.org)
			return err
		}},
		{"list a user's groups", access.ViewGroups, false, func(ctx context.Context, h *house, a access.Actor, w world) error {
			_, err := h.GroupsOf(ctx, a, w.org, w.user.ID)
			return err
		}},
		{"see a group", access.ViewGroups, false, func(ctx context.Context, h *house, a access.Actor, w world) error {
			_, _, err := h.Group(ctx, a, w.org, w.group.ID)
			return err
		}},
		{"rename the organization", access.EditOrganization, true, func(ctx context.Context, h *house, a access.Actor, w world) error {
			_, err := h.RenameOrganization(ctx, a, w.org, "Other title")
			return err
		}},
		{"set seats", access.SetSeats, true, func(ctx context.Context, h *house, a access.Actor, w world) error {
			return h.SetSeats(ctx, a, w.org, 100)
		}},
		{"add a user", access.ManageUsers, true, func(ctx context.Context, h *house, a access.Actor, w world) error {
			_, err := h.AddUser(ctx, a, w.org, directory.AddUser{Name: "X", Email: "new@" + w.org + ".example", Password: password})
			return err
		}},
		{"edit a user", access.ManageUsers, true, func(ctx context.Context, h *house, a access.Actor, w world) error {
			_, err := h.EditUser(ctx, a, w.org, w.user.ID, directory.EditUser{Name: "X", Username: w.user.Username, Email: w.user.Email})
			return err
		}},
		{"set a role", access.ManageUsers, true, func(ctx context.Context, h *house, a access.Actor, w world) error {
			return h.SetRole(ctx, a, w.org, w.user.ID, access.CompanyGuest)
		}},
		{"reset a password", access.ManageUsers, true, func(ctx context.Context, h *house, a access.Actor, w world) error {
			return h.ResetPassword(ctx, a, w.user.ID, password)
		}},
		{"add a guest", access.AddGuest, true, func(ctx context.Context, h *house, a access.Actor, w world) error {
			_, err := h.AddGuest(ctx, a, w.org, "visitor", "")
			return err
		}},
		{"make a group", access.ManageGroups, true, func(ctx context.Context, h *house, a access.Actor, w world) error {
			_, err := h.CreateGroup(ctx, a, w.org, "another", "")
			return err
		}},
		{"edit a group", access.ManageGroups, true, func(ctx context.Context, h *house, a access.Actor, w world) error {
			_, err := h.EditGroup(ctx, a, w.org, w.group.ID, "renamed", "")
			return err
		}},
		{"add to a group", access.ManageGroups, true, func(ctx context.Context, h *house, a access.Actor, w world) error {
			return h.AddToGroup(ctx, a, w.org, w.group.ID, w.user.ID)
		}},
		{"remove from a group", access.ManageGroups, true, func(ctx context.Context, h *house, a access.Actor, w world) error {
			return h.RemoveFromGroup(ctx, a, w.org, w.group.ID, w.user.ID)
		}},
		{"delete a group", access.ManageGroups, true, func(ctx context.Context, h *house, a access.Actor, w world) error {
			return h.DeleteGroup(ctx, a, w.org, w.group.ID)
		}},
		{"disable a user", access.ManageUsers, true, func(ctx context.Context, h *house, a access.Actor, w world) error {
			return h.Disable(ctx, a, w.org, w.user.ID)
		}},
		{"enable a user", access.ManageUsers, true, func(ctx context.Context, h *house, a access.Actor, w world) error {
			return h.Enable(ctx, a, w.org, w.user.ID)
		}},
		{"remove a user", access.ManageUsers, true, func(ctx context.Context, h *house, a access.Actor, w world) error {
			return h.RemoveUser(ctx, a, w.org, w.user.ID)
		}},
		{"make a pipe", access.ManageSpaces, true, func(ctx context.Context, h *house, a access.Actor, w world) error {
			_, err := h.CreatePipe(ctx, a, directory.InOrganization(w.org), directory.SpaceForm{Name: "New"})
			return err
		}},
		{"make a table", access.ManageSpaces, true, func(ctx context.Context, h *house, a access.Actor, w world) error {
			_, err := h.CreateTable(ctx, a, directory.InOrganization(w.org), directory.SpaceForm{Name: "New"})
			return err
		}},
		{"invite", access.ManageUsers, true, func(ctx context.Context, h *house, a access.Actor, w world) error {
			_, _, err := h.Invite(ctx, a, directory.InOrganization(w.org), []directory.Invitee{{Email: "new@" + w.org + ".example", Role: "normal"}}, "")
			return err
		}},
		{"list invitations", access.ManageUsers, false, func(ctx context.Context, h *house, a access.Actor, w world) error {
			_, err := h.Invitations(ctx, a, directory.InOrganization(w.org))
			return err
		}},
		{"see an invitation's link", access.ManageUsers, false, func(ctx context.Context, h *house, a access.Actor, w world) error {
			_, err := h.InvitationLink(ctx, a, w.invitation)
			return err
		}},
		{"send an invitation again", access.ManageUsers, true, func(ctx context.Context, h *house, a access.Actor, w world) error {
			_, _, err := h.ResendInvitation(ctx, a, w.invitation)
			return err
		}},
		{"take an invitation back", access.ManageUsers, true, func(ctx context.Context, h *house, a access.Actor, w world) error {
			return h.RevokeInvitation(ctx, a, w.invitation)
		}},
		{"set roles", access.ManageUsers, true, func(ctx context.Context, h *house, a access.Actor, w world) error {
			_, _, err := h.SetRolesAt(ctx, a, directory.InOrganization(w.org), []directory.RoleRow{{Member: directory.Ref{ID: w.user.ID}, Role: "company_guest"}})
			return err
		}},
		{"remove a member by address", access.ManageUsers, true, func(ctx context.Context, h *house, a access.Actor, w world) error {
			_, err := h.RemoveAt(ctx, a, directory.InOrganization(w.org), directory.Ref{Login: w.user.Email})
			return err
		}},
		{"make an organization", access.CreateOrganization, true, func(ctx context.Context, h *house, a access.Actor, w world) error {
			_, err := h.CreateOrganization(ctx, a, directory.CreateOrganization{Title: "Mine"})
			return err
		}},
	}
}

// Every use-case is asked by every kind of actor: those whom the policy allows succeed, the others are refused, change
// nothing, and leave the row of their refusal.
func TestWhoMayDoWhat(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		h.user(t, "site", "visitor", access.Normal)
		stranger := h.someone(t, "site")
		for _, use := range askings() {
			t.Run(use.name, func(t *testing.T) {
				org, admin := h.org(t, 0)
				w := world{org: org, user: h.someone(t, org)}
				w.group = h.group(t, org, "crew", w.user)
				w.invitation = h.invite(t, directory.InOrganization(org), "invited@"+org+".example", access.Normal).Invitation
				actors := map[access.Role]access.Actor{access.Admin: as(admin), "stranger": as(stranger), "nobody": nobody()}
				for _, role := range []access.Role{access.Normal, access.CompanyGuest, access.ExternalGuest} {
					u := h.someone(t, org)
					must(t, h.SetRole(ctx, h.root, org, u.ID, role))
					actors[role] = as(u)
				}
				h.told(t, w.user.ID)
				h.audited(t)
				for role, actor := range actors {
					if (access.Place{ID: 1, Role: role}).Allows(actor, use.action) {
						continue // those who may come last, for what they do stays
					}
					err := use.ask(ctx, h, actor, w)
					switch {
					case role == "nobody":
						refused(t, err, app.Unauthenticated)
					case role == "stranger" && use.action != access.CreateOrganization:
						refused(t, err, app.NotFound)
					default:
						refused(t, err, app.Forbidden)
					}
					if rows := h.audited(t); use.changes != (len(rows) == 1 && rows[0].Outcome == "refused") {
						t.Errorf("%s left %v", role, rows)
					}
					same(t, len(h.told(t, w.user.ID)), 0)
				}
				actor := h.root
				if (access.Place{ID: 1, Role: access.Admin}).Allows(as(admin), use.action) {
					actor = as(admin)
				}
				must(t, use.ask(ctx, h, actor, w))
			})
		}
	})
}
