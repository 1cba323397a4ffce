package handlers

import "rollcall/app/access"

// organizationRoutes are organizations and their settings.
func (s *server) organizationRoutes() []route {
	p := s.pages
	return []route{
		{get, "/organizations", person, "", p.OrganizationsIndex},
		{post, "/organizations", person, access.CreateOrganization, p.OrganizationsCreate},
		{get, "/organizations/new", person, access.CreateOrganization, p.OrganizationsNew},
		{get, org, person, access.ViewOrganization, p.OrganizationsShow},
		{get, org + "/settings", person, access.ViewOrganization, p.SettingsShow},
		{post, org + "/settings", person, access.EditOrganization, p.SettingsUpdate},
		{post, org + "/seats", person, access.SetSeats, p.SeatsUpdate},
	}
}

// userRoutes are an organization's users and guests.
func (s *server) userRoutes() []route {
	p, user := s.pages, org+"/users/:user"
	return []route{
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
	}
}

// groupRoutes are an organization's groups and who is in them.
func (s *server) groupRoutes() []route {
	p, group := s.pages, org+"/groups/:group"
	return []route{
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
	}
}

// serviceRoutes are an organization's service accounts.
func (s *server) serviceRoutes() []route {
	p, service := s.pages, org+"/service-accounts/:account"
	return []route{
		{get, org + "/service-accounts", person, access.ManageServices, p.ServicesIndex},
		{post, org + "/service-accounts", person, access.ManageServices, p.ServicesCreate},
		{get, service + "/secret", person, access.ManageServices, p.ServiceSecretsNew},
		{post, service + "/secret", person, access.ManageServices, p.ServiceSecretsCreate},
		{get, service + "/delete", person, access.ManageServices, p.ServicesDelete},
		{post, service + "/delete", person, access.ManageServices, p.ServicesDestroy},
	}
}
