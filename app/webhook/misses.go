package webhook

import (
	"context"
	"fmt"
	"slices"

	"rollcall/app/event"
	"rollcall/db"
)

// insertMisses records what an event would have made for webhooks that are not enabled, with why they are not.
func insertMisses(ctx context.Context, tx *db.Tx, e event.Event, shut []listener) error {
	const columns = 6
	for some := range slices.Chunk(shut, deliveriesAtOnce) {
		args := make([]any, 0, columns*len(some))
		for _, l := range some {
			args = append(args, l.WebhookID, e.ID, l.Spelling, e.Facts.Subject.ID, l.pause, l.pausedAt)
		}
		_, err := tx.Exec(ctx, `INSERT INTO misses (webhook_id, event_id, type, subject_user_id, pause, paused_at) VALUES `+tuples(len(some), columns), args...)
		if err != nil {
			return fmt.Errorf("insert the misses of event %s: %w", e.ID, err)
		}
	}
	return nil
}
