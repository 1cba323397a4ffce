package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
)

// Query reads what is committed. On SQLite it can't write and never waits for a writer. Inside a transaction of d it
// answers ErrNested.
func (d *DB) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if d.inside(ctx) {
		return nil, ErrNested
	}
	d.reads.Add(1)
	return d.reader(ctx).QueryContext(ctx, d.text(query), args...)
}

// QueryRow is Query for at most one row; every error comes from its Scan.
func (d *DB) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	if d.inside(ctx) {
		return errorRow(ErrNested)
	}
	d.reads.Add(1)
	return d.reader(ctx).QueryRowContext(ctx, d.text(query), args...)
}

// Snapshot has fn read as of one moment: all its statements see what was committed when the first of them ran. Rows must be
// closed before the next statement (PostgreSQL). Inside a transaction of d it answers ErrNested.
func (d *DB) Snapshot(ctx context.Context, fn func(q Queryer) error) error {
	if d.inside(ctx) {
		return ErrNested
	}
	var how *sql.TxOptions // SQLite's readers can't write, and its transactions see one moment anyway
	if d.engine == PostgreSQL {
		how = &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	tx, err := d.reader(ctx).BeginTx(ctx, how)
	if err != nil {
		return fmt.Errorf("beginning to read: %w", err)
	}
	defer tx.Rollback() // there is nothing to keep
	return fn(snapshot{d, tx})
}

type snapshot struct {
	d  *DB
	tx *sql.Tx
}

// Query implements Queryer.
func (s snapshot) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s.d.reads.Add(1)
	return s.tx.QueryContext(ctx, s.d.text(query), args...)
}

// QueryRow implements Queryer.
func (s snapshot) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	s.d.reads.Add(1)
	return s.tx.QueryRowContext(ctx, s.d.text(query), args...)
}

// Reads is how many statements have read outside a transaction so far. That a list needs no statement for each of its
// parts shows in it.
func (d *DB) Reads() int64 { return d.reads.Load() }

// errorRow is a row whose Scan answers err. Only database/sql can make a *sql.Row, so it is asked for one of a
// database that can't be reached.
func errorRow(err error) *sql.Row {
	d := sql.OpenDB(unreachable{err})
	defer d.Close()
	return d.QueryRowContext(context.Background(), "")
}

type unreachable struct{ err error }

func (u unreachable) Connect(context.Context) (driver.Conn, error) { return nil, u.err }
func (u unreachable) Driver() driver.Driver                        { return nil }
