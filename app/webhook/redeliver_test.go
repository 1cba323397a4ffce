package webhook_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestRedeliver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for _, c := range []struct {
			from    webhook.State
			dueThen bool // the delivery was due before, and keeps its place
		}{{webhook.Pending, true}, {webhook.Retrying, false}, {webhook.Delivered, false}, {webhook.Failed, false}, {webhook.Cancelled, false}} {
			t.Run("one that is "+string(c.from)+" is due now, by whom, with the same bytes, and stays "+string(c.from), func(t *testing.T) {
				w := newWorldAgain(t, d)
				before, hook := w.deliveryIn(c.from)
				w.idle()
				w.clock.pass(time.Minute)
				want := before
				want.DueReason, want.DueBy, want.DueAt = webhook.DueManual, "alice", w.clock.Now()
				if c.dueThen {
					want.DueAt = before.DueAt
				}
				got, err := w.Redeliver(t.Context(), w.alice, "acme", before.ID)
				if diff := cmp.Diff(want, got) + cmp.Diff(want, w.delivery(before.ID)); err != nil || diff != "" {
					t.Fatal(err, diff)
				}
				if diff := cmp.Diff([]string{hook.ID + " first"}, w.jobs.take()); diff != "" {
					t.Error(diff)
				}
			})
		}
		t.Run("of any number of clicks at once one counts", func(t *testing.T) {
			w := newWorldAgain(t, d)
			failed, hook := w.deliveryIn(webhook.Failed)
			w.idle()
			before := len(w.audited())
			var all sync.WaitGroup
			for range 20 {
				all.Go(func() {
					if _, err := w.Redeliver(t.Context(), w.alice, "acme", failed.ID); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if diff := cmp.Diff([]string{"delivery.redeliver done"}, w.audited()[before:]); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([]string{hook.ID + " first"}, w.jobs.take()); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("a click within a second of the last attempt is the same click, a later one another", func(t *testing.T) {
			w := newWorldAgain(t, d)
			failed, _ := w.deliveryIn(webhook.Failed)
			w.attempted(failed.ID, webhook.TriggerManual, w.clock.Now())
			w.clock.pass(900 * time.Millisecond)
			if got, err := w.Redeliver(t.Context(), w.alice, "acme", failed.ID); err != nil || !got.DueAt.IsZero() {
				t.Errorf("the same click: %+v, %v", got, err)
			}
			w.clock.pass(200 * time.Millisecond)
			if got, err := w.Redeliver(t.Context(), w.alice, "acme", failed.ID); err != nil || got.DueReason != webhook.DueManual {
				t.Errorf("another: %+v, %v", got, err)
			}
		})
		t.Run("an attempt by the schedule a moment ago is no click", func(t *testing.T) {
			w := newWorldAgain(t, d)
			failed, _ := w.deliveryIn(webhook.Failed)
			w.attempted(failed.ID, webhook.TriggerSchedule, w.clock.Now())
			if got, err := w.Redeliver(t.Context(), w.alice, "acme", failed.ID); err != nil || got.DueReason != webhook.DueManual {
				t.Errorf("%+v, %v", got, err)
			}
		})
		t.Run("a paused webhook has to be resumed first", func(t *testing.T) {
			w := newWorldAgain(t, d)
			pending, hook := w.deliveryIn(webhook.Pending)
			w.setEnabled(hook.ID, false)
			_, err := w.Redeliver(t.Context(), w.alice, "acme", pending.ID)
			if says := refused(t, err, app.Conflict); !strings.Contains(says, "paused: resume it first") {
				t.Error(says)
			}
			if d := w.delivery(pending.ID); d.State != webhook.Held || !d.DueAt.IsZero() {
				t.Errorf("got %+v", d)
			}
		})
		t.Run("so has one that was disabled automatically, which its sentence says", func(t *testing.T) {
			w := newWorldAgain(t, d)
			failed, hook := w.deliveryIn(webhook.Failed)
			w.exec(`UPDATE webhooks SET enabled = FALSE, pause = 'automatic' WHERE id = $1`, hook.ID)
			_, err := w.Redeliver(t.Context(), w.alice, "acme", failed.ID)
			if says := refused(t, err, app.Conflict); !strings.Contains(says, "disabled automatically: resume it first") {
				t.Error(says)
			}
		})
		t.Run("a test can be sent again on a paused webhook", func(t *testing.T) {
			w := newWorldAgain(t, d)
			_, hook := w.deliveryIn(webhook.Delivered)
			test, err := w.SendTest(t.Context(), w.alice, "acme", hook.ID, "")
			if err != nil {
				t.Fatal(err)
			}
			w.ends(test.ID, webhook.Failed)
			w.setEnabled(hook.ID, false)
			if got, err := w.Redeliver(t.Context(), w.alice, "acme", test.ID); err != nil || got.DueReason != webhook.DueManual || !got.Test {
				t.Errorf("%+v, %v", got, err)
			}
		})
	})
}

// newWorldAgain is a world in an organization of earlier worlds on the same database: its webhooks are new.
func newWorldAgain(t *testing.T, d *db.DB) *world {
	t.Helper()
	w := &world{t: t, db: d, clock: &clock{now: time.Now().UTC().Truncate(time.Microsecond)}, jobs: &jobList{}}
	if w.count(`SELECT COUNT(*) FROM organizations`) == 0 {
		return newWorld(t, d)
	}
	w.Service = w.serviceWith(theKey)
	w.scan(`SELECT id FROM users WHERE username = 'alice'`, nil, &w.alice.UserID)
	w.alice.Kind, w.alice.Username, w.alice.Source = "user", "alice", "page"
	return w
}

// deliveryIn makes a webhook with one delivery in some state.
func (w *world) deliveryIn(state webhook.State) (webhook.Delivery, webhook.Webhook) {
	w.t.Helper()
	hook := w.create(form("hook-" + app.NewUUID()))
	e := w.happens(event.UserCreated)
	var id string
	w.scan(`SELECT id FROM deliveries WHERE event_id = $1 AND webhook_id = $2`, []any{e.ID, hook.ID}, &id)
	switch {
	case state.Final():
		w.ends(id, state)
	case state == webhook.Retrying:
		w.retries(id)
	}
	return w.delivery(id), hook
}

// attempted writes an attempt into the history.
func (w *world) attempted(deliveryID string, trigger webhook.Trigger, at time.Time) {
	w.exec(`INSERT INTO attempts (delivery_id, id, number, trigger_kind, triggered_by, started_at, url, request_headers, status, response_headers,
			response_size, truncated, error_class, error_text, dns_us, connect_us, tls_us, first_byte_us, body_us, total_us, address, tls_version, next_reason)
		VALUES ($1, $2, 1, $3, '', $4, '', '{}', 500, '{}', 0, FALSE, 'http_status', '', 0, 0, 0, 0, 0, 0, '', '', '')`, deliveryID, app.NewUUID(), trigger, at)
}

func TestSendTest(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook := w.create(form("hook", event.UserLogin, event.UserRemovedFromGroup))
		w.idle()
		t.Run("makes a delivery about nobody, due now, outside of events", func(t *testing.T) {
			got, err := w.SendTest(t.Context(), w.alice, "acme", hook.ID, event.UserRemovedFromGroup)
			if err != nil {
				t.Fatal(err)
			}
			want := webhook.Delivery{ID: got.ID, EventID: got.EventID, WebhookID: hook.ID, WebhookName: "hook", OrganizationID: 1, Type: event.UserRemovedFromGroup,
				Subject: "demo@example.com", State: webhook.Pending, Test: true, MaxAttempts: 1, OccurredAt: w.clock.Now(), CreatedAt: w.clock.Now(),
				DueAt: w.clock.Now(), DueReason: webhook.DueTest, DueBy: "alice",
				Body: []byte(`{"type":"USER_REMOVED_FROM_GROUP","webhook":{"id":"` + hook.ID + `","organization":"acme","name":"hook"},` +
					`"payload":{"username":"demo","email":"demo@example.com","userId":"000000000000000000000000","organization":"acme","groupName":"Demo-Group"}}`)}
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()) + cmp.Diff(want, w.delivery(got.ID), cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
			if n := w.count(`SELECT COUNT(*) FROM events`); n != 0 || len(got.EventID) != 36 {
				t.Errorf("%d events, id %q", n, got.EventID)
			}
			if diff := cmp.Diff([]string{hook.ID + " first"}, w.jobs.take()); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("of the first type when none is said", func(t *testing.T) {
			if got, err := w.SendTest(t.Context(), w.alice, "acme", hook.ID, ""); err != nil || got.Type != event.UserLogin {
				t.Errorf("got %s, %v", got.Type, err)
			}
		})
		t.Run("a type that the webhook is not subscribed to is refused and the others named", func(t *testing.T) {
			for _, typ := range []event.Type{event.UserCreated, "USER_PROMOTED"} {
				_, err := w.SendTest(t.Context(), w.alice, "acme", hook.ID, typ)
				if says := refused(t, err, app.Invalid); !strings.Contains(says, "USER_LOGIN, USER_REMOVED_FROM_GROUP") {
					t.Error(says)
				}
			}
		})
		t.Run("a paused webhook can be tested", func(t *testing.T) {
			w.setEnabled(hook.ID, false)
			w.idle()
			if got, err := w.SendTest(t.Context(), w.alice, "acme", hook.ID, ""); err != nil || got.State != webhook.Pending {
				t.Errorf("got %+v, %v", got, err)
			}
			if jobs := w.jobs.take(); len(jobs) != 1 {
				t.Errorf("jobs %v", jobs)
			}
		})
		t.Run("has its audit row", func(t *testing.T) {
			if n := w.count(`SELECT COUNT(*) FROM audit_log WHERE action = 'webhook.test' AND outcome = 'done' AND object_id = $1`, hook.ID); n != 3 {
				t.Errorf("%d rows", n)
			}
		})
	})
}
