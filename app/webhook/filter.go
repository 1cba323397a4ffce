package webhook

import (
	"slices"
	"strings"
	"time"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/outbound"
)

// Filter narrows a list of deliveries. The zero Filter is all of them, newest first. Its first six fields say which, and
// all of them must hold; the last three say which page of those. As JSON it is what an operation on all that match is
// stored with, and has no page.
type Filter struct {
	State State      `json:"status,omitempty"`
	Type  event.Type `json:"type,omitempty"`
	Class Class      `json:"class,omitempty"` // what the last attempt came to
	From  time.Time  `json:"from,omitzero"`   // made at that time or later; zero for no bound
	To    time.Time  `json:"to,omitzero"`     // made before that time; zero for no bound
	Query string     `json:"q,omitempty"`     // a delivery's id, an event's id, or the user's e-mail address, capitals or not

	Before string `json:"-"` // Page.Older of the page before: only older ones (keyset)
	After  string `json:"-"` // Page.Newer of the page after: only newer ones (keyset)
	Limit  int    `json:"-"` // 1 to 100; 0 means 50
}

const (
	pageDefault = 50
	pageMost    = 100
	queryBytes  = 254 // an e-mail address is the longest that can be asked for (RFC 5321, 4.5.3.1.3)
)

// Class is what the last attempt of a delivery came to: a class of HTTP statuses, "none" for no answer to rely on, or
// one of outbound.Classes.
type Class string

// The classes of statuses, a closed list. With ClassNone they part what was attempted; the error classes part what
// failed once more, and finer where there was no answer.
const (
	Class2xx  Class = "2xx" // the receiver took it
	Class3xx  Class = "3xx"
	Class4xx  Class = "4xx"
	Class5xx  Class = "5xx"
	ClassNone Class = "none" // no answer, or none that was complete and HTTP
)

// StatusClasses lists the classes of statuses in the order in which filters offer them.
func StatusClasses() []Class { return []Class{Class2xx, Class3xx, Class4xx, Class5xx, ClassNone} }

// known reports whether it is one of the list.
func (c Class) known() bool {
	return slices.Contains(StatusClasses(), c) || slices.Contains(outbound.Classes(), outbound.ErrorClass(c))
}

// outcomes is what the column of that name has for the class; none for Class2xx.
func (c Class) outcomes() []string {
	switch c {
	case Class2xx:
		return nil
	case Class3xx:
		return []string{string(outbound.RedirectNotFollowed)}
	case ClassNone:
		var without []string
		for _, class := range outbound.Classes() {
			if class != outbound.HTTPStatus && class != outbound.RedirectNotFollowed {
				without = append(without, string(class))
			}
		}
		return without
	case Class(outbound.HTTPStatus):
		return []string{string(Class4xx), string(Class5xx)}
	}
	return []string{string(c)}
}

// Narrow reports whether the filter leaves anything out, whatever the page.
func (f Filter) Narrow() bool {
	f.Before, f.After, f.Limit = "", "", 0
	return f != Filter{}
}

// bySubject reports whether a user's address is searched for. Such a page is in the order of the events, and so are its
// Before and After: an event has one delivery for a webhook at most.
func (f Filter) bySubject() bool { return f.Query != "" && !isUUID(f.Query) }

// cursor is what Before or After say of a delivery.
func (f Filter) cursor(d Delivery) string {
	if f.bySubject() {
		return d.EventID
	}
	return d.ID
}

// ids is between which ids the page lies; neither is in it. Ids are made in the order of time. By subject they are
// those of events, which happen before their deliveries are made, a catch-up's long before.
func (f Filter) ids() (low, high string) {
	low, high = lowestID, highestID
	if f.Before != "" {
		high = f.Before
	}
	if !f.To.IsZero() {
		high = min(high, firstID(f.To))
	}
	if !f.From.IsZero() && !f.bySubject() {
		low = beforeID(firstID(f.From))
	}
	return max(low, f.After), high
}

// checkFilter refuses what makes no sense, each with the name of its field in an address, and fills in the limit.
func checkFilter(f Filter, scope event.Scope) (Filter, error) {
	if f.State != "" && !slices.Contains(States(), f.State) {
		return f, app.Refuse(app.Field{Name: "status", Message: "There is no such status: choose pending, retrying, delivered, failed, cancelled or held."})
	}
	if f.Type != "" {
		if _, err := event.ParseTypes(scope, []string{string(f.Type)}); err != nil {
			return f, err
		}
	}
	if f.Class != "" && !f.Class.known() {
		return f, app.Refuse(app.Field{Name: "class", Message: "There is no such class: choose 2xx, 3xx, 4xx, 5xx, none or an error class such as dns_failed."})
	}
	if err := checkRange(f.From, f.To); err != nil {
		return f, err
	}
	if f.Query = strings.TrimSpace(f.Query); f.Query != "" && !searchable(f.Query) {
		return f, app.Refuse(app.Field{Name: "q", Message: "Search for a whole e-mail address, the id of an event or the id of a delivery."})
	}
	if isUUID(f.Query) {
		f.Query = deliveryKey(f.Query)
	}
	if !isCursor(f.Before) || !isCursor(f.After) {
		return f, app.Refuse(app.Field{Name: "before", Message: "This page does not exist: start again with the newest."})
	}
	f.Before, f.After = deliveryKey(f.Before), deliveryKey(f.After)
	if f.Limit <= 0 {
		f.Limit = pageDefault
	}
	f.Limit = min(f.Limit, pageMost)
	return f, nil
}

// checkRange refuses a range of time that nothing can be in, and times that an id can't hold.
func checkRange(from, to time.Time) error {
	for _, bound := range []struct {
		name string
		at   time.Time
	}{{"from", from}, {"to", to}} {
		if !bound.at.IsZero() && (bound.at.Year() < 1970 || bound.at.Year() > 9999) {
			return app.Refuse(app.Field{Name: bound.name, Message: "This is not a time: write it like 2026-11-21 14:05, in UTC, in a year from 1970 to 9999."})
		}
	}
	if !from.IsZero() && !to.IsZero() && !from.Before(to) {
		return app.Refuse(app.Field{Name: "to", Message: "The end of the time range must be after its beginning."})
	}
	return nil
}

// searchable reports whether a text can be an id or an address.
func searchable(text string) bool {
	if isUUID(text) {
		return true
	}
	name, host, ok := strings.Cut(text, "@")
	return ok && name != "" && host != "" && len(text) <= queryBytes && strings.ToValidUTF8(text, "") == text && !strings.ContainsRune(text, 0)
}

func isCursor(id string) bool { return id == "" || isUUID(id) }
