package event

import (
	"slices"
	"strings"

	"rollcall/app"
)

// Family is the system whose contract an event type comes from; it decides the shape of the body.
type Family string

// The families, a closed list.
const (
	FamilyActivate Family = "ACTIVATE" // Parallel Works' ACTIVATE (contracts/activate.md)
	FamilyPipefy   Family = "Pipefy"   // contracts/pipefy.md
)

// Info is what the catalogue says about an event type.
type Info struct {
	Type       Type
	Family     Family
	Scopes     []Scope // where a webhook can subscribe to it
	Meaning    string  // one line: when it fires
	Spellings  []Type  // the other names by which a webhook can subscribe to it
	NeverFires bool    // the name is accepted and kept, so that existing configurations apply, and nothing here ever fires it
}

// Catalogue lists every event type in the order in which pages offer them.
func Catalogue() []Info {
	organization, pipe, table := []Scope{ScopeOrganization}, []Scope{ScopePipe}, []Scope{ScopeTable}
	catalogue := []Info{
		{Type: UserCreated, Family: FamilyActivate, Scopes: organization, Meaning: "A user logs in for the first time."},
		{Type: UserDisabled, Family: FamilyActivate, Scopes: organization, Meaning: "A user has been disabled."},
		{Type: UserRemovedFromGroup, Family: FamilyActivate, Scopes: organization, Meaning: "A user has been removed from a group of the organization."},
		{Type: UserLogin, Family: FamilyActivate, Scopes: organization, Meaning: "A user logs in."},
		{Type: UserInvitationSent, Family: FamilyPipefy, Scopes: organization, Meaning: "Somebody has been invited to the organization, or to one of its pipes or tables."},
		{Type: UserInvitationAcceptance, Family: FamilyPipefy, Scopes: organization, Spellings: []Type{UserInvitationAccepted},
			Meaning: "Somebody who was invited has created their account by the link of the invitation."},
		{Type: UserRemovalFromOrg, Family: FamilyPipefy, Scopes: organization, Meaning: "A user has been removed from the organization."},
		{Type: UserRemovalFromPipe, Family: FamilyPipefy, Scopes: pipe, Meaning: "A user has been removed from the pipe."},
		{Type: UserRemovalFromTable, Family: FamilyPipefy, Scopes: table, Meaning: "A user has been removed from the table."},
		{Type: UserRoleSet, Family: FamilyPipefy, Scopes: []Scope{ScopeOrganization, ScopePipe, ScopeTable}, Meaning: "A member's role has been changed there."},
	}
	for _, t := range silent() {
		catalogue = append(catalogue, Info{Type: t, Family: FamilyPipefy, Scopes: []Scope{ScopePipe, ScopeTable}, NeverFires: true,
			Meaning: "Accepted, so that webhooks made for Pipefy can be created here unchanged. Rollcall has no cards and no such exports: it never fires."})
	}
	return catalogue
}

// silent is Pipefy's actions that are about no user (contracts/pipefy.md, Webhook rules).
func silent() []Type {
	return []Type{"card.create", "card.field_update", "card.move", "card.done", "card.delete", "card.late", "card.overdue", "card.expired",
		"card.comment_create", "card.email_received", "audit_log.export_finished"}
}

// Canonical is the one spelling of an event type that has several. Webhooks keep and echo the spelling that their
// owner used; matching and comparing go by the canonical one.
func Canonical(t Type) Type {
	if t == UserInvitationAccepted {
		return UserInvitationAcceptance
	}
	return t
}

// Lookup finds the catalogue's entry of an event type, whatever its spelling.
func Lookup(t Type) (Info, bool) {
	for _, info := range Catalogue() {
		if info.Type == Canonical(t) {
			return info, true
		}
	}
	return Info{}, false
}

// Activate reports whether the type is of ACTIVATE's family: a webhook with one has a name by ACTIVATE's rules and is
// seen by its API.
func Activate(t Type) bool {
	switch t {
	case UserCreated, UserDisabled, UserRemovedFromGroup, UserLogin:
		return true
	}
	return false
}

// NeverFires reports whether the type is one that is accepted and kept, and that nothing here fires.
func NeverFires(t Type) bool { return slices.Contains(silent(), t) }

// Card reports whether the type is about a card: what filters are for (contracts/pipefy.md, Webhook rules).
func Card(t Type) bool { return strings.HasPrefix(string(t), "card.") }

// ValidFor lists the event types that a webhook of that scope can subscribe to, in the catalogue's order, those that
// never fire last.
func ValidFor(scope Scope) []Type {
	var valid []Type
	for _, info := range Catalogue() {
		if slices.Contains(info.Scopes, scope) {
			valid = append(valid, info.Type)
		}
	}
	return valid
}

// Spellings lists every name by which a webhook of that scope can subscribe: ParseTypes takes these and no others.
func Spellings(scope Scope) []Type {
	var names []Type
	for _, info := range Catalogue() {
		if slices.Contains(info.Scopes, scope) {
			names = append(append(names, info.Type), info.Spellings...)
		}
	}
	return names
}

// Fired lists every type that a delivery of a webhook of that scope can have: the spellings of what fires.
func Fired(scope Scope) []Type {
	return slices.DeleteFunc(Spellings(scope), NeverFires)
}

// ParseTypes reads the names of event types for a webhook of that scope. It keeps the order and the spelling and drops
// repeats, among which two spellings of one type count. The error is Invalid, field "type", reason input, and names the
// unknown one and the valid ones.
func ParseTypes(scope Scope, names []string) ([]Type, error) {
	spellings := Spellings(scope)
	types := make([]Type, 0, min(len(names), len(spellings)))
	for _, name := range names {
		t := Type(name)
		if !slices.Contains(spellings, t) {
			return nil, unknownType(name, scope, ValidFor(scope))
		}
		if !slices.ContainsFunc(types, func(other Type) bool { return Canonical(other) == Canonical(t) }) {
			types = append(types, t)
		}
	}
	return types, nil
}

func unknownType(name string, scope Scope, valid []Type) error {
	words := make([]string, len(valid))
	for i, t := range valid {
		words[i] = string(t)
	}
	article := "a"
	if scope == ScopeOrganization {
		article = "an"
	}
	return app.Refuse(app.Field{Name: "type", Message: "There is no event type \"" + shorten(name) + "\" for " + article + " " +
		string(scope) + ": choose from " + strings.Join(words, ", ") + "."}).Because(app.ReasonInput)
}

// shorten keeps a sentence readable that quotes what somebody sent.
func shorten(s string) string {
	const most = 100
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
