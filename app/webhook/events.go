package webhook

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rollcall/app/access"
	"rollcall/app/event"
)

// EventFilter narrows a list of events, as Filter does deliveries. The zero EventFilter is all of them, newest first.
type EventFilter struct {
	Type  event.Type
	From  time.Time // happened at that time or later; zero for no bound
	To    time.Time // happened before that time; zero for no bound
	Query string    // an event's id, a delivery's id, or the user's e-mail address, capitals or not

	Before string // EventPage.Older of the page before (keyset)
	After  string // EventPage.Newer of the page after (keyset)
	Limit  int    // 1 to 100; 0 means 50
}

// Narrow reports whether the filter leaves anything out, whatever the page.
func (f EventFilter) Narrow() bool {
	f.Before, f.After, f.Limit = "", "", 0
	return f != EventFilter{}
}

// HeardEvent is an event in a list, with what became of it.
type HeardEvent struct {
	ID       string
	Type     event.Type
	At       time.Time
	Subject  string     // the user's e-mail address then
	Source   string     // the door through which it came
	Actor    event.User // who did it; zero when Rollcall or the command line did
	Outcomes Outcomes
}

// Outcomes is what became of an event for the webhooks of one place.
type Outcomes struct {
	States map[State]int // of its deliveries
	Missed int           // webhooks that were subscribed and not enabled
	More   bool          // there are more than were counted
}

// None reports whether no webhook of the place was subscribed, as far as is known.
func (o Outcomes) None() bool { return len(o.States) == 0 && o.Missed == 0 }

// EventPage is one page of events, newest first.
type EventPage struct {
	Events   []HeardEvent
	Older    string    // Before for the next page; "" when this is the oldest
	Newer    string    // After for the page before; "" when this is the newest
	Searched time.Time // as in Page
}

// Events is one page of what happened in a place: an organization, a pipe or a table. Its cost does not grow with their
// number; where no index leads to what is asked for, a bounded stretch is searched. Errors: NotFound, and Invalid for a
// filter that makes no sense, with the field that is to blame.
func (s *Service) Events(ctx context.Context, actor access.Actor, at event.Place, f EventFilter) (EventPage, error) {
	place, err := readable(ctx, s.db, actor, atPlace(at))
	if err != nil {
		return EventPage{}, err
	}
	at = within(place, at)
	if f, err = checkEventFilter(f, at.Scope); err != nil {
		return EventPage{}, err
	}
	list, end, err := s.listEvents(ctx, at, f)
	if err != nil {
		return EventPage{}, fmt.Errorf("list the events of %s %d: %w", at.Scope, at.ID, err)
	}
	var page EventPage
	page.Events, page.Older, page.Newer, page.Searched = paged(list, func(e HeardEvent) string { return e.ID }, f.Before, f.After, f.Limit, end)
	if err := s.addOutcomes(ctx, at, page.Events); err != nil {
		return EventPage{}, fmt.Errorf("count the outcomes of events of %s %d: %w", at.Scope, at.ID, err)
	}
	return page, nil
}

// checkEventFilter is checkFilter for events; what they have in common is checked alike.
func checkEventFilter(f EventFilter, scope event.Scope) (EventFilter, error) {
	common, err := checkFilter(Filter{Type: f.Type, From: f.From, To: f.To, Query: f.Query, Before: f.Before, After: f.After, Limit: f.Limit}, scope)
	f.Type, f.Query, f.Before, f.After, f.Limit = event.Canonical(common.Type), common.Query, common.Before, common.After, common.Limit
	return f, err
}

// listEvents is a page's events and one more, in the order in which they are read, and where the search stopped.
func (s *Service) listEvents(ctx context.Context, at event.Place, f EventFilter) (list []HeardEvent, end string, err error) {
	return stretches(s.reach.time, f.Limit, &f.Before, &f.After, func() ([]HeardEvent, string, error) {
		query, args, end, err := s.eventsQuery(ctx, at, f)
		if err != nil {
			return nil, "", err
		}
		direction := "DESC"
		if f.After != "" {
			direction = "ASC"
		}
		rows, err := s.db.Query(ctx, `SELECT id, type, occurred_at, subject, source, facts FROM events WHERE id IN (`+query+`) ORDER BY id `+direction, args...)
		if err != nil {
			return nil, "", err
		}
		list, err := collect(rows, func(row scanner) (HeardEvent, error) { return scanHeard(row) })
		return list, end, err
	})
}

