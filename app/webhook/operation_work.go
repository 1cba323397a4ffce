package webhook

import (
	"context"
	"errors"
	"fmt"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
)

// What a batch may be, so that nobody who wants to write waits long for it.
const (
	operateAtOnce = 500
	madeAtOnce    = 200 // deliveries with their bodies
	batchRest     = 10 * time.Millisecond
)

// Operate works an operation until it is through, stopped, or has been at it for as long as a job may: then it hands over
// to a new job. An operation that is not running, or that somebody else works at the same time, is left alone. The error
// is a failure of ours, which the queue tries again. When the process is about to stop it returns at once; the
// operation goes on from its cursor when ReconcileOperations finds it.
func (s *Service) Operate(ctx context.Context, operationID string) error {
	for began := s.clock.Now(); ; {
		batch := time.Now()
		more, err := s.operateOnce(ctx, operationID)
		if err != nil || !more {
			return err
		}
		if s.clock.Now().Sub(began) >= s.slice {
			break
		}
		if !s.breathe(ctx, max(batchRest, time.Since(batch))) {
			return nil
		}
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.queue.Operate(ctx, tx, operationID) })
}

// breathe leaves the writer to others for as long as the last batch took; false when the process is about to stop.
func (s *Service) breathe(ctx context.Context, rest time.Duration) bool {
	timer := time.NewTimer(rest)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-s.quiet:
	case <-ctx.Done():
	}
	return false
}

// operateOnce does one batch; false when there is no more for this job to do.
func (s *Service) operateOnce(ctx context.Context, id string) (more bool, err error) {
	o, err := oneOperation(ctx, s.db, id)
	if errors.Is(err, errNoRows) || err == nil && o.State != Running {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read operation %s: %w", id, err)
	}
	next, err := s.nextBatch(ctx, o)
	if err != nil {
		return false, fmt.Errorf("read the next rows of operation %s: %w", id, err)
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		more, err = s.apply(ctx, tx, o, next)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("work operation %s: %w", id, err)
	}
	return more, nil
}

// batch is some rows of an operation, read before the transaction that changes them.
type batch struct {
	ids    []string
	misses []missedEvent // of a catch-up, instead
	next   string        // the operation's cursor after it; "" when nothing comes after it
}

func (b batch) rows() int { return len(b.ids) + len(b.misses) }

func (s *Service) nextBatch(ctx context.Context, o Operation) (b batch, err error) {
	if o.Kind == CatchUpMissed {
		if b.misses, err = s.nextMisses(ctx, o); err == nil && len(b.misses) == s.missesAtOnce(o.Mode) {
			b.next = b.misses[len(b.misses)-1].eventID
		}
		return b, err
	}
	w, err := s.oneWebhook(ctx, s.db, "w.id = $1", o.WebhookID)
	if err != nil {
		return b, err
	}
	f := o.Filter
	f.Before = o.until
	b.ids, b.next, err = s.matching(ctx, s.db, w, f, o.cursor, s.batch, o.Kind.states(f)...)
	return b, err
}

// apply changes the rows of a batch and moves the operation past them. It holds the webhook's lock, so that the webhook
// is not paused or deleted meanwhile, and no attempt recorded: both would lock the same rows in another order.
func (s *Service) apply(ctx context.Context, tx *db.Tx, o Operation, b batch) (more bool, err error) {
	if err := tx.Lock(ctx, "webhook", o.WebhookID); err != nil {
		return false, err
	}
	mine, err := advance(ctx, tx, o, b.next, b.rows())
	if err != nil || !mine {
		return false, err
	}
	w, err := s.oneWebhook(ctx, tx, "w.id = $1", o.WebhookID)
	if err != nil {
		return false, err
	}
	now := s.clock.Now()
	if reason := o.endedBy(w); reason != "" {
		_, err := finish(ctx, tx, o.ID, reason, now)
		return false, err
	}
	if b.rows() > 0 {
		changed, err := s.change(ctx, tx, o, w, b)
		if err != nil {
			return false, err
		}
		if err := addChanged(ctx, tx, o.ID, changed); err != nil {
			return false, err
		}
	}
	if b.next == "" {
		_, err = finish(ctx, tx, o.ID, "", now)
	}
	return b.next != "", err
}

