package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rollcall/app/access"
	"rollcall/views"
)

// GuestsNew shows the form that makes a user of another organization a guest.
func (p *Pages) GuestsNew(c echo.Context) error {
	return p.newGuest(c, http.StatusOK, views.GuestForm{Role: access.CompanyGuest})
}

// GuestsCreate makes a user of another organization a guest of this one.
func (p *Pages) GuestsCreate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	in := views.GuestForm{Login: f.Get("login"), Role: access.Role(f.Get("role"))}
	made, err := p.Directory.AddGuest(c.Request().Context(), actor(c), c.Param("organization"), in.Login, in.Role)
	if errors, status, ours := formErrors(err); ours {
		in.Errors = errors
		return p.newGuest(c, status, in)
	}
	if err != nil {
		return err
	}
	return p.done(c, views.UsersURL(c.Param("organization")), made.Name+" is a guest now.")
}

func (p *Pages) newGuest(c echo.Context, status int, in views.GuestForm) error {
	page, err := p.page(c, "Add guest", views.SectionUsers)
	if err != nil {
		return err
	}
	return p.render(c, status, views.NewGuestPage(page, in))
}
