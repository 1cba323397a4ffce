package db_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// Every connection is asked, through both pools, whether its settings are what durability needs.
func TestSettings(t *testing.T) {
	d := dbtest.SQLite(t)
	for _, pool := range []struct {
		name string
		ask  func(context.Context, string, ...any) *sql.Row
		want map[string]string
	}{
		{"writer", d.Pool().QueryRowContext, map[string]string{"journal_mode": "wal", "synchronous": "2", "busy_timeout": "10000",
			"foreign_keys": "1", "query_only": "0", "auto_vacuum": "2", "secure_delete": "2", "journal_size_limit": "67108864",
			"application_id": "1383033964"}},
		{"reader", d.QueryRow, map[string]string{"journal_mode": "wal", "synchronous": "2", "busy_timeout": "10000",
			"foreign_keys": "1", "query_only": "1"}},
	} {
		for name, want := range pool.want {
			var got string
			if err := pool.ask(t.Context(), "PRAGMA "+name).Scan(&got); err != nil || got != want {
				t.Errorf("%s: %s is %q, %v; want %q", pool.name, name, got, err, want)
			}
		}
	}
	if got := d.Pool().Stats().MaxOpenConnections; got != 1 {
		t.Errorf("%d writers", got)
	}
	t.Run("readers can't write", func(t *testing.T) {
		rows, err := d.Query(t.Context(), "DELETE FROM settings RETURNING name")
		if err == nil {
			rows.Close()
			t.Error("it was deleted")
		}
	})
}

func TestUpgrade(t *testing.T) {
	t.Run("a copy is put beside the file first, once", func(t *testing.T) {
		path := closed(t)
		for range 2 {
			older(t, path)
			d, err := db.Open(t.Context(), db.Config{URL: path})
			if err != nil {
				t.Fatal(err)
			}
			if got := get(t, d, "a"); got != "1" {
				t.Errorf("a is %q", got)
			}
			d.Close()
		}
		if copies, _ := filepath.Glob(path + ".schema-*"); len(copies) != 1 {
			t.Errorf("copies %v", copies)
		}
	})
	t.Run("a migrated file is not copied again", func(t *testing.T) {
		path := closed(t)
		d, err := db.Open(t.Context(), db.Config{URL: path})
		if err != nil {
			t.Fatal(err)
		}
		d.Close()
		if copies, _ := filepath.Glob(path + ".schema-*"); len(copies) != 0 {
			t.Errorf("copies %v", copies)
		}
	})
}

// older takes the queue's last migration back.
func older(t *testing.T, path string) {
	t.Helper()
	other, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	m, err := rivermigrate.New(riversqlite.New(other), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Migrate(t.Context(), rivermigrate.DirectionDown, nil); err != nil {
		t.Fatal(err)
	}
}
