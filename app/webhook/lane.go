package webhook

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"rollcall/db"
)

// Lane is one of a webhook's two lines of waiting deliveries. They are apart so that first attempts never queue
// behind retries.
type Lane string

// The lanes, a closed list.
const (
	LaneFirst Lane = "first" // first attempts, tests and redeliveries: due at once
	LaneRetry Lane = "retry" // what the schedule tries again, and what was redelivered in bulk: nothing new waits behind it
)

// Job is the errand of sending what is due in one lane of one webhook. It carries no delivery: the deliveries table
// says what is due. A job whose generation is no longer the lane's is stale and does nothing, so that a lane has one
// live job however often it was enqueued.
type Job struct {
	WebhookID  string
	Lane       Lane
	Generation int64
	At         time.Time // not before; zero means now
}

// Queue carries jobs durably: jobs enqueued in a transaction exist if, and only if, it commits.
type Queue interface {
	Enqueue(ctx context.Context, tx *db.Tx, jobs ...Job) error
	// Operate has each operation worked by Service.Operate.
	Operate(ctx context.Context, tx *db.Tx, operationIDs ...string) error
}

// wake makes sure, within tx, that each webhook's lane has a live job for that time or an earlier one.
//
// A lane goes idle under the exclusive lock, in the transaction that found nothing due in it; so whoever adds a
// delivery under the shared lock either sees the lane busy, and its job will see the delivery, or sees it idle.
func (s *Service) wake(ctx context.Context, tx *db.Tx, lane Lane, due time.Time, webhookIDs ...string) error {
	if len(webhookIDs) == 0 {
		return nil
	}
	if err := tx.LockShared(ctx, "lane", laneKeys(lane, webhookIDs)...); err != nil {
		return err
	}
	jobs, err := startLanes(ctx, tx, lane, due, s.clock.Now(), webhookIDs)
	if err != nil {
		return fmt.Errorf("wake %s lane: %w", lane, err)
	}
	tx.AfterCommit(func() { s.bells.ring(lane, webhookIDs...) })
	if len(jobs) == 0 {
		return nil
	}
	return s.queue.Enqueue(ctx, tx, jobs...)
}

// startLanes marks idle lanes as busy, and those whose job would only come later than due, and returns their jobs.
// A job whose time has come may be at work already and is left alone.
func startLanes(ctx context.Context, tx *db.Tx, lane Lane, due, now time.Time, webhookIDs []string) ([]Job, error) {
	args := []any{lane, due, now}
	for _, id := range webhookIDs {
		args = append(args, id)
	}
	rows, err := tx.Query(ctx, `UPDATE lanes SET busy = TRUE, generation = generation + 1, due_at = $2
		WHERE webhook_id IN (`+placeholders(4, len(webhookIDs))+`) AND lane = $1 AND (NOT busy OR (due_at > $2 AND due_at > $3))
		RETURNING webhook_id, generation`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var jobs []Job
	for rows.Next() {
		job := Job{Lane: lane, At: due}
		if err := rows.Scan(&job.WebhookID, &job.Generation); err != nil {
			return nil, err
		}
		jobs = append(jobs, job)
	}
	return jobs, rows.Err()
}

// rest ends a job within tx: the lane goes idle when nothing waits in it, or gets a new job for when the next
// delivery is due. It reports false when something is due already and the job should go on.
func (s *Service) rest(ctx context.Context, tx *db.Tx, job Job) (bool, error) {
	if err := tx.Lock(ctx, "lane", laneKeys(job.Lane, []string{job.WebhookID})...); err != nil {
		return false, err
	}
	due, err := nextDue(ctx, tx, job)
	if err != nil {
		return false, err
	}
	now := s.clock.Now()
	if !due.IsZero() && !due.After(now) {
		return false, nil
	}
	if due.IsZero() {
		return goIdle(ctx, tx, job)
	}
	return true, s.handOver(ctx, tx, job, due)
}

// goIdle is the end of a lane's work, unless something is left that is not settled. A job that another has replaced has
// nothing to end.
func goIdle(ctx context.Context, tx *db.Tx, job Job) (bool, error) {
	var unsettled bool
	err := tx.QueryRow(ctx, `UPDATE lanes SET busy = unsettled, due_at = CASE WHEN unsettled THEN due_at END
		WHERE webhook_id = $1 AND lane = $2 AND generation = $3 RETURNING unsettled`, job.WebhookID, job.Lane, job.Generation).Scan(&unsettled)
	if errors.Is(err, errNoRows) {
		return true, nil
	}
	return err == nil && !unsettled, err
}

// handOver replaces a job by a new one for the same lane, unless somebody else has done so already.
func (s *Service) handOver(ctx context.Context, tx *db.Tx, job Job, due time.Time) error {
	result, err := tx.Exec(ctx, `UPDATE lanes SET busy = TRUE, generation = generation + 1, due_at = $4
		WHERE webhook_id = $1 AND lane = $2 AND generation = $3`, job.WebhookID, job.Lane, job.Generation, due)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return err
	}
	return s.queue.Enqueue(ctx, tx, Job{WebhookID: job.WebhookID, Lane: job.Lane, Generation: job.Generation + 1, At: due})
}

