package views

import (
	"errors"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
)

// Theme is what the person chose to look at; it comes from a cookie.
type Theme string

// The themes, a closed list.
const (
	ThemeSystem Theme = "system"
	ThemeLight  Theme = "light"
	ThemeDark   Theme = "dark"
)

// ParseTheme reads a cookie or form value; anything unknown is the system's theme.
func ParseTheme(s string) Theme {
	if t := Theme(s); t == ThemeLight || t == ThemeDark {
		return t
	}
	return ThemeSystem
}

// OnOff is the word by which a switch is posted and kept.
func OnOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// Section is the entry of the navigation that a page belongs to; it gets aria-current.
type Section string

// The sections, a closed list.
const (
	SectionNone          Section = ""
	SectionOrganizations Section = "organizations"
	SectionUsers         Section = "users"
	SectionGroups        Section = "groups"
	SectionPipes         Section = "pipes"
	SectionTables        Section = "tables"
	SectionMembers       Section = "members" // of a pipe or table
	SectionInvitations   Section = "invitations"
	SectionSettings      Section = "settings" // of a pipe or table
	SectionWebhooks      Section = "webhooks"
	SectionEvents        Section = "events"
	SectionSearch        Section = "search"
	SectionServices      Section = "services"
	SectionOrganization  Section = "organization"
	SectionAccount       Section = "account"
	SectionCatalogue     Section = "catalogue"
)

// Page is what every page needs around its content.
type Page struct {
	Title   string // of the document, without the organization: "Deliveries – HR sync"
	Path    string // of the request with its query: where the theme form comes back to
	Theme   Theme
	Now     time.Time       // what relative times are relative to
	Actor   access.Actor    // the zero Actor is nobody: no account menu
	Place   access.Place    // the organization the page is in; the zero Place is none: no sidebar
	Space   directory.Space // the pipe or table the page is in, which Place owns; the zero Space is none
	Section Section
	Flash   []Toast // what the request before this one left to say
	Proof   string  // what forms send along where the page's policy hides where they come from; "" elsewhere
	Plain   bool    // passwords typed here travel readable: plain http from another machine

	ShortcutsOff bool // the person wants no keyboard shortcuts; it comes from a cookie
}

// DocumentTitle is Title with the names of the pipe or table and of the organization, or the product's name outside.
func (p Page) DocumentTitle() string {
	switch {
	case p.Title == "":
		return "Rollcall"
	case p.Space.ID != 0:
		return p.Title + " – " + p.Space.Name + " – " + p.Place.Title
	case p.Place.ID != 0:
		return p.Title + " – " + p.Place.Title
	}
	return p.Title + " – Rollcall"
}

// Root is the address of the place that the page is in: what its webhooks' addresses begin with.
func (p Page) Root() string {
	if p.Space.ID != 0 {
		return SpaceURL(p.Place.Name, p.Space)
	}
	return OrganizationURL(p.Place.Name)
}

func (p Page) allows(action access.Action) bool { return p.Place.Allows(p.Actor, action) }

func (p Page) current(s Section) string { return currentIf(s == p.Section) }

func currentIf(yes bool) string {
	if yes {
		return "page"
	}
	return "false"
}

// sidebar is the entry of the sidebar that the page belongs to: pages of a pipe or table have a navigation of their own.
func (p Page) sidebar() Section {
	switch {
	case p.Space.Kind == access.Pipe:
		return SectionPipes
	case p.Space.Kind == access.Table:
		return SectionTables
	case p.Section == SectionInvitations:
		return SectionUsers
	}
	return p.Section
}

// Toast is a short message at the bottom right. Nothing that must be acted on, or can't be seen twice, is only a toast.
type Toast struct {
	Text  string
	Error bool // stays until dismissed, and is announced at once
}

// FormErrors is why a form came back: a sentence, and one for each field that was refused. The zero value is no error.
type FormErrors struct {
	Message string
	Fields  []app.Field
}

// ErrorsOf reads the refusal in err for a form. Anything that is not a refusal gives the zero value: it is no matter
// of the form.
func ErrorsOf(err error) FormErrors {
	var e *app.Error
	if !errors.As(err, &e) {
		return FormErrors{}
	}
	return FormErrors{Message: e.Message, Fields: e.Fields}
}

// Any reports whether there is something to say.
func (f FormErrors) Any() bool { return f.Message != "" || len(f.Fields) > 0 }

// For returns the sentence about the field with that name, or "".
func (f FormErrors) For(name string) string {
	for _, field := range f.Fields {
		if field.Name == name {
			return field.Message
		}
	}
	return ""
}
