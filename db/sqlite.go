package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

const (
	readers    = 4
	closeLimit = 10 * time.Second
)

// openSQLite opens the file in the order that keeps other programs' files and newer schemas untouched: look without
// a trace, take the lock, look again under it, create or migrate, then open the pools.
func openSQLite(ctx context.Context, name string, c Config) (*DB, error) {
	path, err := resolve(name)
	if err != nil {
		return nil, err
	}
	if _, err := look(path); err != nil {
		return nil, err
	}
	d := &DB{engine: SQLite, path: path, mode: c.Mode, log: c.Log}
	d.text, d.shut = new(rewriter).sqlite, sync.OnceValue(d.closeSQLite)
	if err := d.takeLock(ctx); err != nil {
		return nil, err
	}
	if err := d.openFile(ctx); err != nil {
		return nil, errors.Join(err, d.abandon())
	}
	d.group = newGroup(d)
	return d, nil
}

// openFile creates, migrates and opens the file, as far as the lock allows.
func (d *DB) openFile(ctx context.Context) error {
	found, err := look(d.path)
	if err != nil {
		return err
	}
	if d.lock != nil && !found.fresh {
		if err := checkWhole(ctx, d.path); err != nil {
			return err
		}
	}
	if d.lock == nil && found.version != binaryVersion(SQLite) {
		return refuse(nil, "The database %s has schema %s and this program needs %s: run it from the same release as the server, or stop the server first.", d.path, found.version, binaryVersion(SQLite))
	}
	if found.fresh {
		if err := create(ctx, d.path); err != nil {
			return err
		}
	}
	if err := d.openPools(ctx); err != nil {
		return err
	}
	if d.lock == nil {
		return nil
	}
	if err := d.upgrade(ctx, found); err != nil {
		return err
	}
	if d.mode == Beside {
		return d.unlock()
	}
	return nil
}

// upgrade migrates an older schema after a copy of the file was put beside it: a migration can be undone by nothing
// else.
func (d *DB) upgrade(ctx context.Context, f found) error {
	if !f.fresh && f.version != (version{}) && f.version != binaryVersion(SQLite) {
		file := d.path + ".schema-" + f.version.String()
		err := d.Backup(ctx, file)
		if err != nil && !errors.Is(err, fs.ErrExist) { // it exists: an upgrade before was cut off, and the first copy is the good one
			return fmt.Errorf("copying the database before its upgrade: %w", err)
		}
		d.log.Info("copied the database before its upgrade; the copy may be deleted when all is well", "file", file)
	}
	return d.migrateSQLite(ctx)
}

// openPools opens every connection once, so that a setting that did not take stops the start and not a request.
func (d *DB) openPools(ctx context.Context) error {
	d.write = pool(connector{dsn: dsn(d.path, writerSettings), hook: assertWriter}, 1)
	d.read = pool(connector{dsn: dsn(d.path, readerSettings), hook: assertReader}, readers)
	if err := d.write.PingContext(ctx); err != nil {
		return fmt.Errorf("opening %s for writing: %w", d.path, err)
	}
	conns := make([]*sql.Conn, 0, readers)
	defer func() {
		for _, c := range conns {
			c.Close()
		}
	}()
	for range readers {
		c, err := d.read.Conn(ctx)
		if err != nil {
			return fmt.Errorf("opening %s for reading: %w", d.path, err)
		}
		conns = append(conns, c)
	}
	return nil
}

func pool(c connector, size int) *sql.DB {
	p := sql.OpenDB(c)
	p.SetMaxOpenConns(size)
	p.SetMaxIdleConns(size)
	return p
}

// closeSQLite ends the batch, empties the write-ahead log into the file and frees the lock.
func (d *DB) closeSQLite() error {
	err := d.group.stop()
	if d.mode == Serve {
		ctx, cancel := context.WithTimeout(context.Background(), closeLimit)
		defer cancel()
		err = errors.Join(err, d.read.Close(), d.Checkpoint(ctx))
	}
	return errors.Join(err, d.abandon())
}

// abandon closes whatever is open.
func (d *DB) abandon() error {
	var errs []error
	for _, p := range []*sql.DB{d.read, d.write} {
		if p != nil {
			errs = append(errs, p.Close())
		}
	}
	return errors.Join(append(errs, d.unlock())...)
}

// resolve makes one path of all the names of a file, or two servers could hold two different lock files for it.
func resolve(name string) (string, error) {
	path, err := filepath.Abs(name)
	if err != nil {
		return "", fmt.Errorf("finding the working directory: %w", err)
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real, nil
	}
	if target, err := os.Readlink(path); err == nil {
		return "", refuse(nil, "The database %s is a link to %s, which does not exist: remove the link, or make the file.", path, target)
	}
	dir, err := filepath.EvalSymlinks(filepath.Dir(path))
	if errors.Is(err, fs.ErrNotExist) {
		return "", refuse(err, "The folder %s does not exist: create it, or choose another place for the database.", filepath.Dir(path))
	}
	if err != nil {
		return "", refuse(err, "The folder %s can't be used: %v.", filepath.Dir(path), err)
	}
	return filepath.Join(dir, filepath.Base(path)), nil
}
