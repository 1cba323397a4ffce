package views

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"rollcall/app/webhook"
)

// OperationsURL is what is done with many deliveries of a webhook of the place at root.
func OperationsURL(root, id string) string { return WebhookURL(root, id) + "/operations" }

// BulkURL is the question before all that match a filter are redelivered or cancelled.
func BulkURL(root, id string, kind webhook.OperationKind, f webhook.Filter) string {
	f.Before, f.After = "", ""
	target := WebhookURL(root, id) + map[webhook.OperationKind]string{webhook.RedeliverMany: "/redelivery", webhook.CancelMany: "/cancellation"}[kind]
	if q := FilterQuery(f); len(q) > 0 {
		return target + "?" + q.Encode()
	}
	return target
}

// BulkConfirm is the question before so many deliveries are redelivered or cancelled; refusal is why it can't be done.
func BulkConfirm(root string, w webhook.Webhook, kind webhook.OperationKind, f webhook.Filter, count int, refusal string) Confirm {
	f.Before, f.After = "", ""
	verb := map[webhook.OperationKind]string{webhook.RedeliverMany: "Redeliver", webhook.CancelMany: "Cancel"}[kind]
	c := Confirm{Title: verb + " deliveries", Action: BulkURL(root, w.ID, kind, webhook.Filter{}), Cancel: HistoryURL(root, w.ID, f), Error: refusal}
	if refusal == "" {
		c.Title, c.Submit = verb+" "+Count(count, "delivery", "deliveries")+"?", verb+" "+Number(count)
	}
	if kind == webhook.CancelMany {
		c.Keep = "Keep them"
	} else {
		c.Calm = true
	}
	for name, values := range FilterQuery(f) {
		for _, value := range values {
			c.Values = append(c.Values, [2]string{name, value})
		}
	}
	return c
}

// bulkWhat says in words which deliveries an operation concerns.
func bulkWhat(kind webhook.OperationKind, f webhook.Filter) string {
	var parts []string
	if f.State != "" {
		parts = append(parts, "status "+StateWord(f.State))
	}
	if f.Type != "" {
		parts = append(parts, "type "+string(f.Type))
	}
	if f.Class != "" {
		parts = append(parts, "last answer "+string(f.Class))
	}
	if !f.From.IsZero() {
		parts = append(parts, "from "+Exact(f.From))
	}
	if !f.To.IsZero() {
		parts = append(parts, "until "+Exact(f.To))
	}
	if f.Query != "" {
		parts = append(parts, "search "+f.Query)
	}
	all := map[webhook.OperationKind]string{webhook.RedeliverMany: "Everything that failed, was cancelled or is waiting for a retry.",
		webhook.CancelMany: "Everything that waits: pending, retrying and held, and redeliveries that were not sent yet."}[kind]
	if len(parts) == 0 {
		return all
	}
	return "What matches the filter: " + strings.Join(parts, ", ") + "."
}

// operationTitle is what an operation is, with its size.
func operationTitle(o webhook.Operation) string {
	switch {
	case o.Kind == webhook.RedeliverMany:
		return "Redelivery of " + Count(o.Total, "delivery", "deliveries")
	case o.Kind == webhook.CancelMany:
		return "Cancellation of " + Count(o.Total, "delivery", "deliveries")
	case o.Mode == webhook.SkipMissed:
		return "Skipping " + Count(o.Total, "missed event", "missed events")
	}
	return "Catch-up of " + Count(o.Total, "missed event", "missed events")
}

// operationChanged is what has been done: "812 deliveries queued".
func operationChanged(o webhook.Operation) string {
	switch {
	case o.Kind == webhook.RedeliverMany:
		return Count(o.Changed, "delivery", "deliveries") + " queued"
	case o.Kind == webhook.CancelMany:
		return Count(o.Changed, "delivery", "deliveries") + " cancelled"
	case o.Mode == webhook.SkipMissed:
		return Count(o.Changed, "event", "events") + " skipped"
	}
	return Count(o.Changed, "delivery", "deliveries") + " made"
}

// operationRest says what became of the rows that were not changed; "" when there is none.
func operationRest(o webhook.Operation) string {
	rest := max(o.Total, o.Done) - o.Changed
	switch {
	case rest <= 0:
		return ""
	case o.Kind == webhook.RedeliverMany:
		return Number(rest) + " had been sent or asked for meanwhile"
	case o.Kind == webhook.CancelMany:
		return Number(rest) + " had been sent meanwhile"
	case o.Mode == webhook.SendLatest:
		return Count(rest, "earlier event", "earlier events") + " skipped"
	}
	return Number(rest) + " had been removed, or had a delivery"
}

// operationSentence says how an operation stands or came out.
func operationSentence(o webhook.Operation) string {
	switch o.State {
	case webhook.Running:
		return fmt.Sprintf("%s of %s done: %s.", Number(o.Done), Number(max(o.Total, o.Done)), operationChanged(o))
	case webhook.Stopped:
		return o.Reason + " Until then: " + operationChanged(o) + "."
	}
	if rest := operationRest(o); rest != "" {
		return operationChanged(o) + ", " + rest + "."
	}
	return operationChanged(o) + "."
}

// operationNews is what is announced: each quarter of the way, and the end.
func operationNews(list []webhook.Operation) string {
	var news []string
	for _, o := range list {
		if o.State != webhook.Running {
			news = append(news, operationTitle(o)+": "+operationSentence(o))
		} else if quarter := 4 * o.Done / max(o.Total, 1) * 25; quarter > 0 {
			news = append(news, operationTitle(o)+": "+strconv.Itoa(min(quarter, 99))+" % done.")
		}
	}
	return strings.Join(news, " ")
}

func anyRuns(list []webhook.Operation) bool {
	for _, o := range list {
		if o.State == webhook.Running {
			return true
		}
	}
	return false
}

// catchingUp reports whether a catch-up runs: then there is nothing to ask.
func catchingUp(list []webhook.Operation) bool {
	for _, o := range list {
		if o.State == webhook.Running && o.Kind == webhook.CatchUpMissed {
			return true
		}
	}
	return false
}

// operationsPoll are the attributes of a list that refreshes itself while something runs.
func operationsPoll(p Page, id string, list []webhook.Operation) templ.Attributes {
	if !anyRuns(list) {
		return nil
	}
	return templ.Attributes{"hx-get": OperationsURL(p.Root(), id), "hx-trigger": "every 1s", "hx-swap": "outerMorph", "data-poll": "live"}
}

// failedCount is the number on the button that redelivers what failed.
func failedCount(n int) string {
	if n > webhook.FailedMost {
		return "all"
	}
	return Number(n)
}

// mayCancel reports whether something waits, as far as the page knows.
func mayCancel(h History) bool {
	if !h.Day.OldestPending.IsZero() || h.Day.Retrying > 0 {
		return true
	}
	for _, d := range h.Page.Deliveries {
		if !d.State.Final() || !d.DueAt.IsZero() {
			return true
		}
	}
	return false
}
