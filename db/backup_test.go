package db_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestBackup(t *testing.T) {
	t.Run("a copy made while writing is of one moment", func(t *testing.T) {
		d, dir := dbtest.SQLite(t), t.TempDir()
		if err := d.Tx(t.Context(), pair("first")); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		var writers sync.WaitGroup
		for w := range 4 {
			writers.Go(func() {
				for n := 0; ctx.Err() == nil; n++ {
					d.Tx(ctx, pair(fmt.Sprintf("%d.%d", w, n)))
				}
			})
		}
		for i := range 3 {
			file := filepath.Join(dir, fmt.Sprintf("%d.backup", i))
			if err := d.Backup(t.Context(), file); err != nil {
				t.Fatal(err)
			}
			checkCopy(t, file)
		}
		cancel()
		writers.Wait()
	})
	t.Run("it waits for no writer", func(t *testing.T) {
		d, file := dbtest.SQLite(t), filepath.Join(t.TempDir(), "copy.db")
		if err := d.Tx(t.Context(), pair("before")); err != nil {
			t.Fatal(err)
		}
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error { // which holds the only turn until the copy is made
			return errors.Join(pair("meanwhile")(ctx, tx), d.Backup(t.Context(), file))
		})
		if err != nil {
			t.Fatal(err)
		}
		checkCopy(t, file)
	})
	t.Run("from a command beside a server", func(t *testing.T) {
		d := dbtest.SQLite(t)
		if err := d.Tx(t.Context(), pair("a")); err != nil {
			t.Fatal(err)
		}
		beside, err := db.Open(t.Context(), db.Config{URL: d.Path(), Mode: db.Beside})
		if err != nil {
			t.Fatal(err)
		}
		defer beside.Close()
		file := filepath.Join(t.TempDir(), "copy.db")
		if err := beside.Backup(t.Context(), file); err != nil {
			t.Fatal(err)
		}
		checkCopy(t, file)
	})
	t.Run("an existing file is left as it is", func(t *testing.T) {
		d, file := dbtest.SQLite(t), filepath.Join(t.TempDir(), "mine")
		if err := os.WriteFile(file, []byte("precious"), 0o600); err != nil {
			t.Fatal(err)
		}
		var r *db.Refusal
		if err := d.Backup(t.Context(), file); !errors.As(err, &r) || !strings.Contains(r.Sentence, "exists already") {
			t.Errorf("answered %v", err)
		}
		if content, _ := os.ReadFile(file); string(content) != "precious" {
			t.Errorf("it holds %q", content)
		}
	})
	t.Run("a backup that was cut off leaves no file", func(t *testing.T) {
		d, file := dbtest.SQLite(t), filepath.Join(t.TempDir(), "copy.db")
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := d.Backup(ctx, file); !errors.Is(err, context.Canceled) {
			t.Errorf("answered %v", err)
		}
		if _, err := os.Stat(file); !os.IsNotExist(err) {
			t.Errorf("the file: %v", err)
		}
	})
	t.Run("a place that can't be written is refused", func(t *testing.T) {
		d := dbtest.SQLite(t)
		var r *db.Refusal
		if err := d.Backup(t.Context(), filepath.Join(t.TempDir(), "no", "copy.db")); !errors.As(err, &r) {
			t.Errorf("answered %v", err)
		}
	})
	t.Run("PostgreSQL is referred to pg_dump", func(t *testing.T) {
		d := dbtest.Postgres(t)
		var r *db.Refusal
		if err := d.Backup(t.Context(), "copy.db"); !errors.As(err, &r) || !strings.Contains(r.Sentence, "pg_dump") {
			t.Errorf("answered %v", err)
		}
		if err := d.Checkpoint(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// pair writes two rows that belong together.
func pair(name string) func(context.Context, *db.Tx) error {
	return func(ctx context.Context, tx *db.Tx) error {
		return errors.Join(set(ctx, tx, "left "+name, "1"), set(ctx, tx, "right "+name, "1"))
	}
}

// checkCopy opens a copy as a database of its own: it is whole and no pair is torn.
func checkCopy(t *testing.T, file string) {
	t.Helper()
	if info, err := os.Stat(file); err != nil || info.Mode() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	d, err := db.Open(t.Context(), db.Config{URL: file})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	integrity(t, d)
	var left, right int
	if err := d.QueryRow(t.Context(), `SELECT COALESCE(SUM(name LIKE 'left%'), 0), COALESCE(SUM(name LIKE 'right%'), 0)
		FROM settings`).Scan(&left, &right); err != nil || left != right || left == 0 {
		t.Errorf("%d left, %d right, %v", left, right, err)
	}
}

func TestCheckpoint(t *testing.T) {
	t.Run("it empties the log", func(t *testing.T) {
		d := dbtest.SQLite(t)
		if err := errors.Join(d.Tx(t.Context(), setting("a", "1")), d.Checkpoint(t.Context())); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(d.Path() + "-wal"); err != nil || info.Size() != 0 {
			t.Errorf("the log has %d bytes, %v", info.Size(), err)
		}
	})
	t.Run("after Close everything is in the one file", func(t *testing.T) {
		d := dbtest.SQLite(t)
		if err := errors.Join(d.Tx(t.Context(), setting("a", "1")), d.Close()); err != nil {
			t.Fatal(err)
		}
		for _, suffix := range []string{"-wal", "-shm"} {
			if _, err := os.Stat(d.Path() + suffix); !os.IsNotExist(err) {
				t.Errorf("%s: %v", suffix, err)
			}
		}
	})
}
