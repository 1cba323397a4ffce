package db_test

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// TestCountdownsBeginWithTheUpgrade takes the migration back and makes it again over webhooks that were there before:
// one that failed for days unannounced must not be disabled in the first minute.
func TestCountdownsBeginWithTheUpgrade(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		up, down := migration(t, d, "00009_health.sql")
		run(t, d, down...)
		run(t, d, `INSERT INTO organizations (uuid, name, title, created_at) VALUES ('u', 'acme', 'Acme', '2026-01-02 03:04:05')`)
		now := time.Now().UTC().Truncate(time.Millisecond)
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			for id, failures := range map[string]int{"ill": 40, "well": 0} {
				_, err := tx.Exec(ctx, `INSERT INTO webhooks (id, organization_id, scope, scope_id, name, activate, url, description, secret, enabled, failures, failing_since,
						created_at, created_by, updated_at, updated_by)
					VALUES ($1, (SELECT id FROM organizations), 'organization', 1, $1, FALSE, 'https://a.example', '', $2, TRUE, $3, $4, $5, '', $5, '')`,
					id, []byte("s"), failures, sql.NullTime{Time: now.Add(-100 * time.Hour), Valid: failures > 0}, now)
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		run(t, d, up...)
		var from, since time.Time
		if err := d.QueryRow(t.Context(), `SELECT counting_from, failing_since FROM webhooks WHERE id = 'ill'`).Scan(&from, &since); err != nil {
			t.Fatal(err)
		}
		if from.Before(now) || !since.Equal(now.Add(-100*time.Hour)) {
			t.Errorf("it counts from %s, and failed since %s", from, since)
		}
		if n := facts(t, d, `SELECT id FROM webhooks WHERE counting_from IS NULL`); len(n) != 1 || n[0] != "well" {
			t.Errorf("without a countdown: %v", n)
		}
	})
}
