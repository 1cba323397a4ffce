package webhook

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"rollcall/app/event"
)

// idsOfPage writes the query for the ids of a page and one more. A webhook's deliveries lie in two indexes: what is due,
// and what is held or final by state and type. The second is read part by part, each from its end and only as far as
// the page needs, whatever the filter. What is due has to be sorted: its index is in the order in which it is due.
//
// The query is "" when no delivery can pass the filter. States and limits are literals, because PostgreSQL plans a statement that is used often without knowing its values.
func idsOfPage(w Webhook, f Filter) (string, []any) {
	q := pageQuery{args: []any{w.ID}, direction: " DESC", limit: " LIMIT " + strconv.Itoa(f.Limit+1)}
	if f.After != "" {
		q.direction = ""
	}
	q.low, q.high = q.arg(cmp.Or(f.After, lowestID)), q.arg(cmp.Or(f.Before, highestID))
	wanted := event.Fired(w.Scope)
	if f.Type != "" {
		wanted = slices.DeleteFunc(wanted, func(t event.Type) bool { return event.Canonical(t) != event.Canonical(f.Type) })
	}
	if len(wanted) == 0 {
		return "", nil
	}
	for _, state := range States() {
		switch {
		case f.State != "" && f.State != state:
		case state.due():
			q.addDue(state, wanted)
		default:
			q.addSettled(state, wanted)
		}
	}
	return "SELECT id FROM (" + strings.Join(q.parts, " UNION ALL ") + ") AS page ORDER BY id" + q.direction + q.limit, q.args
}

// due reports whether deliveries in that state always have an attempt coming, so that they are in the index of that.
func (s State) due() bool { return s == Pending || s == Retrying }

// What every delivery's id lies between.
const lowestID, highestID = "", "~"

// settled selects what the index of held and final deliveries has; both engines have to see these very words.
const settled = "(finished_at IS NOT NULL OR state = 'held')"

type pageQuery struct {
	parts            []string
	args             []any
	low, high        string // placeholders of the ids between which the page lies
	direction, limit string
}

// addSettled adds a part for each type. Ordered by type and id, although it is one type, each can be had from no other
// index: ordered by id alone, PostgreSQL would rather walk the deliveries of all webhooks by the primary key.
func (q *pageQuery) addSettled(state State, types []event.Type) {
	for _, t := range types {
		typ := q.arg(t)
		between := "type >= " + typ + " AND (type, id) < (" + typ + ", " + q.high + ") AND id > " + q.low
		if q.direction == "" {
			between = "type <= " + typ + " AND (type, id) > (" + typ + ", " + q.low + ") AND id < " + q.high
		}
		q.add(settled+" AND state = '"+string(state)+"' AND "+between, "type"+q.direction+", id"+q.direction)
	}
}

// addDue adds what is due; ordered by an expression for the same reason.
func (q *pageQuery) addDue(state State, types []event.Type) {
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = q.arg(t)
	}
	q.add("lane IS NOT NULL AND state = '"+string(state)+"' AND type IN ("+strings.Join(names, ", ")+") AND id > "+q.low+" AND id < "+q.high, "id || ''"+q.direction)
}

func (q *pageQuery) add(where, order string) {
	name := "part" + strconv.Itoa(len(q.parts))
	q.parts = append(q.parts, "SELECT id FROM (SELECT id FROM deliveries WHERE webhook_id = $1 AND "+where+" ORDER BY "+order+q.limit+") AS "+name)
}

// kinds writes every pair of one of these states and a type, as rows of values.
func (q *pageQuery) kinds(scope event.Scope, states ...State) string {
	var kinds []string
	for _, state := range states {
		for _, t := range event.Fired(scope) {
			kinds = append(kinds, "('"+string(state)+"', "+q.arg(t)+")")
		}
	}
	return strings.Join(kinds, ", ")
}

// arg adds a value and returns its placeholder.
func (q *pageQuery) arg(value any) string {
	q.args = append(q.args, value)
	return "$" + strconv.Itoa(len(q.args))
}
