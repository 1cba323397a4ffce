package webhook

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/db"
)

// CatchUp is what to do with the events that a webhook missed while it was not enabled.
type CatchUp string

// What can be done, a closed list.
const (
	SendMissed CatchUp = "all"  // a delivery for each
	SendLatest CatchUp = "last" // a delivery for the last event of each user; the others are skipped
	SkipMissed CatchUp = "skip" // none; they are not offered again
)

// catchUpDays is for how many days after they happened missed events are offered (delivery.md, Health), unless events are
// kept for fewer.
const catchUpDays = 30

// Missed is what a webhook has missed and nobody has decided about, as far as it is offered.
type Missed struct {
	Events int
	Users  int       // whom they are about
	Since  time.Time // when the first of them happened; zero when there is none, or that event is kept no more
	Days   int       // for how many days after it happened an event is offered: 30, or as long as events are kept
}

// Missed counts what a webhook has missed. NotFound as for Webhook.
func (s *Service) Missed(ctx context.Context, actor access.Actor, organization, webhookID string) (Missed, error) {
	w, err := s.Webhook(ctx, actor, organization, webhookID)
	if err != nil {
		return Missed{}, err
	}
	return s.missed(ctx, w)
}

func (s *Service) missed(ctx context.Context, w Webhook) (m Missed, err error) {
	m.Days = s.offeredDays()
	var first string
	err = s.db.QueryRow(ctx, `SELECT COUNT(*), COUNT(DISTINCT subject_user_id), COALESCE(MIN(event_id), '') FROM misses
		WHERE webhook_id = $1 AND skipped_at IS NULL AND event_id > $2`, w.ID, s.offeredSince()).Scan(&m.Events, &m.Users, &first)
	if err != nil {
		return m, fmt.Errorf("count what webhook %s missed: %w", w.ID, err)
	}
	if m.Events == 0 {
		return m, nil
	}
	err = s.db.QueryRow(ctx, `SELECT occurred_at FROM events WHERE id = $1`, first).Scan(&m.Since)
	if err != nil && !errors.Is(err, errNoRows) { // the event itself may be kept no more
		return m, fmt.Errorf("find event %s: %w", first, err)
	}
	return m, nil
}

// offeredSince is an id below those of the events that are offered.
func (s *Service) offeredSince() string { return cutoff(s.clock.Now(), s.offeredDays()) }

func (s *Service) offeredDays() int { return min(catchUpDays, s.retention.EventDays) }

// CatchUp decides about the events that a webhook missed and that are offered, in the background: it makes deliveries from
// what the events recorded, as they would have been made then, or skips them. Errors: NotFound; Invalid for a mode that
// does not exist; Conflict when the webhook is not enabled, has missed nothing, or is catching up already.
func (s *Service) CatchUp(ctx context.Context, actor access.Actor, organization, webhookID string, mode CatchUp) (Operation, error) {
	o := Operation{Kind: CatchUpMissed, Mode: mode, cursor: s.offeredSince()}
	return s.begin(ctx, actor, organization, webhookID, o, func(w Webhook) (Operation, error) {
		if !slices.Contains([]CatchUp{SendMissed, SendLatest, SkipMissed}, mode) {
			return o, app.Refuse(app.Field{Name: "mode", Message: "Choose what to do with the missed events: send all, send the last of each user, or skip them."})
		}
		m, err := s.missed(ctx, w)
		if err == nil && m.Events == 0 {
			err = app.Errorf(app.Conflict, "The webhook %q has missed nothing that could be sent.", w.Name)
		}
		o.Total = m.Events
		return o, err
	})
}

// missesAtOnce is how many rows a batch has.
func (s *Service) missesAtOnce(mode CatchUp) int {
	if mode == SkipMissed {
		return s.batch
	}
	return min(s.batch, madeAtOnce)
}

// missedEvent is an event that a webhook missed, with what a delivery of it is made from.
type missedEvent struct {
	eventID  string
	spelling event.Type
	user     int64
	later    bool        // the same user has a later one
	event    event.Event // its ID is "" when the event is no longer kept
}

// nextMisses reads the rows of the next batch, the oldest first.
func (s *Service) nextMisses(ctx context.Context, o Operation) ([]missedEvent, error) {
	rows, err := s.db.Query(ctx, `SELECT m.event_id, m.type, m.subject_user_id, e.type, e.occurred_at, e.facts FROM misses m LEFT JOIN events e ON e.id = m.event_id
		WHERE m.webhook_id = $1 AND m.event_id > $2 AND m.event_id < $3 AND m.skipped_at IS NULL ORDER BY m.event_id LIMIT $4`,
		o.WebhookID, o.cursor, o.until, s.missesAtOnce(o.Mode))
	if err != nil {
		return nil, err
	}
	misses, err := collect(rows, scanMissed)
	if err != nil || o.Mode != SendLatest {
		return misses, err
	}
	return misses, s.markLater(ctx, o, misses)
}

