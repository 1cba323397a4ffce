package webhook

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
)

// What an operation may cost before it is refused: the rows that match, and the time it takes to count them.
const (
	operationMost  = 100_000
	countingAtMost = 5 * time.Second
)

// CountMatching is how many deliveries of a webhook RedeliverAll or CancelAll would concern now. Errors: as theirs.
func (s *Service) CountMatching(ctx context.Context, actor access.Actor, organization, webhookID string, kind OperationKind, f Filter) (int, error) {
	w, err := s.Webhook(ctx, actor, organization, webhookID)
	if err != nil {
		return 0, err
	}
	if err := w.mayBegin(kind); err != nil {
		return 0, err
	}
	f, err = wholeFilter(w, kind, f)
	if err != nil {
		return 0, err
	}
	return s.countMatching(ctx, w, kind, f)
}

// RedeliverAll sends again what matches a filter, whatever page of the history it names, as Redeliver does with one,
// in the background. Without a status in the filter what was delivered is left out. Errors: NotFound; Invalid when the
// filter makes no sense or more than 100,000 match; Conflict when the webhook is not enabled, nothing matches, or a
// redelivery of the webhook's is running already.
func (s *Service) RedeliverAll(ctx context.Context, actor access.Actor, organization, webhookID string, f Filter) (Operation, error) {
	return s.operateOnMatching(ctx, actor, organization, webhookID, RedeliverMany, f)
}

// CancelAll cancels what waits and matches a filter, in the background: pending, retrying and held deliveries. Of what is
// final already, and was asked for again, only the asking is taken back; with no filter at all that ends a redelivery of
// many as well. A request that is out is not cut off; its answer still counts. Errors: as RedeliverAll's, but that the
// webhook may be paused.
func (s *Service) CancelAll(ctx context.Context, actor access.Actor, organization, webhookID string, f Filter) (Operation, error) {
	return s.operateOnMatching(ctx, actor, organization, webhookID, CancelMany, f)
}

func (s *Service) operateOnMatching(ctx context.Context, actor access.Actor, organization, webhookID string, kind OperationKind, f Filter) (Operation, error) {
	o := Operation{Kind: kind, Filter: f}
	return s.begin(ctx, actor, organization, webhookID, o, func(w Webhook) (Operation, error) {
		var err error
		if o.Filter, err = wholeFilter(w, kind, f); err != nil {
			return o, err
		}
		o.Total, err = s.countMatching(ctx, w, kind, o.Filter)
		return o, err
	})
}

// begin starts an operation. measure completes it, beside all transactions: counting may take a while, and nobody who
// wants to write should wait for it.
func (s *Service) begin(ctx context.Context, actor access.Actor, organization, webhookID string, o Operation, measure func(Webhook) (Operation, error)) (Operation, error) {
	refusal := error(nil)
	if w, err := s.Webhook(ctx, actor, organization, webhookID); err == nil {
		if o, refusal = measure(w); app.CodeOf(refusal) == app.Internal && refusal != nil {
			return Operation{}, refusal
		}
	}
	entry := audit.Entry{Action: o.Kind.action(), Object: "webhook", ObjectID: webhookID}
	err := s.audit.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		w, err := s.testable(ctx, tx, actor, inOrganization(organization), webhookID, entry)
		if err != nil {
			return err
		}
		if err := w.mayBegin(o.Kind); err != nil {
			return err
		}
		if refusal != nil {
			return refusal
		}
		if o.Kind == CancelMany && !o.Filter.Narrow() {
			if err := s.endRedelivery(ctx, tx, w.ID, actor.Username); err != nil {
				return err
			}
		}
		o, err = s.add(ctx, tx, actor, w, o)
		entry.After = map[string]any{"operation": o.ID, "filter": o.Filter, "mode": o.Mode, "count": o.Total}
		return err
	})
	if err != nil {
		return Operation{}, err
	}
	return o, nil
}

// endRedelivery stops a redelivery of many that is running, for somebody who cancels everything.
func (s *Service) endRedelivery(ctx context.Context, tx *db.Tx, webhookID, by string) error {
	_, err := tx.Exec(ctx, `UPDATE operations SET state = 'stopped', reason = $2, finished_at = $3 WHERE webhook_id = $1 AND kind = 'redeliver' AND state = 'running'`,
		webhookID, by+" cancelled everything that waited.", s.clock.Now())
	if err != nil {
		return fmt.Errorf("end the redelivery of webhook %s: %w", webhookID, err)
	}
	return nil
}

