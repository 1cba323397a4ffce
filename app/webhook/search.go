package webhook

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"rollcall/db"
)

// reach is how far one request searches when an index leads to more than what is asked for: steps of so many rows of
// each part, until the page is full or the time is over.
type reach struct {
	rows int
	time time.Duration
}

// defaultReach keeps a page well under 50 ms.
func defaultReach() reach { return reach{rows: 1000, time: 15 * time.Millisecond} }

// Page is one page of deliveries, newest first.
type Page struct {
	Deliveries []Delivery
	Older      string // Before for the next page; "" when this is the oldest
	Newer      string // After for the page before; "" when this is the newest
	// Searched is the time up to which the page was searched when that was not to the end: it may have fewer deliveries
	// than fit, even none, and Older (or Newer, when it was read towards the newest) goes on. Zero otherwise.
	Searched time.Time
}

// pageOf makes a page of a list that has one delivery more than the page when there are more on that side. end is where
// the search for more stopped, "" when there is no more.
func pageOf(list []Delivery, f Filter, end string) Page {
	var p Page
	p.Deliveries, p.Older, p.Newer, p.Searched = paged(list, f.cursor, f.Before, f.After, f.Limit, end)
	return p
}

// paged cuts a list, in the order in which it was read, to a page, the newest first, and says where the pages beside it
// begin. end is where the search stopped before the page was full.
func paged[T any](list []T, cursor func(T) string, before, after string, limit int, end string) (page []T, older, newer string, searched time.Time) {
	more, upwards := len(list) > limit, after != ""
	if more {
		list, end = list[:limit], ""
	}
	if upwards { // the list was read from the old end
		slices.Reverse(list)
	}
	first, last := beforeID(before), afterID(after) // where an empty page lies
	if len(list) > 0 {
		first, last = cursor(list[0]), cursor(list[len(list)-1])
	}
	older, newer = end, ""
	switch {
	case upwards && more:
		older, newer = last, first
	case upwards:
		older, newer = last, end
	case more:
		older = last
	}
	if before != "" && !upwards {
		newer = first
	}
	return list, older, newer, timeOf(end)
}

func orID(id, otherwise string) string {
	if id == "" {
		return otherwise
	}
	return id
}

