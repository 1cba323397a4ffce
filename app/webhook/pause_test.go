package webhook_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestPauseAndResume(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook, other := w.create(form("hook")), w.create(form("other"))
		for range 3 {
			w.happens(event.UserCreated)
			w.clock.pass(time.Second)
		}
		waiting := w.deliveries(hook.ID) // newest first
		first, retried, done := waiting[2].ID, waiting[1].ID, waiting[0].ID
		w.retries(retried)
		w.ends(done, webhook.Delivered)
		if _, err := w.Redeliver(t.Context(), w.alice, "acme", done); err != nil {
			t.Fatal(err)
		}
		test, err := w.SendTest(t.Context(), w.alice, "acme", hook.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		w.idle()

		w.clock.pass(time.Minute)
		paused := w.setEnabled(hook.ID, false)
		t.Run("pausing says since when and by whom", func(t *testing.T) {
			want := hook
			want.Enabled, want.Pause, want.PausedAt, want.UpdatedAt, want.Version = false, webhook.PausedByPerson, w.clock.Now(), w.clock.Now(), hook.Version+1
			if diff := cmp.Diff(want, paused) + cmp.Diff(want, w.byID(hook.ID)); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("what waited is held and no longer due", func(t *testing.T) {
			for _, id := range []string{first, retried} {
				if d := w.delivery(id); d.State != webhook.Held || !d.DueAt.IsZero() || d.DueReason != "" || !d.FinishedAt.IsZero() {
					t.Errorf("got %+v", d)
				}
			}
		})
		t.Run("a redelivery of what is final is forgotten, and the delivery stays what it is", func(t *testing.T) {
			if d := w.delivery(done); d.State != webhook.Delivered || !d.DueAt.IsZero() || d.DueBy != "" {
				t.Errorf("got %+v", d)
			}
		})
		t.Run("a test goes on", func(t *testing.T) {
			if d := w.delivery(test.ID); d.State != webhook.Pending || d.DueAt.IsZero() {
				t.Errorf("got %+v", d)
			}
		})
		t.Run("another webhook's deliveries are left alone", func(t *testing.T) {
			for _, d := range w.deliveries(other.ID) {
				if d.State != webhook.Pending {
					t.Errorf("got %+v", d)
				}
			}
		})
		t.Run("an event meanwhile makes no delivery", func(t *testing.T) {
			if e := w.happens(event.UserCreated); slices.Contains(w.receivers(e.ID), hook.ID) {
				t.Error("a paused webhook got a delivery")
			}
		})
		t.Run("pausing twice changes nothing and leaves no trace", func(t *testing.T) {
			rows := len(w.audited())
			api := w.alice
			api.Source = "graphql"
			again, err := w.SetEnabled(t.Context(), api, "acme", hook.ID, false)
			if diff := cmp.Diff(paused, again); err != nil || diff != "" || len(w.audited()) != rows {
				t.Error(err, diff, w.audited()[rows:])
			}
		})

		w.exec(`UPDATE webhooks SET failures = 12, failing_since = $2 WHERE id = $1`, hook.ID, w.clock.Now())
		w.clock.pass(time.Hour)
		w.jobs.take()
		resumed := w.setEnabled(hook.ID, true)
		t.Run("resumed, it starts with clean health", func(t *testing.T) {
			want := hook
			want.UpdatedAt, want.Version = w.clock.Now(), hook.Version+2
			if diff := cmp.Diff(want, resumed) + cmp.Diff(want, w.byID(hook.ID)); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("what was held continues at once, as what it was", func(t *testing.T) {
			for id, want := range map[string]webhook.State{first: webhook.Pending, retried: webhook.Retrying} {
				if d := w.delivery(id); d.State != want || !d.DueAt.Equal(w.clock.Now()) {
					t.Errorf("got %+v", d)
				}
			}
			if diff := cmp.Diff(sorted(hook.ID+" first", hook.ID+" retry"), sorted(w.jobs.take()...)); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("each has its audit row", func(t *testing.T) {
			if got := w.audited(); !slices.Contains(got, "webhook.pause done") || got[len(got)-1] != "webhook.resume done" {
				t.Errorf("got %v", got)
			}
		})
	})
}

func TestResumeKeepsTheOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook := w.create(form("hook"))
		var events []string
		for range 20 {
			events = append(events, w.happens(event.UserCreated).ID)
		}
		w.setEnabled(hook.ID, false)
		w.setEnabled(hook.ID, true)
		t.Run("the oldest is the first to be due", func(t *testing.T) {
			rows, err := w.db.Query(t.Context(), `SELECT event_id FROM deliveries WHERE webhook_id = $1 AND lane = 'first' ORDER BY due_at, id`, hook.ID)
			if err != nil {
				t.Fatal(err)
			}
			defer rows.Close()
			var got []string
			for rows.Next() {
				var id string
				if err := rows.Scan(&id); err != nil {
					t.Fatal(err)
				}
				got = append(got, id)
			}
			if diff := cmp.Diff(events, got); diff != "" {
				t.Error(diff)
			}
		})
	})
}
