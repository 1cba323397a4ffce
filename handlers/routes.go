package handlers

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"rollcall/app/access"
	"rollcall/handlers/metrics"
	"rollcall/static"
	"rollcall/views"
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

// routes is every address of Rollcall.
func (s *server) routes() []route {
	p, r, g := s.pages, s.rest, s.graphql
	const (
		user    = org + "/users/:user"
		group   = org + "/groups/:group"
		service = org + "/service-accounts/:account"
		api     = "/api/organizations/:organization/webhooks"
	)
	return slices.Concat(s.placeRoutes(), s.metricsRoutes(), []route{
		{get, "/healthz", plain, "", r.Healthz},
		{get, "/readyz", plain, "", r.Readyz},
		{get, static.Prefix + "*", plain, "", echo.WrapHandler(static.Handler())},

		{get, "/openapi.json", plain, "", r.OpenAPI},

		{get, "/", visitor, "", p.Home},
		{get, views.CatalogueURL, visitor, "", p.CatalogueShow},
		{get, "/setup", visitor, "", p.SetupNew},
		{post, "/setup", visitor, "", p.SetupCreate},
		{get, "/login", visitor, "", p.LoginNew},
		{post, "/login", visitor, "", p.LoginCreate},
		{post, "/logout", visitor, "", p.LoginDelete},
		{post, "/theme", visitor, "", p.Theme},
		{get, "/invitations/:token", visitor, "", p.InvitationsOpen},
		{post, "/invitations/:token", visitor, "", p.InvitationsAccept},
		{post, "/invitations/:token/membership", visitor, "", p.MembershipsCreate},

		{get, "/account", person, "", p.AccountShow},
		{post, "/account/password", person, "", p.PasswordUpdate},
		{post, "/account/sessions/removal", person, "", p.OtherSessionsDelete},
		{post, "/account/sessions/:session/removal", person, "", p.SessionsDelete},
		{post, "/account/tokens", person, "", p.TokensCreate},
		{post, "/account/tokens/:token/revocation", person, "", p.TokensDelete},

		{get, "/search", person, "", p.SearchShow},

		{get, "/organizations", person, "", p.OrganizationsIndex},
		{post, "/organizations", person, access.CreateOrganization, p.OrganizationsCreate},
		{get, "/organizations/new", person, access.CreateOrganization, p.OrganizationsNew},
		{get, org, person, access.ViewOrganization, p.OrganizationsShow},
		{get, org + "/settings", person, access.ViewOrganization, p.SettingsShow},
		{post, org + "/settings", person, access.EditOrganization, p.SettingsUpdate},
		{post, org + "/seats", person, access.SetSeats, p.SeatsUpdate},

		{get, org + "/users", person, access.ViewUsers, p.UsersIndex},
		{post, org + "/users", person, access.ManageUsers, p.UsersCreate},
		{get, org + "/users/new", person, access.ManageUsers, p.UsersNew},
		{get, user, person, access.ViewUsers, p.UsersShow},
		{post, user, person, access.ManageUsers, p.UsersUpdate},
		{get, user + "/edit", person, access.ManageUsers, p.UsersEdit},
		{post, user + "/role", person, access.ManageUsers, p.RolesUpdate},
		{post, user + "/password", person, access.ManageUsers, p.PasswordsUpdate},
		{post, user + "/disablement", person, access.ManageUsers, p.DisablementsCreate},
		{post, user + "/disablement/removal", person, access.ManageUsers, p.DisablementsDelete},
		{get, user + "/removal", person, access.ManageUsers, p.UsersDelete},
		{post, user + "/removal", person, access.ManageUsers, p.UsersDestroy},
		{get, org + "/guests/new", person, access.AddGuest, p.GuestsNew},
		{post, org + "/guests", person, access.AddGuest, p.GuestsCreate},

		{get, org + "/groups", person, access.ViewGroups, p.GroupsIndex},
		{post, org + "/groups", person, access.ManageGroups, p.GroupsCreate},
		{get, org + "/groups/new", person, access.ManageGroups, p.GroupsNew},
		{get, group, person, access.ViewGroups, p.GroupsShow},
		{post, group, person, access.ManageGroups, p.GroupsUpdate},
		{get, group + "/edit", person, access.ManageGroups, p.GroupsEdit},
		{get, group + "/delete", person, access.ManageGroups, p.GroupsDelete},
		{post, group + "/delete", person, access.ManageGroups, p.GroupsDestroy},
		{post, group + "/members", person, access.ManageGroups, p.GroupMembersCreate},
		{post, group + "/members/:user/removal", person, access.ManageGroups, p.GroupMembersDelete},

		{get, org + "/service-accounts", person, access.ManageServices, p.ServicesIndex},
		{post, org + "/service-accounts", person, access.ManageServices, p.ServicesCreate},
		{get, service + "/secret", person, access.ManageServices, p.ServiceSecretsNew},
		{post, service + "/secret", person, access.ManageServices, p.ServiceSecretsCreate},
		{get, service + "/delete", person, access.ManageServices, p.ServicesDelete},
		{post, service + "/delete", person, access.ManageServices, p.ServicesDestroy},

		{get, api, program, access.ManageWebhooks, r.List},
		{post, api, program, access.ManageWebhooks, r.Create},
		{patch, api + "/:webhook", program, access.ManageWebhooks, r.Update},
		{del, api + "/:webhook", program, access.ManageWebhooks, r.Delete},

		{get, "/graphql/schema.graphql", plain, "", g.Schema},
		{post, "/oauth/token", plain, "", g.Token},
		{post, "/graphql", querier, "", g.Serve},
		{post, "/queries", querier, "", g.Serve},
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
