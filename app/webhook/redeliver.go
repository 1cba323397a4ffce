package webhook

import (
	"context"
	"fmt"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
)

// oneClick is how long two requests to redeliver the same delivery count as one.
const oneClick = time.Second

// Redeliver sends a delivery again: the same bytes under the same id. A pending or retrying one is tried now instead of
// later, and its schedule goes on from there; a final one gets one more attempt, and one that is delivered stays so
// whatever comes of it. What is asked for already, or was made within the last second, is not asked for twice. Errors:
// NotFound; Conflict when the webhook is deleted or not enabled.
func (s *Service) Redeliver(ctx context.Context, actor access.Actor, organization, deliveryID string) (Delivery, error) {
	return s.redeliver(ctx, actor, inOrganization(organization), deliveryID)
}

// RedeliverByID is Redeliver for doors that know no organization.
func (s *Service) RedeliverByID(ctx context.Context, actor access.Actor, deliveryID string) (Delivery, error) {
	return s.redeliver(ctx, actor, s.ofDelivery(deliveryID), deliveryID)
}

func (s *Service) redeliver(ctx context.Context, actor access.Actor, find finder, deliveryID string) (Delivery, error) {
	var d Delivery
	entry := audit.Entry{Action: "delivery.redeliver", Object: "delivery", ObjectID: deliveryID}
	err := s.audit.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		place, err := find(ctx, tx, actor)
		if err != nil {
			return err
		}
		entry.OrganizationID = place.ID
		if err := place.Check(actor, access.ManageWebhooks); err != nil {
			return err
		}
		if d, err = s.deliveryOf(ctx, tx, place, deliveryID); err != nil {
			return err
		}
		if err := s.mayRedeliver(ctx, tx, d); err != nil {
			return err
		}
		asked, err := s.askAgain(ctx, tx, d, actor.Username)
		if err != nil {
			return err
		}
		if !asked {
			entry.Action = ""
		}
		d, err = s.deliveryOf(ctx, tx, place, deliveryID)
		return err
	})
	if err != nil {
		return Delivery{}, err
	}
	return d, nil
}

// mayRedeliver reads the webhook under the shared lock, so that it is not paused or deleted meanwhile.
func (s *Service) mayRedeliver(ctx context.Context, tx *db.Tx, d Delivery) error {
	if err := tx.LockShared(ctx, "webhook", d.WebhookID); err != nil {
		return err
	}
	w, err := s.oneWebhook(ctx, tx, "w.id = $1", d.WebhookID)
	if err != nil || d.Test && w.DeletedAt.IsZero() {
		return err
	}
	return w.mayBeSentTo()
}

// mayBeSentTo refuses what only an enabled webhook gets.
func (w Webhook) mayBeSentTo() error {
	switch {
	case !w.DeletedAt.IsZero():
		return app.Errorf(app.Conflict, "The webhook %q has been deleted: nothing more can be sent to it.", w.Name)
	case w.Enabled:
		return nil
	case w.Pause == PausedByRule:
		return app.Errorf(app.Conflict, "The webhook %q was disabled automatically: resume it first.", w.Name)
	}
	return app.Errorf(app.Conflict, "The webhook %q is paused: resume it first.", w.Name)
}

// askAgain makes a delivery due now; false when it was asked for already. It is one conditional update, so that of any
// number of clicks at once one counts. A first attempt that is due already keeps its place in the line.
func (s *Service) askAgain(ctx context.Context, tx *db.Tx, d Delivery, by string) (bool, error) {
	now := s.clock.Now()
	result, err := tx.Exec(ctx, `UPDATE deliveries SET lane = 'first', due_reason = 'manual', due_by = $2,
			due_at = CASE WHEN lane = 'first' AND due_at < $3 THEN due_at ELSE $3 END
		WHERE id = $1 AND state <> 'held' AND (lane IS NULL OR due_reason NOT IN ('manual', 'test'))
			AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.delivery_id = $1 AND a.trigger_kind = 'manual' AND a.started_at > $4)`,
		d.ID, by, now, now.Add(-oneClick))
	if err != nil {
		return false, fmt.Errorf("redeliver %s: %w", d.ID, err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return false, err
	}
	return true, s.wake(ctx, tx, LaneFirst, now, d.WebhookID)
}
