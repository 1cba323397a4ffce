package db

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
)

// versionTable records our migrations. It is not goose's default name, which another program on the same PostgreSQL
// database may use.
const versionTable = "schema_version"

//go:embed migrations
var migrations embed.FS

// version is a schema's: the number of our last migration and of the queue library's.
type version struct{ ours, queue int64 }

// String is as people see it.
func (v version) String() string { return fmt.Sprintf("%d.%d", v.ours, v.queue) }

func (v version) newer(than version) bool { return v.ours > than.ours || v.queue > than.queue }

// binaryVersion is the schema that this program makes.
func binaryVersion(e Engine) version {
	ours, _ := fs.Glob(migrations, path.Join("migrations", string(e), "*.sql"))
	queue, _ := fs.Glob(queueMigrations(e), "migration/main/*.up.sql")
	return version{ours: lastNumber(ours), queue: lastNumber(queue)}
}

func queueMigrations(e Engine) fs.FS {
	if e == PostgreSQL {
		return riverpgxv5.New(nil).GetMigrationFS(riverdriver.MigrationLineMain)
	}
	return riversqlite.New(nil).GetMigrationFS(riverdriver.MigrationLineMain)
}

// lastNumber is the highest number that a file name begins with.
func lastNumber(files []string) int64 {
	var last int64
	for _, f := range files {
		digits, _, _ := strings.Cut(path.Base(f), "_")
		n, _ := strconv.ParseInt(digits, 10, 64)
		last = max(last, n)
	}
	return last
}

// versionOf reads a database's version; tables that don't exist count as 0. exists is the query that finds a table
// by name, with %s for the name.
func versionOf(ask func(query string) (any, error), exists string) (version, error) {
	number := func(table, query string) (int64, error) {
		if there, err := ask(fmt.Sprintf(exists, table)); err != nil || there == nil {
			return 0, err
		}
		n, err := ask(query)
		if err != nil || n == nil {
			return 0, err
		}
		i, ok := n.(int64)
		if !ok {
			return 0, fmt.Errorf("the schema version in %s is %v", table, n)
		}
		return i, nil
	}
	ours, err := number(versionTable, "SELECT CAST(MAX(version_id) AS BIGINT) FROM "+versionTable)
	if err != nil {
		return version{}, err
	}
	queue, err := number("river_migration", "SELECT CAST(MAX(version) AS BIGINT) FROM river_migration")
	return version{ours: ours, queue: queue}, err
}

func refuseNewer(what string, has, ours version) error {
	return refuse(nil, "%s has schema %s, newer than this program's %s, and was left as it is: run the newer program, or restore a backup from before the upgrade.", what, has, ours)
}

// SchemaDigest is a short hash of every migration in this program, for those who keep migrated copies.
func SchemaDigest() string {
	h := sha256.New()
	for _, e := range []Engine{SQLite, PostgreSQL} {
		files, _ := fs.Glob(migrations, path.Join("migrations", string(e), "*.sql"))
		for _, f := range files {
			text, _ := migrations.ReadFile(f)
			fmt.Fprintf(h, "%s %d\n%s", f, len(text), text)
		}
		fmt.Fprintln(h, binaryVersion(e))
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}
