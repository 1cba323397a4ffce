package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
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
