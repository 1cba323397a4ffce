package db_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	_ "github.com/mattn/go-sqlite3" // makes the files of other programs

	"rollcall/db"
)

// refused opens and expects a sentence that has the words in it.
func refused(t *testing.T, c db.Config, words string) {
	t.Helper()
	d, err := db.Open(t.Context(), c)
	if err == nil {
		d.Close()
		t.Fatal("it was opened")
	}
	var r *db.Refusal
	if !errors.As(err, &r) || !strings.Contains(r.Sentence, words) || !strings.HasSuffix(r.Sentence, ".") {
		t.Errorf("answered %q, want a sentence with %q", err, words)
	}
}

// files reads a folder: names, modes and contents.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = string(content)
	}
	return all
}

// script runs statements on a file as another program would.
func script(t *testing.T, path string, statements ...string) {
	t.Helper()
	other, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	other.SetMaxOpenConns(1)
	for _, s := range statements {
		if _, err := other.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// closed makes a database of ours and closes it.
func closed(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "rollcall.db")
	d, err := db.Open(t.Context(), db.Config{URL: path})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(d.Tx(t.Context(), setting("a", "1")), d.Close()); err != nil {
		t.Fatal(err)
	}
	os.Remove(path + ".lock")
	return path
}

func overwrite(t *testing.T, path string, at int64, with string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteAt([]byte(with), at)
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestFilesThatStayAsTheyAre(t *testing.T) {
	fresh := func(t *testing.T) string { return filepath.Join(t.TempDir(), "rollcall.db") }
	for _, test := range []struct {
		name  string
		make  func(t *testing.T) string
		words string
		also  []string // files that may appear beside it
	}{
		{"another program's database", func(t *testing.T) string {
			path := fresh(t)
			script(t, path, "CREATE TABLE t (a)", "INSERT INTO t VALUES (1)")
			return path
		}, "another program", nil},
		{"another program's database in WAL mode", func(t *testing.T) string {
			path := fresh(t)
			script(t, path, "PRAGMA journal_mode = WAL", "PRAGMA application_id = 7", "CREATE TABLE t (a)")
			return path
		}, "another program", nil},
		{"a text file", func(t *testing.T) string {
			path := fresh(t)
			if err := os.WriteFile(path, []byte(strings.Repeat("not a database\n", 1000)), 0o644); err != nil {
				t.Fatal(err)
			}
			return path
		}, "damaged or not a database", nil},
		{"a file cut short", func(t *testing.T) string {
			path := closed(t)
			if err := os.Truncate(path, 3*4096); err != nil {
				t.Fatal(err)
			}
			return path
		}, "restore a backup", nil},
		{"a file with a damaged page", func(t *testing.T) string {
			path := closed(t)
			overwrite(t, path, 5*4096, strings.Repeat("\xff", 4096))
			return path
		}, "restore a backup", []string{"rollcall.db.lock"}},
		{"a newer schema", func(t *testing.T) string {
			path := closed(t)
			script(t, path, "INSERT INTO schema_version (version_id, is_applied) VALUES (99999, 1)")
			return path
		}, "newer than this program's", nil},
		{"a newer schema of the queue", func(t *testing.T) string {
			path := closed(t)
			script(t, path, "INSERT INTO river_migration (line, version) VALUES ('main', 99999)")
			return path
		}, "newer than this program's", nil},
		{"a newer schema in a log left by a killed process", func(t *testing.T) string {
			path := closed(t)
			newerInLog(t, path)
			return path
		}, "newer than this program's", []string{"rollcall.db-shm"}}, // only an index of the log
	} {
		for name, mode := range map[string]db.Mode{"serving": db.Serve, "beside": db.Beside} {
			t.Run(test.name+", "+name, func(t *testing.T) {
				path := test.make(t)
				before := files(t, filepath.Dir(path))
				refused(t, db.Config{URL: path, Mode: mode}, test.words)
				after := files(t, filepath.Dir(path))
				for _, name := range test.also {
					delete(after, name)
				}
				if diff := cmp.Diff(sizes(before), sizes(after)); diff != "" {
					t.Errorf("files changed: %s", diff)
				}
				for name := range before {
					if before[name] != after[name] {
						t.Errorf("%s changed", name)
					}
				}
			})
		}
	}
}

func sizes(files map[string]string) map[string]int {
	all := map[string]int{}
	for name, content := range files {
		all[name] = len(content)
	}
	return all
}

// newerInLog leaves a change in the write-ahead log as a kill does: the files are copied while they are open.
func newerInLog(t *testing.T, path string) {
	t.Helper()
	other, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.Exec("INSERT INTO schema_version (version_id, is_applied) VALUES (99999, 1)"); err != nil {
		t.Fatal(err)
	}
	left := files(t, filepath.Dir(path))
	other.Close()
	for _, name := range []string{"rollcall.db", "rollcall.db-wal"} {
		if err := os.WriteFile(filepath.Join(filepath.Dir(path), name), []byte(left[name]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if len(left["rollcall.db-wal"]) == 0 {
		t.Fatal("there is no log")
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(dir, "link.db")
	if err := os.Symlink(filepath.Join(dir, "nowhere.db"), link); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, url, words string }{
		{"an empty URL", "", "empty"},
		{"another kind of URL", "mysql://root:hunter2@localhost/x", `unknown kind "mysql:"`},
		{"a folder", dir, "is not a file"},
		{"a file in a folder that doesn't exist", filepath.Join(dir, "no", "rollcall.db"), "does not exist: create it"},
		{"a link to nowhere", link, "is a link to"},
		{"a PostgreSQL URL that can't be understood", "postgres://u:hunter2@host:port/x", "can't be understood"},
		{"a PostgreSQL that isn't there", "postgres://u:hunter2@127.0.0.1:1/x", "can't be reached"},
	} {
		t.Run(test.name, func(t *testing.T) {
			refused(t, db.Config{URL: test.url}, test.words)
			_, err := db.Open(t.Context(), db.Config{URL: test.url})
			if strings.Contains(fmt.Sprintf("%v %+v", err, err), "hunter2") {
				t.Errorf("the password is in %q", err)
			}
		})
	}
}

func TestOpenCreates(t *testing.T) {
	for name, url := range map[string]string{"a bare path": "%s", "sqlite:": "sqlite:%s", "sqlite://": "sqlite://%s"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a file #1?%41.db")
			d, err := db.Open(t.Context(), db.Config{URL: fmt.Sprintf(url, path)})
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			if d.Path() != path {
				t.Errorf("path %s", d.Path())
			}
			if err := d.Tx(t.Context(), setting("a", "1")); err != nil {
				t.Fatal(err)
			}
			for _, suffix := range []string{"", "-wal", "-shm", ".lock"} {
				info, err := os.Stat(path + suffix)
				if err != nil || info.Mode() != 0o600 {
					t.Errorf("%s: %v, %v", suffix, info.Mode(), err)
				}
			}
		})
	}
	t.Run("in a file of no bytes", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "rollcall.db")
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		d, err := db.Open(t.Context(), db.Config{URL: path})
		if err != nil {
			t.Fatal(err)
		}
		d.Close()
	})
}
