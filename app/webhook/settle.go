package webhook

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"time"

	"rollcall/app/event"
	"rollcall/db"
)

// settleAtOnce is how many deliveries one transaction holds, lets go on or cancels: fewer than keep SQLite's only
// writer for 50 ms. When a webhook that more wait for is paused, resumed or deleted, the rest is left to the job of its
// lane for first attempts, which the mark "unsettled" keeps at it, in portions, until nothing is left
// (docs/decisions/002-lanes.md).
const settleAtOnce = 500

// standpoint is what a webhook wants of the deliveries that wait for it.
type standpoint int

const (
	wantsSent standpoint = iota // enabled
	wantsHeld                   // paused or disabled
	wantsGone                   // deleted
)

// hold keeps back what waits for a webhook that was disabled in tx; tests are sent all the same. A redelivery that was
// asked for and not made yet is forgotten where the delivery is final: such a delivery can't be held. Nothing is sent
// from the commit on; the rows follow in batches.
func (s *Service) hold(ctx context.Context, tx *db.Tx, webhookID string, now time.Time) error {
	return s.turnTo(ctx, tx, webhookID, wantsHeld, now)
}

// release lets what was held go on, for a webhook that was enabled in tx: the first of it is due now, in the order of the
// ids, and more whenever that has been sent.
func (s *Service) release(ctx context.Context, tx *db.Tx, webhookID string, now time.Time) error {
	return s.turnTo(ctx, tx, webhookID, wantsSent, now)
}

func (s *Service) turnTo(ctx context.Context, tx *db.Tx, webhookID string, to standpoint, now time.Time) error {
	tx.AfterCommit(func() { s.bells.change(webhookID) })
	n, err := s.settleSome(ctx, tx, webhookID, to, settleAtOnce, now)
	if err != nil || n < settleAtOnce {
		return err
	}
	return s.leaveToJob(ctx, tx, now, webhookID)
}

// leaveToJob marks that what waits for webhooks is not settled, and has their lanes' jobs see to it.
func (s *Service) leaveToJob(ctx context.Context, tx *db.Tx, now time.Time, webhookIDs ...string) error {
	if len(webhookIDs) == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, `UPDATE lanes SET unsettled = TRUE WHERE lane = 'first' AND webhook_id IN (`+placeholders(1, len(webhookIDs))+`)`, anys(webhookIDs)...)
	if err != nil {
		return fmt.Errorf("mark %d webhooks as unsettled: %w", len(webhookIDs), err)
	}
	return s.wake(ctx, tx, LaneFirst, now, webhookIDs...)
}

// settleSome brings at most that many deliveries to where the webhook wants them, and returns how many. Fewer than
// asked for means that there are no more.
func (s *Service) settleSome(ctx context.Context, tx *db.Tx, webhookID string, to standpoint, most int, now time.Time) (n int, err error) {
	switch to {
	case wantsHeld:
		n, err = holdSome(ctx, tx, webhookID, most)
	case wantsGone:
		n, err = cancelSome(ctx, tx, webhookID, most, now)
	default:
		n, err = s.releaseSome(ctx, tx, webhookID, most, now)
	}
	if err != nil {
		return 0, fmt.Errorf("settle what waits for webhook %s: %w", webhookID, err)
	}
	return n, nil
}

func holdSome(ctx context.Context, tx *db.Tx, webhookID string, most int) (int, error) {
	return affected(tx.Exec(ctx, `UPDATE deliveries SET state = CASE WHEN state IN ('pending', 'retrying') THEN 'held' ELSE state END,
			lane = NULL, due_at = NULL, due_reason = '', due_by = ''
		WHERE lane IS NOT NULL AND id IN (SELECT id FROM deliveries WHERE webhook_id = $1 AND lane IS NOT NULL AND NOT test LIMIT `+strconv.Itoa(most)+`)`, webhookID))
}

// cancelSome cancels what is due, tests included, forgets redeliveries of what is final, and then cancels what is held.
func cancelSome(ctx context.Context, tx *db.Tx, webhookID string, most int, now time.Time) (int, error) {
	due, err := affected(tx.Exec(ctx, `UPDATE deliveries SET state = CASE WHEN state IN ('pending', 'retrying') THEN 'cancelled' ELSE state END,
			finished_at = CASE WHEN state IN ('pending', 'retrying') THEN $2 ELSE finished_at END, lane = NULL, due_at = NULL, due_reason = '', due_by = ''
		WHERE lane IS NOT NULL AND id IN (SELECT id FROM deliveries WHERE webhook_id = $1 AND lane IS NOT NULL LIMIT `+strconv.Itoa(most)+`)`, webhookID, now))
	if err != nil || due == most {
		return due, err
	}
	held, err := affected(tx.Exec(ctx, `UPDATE deliveries SET state = 'cancelled', finished_at = $2
		WHERE state = 'held' AND id IN (SELECT id FROM deliveries WHERE webhook_id = $1 AND `+settled+` AND state = 'held' LIMIT `+strconv.Itoa(most-due)+`)`, webhookID, now))
	return due + held, err
}

