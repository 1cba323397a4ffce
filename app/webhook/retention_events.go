package webhook

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"rollcall/db"
)

// events removes events by their age, with the places where they were heard, unless a delivery of theirs is still there.
func (r *remover) events(ctx context.Context, now time.Time) error {
	after, before := lowestID, cutoff(now, r.s.retention.EventDays)
	for {
		list, err := r.list(ctx, fmt.Sprintf(`SELECT e.id, (SELECT COUNT(*) FROM event_places p WHERE p.event_id = e.id) FROM events e
			WHERE e.id > $1 AND e.id < $2 AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.event_id = e.id) ORDER BY e.id LIMIT %d`, r.pace.Size()), after, before)
		if err != nil || len(list) == 0 {
			return err
		}
		ids, large := r.fitting(list)
		if large != "" {
			err = r.placesOf(ctx, large)
		} else {
			err = r.together(ctx, ids, `DELETE FROM event_places WHERE event_id`, `DELETE FROM events WHERE id`)
			after = ids[len(ids)-1]
		}
		if err != nil {
			return err
		}
	}
}

// placesOf removes some places of an event that was heard in more than fit into one transaction.
func (r *remover) placesOf(ctx context.Context, id string) error {
	return r.tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		err := r.remove(ctx, tx, fmt.Sprintf(`DELETE FROM event_places WHERE event_id = $1 AND (scope, scope_id) IN (
			SELECT scope, scope_id FROM event_places WHERE event_id = $1 ORDER BY scope, scope_id LIMIT %d)`, r.pace.Size()), id)
		if err != nil {
			return fmt.Errorf("remove the places of event %s: %w", id, err)
		}
		return nil
	})
}

// misses go when their events do. There is no index by event: it goes from webhook to webhook.
func (r *remover) misses(ctx context.Context, now time.Time) error {
	for after := ""; ; {
		var next sql.NullString
		if err := r.s.db.QueryRow(ctx, `SELECT MIN(webhook_id) FROM misses WHERE webhook_id > $1`, after).Scan(&next); err != nil {
			return fmt.Errorf("find who has misses: %w", err)
		}
		if !next.Valid {
			return nil
		}
		if err := r.missesOf(ctx, next.String, cutoff(now, r.s.retention.EventDays)); err != nil {
			return fmt.Errorf("remove old misses of webhook %s: %w", next.String, err)
		}
		after = next.String
	}
}

func (r *remover) missesOf(ctx context.Context, webhook, before string) error {
	for {
		ids, err := r.ids(ctx, `SELECT event_id FROM misses WHERE webhook_id = $1 AND event_id < $2 ORDER BY event_id`, webhook, before)
		if err != nil || len(ids) == 0 {
			return err
		}
		err = r.tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			err := r.remove(ctx, tx, `DELETE FROM misses WHERE webhook_id = $1 AND event_id <= $2`, webhook, ids[len(ids)-1])
			return err
		})
		if err != nil {
			return err
		}
	}
}

// reports removes what was told about webhooks: operations that have ended and notices are kept as long as deliveries.
func (r *remover) reports(ctx context.Context, now time.Time) error {
	before := cutoff(now, r.s.retention.Days)
	if err := r.operations(ctx, `id < $1`, before); err != nil {
		return err
	}
	return r.notices(ctx, `id < $1`, before)
}

func (r *remover) operations(ctx context.Context, where string, arg any) error {
	for {
		ids, err := r.ids(ctx, `SELECT id FROM operations WHERE state <> 'running' AND `+where+` ORDER BY id`, arg)
		if err != nil || len(ids) == 0 {
			return err
		}
		if err := r.together(ctx, ids, `DELETE FROM operations WHERE id`); err != nil {
			return err
		}
	}
}

func (r *remover) notices(ctx context.Context, where string, arg any) error {
	for {
		list, err := r.list(ctx, fmt.Sprintf(`SELECT id, (SELECT COUNT(*) FROM notice_letters l WHERE l.notice_id = n.id) FROM notices n WHERE %s ORDER BY id LIMIT %d`, where, r.pace.Size()), arg)
		if err != nil || len(list) == 0 {
			return err
		}
		ids, large := r.fitting(list)
		if large != "" {
			ids = []string{large} // a notice has few letters: one for each administrator
		}
		if err := r.together(ctx, ids, `DELETE FROM notice_letters WHERE notice_id`, `DELETE FROM notices WHERE id`); err != nil {
			return err
		}
	}
}
