package event

import (
	"slices"
	"strings"

	"rollcall/app"
)

// Family is the system whose contract an event type comes from; it decides the shape of the body.
type Family string

// FamilyActivate is Parallel Works' ACTIVATE (contracts/activate.md).
const FamilyActivate Family = "ACTIVATE"

// Info is what the catalogue says about an event type.
type Info struct {
	Type    Type
	Family  Family
	Scopes  []Scope // where a webhook can subscribe to it
	Meaning string  // one line: when it fires
}

// Catalogue lists every event type in the order in which pages offer them.
func Catalogue() []Info {
	organization := []Scope{ScopeOrganization}
	return []Info{
		{UserCreated, FamilyActivate, organization, "A user logs in for the first time."},
		{UserDisabled, FamilyActivate, organization, "A user has been disabled."},
		{UserRemovedFromGroup, FamilyActivate, organization, "A user has been removed from a group of the organization."},
		{UserLogin, FamilyActivate, organization, "A user logs in."},
	}
}

// Canonical is the one spelling of an event type that has several. Webhooks keep and echo the spelling that their
// owner used; matching and comparing go by the canonical one. ACTIVATE's types have one spelling each.
func Canonical(t Type) Type { return t }

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
	info, known := Lookup(t)
	return known && info.Family == FamilyActivate
}

// ValidFor lists the event types that a webhook of that scope can subscribe to, in the catalogue's order.
func ValidFor(scope Scope) []Type {
	var valid []Type
	for _, info := range Catalogue() {
		if slices.Contains(info.Scopes, scope) {
			valid = append(valid, info.Type)
		}
	}
	return valid
}

// Spellings lists every name by which a webhook of that scope can subscribe, and so every type that its deliveries can
// have: ParseTypes takes these and no others.
func Spellings(scope Scope) []Type { return ValidFor(scope) }

// ParseTypes reads the names of event types for a webhook of that scope. It keeps the order and the spelling and drops
// repeats. The error is Invalid, field "type", and names the unknown one and the valid ones.
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
		string(scope) + ": choose from " + strings.Join(words, ", ") + "."})
}

// shorten keeps a sentence readable that quotes what somebody sent.
func shorten(s string) string {
	const most = 100
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
