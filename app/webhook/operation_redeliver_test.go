package webhook_test

import (
	"strings"
	"testing"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestRedeliverAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook, failed := w.filled("hook", 2, webhook.Failed)
		cancelled, delivered := w.more(hook, 1, webhook.Cancelled), w.more(hook, 1, webhook.Delivered)
		retrying, pending := w.more(hook, 1, webhook.Retrying), w.more(hook, 1, webhook.Pending)
		all := func(f webhook.Filter) webhook.Operation {
			t.Helper()
			return begun(w.RedeliverAll(t.Context(), w.alice, "acme", hook.ID, f))(t)
		}
		w.idle()

		t.Run("without a status it is of what did not arrive, and the count says how many that are", func(t *testing.T) {
			n, err := w.CountMatching(t.Context(), w.alice, "acme", hook.ID, webhook.RedeliverMany, webhook.Filter{Before: failed[0]})
			if err != nil || n != 4 {
				t.Fatalf("%d match (%v)", n, err)
			}
			o := all(webhook.Filter{})
			if o.Total != 4 || o.State != webhook.Running || o.AskedBy != "alice" || o.Kind != webhook.RedeliverMany {
				t.Errorf("got %+v", o)
			}
			if w.asked(hook.ID) != 0 {
				t.Error("something was done before the work began")
			}
		})
		t.Run("a second one is refused while it runs", func(t *testing.T) {
			_, err := w.RedeliverAll(t.Context(), w.alice, "acme", hook.ID, webhook.Filter{})
			if says := refused(t, err, app.Conflict); says != `A redelivery of the webhook "hook" is running already, 0 of 4 done: wait for its end, or stop it.` {
				t.Error(says)
			}
			if n := w.count(`SELECT COUNT(*) FROM operations`); n != 1 {
				t.Errorf("%d operations", n)
			}
		})
		t.Run("each gets one attempt now, by the person who asked, and stays what it is", func(t *testing.T) {
			w.works()
			w.ended(hook.ID, webhook.Done, 4, 4, 4)
			for id, state := range map[string]webhook.State{failed[0]: webhook.Failed, failed[1]: webhook.Failed, cancelled[0]: webhook.Cancelled, retrying[0]: webhook.Retrying} {
				if d := w.delivery(id); d.State != state || d.DueReason != webhook.DueManual || d.DueBy != "alice" || !d.DueAt.Equal(w.clock.Now()) {
					t.Errorf("%s: %+v", state, d)
				}
			}
		})
		t.Run("what arrived and what is about to be sent are left alone", func(t *testing.T) {
			if d := w.delivery(delivered[0]); !d.DueAt.IsZero() {
				t.Errorf("got %+v", d)
			}
			if d := w.delivery(pending[0]); d.DueReason != webhook.DueAtOnce {
				t.Errorf("got %+v", d)
			}
		})
		t.Run("they wait in the lane behind which nothing new waits", func(t *testing.T) {
			if jobs := w.jobs.take(); len(jobs) != 1 || jobs[0] != hook.ID+" retry" {
				t.Errorf("jobs %v", jobs)
			}
			if n := w.count(`SELECT COUNT(*) FROM deliveries WHERE lane = 'first'`); n != 1 {
				t.Errorf("%d in the lane of first attempts, want the pending one", n)
			}
		})
		t.Run("what was asked for already is not asked for twice", func(t *testing.T) {
			all(webhook.Filter{State: webhook.Failed})
			w.works()
			w.ended(hook.ID, webhook.Done, 2, 2, 0)
		})
		t.Run("what was delivered is sent again when the filter says so, and stays delivered", func(t *testing.T) {
			all(webhook.Filter{State: webhook.Delivered})
			w.works()
			w.ended(hook.ID, webhook.Done, 1, 1, 1)
			if d := w.delivery(delivered[0]); d.State != webhook.Delivered || d.DueReason != webhook.DueManual {
				t.Errorf("got %+v", d)
			}
		})
		t.Run("a type narrows it", func(t *testing.T) {
			_, err := w.RedeliverAll(t.Context(), w.alice, "acme", hook.ID, webhook.Filter{Type: event.UserLogin})
			if says := refused(t, err, app.Conflict); says != "No delivery matches any more: there is nothing to do." {
				t.Error(says)
			}
		})
		t.Run("starting leaves one audit row each, and so does being refused", func(t *testing.T) {
			if got := strings.Join(w.audited(), ", "); !strings.HasSuffix(got, "delivery.redeliver_all done, delivery.redeliver_all refused, "+
				"delivery.redeliver_all done, delivery.redeliver_all done, delivery.redeliver_all refused") {
				t.Error(got)
			}
		})
	})
}

func TestRedeliverAllIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook, _ := w.filled("hook", 1, webhook.Failed)
		ask := func(f webhook.Filter) error {
			_, counted := w.CountMatching(t.Context(), w.alice, "acme", hook.ID, webhook.RedeliverMany, f)
			_, err := w.RedeliverAll(t.Context(), w.alice, "acme", hook.ID, f)
			if (counted == nil) != (err == nil) || err != nil && counted.Error() != err.Error() {
				t.Errorf("counting answers %v, starting %v", counted, err)
			}
			return err
		}
		t.Run("for a filter that makes no sense", func(t *testing.T) {
			refused(t, ask(webhook.Filter{State: "lost"}), app.Invalid)
		})
		t.Run("for what waits anyway", func(t *testing.T) {
			if says := refused(t, ask(webhook.Filter{State: webhook.Pending}), app.Conflict); !strings.HasPrefix(says, "Pending deliveries are about to be sent") {
				t.Error(says)
			}
			if says := refused(t, ask(webhook.Filter{State: webhook.Held}), app.Conflict); !strings.HasPrefix(says, "Held deliveries go on by themselves") {
				t.Error(says)
			}
		})
		t.Run("to members without the right, and to strangers", func(t *testing.T) {
			_, err := w.RedeliverAll(t.Context(), w.carol, "acme", hook.ID, webhook.Filter{})
			refused(t, err, app.Forbidden)
			_, err = w.RedeliverAll(t.Context(), w.bob, "acme", hook.ID, webhook.Filter{})
			refused(t, err, app.NotFound)
			_, err = w.Operations(t.Context(), w.carol, "acme", hook.ID)
			refused(t, err, app.Forbidden)
		})
		t.Run("when more match than one should ask for at once", func(t *testing.T) {
			w.heap(hook, 100_000)
			if says := refused(t, ask(webhook.Filter{State: webhook.Failed}), app.Invalid); says != "More than 100,000 deliveries match. Narrow the filter, by a status, a type or a shorter time, and go in steps." {
				t.Error(says)
			}
			for w.count(`SELECT COUNT(*) FROM deliveries WHERE webhook_id = $1`, hook.ID) > 0 {
				w.exec(`DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries WHERE webhook_id = $1 LIMIT 5000)`, hook.ID)
			}
		})
		t.Run("while the webhook is paused", func(t *testing.T) {
			w.setEnabled(hook.ID, false)
			if says := refused(t, ask(webhook.Filter{}), app.Conflict); says != `The webhook "hook" is paused: resume it first.` {
				t.Error(says)
			}
		})
		t.Run("of a webhook that is deleted", func(t *testing.T) {
			if _, err := w.Delete(t.Context(), w.alice, "acme", hook.ID); err != nil {
				t.Fatal(err)
			}
			refused(t, ask(webhook.Filter{}), app.NotFound)
		})
		if n := w.count(`SELECT COUNT(*) FROM operations`); n != 0 {
			t.Errorf("%d operations were started", n)
		}
	})
}

// Between the reading of a batch and its change a delivery may go on.
func TestRedeliverAllLooksAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook, failed := w.filled("hook", 3, webhook.Failed)
		retrying := w.more(hook, 2, webhook.Retrying)
		o := begun(w.RedeliverAll(t.Context(), w.alice, "acme", hook.ID, webhook.Filter{}))(t)
		apply := w.Between(t, o.ID)
		w.ends(failed[1], webhook.Delivered)
		w.ends(retrying[0], webhook.Delivered)
		apply()
		w.ended(hook.ID, webhook.Done, 5, 5, 3)
		for _, id := range []string{failed[1], retrying[0]} {
			if d := w.delivery(id); d.State != webhook.Delivered || !d.DueAt.IsZero() {
				t.Errorf("what arrived meanwhile is sent again: %+v", d)
			}
		}
		t.Run("a cancellation too", func(t *testing.T) {
			pending := w.more(hook, 2, webhook.Pending)
			o := begun(w.CancelAll(t.Context(), w.alice, "acme", hook.ID, webhook.Filter{State: webhook.Pending}))(t)
			apply := w.Between(t, o.ID)
			w.retries(pending[0])
			apply()
			if a, b := w.delivery(pending[0]), w.delivery(pending[1]); a.State != webhook.Retrying || b.State != webhook.Cancelled {
				t.Errorf("it is %s and %s", a.State, b.State)
			}
		})
	})
}
