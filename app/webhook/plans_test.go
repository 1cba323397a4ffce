package webhook_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/outbound"
	"rollcall/app/webhook"
	"rollcall/db/dbtest"
)

// plan is how SQLite would run a statement, a line for each step.
func (w *world) plan(t *testing.T, s webhook.Statement) string {
	t.Helper()
	rows, err := w.db.Query(t.Context(), "EXPLAIN QUERY PLAN "+s.Query, s.Args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var steps []string
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
	}
	return strings.Join(steps, "\n")
}

// TestPlans holds every statement that finds a page to its index, by how SQLite would run it. Each step must search, by an
// index that leads to the page; nothing may be scanned but what was found so, and nothing sorted but that.
func TestPlans(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	hook := w.create(form("hook", event.UserCreated, event.UserLogin))
	w.randomHistory(300, hook, w.create(form("other", event.UserCreated, event.UserLogin)))
	if _, err := w.db.Pool().Exec("ANALYZE"); err != nil {
		t.Fatal(err)
	}
	for name, f := range pageFilters(w.clock.now) {
		for _, f := range sides(f) {
			statements, err := w.Statements(t.Context(), hook, f)
			if err != nil {
				t.Fatal(err)
			}
			w.bounded(t, name, statements)
		}
	}
	for name, f := range eventFilters(w.clock.now) {
		for _, f := range eventSides(f) {
			statements, err := w.EventStatements(t.Context(), acme, f)
			if err != nil {
				t.Fatal(err)
			}
			w.bounded(t, "events by "+name, statements)
		}
	}
}

// pageFilters is a filter of every kind that is found in a way of its own.
func pageFilters(now time.Time) map[string]webhook.Filter {
	return map[string]webhook.Filter{
		"all": {}, "a status": {State: webhook.Failed}, "what is due": {State: webhook.Retrying}, "a type": {Type: event.UserLogin},
		"2xx": {Class: webhook.Class2xx}, "5xx": {Class: webhook.Class5xx}, "no answer": {Class: webhook.ClassNone}, "an error": {Class: webhook.Class(outbound.DNSFailed)},
		"a class and more": {Class: webhook.Class4xx, State: webhook.Failed, Type: event.UserLogin}, "a time": {From: now.Add(-time.Hour), To: now},
		"an address": {Query: "carol@example.com"}, "an address and more": {Query: "carol@example.com", State: webhook.Failed, Class: webhook.ClassNone},
		"an address and a time": {Query: "carol@example.com", From: now.Add(-time.Hour), To: now}, "an id": {Query: app.NewUUID()},
	}
}

// eventFilters is pageFilters for events.
func eventFilters(now time.Time) map[string]webhook.EventFilter {
	return map[string]webhook.EventFilter{"all": {}, "a type": {Type: event.UserLogin}, "a time": {From: now.Add(-time.Hour), To: now},
		"an address": {Query: "carol@example.com"}, "an address and a type": {Query: "carol@example.com", Type: event.UserLogin}, "an id": {Query: app.NewUUID()}}
}

// sides is the first page of a filter, one further down and one further up.
func sides(f webhook.Filter) []webhook.Filter {
	down, up := f, f
	down.Before, up.After = app.NewUUID(), app.NewUUID()
	return []webhook.Filter{f, down, up}
}

// eventSides is sides for events.
func eventSides(f webhook.EventFilter) []webhook.EventFilter {
	down, up := f, f
	down.Before, up.After = app.NewUUID(), app.NewUUID()
	return []webhook.EventFilter{f, down, up}
}

// searches are the ways in which a table may be read: by an index, with both ends of the page in it.
var searches = []string{
	"deliveries USING INDEX deliveries_settled (webhook_id=? AND state=? AND (type,id)>(?,?) AND (type,id)<(?,?))",
	"deliveries USING COVERING INDEX deliveries_due (webhook_id=? AND lane>?)", // its order is another: what is due is sorted
	"deliveries USING INDEX deliveries_outcome (webhook_id=? AND (outcome,id)>(?,?) AND (outcome,id)<(?,?))",
	"deliveries USING INDEX deliveries_event (event_id=? AND webhook_id=?)",
	"deliveries USING INDEX sqlite_autoindex_deliveries_1 (id=?)",
	"events USING INDEX events_subject ((subject_folded,id)>(?,?) AND (subject_folded,id)<(?,?))",
	"events USING INDEX sqlite_autoindex_events_1 (id=?)",
	"event_places USING PRIMARY KEY (scope=? AND (scope_id,event_id)>(?,?) AND (scope_id,event_id)<(?,?))",
	"event_places USING PRIMARY KEY (scope=? AND scope_id=? AND event_id=?)",
	"event_places USING COVERING INDEX event_places_event (event_id=? AND scope=? AND scope_id=?)",
}

// bounded checks the steps of statements. What a statement has found is scanned, sorted and merged under other names.
func (w *world) bounded(t *testing.T, name string, statements []webhook.Statement) {
	t.Helper()
	found := regexp.MustCompile(`^(SCAN|SEARCH) (part\d+|passed\d+|page|ends|heard|found)\b`)
	for _, s := range statements {
		plan := w.plan(t, s)
		for step := range strings.Lines(plan) {
			step = strings.TrimSpace(step)
			how, what, _ := strings.Cut(step, " ")
			switch {
			case found.MatchString(step), how != "SCAN" && how != "SEARCH":
			case how == "SCAN" || !slices.Contains(searches, what):
				t.Errorf("%s: %s\n%s\n%s", name, step, plan, s.Query)
			}
		}
		if strings.Contains(s.Query, "AS found") && strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%s sorts what it could read in order:\n%s\n%s", name, plan, s.Query)
		}
	}
}
