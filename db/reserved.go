package db

import (
	"context"
	"database/sql"
)

type reservedKey struct{}

// Reserved marks the work under ctx as that of the process itself: what callers have asked for already and wait to see
// done. On PostgreSQL it has connections of its own, so that it does not stand in line behind those who ask for more; on
// SQLite nothing changes.
func Reserved(ctx context.Context) context.Context {
	return context.WithValue(ctx, reservedKey{}, true)
}

// writer is where the work under ctx takes its connections for writing.
func (d *DB) writer(ctx context.Context) *sql.DB {
	if d.reserved != nil && ctx.Value(reservedKey{}) != nil {
		return d.reserved
	}
	return d.write
}

// reader is where the work under ctx takes its connections for reading.
func (d *DB) reader(ctx context.Context) *sql.DB {
	if d.engine == PostgreSQL {
		return d.writer(ctx)
	}
	return d.read
}
