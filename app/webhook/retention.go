package webhook

import (
	"context"
	"errors"
	"fmt"
	"time"

	"rollcall/db"
)

// Retention says how long things are kept.
type Retention struct {
	Days      int // deliveries with their bodies and attempts, from when they were made
	EventDays int // events; not fewer than Days
	Rows      int // deliveries of one webhook, the newest ones
}

// DefaultRetention is what delivery.md asks for.
func DefaultRetention() Retention { return Retention{Days: 30, EventDays: 90, Rows: 1_000_000} }

func (r Retention) check() error {
	if r.Days < 1 || r.EventDays < r.Days || r.Rows < 1 {
		return fmt.Errorf("webhook: %d days, %d days for events, %d rows: all must be at least 1, and events are kept as long as deliveries", r.Days, r.EventDays, r.Rows)
	}
	return nil
}

// Kept says how long things are kept.
func (s *Service) Kept() Retention { return s.retention }

const (
	rowsAtOnce = 500             // that one transaction removes, at most
	stillSent  = 5 * time.Minute // what was out when a webhook was deleted has been recorded by then
	day        = 24 * time.Hour
)

// Retain removes what has been kept long enough, in small transactions with pauses, for about that long; more says that
// there is more to remove. What is not final (pending, retrying, held) stays, however old, and so does its event. It
// may be called in any number of processes at once.
func (s *Service) Retain(ctx context.Context, slice time.Duration) (more bool, err error) {
	r := &remover{s: s, pace: s.db.Pace(rowsAtOnce, slice)}
	now := s.clock.Now()
	for _, step := range []func(context.Context, time.Time) error{r.deleted, r.old, r.surplus, r.misses, r.reports, r.events} {
		if err := step(ctx, now); errors.Is(err, errTimeIsOver) {
			return true, nil
		} else if err != nil {
			return false, err
		}
	}
	return false, nil
}

// errTimeIsOver ends a round of removing; the next one goes on.
var errTimeIsOver = errors.New("webhook: the time for removing is over")

// remover is one round of removing.
type remover struct {
	s    *Service
	pace *db.Pace
}

// tx is one small transaction, unless the time is over or the process is about to stop.
func (r *remover) tx(ctx context.Context, fn func(ctx context.Context, tx *db.Tx) error) error {
	select {
	case <-r.s.quiet:
		return errTimeIsOver
	default:
	}
	if ctx.Err() != nil || r.pace.Over() {
		return errTimeIsOver
	}
	return r.pace.Tx(ctx, fn)
}

// remove runs a statement that removes rows, and counts them once that is committed.
func (r *remover) remove(ctx context.Context, tx *db.Tx, query string, args ...any) error {
	result, err := tx.Exec(ctx, query, args...)
	if err != nil {
		return err
	}
	n, err := result.RowsAffected()
	tx.AfterCommit(func() { r.s.meter.removed.Add(uint64(n)) })
	return err
}

// ids reads ids, at most as many as one transaction may touch.
func (r *remover) ids(ctx context.Context, query string, args ...any) ([]string, error) {
	rows, err := r.s.db.Query(ctx, fmt.Sprintf("%s LIMIT %d", query, r.pace.Size()), args...)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(row scanner) (id string, err error) { return id, row.Scan(&id) })
}

// cutoff is the lowest id of what is not older than that many days.
func cutoff(now time.Time, days int) string { return firstID(now.Add(-time.Duration(days) * day)) }
