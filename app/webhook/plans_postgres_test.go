package webhook_test

import (
	"database/sql"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db/dbtest"
)

// TestPlansWithoutValues holds the statements of a page, and those of the figures above it, to their indexes as PostgreSQL
// plans them after some uses: without the values, when any range of ids looks short. The primary key leads through the
// history of all webhooks; it may only lead to a row that is known.
func TestPlansWithoutValues(t *testing.T) {
	w := newWorld(t, dbtest.Postgres(t))
	hook := w.create(form("hook", event.UserCreated, event.UserLogin))
	w.randomHistory(300, hook, w.create(form("other", event.UserCreated, event.UserLogin)))
	w.exec(`INSERT INTO event_places (scope, scope_id, event_id) SELECT 'organization', 1 + n, id FROM events CROSS JOIN generate_series(0, 1) AS n`)
	conn := w.withoutValues(t)
	now := w.clock.now
	held := func(name string, statements ...webhook.Statement) {
		for _, s := range statements {
			w.led(t, conn, name, s)
		}
	}
	for name, f := range pageFilters(now) {
		for _, f := range sides(f) {
			statements, err := w.Statements(t.Context(), hook, f)
			if err != nil {
				t.Fatal(err)
			}
			held(name, statements...)
		}
	}
	for name, f := range eventFilters(now) {
		for _, f := range eventSides(f) {
			statements, err := w.EventStatements(t.Context(), acme, f)
			if err != nil {
				t.Fatal(err)
			}
			held("events by "+name, statements...)
		}
	}
	held("figures", w.FigureStatements(hook)...)
}

// led holds what a statement reads to leads, and to their order.
func (w *world) led(t *testing.T, conn *sql.Conn, name string, s webhook.Statement) {
	t.Helper()
	plan := explained(t, conn, "", s)
	found := scans(plan)
	if len(found) == 0 {
		t.Errorf("%s reads nothing that is known:\n%s\n%s", name, plan, s.Query)
	}
	for _, scan := range found {
		if !slices.ContainsFunc(leads, func(lead *regexp.Regexp) bool { return lead.MatchString(scan) }) {
			t.Errorf("%s is found by %s:\n%s\n%s", name, scan, plan, s.Query)
		}
	}
	if sorts.MatchString(plan) {
		t.Errorf("%s sorts what it could read in order:\n%s\n%s", name, plan, s.Query)
	}
}

// leads are the ways in which PostgreSQL may read a table without knowing the values: the index, and what leads to the page.
var leads = []*regexp.Regexp{
	regexp.MustCompile(`^deliveries_settled \(\(webhook_id = \S+\) AND \(state = \S+\) AND \((ROW\(type, id\)|type =|type [<>]=) `),
	regexp.MustCompile(`^deliveries_due \(+webhook_id = `), // its order is another: what is due is sorted
	regexp.MustCompile(`^deliveries_outcome \(\(webhook_id = \S+\) AND \(ROW\(outcome, id\) `),
	regexp.MustCompile(`^deliveries_event \(\(event_id = \S+\) AND \(webhook_id = \S+\)\)`),
	regexp.MustCompile(`^deliveries_tests `),                                                                      // of them there are few
	regexp.MustCompile(`^deliveries_pkey \(\(id >= "\*VALUES\*"\.column2\) AND \(id < "\*VALUES\*"\.column3\)\)`), // one hour, where nearly all is of one kind
	regexp.MustCompile(`^(deliveries|events)_pkey .*\(id = `),
	regexp.MustCompile(`^events_subject \(\(ROW\(subject_folded, id\) `),
	regexp.MustCompile(`^event_places_pkey \(\(scope = \S+\) AND \((ROW\(scope_id, event_id\)|scope_id = \S+\) AND \(event_id =) `),
	regexp.MustCompile(`^event_places_event \(event_id = `),
	regexp.MustCompile(`^webhooks`),
}

// sorts is how a plan sorts what lies in order in an index.
var sorts = regexp.MustCompile(`Sort Key: .*\n\s+->  .* (using|on) (deliveries_settled|deliveries_outcome|events_subject|event_places_pkey)`)

// scanned is how a plan names what it reads, and in the next line the condition.
var scanned = regexp.MustCompile(`(?m)(?:(?:Index|Index Only) Scan(?: Backward)? using|Bitmap Index Scan on|Seq Scan on) (\w+).*\n(?:\s+(?:Index Cond|Filter): (.*))?`)

// scans is what a plan reads, each with the condition that leads to it.
func scans(plan string) (found []string) {
	for _, scan := range scanned.FindAllStringSubmatch(plan, -1) {
		found = append(found, scan[1]+" "+scan[2])
	}
	return found
}

// withoutValues is a connection that plans as after some uses.
func (w *world) withoutValues(t *testing.T) *sql.Conn {
	t.Helper()
	conn, err := w.db.Pool().Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	for _, set := range []string{"ANALYZE", "SET plan_cache_mode = force_generic_plan", "SET enable_seqscan = off"} { // a small table is rather read whole
		if _, err := conn.ExecContext(t.Context(), set); err != nil {
			t.Fatal(err)
		}
	}
	return conn
}

// explained is how PostgreSQL would run a statement on such a connection, or has run it; options are those of EXPLAIN.
func explained(t *testing.T, conn *sql.Conn, options string, s webhook.Statement) string {
	t.Helper()
	values := make([]string, len(s.Args))
	for i, arg := range s.Args {
		values[i] = "'" + strings.ReplaceAll(fmt.Sprint(arg), "'", "''") + "'"
	}
	query := regexp.MustCompile(`\s+`).ReplaceAllString(s.Query, " ")
	if _, err := conn.ExecContext(t.Context(), "PREPARE this AS "+query); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	rows, err := conn.QueryContext(t.Context(), "EXPLAIN "+options+" EXECUTE this("+strings.Join(values, ", ")+")")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan []string
	for rows.Next() {
		var step string
		if err := rows.Scan(&step); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, step)
	}
	if err := rows.Err(); err != nil || len(plan) == 0 {
		t.Fatalf("no plan: %v", err)
	}
	if _, err := conn.ExecContext(t.Context(), "DEALLOCATE this"); err != nil {
		t.Fatal(err)
	}
	return strings.Join(plan, "\n")
}