// listDeliveries is a page's deliveries and one more, in the order in which they are read, and where the search stopped
// before the page was full.
func (s *Service) listDeliveries(ctx context.Context, w Webhook, f Filter) (list []Delivery, end string, err error) {
	ids, end, err := s.search(ctx, s.db, w, f)
	if err != nil || len(ids) == 0 {
		return nil, end, err
	}
	rows, err := s.db.Query(ctx, `SELECT `+deliveryColumns+deliveryTables+` WHERE d.id IN (`+placeholders(1, len(ids))+`)`, anys(ids)...)
	if err != nil {
		return nil, "", err
	}
	list, err = collect(rows, func(row scanner) (Delivery, error) { return s.scanDelivery(row) })
	slices.SortFunc(list, func(a, b Delivery) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return list, end, err
}

// matching is the next deliveries that a checked filter lets through, oldest first, at most so many; After and Limit of
// the filter don't matter. after is "" to begin with, then the next of the call before; next is "" at the end. There may
// be fewer ids than most, even none, and yet a next: one call looks at a bounded stretch. among narrows the filter to
// some states; none stands for all.
func (s *Service) matching(ctx context.Context, q db.Queryer, w Webhook, f Filter, after string, most int, among ...State) (ids []string, next string, err error) {
	f.After, f.Limit = orID(after, uuid.Nil.String()), most
	ids, next, err = s.search(ctx, q, w, f, among...)
	if err != nil || len(ids) <= most {
		return ids, next, err
	}
	ids = ids[:most]
	next = ids[most-1]
	if f.bySubject() {
		err = q.QueryRow(ctx, `SELECT event_id FROM deliveries WHERE id = $1`, next).Scan(&next)
	}
	return ids, next, err
}

// countUpTo counts what a checked filter lets through, and stops when that is more than most. Unlike a page it reads as
// far as it must: the caller's context bounds it.
func (s *Service) countUpTo(ctx context.Context, q db.Queryer, w Webhook, f Filter, most int, among ...State) (count int, err error) {
	f.Before, f.After, f.Limit = "", "", most
	query, args, _, err := s.queryOf(ctx, nil, w, f, among)
	if err != nil || query == "" {
		return 0, err
	}
	err = q.QueryRow(ctx, `SELECT COUNT(*) FROM (`+query+`) AS matching`, args...).Scan(&count)
	return count, err
}

// search is the ids of a page and one more, in the order in which they are read: upwards with f.After. Where an index
// leads to more than the filter lets through, a bounded stretch of it is read; end is then where to go on, "" when there
// is nothing left to read.
func (s *Service) search(ctx context.Context, q db.Queryer, w Webhook, f Filter, among ...State) (ids []string, end string, err error) {
	return stretches(s.reach.time, f.Limit, &f.Before, &f.After, func() ([]string, string, error) {
		query, args, end, err := s.queryOf(ctx, q, w, f, among)
		if err != nil || query == "" {
			return nil, "", err
		}
		rows, err := q.Query(ctx, query, args...)
		if err != nil {
			return nil, "", err
		}
		ids, err := collect(rows, func(row scanner) (id string, err error) { return id, row.Scan(&id) })
		return ids, end, err
	})
}

// stretches reads one stretch after the other until a page and one more are there, nothing is left, or another one like the
// last would not end in time. It moves before, or after when that is set, to where the next stretch begins.
func stretches[T any](budget time.Duration, limit int, before, after *string, read func() ([]T, string, error)) (all []T, end string, err error) {
	cursor := before
	if *after != "" {
		cursor = after
	}
	began := time.Now()
	for last := began; ; *cursor = end {
		var some []T
		if some, end, err = read(); err != nil {
			return nil, "", err
		}
		all = append(all, some...)
		now := time.Now()
		switch {
		case len(all) > limit:
			return all[:limit+1], end, nil
		case end == "" || now.Sub(began)+now.Sub(last) >= budget:
			return all, end, nil
		}
		last = now
	}
}

// queryOf writes the query for the ids of a page, "" when nothing can pass the filter. How far it reads is asked of q;
// without one it is not bounded.
func (s *Service) queryOf(ctx context.Context, q db.Queryer, w Webhook, f Filter, among []State) (query string, args []any, end string, err error) {
	switch {
	case len(wantedTypes(w.Scope, f.Type)) == 0:
		return "", nil, "", nil
	case isUUID(f.Query):
		query, args = idsOfKey(w, f, among)
		return query, args, "", nil
	case f.Query == "" && f.Class == "":
		query, args = idsOfPage(w, f, among...)
		return query, args, "", nil
	}
	if q == nil {
		walk := newWalk(w, f, among, reach{})
		return walk.query(), walk.args, "", nil
	}
	walk := newWalk(w, f, among, s.reach)
	end, err = walk.bound(ctx, q)
	return walk.query(), walk.args, end, err
}

// idsOfKey finds by an id: of a delivery, or of an event, which has one delivery for a webhook at most.
func idsOfKey(w Webhook, f Filter, among []State) (string, []any) {
	q := newPageQuery(w, f)
	key, rest := q.arg(f.Query), q.rest(w, f, among)+" AND id > "+q.low+" AND id < "+q.high
	for _, found := range []string{"id = " + key, "event_id = " + key + " AND id <> " + key} {
		q.parts = append(q.parts, "SELECT id FROM deliveries WHERE webhook_id = $1 AND "+found+rest)
	}
	return q.merged(), q.args
}

// rest is what a delivery must be besides, each condition after an AND. The words of the class are those of the index.
func (q *pageQuery) rest(w Webhook, f Filter, among []State) string {
	var b strings.Builder
	b.WriteString(stateIs(f.State))
	if len(among) > 0 {
		b.WriteString(" AND " + inStates(among))
	}
	if f.Type != "" {
		b.WriteString(" AND " + q.oneOf(wantedTypes(w.Scope, f.Type)))
	}
	switch {
	case f.Class == Class2xx:
		b.WriteString(" AND last_class = '' AND state = 'delivered'")
	case f.Class != "":
		b.WriteString(" AND last_class <> '' AND outcome IN (" + literals(f.Class.outcomes()) + ")")
	}
	return b.String()
}

// literals writes words of our own as SQL.
func literals[T ~string](words []T) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = "'" + string(word) + "'"
	}
	return strings.Join(quoted, ", ")
}

// timeOf is when an id was made, to the millisecond; zero for "" and for what has no time.
func timeOf(id string) time.Time {
	u, err := uuid.Parse(id)
	if err != nil || u.Version() != 7 {
		return time.Time{}
	}
	var ms int64
	for _, b := range u[:6] {
		ms = ms<<8 | int64(b)
	}
	return time.UnixMilli(ms).UTC()
}

// beforeID and afterID are the ids next to one, so that a keyset can begin with it.
func beforeID(id string) string { return nextTo(id, 0x00, 0xff) }
func afterID(id string) string  { return nextTo(id, 0xff, 0x00) }

// nextTo counts an id up or down by one: bytes that are at their end carry.
func nextTo(id string, end, other byte) string {
	u, err := uuid.Parse(id)
	if err != nil {
		return id
	}
	for i := len(u) - 1; i >= 0; i-- {
		if u[i] != end {
			if end == 0 {
				u[i]--
			} else {
				u[i]++
			}
			break
		}
		u[i] = other
	}
	return u.String()
}
