package webhook

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/db"
)

// The sizes of statements that take many rows or places: bounded, so that they stay below the engines' limits and only
// a few texts are prepared.
const (
	placesAtOnce     = 100
	deliveriesAtOnce = 50
)

// Publish records an event in the transaction of its change, and makes a delivery with its body for every enabled
// webhook that is subscribed to the type in one of the event's places, and what it takes to send them. For a subscribed
// webhook that is not enabled it records a miss. All of it is true when the change is. An event without an id gets one,
// one without a time gets the present. Errors are ours.
func (s *Service) Publish(ctx context.Context, tx *db.Tx, e event.Event) error {
	if e.ID == "" {
		e.ID = app.NewUUID()
	}
	if e.At.IsZero() {
		e.At = s.clock.Now()
	}
	if err := insertEvent(ctx, tx, e); err != nil {
		return fmt.Errorf("publish %s: %w", e.Type, err)
	}
	listeners, err := listListeners(ctx, tx, e)
	if err != nil {
		return err
	}
	open, shut := parted(listeners)
	if err := insertMisses(ctx, tx, e, shut); err != nil || len(open) == 0 {
		return err
	}
	deliveries, err := s.deliveriesFor(e, open)
	if err != nil {
		return err
	}
	if err := insertDeliveries(ctx, tx, deliveries); err != nil {
		return fmt.Errorf("publish %s: %w", e.Type, err)
	}
	ids := make([]string, len(deliveries))
	for i, d := range deliveries {
		ids[i] = d.WebhookID
	}
	return s.wake(ctx, tx, LaneFirst, e.At, ids...)
}

func insertEvent(ctx context.Context, tx *db.Tx, e event.Event) error {
	facts, err := json.Marshal(e.Facts)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO events (id, type, occurred_at, subject_user_id, subject, source, facts) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		e.ID, e.Type, e.At, e.Facts.Subject.ID, e.Facts.Subject.Email, e.Source, string(facts))
	if err != nil {
		return fmt.Errorf("insert event: %w", err)
	}
	for places := range slices.Chunk(e.Places, placesAtOnce) {
		args := make([]any, 0, 3*len(places))
		for _, p := range places {
			args = append(args, p.Scope, p.ID, e.ID)
		}
		if _, err := tx.Exec(ctx, `INSERT INTO event_places (scope, scope_id, event_id) VALUES `+tuples(len(places), 3), args...); err != nil {
			return fmt.Errorf("insert the places of event %s: %w", e.ID, err)
		}
	}
	return nil
}

// listener is a webhook that is subscribed to an event.
type listener struct {
	event.Receiver
	enabled  bool
	pause    PauseReason // why not
	pausedAt sql.NullTime
}

// parted tells the listeners that are enabled from those that are not.
func parted(listeners []listener) (open []event.Receiver, shut []listener) {
	for _, l := range listeners {
		if l.enabled {
			open = append(open, l.Receiver)
		} else {
			shut = append(shut, l)
		}
	}
	return open, shut
}

// listListeners finds the webhooks that are subscribed to an event, each once, in the order of their ids.
func listListeners(ctx context.Context, tx *db.Tx, e event.Event) ([]listener, error) {
	var listeners []listener
	for places := range slices.Chunk(e.Places, placesAtOnce) {
		args := []any{event.Canonical(e.Type)}
		conditions := make([]string, len(places))
		for i, p := range places {
			conditions[i] = "t.scope = $" + strconv.Itoa(2+2*i) + " AND t.scope_id = $" + strconv.Itoa(3+2*i)
			args = append(args, p.Scope, p.ID)
		}
		rows, err := tx.Query(ctx, `SELECT w.id, w.name, o.id, o.name, o.title, t.type, w.enabled, w.pause, w.paused_at
			FROM webhook_types t JOIN webhooks w ON w.id = t.webhook_id JOIN organizations o ON o.id = w.organization_id
			WHERE t.canonical = $1 AND (`+strings.Join(conditions, " OR ")+`) AND w.deleted_at IS NULL`, args...)
		if err != nil {
			return nil, fmt.Errorf("list the listeners of event %s: %w", e.ID, err)
		}
		found, err := collect(rows, scanListener)
		if err != nil {
			return nil, fmt.Errorf("list the listeners of event %s: %w", e.ID, err)
		}
		listeners = append(listeners, found...)
	}
	slices.SortFunc(listeners, func(a, b listener) int { return strings.Compare(a.WebhookID, b.WebhookID) })
	return listeners, nil
}

