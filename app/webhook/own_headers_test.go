package webhook_test

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
)

// createWith makes a webhook with headers of its own.
func (w *site) createWith(t *testing.T, url string, headers map[string]string) webhook.Webhook {
	t.Helper()
	hook, _, err := w.hooks.Create(t.Context(), w.admin, "acme", webhook.Form{Name: "hr", URL: url, Enabled: true, Types: []event.Type{event.UserLogin}, Headers: headers})
	if err != nil {
		t.Fatal(err)
	}
	return hook
}

func TestAWebhooksOwnHeadersAreSentAndNotKept(t *testing.T) {
	each(t, webhook.Config{}, func(t *testing.T, w *site) {
		r := newReceiver(t, ok)
		hook := w.createWith(t, r.url, map[string]string{"authorization": hush, "X-Colour": "blue-hunter2", "content-type": "application/JSON"})
		w.publish(t, event.UserLogin)
		got := r.wait(t, 1)[0]
		if got.header.Get("Authorization") != hush || got.header.Get("X-Colour") != "blue-hunter2" || got.header.Get("Rollcall-Event") != "USER_LOGIN" {
			t.Errorf("received %v", got.header)
		}
		if types := got.header.Values("Content-Type"); len(types) != 1 || types[0] != "application/json" || hook.Headers["content-type"] != "application/JSON" {
			t.Errorf("received the types %v, the webhook has %v", types, hook.Headers)
		}
		_, attempts := w.settled(t, hook.ID)
		for _, name := range []string{"Authorization", "X-Colour"} {
			if shown := attempts[0].Request.Get(name); shown != webhook.Mask {
				t.Errorf("history shows %s as %q", name, shown)
			}
		}
		if shown := attempts[0].Request.Get("Content-Type"); shown != "application/json" {
			t.Errorf("history shows the type as %q", shown)
		}
		if shown := attempts[0].Request.Get("Rollcall-Event"); shown != "USER_LOGIN" {
			t.Errorf("history shows our own header as %q", shown)
		}
		w.holdsNothingOf(t, "hunter2")
		w.atRest(t)
	})
}

// holdsNothingOf searches what pages, logs and exports are made of.
func (w *site) holdsNothingOf(t *testing.T, secret string) {
	t.Helper()
	for _, column := range []string{"attempts.request_headers", "attempts.url", "attempts.error_text", "attempts.response_headers", "audit_log.before", "audit_log.after", "events.facts",
		"webhooks.error_text", "deliveries.body"} {
		table, name, _ := strings.Cut(column, ".")
		var n int
		if err := w.db.QueryRow(t.Context(), `SELECT COUNT(*) FROM `+table+` WHERE CAST(`+name+` AS TEXT) LIKE $1`, "%"+secret+"%").Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			t.Errorf("%s holds %s", column, secret)
		}
	}
}

func TestChangedHeadersReachTheDeliveriesThatWait(t *testing.T) {
	each(t, webhook.Config{Schedule: often}, func(t *testing.T, w *site) {
		r := newReceiver(t, func(_ int, got received) int {
			if got.header.Get("Authorization") != "new" {
				return 500
			}
			return 200
		})
		hook := w.createWith(t, r.url, map[string]string{"Authorization": "old"})
		w.publish(t, event.UserLogin)
		r.wait(t, 1)
		if _, err := w.hooks.Update(t.Context(), w.admin, hook.ID, webhook.Patch{Headers: &map[string]string{"Authorization": "new"}}); err != nil {
			t.Fatal(err)
		}
		delivery, _ := w.settled(t, hook.ID)
		got := r.wait(t, 2)
		if first := got[0].header.Get("Authorization"); first != "old" || delivery.State != webhook.Delivered {
			t.Errorf("received %q first, and in the end it was %s", first, delivery.State)
		}
		w.atRest(t)
	})
}

