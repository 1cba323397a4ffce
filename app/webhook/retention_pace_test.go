package webhook_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// PostgreSQL tells which transaction removed a row; what is counted there is the same code on SQLite.
func TestRetentionRemovesFewRowsAtATime(t *testing.T) {
	w := newWorld(t, dbtest.Postgres(t))
	hook := w.create(form("hr-sync"))
	for range 40 {
		w.triedOften(w.had(hook.ID, w.ago(40), webhook.Delivered, event.UserCreated).ID, 30)
	}
	w.triedOften(w.had(hook.ID, w.ago(41), webhook.Failed, event.UserCreated).ID, 1300)
	for range 600 {
		w.had(hook.ID, w.ago(39), webhook.Cancelled, event.UserCreated)
	}
	everywhere := w.happened(100)
	w.exec(`INSERT INTO event_places (scope, scope_id, event_id) SELECT 'pipe', n, $1 FROM generate_series(1, 1200) AS n`, everywhere)
	for range 300 {
		w.happened(99)
	}
	w.exec(`INSERT INTO misses (webhook_id, event_id, type, subject_user_id, pause) SELECT $1, '00000000-0000-7000-8000-' || LPAD(CAST(n AS TEXT), 12, '0'), 'USER_CREATED', 1, 'paused' FROM generate_series(1, 1200) AS n`, hook.ID)
	w.exec(`CREATE TABLE gone (tx BIGINT NOT NULL)`)
	w.exec(`CREATE FUNCTION note() RETURNS TRIGGER LANGUAGE plpgsql AS 'BEGIN INSERT INTO gone SELECT txid_current(); RETURN NULL; END'`)
	for _, table := range []string{"deliveries", "attempts", "events", "event_places", "misses"} {
		w.exec(`CREATE TRIGGER note AFTER DELETE ON ` + table + ` FOR EACH ROW EXECUTE FUNCTION note()`)
	}
	retained(t, w.Service)
	if n := w.count(`SELECT COUNT(*) FROM gone`); n != 40*31+1301+600+301+1201+300+1200 {
		t.Errorf("%d rows were removed", n)
	}
	if most := w.count(`SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM gone GROUP BY tx) AS each`); most > 500 || most < 10 { // as few as that on a slow disk
		t.Errorf("a transaction removed %d rows", most)
	}
}

func TestRetentionGoesOnWhereItStopped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook := w.create(form("hr-sync"))
		for range 100 {
			w.had(hook.ID, w.ago(40), webhook.Delivered, event.UserCreated)
		}
		t.Run("it says that there is more when its time is over", func(t *testing.T) {
			if more, err := w.Retain(t.Context(), -time.Second); !more || err != nil {
				t.Errorf("answered %v, %v", more, err)
			}
		})
		t.Run("it stops at once before the process does", func(t *testing.T) {
			ending := w.keeping(webhook.Retention{})
			ending.Quiesce()
			if more, err := ending.Retain(t.Context(), time.Minute); !more || err != nil {
				t.Errorf("answered %v, %v", more, err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if _, err := w.Retain(ctx, time.Minute); err != nil && ctx.Err() == nil {
				t.Error(err)
			}
			if n := w.count(`SELECT COUNT(*) FROM deliveries`); n != 100 {
				t.Errorf("%d are left", n)
			}
		})
		t.Run("two processes may do it at once", func(t *testing.T) {
			var both sync.WaitGroup
			for _, s := range []*webhook.Service{w.keeping(webhook.Retention{}), w.keeping(webhook.Retention{})} {
				both.Go(func() { retained(t, s) })
			}
			both.Wait()
			if n := w.count(`SELECT COUNT(*) FROM deliveries`); n != 0 {
				t.Errorf("%d are left", n)
			}
		})
	})
}

func TestTheFileShrinksWithItsHistory(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d)
	hook := w.create(form("hr-sync"))
	for range 200 {
		w.triedOften(w.had(hook.ID, w.ago(40), webhook.Delivered, event.UserCreated).ID, 40)
	}
	pages := func() int {
		t.Helper()
		return w.count(`PRAGMA page_count`)
	}
	full := pages()
	retained(t, w.Service)
	for more := true; more; {
		var err error
		if more, err = d.GiveBack(t.Context(), time.Second); err != nil {
			t.Fatal(err)
		}
	}
	if now := pages(); now > full/2 {
		t.Errorf("it had %d pages and has %d", full, now)
	}
}
