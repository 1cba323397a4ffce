package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/mattn/go-sqlite3"
)

// found is what a look at a file saw.
type found struct {
	fresh   bool // nothing there yet, or a file of no bytes
	version version
}

// look checks that the file may be opened for writing: that it is ours, whole as far as can be told quickly, and not
// of a newer schema. It leaves no trace: with immutable=1 SQLite takes no lock and makes no file beside it.
func look(path string) (found, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return found{fresh: true}, nil
	case err != nil:
		return found{}, refuse(err, "The database %s can't be opened: %v.", path, err)
	case !info.Mode().IsRegular():
		return found{}, refuse(nil, "The database %s is not a file: choose another place for it.", path)
	case info.Size() == 0:
		return found{fresh: true}, nil
	}
	if err := checkOwner(path); err != nil {
		return found{}, err
	}
	v, err := readVersion(path)
	if err != nil {
		return found{}, unreadable(path, err)
	}
	if v.newer(binaryVersion(SQLite)) {
		return found{}, refuseNewer("The database "+path, v, binaryVersion(SQLite))
	}
	return found{version: v}, nil
}

// checkOwner reads the mark in the file's header, which is written before anything else.
func checkOwner(path string) error {
	id, err := owner(path, true)
	if err != nil && hasLog(path) {
		id, err = owner(path, false) // a server was moving its log into the file at this moment, perhaps
	}
	if err != nil {
		return unreadable(path, err)
	}
	if id != int64(applicationID) {
		return refuse(nil, "The file %s is a database of another program and was left as it is: choose another place for this one.", path)
	}
	return nil
}

func owner(path string, immutable bool) (any, error) {
	c, err := openLook(path, immutable)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	return pragma(c, "application_id")
}

// readVersion reads the schema version. If a write-ahead log is there (a server runs, or one was killed), the version
// may be in it, and the file is read as usual, which makes an index file beside it but changes neither.
func readVersion(path string) (version, error) {
	c, err := openLook(path, !hasLog(path))
	if err != nil {
		return version{}, err
	}
	defer c.Close()
	return versionOf(func(query string) (any, error) { return one(c, query) }, "SELECT name FROM sqlite_schema WHERE name = '%s'")
}

// checkLimit is the size up to which the structure of a file is checked at each start: some 50 ms. Larger ones would
// hold up the start; there SQLite reports damage when it meets it.
const checkLimit = 16 << 20

// checkWhole looks for damaged pages, in small files only.
func checkWhole(ctx context.Context, path string) error {
	if info, err := os.Stat(path); err != nil || info.Size() > checkLimit {
		return err
	}
	c, err := openLook(path, !hasLog(path))
	if err != nil {
		return unreadable(path, err)
	}
	defer c.Close()
	said, err := one(c, "PRAGMA quick_check(1)")
	if err != nil {
		return unreadable(path, err)
	}
	if said != "ok" {
		return unreadable(path, sqlite3.Error{Code: sqlite3.ErrCorrupt})
	}
	return ctx.Err()
}

func hasLog(path string) bool {
	_, err := os.Stat(path + "-wal")
	return err == nil
}

func openLook(path string, immutable bool) (*sqlite3.SQLiteConn, error) {
	settings := url.Values{"mode": {"ro"}, "_busy_timeout": {"10000"}, "_query_only": {"1"}}
	if immutable {
		settings.Set("immutable", "1")
	}
	c, err := (&sqlite3.SQLiteDriver{}).Open(dsn(path, settings))
	if err != nil {
		return nil, err
	}
	return c.(*sqlite3.SQLiteConn), nil
}

// unreadable says what to do about a file that SQLite can't read.
func unreadable(path string, err error) error {
	e, ok := errors.AsType[sqlite3.Error](err)
	if ok && (e.Code == sqlite3.ErrNotADB || e.Code == sqlite3.ErrCorrupt) {
		return refuse(err, "The file %s is damaged or not a database, and was left as it is: restore a backup, or choose another place.", path)
	}
	return refuse(err, "The database %s can't be read: %v.", path, err)
}

// create makes the file with what can't be changed later: its mark and its way of giving pages back. Both are in the
// file before the write-ahead log exists, so that look finds them whatever happens next. The files that SQLite makes
// beside it take over its mode.
func create(ctx context.Context, path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return refuse(err, "The database %s can't be created: %v.", path, err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("creating %s: %w", path, err)
	}
	p := sql.OpenDB(connector{dsn: dsn(path, createSettings)})
	defer p.Close()
	if _, err := p.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
		return fmt.Errorf("creating %s: %w", path, err)
	}
	if err := p.Close(); err != nil {
		return fmt.Errorf("creating %s: %w", path, err)
	}
	return toDisk(filepath.Dir(path)) // SQLite syncs the file but not its name
}
