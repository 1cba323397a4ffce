package webhook

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
)

// reopened is what follows when a webhook is enabled again, whoever did it: its health starts anew, and what was held
// goes on. Every way to enable a webhook ends here, within its transaction.
func (s *Service) reopened(ctx context.Context, tx *db.Tx, webhookID string, now time.Time) error {
	if err := resetHealth(ctx, tx, webhookID); err != nil {
		return err
	}
	return s.release(ctx, tx, webhookID, now)
}

// reopenTested enables a webhook that was disabled automatically, for a test of it has succeeded. A test that was asked
// for before that proves nothing, unless somebody asked for it again. It counts as an edit.
func (s *Service) reopenTested(ctx context.Context, tx *db.Tx, test sending, now time.Time) error {
	var organization int64
	var name string
	id, asked := test.delivery.WebhookID, test.delivery.OccurredAt
	if test.delivery.trigger() == TriggerManual {
		asked = now
	}
	err := tx.QueryRow(ctx, `UPDATE webhooks SET enabled = TRUE, pause = '', paused_at = NULL, version = version + 1, updated_at = $2, updated_by = $3
		WHERE id = $1 AND NOT enabled AND pause = 'automatic' AND paused_at <= $4 AND deleted_at IS NULL RETURNING organization_id, name`,
		id, now, system().Username, asked).Scan(&organization, &name)
	if errors.Is(err, errNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("enable webhook %s after a test: %w", id, err)
	}
	entry := audit.Entry{Action: enableAction(true), OrganizationID: organization, Object: "webhook", ObjectID: id,
		After: map[string]any{"name": name, "reason": "a test succeeded", "delivery": test.delivery.ID, "by": test.delivery.by}}
	if err := s.audit.Write(ctx, tx, system(), entry, nil); err != nil {
		return err
	}
	return s.reopened(ctx, tx, id, now)
}

// KeepTrying starts the countdown of a failing webhook anew: it is disabled later, if nothing succeeds before. The
// failures stay counted. A webhook that is not failing, or no more, stays as it is. Conflict when it is not enabled.
func (s *Service) KeepTrying(ctx context.Context, actor access.Actor, organization, id string) (Webhook, error) {
	var kept Webhook
	entry := audit.Entry{Action: "webhook.keep_trying", Object: "webhook", ObjectID: id}
	err := s.audit.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		place, err := manage(ctx, tx, actor, inOrganization(organization), entry)
		if err != nil {
			return err
		}
		if kept, err = s.lockedWebhook(ctx, tx, place, id); err != nil {
			return err
		}
		if !kept.Enabled {
			return app.Errorf(app.Conflict, "The webhook %q is not enabled, so nothing is tried: resume it.", kept.Name)
		}
		if !kept.Failing {
			entry.Action = ""
			return nil
		}
		entry.Before = map[string]any{"name": kept.Name, "disableAt": kept.DisableAt}
		if err := restartCountdown(ctx, tx, s.clock.Now(), kept.ID); err != nil {
			return err
		}
		kept, err = s.webhookOf(ctx, tx, place, id)
		entry.After = map[string]any{"name": kept.Name, "disableAt": kept.DisableAt}
		return err
	})
	if err != nil {
		return Webhook{}, err
	}
	return kept, nil
}

// restartCountdown has the countdowns of webhooks begin now. That they are failing was told already; what half and most
// of the time have passed is told again.
func restartCountdown(ctx context.Context, tx *db.Tx, now time.Time, ids ...string) error {
	args := append([]any{now}, anys(ids)...)
	_, err := tx.Exec(ctx, `UPDATE webhooks SET counting_from = $1, warned = CASE WHEN warned > 1 THEN 1 ELSE warned END
		WHERE failures > 0 AND id IN (`+placeholders(2, len(ids))+`)`, args...)
	if err != nil {
		return fmt.Errorf("restart the countdowns of %d webhooks: %w", len(ids), err)
	}
	return nil
}

// system is who changes webhooks by the rules.
func system() access.Actor { return access.System() }

// changedOne reports whether a statement changed a row.
func changedOne(result sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}
