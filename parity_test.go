package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// operation is something that can be done by more than one door.
type operation struct {
	name    string
	doors   []doorway
	before  func(w *parityWorld) // what must be there first; nil for nothing
	refused bool                 // every door says no
	partly  bool                 // every door says no to a part, and does the rest
	lost    bool                 // what is not there has another name at each door, and one with ids alone knows no organization
	nothing bool                 // nothing is to change, and nothing to be written
	heard   bool                 // it matters who hears what happens afterwards
}

// doorway does an operation by one door.
type doorway struct {
	door    door
	do      func(w *parityWorld) said
	prepare func(w *parityWorld) // what this door does before, and is not compared; nil for nothing
}

// effect is all that an operation has done.
type effect struct {
	Changes []string // of rows
	Heard   []string // by receivers, of what happened afterwards
}

// TestParity does the same by each door that offers it, each time in an equal world, and compares what changed in the whole
// database: rows, events with their facts, deliveries with their bodies, and audit rows. Where something is refused, each
// door gives the reason that the audit row has.
func TestParity(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		for about, operations := range map[string][]operation{ // a server each: each reading of a database is longer than the one before
			"webhooks":            webhookOperations(),
			"members":             memberOperations(),
			"places and refusals": slices.Concat(refusals(), placeOperations()),
		} {
			t.Run(string(engine)+" "+about, func(t *testing.T) {
				t.Parallel()
				url := dbtest.URL(t, engine)
				k := newParity(t, url, []string{"DATABASE_URL=" + url})
				k.all(operations)
			})
		}
	}
}

// all compares each operation.
func (k *parity) all(operations []operation) {
	t, shared := k.t, k.newWorld() // what is refused changes nothing
	for _, o := range operations {
		t.Run(o.name, func(t *testing.T) {
			k.t = t
			k.compare(o, shared)
		})
	}
}

func (k *parity) compare(o operation, shared *parityWorld) {
	k.t.Helper()
	if len(o.doors) < 2 {
		k.t.Fatal("there is nothing to compare")
	}
	var first effect
	for i, d := range o.doors {
		w := shared
		if !o.refused {
			w = k.newWorld()
		}
		got := k.try(w, o, d)
		if i == 0 {
			first = got
			continue
		}
		for what, lines := range map[string][2][]string{"changed": {first.Changes, got.Changes}, "was heard afterwards": {first.Heard, got.Heard}} {
			if !slices.Equal(lines[0], lines[1]) {
				k.t.Errorf("by %s and by %s (way %d) it is not the same that %s:\n%s", o.doors[0].door, d.door, i+1, what, differing(lines[0], lines[1]))
			}
		}
	}
}

// differing is the lines that are in one list only, or that both have in another order.
func differing(one, other []string) string {
	var lines []string
	for _, line := range one {
		if !slices.Contains(other, line) {
			lines = append(lines, "first:  "+line)
		}
	}
	for _, line := range other {
		if !slices.Contains(one, line) {
			lines = append(lines, "second: "+line)
		}
	}
	if lines == nil {
		lines = slices.Concat([]string{"first:"}, one, []string{"second:"}, other)
	}
	return strings.Join(lines, "\n")
}

// try does the operation by one door.
func (k *parity) try(w *parityWorld, o operation, d doorway) effect {
	k.t.Helper()
	for _, prepare := range []func(*parityWorld){o.before, d.prepare} {
		if prepare != nil {
			prepare(w)
			k.settle()
			k.last = nil
		}
	}
	before := k.last
	if before == nil {
		before = k.dump()
	}
	s := d.do(w)
	k.settle()
	k.last = k.dump()
	got := effect{Changes: k.changes(w, d.door, before, k.last)}
	if s.refused != (o.refused || o.partly) {
		k.t.Fatalf("by %s: refused is %v: %s", d.door, s.refused, s.text)
	}
	if o.nothing != (len(got.Changes) == 0) {
		k.t.Errorf("by %s it changed %q", d.door, got.Changes)
	}
	if o.refused || o.partly {
		k.reasonGiven(d.door, got.Changes, w.nameless(d.door, s.text))
	}
	if o.lost {
		for i, line := range got.Changes {
			got.Changes[i] = parityLost.ReplaceAllString(line, "$1$2")
		}
	}
	if o.heard {
		got.Heard = w.afterwards(d.door)
	}
	return got
}

// parityLost is what an audit row says of what is not there: that it is not there, and in which organization.
var parityLost = regexp.MustCompile(`organization_id=[^,]*, |(reason=\w+): .*(, request_id=)`)

var parityReason = regexp.MustCompile(`^\+ audit_log: .*outcome=refused, reason=\w+: (.*), request_id=`)

// reasonGiven checks that a door said the sentences that the audit rows have.
func (k *parity) reasonGiven(d door, changes []string, text string) {
	k.t.Helper()
	given := false
	for _, line := range changes {
		if reason := parityReason.FindStringSubmatch(line); reason != nil {
			given = true
			if !strings.Contains(text, reason[1]) {
				k.t.Errorf("by %s it says %q, and not %q", d, text, reason[1])
			}
		}
	}
	if !given {
		k.t.Errorf("by %s it left no audit row of the refusal: %q; it said %q", d, changes, text)
	}
}

// afterwards changes roles and disables somebody, and returns what the receivers got of it.
func (w *parityWorld) afterwards(through door) []string {
	w.t.Helper()
	grace := fmt.Sprint(w.users["grace"].ID)
	seen := len(w.inbox.under("/" + w.name + "/"))
	w.page("ada", w.at("pipe").root+"/members/"+grace+"/role", "role", "admin").done(w.t)
	w.page("ada", w.at("table").root+"/members/"+grace+"/role", "role", "admin").done(w.t)
	w.page("ada", w.at("organization").root+"/users/"+grace+"/role", "role", "company_guest").done(w.t)
	w.page("ada", w.at("organization").root+"/users/"+grace+"/disablement").done(w.t)
	w.settle()
	w.last = w.dump() // learns the ids
	var heard []string
	for _, r := range w.inbox.under("/" + w.name + "/")[seen:] {
		heard = append(heard, w.nameless(through, fmt.Sprintf("%s [%s] %s", r.path, r.team, r.body)))
	}
	slices.Sort(heard)
	return heard
}
