package db_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestReservedWorkDoesNotWaitForCallers(t *testing.T) {
	url := dbtest.URL(t, db.PostgreSQL)
	d, err := db.Open(t.Context(), db.Config{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	release, inside := make(chan struct{}), make(chan struct{}, 100)
	var callers sync.WaitGroup
	for range 100 { // more than there are connections
		callers.Go(func() {
			_ = d.Tx(t.Context(), func(context.Context, *db.Tx) error {
				inside <- struct{}{}
				<-release
				return nil
			})
		})
	}
	defer callers.Wait()
	defer close(release)
	for range 16 {
		<-inside
	}
	ctx, cancel := context.WithTimeout(db.Reserved(t.Context()), 8*time.Second) // less than callers may take
	defer cancel()
	t.Run("it reads and writes while callers hold all connections they may have", func(t *testing.T) {
		var one int
		if err := d.QueryRow(ctx, "SELECT 1").Scan(&one); err != nil {
			t.Error(err)
		}
		if err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO settings (name, value) VALUES ('reserved', 'yes')")
			return err
		}); err != nil {
			t.Error(err)
		}
	})
	t.Run("the queue has connections left too", func(t *testing.T) {
		conn, err := d.PGX().Acquire(ctx)
		if err != nil {
			t.Fatal(err)
		}
		conn.Release()
	})
}
