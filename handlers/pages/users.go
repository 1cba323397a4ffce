package pages

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/views"
)

// UsersIndex lists the users of an organization; ?q= searches names, usernames and addresses, ?state= and ?role= filter.
func (p *Pages) UsersIndex(c echo.Context) error {
	filter := directory.UserFilter{
		Query: c.QueryParam("q"), State: directory.UserState(c.QueryParam("state")),
		Role: access.Role(c.QueryParam("role")), After: c.QueryParam("after"),
	}
	ctx, org := c.Request().Context(), c.Param("organization")
	found, err := p.Directory.Users(ctx, actor(c), org, filter)
	if err != nil {
		return err
	}
	seats, err := p.Directory.SeatsOf(ctx, actor(c), org)
	if err != nil {
		return err
	}
	page, err := p.page(c, "Users", views.SectionUsers)
	if err != nil {
		return err
	}
	list := views.UserList{Filter: filter, Page: found, Next: nextPage(c, found.Next)}
	return p.render(c, http.StatusOK, views.UsersPage(page, list, seats))
}

// nextPage is the address of the same list from after on, "" when it is the last page.
func nextPage(c echo.Context, after string) string {
	if after == "" {
		return ""
	}
	query := c.Request().URL.Query()
	query.Set("after", after)
	return (&url.URL{Path: c.Request().URL.Path, RawQuery: query.Encode()}).RequestURI()
}

// UsersNew shows the form of Add user.
func (p *Pages) UsersNew(c echo.Context) error {
	return p.newUser(c, http.StatusOK, views.UserForm{Role: access.Normal})
}

// UsersCreate adds a user, who is active from the start.
func (p *Pages) UsersCreate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	in := userForm(f)
	made, err := p.Directory.AddUser(c.Request().Context(), actor(c), c.Param("organization"), directory.AddUser{
		Name: in.Name, Username: in.Username, Email: in.Email, Password: f.Get("password"), Role: in.Role,
	})
	if errors, status, ours := formErrors(err); ours {
		in.Errors = errors
		return p.newUser(c, status, in)
	}
	if err != nil {
		return err
	}
	return p.done(c, views.UsersURL(c.Param("organization")), made.Name+" was added.")
}

func (p *Pages) newUser(c echo.Context, status int, in views.UserForm) error {
	page, err := p.page(c, "Add user", views.SectionUsers)
	if err != nil {
		return err
	}
	return p.render(c, status, views.NewUserPage(page, in))
}

func userForm(f url.Values) views.UserForm {
	return views.UserForm{Name: f.Get("name"), Username: f.Get("username"), Email: f.Get("email"), Role: access.Role(f.Get("role"))}
}

// UsersShow shows a user as this organization sees them, with what can be done about them.
func (p *Pages) UsersShow(c echo.Context) error {
	m, err := p.member(c)
	if err != nil {
		return err
	}
	return p.user(c, http.StatusOK, m, m.Role, views.FormErrors{})
}

func (p *Pages) user(c echo.Context, status int, m directory.Member, role access.Role, errors views.FormErrors) error {
	page, err := p.page(c, m.Name, views.SectionUsers)
	if err != nil {
		return err
	}
	return p.render(c, status, views.UserPage(page, m, role, errors))
}

// member finds the user in the address.
func (p *Pages) member(c echo.Context) (directory.Member, error) {
	user, err := id(c, "user")
	if err != nil {
		return directory.Member{}, err
	}
	return p.Directory.Member(c.Request().Context(), actor(c), c.Param("organization"), user)
}

// UsersEdit shows the form for a user's name, username and address.
func (p *Pages) UsersEdit(c echo.Context) error {
	m, err := p.member(c)
	if err != nil {
		return err
	}
	return p.editUser(c, http.StatusOK, m, views.UserForm{Name: m.Name, Username: m.Username, Email: m.Email})
}

