package db

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

// poolSize is the number of connections unless the URL says pool_max_conns. A part is kept from the application, for
// the queue: it takes connections from the same pool, one of them for ever, and would starve.
// Another part is for the work that callers wait to see done (Reserved).
const (
	poolSize      = 32
	queueShare    = 8
	reservedShare = 8
)

// migrationLock is the advisory lock under which one process migrates: "Roll" twice.
const migrationLock = int64(applicationID)<<32 | applicationID

const connectLimit = 15 * time.Second

// openPostgres connects, and migrates under an advisory lock, so that several processes can start at once.
func openPostgres(ctx context.Context, url string, c Config) (*DB, error) {
	conf, err := poolConfig(url)
	if err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, conf)
	if err != nil {
		return nil, unreachablePostgres(err)
	}
	d := &DB{engine: PostgreSQL, mode: c.Mode, log: c.Log, pgx: pool, text: func(q string) string { return q }}
	d.shut = sync.OnceValue(d.closePostgres)
	d.write = stdlib.OpenDBFromPool(pool)
	d.write.SetMaxOpenConns(appShare(conf.MaxConns))
	d.read = d.write
	if conf.MaxConns >= poolSize {
		d.write.SetMaxOpenConns(appShare(conf.MaxConns) - reservedShare)
		d.reserved = stdlib.OpenDBFromPool(pool)
		d.reserved.SetMaxOpenConns(reservedShare)
	}
	if err := d.preparePostgres(ctx, conf.ConnConfig); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

func (d *DB) closePostgres() error {
	err := d.write.Close()
	if d.reserved != nil {
		err = errors.Join(err, d.reserved.Close())
	}
	d.pgx.Close()
	return err
}

func poolConfig(url string) (*pgxpool.Config, error) {
	conf, err := pgxpool.ParseConfig(url)
	if err != nil {
		// The library's error repeats the URL, with the password masked at best.
		return nil, refuse(nil, "The database URL can't be understood: write it as postgres://USER:PASSWORD@HOST:PORT/DATABASE.")
	}
	if !strings.Contains(url, "pool_max_conns=") {
		conf.MaxConns = poolSize
	}
	if conf.ConnConfig.ConnectTimeout == 0 {
		conf.ConnConfig.ConnectTimeout = connectLimit
	}
	if _, ok := conf.ConnConfig.RuntimeParams["application_name"]; !ok {
		conf.ConnConfig.RuntimeParams["application_name"] = "rollcall"
	}
	conf.AfterConnect = withoutJIT
	return conf, nil
}

// withoutJIT keeps PostgreSQL from compiling queries: all of ours read few rows, and where its estimate is far off, the
// compiler takes half a second over a query of two milliseconds. Not a parameter of the connection's start, which
// poolers between us and the server refuse.
func withoutJIT(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, "SET jit = off")
	return err
}

// appShare is how many of the pool's connections the application may take at once.
func appShare(all int32) int {
	return max(1, int(all)-min(queueShare, int(all)/2))
}

// preparePostgres checks the version and migrates, one process at a time. The lock has a connection of its own: the
// migrations need the pool, which may be small.
func (d *DB) preparePostgres(ctx context.Context, conf *pgx.ConnConfig) error {
	conn, err := pgx.ConnectConfig(ctx, conf.Copy())
	if err != nil {
		return unreachablePostgres(err)
	}
	defer conn.Close(context.WithoutCancel(ctx)) // which frees the lock
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", migrationLock); err != nil {
		return fmt.Errorf("waiting for another process to migrate: %w", err)
	}
	if err := d.checkServer(ctx, conn); err != nil {
		return err
	}
	has, err := versionOf(askSQL(ctx, d.write), "SELECT to_regclass('%s')::text")
	if err != nil {
		return fmt.Errorf("reading the schema version: %w", err)
	}
	if ours := binaryVersion(PostgreSQL); has.newer(ours) {
		return refuseNewer("The database "+conf.Database, has, ours)
	}
	return d.migratePostgres(ctx)
}

// checkServer looks at what the server's own settings promise. Whether a commit outlives a power cut is for the
// server's administrator to say, but not in silence.
func (d *DB) checkServer(ctx context.Context, conn *pgx.Conn) error {
	var encoding, commit, fsync string
	err := conn.QueryRow(ctx, "SELECT current_setting('server_encoding'), current_setting('synchronous_commit'), current_setting('fsync')").
		Scan(&encoding, &commit, &fsync)
	if err != nil {
		return fmt.Errorf("reading the server's settings: %w", err)
	}
	if encoding != "UTF8" {
		return refuse(nil, "The PostgreSQL database stores text as %s: create it with ENCODING 'UTF8'.", encoding)
	}
	if commit == "off" || fsync == "off" {
		d.log.Warn("PostgreSQL is set to lose acknowledged changes on a power cut", "synchronous_commit", commit, "fsync", fsync)
	}
	return nil
}

func unreachablePostgres(err error) error {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return refuse(err, "PostgreSQL refused the connection: %s.", e.Message)
	}
	return refuse(err, "PostgreSQL can't be reached: check the host and port in the database URL, and that the server runs.")
}
