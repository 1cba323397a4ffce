package webhook

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"rollcall/app/event"
	"rollcall/db"
)

// The columns of a webhook, and the tables they are in. Of a pipe or table that is deleted only its webhooks' history is
// left, so its name is optional.
const (
	webhookColumns = `w.id, w.organization_id, o.name, w.scope, w.scope_id, CASE WHEN w.scope = 'organization' THEN o.title ELSE COALESCE(sp.name, '') END,
		COALESCE(sp.suid, ''), w.name, w.url, w.description, w.email, w.headers, w.old_keys, w.filters, w.unverified, w.enabled, w.pause, w.paused_at,
		w.failures, w.failing_since, w.counting_from, w.error_class, w.error_status, w.error_text, w.error_at, w.version, w.created_at, w.created_by, w.updated_at, w.updated_by, w.deleted_at`
	webhookTables = ` FROM webhooks w JOIN organizations o ON o.id = w.organization_id LEFT JOIN spaces sp ON sp.id = w.scope_id AND sp.kind = w.scope`
)

func (s *Service) scanWebhook(row scanner) (w Webhook, err error) {
	var paused, failing, counting, failed, deleted sql.NullTime
	var filters sql.NullString
	var sealed, sealedOld []byte
	err = row.Scan(&w.ID, &w.OrganizationID, &w.OrganizationName, &w.Scope, &w.ScopeID, &w.PlaceName, &w.PlaceSUID, &w.Name, &w.URL, &w.Description,
		&w.Email, &sealed, &sealedOld, &filters, &w.Unverified, &w.Enabled, &w.Pause, &paused,
		&w.Failures, &failing, &counting, &w.LastError.Class, &w.LastError.Status, &w.LastError.Text, &failed, &w.Version, &w.CreatedAt, &w.CreatedBy, &w.UpdatedAt, &w.UpdatedBy, &deleted)
	if err != nil {
		return Webhook{}, err
	}
	w.PausedAt, w.FailingSince, w.DeletedAt, w.LastError.At = paused.Time, failing.Time, deleted.Time, failed.Time
	s.assess(&w, counting.Time)
	if filters.Valid {
		w.Filters = json.RawMessage(filters.String)
	}
	old, err := s.openOldKeys(w.ID, sealedOld)
	if err != nil {
		return Webhook{}, err
	}
	if old = valid(old, s.clock.Now()); len(old) > 0 {
		w.OldSecretsUntil = untils(old)
	}
	own, err := s.openHeaders(w.ID, sealed)
	w.Headers = own.shown()
	return w, err
}

// oneWebhook finds a webhook by a condition; NotFound when there is none.
func (s *Service) oneWebhook(ctx context.Context, q db.Queryer, where string, args ...any) (Webhook, error) {
	w, err := s.scanWebhook(q.QueryRow(ctx, `SELECT `+webhookColumns+webhookTables+` WHERE `+where, args...))
	if errors.Is(err, errNoRows) {
		return Webhook{}, noSuchWebhook()
	}
	if err != nil {
		return Webhook{}, fmt.Errorf("find webhook: %w", err)
	}
	types, err := listTypes(ctx, q, "webhook_id = $1", w.ID)
	w.Types = types[w.ID]
	return w, err
}

// listWebhooks is every webhook that listens to places of one scope, the newest last: two statements, however many
// places there are.
func (s *Service) listWebhooks(ctx context.Context, q db.Queryer, scope event.Scope, scopeIDs ...int64) ([]Webhook, error) {
	args := []any{scope}
	for _, id := range scopeIDs {
		args = append(args, id)
	}
	in := " IN (" + placeholders(2, len(scopeIDs)) + ")"
	rows, err := q.Query(ctx, `SELECT `+webhookColumns+webhookTables+`
		WHERE w.scope = $1 AND w.scope_id`+in+` AND w.deleted_at IS NULL ORDER BY w.created_at, w.id`, args...)
	if err != nil {
		return nil, fmt.Errorf("list webhooks: %w", err)
	}
	list, err := collect(rows, s.scanWebhook)
	if err != nil {
		return nil, fmt.Errorf("list webhooks: %w", err)
	}
	types, err := listTypes(ctx, q, "scope = $1 AND scope_id"+in, args...)
	for i := range list {
		list[i].Types = types[list[i].ID]
	}
	return list, err
}

