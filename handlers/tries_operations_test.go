package handlers

import (
	"maps"
	"net/http"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/webhook"
)

// addOperations adds what is done with many deliveries of a webhook.
func addOperations(rows map[string]func(*world, knocker) try, pattern string, here func(*world) spot) {
	of := func(state webhook.State, rest string) func(*world, knocker) try {
		return func(w *world, _ knocker) try {
			s := here(w)
			d := w.inState(w.sentAt(s), state)
			return try{path: s.root + "/webhooks/" + d.WebhookID + rest, form: []string{"do", "redeliver", "delivery", d.ID}}
		}
	}
	hook := pattern + "/webhooks/:webhook"
	maps.Copy(rows, map[string]func(*world, knocker) try{
		"GET " + hook + "/redelivery":    of(webhook.Failed, "/redelivery"),
		"POST " + hook + "/redelivery":   of(webhook.Failed, "/redelivery"),
		"GET " + hook + "/cancellation":  of(webhook.Held, "/cancellation"),
		"POST " + hook + "/cancellation": of(webhook.Held, "/cancellation"),
		"POST " + hook + "/selection":    of(webhook.Failed, "/selection"),
		"GET " + hook + "/operations":    answers(http.StatusSeeOther, of(webhook.Failed, "/operations")), // without htmx it is the webhook's own page
		"POST " + hook + "/catch-up": func(w *world, _ knocker) try {
			s := here(w)
			made := w.hookAt(s)
			w.misses(made.ID)
			return try{path: s.root + "/webhooks/" + made.ID + "/catch-up", form: []string{"mode", "skip"}}
		},
		"POST " + hook + "/operations/:operation/stop": func(w *world, _ knocker) try {
			s := here(w)
			d := w.inState(w.sentAt(s), webhook.Failed)
			o, err := w.webhooks.RedeliverAll(w.t.Context(), access.Command(), "acme", d.WebhookID, webhook.Filter{})
			if err != nil {
				w.t.Fatal(err)
			}
			return try{path: s.root + "/webhooks/" + d.WebhookID + "/operations/" + o.ID + "/stop"}
		},
	})
}

// inState writes what an attempt, or a pause, would have made of a delivery.
func (s *site) inState(d webhook.Delivery, state webhook.State) webhook.Delivery {
	s.t.Helper()
	s.exec(`UPDATE deliveries SET state = $2, lane = NULL, due_at = NULL, due_reason = '', due_by = '', finished_at = $3 WHERE id = $1`, d.ID, state, s.clock.Now())
	d.State = state
	return d
}

// misses writes a miss of an event that happened now.
func (s *site) misses(hookID string) {
	s.t.Helper()
	id := app.NewUUID()
	s.exec(`INSERT INTO events (id, type, occurred_at, subject_user_id, subject, source, facts)
		VALUES ($1, 'USER_LOGIN', $2, 1, 'grace@example.com', 'page', '{"subject":{"id":1,"email":"grace@example.com"}}')`, id, s.clock.Now())
	s.exec(`INSERT INTO misses (webhook_id, event_id, type, subject_user_id, pause) VALUES ($1, $2, 'USER_LOGIN', 1, 'paused')`, hookID, id)
}
