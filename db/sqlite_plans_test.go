package db_test

import (
	"context"
	"strings"
	"testing"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// A plan that follows the value of a parameter is one that is made for each use: the partial index here is of use for
// one value only.
func TestPlansDoNotDependOnValues(t *testing.T) {
	d := dbtest.SQLite(t)
	if err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, "CREATE TABLE plans (x BIGINT, y BIGINT)")
		if err == nil {
			_, err = tx.Exec(ctx, "CREATE INDEX plans_five ON plans (y) WHERE x = 5")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	plan := func(q db.Queryer, where string, args ...any) (detail string) {
		var id, parent, unused int
		if err := q.QueryRow(t.Context(), "EXPLAIN QUERY PLAN SELECT y FROM plans WHERE x = "+where+" ORDER BY y", args...).Scan(&id, &parent, &unused, &detail); err != nil {
			t.Error(err)
		}
		return detail
	}
	check := func(t *testing.T, q db.Queryer) {
		if got := plan(q, "5"); !strings.Contains(got, "plans_five") {
			t.Errorf("the index is of no use for what it is made for: %s", got)
		}
		if got := plan(q, "$1", 5); strings.Contains(got, "plans_five") {
			t.Errorf("the plan depends on the value: %s", got)
		}
	}
	t.Run("of readers", func(t *testing.T) { check(t, d) })
	t.Run("of the writer", func(t *testing.T) {
		if err := d.Tx(t.Context(), func(_ context.Context, tx *db.Tx) error { check(t, tx); return nil }); err != nil {
			t.Error(err)
		}
	})
}
