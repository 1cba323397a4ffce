package webhook_test

import (
	"context"
	"fmt"
	"testing"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
)

// begun is an operation that was started without an error.
func begun(o webhook.Operation, err error) func(t testing.TB) webhook.Operation {
	return func(t testing.TB) webhook.Operation {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
}

// works does what the queue would: it works every operation until none has a job any more.
func (w *world) works() {
	w.t.Helper()
	for ids := w.jobs.takeOperations(); len(ids) > 0; ids = w.jobs.takeOperations() {
		for _, id := range ids {
			if err := w.Operate(w.t.Context(), id); err != nil {
				w.t.Fatal(err)
			}
		}
	}
}

// worksOnce does one batch of what the queue has, and leaves the job that follows in the queue.
func (w *world) worksOnce() {
	w.t.Helper()
	w.SetSlice(0)
	for _, id := range w.jobs.takeOperations() {
		if err := w.Operate(w.t.Context(), id); err != nil {
			w.t.Fatal(err)
		}
	}
}

// operation is the newest one of a webhook.
func (w *world) operation(webhookID string) webhook.Operation {
	w.t.Helper()
	list, err := w.Operations(w.t.Context(), w.alice, "acme", webhookID)
	if err != nil || len(list) == 0 {
		w.t.Fatalf("%d operations (%v)", len(list), err)
	}
	return list[0]
}

// ended checks how an operation came out.
func (w *world) ended(webhookID string, state webhook.WorkState, total, done, changed int) webhook.Operation {
	w.t.Helper()
	o := w.operation(webhookID)
	if o.State != state || o.Total != total || o.Done != done || o.Changed != changed || o.FinishedAt.IsZero() == (state != webhook.Running) {
		w.t.Errorf("the operation is %+v, want it %s with %d rows, %d done, %d changed", o, state, total, done, changed)
	}
	return o
}

// filled is a webhook with so many deliveries of a state, the oldest first.
func (w *world) filled(name string, count int, state webhook.State) (webhook.Webhook, []string) {
	w.t.Helper()
	hook := w.create(form(name, event.UserCreated, event.UserLogin))
	return hook, w.more(hook, count, state)
}

func (w *world) more(hook webhook.Webhook, count int, state webhook.State) (ids []string) {
	w.t.Helper()
	for range count {
		e := w.happens(event.UserCreated)
		var id string
		w.scan(`SELECT id FROM deliveries WHERE event_id = $1 AND webhook_id = $2`, []any{e.ID, hook.ID}, &id)
		switch state {
		case webhook.Pending:
		case webhook.Retrying:
			w.retries(id)
		default:
			w.ends(id, state)
		}
		ids = append(ids, id)
	}
	return ids
}

// heap inserts so many failed deliveries, with ids of one moment, as many at once as a transaction has the time for.
func (w *world) heap(hook webhook.Webhook, count int) {
	w.t.Helper()
	id, event := app.NewUUID()[:29], app.NewUUID()[:29]
	for from := 0; from < count; from += 5000 {
		w.exec(fmt.Sprintf(`WITH RECURSIVE n (i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d)
			INSERT INTO deliveries (id, event_id, webhook_id, type, subject, body, state, attempts, occurred_at, created_at, finished_at)
			SELECT '%s' || CAST(1000000 + i AS TEXT), '%s' || CAST(1000000 + i AS TEXT), $1, 'USER_CREATED', '', '{}', 'failed', 1, $2, $2, $2 FROM n`,
			from+1, min(from+5000, count), id, event), hook.ID, w.clock.Now())
	}
}

// asked counts the deliveries of a webhook that alice asked for and that were not sent yet.
func (w *world) asked(hookID string) int {
	w.t.Helper()
	return w.count(`SELECT COUNT(*) FROM deliveries WHERE webhook_id = $1 AND lane IS NOT NULL AND due_reason = 'manual' AND due_by = 'alice'`, hookID)
}

// restarts is what a crash leaves: another process, and a queue without its jobs, which the reconciler fills again.
func (w *world) restarts() {
	w.t.Helper()
	w.jobs.takeOperations()
	w.Service = w.serviceWith(theKey)
	w.SetBatch(batch)
	n, err := w.ReconcileOperations(w.t.Context(), func(context.Context) (map[string]bool, error) { return nil, nil })
	if err != nil || n != 1 {
		w.t.Fatalf("%d operations were found (%v)", n, err)
	}
}

// batch is the rows of a batch in tests.
const batch = 4
