package webhook_test

import (
	"fmt"
	"regexp"
	"strconv"
	"testing"
	"time"

	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db/dbtest"
)

// TestReadingEndsWithThePage counts the blocks that PostgreSQL reads of an index for pages of which a range of time leaves
// little, at either end of a long history. How a statement is planned does not show where reading stops.
func TestReadingEndsWithThePage(t *testing.T) {
	w := newWorld(t, dbtest.Postgres(t))
	w.SetReach(100)
	hook := w.create(form("hook", event.UserCreated, event.UserLogin))
	oldest := w.clock.now.Add(-rows * time.Second)
	w.longHistory(hook)
	silent := w.create(form("silent", event.UserCreated, event.UserLogin))
	conn := w.withoutValues(t)
	for _, s := range append(w.FigureStatements(hook), w.FigureStatements(silent)...) {
		w.led(t, conn, "figures", s)
	}
	newest := webhook.Filter{From: w.clock.now.Add(-time.Minute)}
	last := webhook.Filter{To: oldest.Add(time.Minute), After: idAt(oldest.Add(-time.Hour))}
	few := func(name string, statements []webhook.Statement) {
		for _, s := range statements {
			plan := explained(t, conn, "(ANALYZE, BUFFERS)", s)
			if n := blocks(t, plan); n > 100 {
				t.Errorf("%s reads %d blocks:\n%s\n%s", name, n, plan, s.Query)
			}
		}
	}
	for end, at := range map[string]webhook.Filter{"newest": newest, "last": last} {
		for name, f := range map[string]webhook.Filter{
			"all": {}, "a status": {State: webhook.Delivered}, "a type": {Type: event.UserLogin}, "2xx": {Class: webhook.Class2xx, State: webhook.Delivered},
			"5xx": {Class: webhook.Class5xx}, "5xx and a status": {Class: webhook.Class5xx, State: webhook.Held}, "an address": {Query: "robot@example.com"},
			"an address and more": {Query: "robot@example.com", State: webhook.Held, Class: webhook.ClassNone},
		} {
			f.From, f.To, f.After = at.From, at.To, at.After
			statements, err := w.Statements(t.Context(), hook, f)
			if err != nil {
				t.Fatal(err)
			}
			few(name+", "+end, statements)
		}
		for name, f := range map[string]webhook.EventFilter{"all": {}, "a type": {Type: event.UserDisabled}, "an address": {Query: "robot@example.com"},
			"an address and a type": {Query: "robot@example.com", Type: event.UserDisabled}} {
			f.From, f.To, f.After = at.From, at.To, at.After
			statements, err := w.EventStatements(t.Context(), acme, f)
			if err != nil {
				t.Fatal(err)
			}
			few("events by "+name+", "+end, statements)
		}
	}
}

// rows is how many deliveries of each outcome longHistory makes.
const rows = 40_000

// longHistory is an event a second about one user, each with a delivery: every second one failed.
func (w *world) longHistory(hook webhook.Webhook) {
	w.t.Helper()
	id := func(kind int) string {
		ms := fmt.Sprintf("(%d + n * 1000)", w.clock.now.Add(-rows*time.Second).UnixMilli())
		return fmt.Sprintf("lpad(to_hex(%[1]s >> 16), 8, '0') || '-' || lpad(to_hex(%[1]s & 65535), 4, '0') || '-7%03[2]x-8000-' || lpad(to_hex(n), 12, '0')", ms, kind)
	}
	insert := func(query string, args ...any) { // at once, in however long that takes: a transaction of ours has ten seconds
		w.t.Helper()
		if _, err := w.db.Pool().ExecContext(w.t.Context(), query, args...); err != nil {
			w.t.Fatal(err)
		}
	}
	from := " FROM generate_series(0::bigint, " + strconv.Itoa(rows-1) + ") AS n"
	insert(`INSERT INTO events (id, type, occurred_at, subject_user_id, subject, source, facts) SELECT `+id(1)+`, 'USER_LOGIN', CAST($1 AS TIMESTAMP), 7, 'robot@example.com', 'page', '{}'`+from, w.clock.now)
	insert(`INSERT INTO event_places (scope, scope_id, event_id) SELECT 'organization', 1, ` + id(1) + from)
	insert(`INSERT INTO deliveries (id, event_id, webhook_id, type, subject, body, state, attempts, occurred_at, created_at, finished_at, last_status, last_class)
		SELECT `+id(2)+`, `+id(1)+`, $2, 'USER_LOGIN', 'robot@example.com', '', CASE WHEN n % 2 = 0 THEN 'delivered' ELSE 'failed' END, 1, $1, $1, $1,
			CASE WHEN n % 2 = 0 THEN 200 ELSE 503 END, CASE WHEN n % 2 = 0 THEN '' ELSE 'http_status' END`+from, w.clock.now, hook.ID)
}

var scannedOnce = regexp.MustCompile(`Scan[^\n]* using [^\n]*loops=1\)\n(?:\s+(?:Index Cond|Filter|Rows Removed|Heap Fetches)[^\n]*\n)*\s+Buffers: shared(?: hit=(\d+))?(?: read=(\d+))?`)

// blocks is how many were read of the index, and of its table, of which a plan that was run read most. What was looked up
// for each row is not in it.
func blocks(t *testing.T, plan string) (most int) {
	t.Helper()
	all := scannedOnce.FindAllStringSubmatch(plan, -1)
	if len(all) == 0 {
		t.Fatalf("a plan without blocks:\n%s", plan)
	}
	for _, scan := range all {
		n := 0
		for _, of := range scan[1:] {
			more, _ := strconv.Atoi(of) // "" for none
			n += more
		}
		most = max(most, n)
	}
	return most
}
