package pages

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"rollcall/handlers/visit"
	"rollcall/views"
)

// choicesFor is how long a browser remembers what was chosen in it.
const choicesFor = 365 * 24 * time.Hour

// Theme answers POST /theme: keeps the choice in a cookie and comes back.
func (p *Pages) Theme(c echo.Context) error {
	return p.choose(c, "theme", func(chosen string) string { return string(views.ParseTheme(chosen)) })
}

// Shortcuts answers POST /shortcuts: keeps in a cookie whether there are keyboard shortcuts, and comes back.
func (p *Pages) Shortcuts(c echo.Context) error {
	return p.choose(c, "shortcuts", func(chosen string) string { return views.OnOff(chosen != views.OnOff(false)) })
}

// choose keeps what the form's field of that name says, as parse reads it. It belongs to the browser, whoever is signed in.
func (p *Pages) choose(c echo.Context, name string, parse func(chosen string) string) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	c.SetCookie(&http.Cookie{
		Name: p.Sessions.Name("-" + name), Value: parse(f.Get(name)), Path: "/", MaxAge: int(choicesFor.Seconds()),
		Secure: p.BaseURL.Scheme == "https", HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	return p.redirect(c, visit.Local(f.Get("return"), "/"))
}

// chosen is what choose kept, or "".
func (p *Pages) chosen(c echo.Context, name string) string {
	cookie, err := c.Cookie(p.Sessions.Name("-" + name))
	if err != nil {
		return ""
	}
	return cookie.Value
}

func (p *Pages) theme(c echo.Context) views.Theme { return views.ParseTheme(p.chosen(c, "theme")) }

func (p *Pages) shortcutsOff(c echo.Context) bool {
	return p.chosen(c, "shortcuts") == views.OnOff(false)
}
