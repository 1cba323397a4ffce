package webhook

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

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

// missesSince is from when on misses are known; zero when they always were. The row is written by the migration.
func missesSince(ctx context.Context, q db.Queryer) (time.Time, error) {
	var value string
	err := q.QueryRow(ctx, `SELECT value FROM settings WHERE name = 'misses_recorded_since'`).Scan(&value)
	if errors.Is(err, errNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("find since when misses are known: %w", err)
	}
	micros, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("read since when misses are known: %w", err)
	}
	return time.UnixMicro(micros).UTC(), nil
}