// endedBy is why an operation can't go on, a sentence. A catch-up goes on for a webhook that is paused: what it makes is
// held.
func (o Operation) endedBy(w Webhook) string {
	switch {
	case !w.DeletedAt.IsZero():
		return "The webhook was deleted."
	case o.Kind == RedeliverMany && !w.Enabled && w.Pause == PausedByRule:
		return "The webhook was disabled automatically."
	case o.Kind == RedeliverMany && !w.Enabled:
		return "The webhook was paused."
	}
	return ""
}

// change does to the rows of a batch what the operation is for, and returns to how many it could be done.
func (s *Service) change(ctx context.Context, tx *db.Tx, o Operation, w Webhook, b batch) (int, error) {
	switch {
	case o.Kind == RedeliverMany:
		return s.askAllAgain(ctx, tx, w.ID, b.ids, o.AskedBy, LaneRetry, o.Kind.states(o.Filter)...)
	case o.Kind == CancelMany:
		return s.cancelThese(ctx, tx, w.ID, b.ids, o.Kind.states(o.Filter)...)
	case o.Mode == SkipMissed:
		return len(b.misses), skipMisses(ctx, tx, w.ID, b.misses, s.clock.Now())
	}
	return s.makeMissed(ctx, tx, o, w, b.misses)
}

// StopOperation ends a webhook's operation between two batches; what it has done stays. One that has ended already stays
// as it is. NotFound when there is none.
func (s *Service) StopOperation(ctx context.Context, actor access.Actor, organization, webhookID, operationID string) (Operation, error) {
	var o Operation
	entry := audit.Entry{Action: "operation.stop", Object: "operation", ObjectID: operationID}
	err := s.audit.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		w, err := s.testable(ctx, tx, actor, inOrganization(organization), webhookID, entry)
		if err != nil {
			return err
		}
		if !isUUID(operationID) {
			return noSuchOperation()
		}
		stopped, err := finish(ctx, tx, deliveryKey(operationID), actor.Username+" stopped it.", s.clock.Now())
		if err != nil {
			return err
		}
		if !stopped {
			entry.Action = ""
		}
		o, err = oneOperation(ctx, tx, deliveryKey(operationID))
		if errors.Is(err, errNoRows) || err == nil && o.WebhookID != w.ID {
			return noSuchOperation()
		}
		entry.After = map[string]any{"webhook": w.ID, "kind": o.Kind, "changed": o.Changed}
		return err
	})
	if err != nil {
		return Operation{}, err
	}
	return o, nil
}

func noSuchOperation() error {
	return app.Errorf(app.NotFound, "There is no such operation: it may have been removed.")
}

// ReconcileOperations finds operations that nobody works on, after a crash or a fault of the queue, and gives them a new
// job. live answers which operations the queue still has a job for. It returns how many it found.
func (s *Service) ReconcileOperations(ctx context.Context, live func(context.Context) (map[string]bool, error)) (int, error) {
	rows, err := s.db.Query(ctx, `SELECT id FROM operations WHERE state = 'running'`)
	if err != nil {
		return 0, fmt.Errorf("list running operations: %w", err)
	}
	running, err := collect(rows, func(row scanner) (id string, err error) { return id, row.Scan(&id) })
	if err != nil || len(running) == 0 {
		return 0, err
	}
	alive, err := live(ctx) // after the list: whose job has ended in between is not running any more, or has a new one
	if err != nil {
		return 0, fmt.Errorf("ask the queue for its operations: %w", err)
	}
	var lost []string
	for _, id := range running {
		if !alive[id] {
			lost = append(lost, id)
		}
	}
	if len(lost) == 0 {
		return 0, nil
	}
	return len(lost), s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return s.queue.Operate(ctx, tx, lost...) })
}
