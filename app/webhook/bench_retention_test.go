package webhook_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// BenchmarkRetention removes deliveries with an attempt each while somebody else writes without a break, and reports how
// long that writer waited: at most 250 ms is the bar (reliability.md, DUR-07 and LOAD-07), beside the same without retention.
//
//	go test ./app/webhook -run '^$' -bench Retention -benchtime 100000x
func BenchmarkRetention(b *testing.B) {
	for engine, open := range map[db.Engine]func(testing.TB) *db.DB{db.SQLite: dbtest.SQLite, db.PostgreSQL: dbtest.Postgres} {
		b.Run(string(engine), func(b *testing.B) {
			w := newWorld(b, open(b))
			w.longAgo(w.create(form("hr-sync")).ID, b.N)
			alone := w.waits(func() { <-time.After(2 * time.Second) })
			b.ResetTimer()
			beside := w.waits(func() {
				retained(b, w.Service)
				for more := true; more; {
					var err error
					if more, err = w.db.GiveBack(b.Context(), time.Minute); err != nil {
						b.Error(err)
					}
				}
			})
			b.StopTimer()
			b.ReportMetric(float64(alone[len(alone)-1].Microseconds())/1000, "alone-max-ms")
			b.ReportMetric(float64(alone[len(alone)*99/100].Microseconds())/1000, "alone-p99-ms")
			b.ReportMetric(float64(beside[len(beside)-1].Microseconds())/1000, "beside-max-ms")
			b.ReportMetric(float64(beside[len(beside)*99/100].Microseconds())/1000, "beside-p99-ms")
			if left := w.count(`SELECT COUNT(*) FROM deliveries`); left != 0 {
				b.Errorf("%d are left", left)
			}
		})
	}
}

// longAgo adds deliveries of 40 days ago with an attempt each, whose answer has 2 KiB.
func (w *world) longAgo(hook string, count int) {
	w.t.Helper()
	model := w.had(hook, w.ago(40), webhook.Delivered, event.UserCreated)
	w.attempted(model.ID, webhook.TriggerSchedule, w.ago(40))
	for from := 0; from < count; from += 20_000 {
		to := min(from+20_000, count)
		next := fmt.Sprintf(`WITH RECURSIVE n (i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d) `, from+1, to)
		id := fmt.Sprintf(`'%s' || SUBSTR(CAST(1000000000000 + i AS TEXT), 2)`, model.ID[:24])
		w.exec(next+`INSERT INTO deliveries (id, event_id, webhook_id, type, subject, body, state, occurred_at, created_at, finished_at)
			SELECT `+id+`, `+id+`, webhook_id, type, subject, body, state, occurred_at, created_at, finished_at FROM deliveries CROSS JOIN n WHERE id = $1`, model.ID)
		const same = `trigger_kind, triggered_by, started_at, url, request_headers, status, response_headers, response_size, truncated,
			error_class, error_text, dns_us, connect_us, tls_us, first_byte_us, body_us, total_us, address, tls_version, next_reason`
		w.exec(next+`INSERT INTO attempts (delivery_id, id, number, response_body, `+same+`) SELECT `+id+`, 'a', 1, $2, `+same+`
			FROM attempts CROSS JOIN n WHERE delivery_id = $1`, model.ID, make([]byte, 2048))
	}
}

// waits writes again and again until the work is done and returns how long each write took, the longest last.
func (w *world) waits(work func()) []time.Duration {
	ctx, cancel := context.WithCancel(w.t.Context())
	var took []time.Duration
	var writer sync.WaitGroup
	writer.Go(func() {
		for n := 0; ctx.Err() == nil; n++ {
			began := time.Now()
			err := w.db.Tx(w.t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.Exec(ctx, `UPDATE organizations SET title = $1 WHERE id = 2`, fmt.Sprint(n))
				return err
			})
			if err != nil {
				w.t.Error(err)
			}
			took = append(took, time.Since(began))
			<-time.After(time.Millisecond)
		}
	})
	work()
	cancel()
	writer.Wait()
	slices.Sort(took)
	return took
}
