package webhook_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func organization(id int64) event.Place {
	return event.Place{Scope: event.ScopeOrganization, ID: id}
}

func TestPublish(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		created := w.create(form("created"))
		both := w.create(form("both", event.UserLogin, event.UserCreated))
		w.create(form("other", event.UserDisabled))
		paused := w.create(form("paused"))
		w.setEnabled(paused.ID, false)
		deleted := w.create(form("deleted"))
		if _, err := w.Delete(t.Context(), w.alice, "acme", deleted.ID); err != nil {
			t.Fatal(err)
		}
		foreign, _, err := w.Create(t.Context(), w.bob, "umbrella", form("foreign"))
		if err != nil {
			t.Fatal(err)
		}
		w.idle()

		e := w.happens(event.UserCreated)
		t.Run("the event keeps its facts and where it is heard", func(t *testing.T) {
			got := event.Event{Places: make([]event.Place, 1)}
			var subject, facts string
			w.scan(`SELECT e.id, e.type, e.occurred_at, e.source, e.facts, e.subject, p.scope, p.scope_id FROM events e JOIN event_places p ON p.event_id = e.id`, nil,
				&got.ID, &got.Type, &got.At, &got.Source, &facts, &subject, &got.Places[0].Scope, &got.Places[0].ID)
			if err := json.Unmarshal([]byte(facts), &got.Facts); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(e, got); diff != "" || subject != "carol@example.com" {
				t.Error(diff, subject)
			}
		})
		t.Run("every enabled webhook that is subscribed there gets a delivery, and no other", func(t *testing.T) {
			if got, want := w.receivers(e.ID), sorted(created.ID, both.ID); !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
		t.Run("a delivery is due at once, with the body that its receiver gets", func(t *testing.T) {
			got := w.delivery(w.deliveries(created.ID)[0].ID)
			want := webhook.Delivery{ID: got.ID, EventID: e.ID, WebhookID: created.ID, WebhookName: "created", OrganizationID: 1, Type: event.UserCreated,
				Subject: "carol@example.com", State: webhook.Pending, MaxAttempts: 10, OccurredAt: e.At, CreatedAt: e.At, DueAt: e.At, DueReason: webhook.DueAtOnce,
				Body: []byte(`{"type":"USER_CREATED","webhook":{"id":"` + created.ID + `","organization":"acme","name":"created"},` +
					`"payload":{"username":"carol","email":"carol@example.com","userId":"66ec445884b4103f670d0c86","organization":"acme","remainingSeats":5}}`)}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("each lane with something to send has one job", func(t *testing.T) {
			if diff := cmp.Diff(sorted(created.ID+" first", both.ID+" first"), sorted(w.jobs.take()...)); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("while a lane has its job, more deliveries need no other", func(t *testing.T) {
			w.happens(event.UserCreated)
			if jobs := w.jobs.take(); len(jobs) != 0 {
				t.Errorf("got %v", jobs)
			}
		})
		t.Run("an event of several places is heard in each, and free seats only at home", func(t *testing.T) {
			e := w.happens(event.UserCreated, organization(1), organization(2))
			if got, want := w.receivers(e.ID), sorted(created.ID, both.ID, foreign.ID); !slices.Equal(got, want) {
				t.Fatalf("got %v, want %v", got, want)
			}
			var body []byte
			w.scan(`SELECT body FROM deliveries WHERE event_id = $1 AND webhook_id = $2`, []any{e.ID, foreign.ID}, &body)
			var got struct {
				Webhook, Payload struct {
					Organization   string
					RemainingSeats *int
				}
			}
			if err := json.Unmarshal(body, &got); err != nil || got.Webhook.Organization != "umbrella" || got.Payload.Organization != "acme" || got.Payload.RemainingSeats != nil {
				t.Errorf("got %s", body)
			}
		})
		t.Run("an event that nobody listens to is recorded all the same", func(t *testing.T) {
			e := w.happens(event.UserRemovedFromGroup)
			if n := w.count(`SELECT COUNT(*) FROM events WHERE id = $1`, e.ID); n != 1 || len(w.receivers(e.ID)) != 0 {
				t.Errorf("%d events, receivers %v", n, w.receivers(e.ID))
			}
		})
		t.Run("an event of another scope with the same number is not heard", func(t *testing.T) {
			if e := w.happens(event.UserCreated, event.Place{Scope: event.ScopePipe, ID: 1}); len(w.receivers(e.ID)) != 0 {
				t.Errorf("heard by %v", w.receivers(e.ID))
			}
		})
		t.Run("without an id or a time, the event gets both", func(t *testing.T) {
			err := w.db.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				return w.Publish(ctx, tx, event.Event{Type: event.UserLogin, Places: []event.Place{organization(1)}})
			})
			got := w.deliveries(both.ID)[0]
			if err != nil || len(got.EventID) != 36 || !got.OccurredAt.Equal(w.clock.Now()) {
				t.Errorf("got %+v, %v", got, err)
			}
		})
		t.Run("of a change that is rolled back nothing stays, no job either", func(t *testing.T) {
			w.idle()
			events, deliveries := w.count(`SELECT COUNT(*) FROM events`), w.count(`SELECT COUNT(*) FROM deliveries`)
			err := w.db.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				if err := w.Publish(ctx, tx, event.Event{Type: event.UserCreated, Places: []event.Place{organization(1)}}); err != nil {
					return err
				}
				return errors.New("changed our mind")
			})
			if err == nil || w.count(`SELECT COUNT(*) FROM events`) != events || w.count(`SELECT COUNT(*) FROM deliveries`) != deliveries || len(w.jobs.take()) != 0 ||
				w.count(`SELECT COUNT(*) FROM lanes WHERE busy`) != 0 {
				t.Error("something stayed")
			}
		})
		t.Run("a type outside the catalogue is our error", func(t *testing.T) {
			err := w.db.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.Exec(ctx, `UPDATE webhook_types SET type = 'USER_PROMOTED', canonical = 'USER_PROMOTED' WHERE webhook_id = $1`, created.ID)
				if err != nil {
					return err
				}
				return w.Publish(ctx, tx, event.Event{Type: "USER_PROMOTED", Places: []event.Place{organization(1)}})
			})
			if app.CodeOf(err) != app.Internal {
				t.Errorf("got %v", err)
			}
		})
	})
}