// eventsQuery writes the query for the ids of a stretch, and says where it ends.
func (s *Service) eventsQuery(ctx context.Context, at event.Place, f EventFilter) (query string, args []any, end string, err error) {
	if isUUID(f.Query) {
		query, args = eventOfKey(at, f)
		return query, args, "", nil
	}
	walk := newEventsWalk(at, f, s.reach)
	end, err = walk.bound(ctx, s.db)
	return walk.query(), walk.args, end, err
}

// scanHeard reads an event of a list, and more columns after it.
func scanHeard(row scanner, more ...any) (e HeardEvent, err error) {
	var text string
	var facts struct {
		Actor event.User `json:"actor"`
	}
	if err := row.Scan(append([]any{&e.ID, &e.Type, &e.At, &e.Subject, &e.Source, &text}, more...)...); err != nil {
		return e, err
	}
	if err := json.Unmarshal([]byte(text), &facts); err != nil {
		return e, fmt.Errorf("facts of event %s: %w", e.ID, err)
	}
	e.Actor = facts.Actor
	return e, nil
}

// eventOfKey finds by an id: of an event, or of one of its deliveries. The range is an expression, so that it does not lead:
// planning without the values, PostgreSQL takes it for shorter than two ids.
func eventOfKey(at event.Place, f EventFilter) (string, []any) {
	low, high := Filter{From: f.From, To: f.To, Before: f.Before, After: f.After}.ids()
	args := []any{f.Query, at.Scope, at.ID, low, high}
	query := `SELECT event_id FROM event_places WHERE scope = $2 AND scope_id = $3 AND event_id || '' > $4 AND event_id || '' < $5
		AND event_id IN ($1, (SELECT event_id FROM deliveries WHERE id = $1))`
	if f.Type != "" {
		query += ` AND (SELECT type FROM events WHERE id = event_id) = $6`
		args = append(args, f.Type)
	}
	return query, args
}

// outcomesMost is how many deliveries of one event a list counts.
const outcomesMost = 100

// addOutcomes counts what became of a page of events.
func (s *Service) addOutcomes(ctx context.Context, at event.Place, events []HeardEvent) error {
	if len(events) == 0 {
		return nil
	}
	index := map[string]int{}
	parts, marks := make([]string, len(events)), make([]string, len(events))
	args := []any{at.Scope, at.ID}
	for i, e := range events {
		index[e.ID] = i
		events[i].Outcomes.States = map[State]int{}
		args = append(args, e.ID)
		marks[i] = "$" + strconv.Itoa(3+i)
		parts[i] = `SELECT event_id, state FROM (SELECT d.event_id, d.state FROM deliveries d JOIN webhooks w ON w.id = d.webhook_id
			WHERE d.event_id = ` + marks[i] + ` AND w.scope = $1 AND w.scope_id = $2 LIMIT ` + strconv.Itoa(outcomesMost+1) + `) AS part` + strconv.Itoa(i)
	}
	rows, err := s.db.Query(ctx, `SELECT event_id, state, COUNT(*) FROM (`+strings.Join(parts, " UNION ALL ")+`) AS made GROUP BY event_id, state
		UNION ALL SELECT m.event_id, '', COUNT(*) FROM webhooks w JOIN misses m ON m.webhook_id = w.id
			WHERE w.scope = $1 AND w.scope_id = $2 AND w.deleted_at IS NULL AND m.event_id IN (`+strings.Join(marks, ", ")+`) GROUP BY m.event_id`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var state State
		var count int
		if err := rows.Scan(&id, &state, &count); err != nil {
			return err
		}
		events[index[id]].Outcomes.add(state, count)
	}
	return rows.Err()
}

// add counts deliveries in a state, or misses where there is none.
func (o *Outcomes) add(state State, count int) {
	if state == "" {
		o.Missed += count
		return
	}
	o.States[state] += count
	total := 0
	for _, n := range o.States {
		total += n
	}
	if total > outcomesMost {
		o.More, o.States[state] = true, o.States[state]-(total-outcomesMost)
	}
}

// EventTypes lists the types of events that happen in places of that scope.
func EventTypes(scope event.Scope) []event.Type {
	var types []event.Type
	for _, t := range event.Fired(scope) {
		if !slices.Contains(types, event.Canonical(t)) {
			types = append(types, event.Canonical(t))
		}
	}
	return types
}
