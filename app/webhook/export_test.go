package webhook

import (
	"context"
	"fmt"
	"testing"
	"time"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/outbound"
	"rollcall/db"
)

// SetSlice changes how long a job works before it hands over, which nobody has reason to set but a test.
func (s *Service) SetSlice(d time.Duration) { s.slice = d }

// SetTrust changes how long a webhook is trusted after a success: on a slow machine a test can take longer to the next one.
func (s *Service) SetTrust(d time.Duration) {
	s.turns.mu.Lock()
	defer s.turns.mu.Unlock()
	s.turns.trustFor = d
}

// SetReach changes how many rows one request looks at when an index leads to more than what is asked for.
func (s *Service) SetReach(rows int) { s.reach = reach{rows: rows} }

// Matching is matching outside a transaction.
func (s *Service) Matching(ctx context.Context, w Webhook, f Filter, after string, most int, among ...State) ([]string, string, error) {
	f, err := checkFilter(f, w.Scope)
	if err != nil {
		return nil, "", err
	}
	return s.matching(ctx, s.db, w, f, after, most, among...)
}

// CountUpTo is countUpTo outside a transaction.
func (s *Service) CountUpTo(ctx context.Context, w Webhook, f Filter, most int, among ...State) (int, error) {
	f, err := checkFilter(f, w.Scope)
	if err != nil {
		return 0, err
	}
	return s.countUpTo(ctx, s.db, w, f, most, among...)
}

// SetBatch changes how many rows an operation changes at once, likewise.
func (s *Service) SetBatch(rows int) { s.batch = rows }

// Statement is a query with its values.
type Statement struct {
	Query string
	Args  []any
}

// Statements are those that find a page of the history: what bounds it, if anything, and what reads it.
func (s *Service) Statements(ctx context.Context, w Webhook, f Filter) (list []Statement, err error) {
	f, err = checkFilter(f, w.Scope)
	if err != nil {
		return nil, err
	}
	if f.bySubject() || f.Class != "" && f.Query == "" {
		return newWalk(w, f, nil, s.reach).statements(), nil
	}
	query, args, _, err := s.queryOf(ctx, nil, w, f, nil)
	return []Statement{{query, args}}, err
}

// EventStatements is Statements for the events of a place.
func (s *Service) EventStatements(ctx context.Context, at event.Place, f EventFilter) (list []Statement, err error) {
	f, err = checkEventFilter(f, at.Scope)
	if err != nil {
		return nil, err
	}
	if !isUUID(f.Query) {
		return newEventsWalk(at, f, s.reach).statements(), nil
	}
	query, args := eventOfKey(at, f)
	return []Statement{{query, args}}, nil
}

func (k *walk) statements() (list []Statement) {
	if k.rest != "" {
		list = append(list, Statement{k.ending(), k.args[:k.bare]})
	}
	return append(list, Statement{k.query(), k.args})
}

// FigureStatements are those of the figures of 24 hours, of one webhook and of all webhooks of its place.
func (s *Service) FigureStatements(w Webhook) (list []Statement) {
	since := hourBounds(s.clock.Now())
	add := func(query string, args []any) { list = append(list, Statement{query, args}) }
	for where, args := range map[string][]any{"w.id = $1": {w.ID}, ofPlace: {w.Scope, w.ScopeID}} {
		add(hoursQuery(w.Scope, since, where, args))
		add(testsQuery(since, where, args))
		add(newestQuery(w.Scope, where, args))
	}
	add(dayQuery(w, since[0]))
	add(retryingQuery, []any{w.ID})
	add(oldestPendingQuery, []any{w.ID})
	return list
}

// StoredHeaders is the real values of a webhook's own headers.
func StoredHeaders(t testing.TB, s *Service, webhookID string) map[string]string {
	t.Helper()
	own, err := s.headersOf(t.Context(), s.db, webhookID)
	if err != nil {
		t.Fatal(err)
	}
	return own
}

// Crowd has n drains of other webhooks wait for their first place, while others hold all of them; scatter ends that.
func Crowd(s *Service, n int) (scatter func()) {
	var crowd, hold []*turn
	for i := range n {
		w := s.turns.join(fmt.Sprint("crowd-", i), int64(-i), LaneFirst, false)
		if crowd = append(crowd, w); w.ask(1) == 1 {
			hold = append(hold, w)
		}
	}
	return func() {
		for _, w := range hold {
			w.done(saysNothing)
		}
		for _, w := range crowd {
			w.leave()
		}
	}
}

// Wake wakes a lane for now, in a transaction of its own.
func (s *Service) Wake(ctx context.Context, lane Lane, webhookID string) error {
	now := s.clock.Now()
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.wake(ctx, tx, lane, now, webhookID) })
}

// PassOn is what a job does that stops before its lane is empty.
func (s *Service) PassOn(ctx context.Context, job Job) error { return s.passOn(ctx, job, 0) }

// Aside has commits of webhooks in doubt wait until the end that is returned.
func Aside(s *Service) (end func()) {
	for range commitsAside {
		s.aside <- struct{}{}
	}
	return func() {
		for range commitsAside {
			<-s.aside
		}
	}
}

// Between reads the next batch of an operation, and returns what changes it: a test lets things happen in between.
func (s *Service) Between(t testing.TB, id string) (apply func()) {
	t.Helper()
	o, err := oneOperation(t.Context(), s.db, id)
	if err != nil {
		t.Fatal(err)
	}
	next, err := s.nextBatch(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		t.Helper()
		err := s.db.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := s.apply(ctx, tx, o, next)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// RecordTwice records an attempt of what is due in a lane, and then the same attempt once more.
func RecordTwice(t testing.TB, s *Service, webhookID string, lane Lane, result outbound.Result) {
	t.Helper()
	r := results{job: Job{WebhookID: webhookID, Lane: lane}, open: true}
	due, err := s.listDue(t.Context(), r.job, s.clock.Now(), 1)
	if err != nil || len(due) != 1 {
		t.Fatalf("%d deliveries are due, %v", len(due), err)
	}
	r.sent = []sending{{delivery: due[0], attempt: Attempt{ID: app.NewUUID(), DeliveryID: due[0].ID, Trigger: due[0].trigger(), Result: result}}}
	for range 2 {
		if _, _, err := s.record(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
}
