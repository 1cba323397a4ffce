package webhook_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestAttemptsAndEndsAreCounted(t *testing.T) {
	each(t, webhook.Config{Schedule: []time.Duration{20 * time.Millisecond}}, func(t *testing.T, w *site) {
		r := newReceiver(t, func(n int, _ received) int {
			if n == 1 {
				return 500
			}
			return 204
		})
		hook, _ := w.create(t, r, "hr")
		w.publish(t, event.UserLogin)
		w.settled(t, hook.ID)
		w.atRest(t)
		var m webhook.Measures
		waitFor(t, "the count of what has ended", func() (counted bool) { // right after the commit
			var err error
			if m, err = w.hooks.Measure(t.Context()); err != nil {
				t.Fatal(err)
			}
			return m.Ended[webhook.Delivered] > 0
		})
		if failed, delivered := m.Attempts["http_status"], m.Attempts["delivered"]; failed.Count != 1 || delivered.Count != 1 || delivered.Sum <= 0 {
			t.Errorf("attempts: %+v", m.Attempts)
		}
		if diff := cmp.Diff(map[webhook.State]uint64{webhook.Delivered: 1, webhook.Failed: 0, webhook.Cancelled: 0}, m.Ended); diff != "" {
			t.Error(diff)
		}
		if m.InFlight != 0 || m.Places != 256 {
			t.Errorf("%d of %d in flight", m.InFlight, m.Places)
		}
	})
}

func TestBacklog(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.clock.now = time.Now().UTC()
		hr, it, paused := w.create(form("hr")), w.create(form("it")), w.create(form("paused"))
		w.setEnabled(paused.ID, false)
		ago := func(minutes int) time.Time {
			return w.clock.now.Add(-time.Duration(minutes) * time.Minute).Truncate(time.Millisecond)
		}
		w.had(hr.ID, ago(5), webhook.Pending, event.UserCreated)
		w.had(hr.ID, ago(9), webhook.Pending, event.UserCreated)
		w.had(it.ID, ago(7), webhook.Pending, event.UserCreated)
		w.had(it.ID, ago(60), webhook.Retrying, event.UserCreated)
		asked := w.had(hr.ID, ago(90), webhook.Retrying, event.UserCreated)
		w.exec(`UPDATE deliveries SET due_reason = 'retry_after' WHERE id = $1`, asked.ID)
		w.had(paused.ID, ago(600), webhook.Held, event.UserCreated)
		w.had(paused.ID, ago(500), webhook.Held, event.UserCreated)
		w.had(hr.ID, ago(900), webhook.Delivered, event.UserCreated)
		m, err := w.Measure(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		t.Run("it tells of each reason how many wait, and how long, held and throttled ones too", func(t *testing.T) {
			want := map[webhook.Wait]webhook.Waiting{
				webhook.WaitsFirst: {Count: 3, Oldest: ago(9)}, webhook.WaitsSchedule: {Count: 1, Oldest: ago(60)},
				webhook.WaitsThrottled: {Count: 1, Oldest: ago(90)}, webhook.WaitsHeld: {Count: 2, Oldest: ago(600)},
			}
			if diff := cmp.Diff(want, m.Waiting); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("it names the webhooks that have waited longest", func(t *testing.T) {
			var names []string
			for _, one := range m.Worst {
				names = append(names, fmt.Sprint(one.Organization, " ", one.Name, " ", one.Wait, " ", one.Count))
			}
			want := []string{"acme paused held 2", "acme hr throttled 1", "acme it retrying 1", "acme hr pending 2", "acme it pending 1"}
			if diff := cmp.Diff(want, names); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("it counts webhooks by how they are", func(t *testing.T) {
			want := map[webhook.Condition]int{webhook.ConditionEnabled: 2, webhook.ConditionPaused: 1, webhook.ConditionFailing: 0, webhook.ConditionDisabled: 0}
			if diff := cmp.Diff(want, m.Webhooks); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("asking again at once asks the database nothing", func(t *testing.T) {
			before := d.Reads()
			if _, err := w.Measure(t.Context()); err != nil || d.Reads() != before {
				t.Errorf("it read %d times, %v", d.Reads()-before, err)
			}
		})
		t.Run("of many webhooks it names ten of each reason", func(t *testing.T) {
			for n := range 15 {
				w.had(w.create(form(fmt.Sprintf("more-%d", n))).ID, ago(100+n), webhook.Pending, event.UserCreated)
			}
			m, err := w.keeping(webhook.Retention{}).Measure(t.Context())
			if err != nil || len(m.Worst) != 13 || m.Waiting[webhook.WaitsFirst].Count != 18 {
				t.Errorf("it names %d, %v, and %+v wait", len(m.Worst), err, m.Waiting)
			}
		})
	})
}

func TestRemovedRowsAreCounted(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	hook := w.create(form("hr"))
	w.triedOften(w.had(hook.ID, w.ago(40), webhook.Delivered, event.UserCreated).ID, 3)
	retained(t, w.Service)
	if m, err := w.Measure(t.Context()); m.Removed != 4 || err != nil {
		t.Errorf("%d rows, %v", m.Removed, err)
	}
}

func TestCancelledDeliveriesAreCounted(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	hook := w.create(form("hr"))
	for range 3 {
		w.happens(event.UserCreated)
	}
	if _, err := w.Delete(t.Context(), w.alice, "acme", hook.ID); err != nil {
		t.Fatal(err)
	}
	if m, err := w.Measure(t.Context()); m.Ended[webhook.Cancelled] != 3 || err != nil {
		t.Errorf("%v, %v", m.Ended, err)
	}
}
