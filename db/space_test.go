package db_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// fill writes rows of a kibibyte; empty deletes them.
func fill(t testing.TB, d *db.DB, rows int) {
	t.Helper()
	for n := 0; n < rows; { // a transaction may not take long
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			for end := min(n+1000, rows); n < end; n++ {
				if err := set(ctx, tx, fmt.Sprintf("filler %05d", n), strings.Repeat("x", 1024)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func empty(t testing.TB, d *db.DB) {
	t.Helper()
	err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM settings WHERE name LIKE 'filler %'`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func size(t testing.TB, file string) int64 {
	t.Helper()
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

func giveAllBack(t testing.TB, d *db.DB) {
	t.Helper()
	for more := true; more; {
		var err error
		if more, err = d.GiveBack(t.Context(), time.Second); err != nil {
			t.Fatal(err)
		}
	}
}

func TestGiveBack(t *testing.T) {
	t.Run("the file gets shorter, and so does its log, while others write", func(t *testing.T) {
		d := dbtest.SQLite(t)
		fill(t, d, 8000)
		if err := d.Checkpoint(t.Context()); err != nil {
			t.Fatal(err)
		}
		full := size(t, d.Path())
		empty(t, d)
		ctx, cancel := context.WithCancel(t.Context())
		var writers sync.WaitGroup
		writers.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				if err := d.Tx(ctx, pair(fmt.Sprint(n))); err != nil && ctx.Err() == nil {
					t.Error(err)
				}
			}
		})
		giveAllBack(t, d)
		cancel()
		writers.Wait()
		giveAllBack(t, d)
		if now := size(t, d.Path()); now > full/3 {
			t.Errorf("the file had %d bytes and has %d", full, now)
		}
		if log := size(t, d.Path()+"-wal"); log > 4<<20 {
			t.Errorf("the log has %d bytes", log)
		}
		integrity(t, d)
	})
	t.Run("a part stays free for what is written next", func(t *testing.T) {
		d := dbtest.SQLite(t)
		fill(t, d, 20)
		empty(t, d)
		before := pages(t, d)
		giveAllBack(t, d)
		if after := pages(t, d); after != before {
			t.Errorf("it had %d pages and has %d", before, after)
		}
	})
	t.Run("it stops when its time is over, and says that there is more", func(t *testing.T) {
		d := dbtest.SQLite(t)
		fill(t, d, 2000)
		empty(t, d)
		if more, err := d.GiveBack(t.Context(), -time.Second); err != nil || !more {
			t.Errorf("answered %v, %v", more, err)
		}
	})
	t.Run("a reader that holds the log is no error", func(t *testing.T) {
		d := dbtest.SQLite(t)
		fill(t, d, 2000)
		rows, err := d.Query(t.Context(), `SELECT name FROM settings`)
		if err != nil || !rows.Next() {
			t.Fatal("nothing to read", err)
		}
		defer rows.Close()
		empty(t, d)
		giveAllBack(t, d)
	})
	t.Run("PostgreSQL does so by itself", func(t *testing.T) {
		d := dbtest.Postgres(t)
		if more, err := d.GiveBack(t.Context(), time.Second); more || err != nil {
			t.Errorf("answered %v, %v", more, err)
		}
	})
}

func pages(t testing.TB, d *db.DB) (n int) {
	t.Helper()
	if err := d.QueryRow(t.Context(), "PRAGMA page_count").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestOptimize(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := d.Optimize(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
