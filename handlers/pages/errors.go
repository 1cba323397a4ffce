package pages

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"rollcall/app"
	"rollcall/handlers/visit"
)

// statuses says which HTTP status a refusal has on a page.
var statuses = map[app.Code]int{
	app.Invalid:         http.StatusUnprocessableEntity,
	app.Unauthenticated: http.StatusUnauthorized,
	app.Forbidden:       http.StatusForbidden,
	app.NotFound:        http.StatusNotFound,
	app.Conflict:        http.StatusConflict,
	app.TooMany:         http.StatusTooManyRequests,
	app.TooLarge:        http.StatusRequestEntityTooLarge,
	app.Internal:        http.StatusInternalServerError,
	visit.WrongMethod:   http.StatusMethodNotAllowed,
	visit.WrongType:     http.StatusUnsupportedMediaType,
}

// Fail answers a refusal: who isn't signed in is led to the log-in and from there back; htmx gets the sentence for
// the alert region of the page that is open; everybody else gets a page.
func (p *Pages) Fail(c echo.Context, refusal *app.Error) error {
	if refusal.Code == app.Unauthenticated {
		return p.logIn(c)
	}
	if refusal.RetryAfter > 0 {
		c.Response().Header().Set("Retry-After", strconv.Itoa(int(refusal.RetryAfter.Seconds())+1))
	}
	return c.String(statuses[refusal.Code], refusal.Message)
}

// logIn leads to the log-in page. htmx must leave the page for it, and comes back to the page it was on.
func (p *Pages) logIn(c echo.Context) error {
	back := ""
	if c.Request().Method == http.MethodGet {
		back = c.Request().URL.RequestURI()
	}
	if visit.HTMX(c) {
		if current, err := url.Parse(c.Request().Header.Get("HX-Current-URL")); err == nil {
			back = current.RequestURI()
		}
		c.Response().Header().Set("HX-Redirect", logInPath(back))
		return c.NoContent(http.StatusUnauthorized)
	}
	return c.Redirect(http.StatusSeeOther, logInPath(back))
}

// logInPath is the address of the log-in page that leads back afterwards, if back is somewhere on this host.
func logInPath(back string) string {
	if back = visit.Local(back, ""); back == "" || back == "/" {
		return "/login"
	}
	return "/login?next=" + url.QueryEscape(back)
}
