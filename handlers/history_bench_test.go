package handlers

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// The history that is measured: so many deliveries of one webhook, each with its event and its attempt, over 30 days.
// 94 of 100 were delivered; about 1 of 100 is due; users, types and errors are uneven, as in life.
const (
	manyDeliveries = 1_000_000
	overDays       = 30
)

// idSQL writes the id of delivery, event or attempt number n (a column) of the history that ends at a moment, in the
// words of the engine: version 7, so that it sorts by time.
func idSQL(engine db.Engine, kind int, end time.Time) string {
	const step = overDays * 24 * time.Hour / manyDeliveries
	ms := fmt.Sprintf("(%d + n * %d)", end.Add(-overDays*24*time.Hour).UnixMilli(), step.Milliseconds())
	if engine == db.SQLite {
		return fmt.Sprintf("printf('%%08x-%%04x-7%03x-8000-%%012x', %s >> 16, %s & 65535, n)", kind, ms, ms)
	}
	return fmt.Sprintf("lpad(to_hex(%s >> 16), 8, '0') || '-' || lpad(to_hex(%s & 65535), 4, '0') || '-7%03x-8000-' || lpad(to_hex(n), 12, '0')", ms, ms, kind)
}

// fillHistory makes the history, by a few statements that work on sets.
func fillHistory(tb testing.TB, d *db.DB, webhookID string, end time.Time) {
	tb.Helper()
	const numbers = "WITH RECURSIVE numbers (n) AS (SELECT CAST($2 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < CAST($3 AS BIGINT)) "
	const (
		outcome = `CASE WHEN n % 100 < 94 THEN 'delivered' WHEN n % 100 < 97 THEN 'failed' WHEN n % 100 = 97 THEN 'retrying' WHEN n % 100 = 98 THEN 'held' ELSE 'cancelled' END`
		class   = `CASE WHEN n % 100 < 94 THEN '' WHEN n % 1000 = 94 THEN 'dns_failed' WHEN n = 4095 THEN 'tls_failed' WHEN n % 300 = 95 THEN 'timeout_response' ELSE 'http_status' END`
		status  = `CASE WHEN n % 100 < 94 THEN 200 WHEN n % 1000 = 94 OR n = 4095 OR n % 300 = 95 THEN 0 WHEN n % 10000 = 96 THEN 404 ELSE 503 END`
		typ     = `CASE WHEN n % 10000 = 99 THEN 'USER_DISABLED' WHEN n % 10 = 9 THEN 'USER_CREATED' ELSE 'USER_LOGIN' END`
		subject = `CASE WHEN n % 2 = 0 THEN 'robot@example.com' ELSE 'user' || (n % 5001) || '@example.com' END`
	)
	id := func(kind int) string { return idSQL(d.Engine(), kind, end) }
	blob := map[db.Engine]string{db.SQLite: "x'7b7d'", db.PostgreSQL: `'\x7b7d'::bytea`}[d.Engine()]
	for _, statement := range []string{
		`INSERT INTO events (id, type, occurred_at, subject_user_id, subject, source, facts) ` + numbers + `SELECT ` + id(1) + `, ` + typ + `, $1, n % 5001, ` + subject + `, 'page', '{}' FROM numbers`,
		`INSERT INTO event_places (scope, scope_id, event_id) ` + numbers + `SELECT 'organization', 1, ` + id(1) + ` FROM numbers WHERE $1 = $1`,
		`INSERT INTO deliveries (id, event_id, webhook_id, type, subject, body, state, attempts, occurred_at, created_at, lane, due_at, finished_at, last_status, last_class, last_duration_us) ` + numbers + `
			SELECT ` + id(2) + `, ` + id(1) + `, '` + webhookID + `', ` + typ + `, ` + subject + `, ` + blob + `, ` + outcome + `, 1, $1, $1, CASE WHEN n % 100 = 97 THEN 'retry' END,
			CASE WHEN n % 100 = 97 THEN $1 END, CASE WHEN n % 100 NOT IN (97, 98) THEN $1 END, ` + status + `, ` + class + `, 1200 FROM numbers`,
		`INSERT INTO attempts (delivery_id, id, number, trigger_kind, triggered_by, started_at, url, request_headers, status, response_headers, response_size, truncated, error_class, error_text,
				dns_us, connect_us, tls_us, first_byte_us, body_us, total_us, address, tls_version, next_reason) ` + numbers + `
			SELECT ` + id(2) + `, ` + id(3) + `, 1, 'schedule', '', $1, 'https://example.com/in', '{}', 200, '{}', 0, FALSE, '', '', 1, 2, 3, 4, 5, 15, '192.0.2.1:443', 'TLS 1.3', '' FROM numbers`,
	} {
		if d.Engine() == db.PostgreSQL {
			statement = strings.ReplaceAll(statement, "$1", "CAST($1 AS TIMESTAMP)")
		}
		const atOnce = 20_000
		for n := 0; n < manyDeliveries; n += atOnce {
			if err := d.Tx(tb.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.Exec(ctx, statement, end, n, n+atOnce)
				return err
			}); err != nil {
				tb.Fatal(err)
			}
		}
	}
	tidy := map[db.Engine]string{db.SQLite: "ANALYZE", db.PostgreSQL: "VACUUM ANALYZE"}[d.Engine()] // what a server does by and by
	if _, err := d.Pool().Exec(tidy); err != nil {
		tb.Fatal(err)
	}
}

