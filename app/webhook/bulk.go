package webhook

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
)

// RedeliverThese sends some deliveries of a webhook again, as Redeliver does with one, and returns how many were queued:
// those that are under way, or were asked for already, are not asked for twice. Errors: NotFound, for a delivery of
// another webhook too; Invalid when there is no id or more than 100; Conflict when the webhook is not enabled.
func (s *Service) RedeliverThese(ctx context.Context, actor access.Actor, organization, webhookID string, ids ...string) (int, error) {
	return s.changeThese(ctx, actor, organization, webhookID, "delivery.redeliver", ids, func(ctx context.Context, tx *db.Tx, w Webhook, ids []string) (int, error) {
		if err := w.mayBeSentTo(); err != nil {
			return 0, err
		}
		return s.askAllAgain(ctx, tx, w.ID, ids, actor.Username, LaneFirst)
	})
}

// CancelThese cancels those of some deliveries of a webhook that wait, takes back redeliveries that were asked for and not
// sent yet, and returns how many those were together. Errors: as RedeliverThese's, but that the webhook may be paused.
func (s *Service) CancelThese(ctx context.Context, actor access.Actor, organization, webhookID string, ids ...string) (int, error) {
	return s.changeThese(ctx, actor, organization, webhookID, "delivery.cancel", ids, func(ctx context.Context, tx *db.Tx, w Webhook, ids []string) (int, error) {
		return s.cancelThese(ctx, tx, w.ID, ids)
	})
}

type changeFunc func(ctx context.Context, tx *db.Tx, w Webhook, ids []string) (int, error)

func (s *Service) changeThese(ctx context.Context, actor access.Actor, organization, webhookID, action string, ids []string, change changeFunc) (changed int, err error) {
	entry := audit.Entry{Action: action, Object: "webhook", ObjectID: webhookID}
	err = s.audit.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		place, err := readable(ctx, tx, actor, inOrganization(organization))
		if entry.OrganizationID = place.ID; err != nil {
			return err
		}
		w, err := s.lockedWebhook(ctx, tx, place, webhookID)
		if err != nil {
			return err
		}
		keys, err := s.chosen(ctx, tx, w, ids)
		if err != nil {
			return err
		}
		if changed, err = change(ctx, tx, w, keys); err == nil && changed == 0 {
			entry.Action = ""
		}
		entry.After = map[string]any{"deliveries": keys, "changed": changed}
		return err
	})
	return changed, err
}

// chosen checks that all ids are those of deliveries of the webhook, and returns each once.
func (s *Service) chosen(ctx context.Context, tx *db.Tx, w Webhook, ids []string) ([]string, error) {
	keys := make([]string, 0, len(ids))
	for _, id := range ids {
		if !isUUID(id) {
			return nil, s.noSuchDelivery(id)
		}
		keys = append(keys, deliveryKey(id))
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	switch {
	case len(keys) == 0:
		return nil, app.Refuse(app.Field{Name: "delivery", Message: "Select at least one delivery."})
	case len(keys) > pageMost:
		return nil, app.Refuse(app.Field{Name: "delivery", Message: "Select at most 100 deliveries, or use the filter."})
	}
	rows, err := tx.Query(ctx, `SELECT id FROM deliveries WHERE webhook_id = $1 AND id IN (`+placeholders(2, len(keys))+`)`, append([]any{w.ID}, anys(keys)...)...)
	if err != nil {
		return nil, fmt.Errorf("find the deliveries of webhook %s: %w", w.ID, err)
	}
	found, err := collect(rows, func(row scanner) (id string, err error) { return id, row.Scan(&id) })
	if err != nil {
		return nil, fmt.Errorf("find the deliveries of webhook %s: %w", w.ID, err)
	}
	for _, id := range keys {
		if !slices.Contains(found, id) {
			return nil, s.noSuchDelivery(id)
		}
	}
	return keys, nil
}

// askAllAgain makes deliveries of one webhook due now, in that lane, and returns how many: what is about to be sent anyway,
// was asked for already, or was sent by hand within the last second stays as it is, and so does what is held, or is no
// longer in one of the states that were meant; none stands for all.
func (s *Service) askAllAgain(ctx context.Context, tx *db.Tx, webhookID string, ids []string, by string, lane Lane, among ...State) (int, error) {
	now := s.clock.Now()
	args := append([]any{by, now, now.Add(-oneClick), lane}, anys(ids)...)
	result, err := tx.Exec(ctx, `UPDATE deliveries SET lane = $4, due_reason = 'manual', due_by = $1, due_at = $2
		WHERE id IN (`+placeholders(5, len(ids))+`) AND state <> 'held' AND (lane IS NULL OR lane = 'retry' AND due_reason <> 'manual')
			AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.delivery_id = deliveries.id AND a.trigger_kind = 'manual' AND a.started_at > $3)`+still(among), args...)
	if err != nil {
		return 0, fmt.Errorf("redeliver %d deliveries of webhook %s: %w", len(ids), webhookID, err)
	}
	n, err := result.RowsAffected()
	if err != nil || n == 0 {
		return 0, err
	}
	return int(n), s.wake(ctx, tx, lane, now, webhookID)
}

// still is the condition that a delivery is in one of the states that were meant when it was chosen: it may have gone on
// since. None stands for all.
func still(among []State) string {
	if len(among) == 0 {
		return ""
	}
	return " AND " + inStates(among)
}

// cancelThese cancels those of some deliveries of one webhook that wait, in one of the states that were meant, and takes
// back what was asked for again. An attempt that is out is recorded when it ends, and its success still counts.
func (s *Service) cancelThese(ctx context.Context, tx *db.Tx, webhookID string, ids []string, among ...State) (int, error) {
	chosen := " WHERE id IN (" + placeholders(1, len(ids)) + ")" + still(among) + " AND "
	back, err := affected(tx.Exec(ctx, `UPDATE deliveries SET lane = NULL, due_at = NULL, due_reason = '', due_by = ''`+chosen+againIs, anys(ids)...))
	if err != nil {
		return 0, fmt.Errorf("take back redeliveries of webhook %s: %w", webhookID, err)
	}
	ended, err := affected(tx.Exec(ctx, `UPDATE deliveries SET state = 'cancelled', finished_at = $`+strconv.Itoa(len(ids)+1)+`, lane = NULL, due_at = NULL, due_reason = '', due_by = ''`+
		chosen+`state IN ('pending', 'retrying', 'held')`, append(anys(ids), s.clock.Now())...))
	if err != nil {
		return 0, fmt.Errorf("cancel %d deliveries of webhook %s: %w", len(ids), webhookID, err)
	}
	tx.AfterCommit(func() { s.bells.change(webhookID) })
	s.meter.end(tx, Cancelled, ended)
	return back + ended, nil
}

// FailedMost is up to where Failed counts.
const FailedMost = 1000

// Failed is how many deliveries of a webhook have failed for good; FailedMost+1 stands for more than FailedMost, so that
// a page can ask for it each time. NotFound as for Webhook.
func (s *Service) Failed(ctx context.Context, actor access.Actor, organization, webhookID string) (int, error) {
	w, err := s.Webhook(ctx, actor, organization, webhookID)
	if err != nil {
		return 0, err
	}
	n, err := s.countUpTo(ctx, s.db, w, Filter{State: Failed}, FailedMost)
	if err != nil {
		return 0, fmt.Errorf("count what failed of webhook %s: %w", w.ID, err)
	}
	return n, nil
}