// UsersUpdate changes a user's name, username and address.
func (p *Pages) UsersUpdate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	user, err := id(c, "user")
	if err != nil {
		return err
	}
	in := userForm(f)
	_, err = p.Directory.EditUser(c.Request().Context(), actor(c), c.Param("organization"), user,
		directory.EditUser{Name: in.Name, Username: in.Username, Email: in.Email})
	errors, status, ours := formErrors(err)
	if err != nil && !ours {
		return err
	}
	if !ours {
		return p.done(c, views.UserURL(c.Param("organization"), user), "User saved.")
	}
	m, err := p.member(c)
	if err != nil {
		return err
	}
	in.Errors = errors
	return p.editUser(c, status, m, in)
}

func (p *Pages) editUser(c echo.Context, status int, m directory.Member, in views.UserForm) error {
	page, err := p.page(c, "Edit "+m.Name, views.SectionUsers)
	if err != nil {
		return err
	}
	return p.render(c, status, views.EditUserPage(page, m, in))
}

// userChange is a use-case about one member of an organization.
type userChange func(org string, user int64) error

// change runs a use-case on the user in the address. A refusal that only the state of things explains (the last
// administrator, no free seat) is shown on the user's page.
func (p *Pages) change(c echo.Context, sentence string, do userChange) error {
	user, err := id(c, "user")
	if err != nil {
		return err
	}
	org := c.Param("organization")
	err = do(org, user)
	errors, status, ours := formErrors(err)
	if err != nil && !ours {
		return err
	}
	if !ours {
		return p.done(c, views.UserURL(org, user), sentence)
	}
	m, err := p.member(c)
	if err != nil {
		return err
	}
	return p.user(c, status, m, m.Role, errors)
}

// RolesUpdate gives a user another role in this organization.
func (p *Pages) RolesUpdate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	return p.change(c, "Role changed.", func(org string, user int64) error {
		return p.Directory.SetRole(c.Request().Context(), actor(c), org, user, access.Role(f.Get("role")))
	})
}

// PasswordsUpdate sets the password of somebody who forgot it.
func (p *Pages) PasswordsUpdate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	return p.change(c, "Password set. The user's sessions have ended.", func(org string, user int64) error {
		return p.Directory.ResetMemberPassword(c.Request().Context(), actor(c), org, user, f.Get("password"))
	})
}

// DisablementsCreate disables a user.
func (p *Pages) DisablementsCreate(c echo.Context) error {
	return p.change(c, "User disabled. Their sessions have ended.", func(org string, user int64) error {
		return p.Directory.Disable(c.Request().Context(), actor(c), org, user)
	})
}

// DisablementsDelete enables a user.
func (p *Pages) DisablementsDelete(c echo.Context) error {
	return p.change(c, "User enabled.", func(org string, user int64) error {
		return p.Directory.Enable(c.Request().Context(), actor(c), org, user)
	})
}

// UsersDelete asks before a user is removed.
func (p *Pages) UsersDelete(c echo.Context) error {
	m, err := p.member(c)
	if err != nil {
		return err
	}
	return p.removeUser(c, http.StatusOK, m, "", views.FormErrors{})
}

// UsersDestroy removes a user whose username was typed, or ends a guest's visit.
func (p *Pages) UsersDestroy(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	user, err := id(c, "user")
	if err != nil {
		return err
	}
	org, typed := c.Param("organization"), f.Get("confirm")
	removed, err := p.Directory.RemoveUserTyped(c.Request().Context(), actor(c), org, user, typed)
	errors, status, ours := formErrors(err)
	if err != nil && !ours {
		return err
	}
	if !ours {
		return p.done(c, views.UsersURL(org), removed.Name+" was removed.")
	}
	m, err := p.member(c)
	if err != nil {
		return err
	}
	return p.removeUser(c, status, m, typed, errors)
}

func (p *Pages) removeUser(c echo.Context, status int, m directory.Member, typed string, errors views.FormErrors) error {
	page, err := p.page(c, "Remove "+m.Name, views.SectionUsers)
	if err != nil {
		return err
	}
	return p.render(c, status, views.RemoveUserPage(page, m, typed, errors))
}
