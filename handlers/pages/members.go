package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/views"
)

// SpacesShow shows a pipe or table with its members; ?q= and ?role= narrow them, ?after= pages through them.
func (p *Pages) SpacesShow(c echo.Context) error {
	return p.members(c, http.StatusOK, views.FormErrors{})
}

// members renders the page; errors are what a change of a member was refused for.
func (p *Pages) members(c echo.Context, status int, errors views.FormErrors) error {
	s, err := p.space(c)
	if err != nil {
		return err
	}
	list := views.UserList{Filter: directory.UserFilter{Query: c.QueryParam("q"), Role: access.Role(c.QueryParam("role")), After: c.QueryParam("after")}}
	if s.SeeMembers {
		where, err := p.where(c)
		if err != nil {
			return err
		}
		if list.Page, err = p.Directory.Members(c.Request().Context(), actor(c), where, list.Filter); err != nil {
			return err
		}
		list.Next = nextPage(c, list.Page.Next)
	}
	page, err := p.page(c, "Members", views.SectionMembers)
	if err != nil {
		return err
	}
	return p.render(c, status, views.SpacePage(page, list, errors))
}

// MemberRolesUpdate gives a member of a pipe or table another role there.
func (p *Pages) MemberRolesUpdate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	return p.changeMember(c, func(where directory.Where, who directory.Ref) (string, error) {
		m, err := p.Directory.SetRoleAt(c.Request().Context(), actor(c), where, who, f.Get("role"))
		return m.Name + " is " + views.RoleName(m.Role) + " now.", err
	})
}

// MembersDelete takes a member out of a pipe or table.
func (p *Pages) MembersDelete(c echo.Context) error {
	return p.changeMember(c, func(where directory.Where, who directory.Ref) (string, error) {
		m, err := p.Directory.RemoveAt(c.Request().Context(), actor(c), where, who)
		return m.Name + " was removed.", err
	})
}

// changeMember runs a use-case on the member in the address, and says what it did. A refusal that a person can do
// something about is shown above the members. Whoever has no right to see the place any more, because the change was
// about themselves, is led to the list of what they see.
func (p *Pages) changeMember(c echo.Context, do func(directory.Where, directory.Ref) (string, error)) error {
	user, err := id(c, "user")
	if err != nil {
		return err
	}
	where, err := p.where(c)
	if err != nil {
		return err
	}
	sentence, err := do(where, directory.Ref{ID: user})
	if errors, status, ours := formErrors(err); ours {
		return p.members(c, status, errors)
	}
	if err != nil {
		return err
	}
	to := root(c)
	c.Set(spaceKey, nil) // it was found before the change
	if _, err := p.space(c); app.Is(err, app.NotFound) {
		kind, _ := spaceParam(c)
		to = views.SpacesURL(c.Param("organization"), kind)
	}
	return p.done(c, to, sentence)
}
