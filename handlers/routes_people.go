package handlers

import "rollcall/views"

// doorRoutes are for whoever comes: the way in, and what may be read outside.
func (s *server) doorRoutes() []route {
	p := s.pages
	return []route{
		{get, "/", visitor, "", p.Home},
		{get, views.CatalogueURL, visitor, "", p.CatalogueShow},
		{get, "/setup", visitor, "", p.SetupNew},
		{post, "/setup", visitor, "", p.SetupCreate},
		{get, "/login", visitor, "", p.LoginNew},
		{post, "/login", visitor, "", p.LoginCreate},
		{post, "/logout", visitor, "", p.LoginDelete},
		{post, "/theme", visitor, "", p.Theme},
		{post, "/shortcuts", visitor, "", p.Shortcuts},
		{get, "/invitations/:token", visitor, "", p.InvitationsOpen},
		{post, "/invitations/:token", visitor, "", p.InvitationsAccept},
		{post, "/invitations/:token/membership", visitor, "", p.MembershipsCreate},
	}
}

// accountRoutes are for whoever is signed in, wherever they belong: their own account, and the search.
func (s *server) accountRoutes() []route {
	p := s.pages
	return []route{
		{get, "/account", person, "", p.AccountShow},
		{post, "/account/password", person, "", p.PasswordUpdate},
		{post, "/account/sessions/removal", person, "", p.OtherSessionsDelete},
		{post, "/account/sessions/:session/removal", person, "", p.SessionsDelete},
		{post, "/account/tokens", person, "", p.TokensCreate},
		{post, "/account/tokens/:token/revocation", person, "", p.TokensDelete},

		{get, "/search", person, "", p.SearchShow},
	}
}
