package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// retries is how often a transaction is run again that PostgreSQL gave up for the sake of another.
const retries = 3

func (d *DB) txPostgres(ctx context.Context, fn func(context.Context, *Tx) error) error {
	for try := 0; ; try++ {
		tx, err := d.tryPostgres(ctx, fn)
		if err == nil {
			tx.committed()
			return nil
		}
		if try == retries || !passing(err) || !pause(ctx, try) {
			return err
		}
	}
}

// tryPostgres runs fn once, in a transaction on a connection of its own. It is begun and committed through pgx and
// not through database/sql, which would roll back in another goroutine when a context ends, while fn uses the
// connection.
func (d *DB) tryPostgres(ctx context.Context, fn func(context.Context, *Tx) error) (*Tx, error) {
	conn, err := d.writer(ctx).Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("taking a connection: %w", err)
	}
	defer conn.Close()
	tx := d.newTx(ctx, conn)
	defer tx.cancel()
	open, err := begin(tx.ctx, conn)
	if err != nil {
		return nil, fmt.Errorf("beginning a transaction: %w", err)
	}
	tx.pgx = view{open}
	defer rollback(open) // also on a panic or Goexit; after a commit it does nothing
	defer tx.end()
	if err := tx.outcome(fn(tx.ctx, tx)); err != nil {
		return nil, err
	}
	tx.end()
	if err := open.Commit(tx.ctx); err != nil {
		return nil, fmt.Errorf("committing: %w", unsure{err})
	}
	return tx, nil
}

// begin opens the transaction on the pgx connection under conn. That may be used outside Raw because conn is ours
// alone until it is closed, and by one goroutine.
func begin(ctx context.Context, conn *sql.Conn) (pgx.Tx, error) {
	var under *pgx.Conn
	err := conn.Raw(func(c any) error {
		under = c.(*stdlib.Conn).Conn()
		return nil
	})
	if err != nil {
		return nil, err
	}
	return under.Begin(ctx)
}

// rollback has a deadline of its own: the transaction's may have passed. A connection that can't roll back is closed
// by pgx.
func rollback(open pgx.Tx) {
	ctx, cancel := context.WithTimeout(context.Background(), unitLimit)
	defer cancel()
	open.Rollback(ctx) // the error says that it is closed already, or that the connection is gone and so the transaction
}

// unsure is why a commit has failed. Unless the server says so itself, it may have been made, and only its answer was
// lost: pgx then calls the connection closed, and another try safe.
type unsure struct{ error }

// Unwrap implements errors.Unwrap.
func (u unsure) Unwrap() error { return u.error }

// passing reports whether another try may succeed, and can't do twice what was done: PostgreSQL chose this transaction
// to end a deadlock or to keep the isolation, or the connection turned out dead before its commit was sent.
func passing(err error) bool {
	code := pgCode(err)
	return code == pgDeadlock || code == pgSerialization || pgconn.SafeToRetry(err) && !errors.As(err, new(unsure))
}

// pause waits a moment that differs between callers, so that they don't meet again; false if ctx ended.
func pause(ctx context.Context, try int) bool {
	wait := time.Duration(1+rand.IntN(10<<try)) * time.Millisecond
	select {
	case <-time.After(wait):
		return true
	case <-ctx.Done():
		return false
	}
}

var errView = errors.New("db: the transaction is committed and rolled back by DB.Tx only")

// view is the transaction for libraries that speak pgx: all of it but its end. Begin makes a savepoint.
type view struct{ pgx.Tx }

// Commit is refused.
func (view) Commit(context.Context) error { return errView }

// Rollback is refused: return an error instead.
func (view) Rollback(context.Context) error { return errView }