// passOn replaces a job that stops before its lane is empty by one that starts after a pause. It takes the lane for itself
// before it looks at the clock: whoever wakes the lane meanwhile would look before, find that the new job is for later,
// and replace it while it is at work already. Then two jobs would send the same.
func (s *Service) passOn(ctx context.Context, job Job, pause time.Duration) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "lane", laneKeys(job.Lane, []string{job.WebhookID})...); err != nil {
			return err
		}
		return s.handOver(ctx, tx, job, s.clock.Now().Add(pause).Truncate(time.Microsecond))
	})
}

// nextDue is when the first delivery of the lane is due; zero when none waits.
func nextDue(ctx context.Context, q db.Queryer, job Job) (time.Time, error) {
	rows, err := q.Query(ctx, `SELECT due_at FROM deliveries WHERE webhook_id = $1 AND lane = $2 ORDER BY due_at LIMIT 1`, job.WebhookID, job.Lane)
	if err != nil {
		return time.Time{}, err
	}
	defer rows.Close()
	var due time.Time
	if rows.Next() {
		err = rows.Scan(&due)
	}
	if err == nil {
		err = rows.Err()
	}
	return due, err
}

func laneKeys(lane Lane, webhookIDs []string) []string {
	keys := make([]string, len(webhookIDs))
	for i, id := range webhookIDs {
		keys[i] = laneKey(lane, id)
	}
	return keys
}

func laneKey(lane Lane, webhookID string) string { return webhookID + "/" + string(lane) }

// placeholders writes "$first, $first+1, …" for count values.
func placeholders(first, count int) string {
	var b strings.Builder
	for i := range count {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(first + i))
	}
	return b.String()
}

// bells tell a drain that runs in this process to look at its lane again. A bell nobody hears is no loss: the
// deliveries table is the truth, and a drain looks again before it rests.
type bells struct {
	mu   sync.Mutex
	hung map[string]*bell
}

// bell is one drain's.
type bell struct {
	rung    chan struct{}
	changed atomic.Bool // the webhook or what waits for it is no longer what was read
}

func (b *bells) hang(lane Lane, webhookID string) *bell {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.hung == nil {
		b.hung = map[string]*bell{}
	}
	hung := &bell{rung: make(chan struct{}, 1)}
	b.hung[laneKey(lane, webhookID)] = hung
	return hung
}

func (b *bells) take(lane Lane, webhookID string, hung *bell) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if key := laneKey(lane, webhookID); b.hung[key] == hung {
		delete(b.hung, key)
	}
}

// ring says that there is more to send.
func (b *bells) ring(lane Lane, webhookIDs ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, id := range webhookIDs {
		b.hung[laneKey(lane, id)].ring()
	}
}

// change says that what was read of the webhook must be read again before anything more is sent.
func (b *bells) change(webhookID string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, lane := range []Lane{LaneFirst, LaneRetry} {
		if hung := b.hung[laneKey(lane, webhookID)]; hung != nil {
			hung.changed.Store(true)
			hung.ring()
		}
	}
}

// ring does nothing where no bell hangs.
func (b *bell) ring() {
	if b == nil {
		return
	}
	select {
	case b.rung <- struct{}{}:
	default: // rung already, and not heard yet
	}
}
