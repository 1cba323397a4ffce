package db

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

// migrateSQLite brings the schema up to date under the lock file.
func (d *DB) migrateSQLite(ctx context.Context) error {
	if err := migrateOurs(ctx, d, goose.DialectSQLite3); err != nil {
		return err
	}
	return migrateQueue(ctx, riversqlite.New(d.write), d.log)
}

// migratePostgres brings the schema up to date; its caller holds the advisory lock.
func (d *DB) migratePostgres(ctx context.Context) error {
	if err := migrateOurs(ctx, d, goose.DialectPostgres); err != nil {
		return err
	}
	return migrateQueue(ctx, riverpgxv5.New(d.pgx), d.log)
}

// migrateOurs runs our migrations, each in a transaction of its own.
func migrateOurs(ctx context.Context, d *DB, dialect goose.Dialect) error {
	files, err := fs.Sub(migrations, "migrations/"+string(d.engine))
	if err != nil {
		return err
	}
	runner, err := goose.NewProvider(dialect, d.write, files,
		goose.WithTableName(versionTable), goose.WithDisableGlobalRegistry(true), goose.WithSlog(d.log))
	if err != nil {
		return fmt.Errorf("reading the migrations: %w", err)
	}
	done, err := runner.Up(ctx)
	if err != nil {
		return fmt.Errorf("migrating the database: %w", err)
	}
	for _, m := range done {
		d.log.Debug("migrated the database", "file", m.Source.Path, "took", m.Duration)
	}
	return nil
}

// migrateQueue runs the queue library's own migrations.
func migrateQueue[T any](ctx context.Context, driver riverdriver.Driver[T], log *slog.Logger) error {
	m, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: quiet(log)})
	if err != nil {
		return fmt.Errorf("reading the queue's migrations: %w", err)
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrating the queue's tables: %w", err)
	}
	return nil
}

// quiet keeps the library from writing a line for each step.
func quiet(log *slog.Logger) *slog.Logger {
	if log.Enabled(context.Background(), slog.LevelDebug) {
		return log
	}
	return slog.New(slog.DiscardHandler)
}

// askSQL makes versionOf's question for a pool.
func askSQL(ctx context.Context, q *sql.DB) func(string) (any, error) {
	return func(query string) (any, error) {
		var v any
		err := q.QueryRowContext(ctx, query).Scan(&v)
		if err == sql.ErrNoRows {
			return nil, nil
		}
		return v, err
	}
}