func scanMissed(row scanner) (m missedEvent, err error) {
	var typ, facts sql.NullString
	var at sql.NullTime
	if err := row.Scan(&m.eventID, &m.spelling, &m.user, &typ, &at, &facts); err != nil || !typ.Valid {
		return m, err
	}
	m.event = event.Event{ID: m.eventID, Type: event.Type(typ.String), At: at.Time}
	if err := json.Unmarshal([]byte(facts.String), &m.event.Facts); err != nil {
		return m, fmt.Errorf("read the facts of event %s: %w", m.eventID, err)
	}
	return m, nil
}

// markLater says of misses whose user has a later one. The condition on ids is written so that SQLite can't take it for
// a reason to walk the primary key instead of the index by user.
func (s *Service) markLater(ctx context.Context, o Operation, misses []missedEvent) error {
	if len(misses) == 0 {
		return nil
	}
	args := []any{o.WebhookID, o.until}
	for _, m := range misses {
		args = append(args, m.user)
	}
	rows, err := s.db.Query(ctx, `SELECT subject_user_id, MAX(event_id) FROM misses WHERE webhook_id = $1 AND skipped_at IS NULL
		AND subject_user_id IN (`+placeholders(3, len(misses))+`) AND event_id || '' < $2 GROUP BY subject_user_id`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	last := map[int64]string{}
	for rows.Next() {
		var user int64
		var id string
		if err := rows.Scan(&user, &id); err != nil {
			return err
		}
		last[user] = id
	}
	for i, m := range misses {
		misses[i].later = m.eventID < last[m.user]
	}
	return rows.Err()
}

// makeMissed makes the deliveries of a batch, and returns how many. They are due now: behind what waits already, and
// before what happens from now on. For a webhook that is paused meanwhile they are held.
func (s *Service) makeMissed(ctx context.Context, tx *db.Tx, o Operation, w Webhook, misses []missedEvent) (int, error) {
	to, err := receiverOf(ctx, tx, w)
	if err != nil {
		return 0, err
	}
	now := s.clock.Now()
	made, sent, left := s.sortMissed(o, w, to, misses, now)
	added, err := addDeliveries(ctx, tx, made)
	if err != nil {
		return 0, err
	}
	if err := deleteMisses(ctx, tx, w.ID, sent); err != nil {
		return 0, err
	}
	if err := skipMisses(ctx, tx, w.ID, left, now); err != nil || !w.Enabled || added == 0 {
		return added, err
	}
	return added, s.wake(ctx, tx, LaneFirst, now, w.ID)
}

// sortMissed makes the deliveries that are to be sent, and says which misses they are of and which are left.
func (s *Service) sortMissed(o Operation, w Webhook, to event.Receiver, misses []missedEvent, now time.Time) (made []Delivery, sent, left []missedEvent) {
	for _, m := range misses {
		if m.event.ID == "" || o.Mode == SendLatest && m.later {
			left = append(left, m)
			continue
		}
		to.Spelling = m.spelling
		d, err := s.deliveryFor(m.event, to, now)
		if err != nil {
			s.log.Error("a missed event can't be sent", "event", m.eventID, "webhook", w.ID, "error", err)
			left = append(left, m)
			continue
		}
		if d.DueAt = now; !w.Enabled {
			d.State, d.DueAt, d.DueReason = Held, time.Time{}, ""
		}
		made, sent = append(made, d), append(sent, m)
	}
	return made, sent, left
}

// receiverOf is a webhook as bodies name it.
func receiverOf(ctx context.Context, tx *db.Tx, w Webhook) (event.Receiver, error) {
	to := event.Receiver{WebhookID: w.ID, WebhookName: w.Name, Organization: event.Organization{ID: w.OrganizationID, Name: w.OrganizationName}}
	if err := tx.QueryRow(ctx, `SELECT title FROM organizations WHERE id = $1`, w.OrganizationID).Scan(&to.Organization.Title); err != nil {
		return to, fmt.Errorf("find organization %d: %w", w.OrganizationID, err)
	}
	return to, nil
}

// deleteMisses forgets misses that have become deliveries.
func deleteMisses(ctx context.Context, tx *db.Tx, webhookID string, misses []missedEvent) error {
	return changeMisses(ctx, tx, `DELETE FROM misses WHERE webhook_id = $1`, []any{webhookID}, misses)
}

// skipMisses keeps misses as what they are, and offers them no more.
func skipMisses(ctx context.Context, tx *db.Tx, webhookID string, misses []missedEvent, now time.Time) error {
	return changeMisses(ctx, tx, `UPDATE misses SET skipped_at = $2 WHERE webhook_id = $1`, []any{webhookID, now}, misses)
}

func changeMisses(ctx context.Context, tx *db.Tx, change string, args []any, misses []missedEvent) error {
	if len(misses) == 0 {
		return nil
	}
	first := len(args) + 1
	for _, m := range misses {
		args = append(args, m.eventID)
	}
	if _, err := tx.Exec(ctx, change+` AND event_id IN (`+placeholders(first, len(misses))+`)`, args...); err != nil {
		return fmt.Errorf("settle %d misses of webhook %s: %w", len(misses), args[0], err)
	}
	return nil
}
