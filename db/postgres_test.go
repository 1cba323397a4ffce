package db_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"

	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestPGX(t *testing.T) {
	d := dbtest.Postgres(t)
	ctx := t.Context()
	write := func(ctx context.Context, tx *db.Tx, name string) error {
		_, err := tx.PGX().Exec(ctx, "INSERT INTO settings (name, value) VALUES ($1, '1')", name)
		return err
	}
	t.Run("what is written through it is committed with the rest", func(t *testing.T) {
		err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			return errors.Join(write(ctx, tx, "a"), set(ctx, tx, "b", "1"))
		})
		if err != nil || get(t, d, "a") != "1" || get(t, d, "b") != "1" {
			t.Errorf("a %q, b %q, %v", get(t, d, "a"), get(t, d, "b"), err)
		}
	})
	t.Run("a refusal drops it with the rest", func(t *testing.T) {
		refused := errors.New("refused")
		err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			return errors.Join(write(ctx, tx, "c"), set(ctx, tx, "d", "1"), refused)
		})
		if !errors.Is(err, refused) || get(t, d, "c") != "" || get(t, d, "d") != "" {
			t.Errorf("c %q, d %q, %v", get(t, d, "c"), get(t, d, "d"), err)
		}
	})
	t.Run("it can't end the transaction", func(t *testing.T) {
		err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			if tx.PGX().Commit(ctx) == nil || tx.PGX().Rollback(ctx) == nil {
				t.Error("it was ended")
			}
			return set(ctx, tx, "e", "1")
		})
		if err != nil || get(t, d, "e") != "1" {
			t.Errorf("e %q, %v", get(t, d, "e"), err)
		}
	})
	t.Run("a savepoint of its own can be rolled back", func(t *testing.T) {
		err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			inner, err := tx.PGX().Begin(ctx)
			if err != nil {
				return err
			}
			if _, err := inner.Exec(ctx, "INSERT INTO settings (name, value) VALUES ('f', '1')"); err != nil {
				return err
			}
			return errors.Join(inner.Rollback(ctx), set(ctx, tx, "g", "1"))
		})
		if err != nil || get(t, d, "f") != "" || get(t, d, "g") != "1" {
			t.Errorf("f %q, g %q, %v", get(t, d, "f"), get(t, d, "g"), err)
		}
	})
}

func TestPostgresRetries(t *testing.T) {
	ctx := t.Context()
	t.Run("a deadlock is run again and both commit", func(t *testing.T) {
		d := dbtest.Postgres(t)
		for _, name := range []string{"a", "b"} {
			if err := d.Tx(ctx, setting(name, "")); err != nil {
				t.Fatal(err)
			}
		}
		var both, met sync.WaitGroup
		met.Add(2)
		for _, order := range [][]string{{"a", "b"}, {"b", "a"}} {
			var once sync.Once
			both.Go(func() {
				err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
					if err := set(ctx, tx, order[0], order[0]); err != nil {
						return err
					}
					once.Do(func() { met.Done(); met.Wait() }) // each holds its first row: one must give way
					return set(ctx, tx, order[1], order[0])
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		if a, b := get(t, d, "a"), get(t, d, "b"); a == "" || a != b { // both rows are of whoever committed last
			t.Errorf("a %q, b %q", a, b)
		}
	})
	t.Run("a serialization failure is run at most three times more", func(t *testing.T) {
		d, runs := dbtest.Postgres(t), 0
		err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			runs++
			_, err := tx.Exec(ctx, "DO 'BEGIN RAISE EXCEPTION USING ERRCODE = ''40001''; END'")
			return err
		})
		if err == nil || runs != 4 {
			t.Errorf("%d runs, %v", runs, err)
		}
	})
	t.Run("callbacks of a run that was given up are not called", func(t *testing.T) {
		d, runs, calls := dbtest.Postgres(t), 0, 0
		err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			tx.AfterCommit(func() { calls++ })
			if runs++; runs > 1 {
				return nil
			}
			_, err := tx.Exec(ctx, "DO 'BEGIN RAISE EXCEPTION USING ERRCODE = ''40P01''; END'")
			return err
		})
		if err != nil || runs != 2 || calls != 1 {
			t.Errorf("%d runs, %d calls, %v", runs, calls, err)
		}
	})
	t.Run("a commit whose answer was lost is not run again, for it may have been made", func(t *testing.T) {
		d, lose := dbtest.PostgresLosing(t)
		lose("INSERT INTO settings")
		runs, calls := 0, 0
		err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			runs++
			tx.AfterCommit(func() { calls++ })
			_, err := tx.Exec(ctx, "INSERT INTO settings (name, value) VALUES ($1, '')", strconv.Itoa(runs))
			return err
		})
		if err == nil || runs != 1 || calls != 0 {
			t.Errorf("%d runs, %d calls, %v", runs, calls, err)
		}
		var kept int
		if err := d.QueryRow(ctx, "SELECT COUNT(*) FROM settings").Scan(&kept); err != nil || kept != 1 {
			t.Errorf("%d rows are kept, %v", kept, err)
		}
	})
	t.Run("another failure is not run again", func(t *testing.T) {
		d, runs := dbtest.Postgres(t), 0
		err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			runs++
			_, err := tx.Exec(ctx, "SELECT 1 / 0")
			return err
		})
		if err == nil || runs != 1 {
			t.Errorf("%d runs, %v", runs, err)
		}
	})
	t.Run("connections that the server closed are replaced", func(t *testing.T) {
		d := dbtest.Postgres(t)
		if err := d.Tx(ctx, setting("a", "1")); err != nil {
			t.Fatal(err)
		}
		if _, err := d.PGX().Exec(ctx, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"); err != nil {
			t.Fatal(err)
		}
		for range 4 {
			if err := d.Tx(ctx, setting("a", "2")); err != nil {
				t.Error(err)
			}
		}
	})
}

