package views

import (
	"net/url"
	"strconv"
)

// OrganizationsURL is the list of organizations.
const OrganizationsURL = "/organizations"

// OrganizationURL is the organization's first page.
func OrganizationURL(name string) string { return OrganizationsURL + "/" + url.PathEscape(name) }

// OrganizationSettingsURL is Settings → Organization: its title, its seats.
func OrganizationSettingsURL(name string) string { return OrganizationURL(name) + "/settings" }

// UsersURL is the list of the organization's users.
func UsersURL(name string) string { return OrganizationURL(name) + "/users" }

// UserURL is one user as the organization sees them.
func UserURL(name string, id int64) string {
	return UsersURL(name) + "/" + strconv.FormatInt(id, 10)
}

// GroupsURL is the list of the organization's groups.
func GroupsURL(name string) string { return OrganizationURL(name) + "/groups" }

// GroupURL is one group with its members.
func GroupURL(name string, id int64) string {
	return GroupsURL(name) + "/" + strconv.FormatInt(id, 10)
}

// InvitationsURL is the list of invitations to the place at root.
func InvitationsURL(root string) string { return root + "/invitations" }

// InvitationURL is one invitation to the place at root.
func InvitationURL(root, id string) string { return InvitationsURL(root) + "/" + url.PathEscape(id) }

// WebhooksURL is Settings → Webhooks of the place at root: an organization, pipe or table (Page.Root).
func WebhooksURL(root string) string { return root + "/webhooks" }

// WebhookURL is one webhook of the place at root: its delivery history.
func WebhookURL(root, id string) string { return WebhooksURL(root) + "/" + url.PathEscape(id) }

// DeliveryURL is one delivery of a webhook of the place at root, with its attempts.
func DeliveryURL(root, id string) string { return root + "/deliveries/" + url.PathEscape(id) }

// EventsURL is what happened in the place at root.
func EventsURL(root string) string { return root + "/events" }

// EventURL is one event that was heard in the place at root, with what became of it.
func EventURL(root, id string) string { return EventsURL(root) + "/" + url.PathEscape(id) }

// SearchURL is the search of everything that one may see.
const SearchURL = "/search"