func TestPublishWidely(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ids := make([]string, 120) // more than one statement takes
		for i := range ids {
			ids[i] = w.create(form(fmt.Sprintf("hook-%d", i))).ID
		}
		w.idle()
		places := []event.Place{organization(1)}
		for i := range 250 {
			places = append(places, organization(int64(1000+i)))
		}
		e := w.happens(event.UserCreated, places...)
		t.Run("each of many webhooks gets its delivery and its job", func(t *testing.T) {
			if diff := cmp.Diff(sorted(ids...), w.receivers(e.ID)); diff != "" {
				t.Error(diff)
			}
			if jobs := w.jobs.take(); len(jobs) != len(ids) {
				t.Errorf("%d jobs", len(jobs))
			}
		})
		t.Run("each of many places is recorded", func(t *testing.T) {
			if n := w.count(`SELECT COUNT(*) FROM event_places WHERE event_id = $1`, e.ID); n != len(places) {
				t.Errorf("%d of %d", n, len(places))
			}
		})
	})
}

func TestPublishTogether(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook := w.create(form("hook"))
		t.Run("twenty events at once are twenty deliveries", func(t *testing.T) {
			var all sync.WaitGroup
			for range 20 {
				all.Go(func() { w.happens(event.UserCreated) })
			}
			all.Wait()
			if got := w.deliveries(hook.ID); len(got) != 20 {
				t.Errorf("got %d", len(got))
			}
			if jobs := w.jobs.take(); len(jobs) != 1 {
				t.Errorf("%d jobs for one lane", len(jobs))
			}
		})
	})
}

// receivers is the webhooks that got a delivery of an event, sorted.
func (w *world) receivers(eventID string) (ids []string) {
	w.t.Helper()
	rows, err := w.db.Query(w.t.Context(), `SELECT webhook_id FROM deliveries WHERE event_id = $1 ORDER BY webhook_id`, eventID)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			w.t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

func sorted(texts ...string) []string {
	slices.Sort(texts)
	return texts
}

// BenchmarkPublishTogether is events a second when many change something at once, through group commit.
func BenchmarkPublishTogether(b *testing.B) {
	for _, hooks := range []int{0, 1, 5} {
		b.Run(fmt.Sprintf("%d webhooks", hooks), func(b *testing.B) {
			w := newWorld(b, dbtest.SQLite(b))
			for i := range hooks {
				w.create(form(fmt.Sprintf("hook-%d", i)))
			}
			b.SetParallelism(32)
			b.ResetTimer()
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					w.happens(event.UserCreated)
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