// held reports whether another session could take the lock now, by asking for it without waiting.
func free(t *testing.T, d *db.DB, shared string, key int64) bool {
	t.Helper()
	var got bool
	err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		return tx.QueryRow(ctx, "SELECT pg_try_advisory_xact_lock"+shared+"($1)", key).Scan(&got)
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestLock(t *testing.T) {
	t.Run("two ids are taken at once and freed at the end", func(t *testing.T) {
		d := dbtest.Postgres(t)
		keys := db.LockKeys("organization", "1", "2", "2")
		if len(keys) != 2 {
			t.Fatalf("keys %v", keys)
		}
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			if err := tx.Lock(ctx, "organization", "2", "1"); err != nil {
				return err
			}
			for _, k := range keys {
				if free(t, d, "", k) || free(t, d, "_shared", k) {
					t.Error("it is free")
				}
			}
			if other := db.LockKeys("webhook", "1")[0]; !free(t, d, "", other) {
				t.Error("another kind is not free")
			}
			return nil
		})
		if err != nil || !free(t, d, "", keys[0]) {
			t.Errorf("afterwards: %v", err)
		}
	})
	t.Run("a shared lock keeps out only those who want it alone", func(t *testing.T) {
		d := dbtest.Postgres(t)
		key := db.LockKeys("organization", "1")[0]
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			if err := tx.LockShared(ctx, "organization", "1"); err != nil {
				return err
			}
			if free(t, d, "", key) || !free(t, d, "_shared", key) {
				t.Error("it is not shared")
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	t.Run("on SQLite it does nothing", func(t *testing.T) {
		d := dbtest.SQLite(t)
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			return errors.Join(tx.Lock(ctx, "organization", "1"), tx.LockShared(ctx, "organization", "1"))
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestPostgresOpens(t *testing.T) {
	t.Run("several processes start together on an empty database", func(t *testing.T) {
		url := dbtest.URL(t, db.PostgreSQL)
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				d, err := db.Open(t.Context(), db.Config{URL: url})
				if err != nil {
					t.Error(err)
					return
				}
				defer d.Close()
				if err := d.Ready(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	})
	t.Run("a database that can't hold every text is refused", func(t *testing.T) {
		url := dbtest.URL(t, db.PostgreSQL)
		d, err := db.Open(t.Context(), db.Config{URL: url})
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		if _, err := d.PGX().Exec(t.Context(), "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"); err != nil {
			t.Fatal(err)
		}
		defer d.PGX().Exec(t.Context(), "DROP DATABASE latin")
		refused(t, db.Config{URL: strings.Replace(url, "/"+d.PGX().Config().ConnConfig.Database, "/latin", 1)}, "UTF8")
	})
	t.Run("a newer schema is refused", func(t *testing.T) {
		url := dbtest.URL(t, db.PostgreSQL)
		d, err := db.Open(t.Context(), db.Config{URL: url})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO schema_version (version_id, is_applied) VALUES (99999, TRUE)")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		d.Close()
		refused(t, db.Config{URL: url}, "newer than this program's")
	})
	t.Run("after Close everybody is refused", func(t *testing.T) {
		d := dbtest.Postgres(t)
		d.Close()
		if err := d.Tx(t.Context(), setting("a", "1")); !errors.Is(err, db.ErrClosed) {
			t.Errorf("answered %v", err)
		}
	})
}
