package webhook

import (
	"context"
	"fmt"
	"time"

	"rollcall/db"
)

// deleted removes what deleted webhooks leave behind. Their own rows stay for ever: events' pages name them. That the lanes
// are gone says that all of it is.
func (r *remover) deleted(ctx context.Context, now time.Time) error {
	rows, err := r.s.db.Query(ctx, `SELECT w.id FROM webhooks w WHERE w.deleted_at < $1 AND EXISTS (SELECT 1 FROM lanes l WHERE l.webhook_id = w.id) ORDER BY w.deleted_at, w.id`, now.Add(-stillSent))
	if err != nil {
		return fmt.Errorf("list deleted webhooks: %w", err)
	}
	ids, err := collect(rows, func(row scanner) (id string, err error) { return id, row.Scan(&id) })
	if err != nil {
		return fmt.Errorf("list deleted webhooks: %w", err)
	}
	for _, id := range ids {
		if err := r.remains(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

func (r *remover) remains(ctx context.Context, webhook string) error {
	for {
		list, err := r.list(ctx, fmt.Sprintf(withAttempts+`d.webhook_id = $1 AND `+settled+` AND `+removable+` LIMIT %d`, r.pace.Size()), webhook)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			break
		}
		if _, err := r.deliveries(ctx, list, nil); err != nil {
			return err
		}
	}
	if err := r.missesOf(ctx, webhook, highestID); err != nil {
		return fmt.Errorf("remove the misses of webhook %s: %w", webhook, err)
	}
	if err := r.operations(ctx, `webhook_id = $1`, webhook); err != nil {
		return err
	}
	if err := r.notices(ctx, `webhook_id = $1`, webhook); err != nil {
		return err
	}
	return r.tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		err := r.remove(ctx, tx, `DELETE FROM lanes WHERE webhook_id = $1 AND NOT EXISTS (SELECT 1 FROM deliveries WHERE webhook_id = $1 AND `+settled+`)
			AND NOT EXISTS (SELECT 1 FROM deliveries WHERE webhook_id = $1 AND lane IS NOT NULL)`, webhook)
		if err != nil {
			return fmt.Errorf("remove the lanes of webhook %s: %w", webhook, err)
		}
		return nil
	})
}
