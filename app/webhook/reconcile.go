package webhook

import (
	"context"
	"fmt"
	"time"
)

// overdue is how long a lane may lie still before Reconcile looks into it.
const overdue = 30 * time.Second

// Reconcile mends what a crash or a fault of the queue can leave behind: a busy lane whose job no longer exists, and
// an idle lane in which something is due or not settled. The deliveries table is the truth; jobs can be lost and made again. live
// answers which jobs the queue still has; their At is zero. It returns how many lanes it started again.
func (s *Service) Reconcile(ctx context.Context, live func(context.Context) (map[Job]bool, error)) (int, error) {
	lost, err := s.lostJobs(ctx, live)
	if err != nil {
		return 0, err
	}
	idle, err := s.listLanes(ctx, `SELECT webhook_id, lane, generation FROM lanes l WHERE NOT busy AND (unsettled OR EXISTS (
		SELECT 1 FROM deliveries d WHERE d.webhook_id = l.webhook_id AND d.lane = l.lane AND d.due_at < $1))`)
	if err != nil {
		return 0, err
	}
	for _, job := range append(lost, idle...) {
		if err := s.passOn(ctx, job, 0); err != nil {
			return 0, fmt.Errorf("start lane %s of %s again: %w", job.Lane, job.WebhookID, err)
		}
	}
	return len(lost) + len(idle), nil
}

// lostJobs reads the busy lanes first and the queue's jobs second: a job that ends in between has taken its lane's
// generation with it, and handing over does nothing.
func (s *Service) lostJobs(ctx context.Context, live func(context.Context) (map[Job]bool, error)) ([]Job, error) {
	busy, err := s.listLanes(ctx, `SELECT webhook_id, lane, generation FROM lanes WHERE busy AND due_at < $1`)
	if err != nil || len(busy) == 0 {
		return nil, err
	}
	alive, err := live(ctx)
	if err != nil {
		return nil, fmt.Errorf("ask the queue for its jobs: %w", err)
	}
	var lost []Job
	for _, job := range busy {
		if !alive[job] {
			lost = append(lost, job)
		}
	}
	return lost, nil
}

func (s *Service) listLanes(ctx context.Context, query string) ([]Job, error) {
	rows, err := s.db.Query(ctx, query, s.clock.Now().Add(-overdue))
	if err != nil {
		return nil, fmt.Errorf("list lanes: %w", err)
	}
	defer rows.Close()
	var jobs []Job
	for rows.Next() {
		var job Job
		if err := rows.Scan(&job.WebhookID, &job.Lane, &job.Generation); err != nil {
			return nil, fmt.Errorf("list lanes: %w", err)
		}
		jobs = append(jobs, job)
	}
	return jobs, rows.Err()
}
