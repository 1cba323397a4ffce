package webhook_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestRetentionByAge(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook := w.create(form("hr-sync"))
		var stay []string
		for _, state := range webhook.States() {
			old := w.had(hook.ID, w.ago(31), state, event.UserCreated)
			w.attempted(old.ID, webhook.TriggerSchedule, w.ago(31))
			fresh := w.had(hook.ID, w.ago(29), state, event.UserCreated)
			w.attempted(fresh.ID, webhook.TriggerSchedule, w.ago(29))
			if stay = append(stay, fresh.ID); !state.Final() {
				stay = append(stay, old.ID)
			}
		}
		asked := w.had(hook.ID, w.ago(31), webhook.Failed, event.UserCreated)
		w.attempted(asked.ID, webhook.TriggerSchedule, w.ago(31))
		if _, err := w.Redeliver(t.Context(), w.alice, "acme", asked.ID); err != nil {
			t.Fatal(err)
		}
		stay = append(stay, asked.ID)
		slices.Sort(stay)
		retained(t, w.Service)
		t.Run("what is final goes after 30 days; what is not, or was asked for again, stays", func(t *testing.T) {
			if diff := cmp.Diff(stay, w.all(`SELECT id FROM deliveries ORDER BY id`)); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("attempts go with their deliveries", func(t *testing.T) {
			if diff := cmp.Diff(stay, w.all(`SELECT delivery_id FROM attempts ORDER BY delivery_id`)); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("the settings count", func(t *testing.T) {
			retained(t, w.keeping(webhook.Retention{Days: 1000}))
			if n := w.count(`SELECT COUNT(*) FROM deliveries`); n != len(stay) {
				t.Errorf("%d are left", n)
			}
			retained(t, w.keeping(webhook.Retention{Days: 28}))
			if n := w.count(`SELECT COUNT(*) FROM deliveries WHERE state IN ('delivered', 'failed', 'cancelled')`); n != 1 {
				t.Errorf("%d are left", n)
			}
		})
	})
}

func TestRetentionOfEvents(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook := w.create(form("hr-sync"))
		old, young, waited := w.happened(91), w.happened(89), w.happened(92)
		w.exec(`UPDATE deliveries SET event_id = $2 WHERE id = $1`, w.had(hook.ID, w.ago(92), webhook.Held, event.UserCreated).ID, waited)
		w.exec(`UPDATE deliveries SET event_id = $2 WHERE id = $1`, w.had(hook.ID, w.ago(91), webhook.Delivered, event.UserCreated).ID, old)
		w.missed(hook.ID, 91)
		w.missed(hook.ID, 89)
		w.operated(hook.ID, 31, "done")
		w.operated(hook.ID, 31, "running")
		w.operated(hook.ID, 29, "done")
		w.notified(hook.ID, 31)
		w.notified(hook.ID, 29)
		retained(t, w.Service)
		t.Run("they go after 90 days with their places, but not while a delivery of theirs waits", func(t *testing.T) {
			want := []string{waited, young}
			if diff := cmp.Diff(want, w.all(`SELECT id FROM events ORDER BY id`)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(want, w.all(`SELECT event_id FROM event_places ORDER BY event_id`)); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("misses go when their events do", func(t *testing.T) {
			if n := w.count(`SELECT COUNT(*) FROM misses`); n != 1 {
				t.Errorf("%d are left", n)
			}
		})
		t.Run("operations go after 30 days, but not while they run", func(t *testing.T) {
			if n := w.count(`SELECT COUNT(*) FROM operations`); n != 2 {
				t.Errorf("%d are left", n)
			}
		})
		t.Run("notices go after 30 days with their letters", func(t *testing.T) {
			if n := w.count(`SELECT (SELECT COUNT(*) FROM notices) * 10 + (SELECT COUNT(*) FROM notice_letters)`); n != 12 {
				t.Errorf("%d are left", n)
			}
		})
	})
}

func TestRetentionByRows(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		types := []event.Type{event.UserCreated, event.UserLogin}
		hook, other := w.create(form("hr-sync", types...)), w.create(form("other"))
		waits := []string{w.had(hook.ID, w.ago(9), webhook.Pending, types[0]).ID, w.had(hook.ID, w.ago(8), webhook.Held, types[1]).ID}
		var all []string
		for i := range 30 {
			state := []webhook.State{webhook.Delivered, webhook.Failed, webhook.Cancelled}[i%3]
			all = append(all, w.had(hook.ID, w.ago(7).Add(time.Duration(i)*time.Minute), state, types[i%2]).ID)
			w.attempted(all[i], webhook.TriggerSchedule, w.ago(7))
		}
		kept := w.had(other.ID, w.ago(9), webhook.Delivered, event.UserCreated).ID
		retained(t, w.keeping(webhook.Retention{Rows: 12}))
		t.Run("the newest stay, and what waits however old it is", func(t *testing.T) {
			if diff := cmp.Diff(slices.Concat(waits, all[20:]), w.all(`SELECT id FROM deliveries WHERE webhook_id = $1 ORDER BY id`, hook.ID)); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("the webhook says up to where it was", func(t *testing.T) {
			if diff := cmp.Diff([]string{all[19]}, w.all(`SELECT removed_until FROM webhooks WHERE id = $1`, hook.ID)); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("a webhook with fewer keeps them", func(t *testing.T) {
			if diff := cmp.Diff([]string{kept, ""}, append(w.all(`SELECT id FROM deliveries WHERE webhook_id = $1`, other.ID), w.all(`SELECT removed_until FROM webhooks WHERE id = $1`, other.ID)...)); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("where nothing can go, nothing does", func(t *testing.T) {
			w.exec(`UPDATE deliveries SET lane = 'first', due_at = $1 WHERE state <> 'held'`, w.clock.Now())
			before := w.count(`SELECT COUNT(*) FROM deliveries`)
			retained(t, w.keeping(webhook.Retention{Rows: 1}))
			if n := w.count(`SELECT COUNT(*) FROM deliveries`); n != before {
				t.Errorf("%d of %d are left", n, before)
			}
		})
	})
}

func TestRetentionOfDeletedWebhooks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		doomed, other := w.create(form("doomed")), w.create(form("other"))
		for _, hook := range []webhook.Webhook{doomed, other} {
			for range 3 {
				w.attempted(w.had(hook.ID, w.ago(1), webhook.Delivered, event.UserCreated).ID, webhook.TriggerSchedule, w.ago(1))
			}
			w.had(hook.ID, w.ago(1), webhook.Pending, event.UserCreated)
			w.missed(hook.ID, 1)
			w.operated(hook.ID, 1, "done")
			w.notified(hook.ID, 1)
		}
		if _, err := w.Delete(t.Context(), w.alice, "acme", doomed.ID); err != nil {
			t.Fatal(err)
		}
		w.exec(`UPDATE deliveries SET state = 'cancelled', lane = NULL, due_at = NULL, finished_at = $2 WHERE webhook_id = $1 AND lane IS NOT NULL`, doomed.ID, w.clock.Now())
		left := func(hook webhook.Webhook) string {
			return fmt.Sprint(w.count(`SELECT COUNT(*) FROM deliveries WHERE webhook_id = $1`, hook.ID),
				w.count(`SELECT COUNT(*) FROM attempts a JOIN deliveries d ON d.id = a.delivery_id WHERE d.webhook_id = $1`, hook.ID),
				w.count(`SELECT COUNT(*) FROM misses WHERE webhook_id = $1`, hook.ID), w.count(`SELECT COUNT(*) FROM operations WHERE webhook_id = $1`, hook.ID),
				w.count(`SELECT COUNT(*) FROM notices WHERE webhook_id = $1`, hook.ID),
				w.count(`SELECT COUNT(*) FROM lanes WHERE webhook_id = $1`, hook.ID), w.count(`SELECT COUNT(*) FROM webhooks WHERE id = $1`, hook.ID))
		}
		w.clock.pass(time.Minute)
		t.Run("what was out may still be recorded", func(t *testing.T) {
			retained(t, w.Service)
			if got := left(doomed); got != "4 3 1 1 1 2 1" {
				t.Error(got)
			}
		})
		w.clock.pass(6 * time.Minute)
		retained(t, w.Service)
		t.Run("then everything goes but its own row", func(t *testing.T) {
			if got := left(doomed); got != "0 0 0 0 0 0 1" {
				t.Error(got)
			}
		})
		t.Run("nobody else loses anything", func(t *testing.T) {
			if got := left(other); got != "4 3 1 1 1 2 1" {
				t.Error(got)
			}
		})
	})
}

func TestWhatWasRemovedSaysSo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook := w.create(form("hr-sync"))
		gone := w.had(hook.ID, time.Date(2026, 3, 14, 9, 0, 0, 0, time.UTC), webhook.Delivered, event.UserCreated).ID
		w.clock.now = time.Date(2026, 4, 20, 0, 0, 0, 0, time.UTC)
		retained(t, w.Service)
		_, _, _, shown := w.Delivery(t.Context(), w.alice, "acme", gone)
		_, again := w.Redeliver(t.Context(), w.alice, "acme", gone)
		_, byID := w.RedeliverByID(t.Context(), w.alice, strings.ToUpper(gone))
		for what, err := range map[string]error{"the page": shown, "a redelivery": again, "a redelivery by an API": byID} {
			var refusal *app.Error
			if said := refused(t, err, app.NotFound); said != "This delivery was removed after 30 days: it was made on 14 March 2026." || !errors.As(err, &refusal) || refusal.Reason != app.ReasonRemoved {
				t.Errorf("%s says %q", what, said)
			}
		}
		t.Run("what may still be there does not", func(t *testing.T) {
			for _, id := range []string{idAt(w.ago(29)), "nonsense", "", "00000000-0000-4000-8000-000000000000"} {
				_, err := w.Redeliver(t.Context(), w.alice, "acme", id)
				if said := refused(t, err, app.NotFound); !strings.HasPrefix(said, "There is no such delivery") {
					t.Errorf("of %q it says %q", id, said)
				}
			}
		})
	})
}

func TestWrongRetention(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	for _, kept := range []webhook.Retention{{Days: -1}, {Rows: -1}, {Days: 100, EventDays: 90}, {EventDays: 1}} {
		if _, err := webhook.New(w.configured(kept)); err == nil || !strings.Contains(err.Error(), "events are kept as long as deliveries") {
			t.Errorf("%+v: %v", kept, err)
		}
	}
	if kept := w.keeping(webhook.Retention{Days: 100}).Kept(); kept != (webhook.Retention{Days: 100, EventDays: 100, Rows: 1_000_000}) {
		t.Errorf("what is not said is %+v", kept)
	}
}

// all is a column of texts.
func (w *world) all(query string, args ...any) (texts []string) {
	w.t.Helper()
	rows, err := w.db.Query(w.t.Context(), query, args...)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			w.t.Fatal(err)
		}
		texts = append(texts, text)
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	return texts
}
