package webhook

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/event"
	"rollcall/db"
)

// DeleteSummary says what goes with webhooks.
type DeleteSummary struct {
	Names   []string // in the order of the ids
	Pending int      // deliveries that will be, or were, cancelled
	Records int      // deliveries in the history; counted by DeletePreview only
}

// DeletePreview says what Delete would do. The errors are the same.
func (s *Service) DeletePreview(ctx context.Context, actor access.Actor, organization string, ids ...string) (DeleteSummary, error) {
	place, err := readable(ctx, s.db, actor, inOrganization(organization))
	if err != nil {
		return DeleteSummary{}, err
	}
	if err := selected(ids); err != nil {
		return DeleteSummary{}, err
	}
	list, err := s.listDoomed(ctx, s.db, place, ids)
	if err != nil {
		return DeleteSummary{}, err
	}
	summary := DeleteSummary{Names: namesOf(list)}
	of := "webhook_id IN (" + placeholders(1, len(list)) + ")"
	err = s.db.QueryRow(ctx, `SELECT (SELECT COUNT(*) FROM deliveries WHERE `+of+` AND `+settled+` AND state <> 'held'),
		(SELECT COUNT(*) FROM deliveries WHERE `+of+` AND lane IS NOT NULL AND state IN ('pending', 'retrying'))
		+ (SELECT COUNT(*) FROM deliveries WHERE `+of+` AND state = 'held')`, anys(idsOfDoomed(list))...).Scan(&summary.Records, &summary.Pending)
	if err != nil {
		return DeleteSummary{}, fmt.Errorf("count the deliveries of %d webhooks: %w", len(list), err)
	}
	summary.Records += summary.Pending
	return summary, nil
}

// Delete deletes webhooks of the organization, all or none, and cancels what waits for them. Their names are free at
// once; their history goes later, in small batches. NotFound when one of them does not exist or is somebody else's,
// Invalid when there is no id or more than 1,000.
func (s *Service) Delete(ctx context.Context, actor access.Actor, organization string, ids ...string) (DeleteSummary, error) {
	return s.delete(ctx, actor, inOrganization(organization), ids...)
}

// DeleteByID is Delete of one webhook for doors that know no organization. Of other scopes than the given ones none is
// found; no scope stands for all of them.
func (s *Service) DeleteByID(ctx context.Context, actor access.Actor, id string, scopes ...event.Scope) error {
	_, err := s.delete(ctx, actor, ofWebhook(id, scopes), id)
	return err
}

func (s *Service) delete(ctx context.Context, actor access.Actor, find finder, ids ...string) (DeleteSummary, error) {
	var summary DeleteSummary
	entry := audit.Entry{Action: "webhook.delete", Object: "webhook", ObjectID: strings.Join(ids[:min(len(ids), 10)], " ")}
	err := s.audit.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		place, err := manage(ctx, tx, actor, find, entry)
		if err != nil {
			return err
		}
		if err := selected(ids); err != nil {
			return err
		}
		if err := tx.Lock(ctx, "webhook", ids...); err != nil {
			return err
		}
		list, err := s.listDoomed(ctx, tx, place, ids)
		if err != nil {
			return err
		}
		cancelled, err := s.deleteWebhooks(ctx, tx, idsOfDoomed(list), actor.Username)
		summary = DeleteSummary{Names: namesOf(list), Pending: cancelled}
		entry.Before = summary
		return err
	})
	if err != nil {
		return DeleteSummary{}, err
	}
	return summary, nil
}

func selected(ids []string) error {
	switch {
	case len(ids) == 0:
		return app.Refuse(app.Field{Name: "webhook", Message: "Select at least one webhook."})
	case len(ids) > maxWebhooks:
		return app.Refuse(app.Field{Name: "webhook", Message: "Select at most 1,000 webhooks."})
	}
	return nil
}

// doomed is a webhook to delete.
type doomed struct{ id, name string }

