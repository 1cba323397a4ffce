// Package pages is the door for browsers: one file a resource, each handler parses, calls one use-case and renders.
// Everything works as plain links and forms; htmx only saves reloading. It decides nothing about permission.
package pages

import (
	"bytes"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/webhook"
	"rollcall/handlers/session"
	"rollcall/handlers/visit"
	"rollcall/views"
)

// Config is what the pages need; all of it is required.
type Config struct {
	Access    *access.Service
	Directory *directory.Service
	Webhooks  *webhook.Service
	Sessions  *session.Keeper
	BaseURL   *url.URL  // how browsers reach us
	Clock     app.Clock // what "3 minutes ago" counts from
}

// Pages holds the handlers of every page.
type Pages struct {
	Config
	settled atomic.Bool // there is a user: nothing leads to /setup any more
	secrets once        // of webhooks that were just made, until their page shows them
}

// New makes the pages.
func New(config Config) *Pages { return &Pages{Config: config} }

// actor is who asks, as the use-cases want to know it.
func actor(c echo.Context) access.Actor { return visit.Actor(c) }

// render answers with a component. It is written only when all of it is there, so that a template that fails
// becomes an error page instead of half a page.
func (p *Pages) render(c echo.Context, status int, component templ.Component) error {
	var page bytes.Buffer
	if err := component.Render(c.Request().Context(), &page); err != nil {
		return err
	}
	return c.HTMLBlob(status, page.Bytes())
}

// redirect leads on after a POST. htmx would follow a 303 by itself and swap the wrong thing in, so it gets a header.
// path is one of ours and begins with one slash; what comes from a request goes through visit.Local first.
func (p *Pages) redirect(c echo.Context, path string) error {
	if visit.HTMX(c) {
		c.Response().Header().Set("HX-Redirect", path)
		return c.NoContent(http.StatusOK)
	}
	return c.Redirect(http.StatusSeeOther, path)
}

// done leads on and has the next page say that it worked; the sentence says exactly what is true.
func (p *Pages) done(c echo.Context, path, sentence string) error {
	if err := p.toast(c, session.Success, sentence); err != nil {
		return err
	}
	return p.redirect(c, path)
}

// toast keeps a message for the next page. Never for what must be acted on or can't be seen twice.
func (p *Pages) toast(c echo.Context, kind session.Kind, sentence string) error {
	return p.Sessions.Flash(c, session.Toast{Kind: kind, Text: sentence})
}

// form reads the body of a POST, and only the body: neither the query nor the path can smuggle a field in.
func form(c echo.Context) (url.Values, error) {
	r := c.Request()
	kind, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if kind != echo.MIMEApplicationForm && r.ContentLength != 0 {
		return nil, app.Errorf(visit.WrongType, "Send the form as %s.", echo.MIMEApplicationForm)
	}
	if err := r.ParseForm(); err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return nil, err
		}
		return nil, app.Errorf(app.Invalid, "The form could not be read. Send it again.")
	}
	for name, values := range r.PostForm {
		for i := range values {
			r.PostForm[name][i] = strings.ToValidUTF8(values[i], "\uFFFD")
		}
	}
	return r.PostForm, nil
}

// formErrors is what a form shows of a refusal, and the status it comes back with. ours is false for what no form can
// answer: not being allowed, the page itself not being there, or our own fault.
func formErrors(err error) (in views.FormErrors, status int, ours bool) {
	in = views.ErrorsOf(err)
	switch code := app.CodeOf(err); {
	case code == app.Invalid || code == app.Conflict || code == app.TooMany:
		return in, statuses[code], true
	case code == app.NotFound && len(in.Fields) > 0: // what was typed names nobody; the page is there
		return in, http.StatusUnprocessableEntity, true
	}
	return views.FormErrors{}, 0, false
}
