package dbtest_test

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"

	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestEach(t *testing.T) {
	var engines []string
	for range 2 { // the second finds nothing of the first
		dbtest.Each(t, func(t *testing.T, d *db.DB) {
			engines = append(engines, string(d.Engine()))
			var n int
			if err := d.QueryRow(t.Context(), "SELECT COUNT(*) FROM settings").Scan(&n); err != nil || n != 0 {
				t.Errorf("%d rows, %v", n, err)
			}
			if err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.Exec(ctx, "INSERT INTO settings (name, value) VALUES ('a', '1')")
				return err
			}); err != nil {
				t.Error(err)
			}
		})
	}
	if !strings.HasPrefix(strings.Join(engines, " "), "sqlite") {
		t.Errorf("ran on %v", engines)
	}
}

func TestURL(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			d, err := db.Open(t.Context(), db.Config{URL: dbtest.URL(t, engine)})
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			if d.Engine() != engine {
				t.Errorf("it is %s", d.Engine())
			}
		})
	}
}

// Without a server the leg is skipped with a sentence, or fails where it is required.
func TestWithoutServer(t *testing.T) {
	for require, want := range map[string]string{"": "--- SKIP", "postgres": "--- FAIL"} {
		t.Run("required: "+require, func(t *testing.T) {
			cmd := exec.Command(os.Args[0], "-test.run", "^TestEach$", "-test.v")
			cmd.Env = append(cmd.Environ(), "ROLLCALL_TEST_POSTGRES_URL=", "ROLLCALL_TEST_REQUIRE="+require)
			out, err := cmd.CombinedOutput()
			if !strings.Contains(string(out), want) || !strings.Contains(string(out), "go run ./db/dbtest/cluster") || (err != nil) != (require != "") {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}
