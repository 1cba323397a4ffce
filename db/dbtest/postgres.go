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
	name := "rollcall_test_" + strings.ToLower(rand.Text())
	if err := command(base, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", name, template)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := command(base, fmt.Sprintf("DROP DATABASE %s WITH (FORCE)", name)); err != nil {
			t.Errorf("dropping the database: %v", err)
		}
	})
	return withDatabase(t, base, name)
}

func withDatabase(t testing.TB, base, name string) string {
	u, err := url.Parse(base)
	if err != nil {
		t.Fatalf("%s: %v", serverVariable, err)
	}
	u.Path = "/" + name
	return u.String()
}

var templateOnce sync.Mutex

// template is the name of a migrated database to copy. Its name is a hash of the migrations, so that all processes of
// a test run share one, and a changed migration makes a new one.
func template(t testing.TB) string {
	t.Helper()
	templateOnce.Lock()
	defer templateOnce.Unlock()
	base, name := server(t), "rollcall_template_"+db.SchemaDigest()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, base)
	if err != nil {
		t.Fatalf("%s: %v", serverVariable, err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", templateLock); err != nil {
		t.Fatal(err)
	}
	var there bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name).Scan(&there); err != nil {
		t.Fatal(err)
	}
	if !there {
		if err := makeTemplate(ctx, conn, withDatabase(t, base, name+"_new"), name); err != nil {
			t.Fatalf("making the template: %v", err)
		}
	}
	return name
}

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

// command runs one statement on the server, on a connection of its own.
func command(base, sql string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, base)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, sql)
	return err
}
