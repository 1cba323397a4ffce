package webhook

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"rollcall/app/event"
	"rollcall/db"
)

// Hour is what became of the deliveries that were made within one hour. Tests don't count.
type Hour struct{ Delivered, Failed int }

// hours is the figures of the last 24 hours; the last element is the hour that ends now.
type hours [24]Hour

// figures counts the last 24 hours of every webhook that a condition on webhooks w selects, by webhook. It counts in
// an index, by ids that sort by time, and looks only at webhooks that had a delivery.
func figures(ctx context.Context, q db.Queryer, scope event.Scope, now time.Time, where string, args ...any) (map[string]hours, error) {
	bounds := hourBounds(now)
	all, err := countHours(ctx, q, scope, bounds, where, args)
	if err != nil {
		return nil, fmt.Errorf("count deliveries by hour: %w", err)
	}
	if err := withoutTests(ctx, q, bounds, all, where, args); err != nil {
		return nil, fmt.Errorf("count tests by hour: %w", err)
	}
	return all, nil
}

// hourBounds is where the 24 hours begin, as the lowest delivery id of each, and where the last one ends.
func hourBounds(now time.Time) (bounds [25]string) {
	for i := range bounds {
		bounds[i] = firstID(now.Add(time.Duration(i-24) * time.Hour))
	}
	bounds[24] = firstID(now.Add(time.Minute)) // a clock may have been set back meanwhile
	return bounds
}

// firstID is the lowest UUID of version 7 for a time (RFC 9562, section 5.7): 48 bits of milliseconds first.
func firstID(at time.Time) string {
	var id uuid.UUID
	ms := uint64(at.UnixMilli())
	for i := range 6 {
		id[i] = byte(ms >> (40 - 8*i))
	}
	id[6], id[8] = 0x70, 0x80
	return id.String()
}

func countHours(ctx context.Context, q db.Queryer, scope event.Scope, bounds [25]string, where string, args []any) (map[string]hours, error) {
	query, args := hoursQuery(scope, bounds, where, args)
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]hours{}
	for rows.Next() {
		var id string
		var hour int
		var count Hour
		if err := rows.Scan(&id, &hour, &count.Delivered, &count.Failed); err != nil {
			return nil, err
		}
		day := all[id]
		day[hour] = count
		all[id] = day
	}
	return all, rows.Err()
}

// hoursQuery finds first which states and types a webhook had at all, and counts the hours of these only: of many possible
// ones there are few. It looks for the first of each in the index's own order, which is by type too: asked whether any
// exists, or for the first by id, PostgreSQL reads the day's deliveries of all webhooks.
func hoursQuery(scope event.Scope, bounds [25]string, where string, args []any) (string, []any) {
	q := pageQuery{args: args}
	kinds := q.kinds(scope, Delivered, Failed)
	ends := make([]string, len(bounds))
	for i, bound := range bounds {
		ends[i] = q.arg(bound)
	}
	hours := make([]string, len(bounds)-1)
	for i := range hours {
		hours[i] = fmt.Sprintf("(%d, %s, %s)", i, ends[i], ends[i+1])
	}
	const ofKind = ` FROM deliveries d WHERE d.webhook_id = k.id AND ` + settled + ` AND d.state = k.state AND `
	count := func(state State) string {
		return `CAST(SUM(CASE WHEN k.state = '` + string(state) + `' THEN (SELECT COUNT(*)` + ofKind + `d.type = k.type AND d.id >= h.low AND d.id < h.high) ELSE 0 END) AS BIGINT)`
	}
	return `WITH hours (hour, low, high) AS (VALUES ` + strings.Join(hours, ", ") + `), kinds (state, type) AS (VALUES ` + kinds + `),
			all_kinds (id, state, type) AS (SELECT w.id, kinds.state, kinds.type FROM webhooks w CROSS JOIN kinds WHERE ` + where + `),
			had (id, state, type) AS MATERIALIZED (SELECT id, state, type FROM all_kinds k
				WHERE (SELECT d.id` + ofKind + `d.type <= k.type AND (d.type, d.id) >= (k.type, ` + ends[0] + `) ORDER BY d.type, d.id LIMIT 1) IS NOT NULL)
		SELECT k.id, h.hour, ` + count(Delivered) + `, ` + count(Failed) + ` FROM had k CROSS JOIN hours h GROUP BY k.id, h.hour`, q.args
}

// dayQuery counts what was made since an id, by state and without tests. What is newer than an id lies at the end of each
// type, so reading ends with the type; and the rows by which it begins are in no other index.
func dayQuery(w Webhook, since string) (string, []any) {
	q := pageQuery{args: []any{w.ID}}
	kinds, low := q.kinds(w.Scope, Delivered, Failed), q.arg(since)
	return `WITH kinds (state, type) AS (VALUES ` + kinds + `)
		SELECT k.state, CAST(SUM((SELECT COUNT(*) FROM deliveries d WHERE d.webhook_id = $1 AND ` + settled + ` AND d.state = k.state
				AND d.type <= k.type AND (d.type, d.id) >= (k.type, ` + low + `))) AS BIGINT)
			- (SELECT COUNT(*) FROM deliveries d WHERE d.webhook_id = $1 AND d.test AND d.id >= ` + low + ` AND d.state = k.state) FROM kinds k GROUP BY k.state`, q.args
}

// withoutTests takes tests out of the figures: they are few, and have an index of their own.
func withoutTests(ctx context.Context, q db.Queryer, bounds [25]string, all map[string]hours, where string, args []any) error {
	if len(all) == 0 {
		return nil
	}
	query, args := testsQuery(bounds, where, args)
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var webhookID, id string
		var state State
		if err := rows.Scan(&webhookID, &id, &state); err != nil {
			return err
		}
		day := all[webhookID]
		day.takeOut(bounds, id, state)
		all[webhookID] = day
	}
	return rows.Err()
}

func testsQuery(bounds [25]string, where string, args []any) (string, []any) {
	q := pageQuery{args: args[:len(args):len(args)]}
	return `SELECT d.webhook_id, d.id, d.state FROM webhooks w JOIN deliveries d ON d.webhook_id = w.id
		WHERE ` + where + ` AND d.test AND d.id >= ` + q.arg(bounds[0]) + ` AND d.state IN ('delivered', 'failed')`, q.args
}

func (h *hours) takeOut(bounds [25]string, id string, state State) {
	for i := range h {
		if id < bounds[i] || id >= bounds[i+1] {
			continue
		}
		if state == Delivered {
			h[i].Delivered--
		} else {
			h[i].Failed--
		}
	}
}
