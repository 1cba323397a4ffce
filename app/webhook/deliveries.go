package webhook

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/db"
)

const (
	pageDefault = 50
	pageMost    = 100
)

// Deliveries is one page of a webhook's history, without bodies. Its cost does not grow with the history. Errors:
// NotFound, and Invalid for a filter that makes no sense.
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
	list, err := s.listDeliveries(ctx, w, f)
	if err != nil {
		return Page{}, fmt.Errorf("list the deliveries of webhook %s: %w", w.ID, err)
	}
	return pageOf(list, f), nil
}

func checkFilter(f Filter, scope event.Scope) (Filter, error) {
	if f.State != "" && !slices.Contains(States(), f.State) {
		return f, app.Refuse(app.Field{Name: "status", Message: "There is no such status: choose pending, retrying, delivered, failed, cancelled or held."})
	}
	if f.Type != "" {
		if _, err := event.ParseTypes(scope, []string{string(f.Type)}); err != nil {
			return f, err
		}
	}
	if f.Before != "" && !isUUID(f.Before) || f.After != "" && !isUUID(f.After) {
		return f, app.Refuse(app.Field{Name: "before", Message: "This page does not exist: start again with the newest deliveries."})
	}
	if f.Limit <= 0 {
		f.Limit = pageDefault
	}
	f.Limit = min(f.Limit, pageMost)
	return f, nil
}

// pageOf makes a page of a list that has one delivery more than the page when there are more on that side.
func pageOf(list []Delivery, f Filter) Page {
	more := len(list) > f.Limit
	if more {
		list = list[:f.Limit]
	}
	upwards := f.After != "" // the list is then read from the old end
	if upwards {
		slices.Reverse(list)
	}
	page := Page{Deliveries: list}
	if len(list) == 0 {
		return page
	}
	if upwards || more {
		page.Older = list[len(list)-1].ID
	}
	if upwards && more || f.Before != "" {
		page.Newer = list[0].ID
	}
	return page
}

func (s *Service) listDeliveries(ctx context.Context, w Webhook, f Filter) ([]Delivery, error) {
	query, args := idsOfPage(w, f)
	if query == "" {
		return nil, nil
	}
	direction := "DESC"
	if f.After != "" {
		direction = "ASC"
	}
	rows, err := s.db.Query(ctx, `SELECT `+deliveryColumns+deliveryTables+` WHERE d.id IN (`+query+`) ORDER BY d.id `+direction, args...)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(row scanner) (Delivery, error) { return s.scanDelivery(row) })
}

// Delivery is one delivery with its body, its newest 100 attempts, the newest first, and its webhook. A delivery of a
// deleted webhook is found as long as it is kept. NotFound for one that does not exist or is somebody else's.
func (s *Service) Delivery(ctx context.Context, actor access.Actor, organization, id string) (Delivery, []Attempt, Webhook, error) {
	place, err := readable(ctx, s.db, actor, inOrganization(organization))
	if err != nil {
		return Delivery{}, nil, Webhook{}, err
	}
	d, err := s.deliveryOf(ctx, s.db, place, id)
	if err != nil {
		return Delivery{}, nil, Webhook{}, err
	}
	attempts, err := listAttempts(ctx, s.db, d.ID)
	if err != nil {
		return Delivery{}, nil, Webhook{}, err
	}
	w, err := s.oneWebhook(ctx, s.db, "w.id = $1", d.WebhookID)
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
		return Delivery{}, noSuchDelivery()
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
		return Delivery{}, noSuchDelivery()
	}
	found[0].Body = body
	return found[0], nil
}

func noSuchDelivery() error {
	return app.Errorf(app.NotFound, "There is no such delivery: it may have been removed.")
}

// deliveryKey is an id as the table has it.
func deliveryKey(id string) string { return strings.ToLower(id) }

// isUUID reports whether a text can be the id of a delivery; anything else need not, and must not, reach the database.
func isUUID(id string) bool { return len(id) == 36 && uuid.Validate(id) == nil }
