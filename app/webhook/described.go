package webhook

import (
	"encoding/json"

	"rollcall/app/event"
	"rollcall/app/outbound"
)

// description is what an audit row says of a webhook. There is no secret in it, nor what may be one in the
// URL: of headers it has the names.
type description struct {
	Scope       event.Scope       `json:"scope"`
	ScopeID     int64             `json:"scopeId"`
	Name        string            `json:"name"`
	URL         string            `json:"url"`
	Description string            `json:"description,omitempty"`
	Types       []event.Type      `json:"types"`
	Enabled     bool              `json:"enabled"`
	Pause       PauseReason       `json:"pause,omitempty"`
	Email       string            `json:"email,omitempty"`
	Headers     map[string]string `json:"headers,omitempty"`
	Filters     json.RawMessage   `json:"filters,omitempty"`
	Verify      bool              `json:"verifyCertificate"`
}

// described is nil for no webhook.
func described(w Webhook) any {
	if w.ID == "" {
		return nil
	}
	return describe(w)
}

func describe(w Webhook) description {
	d := description{Scope: w.Scope, ScopeID: w.ScopeID, Name: w.Name, URL: outbound.MaskedURL(w.URL), Description: w.Description, Types: w.Types,
		Enabled: w.Enabled, Pause: w.Pause, Email: w.Email, Headers: map[string]string{}, Filters: w.Filters, Verify: !w.Unverified}
	for name := range w.Headers {
		d.Headers[name] = "(set)"
	}
	return d
}

// describedAfter is described for what has been made of old: it says which headers have other values now.
func describedAfter(w, old draft) any {
	if w.ID == "" {
		return nil
	}
	d := describe(w.Webhook)
	for name, value := range w.own {
		if before, known := old.own[name]; known && before != value {
			d.Headers[name] = "(changed)"
		}
	}
	return d
}