// listDoomed finds the webhooks to delete, each once, in the order of the ids: one statement, however many there are.
func (s *Service) listDoomed(ctx context.Context, q db.Queryer, place access.Place, ids []string) ([]doomed, error) {
	for _, id := range ids {
		if !isHexID(id) {
			return nil, noSuchWebhook()
		}
	}
	rows, err := q.Query(ctx, `SELECT id, name FROM webhooks WHERE organization_id = $1 AND deleted_at IS NULL AND id IN (`+placeholders(2, len(ids))+`)`,
		append([]any{place.ID}, anys(ids)...)...)
	if err != nil {
		return nil, fmt.Errorf("find %d webhooks: %w", len(ids), err)
	}
	found, err := collect(rows, func(row scanner) (w doomed, err error) { return w, row.Scan(&w.id, &w.name) })
	if err != nil {
		return nil, fmt.Errorf("find %d webhooks: %w", len(ids), err)
	}
	var list []doomed
	for _, id := range ids {
		i := slices.IndexFunc(found, func(w doomed) bool { return w.id == id })
		if i < 0 {
			return nil, noSuchWebhook()
		}
		if !slices.Contains(list, found[i]) {
			list = append(list, found[i])
		}
	}
	return list, nil
}

// DeleteOfScope deletes the webhooks of a pipe or table that is being deleted in the same transaction, and cancels what
// waits for them; it returns how many deliveries that were. The caller holds the organization's lock; by is a username.
func (s *Service) DeleteOfScope(ctx context.Context, tx *db.Tx, scope event.Scope, scopeID int64, by string) (cancelled int, err error) {
	rows, err := tx.Query(ctx, `SELECT id FROM webhooks WHERE scope = $1 AND scope_id = $2 AND deleted_at IS NULL ORDER BY id`, scope, scopeID)
	if err != nil {
		return 0, fmt.Errorf("list the webhooks of %s %d: %w", scope, scopeID, err)
	}
	ids, err := collect(rows, func(row scanner) (id string, err error) { return id, row.Scan(&id) })
	if err != nil {
		return 0, fmt.Errorf("list the webhooks of %s %d: %w", scope, scopeID, err)
	}
	if len(ids) == 0 {
		return 0, nil
	}
	if err := tx.Lock(ctx, "webhook", ids...); err != nil {
		return 0, err
	}
	return s.deleteWebhooks(ctx, tx, ids, by)
}

// deleteWebhooks marks webhooks as deleted, whose locks the caller holds, and says how many deliveries that cancels: some
// at once, and the rest, of which nothing is sent any more, by the lanes' jobs. What was entered for their receivers goes
// at once.
func (s *Service) deleteWebhooks(ctx context.Context, tx *db.Tx, ids []string, by string) (cancelled int, err error) {
	tx.AfterCommit(func() {
		for _, id := range ids {
			s.bells.change(id)
		}
	})
	if err := deleteTypes(ctx, tx, ids); err != nil {
		return 0, err
	}
	now := s.clock.Now()
	room := settleAtOnce
	var rest []string
	for _, id := range ids {
		if _, err := tx.Exec(ctx, `UPDATE webhooks SET deleted_at = $2, headers = NULL, old_keys = NULL, version = version + 1, updated_at = $2, updated_by = $3 WHERE id = $1`, id, now, by); err != nil {
			return 0, fmt.Errorf("delete webhook %s: %w", id, err)
		}
		waiting, err := countWaiting(ctx, tx, id)
		if err != nil {
			return 0, err
		}
		n, err := s.settleSome(ctx, tx, id, wantsGone, room, now)
		if err != nil {
			return 0, err
		}
		cancelled += waiting
		if room -= n; room == 0 {
			rest = append(rest, id)
		}
	}
	s.meter.end(tx, Cancelled, cancelled)
	return cancelled, s.leaveToJob(ctx, tx, now, rest...)
}

// countWaiting is how many deliveries are held or have their next scheduled attempt coming. It counts in the indexes.
func countWaiting(ctx context.Context, q db.Queryer, webhookID string) (n int, err error) {
	err = q.QueryRow(ctx, `SELECT (SELECT COUNT(*) FROM deliveries WHERE webhook_id = $1 AND lane IS NOT NULL AND state IN ('pending', 'retrying'))
		+ (SELECT COUNT(*) FROM deliveries WHERE webhook_id = $1 AND `+settled+` AND state = 'held')`, webhookID).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count what waits for webhook %s: %w", webhookID, err)
	}
	return n, nil
}

func namesOf(list []doomed) []string {
	names := make([]string, len(list))
	for i, w := range list {
		names[i] = w.name
	}
	return names
}

func idsOfDoomed(list []doomed) []string {
	ids := make([]string, len(list))
	for i, w := range list {
		ids[i] = w.id
	}
	return ids
}
