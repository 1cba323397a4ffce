package access

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"rollcall/db"
)

func insertSession(ctx context.Context, tx *db.Tx, userID int64, hash string, n Session) error {
	_, err := tx.Exec(ctx, `INSERT INTO sessions (id, hash, user_id, created_at, last_seen_at, address, user_agent) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		n.ID, hash, userID, n.CreatedAt, n.LastSeenAt, n.Address, n.UserAgent)
	if err != nil {
		return fmt.Errorf("insert session of user %d: %w", userID, err)
	}
	return nil
}

// sessionByHash is the one read of every page: a live session of an active user, and when it was seen last.
func sessionByHash(ctx context.Context, q db.Queryer, hash string, now time.Time) (Actor, time.Time, error) {
	a, seen := Actor{Kind: KindUser}, time.Time{}
	err := q.QueryRow(ctx, `SELECT s.id, s.last_seen_at, u.id, u.username, u.name, u.email, u.site_admin
		FROM sessions s JOIN users u ON u.id = s.user_id
		WHERE s.hash = $1 AND s.last_seen_at > $2 AND s.created_at > $3 AND u.state = 'active'`,
		hash, now.Add(-SessionIdle), now.Add(-SessionLife)).
		Scan(&a.SessionID, &seen, &a.UserID, &a.Username, &a.Name, &a.Email, &a.SiteAdmin)
	return a, seen, err
}

func listSessions(ctx context.Context, q db.Queryer, userID int64, now time.Time) (sessions []Session, err error) {
	rows, err := q.Query(ctx, `SELECT id, created_at, last_seen_at, address, user_agent FROM sessions
		WHERE user_id = $1 AND last_seen_at > $2 AND created_at > $3 ORDER BY last_seen_at DESC, id DESC`,
		userID, now.Add(-SessionIdle), now.Add(-SessionLife))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var n Session
		if err := rows.Scan(&n.ID, &n.CreatedAt, &n.LastSeenAt, &n.Address, &n.UserAgent); err != nil {
			return nil, err
		}
		sessions = append(sessions, n)
	}
	return sessions, rows.Err()
}

func deleteSessions(ctx context.Context, tx *db.Tx, userID int64, exceptID string) (int64, error) {
	n, err := affected(tx.Exec(ctx, `DELETE FROM sessions WHERE user_id = $1 AND id <> $2`, userID, exceptID))
	if err != nil {
		return 0, fmt.Errorf("end sessions of user %d: %w", userID, err)
	}
	return n, nil
}

// deleteExpiredSessions clears one user's old rows at the user's next sign-in: the table stays as small as the number of
// people, and two sign-ins never wait for each other over a stranger's row.
func deleteExpiredSessions(ctx context.Context, tx *db.Tx, userID int64, now time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM sessions WHERE user_id = $1 AND (last_seen_at <= $2 OR created_at <= $3)`,
		userID, now.Add(-SessionIdle), now.Add(-SessionLife))
	if err != nil {
		return fmt.Errorf("remove expired sessions of user %d: %w", userID, err)
	}
	return nil
}

func affected(result sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}