// idAround is an id of about that day before the end.
func idAround(end time.Time, days float64) string {
	ms := end.Add(-time.Duration(days * 24 * float64(time.Hour))).UnixMilli()
	return fmt.Sprintf("%08x-%04x-7002-8000-000000000000", ms>>16, ms&0xffff)
}

// BenchmarkHistoryPages asks for pages of a history of 1,000,000 attempts as a browser does, with every kind of filter,
// at the newest end, in the middle and at the oldest, and reports the 99th percentile of each. All of it is the
// server's time: the session, the policy, the statements, the page.
//
//	go test ./handlers -run '^$' -bench HistoryPages -benchtime 200x
func BenchmarkHistoryPages(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) { benchHistory(b, open(b)) })
	}
}

func benchHistory(b *testing.B, d *db.DB) {
	s := newSite(b, d)
	s.user("acme", "ada", true)
	ada := s.loggedIn("ada")
	hook := s.newHook("hr-sync")
	end := s.clock.Now()
	fillHistory(b, d, hook.ID, end)
	history, events := hooksPath+"/"+hook.ID, "/organizations/acme/events"
	month := end.Add(-20 * 24 * time.Hour).Format("2006-01-02")
	pages := map[string]string{
		"all": history + "?", "status=delivered": history + "?status=delivered", "status=failed": history + "?status=failed", "status=retrying": history + "?status=retrying",
		"status=pending (none)": history + "?status=pending", "type, rare": history + "?type=USER_DISABLED", "class=2xx": history + "?class=2xx", "class=4xx, rare": history + "?class=4xx",
		"class=5xx": history + "?class=5xx", "class=none": history + "?class=none", "class=tls_failed, one": history + "?class=tls_failed",
		"class=5xx type, rare": history + "?class=5xx&type=USER_DISABLED", "class=5xx status=held type": history + "?class=5xx&status=held&type=USER_CREATED",
		"from, to": history + "?to=" + month, "q=e-mail": history + "?q=user7@example.com", "q=e-mail, half of all": history + "?q=robot@example.com",
		"q=e-mail, half of all, class": history + "?q=robot@example.com&class=none&status=failed", "q=nobody": history + "?q=nobody@example.com", "q=id": history + "?q=" + idAround(end, 3),
		"events": events + "?", "events type, rare": events + "?type=USER_DISABLED", "events q=e-mail": events + "?q=user7@example.com", "events q=e-mail, half of all, type": events + "?q=robot@example.com&type=USER_DISABLED",
		"events from, to": events + "?to=" + month,
	}
	names := make([]string, 0, len(pages))
	for name := range pages {
		names = append(names, name)
	}
	slices.Sort(names)
	worst, where := 0.0, ""
	for _, name := range names {
		for page, before := range map[string]string{"first": "", "middle": "&before=" + idAround(end, overDays/2), "last": "&before=" + idAround(end, overDays-0.02)} {
			b.Run(name+"/"+page, func(b *testing.B) {
				if p99 := percentile99(b, ada, pages[name]+before); p99 > worst {
					worst, where = p99, name+", "+page
				}
			})
		}
	}
	var event string
	if err := d.QueryRow(b.Context(), `SELECT id FROM events ORDER BY id DESC LIMIT 1`).Scan(&event); err != nil {
		b.Fatal(err)
	}
	b.Run("event", func(b *testing.B) { percentile99(b, ada, events+"/"+event) })
	b.Run("search by e-mail", func(b *testing.B) { percentile99(b, ada, "/search?q=robot@example.com") })
	b.Logf("the worst p99 of %s: %.1f ms, %s", d.Engine(), worst, where)
}

// percentile99 asks for a page again and again, and reports how long the server took, in milliseconds.
func percentile99(b *testing.B, as *browser, path string) float64 {
	var took []time.Duration
	cpu := cpuTime(b)
	for b.Loop() {
		began := time.Now()
		if a := as.get(path); a.status != http.StatusOK {
			b.Fatalf("%s answered %d", path, a.status)
		}
		took = append(took, time.Since(began))
	}
	b.ReportMetric(float64((cpuTime(b)-cpu).Microseconds())/1000/float64(len(took)), "cpu-ms/op")
	slices.Sort(took)
	p99 := float64(took[len(took)*99/100].Microseconds()) / 1000
	b.ReportMetric(p99, "p99-ms")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	return p99
}
