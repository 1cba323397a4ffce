package jobs

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"

	"rollcall/db"
)

// life is a process's sign of life among those that share a PostgreSQL database: a lock that its session holds and
// that the server gives up when the process dies, however it dies. The others take up the jobs of a process whose lock
// is free, in seconds, where River alone would wait until they have run for longer than any job may.
type life struct {
	pool *pgxpool.Pool
	id   string // of River's client, which writes it into the jobs it runs
	conn *pgxpool.Conn
}

// show holds the lock, and takes it again on a new connection when the old one was lost.
func (l *life) show(ctx context.Context) error {
	if l.conn != nil {
		if l.conn.Ping(ctx) == nil {
			return nil
		}
		l.end()
	}
	conn, err := l.pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("show a sign of life: %w", err)
	}
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock(hashtextextended($1, 0))`, lifeKey(l.id)); err != nil {
		conn.Release()
		return fmt.Errorf("show a sign of life: %w", err)
	}
	l.conn = conn
	return nil
}

// end gives the lock up with its connection.
func (l *life) end() {
	if l.conn != nil {
		_ = l.conn.Hijack().Close(context.Background()) // its end is what frees the lock; an error says that it has ended
		l.conn = nil
	}
}

func lifeKey(id string) string { return "rollcall process " + id }

// takeUpFromTheDead makes the jobs available that a process left running whose lock is free. Should that process be
// alive after all and have lost only its connection, what it has out may be sent twice, under one webhook-id.
func (l *life) takeUpFromTheDead(ctx context.Context, d *db.DB) (taken int64, err error) {
	err = d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		taken = 0
		owners, err := listOwners(ctx, tx, l.id)
		if err != nil {
			return err
		}
		for _, owner := range owners {
			n, err := takeUpFrom(ctx, tx, owner)
			if err != nil {
				return fmt.Errorf("take up the jobs of %s: %w", owner, err)
			}
			taken += n
		}
		return nil
	})
	return taken, err
}

// listOwners are the processes, other than self, that jobs say they are run by.
func listOwners(ctx context.Context, tx *db.Tx, self string) ([]string, error) {
	rows, err := tx.Query(ctx, `SELECT DISTINCT attempted_by[array_upper(attempted_by, 1)] FROM river_job
		WHERE state = 'running' AND attempted_by[array_upper(attempted_by, 1)] <> $1`, self)
	if err != nil {
		return nil, fmt.Errorf("list who runs jobs: %w", err)
	}
	defer rows.Close()
	var owners []string
	for rows.Next() {
		var owner string
		if err := rows.Scan(&owner); err != nil {
			return nil, fmt.Errorf("list who runs jobs: %w", err)
		}
		owners = append(owners, owner)
	}
	return owners, rows.Err()
}

func takeUpFrom(ctx context.Context, tx *db.Tx, owner string) (int64, error) {
	var dead bool
	err := tx.QueryRow(ctx, `SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))`, lifeKey(owner)).Scan(&dead)
	if err != nil || !dead {
		return 0, err
	}
	result, err := tx.Exec(ctx, `UPDATE river_job SET state = 'available' WHERE state = 'running' AND attempted_by[array_upper(attempted_by, 1)] = $1`, owner)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}
