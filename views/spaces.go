package views

import (
	"slices"
	"strconv"

	"rollcall/app/access"
	"rollcall/app/directory"
)

// SpacesURL is the list of an organization's pipes or tables.
func SpacesURL(name string, kind access.SpaceKind) string {
	return OrganizationURL(name) + "/" + string(kind) + "s"
}

// SpaceURL is one pipe or table. Its last part is the id that APIs give: a pipe's number, a table's suid.
func SpaceURL(name string, s directory.Space) string {
	return SpacesURL(name, s.Kind) + "/" + spaceID(s)
}

func spaceID(s directory.Space) string {
	if s.Kind == access.Table {
		return s.SUID
	}
	return strconv.FormatInt(s.ID, 10)
}

// spaceIDs are the ids by which APIs know a pipe or table (contracts/pipefy.md, Ids).
func spaceIDs(s directory.Space) []struct{ name, value string } {
	ids := []struct{ name, value string }{{"id", spaceID(s)}, {"suid", s.SUID}, {"uuid", s.UUID}}
	if s.Kind == access.Table {
		ids[1].name, ids[1].value = "internal_id", strconv.FormatInt(s.ID, 10)
	}
	return ids
}

// words are how pages speak of a kind.
type words struct {
	Many    string
	Lead    string
	None    string
	Example string
	Begin   string // beside the form of a new one
}

func spaceWords(kind access.SpaceKind) words {
	if kind == access.Table {
		return words{"Tables", "Tables have members with roles of their own, and webhooks that hear of them.", "No tables yet",
			"A table is a part of the organization with its own members: for example Suppliers, whom purchasing may edit and nobody else.",
			"You are not a member of it yourself. Invite its members next."}
	}
	return words{"Pipes", "Pipes have members with roles of their own, and webhooks that hear of them.", "No pipes yet",
		"A pipe is a part of the organization with its own members: for example Onboarding, with human resources as its admins and managers who only read and comment.",
		"You are not a member of it yourself. Invite its members next."}
}

// SpacesTitle is what the list of a kind is called.
func SpacesTitle(kind access.SpaceKind) string { return spaceWords(kind).Many }

// KindName begins a sentence about a kind: "Pipe saved."
func KindName(kind access.SpaceKind) string { return capital(string(kind)) }

func spaceIcon(kind access.SpaceKind) string { return string(kind) }

func visibility(public bool) string {
	if public {
		return "Everybody in the organization"
	}
	return "Its members"
}

// colors are those that pages know; an API may have set another word, which is kept and not drawn.
func colors() []string {
	return []string{"gray", "red", "orange", "yellow", "green", "cyan", "blue", "purple", "pink"}
}

func colorClass(color string) string {
	if slices.Contains(colors(), color) {
		return "color-" + color
	}
	return "color-none"
}

func colorOptions() []Option {
	options := []Option{{Value: "", Label: "None"}}
	for _, c := range colors() {
		options = append(options, Option{Value: c, Label: capital(c)})
	}
	return options
}

func iconOptions() []Option {
	return []Option{{Value: "", Label: "The usual one"}, {Value: "users", Label: "People"}, {Value: "building", Label: "Building"}, {Value: "inbox", Label: "Inbox"},
		{Value: "mail", Label: "Letter"}, {Value: "key", Label: "Key"}, {Value: "clock", Label: "Clock"}, {Value: "send", Label: "Paper plane"},
		{Value: "list", Label: "List"}, {Value: "code", Label: "Code"}, {Value: "lock", Label: "Lock"}, {Value: "eye", Label: "Eye"}}
}

// withPresent adds the value that an API has set, so that saving the form keeps it.
func withPresent(options []Option, value string) []Option {
	if slices.ContainsFunc(options, func(o Option) bool { return o.Value == value }) {
		return options
	}
	return append(options, Option{Value: value, Label: value})
}

// capital begins a label.
func capital(s string) string {
	if s == "" {
		return ""
	}
	return string(s[0]-'a'+'A') + s[1:]
}

func oneOrMany(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
