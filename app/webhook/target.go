package webhook

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"

	"rollcall/db"
)

// target is where a drain sends: the webhook as it was when its deliveries were read.
type target struct {
	version      int64 // of the webhook
	url          string
	organization int64
	open         bool // enabled and not deleted
	failing      bool // its last attempt failed
	unverified   bool // any certificate of the receiver's will do
	unsettled    bool // what waits for it may have to be held, cancelled or let go on

	key []byte      // that signs
	old []oldKey    // that sign beside it, each until its time
	own http.Header // the webhook's own headers

	sealedKey, sealedOld, sealedOwn []byte // what they were opened from
}

// keys is what signs at that time, the present key first.
func (t target) keys(at time.Time) [][]byte {
	keys := [][]byte{t.key}
	for _, old := range valid(t.old, at) {
		keys = append(keys, old.Key)
	}
	return keys
}

// loadTarget reads the webhook; previous spares unsealing the same values again.
func (s *Service) loadTarget(ctx context.Context, q db.Queryer, webhookID string, previous target) (target, error) {
	var t target
	err := q.QueryRow(ctx, `SELECT version, url, organization_id, enabled AND deleted_at IS NULL, failures > 0,
			COALESCE((SELECT unsettled FROM lanes WHERE webhook_id = $1 AND lane = 'first'), FALSE), secret, old_keys, headers, unverified FROM webhooks WHERE id = $1`, webhookID).
		Scan(&t.version, &t.url, &t.organization, &t.open, &t.failing, &t.unsettled, &t.sealedKey, &t.sealedOld, &t.sealedOwn, &t.unverified)
	if err != nil {
		return target{}, fmt.Errorf("load webhook %s: %w", webhookID, err)
	}
	if previous.key != nil && bytes.Equal(t.sealedKey, previous.sealedKey) && bytes.Equal(t.sealedOld, previous.sealedOld) && bytes.Equal(t.sealedOwn, previous.sealedOwn) {
		t.key, t.old, t.own = previous.key, previous.old, previous.own
		return t, nil
	}
	if t.key, err = s.signingKey(webhookID, t.sealedKey); err != nil {
		return target{}, fmt.Errorf("open the secret of webhook %s: %w", webhookID, err)
	}
	if t.old, err = s.openOldKeys(webhookID, t.sealedOld); err != nil {
		return target{}, err
	}
	own, err := s.openHeaders(webhookID, t.sealedOwn)
	t.own = own.sent()
	return t, err
}

// versionOf is how often the webhook was changed.
func (s *Service) versionOf(ctx context.Context, webhookID string) (version int64, err error) {
	if err := s.db.QueryRow(ctx, `SELECT version FROM webhooks WHERE id = $1`, webhookID).Scan(&version); err != nil {
		return 0, fmt.Errorf("look at webhook %s: %w", webhookID, err)
	}
	return version, nil
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
		w := waiting{Delivery: Delivery{WebhookID: job.WebhookID}, from: job.Lane}
		if err := rows.Scan(&w.ID, &w.EventID, &w.Type, &w.Body, &w.State, &w.Test, &w.Attempts, &w.step, &w.OccurredAt, &w.DueReason, &w.by); err != nil {
			return nil, fmt.Errorf("list due deliveries: %w", err)
		}
		due = append(due, w)
	}
	return due, rows.Err()
}
