package views

import (
	"bytes"
	"encoding/json"
	"slices"

	"rollcall/app/event"
	"rollcall/app/webhook"
)

// HeaderRow is one row of the custom headers in the form, as typed.
type HeaderRow struct {
	Name   string
	Value  string // typed; "" keeps the stored one
	Stored bool   // the webhook has a value for it
}

// spareRows is how many empty rows a form has: browsers without JavaScript need some to type into.
const spareRows = 3

// HeaderRows are the rows of the names, which have stored values, and empty ones for more.
func HeaderRows(names []string) []HeaderRow {
	rows := make([]HeaderRow, 0, len(names)+spareRows)
	for _, name := range names {
		rows = append(rows, HeaderRow{Name: name, Stored: true})
	}
	return WithSpareRows(rows)
}

// WithSpareRows adds empty rows to those that were typed.
func WithSpareRows(rows []HeaderRow) []HeaderRow {
	return append(slices.Clip(rows), make([]HeaderRow, spareRows)...)
}

// spare reports whether only a browser without JavaScript needs the row: an empty one that is not the first.
func (r HeaderRow) spare(i int) bool { return i > 0 && r == HeaderRow{} }

func (r HeaderRow) placeholder() string {
	if r.Stored {
		return "Stored. Type to replace it"
	}
	return "Value"
}

// typeGroup is the event types of one family in the form.
type typeGroup struct {
	Title   string
	Note    string
	Options []Option
	Chosen  []string
	Silent  bool // none of them ever fires
}

// folded hides what never fires, unless some of it is chosen.
func (g typeGroup) folded() bool {
	return g.Silent && !slices.ContainsFunc(g.Options, func(o Option) bool { return contains(g.Chosen, o.Value) })
}

// typeGroups are the event types that a webhook of that scope can have, by family, those that never fire last. One that
// is chosen in another spelling is offered in that one: saving the form must not change what the owner wrote.
func typeGroups(scope event.Scope, chosen []event.Type) []typeGroup {
	groups := []typeGroup{
		{Title: string(event.FamilyActivate)},
		{Title: string(event.FamilyPipefy)},
		{Title: "Pipefy's other actions: they never fire here", Silent: true,
			Note: "Accepted, so that webhooks made for Pipefy can be kept unchanged. Rollcall has no cards and no exports."},
	}
	for _, t := range event.ValidFor(scope) {
		info, _ := event.Lookup(t)
		o := Option{Value: string(spelt(t, chosen)), Label: string(spelt(t, chosen)), Help: info.Meaning}
		g := &groups[0]
		switch {
		case info.NeverFires:
			g, o.Help = &groups[2], ""
		case info.Family == event.FamilyPipefy:
			g = &groups[1]
		}
		g.Options, g.Chosen = append(g.Options, o), typeNames(chosen)
	}
	return slices.DeleteFunc(groups, func(g typeGroup) bool { return len(g.Options) == 0 })
}

// spelt is the type as it is spelt among the chosen ones.
func spelt(t event.Type, chosen []event.Type) event.Type {
	for _, c := range chosen {
		if event.Canonical(c) == t {
			return c
		}
	}
	return t
}

// firing are the webhook's own types that can fire, each with its line of meaning.
func firing(w webhook.Webhook) []Option {
	var options []Option
	for _, t := range w.Types {
		if info, _ := event.Lookup(t); !info.NeverFires {
			options = append(options, Option{Value: string(t), Label: string(t), Help: info.Meaning})
		}
	}
	return options
}

func typeNames(types []event.Type) []string {
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = string(t)
	}
	return names
}

// webhookExample is what a first webhook of the place could be for.
func webhookExample(p Page) string {
	if p.Space.ID != 0 {
		return "For example: take somebody out of a chat channel the moment they leave this " + string(p.Space.Kind) + "."
	}
	return "For example: remove somebody from every chat channel the moment they are disabled here."
}

func webhookNameHelp(scope event.Scope) string {
	if scope == event.ScopeOrganization {
		return "With a type of ACTIVATE: letters, digits, hyphens and underscores, beginning with a letter or digit; it is in every body, and the API finds the webhook by it. Otherwise any text."
	}
	return "What people call it: any text."
}

func headersHelp(f WebhookForm) string {
	help := "Sent with every delivery, for example Authorization. Values are kept encrypted, and not shown on pages again."
	if f.ID != "" {
		help += " Leave a stored value empty to keep it; clear the name to remove the header. Another scheme, host or port in the URL clears the values."
	}
	return help
}

func certificateHelp(f WebhookForm) string {
	help := "For an https receiver of your own whose certificate nobody vouches for. Deliveries stay encrypted, but whoever gets in between can pose as the receiver, and reads bodies and custom headers. Better: give the receiver a certificate from an authority that this server trusts."
	if f.ID != "" {
		help += " Another scheme, host or port in the URL takes this back."
	}
	return help
}

// indented is JSON with line breaks; as it is when it is none.
func indented(raw json.RawMessage) string {
	var b bytes.Buffer
	if json.Indent(&b, raw, "", "  ") != nil {
		return string(raw)
	}
	return b.String()
}
