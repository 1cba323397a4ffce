package views

import (
	"net/url"
	"time"

	"rollcall/app/event"
	"rollcall/app/webhook"
)

// FilterQuery is a filter and the page as fields of an address or a form.
func FilterQuery(f webhook.Filter) url.Values {
	return query(map[string]string{"status": string(f.State), "type": string(f.Type), "class": string(f.Class),
		"from": MomentField(f.From), "to": MomentField(f.To), "q": f.Query, "before": f.Before, "after": f.After})
}

// query leaves empty fields out.
func query(fields map[string]string) url.Values {
	q := url.Values{}
	for name, value := range fields {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

// MomentField is a time as an address and a control of type datetime-local have it: UTC, seconds where there are any;
// "" for the zero time and for one that could not be read.
func MomentField(t time.Time) string {
	switch t = t.UTC(); {
	case t.IsZero() || t.Year() < 1:
		return ""
	case t.Second() == 0:
		return t.Format("2006-01-02T15:04")
	}
	return t.Format("2006-01-02T15:04:05")
}

// stateURL is the history with that state and the other filters as they are.
func stateURL(p Page, h History, s webhook.State) string {
	f := h.Filter
	f.State, f.Before, f.After = s, "", ""
	return HistoryURL(p.Root(), h.Webhook.ID, f)
}

// filterTypes are the webhook's own types, and the one that is filtered by when it has it no more.
func filterTypes(h History) []event.Type {
	types := append([]event.Type(nil), h.Webhook.Types...)
	if h.Filter.Type != "" && !contains(typeNames(types), string(h.Filter.Type)) {
		types = append(types, h.Filter.Type)
	}
	return types
}

// statusClassName is what a class of statuses means.
func statusClassName(c webhook.Class) string {
	return map[webhook.Class]string{
		webhook.Class2xx: "2xx: accepted", webhook.Class3xx: "3xx: redirect", webhook.Class4xx: "4xx: refused", webhook.Class5xx: "5xx: receiver failed",
		webhook.ClassNone: "No usable answer",
	}[c]
}
