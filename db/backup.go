package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Backup writes a consistent copy of the database, as of one moment, to a new file with mode 0600, and returns when
// it is on disk. Writers go on meanwhile. PostgreSQL is refused: it has tools of its own.
func (d *DB) Backup(ctx context.Context, file string) error {
	if d.engine == PostgreSQL {
		return refuse(nil, "PostgreSQL databases are backed up with pg_dump: run pg_dump --format=custom --file=%s with the same database URL.", file)
	}
	if err := reserve(file); err != nil {
		return err
	}
	if err := d.copyTo(ctx, file); err != nil {
		return errors.Join(fmt.Errorf("copying the database to %s: %w", file, err), os.Remove(file))
	}
	return nil
}

// reserve makes the file, empty: VACUUM INTO accepts that, and so nobody else's file is ever written over and the
// copy is never readable by others.
func reserve(file string) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return refuse(err, "The file %s exists already: choose another name for the backup.", file)
	}
	if err != nil {
		return refuse(err, "The backup %s can't be created: %v.", file, err)
	}
	return f.Close()
}

// copyTo uses a connection of its own: VACUUM INTO fails on one that can't write, and would hold up the writer. It only
// reads, so it never waits for those who write: beside busy ones it might not get a turn for longer than it may wait.
func (d *DB) copyTo(ctx context.Context, file string) error {
	c := sql.OpenDB(connector{dsn: dsn(d.path, besideSettings)})
	defer c.Close()
	if _, err := c.ExecContext(ctx, "VACUUM INTO ?1", file); err != nil {
		return err
	}
	if err := toDisk(file); err != nil {
		return err
	}
	return toDisk(filepath.Dir(file))
}

func toDisk(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Checkpoint empties SQLite's write-ahead log into the main file; writers wait meanwhile. On PostgreSQL it does
// nothing.
func (d *DB) Checkpoint(ctx context.Context) error {
	if d.engine == PostgreSQL {
		return nil
	}
	done, err := d.checkpoint(ctx, d.write, "TRUNCATE")
	if err == nil && !done {
		err = fmt.Errorf("emptying the write-ahead log: a reader held it for longer than ten seconds")
	}
	return err
}
