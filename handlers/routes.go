package handlers

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"rollcall/app/access"
	"rollcall/handlers/metrics"
	"rollcall/static"
)

// door says how a route finds out who comes, and what it asks before its handler runs.
type door string

// The doors, a closed list.
const (
	plain   door = "plain"   // nobody is asked for: health, static files
	visitor door = "visitor" // a browser, signed in or not
	person  door = "person"  // a browser that is signed in
	program door = "program" // an API token, for ACTIVATE's API
	querier door = "querier" // an API token, for Pipefy's API
)

// route is one line of the table: who comes in by which door, and which action of the policy it takes. Handlers don't
// decide: the use-case that a handler calls asks the policy for the action, and for pages that only show something
// Guard does. The table says it once more so that a test can hold every route against every role.
type route struct {
	method string
	path   string
	door   door
	action access.Action // "" for what needs no permission: one's own account
	handle echo.HandlerFunc
}

const (
	get   = http.MethodGet
	post  = http.MethodPost
	patch = http.MethodPatch
	del   = http.MethodDelete
)

// org is where the pages of an organization are.
const org = "/organizations/:organization"

// routes is every address of Rollcall, by what it is about. Which of two comes first does not matter: a word goes before a
// parameter wherever both would do.
func (s *server) routes() []route {
	return slices.Concat(
		s.processRoutes(), s.doorRoutes(), s.accountRoutes(),
		s.organizationRoutes(), s.userRoutes(), s.groupRoutes(), s.serviceRoutes(), s.placeRoutes(),
		s.apiRoutes(),
	)
}

// processRoutes are about the running program: its health, its static files and its metrics.
func (s *server) processRoutes() []route {
	r := s.rest
	return slices.Concat(s.metricsRoutes(), []route{
		{get, "/healthz", plain, "", r.Healthz},
		{get, "/readyz", plain, "", r.Readyz},
		{get, static.Prefix + "*", plain, "", echo.WrapHandler(static.Handler())},
	})
}

// metricsRoutes is where metrics are, if the settings open them here: the handler asks for a token by itself.
func (s *server) metricsRoutes() []route {
	if s.Metrics == nil {
		return nil
	}
	return []route{{get, metrics.Path, plain, "", echo.WrapHandler(s.Metrics)}}
}

// mount adds the route with the middleware of its door. Whoever may GET may also HEAD.
func (s *server) mount(e *echo.Echo, r route, sameSite echo.MiddlewareFunc) {
	var before []echo.MiddlewareFunc
	switch r.door {
	case visitor:
		before = []echo.MiddlewareFunc{sameSite, s.browser, s.pages.FirstRun}
	case person:
		before = []echo.MiddlewareFunc{sameSite, s.browser, s.pages.FirstRun, signedIn}
		if r.method == get && r.action != "" {
			before = append(before, s.pages.Guard(r.action))
		}
	case program:
		before = []echo.MiddlewareFunc{s.bearer("rest")}
	case querier:
		before = []echo.MiddlewareFunc{s.bearer("graphql")}
	}
	e.Add(r.method, r.path, r.handle, before...)
	if r.method == get {
		e.HEAD(r.path, r.handle, before...)
	}
}
