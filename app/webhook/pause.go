package webhook

import (
	"context"
	"fmt"
	"time"

	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
)

// SetEnabled pauses or resumes a webhook. What waits for a paused one is held; resumed, it continues at once, in its
// order. A webhook that is as wanted already stays as it is, reason included.
func (s *Service) SetEnabled(ctx context.Context, actor access.Actor, organization, id string, enabled bool) (Webhook, error) {
	var set Webhook
	entry := audit.Entry{Action: enableAction(enabled), Object: "webhook", ObjectID: id}
	err := s.audit.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		place, err := manage(ctx, tx, actor, inOrganization(organization), entry)
		if err != nil {
			return err
		}
		old, err := s.lockedWebhook(ctx, tx, place, id)
		if err != nil {
			return err
		}
		if set = old; old.Enabled == enabled {
			entry.Action = ""
			return nil
		}
		set.Enabled = enabled
		set, err = s.save(ctx, tx, actor, old, set)
		entry.Before, entry.After = described(old), described(set)
		return err
	})
	if err != nil {
		return Webhook{}, err
	}
	return set, nil
}

// enableAction names the change in audit rows.
func enableAction(enabled bool) string {
	if enabled {
		return "webhook.resume"
	}
	return "webhook.pause"
}

// pausedBy is why a webhook is not enabled that this actor disables.
func pausedBy(actor access.Actor) PauseReason {
	if actor.Source == "rest" || actor.Source == "graphql" {
		return PausedByAPI
	}
	return PausedByPerson
}

// hold keeps back what waits for a webhook that is no longer enabled; tests are sent all the same. A redelivery that
// was asked for and not made yet is forgotten where the delivery is final: such a delivery can't be held.
func hold(ctx context.Context, tx *db.Tx, webhookID string) error {
	_, err := tx.Exec(ctx, `UPDATE deliveries SET state = CASE WHEN state IN ('pending', 'retrying') THEN 'held' ELSE state END,
			lane = NULL, due_at = NULL, due_reason = '', due_by = ''
		WHERE webhook_id = $1 AND lane IS NOT NULL AND NOT test`, webhookID)
	if err != nil {
		return fmt.Errorf("hold the deliveries of webhook %s: %w", webhookID, err)
	}
	return nil
}

// release lets what was held continue: all of it is due now, and the ids keep it in its order.
func (s *Service) release(ctx context.Context, tx *db.Tx, webhookID string, now time.Time) error {
	for _, continued := range []struct {
		where  string
		state  State
		lane   Lane
		reason DueReason
	}{{"attempts = 0", Pending, LaneFirst, DueAtOnce}, {"attempts > 0", Retrying, LaneRetry, DueBySchedule}} {
		_, err := tx.Exec(ctx, `UPDATE deliveries SET state = $2, lane = $3, due_at = $4, due_reason = $5
			WHERE webhook_id = $1 AND state = 'held' AND `+continued.where, webhookID, continued.state, continued.lane, now, continued.reason)
		if err != nil {
			return fmt.Errorf("release the deliveries of webhook %s: %w", webhookID, err)
		}
		if err := s.wake(ctx, tx, continued.lane, now, webhookID); err != nil {
			return err
		}
	}
	return nil
}
