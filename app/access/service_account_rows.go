package access

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"rollcall/app"
	"rollcall/db"
)

// addServiceAccount makes the row; the organization is locked, so the count holds.
func addServiceAccount(ctx context.Context, tx *db.Tx, place Place, a ServiceAccount, hash string) (int64, error) {
	var count, id int64
	err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM service_accounts WHERE organization_id = $1 AND deleted_at IS NULL`, place.ID).Scan(&count)
	if err != nil {
		return 0, fmt.Errorf("count service accounts of %d: %w", place.ID, err)
	}
	if count >= maxServiceAccounts {
		return 0, app.Errorf(app.Conflict, "%s has %d service accounts, which is the most there can be: delete one first.", place.Title, count)
	}
	err = tx.QueryRow(ctx, `INSERT INTO service_accounts (client_id, secret_hash, organization_id, name, role, created_at, created_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id`,
		a.ClientID, hash, place.ID, a.Name, a.Role, a.CreatedAt, a.CreatedBy).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		taken := app.Field{Name: "name", Message: fmt.Sprintf("There is a service account named %q already: choose another name.", a.Name)}
		return 0, &app.Error{Code: app.Conflict, Reason: app.ReasonDuplicate, Message: taken.Message, Fields: []app.Field{taken}}
	}
	if err != nil {
		return 0, fmt.Errorf("insert service account: %w", err)
	}
	return id, nil
}

func listServiceAccounts(ctx context.Context, q db.Queryer, organization int64) (accounts []ServiceAccount, err error) {
	rows, err := q.Query(ctx, `SELECT id, client_id, name, role, created_at, created_by, last_used_at FROM service_accounts
		WHERE organization_id = $1 AND deleted_at IS NULL ORDER BY name, id`, organization)
	if err != nil {
		return nil, fmt.Errorf("list service accounts of %d: %w", organization, err)
	}
	defer rows.Close()
	for rows.Next() {
		var a ServiceAccount
		var used sql.NullTime
		if err := rows.Scan(&a.ID, &a.ClientID, &a.Name, &a.Role, &a.CreatedAt, &a.CreatedBy, &used); err != nil {
			return nil, fmt.Errorf("list service accounts of %d: %w", organization, err)
		}
		a.CreatedAt, a.LastUsedAt = a.CreatedAt.UTC(), used.Time.UTC()
		accounts = append(accounts, a)
	}
	return accounts, rows.Err()
}

func updateServiceSecret(ctx context.Context, tx *db.Tx, place Place, id int64, hash string) (name string, err error) {
	err = tx.QueryRow(ctx, `UPDATE service_accounts SET secret_hash = $3 WHERE id = $1 AND organization_id = $2 AND deleted_at IS NULL RETURNING name`,
		id, place.ID, hash).Scan(&name)
	return name, missingService(err, place, id)
}

func endServiceAccount(ctx context.Context, tx *db.Tx, place Place, id int64, now time.Time) (name string, err error) {
	err = tx.QueryRow(ctx, `UPDATE service_accounts SET deleted_at = $3, secret_hash = '' WHERE id = $1 AND organization_id = $2 AND deleted_at IS NULL RETURNING name`,
		id, place.ID, now).Scan(&name)
	return name, missingService(err, place, id)
}

func missingService(err error, place Place, id int64) error {
	if errors.Is(err, sql.ErrNoRows) {
		return noSuchServiceAccount(place)
	}
	if err != nil {
		return fmt.Errorf("change service account %d: %w", id, err)
	}
	return nil
}

func deleteAccessTokens(ctx context.Context, tx *db.Tx, account int64) error {
	if _, err := tx.Exec(ctx, `DELETE FROM access_tokens WHERE service_account_id = $1`, account); err != nil {
		return fmt.Errorf("end access tokens of service account %d: %w", account, err)
	}
	return nil
}
