package db_test

import (
	"errors"
	"testing"

	"context"

	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestSnapshot(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		count := func(q db.Queryer) (n int) {
			t.Helper()
			if err := q.QueryRow(t.Context(), `SELECT COUNT(*) FROM settings WHERE name LIKE $1`, "pair %").Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		t.Run("its statements see one moment", func(t *testing.T) {
			err := d.Snapshot(t.Context(), func(q db.Queryer) error {
				before := count(q)
				if err := d.Tx(t.Context(), insert("pair of a snapshot")); err != nil {
					return err
				}
				if after, now := count(q), count(d); after != before || now != before+1 {
					t.Errorf("it saw %d and then %d; now there are %d", before, after, now)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
		t.Run("it can't write", func(t *testing.T) {
			err := d.Snapshot(t.Context(), func(q db.Queryer) error {
				rows, err := q.Query(t.Context(), `INSERT INTO settings (name, value) VALUES ('written by a reader', '') RETURNING name`)
				if err != nil {
					return err
				}
				defer rows.Close()
				for rows.Next() {
				}
				return rows.Err()
			})
			if err == nil {
				t.Error("it wrote")
			}
		})
		t.Run("its function's error comes back as it is", func(t *testing.T) {
			refusal := errors.New("refused")
			if err := d.Snapshot(t.Context(), func(db.Queryer) error { return refusal }); err != refusal {
				t.Errorf("it answered %v", err)
			}
		})
		t.Run("not inside a transaction", func(t *testing.T) {
			err := d.Tx(t.Context(), func(ctx context.Context, _ *db.Tx) error {
				return d.Snapshot(ctx, func(db.Queryer) error { return nil })
			})
			if !errors.Is(err, db.ErrNested) {
				t.Errorf("it answered %v", err)
			}
		})
	})
}

// insert writes one row.
func insert(name string) func(context.Context, *db.Tx) error {
	return func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO settings (name, value) VALUES ($1, '')`, name)
		return err
	}
}
