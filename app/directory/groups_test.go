package directory_test

import (
	"strings"
	"testing"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
)

func TestGroups(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 0)
		t.Run("a group is made, edited, listed and deleted", func(t *testing.T) {
			h.audited(t)
			g, err := h.CreateGroup(ctx, as(admin), org, " Crew ", "Who sails.\r\nAnd who rows.")
			must(t, err)
			o, _, err := h.Organization(ctx, h.root, org)
			must(t, err)
			same(t, g, directory.Group{ID: g.ID, OrganizationID: o.ID, Name: "Crew", Description: "Who sails.\nAnd who rows.", CreatedAt: h.clock.Now()})
			g, err = h.EditGroup(ctx, as(admin), org, g.ID, "crew", "")
			must(t, err)
			same(t, []string{g.Name, g.Description}, []string{"crew", ""})
			_, err = h.EditGroup(ctx, as(admin), org, g.ID, "crew", "")
			must(t, err)
			must(t, h.DeleteGroup(ctx, as(admin), org, g.ID))
			_, _, err = h.Group(ctx, as(admin), org, g.ID)
			refused(t, err, app.NotFound)
			same(t, h.audited(t), []row{{"group.create", "group", "done"}, {"group.edit", "group", "done"}, {"group.delete", "group", "done"}})
		})
		t.Run("a name is the only one of its kind in its organization, whatever the case", func(t *testing.T) {
			h.group(t, org, "Élan")
			_, err := h.CreateGroup(ctx, as(admin), org, "ÉLAN", "")
			refusal := refused(t, err, app.Conflict, `"ÉLAN"`)
			same(t, refusal.Reason, app.ReasonDuplicate)
			same(t, fields(refusal), []string{"name"})
			other := h.group(t, org, "other")
			_, err = h.EditGroup(ctx, as(admin), org, other.ID, "élan", "")
			same(t, fields(refused(t, err, app.Conflict)), []string{"name"})
			elsewhere, _ := h.org(t, 0)
			h.group(t, elsewhere, "Élan")
		})
		t.Run("a bad form is refused", func(t *testing.T) {
			for _, name := range []string{"", " \u200b ", strings.Repeat("é", 101), "a\nb", "a\u202eb", "a\x00b", "\xff"} {
				_, err := h.CreateGroup(ctx, as(admin), org, name, strings.Repeat("x", 1001))
				same(t, fields(refused(t, err, app.Invalid)), []string{"name", "description"})
			}
			g := h.group(t, org, strings.Repeat("é", 100))
			_, err := h.EditGroup(ctx, as(admin), org, g.ID, "", "\x07")
			same(t, fields(refused(t, err, app.Invalid)), []string{"name", "description"})
		})
		t.Run("groups are listed by name with their sizes", func(t *testing.T) {
			org, _ := h.org(t, 0)
			one, two := h.someone(t, org), h.someone(t, org)
			h.group(t, org, "zebra", one, two)
			h.group(t, org, "École", one)
			h.group(t, org, "fox")
			all, err := h.Groups(ctx, h.root, org)
			must(t, err)
			sizes := map[string]int{}
			var names []string
			for _, g := range all {
				names, sizes[g.Name] = append(names, g.Name), g.Members
			}
			same(t, names, []string{"École", "fox", "zebra"})
			same(t, sizes, map[string]int{"zebra": 2, "École": 1, "fox": 0})
			mine, err := h.GroupsOf(ctx, h.root, org, two.ID)
			must(t, err)
			same(t, len(mine), 1)
			same(t, mine[0].Name, "zebra")
			same(t, mine[0].Members, 2)
		})
		t.Run("another organization's group is nobody's", func(t *testing.T) {
			elsewhere, _ := h.org(t, 0)
			g := h.group(t, elsewhere, "theirs")
			u := h.someone(t, org)
			_, _, err := h.Group(ctx, as(admin), org, g.ID)
			refused(t, err, app.NotFound)
			_, err = h.EditGroup(ctx, as(admin), org, g.ID, "mine", "")
			refused(t, err, app.NotFound)
			refused(t, h.DeleteGroup(ctx, as(admin), org, g.ID), app.NotFound)
			refused(t, h.AddToGroup(ctx, as(admin), org, g.ID, u.ID), app.NotFound)
			refused(t, h.RemoveFromGroup(ctx, as(admin), org, g.ID, u.ID), app.NotFound)
		})
	})
}

