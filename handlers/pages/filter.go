package pages

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/views"
)

// filterOf is the filter that the fields of an address or a form say; views.FilterQuery writes them. What is in them is
// the use-case's to judge.
func filterOf(fields url.Values) webhook.Filter {
	return webhook.Filter{
		State: webhook.State(fields.Get("status")), Type: event.Type(fields.Get("type")), Class: webhook.Class(fields.Get("class")),
		From: moment(fields.Get("from"), 0), To: moment(fields.Get("to"), 24*time.Hour), Query: strings.TrimSpace(fields.Get("q")),
		Before: fields.Get("before"), After: fields.Get("after"),
	}
}

// unreadable is a time that no filter accepts, for one that can't be read.
var unreadable = time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC)

// moment reads a time as a person or a control of type datetime-local writes it, in UTC unless it says otherwise; zero for
// "". A date without a time is where that day begins, or so much later.
func moment(text string, day time.Duration) time.Time {
	text = strings.Replace(strings.TrimSpace(text), " ", "T", 1)
	if text == "" {
		return time.Time{}
	}
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return t.Add(day)
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05", time.RFC3339} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC().Truncate(time.Microsecond)
		}
	}
	return unreadable
}

// filterStatus is the status of a list: a filter that makes no sense is the asker's fault, and the page is there.
func filterStatus(refused views.FormErrors) int {
	if refused.Any() {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}
