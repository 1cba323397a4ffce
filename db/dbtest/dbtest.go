// Package dbtest gives a test a fresh, migrated database of its own on either engine. It knows how to make and drop
// databases quickly; it must not know what the tables mean.
package dbtest

import (
	"os"
	"strings"
	"testing"

	"rollcall/db"
)

// Each runs the test as the subtests "sqlite" and "postgres", each with a fresh database.
func Each(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// SQLite opens a fresh, migrated SQLite database that is closed when the test ends.
func SQLite(t testing.TB) *db.DB {
	t.Helper()
	return open(t, migratedFile(t))
}

// Postgres opens a fresh, migrated PostgreSQL database that is dropped when the test ends. Without a server the test
// is skipped, or fails if ROLLCALL_TEST_REQUIRE names postgres.
func Postgres(t testing.TB) *db.DB {
	t.Helper()
	return open(t, postgresFrom(t, template(t)))
}

// URL is that of a fresh, empty database for tests that start processes; it is removed when the test ends.
func URL(t testing.TB, engine db.Engine) string {
	t.Helper()
	if engine == db.PostgreSQL {
		return postgresFrom(t, "template0")
	}
	return "sqlite:" + t.TempDir() + "/rollcall.db"
}

func open(t testing.TB, url string) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), db.Config{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("closing the database: %v", err)
		}
	})
	return d
}

// required says whether a leg that can't run must fail instead of being skipped.
func required(leg string) bool {
	return strings.Contains(os.Getenv("ROLLCALL_TEST_REQUIRE"), leg)
}
