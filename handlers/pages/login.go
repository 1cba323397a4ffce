package pages

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"rollcall/app"
	"rollcall/handlers/session"
	"rollcall/handlers/visit"
	"rollcall/views"
)

// home is where a log-in leads when it was not on the way to anywhere.
const home = views.OrganizationsURL

// Home answers GET /.
func (p *Pages) Home(c echo.Context) error { return c.Redirect(http.StatusSeeOther, home) }

// LoginNew shows the log-in form; who is logged in already is led on.
func (p *Pages) LoginNew(c echo.Context) error {
	next := visit.Local(c.QueryParam("next"), "")
	if actor(c).SignedIn() {
		return c.Redirect(http.StatusSeeOther, visit.Local(next, home))
	}
	return p.login(c, http.StatusOK, views.LoginForm{Next: next})
}

// LoginCreate logs in. The browser gets a session of its own each time; one that it came with ends, so that nobody
// can prepare a session for somebody else.
func (p *Pages) LoginCreate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	in := views.LoginForm{Login: f.Get("login"), Next: visit.Local(f.Get("next"), "")}
	secret, _, err := p.Directory.SignIn(c.Request().Context(), actor(c), in.Login, f.Get("password"), c.Request().UserAgent())
	if err != nil {
		return p.loginRefused(c, in, err)
	}
	if err := p.enter(c, secret); err != nil {
		return err
	}
	return p.redirect(c, visit.Local(in.Next, home))
}

// loginRefused shows the form again. Being unauthenticated is this form's own error and no reason to be led to it.
func (p *Pages) loginRefused(c echo.Context, in views.LoginForm, err error) error {
	var refusal *app.Error
	if !errors.As(err, &refusal) {
		return err
	}
	in.Errors = views.FormErrors{Message: refusal.Message, Fields: refusal.Fields}
	status := statuses[refusal.Code]
	if refusal.Code == app.Unauthenticated {
		status = http.StatusUnprocessableEntity
	}
	retryAfter(c, refusal)
	return p.login(c, status, in)
}

func (p *Pages) login(c echo.Context, status int, in views.LoginForm) error {
	page, err := p.page(c, "Log in", views.SectionNone)
	if err != nil {
		return err
	}
	return p.render(c, status, views.LoginPage(page, in))
}

// enter gives the browser its new session and ends the one it had.
func (p *Pages) enter(c echo.Context, secret string) error {
	if old := p.Sessions.Secret(c); old != "" {
		if err := p.Access.SignOut(c.Request().Context(), old); err != nil {
			return err
		}
	}
	return p.Sessions.Begin(c, secret)
}

// LoginDelete logs out, and leads to the log-in or where the form says.
func (p *Pages) LoginDelete(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	if a := actor(c); a.SignedIn() {
		if err := p.Access.EndSession(c.Request().Context(), a, a.SessionID); err != nil && !app.Is(err, app.NotFound) {
			return err
		}
	}
	if err := p.Sessions.Forget(c); err != nil {
		return err
	}
	if err := p.toast(c, session.Success, "You are logged out."); err != nil {
		return err
	}
	return p.redirect(c, visit.Local(f.Get("next"), "/login"))
}
