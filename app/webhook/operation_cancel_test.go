package webhook_test

import (
	"testing"
	"time"

	"rollcall/app"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestCancelAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.SetBatch(batch)
		hook, pending := w.filled("hook", 5, webhook.Pending)
		retrying, failed := w.more(hook, 5, webhook.Retrying), w.more(hook, 1, webhook.Failed)
		all := func(f webhook.Filter) {
			t.Helper()
			begun(w.CancelAll(t.Context(), w.alice, "acme", hook.ID, f))(t)
			w.works()
		}
		t.Run("what waits and matches is cancelled, all of it", func(t *testing.T) {
			all(webhook.Filter{State: webhook.Retrying})
			w.ended(hook.ID, webhook.Done, 5, 5, 5)
			for _, id := range retrying {
				if d := w.delivery(id); d.State != webhook.Cancelled || !d.DueAt.IsZero() || !d.FinishedAt.Equal(w.clock.Now()) {
					t.Errorf("got %+v", d)
				}
			}
			if d := w.delivery(pending[0]); d.State != webhook.Pending {
				t.Errorf("got %+v", d)
			}
		})
		t.Run("held ones too, while the webhook is paused; what is final stays", func(t *testing.T) {
			w.setEnabled(hook.ID, false)
			all(webhook.Filter{})
			w.ended(hook.ID, webhook.Done, 5, 5, 5)
			if d := w.delivery(pending[4]); d.State != webhook.Cancelled {
				t.Errorf("got %+v", d)
			}
			if d := w.delivery(failed[0]); d.State != webhook.Failed {
				t.Errorf("got %+v", d)
			}
			w.setEnabled(hook.ID, true)
			if n := w.count(`SELECT COUNT(*) FROM deliveries WHERE lane IS NOT NULL`); n != 0 {
				t.Errorf("%d go on", n)
			}
		})
		t.Run("what was sent between the question and the answer is left out, and the operation says how many", func(t *testing.T) {
			ids := w.more(hook, 6, webhook.Pending)
			begun(w.CancelAll(t.Context(), w.alice, "acme", hook.ID, webhook.Filter{}))(t)
			w.worksOnce()
			w.ends(ids[5], webhook.Delivered)
			w.works()
			w.ended(hook.ID, webhook.Done, 6, 5, 5)
			if d := w.delivery(ids[5]); d.State != webhook.Delivered {
				t.Errorf("got %+v", d)
			}
		})
		t.Run("what waits for nothing can't be cancelled", func(t *testing.T) {
			_, err := w.CancelAll(t.Context(), w.alice, "acme", hook.ID, webhook.Filter{State: webhook.Failed})
			if says := refused(t, err, app.Conflict); says != "What is failed waits for nothing: only pending, retrying and held deliveries can be cancelled, and redeliveries that were not sent yet." {
				t.Error(says)
			}
			_, err = w.CancelAll(t.Context(), w.carol, "acme", hook.ID, webhook.Filter{})
			refused(t, err, app.Forbidden)
		})
	})
}

// A redelivery of what is final is no state of the delivery: only the asking can be taken back.
func TestCancelAllTakesRedeliveriesBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.SetBatch(batch)
		hook, failed := w.filled("hook", 6, webhook.Failed)
		delivered, pending := w.more(hook, 2, webhook.Delivered), w.more(hook, 1, webhook.Pending)
		ended := w.delivery(failed[0]).FinishedAt
		ask := func() {
			t.Helper()
			w.clock.pass(time.Minute)
			for _, state := range []webhook.State{webhook.Failed, webhook.Delivered} {
				begun(w.RedeliverAll(t.Context(), w.alice, "acme", hook.ID, webhook.Filter{State: state}))(t)
				w.works()
			}
			if n := w.asked(hook.ID); n != 8 {
				t.Fatalf("%d are asked for", n)
			}
		}
		ask()
		t.Run("of one status, counted before", func(t *testing.T) {
			f := webhook.Filter{State: webhook.Delivered}
			if n, err := w.CountMatching(t.Context(), w.alice, "acme", hook.ID, webhook.CancelMany, f); n != 2 || err != nil {
				t.Errorf("%d match (%v)", n, err)
			}
			begun(w.CancelAll(t.Context(), w.alice, "acme", hook.ID, f))(t)
			w.works()
			w.ended(hook.ID, webhook.Done, 2, 2, 2)
			if d := w.delivery(delivered[0]); d.State != webhook.Delivered || !d.DueAt.IsZero() || w.asked(hook.ID) != 6 {
				t.Errorf("got %+v, %d are asked for", d, w.asked(hook.ID))
			}
		})
		t.Run("of a user, an id or an answer as well", func(t *testing.T) {
			for _, f := range []webhook.Filter{{Query: "carol@example.com"}, {Query: failed[0]}} {
				want := map[bool]int{true: 7, false: 1}[f.Query == "carol@example.com"]
				if n, err := w.CountMatching(t.Context(), w.alice, "acme", hook.ID, webhook.CancelMany, f); n != want || err != nil {
					t.Errorf("by %s %d match (%v)", f.Query, n, err)
				}
			}
			w.exec(`UPDATE deliveries SET last_class = 'dns_failed' WHERE id = $1`, failed[0])
			if n, err := w.CountMatching(t.Context(), w.alice, "acme", hook.ID, webhook.CancelMany, webhook.Filter{Class: webhook.ClassNone}); n != 1 || err != nil {
				t.Errorf("by class %d match (%v)", n, err)
			}
		})
		t.Run("with everything else that waits, and they stay what they are", func(t *testing.T) {
			begun(w.CancelAll(t.Context(), w.alice, "acme", hook.ID, webhook.Filter{}))(t)
			w.works()
			w.ended(hook.ID, webhook.Done, 7, 7, 7)
			if n := w.count(`SELECT COUNT(*) FROM deliveries WHERE lane IS NOT NULL`); n != 0 {
				t.Errorf("%d are due", n)
			}
			if a, b := w.delivery(failed[0]), w.delivery(pending[0]); a.State != webhook.Failed || !a.FinishedAt.Equal(ended) || b.State != webhook.Cancelled {
				t.Errorf("got %+v, %+v", a, b)
			}
		})
		t.Run("a redelivery of many that is under way ends with it", func(t *testing.T) {
			o := begun(w.RedeliverAll(t.Context(), w.alice, "acme", hook.ID, webhook.Filter{State: webhook.Failed}))(t)
			w.worksOnce()
			begun(w.CancelAll(t.Context(), w.alice, "acme", hook.ID, webhook.Filter{}))(t)
			w.works()
			var reason string
			w.scan(`SELECT reason FROM operations WHERE id = $1 AND state = 'stopped'`, []any{o.ID}, &reason)
			if n := w.asked(hook.ID); reason != "alice cancelled everything that waited." || n != 0 {
				t.Errorf("%q, %d are asked for", reason, n)
			}
		})
	})
}
