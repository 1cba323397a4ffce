package webhook

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"rollcall/app/access"
	"rollcall/db"
)

// Deliveries is one page of a webhook's history, without bodies. Its cost does not grow with the history: where no index
// leads to what is asked for, a bounded stretch is searched, and the page says how far. Errors: NotFound, and Invalid
// for a filter that makes no sense, with the field that is to blame.
func (s *Service) Deliveries(ctx context.Context, actor access.Actor, organization, webhookID string, f Filter) (Page, error) {
	return s.deliveries(ctx, actor, inOrganization(organization), webhookID, f)
}

// DeliveriesByID is Deliveries for doors that know no organization.
func (s *Service) DeliveriesByID(ctx context.Context, actor access.Actor, webhookID string, f Filter) (Page, error) {
	return s.deliveries(ctx, actor, ofWebhook(webhookID, nil), webhookID, f)
}

// CountDeliveries is how many deliveries the history of a webhook has. It counts in the indexes, and takes the longer the
// more there are.
func (s *Service) CountDeliveries(ctx context.Context, actor access.Actor, webhookID string) (count int, err error) {
	w, err := s.webhook(ctx, actor, ofWebhook(webhookID, nil), webhookID)
	if err != nil {
		return 0, err
	}
	err = s.db.QueryRow(ctx, `SELECT (SELECT COUNT(*) FROM deliveries WHERE webhook_id = $1 AND `+settled+`)
		+ (SELECT COUNT(*) FROM deliveries WHERE webhook_id = $1 AND lane IS NOT NULL AND state IN ('pending', 'retrying'))`, w.ID).Scan(&count)
	if err != nil {
		return 0, fmt.Errorf("count the deliveries of webhook %s: %w", w.ID, err)
	}
	return count, nil
}

func (s *Service) deliveries(ctx context.Context, actor access.Actor, find finder, webhookID string, f Filter) (Page, error) {
	w, err := s.webhook(ctx, actor, find, webhookID)
	if err != nil {
		return Page{}, err
	}
	if f, err = checkFilter(f, w.Scope); err != nil {
		return Page{}, err
	}
	list, end, err := s.listDeliveries(ctx, w, f)
	if err != nil {
		return Page{}, fmt.Errorf("list the deliveries of webhook %s: %w", w.ID, err)
	}
	return pageOf(list, f, end), nil
}

// Delivery is one delivery with its body, its newest 100 attempts, the newest first, and its webhook. A delivery of a
// deleted webhook is found as long as it is kept. NotFound for one that does not exist or is somebody else's.
func (s *Service) Delivery(ctx context.Context, actor access.Actor, organization, id string) (Delivery, []Attempt, Webhook, error) {
	place, err := readable(ctx, s.db, actor, inOrganization(organization))
	if err != nil {
		return Delivery{}, nil, Webhook{}, err
	}
	var d Delivery
	var attempts []Attempt
	var w Webhook
	err = s.db.Snapshot(ctx, func(q db.Queryer) error { // or it would say "one attempt" above a list of two
		if d, err = s.deliveryOf(ctx, q, place, id); err != nil {
			return err
		}
		if attempts, err = listAttempts(ctx, q, d.ID); err != nil {
			return err
		}
		w, err = s.oneWebhook(ctx, q, "w.id = $1", d.WebhookID)
		return err
	})
	return d, attempts, w, err
}

const (
	deliveryColumns = `d.id, d.event_id, d.webhook_id, w.name, w.organization_id, d.type, d.subject, d.state, d.test, d.attempts, d.occurred_at, d.created_at,
		d.due_at, d.due_reason, d.due_by, d.finished_at, d.last_status, d.last_class, d.last_duration_us`
	deliveryTables = ` FROM deliveries d JOIN webhooks w ON w.id = d.webhook_id`
)

// scanDelivery reads deliveryColumns, and more columns after them.
func (s *Service) scanDelivery(row scanner, more ...any) (d Delivery, err error) {
	var due, finished sql.NullTime
	var microseconds int64
	err = row.Scan(append([]any{&d.ID, &d.EventID, &d.WebhookID, &d.WebhookName, &d.OrganizationID, &d.Type, &d.Subject, &d.State, &d.Test, &d.Attempts,
		&d.OccurredAt, &d.CreatedAt, &due, &d.DueReason, &d.DueBy, &finished, &d.LastStatus, &d.LastClass, &microseconds}, more...)...)
	d.DueAt, d.FinishedAt, d.LastDuration = due.Time, finished.Time, time.Duration(microseconds)*time.Microsecond
	if d.MaxAttempts = s.maxAttempts(); d.Test {
		d.MaxAttempts = 1
	}
	_, d.InFlight = s.flying.Load(d.ID)
	return d, err
}

// deliveryOf is a delivery of an organization, with its body.
func (s *Service) deliveryOf(ctx context.Context, q db.Queryer, place access.Place, id string) (Delivery, error) {
	if !isUUID(id) {
		return Delivery{}, s.noSuchDelivery(id)
	}
	var body []byte
	rows, err := q.Query(ctx, `SELECT `+deliveryColumns+`, d.body`+deliveryTables+` WHERE d.id = $1 AND w.organization_id = $2`, deliveryKey(id), place.ID)
	if err != nil {
		return Delivery{}, fmt.Errorf("find delivery %s: %w", id, err)
	}
	found, err := collect(rows, func(row scanner) (Delivery, error) { return s.scanDelivery(row, &body) })
	if err != nil {
		return Delivery{}, fmt.Errorf("find delivery %s: %w", id, err)
	}
	if len(found) == 0 {
		return Delivery{}, s.noSuchDelivery(id)
	}
	found[0].Body = body
	return found[0], nil
}

// deliveryKey is an id as the table has it.
func deliveryKey(id string) string { return strings.ToLower(id) }

// isUUID reports whether a text can be the id of a delivery; anything else need not, and must not, reach the database.
func isUUID(id string) bool { return len(id) == 36 && uuid.Validate(id) == nil }
