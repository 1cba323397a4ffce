package db

import (
	"context"
	"database/sql/driver"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// errBadConn makes database/sql close a connection instead of keeping it.
var errBadConn = driver.ErrBadConn

// applicationID marks our files in SQLite's header (offset 68): "Roll".
const applicationID = 0x526F6C6C

// walLimit is what the write-ahead log is cut back to after a checkpoint, in bytes.
const walLimit = 64 << 20

// The driver's own settings. synchronous=FULL is not its default: with NORMAL an acknowledged commit is lost on a
// power cut. Immediate transactions: a deferred one that reads and then writes fails at once beside another writer.
// The statement cache more than doubles what the queue gets done. mode=rw: a file that vanished is not made anew.
var (
	writerSettings = url.Values{
		"mode": {"rw"}, "_journal_mode": {"WAL"}, "_synchronous": {"FULL"}, "_busy_timeout": {"10000"},
		"_txlock": {"immediate"}, "_foreign_keys": {"1"}, "_secure_delete": {"FAST"}, "_stmt_cache_size": {"200"},
	}
	readerSettings = url.Values{
		"mode": {"rw"}, "_synchronous": {"FULL"}, "_busy_timeout": {"10000"}, "_foreign_keys": {"1"},
		"_query_only": {"1"}, "_stmt_cache_size": {"200"},
	}
	createSettings = url.Values{
		"mode": {"rw"}, "_auto_vacuum": {"incremental"}, "_synchronous": {"FULL"}, "_busy_timeout": {"10000"},
	}
	// Without auto_vacuum: setting it, even to what it is, takes a turn as a writer.
	besideSettings = url.Values{"mode": {"rw"}, "_synchronous": {"FULL"}, "_busy_timeout": {"10000"}}
)

// dsn names a file to SQLite. As a URI, because only there can mode be given.
func dsn(path string, settings url.Values) string {
	escaped := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
	return "file:" + escaped + "?" + settings.Encode()
}

// connector opens connections of one kind. It is used instead of a registered driver name, which would be global.
type connector struct {
	dsn  string
	hook func(*sqlite3.SQLiteConn) error
}

// Connect implements driver.Connector.
func (c connector) Connect(context.Context) (driver.Conn, error) {
	if err := keepPlans(); err != nil {
		return nil, err
	}
	return c.Driver().Open(c.dsn)
}

// Driver implements driver.Connector.
func (c connector) Driver() driver.Driver { return &sqlite3.SQLiteDriver{ConnectHook: c.hook} }

func assertWriter(c *sqlite3.SQLiteConn) error {
	if _, err := c.Exec(fmt.Sprintf("PRAGMA journal_size_limit = %d; PRAGMA wal_autocheckpoint = %d", walLimit, walSafety), nil); err != nil {
		return fmt.Errorf("limiting the write-ahead log: %w", err)
	}
	return assert(c, map[string]int64{
		"query_only": 0, "auto_vacuum": 2, "secure_delete": 2, "journal_size_limit": walLimit, "wal_autocheckpoint": walSafety,
	})
}

func assertReader(c *sqlite3.SQLiteConn) error { return assert(c, map[string]int64{"query_only": 1}) }

// assert reads the settings back: a misspelt one would be ignored in silence, and data lost at the next power cut.
func assert(c *sqlite3.SQLiteConn, also map[string]int64) error {
	want := map[string]any{"journal_mode": "wal", "synchronous": int64(2), "busy_timeout": int64(10000),
		"foreign_keys": int64(1), "application_id": int64(applicationID)}
	for name, v := range also {
		want[name] = v
	}
	for name, v := range want {
		got, err := pragma(c, name)
		if err != nil {
			return err
		}
		if got != v {
			return fmt.Errorf("the database setting %s is %v and must be %v", name, got, v)
		}
	}
	return nil
}

// pragma reads one setting: an int64 or a string.
func pragma(c *sqlite3.SQLiteConn, name string) (any, error) {
	v, err := one(c, "PRAGMA "+name)
	if err != nil {
		return nil, fmt.Errorf("reading the database setting %s: %w", name, err)
	}
	return v, nil
}

// one returns the first column of the first row, nil if there is none.
func one(c *sqlite3.SQLiteConn, query string) (any, error) {
	rows, err := c.Query(query, nil)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	row := make([]driver.Value, len(rows.Columns()))
	if err := rows.Next(row); err == io.EOF {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	return row[0], nil
}
