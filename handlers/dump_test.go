package handlers

import (
	"database/sql"
	"strings"
	"testing"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// watch sees whether anything was committed, so that what has not changed is written down once.
type watch struct {
	observer *sql.DB // SQLite
	asked    int     // PostgreSQL
	dump     string  // the last one
	at       int     // the version that it is of
}

// version changes with every commit to a SQLite database that changes anything at all; on PostgreSQL with every question.
func (s *site) version() (version int) {
	s.t.Helper()
	if s.db.Engine() == db.PostgreSQL {
		s.watch.asked++
		return s.watch.asked
	}
	if s.watch.observer == nil {
		observer, err := sql.Open("sqlite3", s.db.Path())
		if err != nil {
			s.t.Fatal(err)
		}
		observer.SetMaxOpenConns(1) // a connection tells the commits of others
		s.watch.observer = observer
	}
	if err := s.watch.observer.QueryRow("PRAGMA data_version").Scan(&version); err != nil {
		s.t.Fatal(err)
	}
	return version
}

// dump is everything that people made, as text: what must be the same after whatever changes nothing.
func (s *site) dump() string {
	s.t.Helper()
	if version := s.version(); s.watch.dump == "" || version != s.watch.at {
		s.watch.dump, s.watch.at = s.wholeDump(), version
	}
	return s.watch.dump
}

func (s *site) wholeDump() string {
	s.t.Helper()
	var all strings.Builder
	for _, table := range []string{"organizations", "users", "members", "groups", "group_members", "spaces", "space_members", "invitations", "sessions", "tokens", "service_accounts", "access_tokens", "events", "webhooks", "webhook_types", "deliveries"} {
		var rows string
		if err := s.db.QueryRow(s.t.Context(), s.dumpQuery(table)).Scan(&rows); err != nil {
			s.t.Fatal(err)
		}
		all.WriteString(table + "\n" + rows + "\n")
	}
	return all.String()
}

// dumpQuery has the engine write a table down: thousands of dumps are compared, and in Go that takes minutes.
func (s *site) dumpQuery(table string) string {
	s.t.Helper()
	if s.db.Engine() == db.PostgreSQL {
		return `SELECT COALESCE(string_agg(t::text, chr(10) ORDER BY t::text), '') FROM ` + table + ` t`
	}
	rows, err := s.db.Query(s.t.Context(), "SELECT * FROM "+table+" WHERE FALSE")
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		s.t.Fatal(err)
	}
	quoted := make([]string, len(columns)) // the driver keeps the names
	for i, column := range columns {
		quoted[i] = `quote("` + column + `")`
	}
	return `SELECT COALESCE(group_concat(` + strings.Join(quoted, ` || ' ' || `) + `, char(10)), '') FROM ` + table
}

func TestTheDumpSeesEveryChange(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, _ := acme(t, d)
		before := s.dump()
		if again := s.dump(); again != before {
			t.Fatal("two dumps of the same rows differ")
		}
		s.newHook("hr-sync")
		if after := s.dump(); after == before || !strings.Contains(after, "https://example.com/hr-sync") {
			t.Errorf("a new webhook is not in the dump\n%s", after)
		}
	})
}
