package webhook_test

import (
	"strings"
	"testing"

	"rollcall/app"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestSelectedDeliveries(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook, failed := w.filled("hook", 2, webhook.Failed)
		delivered, pending := w.more(hook, 1, webhook.Delivered), w.more(hook, 2, webhook.Pending)
		other, others := w.filled("other", 1, webhook.Failed)
		w.idle()
		redeliver := func(ids ...string) (int, error) {
			return w.RedeliverThese(t.Context(), w.alice, "acme", hook.ID, ids...)
		}
		cancel := func(ids ...string) (int, error) { return w.CancelThese(t.Context(), w.alice, "acme", hook.ID, ids...) }

		t.Run("those of another webhook, or none, change nothing", func(t *testing.T) {
			_, err := redeliver(failed[0], others[0])
			refused(t, err, app.NotFound)
			_, err = redeliver(failed[0], app.NewUUID())
			refused(t, err, app.NotFound)
			_, err = redeliver(failed[0], "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
			if says := refused(t, err, app.NotFound); !strings.HasPrefix(says, "This delivery was removed after 30 days") {
				t.Error(says)
			}
			_, err = cancel("x")
			refused(t, err, app.NotFound)
			if w.asked(hook.ID)+w.asked(other.ID) != 0 {
				t.Error("something was asked for")
			}
		})
		t.Run("at least one, at most a hundred", func(t *testing.T) {
			_, err := redeliver()
			refused(t, err, app.Invalid)
			var many []string
			for range 101 {
				many = append(many, app.NewUUID())
			}
			_, err = cancel(many...)
			refused(t, err, app.Invalid)
		})
		t.Run("by who may", func(t *testing.T) {
			_, err := w.RedeliverThese(t.Context(), w.carol, "acme", hook.ID, failed...)
			refused(t, err, app.Forbidden)
			_, err = w.CancelThese(t.Context(), w.bob, "acme", hook.ID, failed...)
			refused(t, err, app.NotFound)
		})
		t.Run("each is sent again once, and what is about to be sent is not asked for", func(t *testing.T) {
			n, err := redeliver(failed[0], failed[1], failed[1], delivered[0], pending[0])
			if n != 3 || err != nil || w.asked(hook.ID) != 3 {
				t.Errorf("%d were queued (%v), %d are due", n, err, w.asked(hook.ID))
			}
			if jobs := w.jobs.take(); len(jobs) != 1 || jobs[0] != hook.ID+" first" {
				t.Errorf("jobs %v", jobs)
			}
		})
		t.Run("asked for again they are not queued twice, and that leaves no audit row", func(t *testing.T) {
			rows := len(w.audited())
			if n, err := redeliver(failed...); n != 0 || err != nil || len(w.audited()) != rows {
				t.Errorf("%d were queued (%v)", n, err)
			}
		})
		t.Run("those that wait are cancelled, and what is final stays what it is, without the redelivery", func(t *testing.T) {
			n, err := cancel(pending[0], pending[1], delivered[0], failed[0])
			if n != 4 || err != nil || w.asked(hook.ID) != 1 {
				t.Fatalf("%d were cancelled (%v), %d are asked for", n, err, w.asked(hook.ID))
			}
			if a, b := w.delivery(pending[1]), w.delivery(failed[0]); a.State != webhook.Cancelled || b.State != webhook.Failed || !b.DueAt.IsZero() {
				t.Errorf("got %+v, %+v", a, b)
			}
		})
		t.Run("what waits for nothing is left alone", func(t *testing.T) {
			rows := len(w.audited())
			if n, err := cancel(pending[0], delivered[0], failed[0]); n != 0 || err != nil || len(w.audited()) != rows {
				t.Errorf("%d were cancelled (%v)", n, err)
			}
		})
		t.Run("while the webhook is paused none is sent again, but what is held can be cancelled", func(t *testing.T) {
			held := w.more(hook, 1, webhook.Pending)
			w.setEnabled(hook.ID, false)
			_, err := redeliver(failed...)
			refused(t, err, app.Conflict)
			if n, err := cancel(held...); n != 1 || err != nil {
				t.Errorf("%d were cancelled (%v)", n, err)
			}
		})
	})
}
