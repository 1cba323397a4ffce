package webhook_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestMisses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		open, paused, disabled := w.create(form("open")), w.create(form("paused", event.UserCreated, event.UserLogin)), w.create(form("disabled"))
		unborn := form("unborn")
		unborn.Enabled = false
		asleep := w.create(unborn)
		deleted := w.create(form("deleted"))
		if _, err := w.Delete(t.Context(), w.alice, "acme", deleted.ID); err != nil {
			t.Fatal(err)
		}
		w.setEnabled(paused.ID, false)
		w.exec(`UPDATE webhooks SET enabled = FALSE, pause = 'automatic', paused_at = $2 WHERE id = $1`, disabled.ID, w.clock.Now().Add(-time.Hour))
		w.idle()

		e := w.happens(event.UserCreated)
		t.Run("an event leaves a miss where it would have made a delivery, with why there is none", func(t *testing.T) {
			want := []miss{
				{paused.ID, event.UserCreated, w.carol.UserID, webhook.PausedByPerson, w.clock.Now()},
				{disabled.ID, event.UserCreated, w.carol.UserID, webhook.PausedByRule, w.clock.Now().Add(-time.Hour)},
				{asleep.ID, event.UserCreated, w.carol.UserID, webhook.PausedByPerson, asleep.PausedAt},
			}
			if diff := cmp.Diff(byWebhook(want), w.misses(e.ID)); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("who is enabled gets a delivery and no miss, and nobody else is woken", func(t *testing.T) {
			if got := w.receivers(e.ID); !slices.Equal(got, []string{open.ID}) {
				t.Errorf("deliveries for %v", got)
			}
			if jobs := w.jobs.take(); !slices.Equal(jobs, []string{open.ID + " first"}) {
				t.Errorf("jobs %v", jobs)
			}
		})
		t.Run("who is not subscribed misses nothing", func(t *testing.T) {
			if got := w.misses(w.happens(event.UserLogin).ID); len(got) != 1 || got[0].WebhookID != paused.ID {
				t.Errorf("got %+v", got)
			}
			if got := w.misses(w.happens(event.UserDisabled).ID); len(got) != 0 {
				t.Errorf("got %+v", got)
			}
		})
		t.Run("who is enabled again misses nothing more", func(t *testing.T) {
			w.setEnabled(paused.ID, true)
			e := w.happens(event.UserLogin)
			if got := w.misses(e.ID); len(got) != 0 || len(w.receivers(e.ID)) != 1 {
				t.Errorf("misses %+v, deliveries for %v", got, w.receivers(e.ID))
			}
		})
		t.Run("of a change that is rolled back no miss stays", func(t *testing.T) {
			before := w.count(`SELECT COUNT(*) FROM misses`)
			refusal := errors.New("refused")
			err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				if err := w.Publish(ctx, tx, event.Event{Type: event.UserCreated, Places: []event.Place{acme}}); err != nil {
					return err
				}
				return refusal
			})
			if after := w.count(`SELECT COUNT(*) FROM misses`); !errors.Is(err, refusal) || after != before {
				t.Errorf("%d misses before, %d after (%v)", before, after, err)
			}
		})
	})
}

type miss struct {
	WebhookID string
	Type      event.Type
	User      int64
	Pause     webhook.PauseReason
	PausedAt  time.Time
}

// misses is what an event left, in the order of the webhooks' ids.
func (w *world) misses(eventID string) (list []miss) {
	w.t.Helper()
	rows, err := w.db.Query(w.t.Context(), `SELECT webhook_id, type, subject_user_id, pause, paused_at FROM misses WHERE event_id = $1 AND skipped_at IS NULL`, eventID)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var m miss
		if err := rows.Scan(&m.WebhookID, &m.Type, &m.User, &m.Pause, &m.PausedAt); err != nil {
			w.t.Fatal(err)
		}
		list = append(list, m)
	}
	return byWebhook(list)
}

func byWebhook(list []miss) []miss {
	slices.SortFunc(list, func(a, b miss) int {
		if a.WebhookID < b.WebhookID {
			return -1
		}
		return 1
	})
	return list
}
