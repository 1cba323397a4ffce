package pages

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rollcall/app/directory"
	"rollcall/views"
)

// FirstRun is middleware that leads every page to /setup while there is no user. Once there is one there always is,
// so the question is asked no more.
func (p *Pages) FirstRun(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if p.settled.Load() || c.Path() == "/setup" || c.Path() == "/theme" {
			return next(c)
		}
		needed, err := p.Directory.NeedsSetup(c.Request().Context())
		if err != nil {
			return err
		}
		if needed {
			return c.Redirect(http.StatusSeeOther, "/setup")
		}
		p.settled.Store(true)
		return next(c)
	}
}

// SetupNew shows the first-run form, or leads on when there is a user.
func (p *Pages) SetupNew(c echo.Context) error {
	needed, err := p.Directory.NeedsSetup(c.Request().Context())
	if err != nil {
		return err
	}
	if !needed {
		return c.Redirect(http.StatusSeeOther, "/login")
	}
	return p.setup(c, http.StatusOK, views.SetupForm{})
}

// SetupCreate makes the first organization and its administrator, who is logged in at once.
func (p *Pages) SetupCreate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	wanted := directory.SetupForm{
		Code: f.Get("code"), Organization: f.Get("organization"), Name: f.Get("name"),
		Username: f.Get("username"), Email: f.Get("email"), Password: f.Get("password"),
		UserAgent: c.Request().UserAgent(),
	}
	_, secret, err := p.Directory.Setup(c.Request().Context(), actor(c), wanted)
	if errors, status, ours := formErrors(err); ours {
		return p.setup(c, status, views.SetupForm{
			Code: wanted.Code, Organization: wanted.Organization, Name: wanted.Name,
			Username: wanted.Username, Email: wanted.Email, Errors: errors,
		})
	}
	if err != nil {
		return err
	}
	if err := p.enter(c, secret); err != nil {
		return err
	}
	return p.done(c, home, "Rollcall is set up.")
}

func (p *Pages) setup(c echo.Context, status int, in views.SetupForm) error {
	page, err := p.page(c, "Set up Rollcall", views.SectionNone)
	if err != nil {
		return err
	}
	return p.render(c, status, views.SetupPage(page, in))
}
