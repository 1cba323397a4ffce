package handlers

import "rollcall/app/access"

// apiRoutes are for programs: ACTIVATE's API, Pipefy's, and what describes them.
func (s *server) apiRoutes() []route {
	r, g := s.rest, s.graphql
	const api = "/api/organizations/:organization/webhooks"
	return []route{
		{get, "/openapi.json", plain, "", r.OpenAPI},

		{get, api, program, access.ManageWebhooks, r.List},
		{post, api, program, access.ManageWebhooks, r.Create},
		{patch, api + "/:webhook", program, access.ManageWebhooks, r.Update},
		{del, api + "/:webhook", program, access.ManageWebhooks, r.Delete},

		{get, "/graphql/schema.graphql", plain, "", g.Schema},
		{post, "/oauth/token", plain, "", g.Token},
		{post, "/graphql", querier, "", g.Serve},
		{post, "/queries", querier, "", g.Serve},
	}
}
