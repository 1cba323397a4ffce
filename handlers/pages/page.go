package pages

import (
	"net"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/handlers/session"
	"rollcall/views"
)

// organizationKey is where a request keeps the organization that its address names.
const organizationKey = "rollcall.organization"

// organization is what the address names, as the actor sees it.
type organization struct {
	directory.Organization
	place access.Place
}

// organization finds the organization in the address, once a request. One that the actor has no role in is NotFound,
// like one that doesn't exist.
func (p *Pages) organization(c echo.Context) (organization, error) {
	if found, ok := c.Get(organizationKey).(organization); ok {
		return found, nil
	}
	o, place, err := p.Directory.Organization(c.Request().Context(), actor(c), c.Param("organization"))
	if err != nil {
		return organization{}, err
	}
	found := organization{o, place}
	c.Set(organizationKey, found)
	return found, nil
}

// Guard is middleware for pages that only show something, a form for example: it asks the policy, and a refusal leaves
// its audit row. What changes something is left to its use-case, which does the same.
func (p *Pages) Guard(action access.Action) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if err := p.look(c, action); err != nil {
				return err
			}
			return next(c)
		}
	}
}

// look asks the policy for somebody who wants to see a page of the place in the address.
func (p *Pages) look(c echo.Context, action access.Action) error {
	var place access.Place // the site
	if c.Param("organization") != "" {
		o, err := p.organization(c)
		if err != nil {
			return err
		}
		place = o.place
	}
	if kind, _ := spaceParam(c); kind != "" {
		s, err := p.space(c)
		if err != nil || allowedIn(s, action) {
			return err
		}
	}
	return p.Directory.Look(c.Request().Context(), actor(c), place, action)
}

// page is what the layout needs: who looks, at what, in which theme, and the messages that wait. Call it once a
// request, when it is sure that a page will be rendered: the messages are taken away by it.
func (p *Pages) page(c echo.Context, title string, section views.Section) (views.Page, error) {
	page, err := p.fragment(c)
	if err != nil {
		return page, err
	}
	page.Title, page.Section = title, section
	toasts, err := p.Sessions.Flashes(c)
	for _, t := range toasts {
		page.Flash = append(page.Flash, views.Toast{Text: t.Text, Error: t.Kind == session.Failure})
	}
	return page, err
}

// fragment is page for an answer that is only a part of one: messages wait on for the next whole page.
func (p *Pages) fragment(c echo.Context) (views.Page, error) {
	page := views.Page{
		Path: c.Request().URL.RequestURI(), Theme: p.theme(c), ShortcutsOff: p.shortcutsOff(c), Now: p.Clock.Now(), Actor: actor(c), Plain: p.readable(),
	}
	if c.Request().Method != http.MethodGet {
		page.Path = ""
	}
	if c.Param("organization") != "" && page.Actor.SignedIn() {
		o, err := p.organization(c)
		if err != nil && app.CodeOf(err) == app.Internal {
			return page, err
		}
		page.Place = o.place
	}
	if kind, _ := spaceParam(c); kind != "" && page.Place.ID != 0 {
		s, err := p.space(c)
		if err != nil && app.CodeOf(err) == app.Internal {
			return page, err
		}
		page.Space = s
	}
	return page, nil
}

// readable reports whether what is typed can be read on its way here: plain http, and not on this very machine.
func (p *Pages) readable() bool {
	if p.BaseURL.Scheme == "https" {
		return false
	}
	host := p.BaseURL.Hostname()
	return host != "localhost" && !net.ParseIP(host).IsLoopback()
}

// id reads a numeric id from the path; anything else is the id of nothing.
func id(c echo.Context, param string) (int64, error) {
	n, err := strconv.ParseInt(c.Param(param), 10, 64)
	if err != nil || n < 1 {
		return 0, app.Errorf(app.NotFound, "There is nothing at this address.")
	}
	return n, nil
}
