package pages

import (
	"math"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"rollcall/app"
	"rollcall/handlers/visit"
	"rollcall/views"
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
	app.Full:            http.StatusInsufficientStorage,
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
	retryAfter(c, refusal)
	status, heading := statuses[refusal.Code], headings[refusal.Code]
	if refusal.Reason == app.ReasonRemoved {
		status, heading = http.StatusGone, "Removed"
	}
	if visit.HTMX(c) {
		return p.failFragment(c, status, refusal)
	}
	page, err := p.page(c, heading, views.SectionNone)
	if err != nil {
		return err
	}
	return p.render(c, status, views.ErrorPage(page, heading, sentence(c, refusal)))
}

// headings are the h1 of error pages.
var headings = map[app.Code]string{
	app.Invalid:       "This did not work",
	app.Forbidden:     "Not allowed",
	app.NotFound:      "Not found",
	app.Conflict:      "This did not work",
	app.TooMany:       "Too many tries",
	app.TooLarge:      "Too large",
	app.Full:          "No room to save",
	app.Internal:      "Something went wrong",
	visit.WrongMethod: "This did not work",
	visit.WrongType:   "This did not work",
}

// failFragment puts the sentence into the alert region, wherever the answer was meant to go.
func (p *Pages) failFragment(c echo.Context, status int, refusal *app.Error) error {
	h := c.Response().Header()
	h.Set("Rollcall-Error", url.PathEscape(sentence(c, refusal))) // what the script says where it stops the swap
	h.Set("HX-Retarget", "#toasts-alert")
	h.Set("HX-Reswap", "beforeend")
	return p.render(c, status, views.ErrorToast(views.Toast{Text: sentence(c, refusal), Error: true}))
}

// sentence is what a person reads; of our own faults it gives the id that finds them in the log.
func sentence(c echo.Context, refusal *app.Error) string {
	if refusal.Code == app.Internal {
		return "Something went wrong on our side. Try again; if it happens again, tell your administrator this request id: " + visit.ID(c) + "."
	}
	return refusal.Message
}

func retryAfter(c echo.Context, refusal *app.Error) {
	if refusal.RetryAfter > 0 {
		c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(int(math.Ceil(refusal.RetryAfter.Seconds()))))
	}
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
