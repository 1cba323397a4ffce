package webhook

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"rollcall/app/event"
	"rollcall/db"
)

const webhookColumns = `w.id, w.organization_id, o.name, w.scope, w.scope_id, w.name, w.url, w.description, w.enabled, w.pause, w.paused_at,
	w.failures, w.failing_since, w.version, w.created_at, w.created_by, w.updated_at, w.updated_by, w.deleted_at`

func scanWebhook(row scanner) (w Webhook, err error) {
	var paused, failing, deleted sql.NullTime
	err = row.Scan(&w.ID, &w.OrganizationID, &w.OrganizationName, &w.Scope, &w.ScopeID, &w.Name, &w.URL, &w.Description, &w.Enabled, &w.Pause, &paused,
		&w.Failures, &failing, &w.Version, &w.CreatedAt, &w.CreatedBy, &w.UpdatedAt, &w.UpdatedBy, &deleted)
	w.PausedAt, w.FailingSince, w.DeletedAt = paused.Time, failing.Time, deleted.Time
	return w, err
}

// oneWebhook finds a webhook by a condition; NotFound when there is none.
func oneWebhook(ctx context.Context, q db.Queryer, where string, args ...any) (Webhook, error) {
	w, err := scanWebhook(q.QueryRow(ctx, `SELECT `+webhookColumns+` FROM webhooks w JOIN organizations o ON o.id = w.organization_id WHERE `+where, args...))
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

// listWebhooks is every webhook that listens to one place, the newest last.
func listWebhooks(ctx context.Context, q db.Queryer, scope event.Scope, scopeID int64) ([]Webhook, error) {
	rows, err := q.Query(ctx, `SELECT `+webhookColumns+` FROM webhooks w JOIN organizations o ON o.id = w.organization_id
		WHERE w.scope = $1 AND w.scope_id = $2 AND w.deleted_at IS NULL ORDER BY w.created_at, w.id`, scope, scopeID)
	if err != nil {
		return nil, fmt.Errorf("list webhooks: %w", err)
	}
	list, err := collect(rows, scanWebhook)
	if err != nil {
		return nil, fmt.Errorf("list webhooks: %w", err)
	}
	types, err := listTypes(ctx, q, "scope = $1 AND scope_id = $2", scope, scopeID)
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
func insertWebhook(ctx context.Context, tx *db.Tx, w Webhook, sealed []byte) error {
	_, err := tx.Exec(ctx, `INSERT INTO webhooks (id, organization_id, scope, scope_id, name, activate, url, description, secret, enabled, pause, paused_at,
			created_at, created_by, updated_at, updated_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $13, $14)`,
		w.ID, w.OrganizationID, w.Scope, w.ScopeID, w.Name, w.activate(), w.URL, w.Description, sealed, w.Enabled, w.Pause, optionalTime(w.PausedAt),
		w.CreatedAt, w.CreatedBy)
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

// updateWebhook writes what can be changed, and counts the edit. The caller holds the webhook's lock.
func updateWebhook(ctx context.Context, tx *db.Tx, w Webhook) error {
	_, err := tx.Exec(ctx, `UPDATE webhooks SET name = $2, activate = $3, url = $4, description = $5, enabled = $6, pause = $7, paused_at = $8,
			failures = $9, failing_since = $10, version = $11, updated_at = $12, updated_by = $13 WHERE id = $1`,
		w.ID, w.Name, w.activate(), w.URL, w.Description, w.Enabled, w.Pause, optionalTime(w.PausedAt),
		w.Failures, optionalTime(w.FailingSince), w.Version, w.UpdatedAt, w.UpdatedBy)
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
