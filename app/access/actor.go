// Package access knows who acts and what they may do: actors, roles, the policy, passwords, sign-in sessions and API
// tokens. It knows nothing of what the directory or the webhooks do with a permission once they have it.
package access

import "rollcall/app/audit"

// Kind is what sort of thing acts.
type Kind string

// The kinds of actor, a closed list.
const (
	KindNobody  Kind = "nobody"  // not signed in
	KindUser    Kind = "user"    // a person with a session
	KindToken   Kind = "token"   // a person's API token
	KindService Kind = "service" // a service account's access token
	KindCommand Kind = "command" // somebody at the terminal of the machine: may do everything
	KindSystem  Kind = "system"  // Rollcall itself
)

// Actor is who acts: the subject of every policy question and of every audit row.
type Actor struct {
	Kind      Kind
	UserID    int64  // 0 for nobody, service, command and system
	ServiceID int64  // of a service account; 0 for everybody else
	Username  string // of a service account its client id
	Name      string
	Email     string
	SiteAdmin bool
	Source    string // the door: "page", "rest", "graphql", "command", "system"
	Address   string // the client's IP address, "" where there is none
	RequestID string
	SessionID string // the session's public id; "" without a session
	TokenID   string // the token's public id; "" without a token
}

// Command is the actor of the terminal commands.
func Command() Actor {
	return Actor{Kind: KindCommand, Name: "command line", Username: "command", SiteAdmin: true, Source: "command"}
}

// System is the actor of what Rollcall does by itself.
func System() Actor {
	return Actor{Kind: KindSystem, Name: "Rollcall", Username: "rollcall", SiteAdmin: true, Source: "system"}
}

// SignedIn reports whether the actor is somebody.
func (a Actor) SignedIn() bool { return a.Kind != KindNobody && a.Kind != "" }

// Who names the actor in an audit row.
func (a Actor) Who() audit.Who {
	kind := a.Kind
	if kind == "" {
		kind = KindNobody
	}
	return audit.Who{Kind: string(kind), ID: a.UserID, Name: a.Username, Source: a.Source, Address: a.Address, RequestID: a.RequestID}
}
