package db

import (
	"context"
	"crypto/rand"
	"testing"
	"time"
)

// walState is how many pages the write-ahead log has, and how many of them are not in the file yet.
func walState(t *testing.T, d *DB) (logged, left int) {
	t.Helper()
	var busy, moved int
	if err := d.write.QueryRowContext(t.Context(), "PRAGMA wal_checkpoint(NOOP)").Scan(&busy, &logged, &moved); err != nil {
		t.Fatal(err)
	}
	return logged, logged - moved
}

// untilMoved makes small changes until done, as a server does.
func untilMoved(t *testing.T, d *DB, done func() bool) {
	t.Helper()
	deadline := time.Now().Add(2 * time.Minute)
	for n := 0; !done(); n++ {
		if time.Now().After(deadline) {
			logged, left := walState(t, d)
			t.Fatalf("the log has %d pages, %d of them are not moved, after %d changes", logged, left, n)
		}
		if err := d.Tx(t.Context(), put(rand.Text())); err != nil {
			t.Fatal(err)
		}
	}
}

// grow makes a log of so many pages at least, in commits of a tenth; nothing is moved meanwhile.
func grow(t *testing.T, d *DB, pages int) {
	t.Helper()
	d.moving.Lock()
	defer d.moving.Unlock()
	for range 10 {
		err := d.Tx(t.Context(), func(ctx context.Context, tx *Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO settings (name, value) VALUES ($1, hex(randomblob($2)))", rand.Text(), pages/10*2048)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheWriteAheadLogIsMoved(t *testing.T) {
	d := openTest(t)
	if _, err := d.write.ExecContext(t.Context(), "PRAGMA wal_autocheckpoint = 0"); err != nil { // SQLite's own way must not do it
		t.Fatal(err)
	}
	grow(t, d, 3*walPages)
	grown, left := walState(t, d)
	if left < 3*walPages {
		t.Fatalf("%d pages are not moved", left)
	}
	t.Run("beside the writer, and the log begins anew", func(t *testing.T) {
		untilMoved(t, d, func() bool {
			logged, _ := walState(t, d)
			return logged < grown/2
		})
		if n := d.group.meter.checkpoint.Read().Count; n == 0 {
			t.Error("it was not measured")
		}
	})
	t.Run("and what a reader needs is left for the next time", func(t *testing.T) {
		rows, err := d.Query(t.Context(), "SELECT name FROM settings")
		if err != nil || !rows.Next() {
			t.Fatal("nothing to read", err)
		}
		defer rows.Close()
		moves := d.group.meter.checkpoint.Read().Count
		grow(t, d, 2*walPages)
		untilMoved(t, d, func() bool { return d.group.meter.checkpoint.Read().Count > moves })
		if _, left := walState(t, d); left < 2*walPages {
			t.Errorf("only %d pages are left", left)
		}
		rows.Close()
		untilMoved(t, d, func() bool {
			_, left := walState(t, d)
			return left < walPages
		})
	})
	t.Run("and nobody waits for it", func(t *testing.T) {
		d.moving.Lock()
		defer d.moving.Unlock()
		for range 3 * walEvery {
			if err := d.Tx(t.Context(), put(rand.Text())); err != nil {
				t.Fatal(err)
			}
		}
	})
}
