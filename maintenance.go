package main

import (
	"context"
	"errors"
	"fmt"

	"rollcall/db"
)

// migrateCommand is `rollcall migrate`.
type migrateCommand struct {
	databaseSettings
}

// Run creates the database or brings it up to date. On SQLite it is refused while a server runs.
func (c migrateCommand) Run(ctx context.Context, t *terminal) error {
	d, err := c.open(ctx, db.Serve)
	if err != nil {
		return err
	}
	if err := d.Close(); err != nil {
		return err
	}
	_, err = fmt.Fprintln(t.err, "The database is up to date.")
	return err
}

// backupCommand is `rollcall backup FILE`.
type backupCommand struct {
	databaseSettings
	File string `arg:"" help:"The copy to make; it must not exist."`
}

// Run copies a SQLite database, also beside a running server.
func (c backupCommand) Run(ctx context.Context, t *terminal) error {
	d, err := c.open(ctx, db.Beside)
	if err != nil {
		return err
	}
	if err := errors.Join(d.Backup(ctx, c.File), d.Close()); err != nil {
		return err
	}
	_, err = fmt.Fprintf(t.err, "The database is copied to %s. The key is not in it: keep a copy of %s (or of ROLLCALL_SECRET_KEY) in another place.\n", c.File, keyFile(d.Path()))
	return err
}

// open opens the database that the settings name. It logs nothing: what a command has to say is its one sentence, and
// the warnings are the server's.
func (s databaseSettings) open(ctx context.Context, mode db.Mode) (*db.DB, error) {
	url, err := s.url()
	if err != nil {
		return nil, err
	}
	return db.Open(ctx, db.Config{URL: url, Mode: mode})
}
