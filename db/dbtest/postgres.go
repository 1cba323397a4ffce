package dbtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"rollcall/db"
)

const serverVariable = "ROLLCALL_TEST_POSTGRES_URL"

// templateLock is the advisory lock under which one of several test processes makes the template.
const templateLock = 7202

// server is the URL of the PostgreSQL that tests may make databases on.
func server(t testing.TB) string {
	t.Helper()
	if u := os.Getenv(serverVariable); u != "" {
		return u
	}
	say := "no PostgreSQL for tests: set " + serverVariable + ", or run: go run ./db/dbtest/cluster -- go test ./..."
	if required("postgres") {
		t.Fatal(say)
	}
	t.Skip(say)
	return ""
}

// postgresFrom makes a database as a copy of a template and returns its URL.
func postgresFrom(t testing.TB, template string) string {
	t.Helper()
	base := server(t)
	strategy, err := copyStrategy()
	if err != nil {
		t.Fatalf("%s: %v", serverVariable, err)
	}
	name := "rollcall_test_" + strings.ToLower(rand.Text())
	if err := command(base, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s%s", name, template, strategy)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := command(base, fmt.Sprintf("DROP DATABASE %s WITH (FORCE)", name)); err != nil {
			t.Errorf("dropping the database: %v", err)
		}
	})
	return withDatabase(base, name)
}

// copyStrategy chooses copying files where there is a choice (from PostgreSQL 15): on a server that doesn't sync, as
// cluster starts it, that takes a third of the time.
var copyStrategy = sync.OnceValues(func() (string, error) {
	var release int
	err := connected(os.Getenv(serverVariable), func(ctx context.Context, conn *pgx.Conn) error {
		return conn.QueryRow(ctx, "SELECT current_setting('server_version_num')::int").Scan(&release)
	})
	if err != nil || release < 150000 {
		return "", err
	}
	return " STRATEGY FILE_COPY", nil
})

// withDatabase names another database of the same server. A base that isn't a URL fails when it is used.
func withDatabase(base, name string) string {
	u, err := url.Parse(base)
	if err != nil {
		return base
	}
	u.Path = "/" + name
	return u.String()
}

// template is the name of a migrated database to copy. Its name is a hash of the migrations, so that all processes of
// a test run share one, and a changed migration makes a new one.
func template(t testing.TB) string {
	t.Helper()
	server(t)
	name, err := sharedTemplate()
	if err != nil {
		t.Fatalf("making the template: %v", err)
	}
	return name
}

var sharedTemplate = sync.OnceValues(func() (string, error) {
	base, name := os.Getenv(serverVariable), "rollcall_template_"+db.SchemaDigest()
	return name, connected(base, func(ctx context.Context, conn *pgx.Conn) error {
		if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", templateLock); err != nil {
			return err
		}
		var there bool
		err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name).Scan(&there)
		if err != nil || there {
			return err
		}
		return makeTemplate(ctx, conn, withDatabase(base, name+"_new"), name)
	})
})

// makeTemplate migrates under another name first: a template that exists is whole.
func makeTemplate(ctx context.Context, conn *pgx.Conn, url, name string) error {
	for _, sql := range []string{"DROP DATABASE IF EXISTS %s_new WITH (FORCE)", "CREATE DATABASE %s_new TEMPLATE template0"} {
		if _, err := conn.Exec(ctx, fmt.Sprintf(sql, name)); err != nil {
			return err
		}
	}
	d, err := db.Open(ctx, db.Config{URL: url})
	if err != nil {
		return err
	}
	if err := d.Close(); err != nil {
		return err
	}
	_, err = conn.Exec(ctx, fmt.Sprintf("ALTER DATABASE %s_new RENAME TO %s", name, name))
	return err
}

// command runs one statement on the server.
func command(base, sql string) error {
	return connected(base, func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, sql)
		return err
	})
}

// connected runs fn with a connection of its own and a minute's time.
func connected(base string, fn func(context.Context, *pgx.Conn) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, base)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	return fn(ctx, conn)
}
