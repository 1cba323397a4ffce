package webhook

import (
	"context"
	"errors"
	"time"

	"rollcall/app/outbound"
	"rollcall/db"
)

// LongestJob is how long a job may run before it is taken for dead; attemptTimeout is the limit of one request.
func LongestJob(attemptTimeout time.Duration) time.Duration {
	return defaultSlice + attemptTimeout + 45*time.Second
}

// Quiesce ends the running jobs early, before the process stops: nothing more is sent, what is out is waited for and
// recorded, and new jobs go on after the next start. It returns at once and may be called once.
func (s *Service) Quiesce() { close(s.quiet) }

// Deliver works one job: it sends what is due in the lane until nothing is, records every result, and leaves the
// lane idle or with a job for later. A stale job does nothing. It returns an error only for our own failures, which
// the queue tries again; what receivers answer is recorded, not returned. When ctx ends, what is out is cut off,
// recorded as interrupted, and due again at once.
func (s *Service) Deliver(ctx context.Context, job Job) error {
	ctx = db.Reserved(ctx)
	live, err := s.laneIs(ctx, job)
	if err != nil || !live {
		return err
	}
	d := &drain{s: s, job: job, began: s.clock.Now(), hungry: true, poll: drainPoll, gap: settleGap, taken: map[string]bool{}, told: map[outbound.ErrorClass]bool{},
		sent: make(chan sending, s.perWebhook), saved: make(chan saving, 1),
		atOnce: s.newPortion(drainUnsaved), settles: s.newPortion(settleAtOnce)}
	d.bell = s.bells.hang(job.Lane, job.WebhookID)
	defer s.bells.take(job.Lane, job.WebhookID, d.bell)
	if d.target, err = s.loadTarget(ctx, s.db, job.WebhookID, target{}); err != nil {
		return err
	}
	d.turn = s.turns.join(job.WebhookID, d.target.organization, job.Lane, d.target.failing)
	defer d.turn.leave()
	return d.run(ctx)
}

// laneIs reports whether the job is the lane's live one.
func (s *Service) laneIs(ctx context.Context, job Job) (bool, error) {
	var generation int64
	err := s.db.QueryRow(ctx, `SELECT generation FROM lanes WHERE webhook_id = $1 AND lane = $2 AND busy`, job.WebhookID, job.Lane).Scan(&generation)
	if errors.Is(err, errNoRows) {
		return false, nil
	}
	return generation == job.Generation, err
}
