package webhook

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/db"
)

// EventDetail is one event with what became of it in one organization.
type EventDetail struct {
	event.Event          // Places are those of the organization
	PlaceNames  []string // what they are called, in the same order
	Fates       []Fate   // of each webhook that listens there, and of those deleted since
	Left        int      // webhooks that are not in the list because it is too long
}

// Fate is what became of an event for one webhook: a delivery, or why there is none.
type Fate struct {
	WebhookID   string
	WebhookName string
	Place       event.Place // that the webhook listens to
	PlaceName   string      // "" when the pipe or table is deleted
	DeletedAt   time.Time   // zero when the webhook is there
	Delivery    *Delivery   // without its body; nil when there is none
	NotSent     NotSent     // why there is no delivery; "" when there is one
	Pause       PauseReason // why it was not enabled then, of NotSentPaused
	Since       time.Time   // since when: not enabled, of NotSentPaused; there, of NotSentYounger; known, of NotSentUnknown
	SkippedAt   time.Time   // when somebody chose not to catch it up, of NotSentPaused; zero when nobody did
}

// NotSent is why an event has no delivery for a webhook.
type NotSent string

// The reasons, a closed list.
const (
	NotSentSubscribed NotSent = "not_subscribed" // to this type, then
	NotSentPaused     NotSent = "paused"         // subscribed, and not enabled
	NotSentYounger    NotSent = "younger"        // the webhook was created after the event
	NotSentRemoved    NotSent = "removed"        // nobody knows any more: what there was is removed
	NotSentUnknown    NotSent = "unknown"        // it happened before what webhooks missed was written down
)

// fatesMost is how many webhooks the page of an event lists.
const fatesMost = 1000

// Event is one event that was heard in a place, with what became of it for every webhook of the event's places in that
// organization. NotFound for one that does not exist, was heard elsewhere, or is removed.
func (s *Service) Event(ctx context.Context, actor access.Actor, at event.Place, id string) (EventDetail, error) {
	place, err := readable(ctx, s.db, actor, atPlace(at))
	if err != nil {
		return EventDetail{}, err
	}
	d, err := s.eventOf(ctx, within(place, at), id)
	if err != nil {
		return EventDetail{}, err
	}
	if err := s.addPlaces(ctx, place, &d); err != nil {
		return EventDetail{}, fmt.Errorf("find the places of event %s: %w", d.ID, err)
	}
	if err := s.addFates(ctx, place, &d); err != nil {
		return EventDetail{}, fmt.Errorf("find what became of event %s: %w", d.ID, err)
	}
	return d, nil
}

// noSuchEvent says of an id what its age tells, as noSuchDelivery does.
func (s *Service) noSuchEvent(id string) error {
	if made, ok := madeAt(id); ok && s.olderThan(made, s.retention.EventDays) {
		return app.Errorf(app.NotFound, "This event was removed after %s: it happened on %s.", days(s.retention.EventDays), made.Format("2 January 2006")).Because(app.ReasonRemoved)
	}
	return app.Errorf(app.NotFound, "There is no such event in this place.")
}

// eventOf is an event that was heard in the place, without its places.
func (s *Service) eventOf(ctx context.Context, at event.Place, id string) (d EventDetail, err error) {
	if !isUUID(id) {
		return d, s.noSuchEvent(id)
	}
	var facts string
	err = s.db.QueryRow(ctx, `SELECT e.id, e.type, e.occurred_at, e.source, e.facts FROM events e JOIN event_places p ON p.event_id = e.id
		WHERE e.id = $1 AND p.scope = $2 AND p.scope_id = $3`, deliveryKey(id), at.Scope, at.ID).Scan(&d.ID, &d.Type, &d.At, &d.Source, &facts)
	if errors.Is(err, errNoRows) {
		return d, s.noSuchEvent(id)
	}
	if err == nil {
		err = json.Unmarshal([]byte(facts), &d.Facts)
	}
	if err != nil {
		return d, fmt.Errorf("find event %s: %w", id, err)
	}
	return d, nil
}

// addPlaces finds where in the organization the event was heard. That it was heard in others is not told.
func (s *Service) addPlaces(ctx context.Context, o access.Place, d *EventDetail) error {
	rows, err := s.db.Query(ctx, `SELECT p.scope, p.scope_id, COALESCE(sp.name, '') FROM event_places p LEFT JOIN spaces sp ON sp.id = p.scope_id AND sp.kind = p.scope
		WHERE p.event_id = $1 AND (p.scope = 'organization' AND p.scope_id = $2 OR sp.organization_id = $2) ORDER BY p.scope, p.scope_id`, d.ID, o.ID)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var at event.Place
		var name string
		if err := rows.Scan(&at.Scope, &at.ID, &name); err != nil {
			return err
		}
		if at.Scope == event.ScopeOrganization {
			name = o.Title
		}
		d.Places, d.PlaceNames = append(d.Places, at), append(d.PlaceNames, name)
	}
	return rows.Err()
}

