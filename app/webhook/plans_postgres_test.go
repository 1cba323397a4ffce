package webhook_test

import (
	"database/sql"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db/dbtest"
)

// TestPlansWithoutValues holds the statements of a page to their indexes as PostgreSQL plans them after some uses: without
// the values, when any range of ids looks short. The primary key leads through the history of all webhooks.
func TestPlansWithoutValues(t *testing.T) {
	w := newWorld(t, dbtest.Postgres(t))
	hook := w.create(form("hook", event.UserCreated, event.UserLogin))
	w.randomHistory(300, hook, w.create(form("other", event.UserCreated, event.UserLogin)))
	conn, err := w.db.Pool().Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, set := range []string{"ANALYZE", "SET plan_cache_mode = force_generic_plan", "SET enable_seqscan = off"} { // a small table is rather read whole
		if _, err := conn.ExecContext(t.Context(), set); err != nil {
			t.Fatal(err)
		}
	}
	asked := 0
	for name, f := range map[string]webhook.Filter{"all": {}, "what is due": {State: webhook.Retrying}, "a type": {Type: event.UserLogin}} {
		for _, f := range sides(f) {
			statements, err := w.Statements(t.Context(), hook, f)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range statements {
				asked++
				plan := genericPlan(t, conn, fmt.Sprint("page_", asked), s)
				if strings.Contains(plan, "deliveries_pkey") {
					t.Errorf("%s is found by the primary key:\n%s\n%s", name, plan, s.Query)
				}
			}
		}
	}
}

// genericPlan is how PostgreSQL would run a statement whose values it does not know.
func genericPlan(t *testing.T, conn *sql.Conn, name string, s webhook.Statement) string {
	t.Helper()
	values := make([]string, len(s.Args))
	for i, arg := range s.Args {
		values[i] = "'" + strings.ReplaceAll(fmt.Sprint(arg), "'", "''") + "'"
	}
	query := regexp.MustCompile(`\s+`).ReplaceAllString(s.Query, " ")
	if _, err := conn.ExecContext(t.Context(), "PREPARE "+name+" AS "+query); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	rows, err := conn.QueryContext(t.Context(), "EXPLAIN EXECUTE "+name+"("+strings.Join(values, ", ")+")")
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
	return strings.Join(plan, "\n")
}
