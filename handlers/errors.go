package handlers

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"rollcall/app"
	"rollcall/handlers/graphql"
	"rollcall/handlers/rest"
	"rollcall/handlers/visit"
)

// fail answers whatever a handler returned as an error, in the protocol of the door it happened at. What is not a
// refusal is our fault: one line in the log, and the request id for the person.
func (s *server) fail(err error, c echo.Context) {
	if c.Response().Committed {
		s.Log.Error("request failed after its answer began", "error", err, "request_id", visit.ID(c))
		return
	}
	refusal := refusalOf(err)
	if refusal.Code == app.Internal || refusal.Code == app.Full {
		s.Log.Error("request failed", "error", err, "method", c.Request().Method, "route", c.Path(), "request_id", visit.ID(c))
	}
	if err := s.answer(c, refusal); err != nil {
		s.Log.Error("answering an error failed", "error", err, "request_id", visit.ID(c))
	}
}

// answer picks the protocol. What the router refuses has come through no door yet: the page that says so is
// nevertheless the signed-in person's own. Not knowing who that is doesn't keep it from being answered.
func (s *server) answer(c echo.Context, refusal *app.Error) error {
	switch path := c.Request().URL.Path; {
	case strings.HasPrefix(path, "/api/"):
		return rest.Fail(c, refusal)
	case path == "/queries" || path == "/graphql" || strings.HasPrefix(path, "/graphql/"):
		return graphql.Fail(c, refusal)
	case strings.HasPrefix(path, "/oauth/"):
		return graphql.FailToken(c, refusal)
	}
	if refusal.Code != app.Internal && !visit.Entered(c) {
		if err := s.identify(c); err != nil {
			s.Log.Error("finding out who asked failed", "error", err, "request_id", visit.ID(c))
		}
	}
	return s.pages.Fail(c, refusal)
}

// refusalOf finds the sentence for a person in any error.
func refusalOf(err error) *app.Error {
	var tooLarge *http.MaxBytesError
	var routing *echo.HTTPError
	switch {
	case errors.As(err, &tooLarge):
		return app.Errorf(app.TooLarge, "This is more than 1 MiB, the most that can be sent at once.")
	case errors.As(err, &routing) && routing.Code == http.StatusNotFound:
		return app.Errorf(app.NotFound, "There is nothing at this address.")
	case errors.As(err, &routing) && routing.Code == http.StatusMethodNotAllowed:
		return app.Errorf(visit.WrongMethod, "This address can't be used in that way.")
	}
	return app.Refusal(err)
}
