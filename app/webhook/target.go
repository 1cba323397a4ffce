package webhook

import (
	"bytes"
	"context"
	"fmt"
	"time"
)

// target is where a drain sends: the webhook as it was when its deliveries were read.
type target struct {
	url    string
	open   bool // enabled and not deleted
	sealed []byte
	keys   [][]byte // the signing keys, the current one first
}

// loadTarget reads the webhook; previous spares unsealing the same secret again.
func (s *Service) loadTarget(ctx context.Context, webhookID string, previous target) (target, error) {
	var t target
	err := s.db.QueryRow(ctx, `SELECT url, enabled AND deleted_at IS NULL, secret FROM webhooks WHERE id = $1`, webhookID).Scan(&t.url, &t.open, &t.sealed)
	if err != nil {
		return target{}, fmt.Errorf("load webhook %s: %w", webhookID, err)
	}
	if t.keys = previous.keys; bytes.Equal(t.sealed, previous.sealed) && t.keys != nil {
		return t, nil
	}
	key, err := s.signingKey(webhookID, t.sealed)
	if err != nil {
		return target{}, fmt.Errorf("open the secret of webhook %s: %w", webhookID, err)
	}
	t.keys = [][]byte{key}
	return t, nil
}

// listDue reads the deliveries that are due in a lane, the longest waiting first.
func (s *Service) listDue(ctx context.Context, job Job, now time.Time, limit int) ([]waiting, error) {
	rows, err := s.db.Query(ctx, `SELECT id, event_id, type, body, state, test, attempts, step, occurred_at, due_reason, due_by
		FROM deliveries WHERE webhook_id = $1 AND lane = $2 AND due_at <= $3 ORDER BY due_at, id LIMIT $4`, job.WebhookID, job.Lane, now, limit)
	if err != nil {
		return nil, fmt.Errorf("list due deliveries: %w", err)
	}
	defer rows.Close()
	var due []waiting
	for rows.Next() {
		w := waiting{Delivery: Delivery{WebhookID: job.WebhookID}}
		if err := rows.Scan(&w.ID, &w.EventID, &w.Type, &w.Body, &w.State, &w.Test, &w.Attempts, &w.step, &w.OccurredAt, &w.DueReason, &w.by); err != nil {
			return nil, fmt.Errorf("list due deliveries: %w", err)
		}
		due = append(due, w)
	}
	return due, rows.Err()
}
