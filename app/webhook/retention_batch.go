package webhook

import (
	"context"
	"fmt"

	"rollcall/db"
)

// idsAtOnce is how many ids stand in a statement that removes: always as many, the last ones empty, so that a few texts
// are prepared and not one for each number.
const idsAtOnce = 250

// removable selects the deliveries that nothing will happen to any more: final, and not asked for again.
const removable = "lane IS NULL AND state IN ('delivered', 'failed', 'cancelled')"

// counted is something to remove, and how many rows go with it.
type counted struct {
	id   string
	with int
}

func scanCounted(row scanner) (c counted, err error) { return c, row.Scan(&c.id, &c.with) }

// fitting is the longest beginning of the list that one transaction may remove with all that goes with it. Where the
// first alone is too much, large is its id and the list is empty.
func (r *remover) fitting(list []counted) (ids []string, large string) {
	room := r.pace.Size()
	for i, c := range list {
		room -= 1 + c.with
		if room < 0 && i == 0 && 1+c.with > rowsAtOnce {
			return nil, c.id
		}
		if i == idsAtOnce || room < 0 && i > 0 {
			break
		}
		ids = append(ids, c.id)
	}
	return ids, ""
}

// deliveries removes the first of a list of deliveries, with their attempts; it returns the last one that it looked at.
// What was asked for again since the list was read stays.
func (r *remover) deliveries(ctx context.Context, list []counted, also func(context.Context, *db.Tx, string) error) (last string, err error) {
	ids, large := r.fitting(list)
	if large != "" {
		return "", r.attemptsOf(ctx, large)
	}
	last = ids[len(ids)-1]
	return last, r.tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		ids, err := lockRemovable(ctx, tx, ids)
		if err != nil {
			return fmt.Errorf("lock old deliveries: %w", err)
		}
		for _, statement := range []string{`DELETE FROM attempts WHERE delivery_id`, `DELETE FROM deliveries WHERE id`} {
			if err := r.remove(ctx, tx, statement+` IN (`+placeholders(1, idsAtOnce)+`)`, padded(ids)...); err != nil {
				return fmt.Errorf("remove old deliveries: %w", err)
			}
		}
		if also == nil {
			return nil
		}
		return also(ctx, tx, last)
	})
}

// lockRemovable changes nothing: on PostgreSQL it keeps people from asking for these deliveries again until they are gone.
func lockRemovable(ctx context.Context, tx *db.Tx, ids []string) ([]string, error) {
	rows, err := tx.Query(ctx, `UPDATE deliveries SET lane = NULL WHERE id IN (`+placeholders(1, idsAtOnce)+`) AND `+removable+` RETURNING id`, padded(ids)...)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(row scanner) (id string, err error) { return id, row.Scan(&id) })
}

// attemptsOf removes some attempts of a delivery that has more than fit into one transaction, the oldest first.
func (r *remover) attemptsOf(ctx context.Context, delivery string) error {
	ids, err := r.ids(ctx, `SELECT id FROM attempts WHERE delivery_id = $1 ORDER BY id`, delivery)
	if err != nil || len(ids) == 0 {
		return err
	}
	return r.tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		err := r.remove(ctx, tx, `DELETE FROM attempts WHERE delivery_id = $1 AND id <= $2 AND EXISTS (SELECT 1 FROM deliveries WHERE id = $1 AND `+removable+`)`,
			delivery, ids[len(ids)-1])
		if err != nil {
			return fmt.Errorf("remove old attempts of delivery %s: %w", delivery, err)
		}
		return nil
	})
}

// together removes rows by their ids, and first what belongs to them.
func (r *remover) together(ctx context.Context, ids []string, statements ...string) error {
	return r.tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, statement := range statements {
			if err := r.remove(ctx, tx, statement+` IN (`+placeholders(1, idsAtOnce)+`)`, padded(ids)...); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		return nil
	})
}

func padded(ids []string) []any {
	args := make([]any, idsAtOnce)
	for i := range args {
		args[i] = ""
		if i < len(ids) {
			args[i] = ids[i]
		}
	}
	return args
}
