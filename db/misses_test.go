package db_test

import (
	"strconv"
	"testing"
	"time"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// TestMissesAreKnownSinceTheUpgrade makes the migration again over a database without events, and over one with them.
func TestMissesAreKnownSinceTheUpgrade(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		up, down := migration(t, d, "00022_misses_since.sql")
		known := func() []string { return facts(t, d, `SELECT value FROM settings WHERE name = 'misses_recorded_since'`) }
		if rows := known(); len(rows) != 0 {
			t.Errorf("a new database says %v", rows)
		}
		run(t, d, down...)
		run(t, d, `INSERT INTO events (id, type, occurred_at, subject_user_id, subject, source, facts) VALUES ('e', 'USER_CREATED', '2026-01-02 03:04:05', 1, '', 'page', '{}')`)
		before := time.Now().Truncate(time.Second)
		run(t, d, up...)
		rows := known()
		if len(rows) != 1 {
			t.Fatalf("an older one says %v", rows)
		}
		micros, err := strconv.ParseInt(rows[0], 10, 64)
		if at := time.UnixMicro(micros); err != nil || at.Before(before.Add(-time.Second)) || at.After(time.Now().Add(time.Second)) {
			t.Errorf("known since %s (%v)", at, err)
		}
	})
}
