package main

import (
	"context"
	"testing"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
)

// A webhook's page with everything that its health can put there: failing with the countdown, and disabled, each beside
// what it missed, what was told, and a certificate at its end.
func TestAWebhookInTroubleIsAccessible(t *testing.T) {
	t.Parallel()
	s := wiredWith(t, db.SQLite, "", func(o *options) { o.baseURL = "http://" + o.listener.Addr().String() })
	go func() { _ = s.http.Serve(s.listener) }() // ends with the server
	command := access.Command()
	_, err := s.directory.CreateUserByCommand(t.Context(), command, directory.CommandUser{Organization: "acme", Username: "ada", Email: "ada@acme.example", Password: testPassword, Admin: true})
	if err != nil {
		t.Fatal(err)
	}
	hook, _, err := s.webhooks.Create(t.Context(), command, "acme", webhook.Form{Name: "hr-sync", URL: "https://hr.example.com/in", Types: []event.Type{event.UserLogin}})
	if err != nil {
		t.Fatal(err)
	}
	s.happen(t, hook, 3) // which it misses
	s.endsSoon(t, hook)
	now := app.SystemClock{}.Now()
	w := openWindow(t, s.baseURL, true)
	w.logIn("ada")
	for _, c := range []struct {
		name, says, change string
		args               []any
	}{
		{"failing", "It will be disabled on", `UPDATE webhooks SET enabled = TRUE, pause = '', paused_at = NULL, failures = 12, failing_since = $1, counting_from = $1, warned = 3,
			error_class = 'http_status', error_status = 500, error_text = 'The receiver answered 500 Internal Server Error.', error_at = $2`, []any{now.Add(-66 * time.Hour), now}},
		{"disabled", "This webhook was disabled automatically", `UPDATE webhooks SET enabled = FALSE, pause = 'automatic', paused_at = $1`, []any{now}},
	} {
		s.change(t, c.change, c.args...)
		w.visit("/organizations/acme/webhooks/" + hook.ID)
		w.see(c.says)
		w.see("The receiver's certificate expires soon")
		w.everyLook(c.name)
	}
}

// endsSoon writes what an attempt over TLS would have, whose certificate is at its end, and the notices of a countdown.
func (s *server) endsSoon(t *testing.T, hook webhook.Webhook) {
	t.Helper()
	now, id := app.SystemClock{}.Now(), app.NewUUID()
	s.change(t, `INSERT INTO deliveries (id, event_id, webhook_id, type, subject, body, state, attempts, occurred_at, created_at, finished_at)
		VALUES ($1, $1, $2, 'USER_LOGIN', 'grace@acme.example', '{}', 'failed', 1, $3, $3, $3)`, id, hook.ID, now)
	s.change(t, `INSERT INTO attempts (delivery_id, id, number, trigger_kind, triggered_by, started_at, url, request_headers, status, response_headers, response_size, truncated,
			error_class, error_text, dns_us, connect_us, tls_us, first_byte_us, body_us, total_us, address, tls_version, certificate_expires_at, next_reason)
		VALUES ($1, $2, 1, 'schedule', '', $3, $4, '{}', 500, '{}', 0, FALSE, 'http_status', 'The receiver answered 500.', 0, 1, 1, 1, 1, 4, '203.0.113.7:443', 'TLS 1.3', $5, '')`,
		id, app.NewUUID(), now, hook.URL, now.Add(9*24*time.Hour))
	s.change(t, `INSERT INTO notices (id, webhook_id, kind, at, failures, failing_since, disable_at, error_class, error_status, error_text, error_at)
		VALUES ($1, $2, 'nearly', $3, 12, $3, $4, 'http_status', 500, 'The receiver answered 500.', $3)`, id, hook.ID, now, now.Add(7*time.Hour))
	s.change(t, `INSERT INTO notice_letters (notice_id, number, email, mailed_at, failure) VALUES ($1, 1, 'ada@acme.example', $2, ''),
		($1, 2, 'gone@acme.example', NULL, 'The mail server does not accept the address. It answered “550 5.1.1 no such mailbox”.')`, id, now)
}

// change writes to the database directly.
func (s *server) change(t *testing.T, query string, args ...any) {
	t.Helper()
	err := s.db.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
