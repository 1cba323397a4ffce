package webhook

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"rollcall/app/access"
	"rollcall/app/event"
)

// Summary is a webhook with how it is doing.
type Summary struct {
	Webhook
	Last *Delivery // the newest delivery, tests included, without its body; nil when there was none
	Day  [24]Hour  // the last 24 hours by the time the deliveries were made; the last element ends now
}

// Webhooks is every webhook that listens to an organization as a whole, with how it is doing: what needs attention
// first, then by name.
func (s *Service) Webhooks(ctx context.Context, actor access.Actor, organization string) ([]Summary, error) {
	return s.summaries(ctx, actor, inOrganization(organization), event.Place{Scope: event.ScopeOrganization})
}

// WebhooksAt is Webhooks for one place: an organization, a pipe or a table.
func (s *Service) WebhooksAt(ctx context.Context, actor access.Actor, at event.Place) ([]Summary, error) {
	return s.summaries(ctx, actor, atPlace(at), at)
}

// ofPlace selects the webhooks w of one place.
const ofPlace = "w.scope = $1 AND w.scope_id = $2 AND w.deleted_at IS NULL"

func (s *Service) summaries(ctx context.Context, actor access.Actor, find finder, at event.Place) ([]Summary, error) {
	place, err := readable(ctx, s.db, actor, find)
	if err != nil {
		return nil, err
	}
	at = within(place, at)
	list, err := s.listWebhooks(ctx, s.db, at.Scope, at.ID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	day, err := figures(ctx, s.db, at.Scope, s.clock.Now(), ofPlace, at.Scope, at.ID)
	if err != nil {
		return nil, err
	}
	last, err := s.lastDeliveries(ctx, at.Scope, ofPlace, at.Scope, at.ID)
	if err != nil {
		return nil, fmt.Errorf("find the last deliveries: %w", err)
	}
	summaries := make([]Summary, len(list))
	for i, w := range list {
		summaries[i] = Summary{Webhook: w, Last: last[w.ID], Day: day[w.ID]}
	}
	slices.SortFunc(summaries, func(a, b Summary) int {
		return cmp.Or(a.urgency()-b.urgency(), strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	return summaries, nil
}

// urgency orders webhooks in a list: lower first.
func (w Webhook) urgency() int {
	switch w.Condition() {
	case ConditionDisabled:
		return 0
	case ConditionFailing:
		return 1
	}
	return 2
}

// lastDeliveries is the newest delivery of every webhook that a condition on webhooks w selects. It asks each part of
// the indexes for its newest id, and then reads one row a webhook.
func (s *Service) lastDeliveries(ctx context.Context, scope event.Scope, where string, args ...any) (map[string]*Delivery, error) {
	newest, err := s.newestIDs(ctx, scope, where, args)
	if err != nil {
		return nil, err
	}
	last := map[string]*Delivery{}
	for ids := range slices.Chunk(newest, maxWebhooks) {
		rows, err := s.db.Query(ctx, `SELECT `+deliveryColumns+deliveryTables+` WHERE d.id IN (`+placeholders(1, len(ids))+`)`, anys(ids)...)
		if err != nil {
			return nil, err
		}
		found, err := collect(rows, func(row scanner) (Delivery, error) { return s.scanDelivery(row) })
		if err != nil {
			return nil, err
		}
		for _, d := range found {
			last[d.WebhookID] = &d
		}
	}
	return last, nil
}

// newestIDs is the newest delivery's id of each webhook: the newest of each part of the indexes, and of these the newest.
func (s *Service) newestIDs(ctx context.Context, scope event.Scope, where string, args []any) ([]string, error) {
	query, args := newestQuery(scope, where, args)
	rows, err := s.db.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(row scanner) (id string, err error) { return id, row.Scan(&id) })
}

func newestQuery(scope event.Scope, where string, args []any) (string, []any) {
	q := pageQuery{args: args}
	kinds := q.kinds(scope, Delivered, Failed, Cancelled, Held)
	return `WITH kinds (state, type) AS (VALUES ` + kinds + `), newest (webhook_id, id) AS (
			SELECT w.id, (SELECT id FROM deliveries d WHERE d.webhook_id = w.id AND ` + settled + ` AND d.state = k.state
				AND d.type >= k.type AND (d.type, d.id) < (k.type, '` + highestID + `') ORDER BY d.type DESC, d.id DESC LIMIT 1) FROM webhooks w CROSS JOIN kinds k WHERE ` + where + `
			UNION ALL SELECT w.id, (SELECT MAX(d.id || '') FROM deliveries d WHERE d.webhook_id = w.id AND d.lane IS NOT NULL) FROM webhooks w WHERE ` + where + `)
		SELECT MAX(id) FROM newest WHERE id IS NOT NULL GROUP BY webhook_id`, q.args
}

// Day is how a webhook's last 24 hours went. Tests don't count.
type Day struct {
	Delivered, Failed int       // of the deliveries made in the last 24 hours
	Retrying          int       // now, however old
	OldestPending     time.Time // when the event happened whose first attempt has waited longest; zero when none waits
}

const (
	retryingQuery      = `SELECT COUNT(*) FROM deliveries WHERE webhook_id = $1 AND lane IS NOT NULL AND state = 'retrying'`
	oldestPendingQuery = `SELECT occurred_at FROM deliveries WHERE webhook_id = $1 AND lane = 'first' AND state = 'pending' AND NOT test
		ORDER BY due_at, id LIMIT 1`
)

// DaySummary says how a webhook's last 24 hours went.
func (s *Service) DaySummary(ctx context.Context, actor access.Actor, organization, webhookID string) (Day, error) {
	w, err := s.Webhook(ctx, actor, organization, webhookID)
	if err != nil {
		return Day{}, err
	}
	day, err := s.countDay(ctx, w)
	if err != nil {
		return Day{}, fmt.Errorf("count the day of webhook %s: %w", w.ID, err)
	}
	err = s.db.QueryRow(ctx, retryingQuery, w.ID).Scan(&day.Retrying)
	if err != nil {
		return Day{}, fmt.Errorf("count the retries of webhook %s: %w", w.ID, err)
	}
	day.OldestPending, err = s.oldestPending(ctx, w.ID)
	return day, err
}

// countDay counts what became of the deliveries of the last 24 hours.
func (s *Service) countDay(ctx context.Context, w Webhook) (day Day, err error) {
	query, args := dayQuery(w, hourBounds(s.clock.Now())[0])
	rows, err := s.db.Query(ctx, query, args...)
	if err != nil {
		return day, err
	}
	defer rows.Close()
	for rows.Next() {
		var state State
		var count int
		if err := rows.Scan(&state, &count); err != nil {
			return day, err
		}
		if state == Delivered {
			day.Delivered = count
		} else {
			day.Failed = count
		}
	}
	return day, rows.Err()
}

func (s *Service) oldestPending(ctx context.Context, webhookID string) (at time.Time, err error) {
	err = s.db.QueryRow(ctx, oldestPendingQuery, webhookID).Scan(&at)
	if err != nil && !errors.Is(err, errNoRows) {
		return time.Time{}, fmt.Errorf("find the oldest pending delivery of webhook %s: %w", webhookID, err)
	}
	return at, nil
}
