package pages

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"rollcall/app"
	"rollcall/views"
)

const accountPath = "/account"

// AccountShow shows the account: password, sessions, API tokens.
func (p *Pages) AccountShow(c echo.Context) error {
	return p.account(c, http.StatusOK, views.Account{})
}

// account renders the page, with what a form on it has to say.
func (p *Pages) account(c echo.Context, status int, a views.Account) error {
	ctx := c.Request().Context()
	var err error
	if a.Sessions, err = p.Access.Sessions(ctx, actor(c)); err != nil {
		return err
	}
	if a.Tokens, err = p.Access.Tokens(ctx, actor(c)); err != nil {
		return err
	}
	page, err := p.page(c, "Account", views.SectionAccount)
	if err != nil {
		return err
	}
	page.Path = accountPath
	return p.render(c, status, views.AccountPage(page, a))
}

// PasswordUpdate changes the password. This browser goes on with a new session, the others are logged out.
func (p *Pages) PasswordUpdate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	secret, err := p.Directory.ChangePassword(c.Request().Context(), actor(c), f.Get("current"), f.Get("password"))
	if errors, status, ours := formErrors(err); ours {
		return p.account(c, status, views.Account{PasswordErrors: errors})
	}
	if err != nil {
		return err
	}
	if err := p.Sessions.Begin(c, secret); err != nil {
		return err
	}
	return p.done(c, accountPath, "Password changed. Your other sessions have ended.")
}

// SessionsDelete ends one of the person's own sessions; ending this one is logging out.
func (p *Pages) SessionsDelete(c echo.Context) error {
	if err := p.Access.EndSession(c.Request().Context(), actor(c), c.Param("session")); err != nil {
		return err
	}
	if c.Param("session") != actor(c).SessionID {
		return p.done(c, accountPath, "Session ended.")
	}
	if err := p.Sessions.Forget(c); err != nil {
		return err
	}
	return p.done(c, "/login", "You are logged out.")
}

// OtherSessionsDelete ends every session but this one.
func (p *Pages) OtherSessionsDelete(c echo.Context) error {
	if err := p.Access.EndOtherSessions(c.Request().Context(), actor(c)); err != nil {
		return err
	}
	return p.done(c, accountPath, "Your other sessions have ended.")
}

// lifetimes are how long a new API token may live, in days, by what the form sends; "never" is 0.
var lifetimes = map[string]int{"30": 30, "90": 90, "365": 365, "never": 0}

// TokensCreate makes an API token. Its secret is in this answer and in no other: a redirect would have to keep it
// somewhere meanwhile.
func (p *Pages) TokensCreate(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	a := views.Account{TokenName: f.Get("name"), TokenLife: f.Get("expires")}
	days, known := lifetimes[a.TokenLife]
	if !known {
		a.TokenErrors = views.ErrorsOf(app.Refuse(app.Field{Name: "expires", Message: "Choose when the token expires."}))
		return p.account(c, http.StatusUnprocessableEntity, a)
	}
	var expires time.Time
	if days > 0 {
		expires = p.Clock.Now().AddDate(0, 0, days)
	}
	token, secret, err := p.Access.CreateToken(c.Request().Context(), actor(c), actor(c).UserID, a.TokenName, expires)
	if errors, status, ours := formErrors(err); ours {
		a.TokenErrors = errors
		return p.account(c, status, a)
	}
	if err != nil {
		return err
	}
	return p.account(c, http.StatusOK, views.Account{NewToken: token.Name, NewSecret: secret})
}

// TokensDelete revokes an API token.
func (p *Pages) TokensDelete(c echo.Context) error {
	if err := p.Access.RevokeToken(c.Request().Context(), actor(c), c.Param("token")); err != nil {
		return err
	}
	return p.done(c, accountPath, "API token revoked.")
}