// add writes the operation; Conflict when one of its kind is running.
func (s *Service) add(ctx context.Context, tx *db.Tx, actor access.Actor, w Webhook, o Operation) (Operation, error) {
	o.ID, o.WebhookID, o.State, o.AskedBy, o.CreatedAt = app.NewUUID(), w.ID, Running, actor.Username, s.clock.Now()
	if o.until == "" {
		o.until = o.ID // what comes later sorts after it
	}
	added, err := s.insertOperation(ctx, tx, o)
	if err != nil || added {
		return o, err
	}
	var done, total int
	err = tx.QueryRow(ctx, `SELECT done, total FROM operations WHERE webhook_id = $1 AND kind = $2 AND state = 'running'`, w.ID, o.Kind).Scan(&done, &total)
	if err != nil {
		return o, fmt.Errorf("find the running operation: %w", err)
	}
	return o, app.Errorf(app.Conflict, "%s of the webhook %q is running already, %s of %s done: wait for its end, or stop it.",
		o.Kind.name(), w.Name, grouped(done), grouped(max(done, total)))
}

// action names the start of an operation in audit rows.
func (k OperationKind) action() string {
	return map[OperationKind]string{RedeliverMany: "delivery.redeliver_all", CancelMany: "delivery.cancel_all", CatchUpMissed: "webhook.catch_up"}[k]
}

func (k OperationKind) name() string {
	return map[OperationKind]string{RedeliverMany: "A redelivery", CancelMany: "A cancellation", CatchUpMissed: "A catch-up"}[k]
}

// mayBegin refuses what would send to a webhook that nothing is sent to. What waits can be cancelled at any time.
func (w Webhook) mayBegin(kind OperationKind) error {
	if kind == CancelMany {
		return nil
	}
	return w.mayBeSentTo()
}

// states are those that an operation on deliveries concerns: of the filter's, the ones to which it can do anything.
func (k OperationKind) states(f Filter) []State {
	states := []State{Retrying, Failed, Cancelled}
	switch {
	case k == CancelMany && f.State.Final():
		return []State{askedAgain}
	case k == CancelMany:
		states = []State{Pending, Retrying, Held, askedAgain}
	case f.State == Delivered:
		states = []State{Delivered}
	}
	if f.State == "" {
		return states
	}
	return slices.DeleteFunc(states, func(s State) bool { return s != f.State })
}

// askedAgain stands, among states, for what is final and was asked for again and not sent yet. No delivery is stored with
// it: cancelled, such a delivery stays what it was, and only the asking is taken back.
const askedAgain State = "asked again"

// againIs is the condition for it.
const againIs = "lane IS NOT NULL AND state IN ('delivered', 'failed', 'cancelled')"

// inStates is the condition that a delivery is in one of some states.
func inStates(states []State) string {
	var conditions []string
	if stored := slices.DeleteFunc(slices.Clone(states), func(s State) bool { return s == askedAgain }); len(stored) > 0 {
		conditions = append(conditions, "state IN ("+literals(stored)+")")
	}
	if slices.Contains(states, askedAgain) {
		conditions = append(conditions, againIs)
	}
	return "(" + strings.Join(conditions, " OR ") + ")"
}

// wholeFilter is a filter of all pages, checked.
func wholeFilter(w Webhook, kind OperationKind, f Filter) (Filter, error) {
	f.Before, f.After = "", ""
	f, err := checkFilter(f, w.Scope)
	if err != nil {
		return f, err
	}
	if len(kind.states(f)) > 0 {
		return f, nil
	}
	if f.State == Held {
		return f, app.Errorf(app.Conflict, "Held deliveries go on by themselves when the webhook is resumed: there is nothing to redeliver.")
	}
	return f, app.Errorf(app.Conflict, "Pending deliveries are about to be sent: there is nothing to redeliver.")
}

// countMatching counts up to the limit, and no longer than a person waits.
func (s *Service) countMatching(ctx context.Context, w Webhook, kind OperationKind, f Filter) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, countingAtMost)
	defer cancel()
	count, err := s.countUpTo(ctx, s.db, w, f, operationMost, kind.states(f)...)
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded), err == nil && count > operationMost:
		return 0, tooMany()
	case err != nil:
		return 0, fmt.Errorf("count the deliveries of webhook %s: %w", w.ID, err)
	case count == 0 && kind == CancelMany && f.State.Final():
		return 0, app.Errorf(app.Conflict, "What is %s waits for nothing: only pending, retrying and held deliveries can be cancelled, and redeliveries that were not sent yet.", f.State)
	case count == 0:
		return 0, nothingMatches()
	}
	return count, nil
}

func tooMany() error {
	return app.Errorf(app.Invalid, "More than %s deliveries match. Narrow the filter, by a status, a type or a shorter time, and go in steps.", grouped(operationMost))
}

func nothingMatches() error {
	return app.Errorf(app.Conflict, "No delivery matches any more: there is nothing to do.")
}

// grouped writes a number with its thousands apart: 100,000.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
