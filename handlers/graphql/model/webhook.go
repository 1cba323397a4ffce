package model

import (
	"encoding/json"
	"time"

	"rollcall/app/webhook"
)

// Webhook is a webhook of any scope.
type Webhook struct {
	ID        string
	Name      string
	URL       string
	Actions   []string // in the client's order and spelling
	Email     *string
	Headers   map[string]string // secret values masked; nil for none
	Filters   json.RawMessage
	Enabled   bool
	CreatedAt time.Time
}

// WebhookOf renders a webhook.
func WebhookOf(w webhook.Webhook) *Webhook {
	actions := make([]string, len(w.Types))
	for i, t := range w.Types {
		actions[i] = string(t)
	}
	return &Webhook{ID: w.ID, Name: w.Name, URL: w.URL, Actions: actions, Email: text(w.Email), Headers: w.Headers, Filters: w.Filters,
		Enabled: w.Enabled, CreatedAt: w.CreatedAt}
}

func webhooksOf(list []webhook.Webhook) []*Webhook {
	shown := make([]*Webhook, len(list))
	for i, w := range list {
		shown[i] = WebhookOf(w)
	}
	return shown
}

// text is null for "".
func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
