package db

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/gofrs/flock"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Engine names a database engine.
type Engine string

// The engines, a closed list.
const (
	SQLite     Engine = "sqlite"
	PostgreSQL Engine = "postgres"
)

// Mode says what the process is to the database. It matters on SQLite only.
type Mode int

const (
	// Serve owns the file: it holds the lock file until Close, and migrates.
	Serve Mode = iota
	// Beside may run next to a server: without one it migrates as Serve does and gives the lock back at once; next to
	// one it takes no lock, never migrates, and is refused when the schema is not its own.
	Beside
)

// Config says which database to open and how.
type Config struct {
	URL  string       // a path or sqlite:PATH is a SQLite file; postgres:// and postgresql:// are PostgreSQL
	Mode Mode         // Serve when left out
	Log  *slog.Logger // nil is silence
}

// DB is an open, migrated database. Its methods may be called from several goroutines.
type DB struct {
	engine Engine
	path   string
	mode   Mode
	log    *slog.Logger

	write    *sql.DB    // SQLite: exactly one connection; PostgreSQL: the pool
	read     *sql.DB    // SQLite: connections that can't write; PostgreSQL: the same as write
	group    *group     // SQLite only
	moving   sync.Mutex // held while the write-ahead log is moved into the file: SQLite turns a second mover away
	lock     *flock.Flock
	pgx      *pgxpool.Pool // PostgreSQL only
	reserved *sql.DB       // PostgreSQL with enough connections only: for the work under Reserved
	closed   atomic.Bool
	reads    atomic.Int64
	shut     func() error        // what Close does, once
	text     func(string) string // what becomes of a statement before the driver sees it
}

// Open opens the database, creates and migrates it as c.Mode allows, and checks every setting that durability rests
// on. What the person at the terminal can put right comes back as a *Refusal.
func Open(ctx context.Context, c Config) (*DB, error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	engine, where, err := parseURL(c.URL)
	if err != nil {
		return nil, err
	}
	if engine == PostgreSQL {
		return openPostgres(ctx, where, c)
	}
	return openSQLite(ctx, where, c)
}

// Engine tells which engine this is.
func (d *DB) Engine() Engine { return d.engine }

// Path is the absolute path of the SQLite file, symbolic links resolved; "" on PostgreSQL.
func (d *DB) Path() string { return d.path }

// Pool is the writing side for libraries that need a *sql.DB: on SQLite its only connection, which must not be kept.
func (d *DB) Pool() *sql.DB { return d.write }

// PGX is the pool under everything on PostgreSQL, nil on SQLite.
func (d *DB) PGX() *pgxpool.Pool { return d.pgx }

// Ready tells whether the database can be used now: it reads, and runs an empty transaction where writes go.
// The context bounds the wait.
func (d *DB) Ready(ctx context.Context) error {
	var n int
	if err := d.QueryRow(ctx, "SELECT COUNT(*) FROM settings").Scan(&n); err != nil {
		return fmt.Errorf("reading: %w", err)
	}
	if d.mode == Beside {
		return nil
	}
	if err := d.Tx(ctx, func(context.Context, *Tx) error { return nil }); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	return nil
}

// Close finishes what has begun, writes everything into the main file and lets go of the lock. Later calls of Tx
// answer ErrClosed; closing again does nothing. On PostgreSQL it waits for every connection taken from PGX.
func (d *DB) Close() error {
	d.closed.Store(true)
	return d.shut()
}
