package handlers

import (
	"slices"

	"rollcall/app/access"
	"rollcall/app/webhook"
)

// placeRoutes are the pages that organizations, pipes and tables have alike, and those of pipes and tables. The same
// handlers serve all of them: they find the place in the address.
func (s *server) placeRoutes() []route {
	return slices.Concat(
		s.webhookRoutes(org), s.invitationRoutes(org, access.ManageUsers),
		s.spaceRoutes(access.Pipe), s.spaceRoutes(access.Table),
	)
}

// webhookRoutes are Settings → Webhooks of the place at that address, and the events that its webhooks can hear.
func (s *server) webhookRoutes(at string) []route {
	p, hook, sent := s.pages, at+"/webhooks/:webhook", at+"/deliveries/:delivery"
	return []route{
		{get, at + "/webhooks", person, access.ManageWebhooks, p.WebhooksIndex},
		{post, at + "/webhooks", person, access.ManageWebhooks, p.WebhooksCreate},
		{get, at + "/webhooks/new", person, access.ManageWebhooks, p.WebhooksNew},
		{get, at + "/webhooks/delete", person, access.ManageWebhooks, p.WebhooksDelete},
		{post, at + "/webhooks/delete", person, access.ManageWebhooks, p.WebhooksDestroy},
		{get, hook, person, access.ManageWebhooks, p.WebhooksShow},
		{post, hook, person, access.ManageWebhooks, p.WebhooksUpdate},
		{get, hook + "/edit", person, access.ManageWebhooks, p.WebhooksEdit},
		{post, hook + "/pause", person, access.ManageWebhooks, p.PausesCreate},
		{post, hook + "/pause/removal", person, access.ManageWebhooks, p.PausesDelete},
		{post, hook + "/countdown", person, access.ManageWebhooks, p.CountdownsCreate},
		{post, hook + "/secret", person, access.ManageWebhooks, p.SecretsCreate},
		{get, hook + "/secret/rotation", person, access.ManageWebhooks, p.RotationsNew},
		{post, hook + "/secret/rotation", person, access.ManageWebhooks, p.RotationsCreate},
		{post, hook + "/secret/rotation/removal", person, access.ManageWebhooks, p.RotationsDelete},
		{post, hook + "/test", person, access.ManageWebhooks, p.TestsCreate},
		{get, hook + "/redelivery", person, access.ManageWebhooks, p.BulkNew(webhook.RedeliverMany)},
		{post, hook + "/redelivery", person, access.ManageWebhooks, p.BulkCreate(webhook.RedeliverMany)},
		{get, hook + "/cancellation", person, access.ManageWebhooks, p.BulkNew(webhook.CancelMany)},
		{post, hook + "/cancellation", person, access.ManageWebhooks, p.BulkCreate(webhook.CancelMany)},
		{post, hook + "/selection", person, access.ManageWebhooks, p.SelectionsCreate},
		{post, hook + "/catch-up", person, access.ManageWebhooks, p.CatchUpsCreate},
		{get, hook + "/operations", person, access.ManageWebhooks, p.OperationsIndex},
		{post, hook + "/operations/:operation/stop", person, access.ManageWebhooks, p.StopsCreate},
		{get, sent, person, access.ManageWebhooks, p.DeliveriesShow},
		{get, sent + "/test", person, access.ManageWebhooks, p.TestsShow},
		{get, sent + "/download", person, access.ManageWebhooks, p.DeliveriesDownload},
		{post, sent + "/attempts/:attempt/curl", person, access.ManageWebhooks, p.CurlsCreate},
		{post, sent + "/attempts/:attempt/location", person, access.ManageWebhooks, p.LocationsCreate},
		{post, sent + "/redelivery", person, access.ManageWebhooks, p.RedeliveriesCreate},
		{get, at + "/events", person, access.ManageWebhooks, p.EventsIndex},
		{get, at + "/events/:event", person, access.ManageWebhooks, p.EventsShow},
	}
}

// invitationRoutes are the invitations to the place at that address; manage is who may manage its members.
func (s *server) invitationRoutes(at string, manage access.Action) []route {
	p, one := s.pages, at+"/invitations/:invitation"
	return []route{
		{get, at + "/invitations", person, manage, p.InvitationsIndex},
		{post, at + "/invitations", person, manage, p.InvitationsCreate},
		{get, at + "/invitations/new", person, manage, p.InvitationsNew},
		{get, one, person, manage, p.InvitationsShow},
		{post, one + "/renewal", person, manage, p.InvitationRenewalsCreate},
		{post, one + "/revocation", person, manage, p.InvitationRevocationsCreate},
	}
}

// spaceRoutes are the pages of an organization's pipes, or of its tables.
func (s *server) spaceRoutes(kind access.SpaceKind) []route {
	p, all := s.pages, org+"/"+string(kind)+"s"
	one := all + "/:" + string(kind)
	return slices.Concat([]route{
		{get, all, person, access.ViewOrganization, p.SpacesIndex(kind)},
		{post, all, person, access.ManageSpaces, p.SpacesCreate(kind)},
		{get, all + "/new", person, access.ManageSpaces, p.SpacesNew(kind)},
		{get, one, person, access.ViewSpace, p.SpacesShow},
		{get, one + "/settings", person, access.ManageSpaces, p.SpacesEdit},
		{post, one + "/settings", person, access.ManageSpaces, p.SpacesUpdate},
		{get, one + "/delete", person, access.ManageSpaces, p.SpacesDelete},
		{post, one + "/delete", person, access.ManageSpaces, p.SpacesDestroy},
		{post, one + "/members/:user/role", person, access.ManageSpaceMembers, p.MemberRolesUpdate},
		{post, one + "/members/:user/removal", person, access.ManageSpaceMembers, p.MembersDelete},
	}, s.webhookRoutes(one), s.invitationRoutes(one, access.ManageSpaceMembers))
}
