package webhook

import (
	"slices"
	"strconv"
	"strings"

	"rollcall/app/event"
)

// idsOfPage writes the query for the ids of a page and one more. A webhook's deliveries lie in two indexes: what is due,
// and what is held or final by state and type. The second is read part by part, each from its end and only as far as
// the page needs, whatever the filter. What is due has to be sorted: its index is in the order in which it is due.
//
// The query is "" when no delivery can pass the filter. States and limits are literals, because PostgreSQL plans a statement
// that is used often without knowing its values. among narrows the filter to some states; none stands for all.
func idsOfPage(w Webhook, f Filter, among ...State) (string, []any) {
	q, wanted := newPageQuery(w, f), wantedTypes(w.Scope, f.Type)
	if len(wanted) == 0 {
		return "", nil
	}
	var due []State
	for _, state := range States() {
		switch {
		case f.State != "" && f.State != state, len(among) > 0 && !slices.Contains(among, state):
		case state.due():
			due = append(due, state)
		default:
			q.addSettled(state, wanted)
		}
	}
	if len(due) > 0 {
		q.addDue("lane IS NOT NULL AND "+inStates(due), w, f)
	}
	if slices.Contains(among, askedAgain) && (f.State == "" || f.State.Final()) {
		q.addDue(againIs+stateIs(f.State), w, f)
	}
	if len(q.parts) == 0 {
		return "", nil
	}
	return q.merged(), q.args
}

// newPageQuery has no part yet; its first argument is the webhook, the next two are between which ids the page lies.
func newPageQuery(w Webhook, f Filter) pageQuery {
	q := pageQuery{args: []any{w.ID}, direction: " DESC", limit: " LIMIT " + strconv.Itoa(f.Limit+1)}
	if f.After != "" {
		q.direction = ""
	}
	low, high := f.ids()
	q.low, q.high = q.arg(low), q.arg(high)
	return q
}

// merged is all parts together.
func (q *pageQuery) merged() string {
	return "SELECT id FROM (" + strings.Join(q.parts, " UNION ALL ") + ") AS page ORDER BY id" + q.direction + q.limit
}

// wantedTypes lists the types that deliveries of a webhook of that scope can have, in every spelling, or those that are one.
func wantedTypes(scope event.Scope, only event.Type) []event.Type {
	wanted := event.Fired(scope)
	if only == "" {
		return wanted
	}
	return slices.DeleteFunc(wanted, func(t event.Type) bool { return event.Canonical(t) != event.Canonical(only) })
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

// addSettled adds a part for each type.
func (q *pageQuery) addSettled(state State, types []event.Type) {
	for _, t := range types {
		between, order := q.stretch("type", q.arg(t))
		q.add(settled+" AND state = '"+string(state)+"' AND "+between, order)
	}
}

// stretch is where in an index by a column and id a page lies that has one value there, from the page's near end to the
// end of that value, and its order. Its ends are compared as rows, and it is ordered by the column too, although that is one
// value, so that it can be had from no other index: ordered by id alone, PostgreSQL would rather walk the deliveries of all
// webhooks by the primary key.
//
// The page's far end is not in it: PostgreSQL goes by the first column of a row alone when it looks whether to stop, and
// would read on to the end of the value for what it can no longer find. So a limit ends the reading, and inside asks the rest.
func (q *pageQuery) stretch(column, value string) (where, order string) {
	low, high := "'"+lowestID+"'", q.high
	if q.direction == "" {
		low, high = q.low, "'"+highestID+"'"
	}
	return between(column, value, low, high), column + q.direction + ", id" + q.direction
}

// between holds a column to a value and id to what lies between two.
func between(column, value, low, high string) string {
	key := "(" + column + ", id)"
	return key + " > (" + value + ", " + low + ") AND " + key + " < (" + value + ", " + high + ")"
}

// inside is the condition that an id that was read lies before the page's far end. It is an expression, so that no index
// is used for it where nothing limits the reading.
func (q *pageQuery) inside() string {
	if q.direction == "" {
		return "id || '' < " + q.high
	}
	return "id || '' > " + q.low
}

// addDue adds what is due and of which the condition holds; all of it is read once and sorted, so it is asked of each
// delivery what has to be asked, and no more. It is bounded and ordered by an expression for the same reason as a stretch:
// planning without the values, PostgreSQL takes any range of ids for a short one.
func (q *pageQuery) addDue(where string, w Webhook, f Filter) {
	if f.Type != "" {
		where += " AND " + q.oneOf(wantedTypes(w.Scope, f.Type))
	}
	q.add(where+" AND id || '' > "+q.low+" AND id || '' < "+q.high, "id || ''"+q.direction)
}

// stateIs is the condition of a filter by state, "" for none.
func stateIs(state State) string {
	if state == "" {
		return ""
	}
	return " AND state = '" + string(state) + "'"
}

// oneOf is the condition that a delivery has one of the types.
func (q *pageQuery) oneOf(types []event.Type) string {
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = q.arg(t)
	}
	return "type IN (" + strings.Join(names, ", ") + ")"
}

func (q *pageQuery) add(where, order string) {
	name := "part" + strconv.Itoa(len(q.parts))
	q.parts = append(q.parts, "SELECT id FROM (SELECT id FROM deliveries WHERE webhook_id = $1 AND "+where+" ORDER BY "+order+q.limit+") AS "+name+" WHERE "+q.inside())
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

// set changes the value of a placeholder.
func (q *pageQuery) set(placeholder string, value any) {
	n, err := strconv.Atoi(placeholder[1:])
	if err != nil || n > len(q.args) {
		panic("webhook: no placeholder " + placeholder)
	}
	q.args[n-1] = value
}
