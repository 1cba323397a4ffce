package db_test

import (
	"context"
	"fmt"
	"testing"

	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestCodes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		run := func(sql string) error {
			return d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.Exec(ctx, sql)
				if err != nil {
					return fmt.Errorf("running: %w", err)
				}
				return nil
			})
		}
		if err := run("CREATE TABLE t (id BIGINT PRIMARY KEY, u TEXT UNIQUE, n TEXT NOT NULL)"); err != nil {
			t.Fatal(err)
		}
		for _, test := range []struct {
			name, sql string
			unique    bool
		}{
			{"a new row", "INSERT INTO t VALUES (1, 'a', '')", false},
			{"a taken primary key", "INSERT INTO t VALUES (1, 'b', '')", true},
			{"a taken unique key", "INSERT INTO t VALUES (2, 'a', '')", true},
			{"a missing value", "INSERT INTO t VALUES (3, 'c', NULL)", false},
			{"a syntax error", "INSERT t", false},
		} {
			t.Run(test.name, func(t *testing.T) {
				err := run(test.sql)
				if db.IsUnique(err) != test.unique || db.IsFull(err) {
					t.Errorf("unique %v, full %v: %v", db.IsUnique(err), db.IsFull(err), err)
				}
			})
		}
	})
}
