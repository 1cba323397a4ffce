package webhook

import (
	"context"
	"fmt"
	"strings"
	"time"

	"rollcall/app/event"
	"rollcall/db"
)

// withAttempts is what a list of deliveries to remove reads: the id, and how many attempts go with it.
const withAttempts = `SELECT d.id, (SELECT COUNT(*) FROM attempts a WHERE a.delivery_id = d.id) FROM deliveries d WHERE `

func (r *remover) list(ctx context.Context, query string, args ...any) ([]counted, error) {
	rows, err := r.s.db.Query(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list what to remove: %w", err)
	}
	list, err := collect(rows, scanCounted)
	if err != nil {
		return nil, fmt.Errorf("list what to remove: %w", err)
	}
	return list, nil
}

// old removes deliveries by their age. Their ids sort by it: it walks the primary key from the old end, past those that
// are not final.
func (r *remover) old(ctx context.Context, now time.Time) error {
	after, before := lowestID, cutoff(now, r.s.retention.Days)
	for {
		list, err := r.list(ctx, fmt.Sprintf(withAttempts+`d.id > $1 AND d.id < $2 AND `+removable+` ORDER BY d.id LIMIT %d`, r.pace.Size()), after, before)
		if err != nil || len(list) == 0 {
			return err
		}
		last, err := r.deliveries(ctx, list, nil)
		if err != nil {
			return err
		}
		after = max(after, last)
	}
}

// surplus removes what a webhook has beyond the newest ones that are kept.
func (r *remover) surplus(ctx context.Context, _ time.Time) error {
	rows, err := r.s.db.Query(ctx, `SELECT id, scope FROM webhooks WHERE deleted_at IS NULL ORDER BY id`)
	if err != nil {
		return fmt.Errorf("list webhooks: %w", err)
	}
	webhooks, err := collect(rows, func(row scanner) (w Webhook, err error) { return w, row.Scan(&w.ID, &w.Scope) })
	if err != nil {
		return fmt.Errorf("list webhooks: %w", err)
	}
	for _, w := range webhooks {
		if err := r.surplusOf(ctx, w); err != nil {
			return fmt.Errorf("remove the oldest deliveries of webhook %s: %w", w.ID, err)
		}
	}
	return nil
}

// surplusOf counts in the indexes, which is quick enough beside everything else that this many deliveries cost.
func (r *remover) surplusOf(ctx context.Context, w Webhook) error {
	var count int
	err := r.s.db.QueryRow(ctx, `SELECT (SELECT COUNT(*) FROM deliveries WHERE webhook_id = $1 AND `+settled+`)
		+ (SELECT COUNT(*) FROM deliveries WHERE webhook_id = $1 AND lane IS NOT NULL AND state IN ('pending', 'retrying'))`, w.ID).Scan(&count)
	if err != nil {
		return err
	}
	mark := func(ctx context.Context, tx *db.Tx, last string) error {
		_, err := tx.Exec(ctx, `UPDATE webhooks SET removed_until = $2 WHERE id = $1 AND removed_until < $2`, w.ID, last)
		return err
	}
	after := lowestID
	for surplus := count - r.s.retention.Rows; surplus > 0; {
		query, args := oldestOf(w, after, min(surplus, r.pace.Size()))
		list, err := r.list(ctx, query, args...)
		if err != nil || len(list) == 0 {
			return err
		}
		last, err := r.deliveries(ctx, list, mark)
		if err != nil {
			return err
		}
		if last == "" {
			continue
		}
		for _, c := range list {
			if c.id <= last {
				surplus--
			}
		}
		after = last
	}
	return nil
}

// oldestOf writes the query for the oldest final deliveries of a webhook after an id. Each state and type has its part of
// the index, in the order of ids; the parts are read only as far as is needed (docs/decisions/003-history.md).
func oldestOf(w Webhook, after string, count int) (string, []any) {
	args := []any{w.ID, after}
	var parts []string
	for _, state := range []State{Delivered, Failed, Cancelled} {
		for _, t := range event.Fired(w.Scope) {
			args = append(args, t)
			parts = append(parts, fmt.Sprintf(`SELECT id FROM (SELECT id FROM deliveries WHERE webhook_id = $1 AND %s AND state = '%s'
				AND type <= $%[3]d AND (type, id) > ($%[3]d, $2) ORDER BY type, id LIMIT %[4]d) AS part%[5]d`, settled, state, len(args), count, len(parts)))
		}
	}
	return fmt.Sprintf(withAttempts+`d.id IN (SELECT id FROM (%s) AS oldest ORDER BY id LIMIT %d) AND `+removable+` ORDER BY d.id`,
		strings.Join(parts, " UNION ALL "), count), args
}
