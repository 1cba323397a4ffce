package db_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// The tests start this test program again as another process.
const childVariable = "DB_TEST_CHILD"

func TestMain(m *testing.M) {
	if job := os.Getenv(childVariable); job != "" {
		if err := child(job, os.Args[1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// child opens the database and says so; then it waits for its standard input to end, or writes numbers and says each
// when it is committed.
func child(job, url string) error {
	mode := db.Serve
	if job == "beside" {
		mode = db.Beside
	}
	ctx := context.Background()
	d, err := db.Open(ctx, db.Config{URL: url, Mode: mode})
	if err != nil {
		return err
	}
	fmt.Println("open")
	if job == "write" {
		return writeNumbers(ctx, d)
	}
	if job == "beside" {
		if err := d.Tx(ctx, setting("beside", "1")); err != nil {
			return err
		}
	}
	io.Copy(io.Discard, os.Stdin)
	return d.Close()
}

func writeNumbers(ctx context.Context, d *db.DB) error {
	errs := make(chan error)
	for w := range 4 {
		go func() {
			for n := 0; ; n++ {
				name := fmt.Sprintf("n%d.%d", w, n)
				if err := d.Tx(ctx, setting(name, "1")); err != nil {
					errs <- err
				}
				os.Stdout.WriteString(name + "\n")
			}
		}()
	}
	return <-errs
}

type process struct {
	*exec.Cmd
	in     io.Closer
	out    *bufio.Scanner
	stderr strings.Builder
}

func startChild(t *testing.T, job, url string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command(os.Args[0], url)}
	p.Env = append(os.Environ(), childVariable+"="+job)
	in, err := p.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.in, p.out, p.Stderr = in, bufio.NewScanner(out), &p.stderr
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Process.Kill(); p.Wait() })
	return p
}

// opened waits until the child has the database open.
func (p *process) opened(t *testing.T) {
	t.Helper()
	if !p.out.Scan() || p.out.Text() != "open" {
		p.Wait()
		t.Fatalf("the child did not open it: %s", &p.stderr)
	}
}

// end lets the child close the database.
func (p *process) end(t *testing.T) {
	t.Helper()
	p.in.Close()
	for p.out.Scan() {
	}
	if err := p.Wait(); err != nil {
		t.Errorf("the child ended with %v: %s", err, &p.stderr)
	}
}

func TestTwoProcesses(t *testing.T) {
	t.Run("a second server is refused and the first goes on", func(t *testing.T) {
		d := dbtest.SQLite(t)
		link := filepath.Join(t.TempDir(), "other-name.db")
		if err := os.Symlink(d.Path(), link); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{d.Path(), link} {
			p := startChild(t, "serve", path)
			if p.out.Scan() {
				t.Fatalf("it said %q", p.out.Text())
			}
			if err := p.Wait(); err == nil || !strings.Contains(p.stderr.String(), "Another process is using the database") {
				t.Errorf("it ended with %v: %s", err, &p.stderr)
			}
		}
		if err := d.Tx(t.Context(), setting("a", "1")); err != nil {
			t.Error(err)
		}
	})
	t.Run("a server starts when the other has ended", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "rollcall.db")
		p := startChild(t, "serve", path)
		p.opened(t)
		p.end(t)
		d, err := db.Open(t.Context(), db.Config{URL: path})
		if err != nil {
			t.Fatal(err)
		}
		d.Close()
	})
	t.Run("a command beside a server writes, and the server sees it", func(t *testing.T) {
		d := dbtest.SQLite(t)
		p := startChild(t, "beside", d.Path())
		p.opened(t)
		if err := d.Tx(t.Context(), setting("a", "1")); err != nil {
			t.Error(err)
		}
		p.end(t)
		if got := get(t, d, "beside"); got != "1" {
			t.Errorf("beside is %q", got)
		}
	})
	t.Run("a command never takes a file for damaged that a server is writing", func(t *testing.T) {
		d := dbtest.SQLite(t)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			for n := 0; ctx.Err() == nil; n++ {
				big := strings.Repeat("x", 1<<20)
				if err := d.Tx(ctx, setting(fmt.Sprint(n), big)); err != nil && ctx.Err() == nil {
					t.Error(err)
				}
				d.Checkpoint(ctx)
			}
		}()
		for range 50 {
			beside, err := db.Open(t.Context(), db.Config{URL: d.Path(), Mode: db.Beside})
			if err != nil {
				t.Error(err)
				break
			}
			beside.Close()
		}
		cancel()
		<-done
	})
	t.Run("a command without a server migrates and gives the lock back", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "rollcall.db")
		p := startChild(t, "beside", path)
		p.opened(t)
		d, err := db.Open(t.Context(), db.Config{URL: path})
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		if err := d.Tx(t.Context(), setting("a", "1")); err != nil {
			t.Error(err)
		}
		p.end(t)
	})
	t.Run("a command of another schema is refused beside a server", func(t *testing.T) {
		d := dbtest.SQLite(t)
		if _, err := d.Pool().ExecContext(t.Context(), "DELETE FROM schema_version WHERE version_id > 1"); err != nil {
			t.Fatal(err)
		}
		refused(t, db.Config{URL: d.Path(), Mode: db.Beside}, "run it from the same release as the server")
	})
}

// What was acknowledged before a kill is there after it.
func TestKill(t *testing.T) {
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			url := dbtest.URL(t, engine)
			var acknowledged []string
			for range 3 {
				acknowledged = append(acknowledged, killed(t, url)...)
			}
			d, err := db.Open(t.Context(), db.Config{URL: url})
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			for _, name := range acknowledged {
				if get(t, d, name) != "1" {
					t.Errorf("%s is lost", name)
				}
			}
			if engine == db.SQLite {
				integrity(t, d)
			}
		})
	}
}

// killed lets a child write and kills it in the middle; it returns what the child had been told is committed.
func killed(t *testing.T, url string) []string {
	t.Helper()
	p := startChild(t, "write", url)
	p.opened(t)
	var names []string
	for p.out.Scan() {
		if names = append(names, p.out.Text()); len(names) == 200 {
			p.Process.Kill()
		}
	}
	p.Wait()
	return names
}

func integrity(t *testing.T, d *db.DB) {
	t.Helper()
	var ok string
	if err := d.QueryRow(t.Context(), "PRAGMA integrity_check").Scan(&ok); err != nil || ok != "ok" {
		t.Errorf("integrity: %s, %v", ok, err)
	}
	var broken int
	if err := d.QueryRow(t.Context(), "SELECT COUNT(*) FROM pragma_foreign_key_check").Scan(&broken); err != nil || broken != 0 {
		t.Errorf("%d broken foreign keys, %v", broken, err)
	}
}
