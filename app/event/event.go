// Package event knows the catalogue of event types, what an event records, and the bodies that receivers get.
// It fills nothing in by itself: the rooms that change something hand it the facts as they were at that moment.
package event

import "time"

// Type is the name of an event type on the wire.
type Type string

// The event types of ACTIVATE's family (contracts/activate.md).
const (
	UserCreated          Type = "USER_CREATED"
	UserDisabled         Type = "USER_DISABLED"
	UserRemovedFromGroup Type = "USER_REMOVED_FROM_GROUP"
	UserLogin            Type = "USER_LOGIN"
)

// The user event types of Pipefy's family (contracts/pipefy.md). UserInvitationAccepted is the announcement's spelling
// of UserInvitationAcceptance: what happens is recorded as the latter.
const (
	UserInvitationSent       Type = "user.invitation_sent"
	UserInvitationAcceptance Type = "user.invitation_acceptance"
	UserInvitationAccepted   Type = "user.invitation_accepted"
	UserRoleSet              Type = "user.role_set"
	UserRemovalFromOrg       Type = "user.removal_from_org"
	UserRemovalFromPipe      Type = "user.removal_from_pipe"
	UserRemovalFromTable     Type = "user.removal_from_table"
)

// Scope is the kind of place that a webhook listens to.
type Scope string

// The scopes, a closed list.
const (
	ScopeOrganization Scope = "organization"
	ScopePipe         Scope = "pipe"
	ScopeTable        Scope = "table"
)

// Place is where an event is heard: the webhooks of that scope and id. An event has at least one, each once.
type Place struct {
	Scope Scope
	ID    int64 // numeric id of the organization, pipe or table
}

// User is a person as they were when the event happened.
type User struct {
	ID       int64  `json:"id"`
	HexID    string `json:"hexId"` // 24 lower-case hex digits
	Name     string `json:"name"`
	Username string `json:"username"`
	Email    string `json:"email"`
	UUID     string `json:"uuid,omitempty"`
	Avatar   string `json:"avatar,omitempty"` // URL of a picture; "" when the user has none
}

// Organization is an organization as it was when the event happened.
type Organization struct {
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Title string `json:"title"`
}

// About is the organization, pipe or table that a change is about, as it was when the event happened: where somebody was
// invited to, has a role, or was removed from.
type About struct {
	Kind Scope  `json:"kind"`
	ID   int64  `json:"id"`
	SUID string `json:"suid,omitempty"` // of a pipe or table
	UUID string `json:"uuid,omitempty"`
	Name string `json:"name"` // an organization's title
}

// Facts is everything that a body may need. It is stored with the event as JSON and never changed afterwards,
// so that a body made later (a catch-up) is the body that would have been made then.
type Facts struct {
	Subject        User         `json:"subject"`
	Home           Organization `json:"home"`                     // the organization the subject is in
	RemainingSeats *int64       `json:"remainingSeats,omitempty"` // of Home, after the change; nil when unlimited
	GroupName      string       `json:"groupName,omitempty"`
	Actor          User         `json:"actor"`                  // who did it; zero when Rollcall or the command line did
	About          About        `json:"about,omitzero"`         // of Pipefy's family only
	PreviousRole   string       `json:"previousRole,omitempty"` // of a role that was set
	NewRole        string       `json:"newRole,omitempty"`
}

// Event is one change, recorded in the same transaction as the change.
type Event struct {
	ID     string // UUID, version 7
	Type   Type
	At     time.Time // UTC, microseconds
	Places []Place
	Source string // the door it came through: "page", "rest", "graphql", "command", "system"
	Facts  Facts
}

// Receiver is what a body says about the webhook that it is for.
type Receiver struct {
	WebhookID    string // 24 hex digits
	WebhookName  string
	Organization Organization   // the one that owns the webhook
	DeliveryID   string         // UUID: Pipefy's payload_id
	Spelling     Type           // the event type as the webhook's owner spelt it
	Zone         *time.Location // that Pipefy's bodies write local times in; nil is UTC
}
