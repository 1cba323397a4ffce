package webhook

import (
	"context"

	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
)

// SetEnabled pauses or resumes a webhook. What waits for a paused one is held; resumed, it continues at once, in its
// order. A webhook that is as wanted already stays as it is, reason included; but one that was disabled automatically is
// paused by whoever wants it off: from then on no test enables it.
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
		set = old
		switch {
		case !enabled && old.Pause == PausedByRule:
			set.Pause, set.PausedAt = pausedBy(actor), s.clock.Now()
		case old.Enabled == enabled:
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
