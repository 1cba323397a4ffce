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

// WebhooksURL is Settings → Webhooks.
func WebhooksURL(name string) string { return OrganizationURL(name) + "/webhooks" }

// WebhookURL is one webhook: its delivery history.
func WebhookURL(name, id string) string { return WebhooksURL(name) + "/" + url.PathEscape(id) }

// DeliveryURL is one delivery with its attempts.
func DeliveryURL(name, id string) string {
	return OrganizationURL(name) + "/deliveries/" + url.PathEscape(id)
}
