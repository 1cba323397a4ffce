package webhook_test

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/outbound"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// idAt is a delivery's id that was made at some time.
func idAt(at time.Time) string {
	id := uuid.Must(uuid.NewV7())
	for i, ms := 5, at.UnixMilli(); i >= 0; i, ms = i-1, ms>>8 {
		id[i] = byte(ms)
	}
	return id.String()
}

// had adds a delivery to a webhook's history that was made at some time.
func (w *world) had(webhookID string, at time.Time, state webhook.State, t event.Type) webhook.Delivery {
	w.t.Helper()
	d := webhook.Delivery{ID: idAt(at), EventID: app.NewUUID(), WebhookID: webhookID, Type: t, State: state, OccurredAt: at, CreatedAt: at}
	var lane, due, finished any
	switch {
	case state == webhook.Pending:
		lane, due = webhook.LaneFirst, at
	case state == webhook.Retrying:
		lane, due = webhook.LaneRetry, at.Add(time.Hour)
	case state.Final():
		finished = at
	}
	w.exec(`INSERT INTO deliveries (id, event_id, webhook_id, type, subject, body, state, occurred_at, created_at, lane, due_at, finished_at)
		VALUES ($1, $2, $3, $4, 'carol@example.com', $5, $6, $7, $7, $8, $9, $10)`, d.ID, d.EventID, webhookID, t, []byte("{}"), state, at, lane, due, finished)
	return d
}

// TestHistory compares every page of every filter with what a plain list of the same deliveries says.
func TestHistory(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		types := []event.Type{event.UserCreated, event.UserLogin, event.UserDisabled}
		hook, other := w.create(form("hook", types...)), w.create(form("other", types...))
		var all []webhook.Delivery
		for i := range 150 {
			at := w.clock.now.Add(time.Duration(i-150) * time.Minute)
			state, typ := webhook.States()[rand.IntN(6)], types[rand.IntN(3)]
			all = append(all, w.had(hook.ID, at, state, typ))
			w.had(other.ID, at, state, typ)
		}
		slices.Reverse(all)
		for _, state := range append([]webhook.State{""}, webhook.States()...) {
			for _, typ := range append([]event.Type{"", event.UserRemovedFromGroup}, types...) {
				var want []string
				for _, d := range all {
					if (state == "" || d.State == state) && (typ == "" || d.Type == typ) {
						want = append(want, d.ID)
					}
				}
				t.Run("status "+string(state)+" type "+string(typ), func(t *testing.T) {
					w.walk(t, hook.ID, webhook.Filter{State: state, Type: typ, Limit: 7}, want)
				})
			}
		}
		t.Run("a page has 50 unless asked otherwise, and 100 at most", func(t *testing.T) {
			for limit, want := range map[int]int{0: 50, -1: 50, 1: 1, 100: 100, 1000: 100} {
				page, err := w.Deliveries(t.Context(), w.alice, "acme", hook.ID, webhook.Filter{Limit: limit})
				if err != nil || len(page.Deliveries) != want {
					t.Errorf("limit %d: got %d, %v", limit, len(page.Deliveries), err)
				}
			}
		})
		t.Run("a webhook without deliveries has an empty page that leads nowhere", func(t *testing.T) {
			page, err := w.Deliveries(t.Context(), w.alice, "acme", w.create(form("fresh")).ID, webhook.Filter{})
			if diff := cmp.Diff(webhook.Page{}, page, cmpopts.EquateEmpty()); err != nil || diff != "" {
				t.Error(err, diff)
			}
		})
		t.Run("bodies are not in lists", func(t *testing.T) {
			if got := w.deliveries(hook.ID)[0]; got.Body != nil {
				t.Errorf("got %s", got.Body)
			}
		})
		for name, f := range map[string]webhook.Filter{
			"an unknown status":    {State: "lost"},
			"an unknown type":      {Type: "USER_PROMOTED"},
			"a page that is no id": {Before: "2"},
			"the other side too":   {After: "\x00"},
		} {
			t.Run(name+" is refused", func(t *testing.T) {
				_, err := w.Deliveries(t.Context(), w.alice, "acme", hook.ID, f)
				refused(t, err, app.Invalid)
			})
		}
	})
}