// listTypes is what webhooks subscribe to, by webhook.
func listTypes(ctx context.Context, q db.Queryer, where string, args ...any) (map[string][]event.Type, error) {
	rows, err := q.Query(ctx, `SELECT webhook_id, type FROM webhook_types WHERE `+where+` ORDER BY webhook_id, position`, args...)
	if err != nil {
		return nil, fmt.Errorf("list event types: %w", err)
	}
	defer rows.Close()
	types := map[string][]event.Type{}
	for rows.Next() {
		var id string
		var t event.Type
		if err := rows.Scan(&id, &t); err != nil {
			return nil, fmt.Errorf("list event types: %w", err)
		}
		types[id] = append(types[id], t)
	}
	return types, rows.Err()
}

// insertWebhook adds a webhook with its types and its two lanes, both idle.
func insertWebhook(ctx context.Context, tx *db.Tx, w Webhook, secret, headers []byte) error {
	_, err := tx.Exec(ctx, `INSERT INTO webhooks (id, organization_id, scope, scope_id, name, activate, url, description, secret, enabled, pause, paused_at,
			created_at, created_by, updated_at, updated_by, email, headers, filters, unverified)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $13, $14, $15, $16, $17, $18)`,
		w.ID, w.OrganizationID, w.Scope, w.ScopeID, w.Name, w.activate(), w.URL, w.Description, secret, w.Enabled, w.Pause, optionalTime(w.PausedAt),
		w.CreatedAt, w.CreatedBy, w.Email, headers, optionalText(string(w.Filters)), w.Unverified)
	if err != nil {
		return fmt.Errorf("insert webhook: %w", err)
	}
	if _, err := tx.Exec(ctx, `INSERT INTO lanes (webhook_id, lane) VALUES ($1, 'first'), ($1, 'retry')`, w.ID); err != nil {
		return fmt.Errorf("insert lanes: %w", err)
	}
	return insertTypes(ctx, tx, w)
}

func insertTypes(ctx context.Context, tx *db.Tx, w Webhook) error {
	for position, t := range w.Types {
		_, err := tx.Exec(ctx, `INSERT INTO webhook_types (webhook_id, position, scope, scope_id, type, canonical) VALUES ($1, $2, $3, $4, $5, $6)`,
			w.ID, position, w.Scope, w.ScopeID, t, event.Canonical(t))
		if err != nil {
			return fmt.Errorf("insert event type %s: %w", t, err)
		}
	}
	return nil
}

// updateWebhook writes what can be changed, its headers apart, and counts the edit. The caller holds the webhook's lock.
func updateWebhook(ctx context.Context, tx *db.Tx, w Webhook) error {
	_, err := tx.Exec(ctx, `UPDATE webhooks SET name = $2, activate = $3, url = $4, description = $5, enabled = $6, pause = $7, paused_at = $8,
			failures = $9, failing_since = $10, version = $11, updated_at = $12, updated_by = $13, email = $14, filters = $15, unverified = $16 WHERE id = $1`,
		w.ID, w.Name, w.activate(), w.URL, w.Description, w.Enabled, w.Pause, optionalTime(w.PausedAt),
		w.Failures, optionalTime(w.FailingSince), w.Version, w.UpdatedAt, w.UpdatedBy, w.Email, optionalText(string(w.Filters)), w.Unverified)
	if err != nil {
		return fmt.Errorf("update webhook %s: %w", w.ID, err)
	}
	return nil
}

func deleteTypes(ctx context.Context, tx *db.Tx, ids []string) error {
	_, err := tx.Exec(ctx, `DELETE FROM webhook_types WHERE webhook_id IN (`+placeholders(1, len(ids))+`)`, anys(ids)...)
	if err != nil {
		return fmt.Errorf("delete event types: %w", err)
	}
	return nil
}