func TestGroupMembers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		org, admin := h.org(t, 0)
		visitor := h.someone(t, "site")
		h.guest(t, org, visitor, "")
		t.Run("members and guests join, twice is once", func(t *testing.T) {
			u := h.someone(t, org)
			g := h.group(t, org, "joiners")
			h.audited(t)
			must(t, h.AddToGroup(ctx, as(admin), org, g.ID, u.ID))
			must(t, h.AddToGroup(ctx, as(admin), org, g.ID, u.ID))
			m, err := h.AddToGroupByLogin(ctx, as(admin), org, g.ID, strings.ToUpper(visitor.Email))
			must(t, err)
			same(t, m.ID, visitor.ID)
			same(t, h.audited(t), []row{{"group.add", "group", "done"}, {"group.add", "group", "done"}})
			found, members, err := h.Group(ctx, as(admin), org, g.ID)
			must(t, err)
			same(t, found.Members, 2)
			same(t, len(members), 2)
			page, err := h.Users(ctx, as(admin), org, directory.UserFilter{Group: g.ID, Limit: 1})
			must(t, err)
			same(t, len(page.Members), 1)
			same(t, page.Next != "", true)
		})
		t.Run("somebody of another organization can't join, and is not found", func(t *testing.T) {
			stranger := h.someone(t, "site")
			g := h.group(t, org, "closed")
			refused(t, h.AddToGroup(ctx, as(admin), org, g.ID, stranger.ID), app.NotFound)
			_, foreign := h.AddToGroupByLogin(ctx, as(admin), org, g.ID, stranger.Email)
			_, unknown := h.AddToGroupByLogin(ctx, as(admin), org, g.ID, "nobody@example.com")
			same(t, refused(t, foreign, app.NotFound).Message, refused(t, unknown, app.NotFound).Message)
			same(t, fields(refused(t, foreign, app.NotFound)), []string{"login"})
		})
		t.Run("removal is told to the group's organization only, with the user's home in it", func(t *testing.T) {
			g := h.group(t, org, "Demo-Group", visitor)
			h.audited(t)
			must(t, h.RemoveFromGroup(ctx, as(admin), org, g.ID, visitor.ID))
			told := h.told(t, visitor.ID)
			same(t, len(told), 1)
			same(t, told[0].Type, event.UserRemovedFromGroup)
			same(t, told[0].Places, []event.Place{h.place(t, org)})
			same(t, told[0].Facts.Home.Name, "site")
			same(t, told[0].Facts.GroupName, "Demo-Group")
			same(t, told[0].Facts.Actor.Username, admin.Username)
			same(t, h.audited(t), []row{{"group.remove", "group", "done"}})
		})
		t.Run("one who is not in the group is not found, and nothing is told", func(t *testing.T) {
			g := h.group(t, org, "empty")
			refused(t, h.RemoveFromGroup(ctx, as(admin), org, g.ID, visitor.ID), app.NotFound)
			same(t, len(h.told(t, visitor.ID)), 0)
		})
		t.Run("of twenty at once one removes and tells", func(t *testing.T) {
			g := h.group(t, org, "rush", visitor)
			same(t, together(20, func(int) error { return h.RemoveFromGroup(ctx, as(admin), org, g.ID, visitor.ID) }), 1)
			same(t, h.types(t, visitor.ID), []event.Type{event.UserRemovedFromGroup})
		})
		t.Run("deleting a group tells for each member", func(t *testing.T) {
			u := h.someone(t, org)
			g := h.group(t, org, "doomed", u, visitor)
			must(t, h.DeleteGroup(ctx, as(admin), org, g.ID))
			for _, member := range []directory.User{u, visitor} {
				told := h.told(t, member.ID)
				same(t, len(told), 1)
				same(t, told[0].Facts.GroupName, "doomed")
			}
			refused(t, h.DeleteGroup(ctx, as(admin), org, g.ID), app.NotFound)
		})
		t.Run("a change of role leaves the groups alone", func(t *testing.T) {
			u := h.someone(t, org)
			g := h.group(t, org, "stable", u)
			must(t, h.SetRole(ctx, as(admin), org, u.ID, access.ExternalGuest))
			found, _, err := h.Group(ctx, h.root, org, g.ID)
			must(t, err)
			same(t, found.Members, 1)
		})
	})
}
