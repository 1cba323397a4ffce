package db_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// SQLite's driver would take $2 for a name and bind the first value to it.
func TestPlaceholders(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for _, test := range []struct {
			name, sql string
			args      []any
			want      string
		}{
			{"out of order", "SELECT $2 || $1", []any{"a", "b"}, "ba"},
			{"used twice", "SELECT $1 || $2 || $1", []any{"a", "b"}, "aba"},
			{"more than nine", "SELECT $10 || $1 || $11 || $2 || $3 || $4 || $5 || $6 || $7 || $8 || $9",
				[]any{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"}, "1011123456789"},
		} {
			t.Run(test.name, func(t *testing.T) {
				sql := test.sql
				if d.Engine() == db.PostgreSQL { // it wants to know the types where nothing tells them
					sql = "SELECT " + strings.ReplaceAll(strings.TrimPrefix(sql, "SELECT "), " ||", "::text ||") + "::text"
				}
				read := func(q db.Queryer) string {
					var got string
					if err := q.QueryRow(t.Context(), sql, test.args...).Scan(&got); err != nil {
						t.Error(err)
					}
					return got
				}
				if got := read(d); got != test.want {
					t.Errorf("reading: %q, want %q", got, test.want)
				}
				var got string
				if err := d.Tx(t.Context(), func(_ context.Context, tx *db.Tx) error { got = read(tx); return nil }); err != nil || got != test.want {
					t.Errorf("in a transaction: %q, want %q, %v", got, test.want, err)
				}
			})
		}
		t.Run("many different texts", func(t *testing.T) {
			for i := range 3000 {
				var got string
				if err := d.QueryRow(t.Context(), fmt.Sprintf("SELECT value FROM (SELECT CAST($2 AS TEXT) AS value, CAST($1 AS TEXT) AS other) AS t%d", i), "a", "b").Scan(&got); err != nil || got != "b" {
					t.Fatalf("%q, %v", got, err)
				}
				if i > 10 && d.Engine() == db.PostgreSQL {
					break
				}
			}
		})
	})
}