func TestAMovedWebhookSendsTheNewReceiverNoStoredValue(t *testing.T) {
	each(t, webhook.Config{Schedule: often}, func(t *testing.T, w *site) {
		old, moved := newReceiver(t, func(int, received) int { return 500 }), newReceiver(t, ok)
		hook := w.createWith(t, old.url, map[string]string{"Authorization": hush, "X-Colour": "blue-hunter2"})
		w.publish(t, event.UserLogin)
		old.wait(t, 1)
		if _, err := w.hooks.Update(t.Context(), w.admin, hook.ID, webhook.Patch{URL: &moved.url}); err != nil {
			t.Fatal(err)
		}
		secret, err := w.hooks.RevealSecret(t.Context(), w.admin, "acme", hook.ID)
		if err != nil {
			t.Fatal(err)
		}
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
		if err != nil {
			t.Fatal(err)
		}
		for name, values := range moved.wait(t, 1)[0].header {
			if strings.Contains(strings.Join(values, " "), "hunter2") {
				t.Errorf("the new receiver got %s: %v", name, values)
			}
		}
		for _, got := range append(moved.wait(t, 1), old.wait(t, 1)...) {
			request := fmt.Sprint(got.header, string(got.body))
			for _, form := range []string{secret, strings.TrimPrefix(secret, "whsec_"), string(key), hex.EncodeToString(key)} {
				if strings.Contains(request, form) {
					t.Errorf("the signing secret is in a request: %s", request)
				}
			}
		}
		var before, after, by string
		if err := w.db.QueryRow(t.Context(), `SELECT before, after, actor_kind FROM audit_log WHERE action = 'webhook.edit' AND object_id = $1`, hook.ID).Scan(&before, &after, &by); err != nil {
			t.Fatal(err)
		}
		mentions(t, before, old.url, `"Authorization":"(set)"`, `"X-Colour":"(set)"`)
		mentions(t, after, moved.url)
		if strings.Contains(after, "headers") || by != string(w.admin.Kind) {
			t.Errorf("audited as %s: %s", by, after)
		}
		w.atRest(t)
	})
}

func TestAnActionOfAPipeArrivesAndKeepsItsPayloadIDOverRetries(t *testing.T) {
	each(t, webhook.Config{Schedule: []time.Duration{20 * time.Millisecond}}, func(t *testing.T, w *site) {
		r := newReceiver(t, func(n int, _ received) int {
			if n == 1 {
				return 500
			}
			return 200
		})
		pipe := w.pipe(t)
		form := webhook.Form{Name: "new webhook", URL: r.url, Types: []event.Type{event.UserRemovalFromPipe}, Enabled: true}
		hook, secret, err := w.hooks.CreateAt(t.Context(), w.admin, pipe, form)
		if err != nil {
			t.Fatal(err)
		}
		e := w.event(event.UserRemovalFromPipe)
		e.Places, e.Facts.About = []event.Place{pipe}, event.About{Kind: event.ScopePipe, ID: pipe.ID, SUID: "RkT4wPq", Name: "Onboarding"}
		w.inTx(t, func(ctx context.Context, tx *db.Tx) error { return w.hooks.Publish(ctx, tx, e) })
		got := r.wait(t, 2)
		delivery, _ := w.settled(t, hook.ID)
		for _, request := range got {
			if err := verify(secret, request); err != nil {
				t.Error(err)
			}
			if want := `{"data":{"payload_id":"` + delivery.ID + `","action":"user.removal_from_pipe",`; !strings.HasPrefix(string(request.body), want) || request.id() != delivery.ID {
				t.Errorf("received %s with the id %s, want it to begin with %s", request.body, request.id(), want)
			}
		}
		w.atRest(t)
	})
}

// pipe makes a pipe of acme.
func (w *site) pipe(t *testing.T) event.Place {
	t.Helper()
	pipe := event.Place{Scope: event.ScopePipe}
	w.inTx(t, func(ctx context.Context, tx *db.Tx) error {
		return tx.QueryRow(ctx, `INSERT INTO spaces (kind, suid, uuid, organization_id, name, name_folded, created_at)
			VALUES ('pipe', 'RkT4wPq', $1, $2, 'Onboarding', 'onboarding', $3) RETURNING id`, app.NewUUID(), w.acme, app.SystemClock{}.Now()).Scan(&pipe.ID)
	})
	return pipe
}

func (w *site) inTx(t *testing.T, change func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	if err := w.db.Tx(t.Context(), change); err != nil {
		t.Fatal(err)
	}
}