// releaseSome makes the oldest of what is held due.
func (s *Service) releaseSome(ctx context.Context, tx *db.Tx, webhookID string, most int, now time.Time) (int, error) {
	ids, err := oldestHeld(ctx, tx, webhookID, most)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	for _, on := range []struct {
		where  string
		state  State
		lane   Lane
		reason DueReason
	}{{"attempts = 0", Pending, LaneFirst, DueAtOnce}, {"attempts > 0", Retrying, LaneRetry, DueBySchedule}} {
		args := append([]any{on.state, on.lane, now, on.reason}, anys(ids)...)
		n, err := affected(tx.Exec(ctx, `UPDATE deliveries SET state = $1, lane = $2, due_at = $3, due_reason = $4
			WHERE state = 'held' AND `+on.where+` AND id IN (`+placeholders(5, len(ids))+`)`, args...))
		if err != nil {
			return 0, err
		}
		if n == 0 {
			continue
		}
		if err := s.wake(ctx, tx, on.lane, now, webhookID); err != nil {
			return 0, err
		}
	}
	return len(ids), nil
}

// oldestHeld is the lowest ids of what is held: the ends of the parts of its index, one part a type.
func oldestHeld(ctx context.Context, tx *db.Tx, webhookID string, most int) ([]string, error) {
	var scope event.Scope
	if err := tx.QueryRow(ctx, `SELECT scope FROM webhooks WHERE id = $1`, webhookID).Scan(&scope); err != nil {
		return nil, err
	}
	q := pageQuery{args: []any{webhookID}, limit: " LIMIT " + strconv.Itoa(most)}
	q.low, q.high = q.arg(lowestID), q.arg(highestID)
	q.addSettled(Held, event.Fired(scope))
	rows, err := tx.Query(ctx, `SELECT id FROM (`+strings.Join(q.parts, " UNION ALL ")+`) AS held ORDER BY id`+q.limit, q.args...)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(row scanner) (id string, err error) { return id, row.Scan(&id) })
}

// settle does one batch, of at most so many deliveries, of what is left to a webhook's job, and takes the mark off when
// nothing is left. It does nothing, and answers waits, as long as much of what goes on has not been sent: so that what was
// held goes on at the webhook's pace, and is not due all at once.
func (s *Service) settle(ctx context.Context, webhookID string, most int) (done saving, err error) {
	much, err := muchIsDue(ctx, s.db, webhookID, s.clock.Now())
	if err != nil {
		return done, err
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		began := time.Now()
		defer func() { done.took = time.Since(began) }()
		if err := tx.Lock(ctx, "webhook", webhookID); err != nil {
			return err
		}
		to, err := standpointOf(ctx, tx, webhookID)
		if done.waits = to == wantsSent && much; err != nil || done.waits {
			return err
		}
		n, err := s.settleSome(ctx, tx, webhookID, to, most, s.clock.Now())
		if done.rows = n; err != nil || n == most {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE lanes SET unsettled = FALSE WHERE webhook_id = $1 AND lane = 'first'`, webhookID)
		return err
	})
	return done, err
}

func standpointOf(ctx context.Context, tx *db.Tx, webhookID string) (standpoint, error) {
	var enabled, deleted bool
	err := tx.QueryRow(ctx, `SELECT enabled, deleted_at IS NOT NULL FROM webhooks WHERE id = $1`, webhookID).Scan(&enabled, &deleted)
	switch {
	case err != nil:
		return 0, fmt.Errorf("find webhook %s: %w", webhookID, err)
	case deleted:
		return wantsGone, nil
	case !enabled:
		return wantsHeld, nil
	}
	return wantsSent, nil
}

// muchIsDue reports whether a page of deliveries waits in the webhook's lanes already.
func muchIsDue(ctx context.Context, q db.Queryer, webhookID string, now time.Time) (bool, error) {
	var n int
	err := q.QueryRow(ctx, `SELECT COUNT(*) FROM (SELECT 1 FROM deliveries WHERE webhook_id = $1 AND lane IS NOT NULL AND due_at <= $2 LIMIT 256) AS due`, webhookID, now).Scan(&n)
	return n == drainPage, err
}

// affected is how many rows a statement changed.
func affected(result sql.Result, err error) (int, error) {
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}