// walk reads all pages to the oldest and back to the newest, and compares both with want, the newest first.
func (w *world) walk(t *testing.T, webhookID string, f webhook.Filter, want []string) {
	t.Helper()
	var down, up []string
	var page webhook.Page
	read := func() {
		var err error
		if page, err = w.Deliveries(t.Context(), w.alice, "acme", webhookID, f); err != nil {
			t.Fatal(err)
		}
	}
	for read(); ; read() {
		down = append(down, idsOf(page)...)
		if page.Older == "" {
			break
		}
		f.Before = page.Older
	}
	if diff := cmp.Diff(want, down, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("downwards: %s", diff)
	}
	for up = idsOf(page); page.Newer != ""; up = append(idsOf(page), up...) {
		f.Before, f.After = "", page.Newer
		read()
	}
	if diff := cmp.Diff(want, up, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("upwards: %s", diff)
	}
}

func idsOf(page webhook.Page) (ids []string) {
	for _, d := range page.Deliveries {
		ids = append(ids, d.ID)
	}
	return ids
}

func TestDelivery(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook := w.create(form("hook"))
		w.happens(event.UserCreated)
		made := w.deliveries(hook.ID)[0]
		started := w.clock.Now()
		expires := started.Add(90 * 24 * time.Hour)
		for number, attempt := range map[int]string{1: app.NewUUID(), 2: app.NewUUID()} {
			w.exec(`INSERT INTO attempts (delivery_id, id, number, trigger_kind, triggered_by, started_at, url, request_headers, status, response_headers, response_body,
					response_size, truncated, error_class, error_text, dns_us, connect_us, tls_us, first_byte_us, body_us, total_us, address, tls_version,
					certificate_expires_at, next_at, next_reason)
				VALUES ($1, $2, $3, 'manual', 'alice', $4, 'https://example.com/', '{"A":["b"]}', 503, '{"C":["d","e"]}', $5, 9, TRUE, 'http_status', 'HTTP 503',
					1, 2, 3, 4, 5, 15, '192.0.2.1:443', 'TLS 1.3', $6, $4, 'throttle')`, made.ID, attempt, number, started, []byte{0xff, 0}, expires)
		}
		t.Run("has every attempt with all that was kept, the newest first", func(t *testing.T) {
			_, attempts, _, err := w.Delivery(t.Context(), w.alice, "acme", made.ID)
			if err != nil || len(attempts) != 2 {
				t.Fatalf("got %d, %v", len(attempts), err)
			}
			want := webhook.Attempt{ID: attempts[0].ID, DeliveryID: made.ID, Number: 2, Trigger: webhook.TriggerManual, TriggeredBy: "alice", URL: "https://example.com/",
				Request: http.Header{"A": {"b"}}, NextAt: started, NextReason: webhook.DueThrottle,
				Result: outbound.Result{Started: started, Status: 503, Header: http.Header{"C": {"d", "e"}}, Body: []byte{0xff, 0}, BodySize: 9, Truncated: true,
					Class: outbound.HTTPStatus, Error: "HTTP 503", Address: "192.0.2.1:443", TLSVersion: "TLS 1.3", CertificateExpires: expires,
					Phases: outbound.Phases{DNS: 1000, Connect: 2000, TLS: 3000, FirstByte: 4000, Body: 5000, Total: 15000}}}
			if diff := cmp.Diff(want, attempts[0]); diff != "" || attempts[1].Number != 1 {
				t.Error(diff, attempts[1].Number)
			}
		})
		t.Run("its id is found in capitals too", func(t *testing.T) {
			if _, _, _, err := w.Delivery(t.Context(), w.alice, "acme", strings.ToUpper(made.ID)); err != nil {
				t.Error(err)
			}
		})
		t.Run("the database takes no delivery that no list would show", func(t *testing.T) {
			if !w.refuses(`UPDATE deliveries SET lane = NULL WHERE id = $1`, made.ID) {
				t.Error("a pending delivery that is not due was accepted")
			}
		})
		t.Run("an event reaches a webhook by one delivery at most", func(t *testing.T) {
			if !w.refuses(`UPDATE deliveries SET event_id = $2 WHERE id = $1`, w.had(hook.ID, started, webhook.Delivered, event.UserCreated).ID, made.EventID) {
				t.Error("a second one was accepted")
			}
		})
	})
}
