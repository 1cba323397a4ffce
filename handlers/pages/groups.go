package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rollcall/app/directory"
	"rollcall/views"
)

// GroupsIndex lists the groups of an organization.
func (p *Pages) GroupsIndex(c echo.Context) error {
	groups, err := p.Directory.Groups(c.Request().Context(), actor(c), c.Param("organization"))
	if err != nil {
		return err
	}
	page, err := p.page(c, "Groups", views.SectionGroups)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, views.GroupsPage(page, groups))
}

// GroupsNew shows the form of Add Group.
func (p *Pages) GroupsNew(c echo.Context) error {
	return p.newGroup(c, http.StatusOK, views.GroupForm{})
}

// GroupsCreate makes a group.
func (p *Pages) GroupsCreate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	in := views.GroupForm{Name: f.Get("name"), Description: f.Get("description")}
	org := c.Param("organization")
	made, err := p.Directory.CreateGroup(c.Request().Context(), actor(c), org, in.Name, in.Description)
	if errors, status, ours := formErrors(err); ours {
		in.Errors = errors
		return p.newGroup(c, status, in)
	}
	if err != nil {
		return err
	}
	return p.done(c, views.GroupURL(org, made.ID), "Group created.")
}

func (p *Pages) newGroup(c echo.Context, status int, in views.GroupForm) error {
	page, err := p.page(c, "Add Group", views.SectionGroups)
	if err != nil {
		return err
	}
	return p.render(c, status, views.NewGroupPage(page, in))
}

// GroupsShow shows a group with its members; ?after= pages through them.
func (p *Pages) GroupsShow(c echo.Context) error {
	return p.group(c, http.StatusOK, "", views.FormErrors{})
}

// group renders the group in the address; login and errors are of the form that adds a member.
func (p *Pages) group(c echo.Context, status int, login string, errors views.FormErrors) error {
	g, err := p.findGroup(c)
	if err != nil {
		return err
	}
	filter := directory.UserFilter{Group: g.ID, After: c.QueryParam("after")}
	members, err := p.Directory.Users(c.Request().Context(), actor(c), c.Param("organization"), filter)
	if err != nil {
		return err
	}
	page, err := p.page(c, g.Name, views.SectionGroups)
	if err != nil {
		return err
	}
	list := views.UserList{Page: members, Next: nextPage(c, members.Next)}
	return p.render(c, status, views.GroupPage(page, g, list, login, errors))
}

// findGroup finds the group in the address.
func (p *Pages) findGroup(c echo.Context) (directory.Group, error) {
	group, err := id(c, "group")
	if err != nil {
		return directory.Group{}, err
	}
	g, _, err := p.Directory.Group(c.Request().Context(), actor(c), c.Param("organization"), group)
	return g, err
}

// GroupsEdit shows the form for a group's name and description.
func (p *Pages) GroupsEdit(c echo.Context) error {
	g, err := p.findGroup(c)
	if err != nil {
		return err
	}
	return p.editGroup(c, http.StatusOK, g, views.GroupForm{Name: g.Name, Description: g.Description})
}

// GroupsUpdate changes a group's name and description.
func (p *Pages) GroupsUpdate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	group, err := id(c, "group")
	if err != nil {
		return err
	}
	in := views.GroupForm{Name: f.Get("name"), Description: f.Get("description")}
	org := c.Param("organization")
	_, err = p.Directory.EditGroup(c.Request().Context(), actor(c), org, group, in.Name, in.Description)
	errors, status, ours := formErrors(err)
	if err != nil && !ours {
		return err
	}
	if !ours {
		return p.done(c, views.GroupURL(org, group), "Group saved.")
	}
	g, err := p.findGroup(c)
	if err != nil {
		return err
	}
	in.Errors = errors
	return p.editGroup(c, status, g, in)
}

func (p *Pages) editGroup(c echo.Context, status int, g directory.Group, in views.GroupForm) error {
	page, err := p.page(c, "Edit "+g.Name, views.SectionGroups)
	if err != nil {
		return err
	}
	return p.render(c, status, views.EditGroupPage(page, g, in))
}

// GroupsDelete asks before a group is deleted.
func (p *Pages) GroupsDelete(c echo.Context) error {
	g, err := p.findGroup(c)
	if err != nil {
		return err
	}
	page, err := p.page(c, "Delete "+g.Name, views.SectionGroups)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, views.DeleteGroupPage(page, g))
}

// GroupsDestroy deletes a group.
func (p *Pages) GroupsDestroy(c echo.Context) error {
	group, err := id(c, "group")
	if err != nil {
		return err
	}
	org := c.Param("organization")
	if err := p.Directory.DeleteGroup(c.Request().Context(), actor(c), org, group); err != nil {
		return err
	}
	return p.done(c, views.GroupsURL(org), "Group deleted.")
}

// GroupMembersCreate adds a member of the organization to the group, by username or address.
func (p *Pages) GroupMembersCreate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	group, err := id(c, "group")
	if err != nil {
		return err
	}
	org, login := c.Param("organization"), f.Get("login")
	added, err := p.Directory.AddToGroupByLogin(c.Request().Context(), actor(c), org, group, login)
	if errors, status, ours := formErrors(err); ours {
		return p.group(c, status, login, errors)
	}
	if err != nil {
		return err
	}
	return p.done(c, views.GroupURL(org, group), added.Name+" was added to the group.")
}

// GroupMembersDelete takes a member out of the group.
func (p *Pages) GroupMembersDelete(c echo.Context) error {
	group, err := id(c, "group")
	if err != nil {
		return err
	}
	user, err := id(c, "user")
	if err != nil {
		return err
	}
	org := c.Param("organization")
	if err := p.Directory.RemoveFromGroup(c.Request().Context(), actor(c), org, group, user); err != nil {
		return err
	}
	return p.done(c, views.GroupURL(org, group), "Removed from the group.")
}
