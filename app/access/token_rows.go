package access

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"rollcall/db"
)

// insertToken reports false when a live token of the user has the name.
func insertToken(ctx context.Context, tx *db.Tx, t Token, hash string) (bool, error) {
	expires := sql.NullTime{Time: t.ExpiresAt, Valid: !t.ExpiresAt.IsZero()}
	var id string
	err := tx.QueryRow(ctx, `INSERT INTO tokens (id, hash, user_id, name, created_at, created_by, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT DO NOTHING RETURNING id`, t.ID, hash, t.UserID, t.Name, t.CreatedAt, t.CreatedBy, expires).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("insert token of user %d: %w", t.UserID, err)
	}
	return true, nil
}

// tokenByID is the one read of every API request: a live token of an active user, its hash, and when it was used last.
func tokenByID(ctx context.Context, q db.Queryer, id string, now time.Time) (Actor, string, time.Time, error) {
	a, hash, used := Actor{Kind: KindToken, TokenID: id}, "", sql.NullTime{}
	err := q.QueryRow(ctx, `SELECT t.hash, t.last_used_at, u.id, u.username, u.name, u.email, u.site_admin
		FROM tokens t JOIN users u ON u.id = t.user_id
		WHERE t.id = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $2) AND u.state = 'active'`, id, now).
		Scan(&hash, &used, &a.UserID, &a.Username, &a.Name, &a.Email, &a.SiteAdmin)
	return a, hash, used.Time, err
}

func listTokens(ctx context.Context, q db.Queryer, userID int64) (tokens []Token, err error) {
	rows, err := q.Query(ctx, `SELECT id, user_id, name, created_at, created_by, expires_at, last_used_at FROM tokens
		WHERE user_id = $1 AND revoked_at IS NULL ORDER BY created_at DESC, id`, userID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var t Token
		var expires, used sql.NullTime
		if err := rows.Scan(&t.ID, &t.UserID, &t.Name, &t.CreatedAt, &t.CreatedBy, &expires, &used); err != nil {
			return nil, err
		}
		t.ExpiresAt, t.LastUsedAt = expires.Time, used.Time
		tokens = append(tokens, t)
	}
	return tokens, rows.Err()
}

func revokeToken(ctx context.Context, tx *db.Tx, id string, by Actor, now time.Time) (name string, owner int64, err error) {
	err = tx.QueryRow(ctx, `UPDATE tokens SET revoked_at = $4 WHERE id = $1 AND revoked_at IS NULL AND (user_id = $2 OR $3) RETURNING name, user_id`,
		id, by.UserID, by.SiteAdmin, now).Scan(&name, &owner)
	if err != nil {
		return "", 0, fmt.Errorf("revoke token %q: %w", id, err)
	}
	return name, owner, nil
}

func revokeExpiredToken(ctx context.Context, tx *db.Tx, userID int64, name string, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE tokens SET revoked_at = $3 WHERE user_id = $1 AND name = $2 AND revoked_at IS NULL AND expires_at <= $3`, userID, name, now)
	if err != nil {
		return fmt.Errorf("free the name of an expired token of user %d: %w", userID, err)
	}
	return nil
}
