package webhook_test

import (
	"io"
	"log/slog"
	"testing"
	"time"

	"rollcall/app"
	"rollcall/app/audit"
	"rollcall/app/event"
	"rollcall/app/outbound"
	"rollcall/app/webhook"
)

// configured is the configuration of another process on the same database.
func (w *world) configured(kept webhook.Retention) webhook.Config {
	w.t.Helper()
	client, err := outbound.New(outbound.Config{})
	if err != nil {
		w.t.Fatal(err)
	}
	return webhook.Config{DB: w.db, Audit: audit.New(w.db, w.clock), Clock: w.clock, Client: client, Queue: w.jobs, Key: theKey,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Retention: kept}
}

// keeping is another process that keeps things for as long as it is told.
func (w *world) keeping(kept webhook.Retention) *webhook.Service {
	w.t.Helper()
	s, err := webhook.New(w.configured(kept))
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

// retained removes everything that has been kept long enough.
func retained(t testing.TB, s *webhook.Service) {
	t.Helper()
	for more := true; more; {
		var err error
		if more, err = s.Retain(t.Context(), time.Minute); err != nil {
			t.Fatal(err)
		}
	}
}

// ago is that many days before now.
func (w *world) ago(days int) time.Time {
	return w.clock.Now().Add(-time.Duration(days) * 24 * time.Hour)
}

// happened adds an event that was heard in acme some days ago; its deliveries can have its id.
func (w *world) happened(days int) string {
	w.t.Helper()
	id := idAt(w.ago(days))
	w.exec(`INSERT INTO events (id, type, occurred_at, subject_user_id, subject, source, facts) VALUES ($1, $2, $3, 1, 'carol@example.com', 'page', '{}')`,
		id, event.UserCreated, w.ago(days))
	w.exec(`INSERT INTO event_places (scope, scope_id, event_id) VALUES ('organization', 1, $1)`, id)
	return id
}

// missed adds a miss of an event that happened some days ago.
func (w *world) missed(webhookID string, days int) {
	w.t.Helper()
	w.exec(`INSERT INTO misses (webhook_id, event_id, type, subject_user_id, pause) VALUES ($1, $2, $3, 1, 'paused')`, webhookID, idAt(w.ago(days)), event.UserCreated)
}

// operated adds an operation that was asked for some days ago.
func (w *world) operated(webhookID string, days int, state string) {
	w.t.Helper()
	w.exec(`INSERT INTO operations (id, webhook_id, kind, filter, state, total, asked_by, created_at) VALUES ($1, $2, $3, '{}', $4, 1, 'alice', $5)`,
		idAt(w.ago(days)), webhookID, app.NewUUID(), state, w.ago(days))
}

// notified adds a notice with its letters from some days ago.
func (w *world) notified(webhookID string, days int) {
	w.t.Helper()
	id := idAt(w.ago(days))
	w.exec(`INSERT INTO notices (id, webhook_id, kind, at, failures, error_class, error_status, error_text) VALUES ($1, $2, 'failing', $3, 5, '', 0, '')`, id, webhookID, w.ago(days))
	w.exec(`INSERT INTO notice_letters (notice_id, number, email) VALUES ($1, 1, 'alice@example.com'), ($1, 2, 'carol@example.com')`, id)
}

// triedOften adds that many attempts of a delivery.
func (w *world) triedOften(deliveryID string, times int) {
	w.t.Helper()
	w.attempted(deliveryID, webhook.TriggerManual, w.clock.Now())
	const same = `trigger_kind, triggered_by, started_at, url, request_headers, status, response_headers, response_body, response_size, truncated,
		error_class, error_text, dns_us, connect_us, tls_us, first_byte_us, body_us, total_us, address, tls_version, next_reason`
	w.exec(`WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < $2)
		INSERT INTO attempts (delivery_id, id, number, `+same+`) SELECT delivery_id, id || '-' || CAST(i AS TEXT), i, `+same+` FROM attempts CROSS JOIN n WHERE delivery_id = $1`,
		deliveryID, times)
}
