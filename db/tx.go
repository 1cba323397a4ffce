package db

import (
	"context"
	"database/sql"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
)

// unitLimit is how long a transaction's function may take. On SQLite everybody who writes waits behind it.
const unitLimit = 10 * time.Second

// Queryer reads: a *DB reads what is committed, a *Tx also what it has written itself.
type Queryer interface {
	Query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) *sql.Row
}

// statements is what *sql.Tx and *sql.Conn have in common.
type statements interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Tx is one transaction, or one caller's part of a shared one, handed to the function given to DB.Tx. It is valid in
// that function only and belongs to one goroutine. Its methods run under the transaction's own context, whatever
// context they are given: a caller that goes away must not tear a shared transaction down.
type Tx struct {
	ctx    context.Context
	cancel context.CancelFunc
	mark   *mark
	run    statements
	text   func(string) string
	sql    *sql.Tx // SQLite
	pgx    pgx.Tx  // PostgreSQL

	rows   []*sql.Rows
	failed error // the first statement that failed
	after  []func()
}

// mark travels in the context given to a transaction's function, so that a nested transaction is seen at once.
type mark struct{ over atomic.Bool }

type markKey struct{ d *DB }

func (d *DB) inside(ctx context.Context) bool {
	m, ok := ctx.Value(markKey{d}).(*mark)
	return ok && !m.over.Load()
}

// newTx makes the Tx of one caller. Its context keeps the caller's values but not its end: the caller is heeded
// until its function starts and never after, because SQLite answers an interrupted statement by rolling back the
// whole transaction, that of everybody in the batch.
func (d *DB) newTx(caller context.Context, run statements) *Tx {
	m := &mark{}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(caller), unitLimit)
	return &Tx{ctx: context.WithValue(ctx, markKey{d}, m), cancel: cancel, mark: m, run: run, text: d.text}
}

// Tx runs fn in a transaction and commits what it wrote if it returns nil; on an error, a panic or runtime.Goexit
// nothing of it stays. The error of fn comes back as it is; where the disk is full, within one whose DiskFull() says so. ctx is
// heeded until fn starts; fn then runs under a context of its own, limited to ten seconds.
//
// fn may be run again (PostgreSQL: deadlock, serialization failure; at most three times more), so it must not change
// anything outside but by plain overwriting. It must use nothing but its Tx: no network, no channel, no d. On SQLite
// it shares a transaction with other callers, and everybody is answered after the one commit.
func (d *DB) Tx(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	if d.inside(ctx) {
		return ErrNested
	}
	if d.closed.Load() {
		return ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if d.group != nil {
		return tellFull(d.group.do(ctx, fn))
	}
	return tellFull(d.txPostgres(ctx, fn))
}

// Exec runs a statement that returns no rows. After an error fn must return.
func (t *Tx) Exec(_ context.Context, query string, args ...any) (sql.Result, error) {
	if t.mark.over.Load() {
		return nil, ErrOver
	}
	res, err := t.run.ExecContext(t.ctx, t.text(query), args...)
	t.note(err)
	return res, err
}

// Query runs a statement that returns rows; they must be closed before the next statement (PostgreSQL).
func (t *Tx) Query(_ context.Context, query string, args ...any) (*sql.Rows, error) {
	if t.mark.over.Load() {
		return nil, ErrOver
	}
	rows, err := t.run.QueryContext(t.ctx, t.text(query), args...)
	t.note(err)
	if err == nil {
		t.rows = append(t.rows, rows)
	}
	return rows, err
}

// QueryRow runs a statement that returns at most one row; sql.ErrNoRows comes from its Scan.
func (t *Tx) QueryRow(_ context.Context, query string, args ...any) *sql.Row {
	if t.mark.over.Load() {
		return errorRow(ErrOver)
	}
	row := t.run.QueryRowContext(t.ctx, t.text(query), args...)
	t.note(row.Err())
	return row
}

// AfterCommit has fn called once the transaction is committed, by the goroutine that called DB.Tx and before that
// returns; never if it is rolled back. fn must not block.
func (t *Tx) AfterCommit(fn func()) { t.after = append(t.after, fn) }

// SQL is the open transaction on SQLite for libraries that want it, nil on PostgreSQL. It takes no $1, and must be
// given the context that fn was given.
func (t *Tx) SQL() *sql.Tx { return t.sql }

// PGX is the open transaction on PostgreSQL for libraries that want it, nil on SQLite. It can't be committed or
// rolled back as a whole; Begin makes a savepoint.
func (t *Tx) PGX() pgx.Tx { return t.pgx }

func (t *Tx) note(err error) {
	if err != nil && t.failed == nil {
		t.failed = err
	}
}

// outcome is what becomes of a function that returned err. A failed statement fails the transaction even if fn went
// on: PostgreSQL would refuse the commit, and SQLite must not differ.
func (t *Tx) outcome(err error) error {
	if err == nil && t.failed != nil {
		return fmt.Errorf("a statement had failed before the commit: %w", t.failed)
	}
	return err
}

// end makes the Tx unusable and closes rows left open, which would keep the connection busy.
func (t *Tx) end() {
	t.mark.over.Store(true)
	for _, r := range t.rows {
		r.Close()
	}
}

func (t *Tx) committed() {
	for _, fn := range t.after {
		fn()
	}
}
