package webhook_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// refuses reports whether the database itself refuses a change.
func (w *world) refuses(query string, args ...any) bool {
	w.t.Helper()
	return w.db.Tx(w.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	}) != nil
}

func TestFigures(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook := w.create(form("hook", event.UserCreated, event.UserLogin))
		ago := func(d time.Duration) time.Time { return w.clock.now.Add(-d) }
		for _, had := range []struct {
			ago   time.Duration
			state webhook.State
			typ   event.Type
		}{
			{0, webhook.Delivered, event.UserLogin}, {time.Minute, webhook.Delivered, event.UserCreated}, {59 * time.Minute, webhook.Failed, event.UserLogin},
			{61 * time.Minute, webhook.Delivered, event.UserLogin}, {time.Minute, webhook.Cancelled, event.UserLogin}, {time.Minute, webhook.Held, event.UserLogin},
			{2 * time.Minute, webhook.Pending, event.UserLogin}, {3 * time.Minute, webhook.Pending, event.UserLogin}, {time.Minute, webhook.Retrying, event.UserLogin},
			{48 * time.Hour, webhook.Retrying, event.UserLogin}, {24*time.Hour - time.Minute, webhook.Failed, event.UserCreated},
			{24*time.Hour + time.Minute, webhook.Failed, event.UserCreated}, {30 * 24 * time.Hour, webhook.Delivered, event.UserLogin},
		} {
			w.had(hook.ID, ago(had.ago), had.state, had.typ)
		}
		for _, state := range []webhook.State{webhook.Delivered, webhook.Failed} {
			w.exec(`UPDATE deliveries SET test = TRUE WHERE id = $1`, w.had(hook.ID, ago(time.Minute), state, event.UserLogin).ID)
		}

		t.Run("count the deliveries of each hour of the day, without tests", func(t *testing.T) {
			list, err := w.Webhooks(t.Context(), w.alice, "acme")
			if err != nil {
				t.Fatal(err)
			}
			var want [24]webhook.Hour
			want[23], want[22], want[0] = webhook.Hour{Delivered: 2, Failed: 1}, webhook.Hour{Delivered: 1}, webhook.Hour{Failed: 1}
			if diff := cmp.Diff(want, list[0].Day); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("the day's summary adds up, with what waits now", func(t *testing.T) {
			day, err := w.DaySummary(t.Context(), w.alice, "acme", hook.ID)
			want := webhook.Day{Delivered: 3, Failed: 2, Retrying: 2, OldestPending: ago(3 * time.Minute)}
			if diff := cmp.Diff(want, day); err != nil || diff != "" {
				t.Error(err, diff)
			}
		})
		t.Run("a webhook without deliveries has none", func(t *testing.T) {
			day, err := w.DaySummary(t.Context(), w.alice, "acme", w.create(form("fresh")).ID)
			if diff := cmp.Diff(webhook.Day{}, day); err != nil || diff != "" {
				t.Error(err, diff)
			}
		})
	})
}

func TestWebhooks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		t.Run("an organization without webhooks has an empty list", func(t *testing.T) {
			if list, err := w.Webhooks(t.Context(), w.alice, "acme"); err != nil || len(list) != 0 {
				t.Errorf("got %v, %v", list, err)
			}
		})
		byName := map[string]string{}
		for _, name := range []string{"quiet", "paused", "gone", "failing", "busy"} {
			byName[name] = w.create(form(name)).ID
		}
		w.setEnabled(byName["paused"], false)
		w.exec(`UPDATE webhooks SET enabled = FALSE, pause = 'automatic' WHERE id = $1`, byName["gone"])
		w.exec(`UPDATE webhooks SET failures = 5 WHERE id = $1`, byName["failing"])
		if _, _, err := w.Create(t.Context(), w.bob, "umbrella", form("foreign")); err != nil {
			t.Fatal(err)
		}
		last := map[string]string{}
		for name, states := range map[string][]webhook.State{"busy": webhook.States(), "failing": {webhook.Failed, webhook.Retrying}, "paused": {webhook.Delivered, webhook.Held},
			"gone": {webhook.Pending, webhook.Failed}} {
			for i, state := range states {
				last[name] = w.had(byName[name], w.clock.now.Add(time.Duration(i-100)*time.Hour), state, event.UserCreated).ID
			}
		}
		list, err := w.Webhooks(t.Context(), w.alice, "acme")
		if err != nil {
			t.Fatal(err)
		}
		t.Run("what needs attention comes first, then names", func(t *testing.T) {
			var names []string
			for _, summary := range list {
				names = append(names, summary.Name)
			}
			if diff := cmp.Diff([]string{"gone", "failing", "busy", "paused", "quiet"}, names); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("each with its newest delivery, whatever became of it", func(t *testing.T) {
			for _, summary := range list {
				switch {
				case summary.Last == nil && last[summary.Name] != "", summary.Last != nil && summary.Last.ID != last[summary.Name]:
					t.Errorf("%s: got %+v, want %s", summary.Name, summary.Last, last[summary.Name])
				}
			}
		})
	})
}
