package db_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// set writes a setting with the numbers of its placeholders out of order, and one of them twice.
func set(ctx context.Context, tx *db.Tx, name, value string) error {
	_, err := tx.Exec(ctx, "UPDATE settings SET value = $2 WHERE name = $1", name, value)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO settings (value, name) VALUES ($2, $1) ON CONFLICT (name) DO UPDATE SET value = $2", name, value)
	return err
}

func get(t *testing.T, q db.Queryer, name string) string {
	t.Helper()
	var v string
	if err := q.QueryRow(t.Context(), "SELECT COALESCE((SELECT value FROM settings WHERE name = $1), '')", name).Scan(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func setting(name, value string) func(context.Context, *db.Tx) error {
	return func(ctx context.Context, tx *db.Tx) error { return set(ctx, tx, name, value) }
}

func TestTx(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		t.Run("what a function wrote is there after it", func(t *testing.T) {
			if err := d.Tx(ctx, setting("a", "1")); err != nil {
				t.Fatal(err)
			}
			if got := get(t, d, "a"); got != "1" {
				t.Errorf("a is %q", got)
			}
		})
		t.Run("an error comes back as it is and leaves nothing", func(t *testing.T) {
			refused := errors.New("refused")
			err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
				if err := set(ctx, tx, "b", "1"); err != nil {
					return err
				}
				return refused
			})
			if err != refused {
				t.Errorf("got %v", err)
			}
			if got := get(t, d, "b"); got != "" {
				t.Errorf("b is %q", got)
			}
		})
		t.Run("a transaction reads what it wrote, others don't", func(t *testing.T) {
			var within, without string
			err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
				if err := set(ctx, tx, "c", "1"); err != nil {
					return err
				}
				within, without = get(t, tx, "c"), get(t, d, "c")
				return nil
			})
			if err != nil || within != "1" || without != "" {
				t.Errorf("within %q, without %q, error %v", within, without, err)
			}
		})
		t.Run("a nested transaction is refused at once", func(t *testing.T) {
			err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
				if _, err := d.Query(ctx, "SELECT 1"); !errors.Is(err, db.ErrNested) {
					t.Errorf("Query answered %v", err)
				}
				var n int
				if err := d.QueryRow(ctx, "SELECT 1").Scan(&n); !errors.Is(err, db.ErrNested) {
					t.Errorf("QueryRow answered %v", err)
				}
				return d.Tx(ctx, setting("d", "1"))
			})
			if !errors.Is(err, db.ErrNested) {
				t.Errorf("got %v", err)
			}
		})
		t.Run("a failed statement fails the transaction even if nobody looked", func(t *testing.T) {
			err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
				set(ctx, tx, "e", "1")
				tx.Exec(ctx, "INSERT INTO settings (name, value) VALUES ('e', '2')")
				return nil
			})
			if !db.IsUnique(err) {
				t.Errorf("got %v", err)
			}
			if got := get(t, d, "e"); got != "" {
				t.Errorf("e is %q", got)
			}
		})
		t.Run("a context that has ended is refused", func(t *testing.T) {
			ended, cancel := context.WithCancel(ctx)
			cancel()
			if err := d.Tx(ended, setting("f", "1")); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		})
		t.Run("a caller that goes away in the middle changes nothing", func(t *testing.T) {
			leaving, cancel := context.WithCancel(ctx)
			err := d.Tx(leaving, func(ctx context.Context, tx *db.Tx) error {
				cancel()
				return set(leaving, tx, "g", "1")
			})
			if err != nil || get(t, d, "g") != "1" {
				t.Errorf("g is %q, error %v", get(t, d, "g"), err)
			}
		})
		t.Run("a panic passes through and leaves nothing", func(t *testing.T) {
			func() {
				defer func() {
					if r := recover(); r != "boom" {
						t.Errorf("recovered %v", r)
					}
				}()
				d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
					set(ctx, tx, "h", "1")
					panic("boom")
				})
			}()
			if got := get(t, d, "h"); got != "" {
				t.Errorf("h is %q", got)
			}
		})
		t.Run("Goexit ends its own goroutine only and leaves nothing", func(t *testing.T) {
			var done sync.WaitGroup
			done.Go(func() {
				d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
					set(ctx, tx, "i", "1")
					runtime.Goexit()
					return nil
				})
			})
			done.Wait()
			if err := d.Tx(ctx, setting("j", "1")); err != nil || get(t, d, "i") != "" {
				t.Errorf("i is %q, then %v", get(t, d, "i"), err)
			}
		})
		t.Run("callbacks run after the commit, and not after a refusal", func(t *testing.T) {
			var seen []string
			for _, refused := range []error{nil, errors.New("refused")} {
				d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
					tx.AfterCommit(func() { seen = append(seen, "k="+get(t, d, "k")) })
					if err := set(ctx, tx, "k", "1"); err != nil {
						return err
					}
					return refused
				})
			}
			if diff := cmp.Diff([]string{"k=1"}, seen); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("a Tx that was kept is of no use", func(t *testing.T) {
			var kept *db.Tx
			d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { kept = tx; return nil })
			if _, err := kept.Exec(ctx, "DELETE FROM settings"); !errors.Is(err, db.ErrOver) {
				t.Errorf("Exec answered %v", err)
			}
			var n int
			if err := kept.QueryRow(ctx, "SELECT 1").Scan(&n); !errors.Is(err, db.ErrOver) {
				t.Errorf("QueryRow answered %v", err)
			}
		})
		t.Run("rows left open are closed", func(t *testing.T) {
			err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
				rows, err := tx.Query(ctx, "SELECT name FROM settings")
				if err == nil {
					rows.Next()
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
		t.Run("it is ready", func(t *testing.T) {
			if err := d.Ready(ctx); err != nil {
				t.Error(err)
			}
		})
	})
}

func TestManyWritersAndReaders(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const writers, each = 16, 100
		ctx := t.Context()
		if err := d.Tx(ctx, setting("count", "0")); err != nil {
			t.Fatal(err)
		}
		errs := make(chan error, 64)
		var w, r sync.WaitGroup
		stop := make(chan struct{})
		for i := range writers {
			w.Go(func() {
				for range each {
					if err := d.Tx(ctx, increment); err != nil {
						errs <- fmt.Errorf("writer %d: %w", i, err)
						return
					}
				}
			})
		}
		for range 8 {
			r.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
					}
					var v string
					if err := d.QueryRow(ctx, "SELECT value FROM settings WHERE name = $1", "count").Scan(&v); err != nil {
						errs <- fmt.Errorf("reader: %w", err)
						return
					}
				}
			})
		}
		w.Wait()
		close(stop)
		r.Wait()
		close(errs)
		for err := range errs {
			t.Error(err)
		}
		if got := get(t, d, "count"); got != fmt.Sprint(writers*each) {
			t.Errorf("counted %s", got)
		}
	})
}

// increment reads before it writes, so it needs the lock.
func increment(ctx context.Context, tx *db.Tx) error {
	if err := tx.Lock(ctx, "count", "1"); err != nil {
		return err
	}
	var n int
	if err := tx.QueryRow(ctx, "SELECT CAST(value AS INTEGER) FROM settings WHERE name = 'count'").Scan(&n); err != nil {
		return err
	}
	return set(ctx, tx, "count", fmt.Sprint(n+1))
}
