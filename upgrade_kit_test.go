package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// release6 has what release 00006 wrote by itself, on each engine, while two organizations were managed by its pages and
// APIs; it was killed while requests were out. sqlite.sql and postgres.sql are dumps of all of it, shown.json is what it
// showed once: a token, and signing secrets by the name of the webhook.
const release6 = "testdata/release-00006"

// In the dumps, the receiver was at this address, and it was killed about then.
const (
	releasedReceiver = "http://127.0.0.1:18999"
	releasedKilledAt = "2026-11-22 01:35:00"
)

// released is a database of release 00006, and later of this program.
type released struct {
	t      *testing.T
	engine db.Engine
	url    string
	raw    *sql.DB // without our package db, which would upgrade it
	shown  onScreen
}

// onScreen is what was shown once.
type onScreen struct {
	Token   string            `json:"token"`
	Secrets map[string]string `json:"secrets"` // by the name of the webhook
}

// stamp is a time in a dump. Those within the bodies of deliveries, which are dumped as bytes, are not.
var stamp = regexp.MustCompile(`\b20\d\d-\d\d-\d\d \d\d:\d\d:\d\d`)

// newReleased loads the dump, as if the release had been killed two hours ago: whatever waited is due.
func newReleased(t *testing.T, engine db.Engine, receiver string) *released {
	t.Helper()
	r := &released{t: t, engine: engine, url: dbtest.URL(t, engine)}
	dump, err := os.ReadFile(filepath.Join(release6, string(engine)+".sql"))
	r.must(err)
	screens, err := os.ReadFile(filepath.Join(release6, "shown.json"))
	r.must(err)
	var each map[db.Engine]onScreen
	r.must(json.Unmarshal(screens, &each))
	r.shown = each[engine]
	killed, err := time.Parse(time.DateTime, releasedKilledAt)
	r.must(err)
	later := time.Since(killed).Truncate(time.Second) - 2*time.Hour
	text := stamp.ReplaceAllStringFunc(strings.ReplaceAll(string(dump), releasedReceiver, receiver), func(at string) string {
		was, err := time.Parse(time.DateTime, at)
		r.must(err)
		return was.Add(later).Format(time.DateTime)
	})
	r.open()
	_, err = r.raw.Exec(text)
	r.must(err)
	r.must(r.raw.Close()) // the dump changes what a connection finds
	r.open()
	return r
}

// open opens the database without upgrading it.
func (r *released) open() {
	r.t.Helper()
	driver, source := "pgx", r.url+"&default_query_exec_mode=simple_protocol"
	if r.engine == db.SQLite {
		driver, source = "sqlite3", strings.TrimPrefix(r.url, "sqlite:")
	}
	raw, err := sql.Open(driver, source)
	r.must(err)
	raw.SetMaxOpenConns(1)
	r.t.Cleanup(func() { _ = raw.Close() })
	r.raw = raw
	if r.engine == db.SQLite { // what a dump leaves out
		_, err = raw.Exec("PRAGMA auto_vacuum = incremental; PRAGMA journal_mode = WAL; PRAGMA application_id = 1383033964")
		r.must(err)
	}
}

// upgrade opens the database with this program, and closes it again.
func (r *released) upgrade() {
	r.t.Helper()
	r.must(r.raw.Close())
	d, err := db.Open(r.t.Context(), db.Config{URL: r.url})
	r.must(err)
	r.must(d.Close())
	r.open()
}

// contents is a table's rows, sorted, and the columns that they were read by.
type contents struct {
	columns string
	rows    []string
}

// snapshot reads every table, of those in before only what was there.
func (r *released) snapshot(before map[string]contents) map[string]contents {
	r.t.Helper()
	catalogue := `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`
	if r.engine == db.SQLite {
		catalogue = `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
	}
	all := map[string]contents{}
	for _, table := range r.rows(catalogue).rows {
		if table = strings.TrimSuffix(table, "|"); bookkeeping(table) {
			continue
		}
		columns := "*"
		if was, there := before[table]; there {
			columns = was.columns
		}
		all[table] = r.rows(`SELECT ` + columns + ` FROM ` + table)
	}
	return all
}

// bookkeeping says that a table's rows are to change with an upgrade, or come and go by themselves.
func bookkeeping(table string) bool {
	return slices.Contains([]string{"schema_version", "river_migration", "river_leader", "river_notification", "river_client", "river_client_queue"}, path.Base(table))
}

// rows reads what a query finds as texts.
func (r *released) rows(query string) (c contents) {
	r.t.Helper()
	rows, err := r.raw.Query(query)
	r.must(err)
	defer rows.Close()
	columns, err := rows.Columns()
	r.must(err)
	c.columns = strings.Join(columns, ", ")
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		r.must(rows.Scan(into...))
		var line strings.Builder
		for _, v := range values {
			if at, is := v.(time.Time); is {
				v = at.UTC()
			}
			fmt.Fprintf(&line, "%v|", v)
		}
		c.rows = append(c.rows, line.String())
	}
	r.must(rows.Err())
	slices.Sort(c.rows)
	return c
}

// text is one value that the database has.
func (r *released) text(query string) string {
	r.t.Helper()
	return strings.TrimSuffix(r.rows(query).rows[0], "|")
}

// bodies has the bodies of deliveries, by their ids.
func (r *released) bodies(which string) map[string]string {
	r.t.Helper()
	rows, err := r.raw.Query(`SELECT id, body FROM deliveries WHERE ` + which)
	r.must(err)
	defer rows.Close()
	found := map[string]string{}
	for rows.Next() {
		var id string
		var body []byte
		r.must(rows.Scan(&id, &body))
		found[id] = string(body)
	}
	r.must(rows.Err())
	return found
}

// verify checks a request by the secret of the webhook whose name is in the receiver's path.
func (r *released) verify(request inboxRequest) error {
	verifier, err := standardwebhooks.NewWebhook(r.shown.Secrets[path.Base(request.path)])
	if err != nil {
		return err
	}
	return verifier.Verify(request.body, request.header)
}

func (r *released) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}