// addFates finds what became of the event for each webhook of its places, and for each that has a delivery of it.
func (s *Service) addFates(ctx context.Context, o access.Place, d *EventDetail) error {
	deliveries, err := s.deliveriesOf(ctx, o, d.ID)
	if err != nil {
		return err
	}
	webhooks, err := s.audience(ctx, o, *d)
	if err != nil {
		return err
	}
	misses, err := missesOf(ctx, s.db, d.ID)
	if err != nil {
		return err
	}
	known, err := missesSince(ctx, s.db)
	if err != nil {
		return err
	}
	for _, w := range webhooks {
		f := Fate{WebhookID: w.ID, WebhookName: w.Name, Place: event.Place{Scope: w.Scope, ID: w.ScopeID}, PlaceName: w.PlaceName, DeletedAt: w.DeletedAt}
		if made, ok := deliveries[w.ID]; ok {
			f.Delivery = &made
		} else if m, ok := misses[w.ID]; ok {
			f.NotSent, f.Pause, f.Since, f.SkippedAt = NotSentPaused, m.pause, m.pausedAt, m.skippedAt
		} else {
			f.NotSent, f.Since = s.whyNot(w, d.Event, known)
		}
		d.Fates = append(d.Fates, f)
	}
	slices.SortStableFunc(d.Fates, func(a, b Fate) int {
		return cmp.Or(a.urgency()-b.urgency(), strings.Compare(a.WebhookName, b.WebhookName))
	})
	if len(d.Fates) > fatesMost {
		d.Left, d.Fates = len(d.Fates)-fatesMost, d.Fates[:fatesMost]
	}
	return nil
}

// urgency orders the list: what wants a person first, what never concerned the webhook last.
func (f Fate) urgency() int {
	switch {
	case f.Delivery != nil:
		return slices.Index([]State{Failed, Retrying, Held, Pending, Cancelled, Delivered}, f.Delivery.State)
	case f.NotSent == NotSentPaused:
		return 3
	}
	return 6
}

// whyNot is why there is neither a delivery nor a miss, which are known since then. Deliveries are made after their events,
// with higher ids, so what retention has removed of a webhook bounds what it can have removed of the event.
func (s *Service) whyNot(w audible, e event.Event, known time.Time) (NotSent, time.Time) {
	switch {
	case w.CreatedAt.After(e.At):
		return NotSentYounger, w.CreatedAt
	case !w.DeletedAt.IsZero(), e.ID <= w.removedUntil, e.ID < cutoff(s.clock.Now(), s.retention.Days):
		return NotSentRemoved, time.Time{}
	case e.At.Before(known):
		return NotSentUnknown, known
	}
	return NotSentSubscribed, time.Time{}
}

// audible is a webhook that could have heard an event.
type audible struct {
	ID, Name             string
	Scope                event.Scope
	ScopeID              int64
	PlaceName            string
	CreatedAt, DeletedAt time.Time
	removedUntil         string
}

// audience is the webhooks of the event's places in the organization, those included that were deleted after the event,
// and those of deleted pipes and tables that have a delivery of it.
func (s *Service) audience(ctx context.Context, o access.Place, d EventDetail) ([]audible, error) {
	const columns = `SELECT w.id, w.name, w.scope, w.scope_id, CASE WHEN w.scope = 'organization' THEN $2 ELSE COALESCE(sp.name, '') END, w.created_at, w.deleted_at, w.removed_until
		FROM webhooks w LEFT JOIN spaces sp ON sp.id = w.scope_id AND sp.kind = w.scope WHERE w.id IN `
	const heard = `SELECT w.id FROM event_places p JOIN webhooks w ON w.scope = p.scope AND w.scope_id = p.scope_id WHERE p.event_id = $1 AND w.organization_id = $3 AND `
	rows, err := s.db.Query(ctx, columns+`(`+heard+`w.deleted_at IS NULL
			UNION `+heard+`w.deleted_at IS NOT NULL AND w.deleted_at > $4 AND w.created_at <= $4
			UNION SELECT w.id FROM deliveries d JOIN webhooks w ON w.id = d.webhook_id WHERE d.event_id = $1 AND w.organization_id = $3)`,
		d.ID, o.Title, o.ID, d.At)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(row scanner) (w audible, err error) {
		var deleted sql.NullTime
		err = row.Scan(&w.ID, &w.Name, &w.Scope, &w.ScopeID, &w.PlaceName, &w.CreatedAt, &deleted, &w.removedUntil)
		w.DeletedAt = deleted.Time
		return w, err
	})
}

// deliveriesOf is the deliveries of an event to webhooks of an organization, by webhook.
func (s *Service) deliveriesOf(ctx context.Context, o access.Place, eventID string) (map[string]Delivery, error) {
	rows, err := s.db.Query(ctx, `SELECT `+deliveryColumns+deliveryTables+` WHERE d.event_id = $1 AND w.organization_id = $2`, eventID, o.ID)
	if err != nil {
		return nil, err
	}
	list, err := collect(rows, func(row scanner) (Delivery, error) { return s.scanDelivery(row) })
	if err != nil {
		return nil, err
	}
	byWebhook := make(map[string]Delivery, len(list))
	for _, d := range list {
		byWebhook[d.WebhookID] = d
	}
	return byWebhook, nil
}

// missed is why a webhook missed an event to which it was subscribed.
type missed struct {
	pause               PauseReason
	pausedAt, skippedAt time.Time
}

// missesOf is who missed an event, by webhook. It is asked through the event's places: misses are kept by webhook.
func missesOf(ctx context.Context, q db.Queryer, eventID string) (map[string]missed, error) {
	rows, err := q.Query(ctx, `SELECT m.webhook_id, m.pause, m.paused_at, m.skipped_at FROM event_places p JOIN webhooks w ON w.scope = p.scope AND w.scope_id = p.scope_id
			JOIN misses m ON m.webhook_id = w.id AND m.event_id = p.event_id
		WHERE p.event_id = $1`, eventID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]missed{}
	for rows.Next() {
		var id string
		var m missed
		var paused, skipped sql.NullTime
		if err := rows.Scan(&id, &m.pause, &paused, &skipped); err != nil {
			return nil, err
		}
		m.pausedAt, m.skippedAt = paused.Time, skipped.Time
		all[id] = m
	}
	return all, rows.Err()
}
