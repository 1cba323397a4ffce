package webhook

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"rollcall/app/event"
	"rollcall/db"
)

// walk reads parts of an index from their near ends, each bounded, and lets through what passes the rest of the filter.
type walk struct {
	pageQuery
	ends    []walkPart
	bare    int    // how many arguments they have
	rest    string // is asked of part0 and so on
	most    int    // of each part in one request; 0 for no bound
	subject bool   // by subject, deliveries are found by their events
}

// walkPart is where a part begins, which of its columns are read, and in which order.
type walkPart struct{ from, columns, order string }

// newEventsWalk reads the events of a place, or those about a user, and lets through what is of that place and type.
func newEventsWalk(at event.Place, f EventFilter, r reach) *walk {
	k := &walk{pageQuery: pageQuery{direction: " DESC", limit: " LIMIT " + strconv.Itoa(f.Limit+1)}, most: r.rows}
	if f.After != "" {
		k.direction = ""
	}
	low, high := Filter{From: f.From, To: f.To, Before: f.Before, After: f.After}.ids()
	k.low, k.high = k.arg(low), k.arg(high)
	if f.Query == "" {
		k.end("(SELECT scope, scope_id, event_id AS id FROM event_places) AS heard", "scope = "+k.arg(at.Scope)+" AND ", "scope_id", k.arg(at.ID), "")
		k.bare = len(k.args)
		if f.Type != "" {
			k.rest = " AND (SELECT type FROM events WHERE events.id = part0.id) = " + k.arg(f.Type)
		}
		return k
	}
	k.end("events", "", "subject_folded", "LOWER("+k.arg(f.Query)+")", ", type")
	k.bare = len(k.args)
	k.rest = " AND (SELECT event_id FROM event_places WHERE scope = " + k.arg(at.Scope) + " AND scope_id = " + k.arg(at.ID) + " AND event_id = part0.id) IS NOT NULL"
	if f.Type != "" {
		k.rest += " AND type = " + k.arg(f.Type)
	}
	return k
}

// newWalk chooses the index: the one by subject, by what the last attempt came to, or what is delivered.
func newWalk(w Webhook, f Filter, among []State, r reach) *walk {
	k := &walk{pageQuery: newPageQuery(w, f), most: r.rows}
	lane := "" // read only where it is asked for: the index does not have it
	if slices.Contains(among, askedAgain) {
		lane = ", lane"
	}
	switch {
	case f.bySubject():
		return k.bySubject(w, f, among)
	case f.Class == Class2xx:
		for _, t := range wantedTypes(w.Scope, f.Type) {
			k.end("deliveries", "webhook_id = $1 AND "+settled+" AND state = 'delivered' AND ", "type", k.arg(t), ", state, last_class"+lane)
		}
	default:
		for _, outcome := range f.Class.outcomes() {
			k.end("deliveries", "webhook_id = $1 AND last_class <> '' AND ", "outcome", k.arg(outcome), ", state, type"+lane)
		}
		f.Class = ""
	}
	k.bare = len(k.args)
	k.rest = k.pageQuery.rest(w, f, among)
	return k
}

// bySubject reads the events about a user; the webhook is not among what bounds them.
func (k *walk) bySubject(w Webhook, f Filter, among []State) *walk {
	k.args, k.subject = nil, true
	low, high := f.ids()
	k.low, k.high = k.arg(low), k.arg(high)
	k.end("events", "", "subject_folded", "LOWER("+k.arg(f.Query)+")", "")
	k.bare = len(k.args)
	k.rest = " AND webhook_id = " + k.arg(w.ID) + k.pageQuery.rest(w, f, among)
	if !f.From.IsZero() {
		k.rest += " AND id >= " + k.arg(firstID(f.From))
	}
	if !f.To.IsZero() {
		k.rest += " AND id < " + k.arg(firstID(f.To))
	}
	return k
}

// end adds a part: of an index by a column and id what has one value there. more are columns that rest asks for.
func (k *walk) end(table, where, column, value, more string) {
	stretch, order := k.stretch(column, value)
	if k.most == 0 {
		stretch = between(column, value, k.low, k.high)
	}
	k.ends = append(k.ends, walkPart{"FROM " + table + " WHERE " + where + stretch, column + ", id" + more, order})
}

// bound finds how far this request reads, and holds the query to it. It returns the cursor from which to go on, "" when
// all is read, or when everything that is read passes.
func (k *walk) bound(ctx context.Context, q db.Queryer) (cursor string, err error) {
	if k.rest == "" {
		return "", nil
	}
	held := k.low
	if k.direction == "" {
		held = k.high
	}
	var end sql.NullString
	if err := q.QueryRow(ctx, k.ending(), k.args[:k.bare]...).Scan(&end); err != nil || !end.Valid {
		return "", err
	}
	k.set(held, end.String)
	if k.direction == "" {
		return beforeID(end.String), nil
	}
	return afterID(end.String), nil
}

// ending asks where the first of the parts ends that have more than one request looks at.
func (k *walk) ending() string {
	parts, nearest := make([]string, len(k.ends)), "MAX"
	if k.direction == "" {
		nearest = "MIN"
	}
	for i, end := range k.ends {
		parts[i] = "SELECT id FROM (SELECT id " + end.from + " ORDER BY " + end.order + " LIMIT 1 OFFSET " + strconv.Itoa(k.most) + ") AS part" + strconv.Itoa(i) + " WHERE " + k.inside()
	}
	return "SELECT " + nearest + "(id) FROM (" + strings.Join(parts, " UNION ALL ") + ") AS ends"
}

// query is what passes. By subject it asks of each event whether it has a delivery here that does.
func (k *walk) query() string {
	if k.subject {
		return "SELECT delivery FROM (SELECT subject_folded, id, (SELECT id FROM deliveries WHERE event_id = part0.id" + k.rest + ") AS delivery FROM " + k.read(0) +
			") AS found WHERE delivery IS NOT NULL ORDER BY " + k.ends[0].order + k.limit
	}
	for i, end := range k.ends {
		part := "SELECT id FROM " + k.read(i)
		if k.rest != "" {
			part = "SELECT id FROM (SELECT " + end.columns + " FROM " + k.read(i) + k.rest + " ORDER BY " + end.order + k.limit + ") AS passed" + strconv.Itoa(i)
		}
		k.parts = append(k.parts, part)
	}
	return k.merged()
}

// read is as much of a part as one request looks at.
func (k *walk) read(i int) string {
	limit := ""
	switch {
	case k.rest == "":
		limit = k.limit
	case k.most > 0:
		limit = " LIMIT " + strconv.Itoa(k.most)
	}
	end := k.ends[i]
	return "(SELECT " + end.columns + " " + end.from + " ORDER BY " + end.order + limit + ") AS part" + strconv.Itoa(i) + " WHERE " + k.inside()
}