func scanListener(row scanner) (l listener, err error) {
	err = row.Scan(&l.WebhookID, &l.WebhookName, &l.Organization.ID, &l.Organization.Name, &l.Organization.Title, &l.Spelling, &l.enabled, &l.pause, &l.pausedAt)
	return l, err
}

// deliveriesFor makes one delivery for each listener, with its body.
func (s *Service) deliveriesFor(e event.Event, listeners []event.Receiver) ([]Delivery, error) {
	now := s.clock.Now()
	deliveries := make([]Delivery, len(listeners))
	for i, to := range listeners {
		d, err := s.deliveryFor(e, to, now)
		if err != nil {
			return nil, err
		}
		deliveries[i] = d
	}
	return deliveries, nil
}

// deliveryFor makes a delivery that is due since the event happened.
func (s *Service) deliveryFor(e event.Event, to event.Receiver, now time.Time) (Delivery, error) {
	to.DeliveryID, to.Zone = app.NewUUID(), s.zone
	body, err := event.Body(e, to)
	if err == nil {
		err = s.checkBody(body, to)
	}
	if err != nil {
		return Delivery{}, err
	}
	return Delivery{ID: to.DeliveryID, EventID: e.ID, WebhookID: to.WebhookID, WebhookName: to.WebhookName, OrganizationID: to.Organization.ID,
		Type: to.Spelling, Subject: e.Facts.Subject.Email, Body: body, State: Pending, MaxAttempts: s.maxAttempts(), OccurredAt: e.At, CreatedAt: now,
		DueAt: e.At, DueReason: DueAtOnce}, nil
}

func insertDeliveries(ctx context.Context, tx *db.Tx, deliveries []Delivery) error {
	_, err := addRows(ctx, tx, deliveries, "")
	return err
}

// addDeliveries inserts those deliveries whose event has none yet for their webhook, and returns how many.
func addDeliveries(ctx context.Context, tx *db.Tx, deliveries []Delivery) (int, error) {
	return addRows(ctx, tx, deliveries, " ON CONFLICT (event_id, webhook_id) DO NOTHING")
}

func addRows(ctx context.Context, tx *db.Tx, deliveries []Delivery, otherwise string) (added int, err error) {
	const columns = 14
	for some := range slices.Chunk(deliveries, deliveriesAtOnce) {
		args := make([]any, 0, columns*len(some))
		for _, d := range some {
			lane := sql.NullString{String: string(LaneFirst), Valid: !d.DueAt.IsZero()}
			args = append(args, d.ID, d.EventID, d.WebhookID, d.Type, d.Subject, d.Body, d.State, d.Test, d.OccurredAt, d.CreatedAt, lane, optionalTime(d.DueAt), d.DueReason, d.DueBy)
		}
		result, err := tx.Exec(ctx, `INSERT INTO deliveries (id, event_id, webhook_id, type, subject, body, state, test, occurred_at, created_at, lane, due_at, due_reason, due_by)
			VALUES `+tuples(len(some), columns)+otherwise, args...)
		if err != nil {
			return 0, fmt.Errorf("insert deliveries of event %s: %w", some[0].EventID, err)
		}
		n, err := result.RowsAffected()
		if err != nil {
			return 0, err
		}
		added += int(n)
	}
	return added, nil
}
