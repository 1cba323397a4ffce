package main

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// rooms says which of our packages each room may import (docs/architecture.md). A pattern that ends in /... stands for a
// folder and everything below it. The first room that matches a package is the one it belongs to.
var rooms = []struct {
	room    string
	imports []string
}{
	{"rollcall/app", nil},
	{"rollcall/app/access", []string{"rollcall/app", "rollcall/app/audit", "rollcall/db"}},
	{"rollcall/app/audit", []string{"rollcall/app", "rollcall/app/access", "rollcall/db"}},
	{"rollcall/app/event", []string{"rollcall/app", "rollcall/app/access"}},
	{"rollcall/app/outbound", []string{"rollcall/app"}},
	{"rollcall/app/webhook", []string{"rollcall/app", "rollcall/app/access", "rollcall/app/audit", "rollcall/app/event", "rollcall/app/mail", "rollcall/app/outbound", "rollcall/db"}},
	{"rollcall/app/mail", []string{"rollcall/app", "rollcall/db"}},
	{"rollcall/app/directory", []string{"rollcall/app", "rollcall/app/access", "rollcall/app/audit", "rollcall/app/event", "rollcall/app/mail", "rollcall/app/webhook", "rollcall/db"}},
	{"rollcall/views/...", []string{"rollcall/app/...", "rollcall/static", "rollcall/views/..."}},
	{"rollcall/handlers/...", []string{"rollcall/app/...", "rollcall/static", "rollcall/views/...", "rollcall/handlers/..."}},
	{"rollcall/jobs/...", []string{"rollcall/app", "rollcall/app/mail", "rollcall/app/webhook", "rollcall/db", "rollcall/jobs/..."}},
	{"rollcall/static/...", nil},
	{"rollcall/db", nil},
	{"rollcall/db/dbtest/...", []string{"rollcall/db", "rollcall/db/dbtest/..."}},
	{"rollcall/...", []string{"rollcall/..."}}, // main, and tools of the workshop
}

// walls says which packages of others may be imported only from where.
var walls = []struct {
	packages []string
	only     []string
	why      string
}{
	{[]string{"github.com/labstack/..."}, []string{"rollcall", "rollcall/handlers/..."}, "the domain and the views know no protocol"},
	{[]string{"github.com/a-h/templ/..."}, []string{"rollcall/views/...", "rollcall/handlers/..."}, "only handlers render views"},
	{[]string{"github.com/gorilla/..."}, []string{"rollcall/handlers/..."}, "cookies are the browser's protocol"},
	{[]string{"github.com/wneessen/..."}, []string{"rollcall/app/mail"}, "one room talks to the mail server"},
	{[]string{"github.com/emersion/..."}, []string{"rollcall/app/mail/mailtest"}, "the mail server of the tests is for tests"},
	{[]string{"github.com/riverqueue/..."}, []string{"rollcall/jobs/...", "rollcall/db"}, "jobs is River and nothing but River; db runs River's migrations"},
	{[]string{"github.com/99designs/...", "github.com/vektah/..."}, []string{"rollcall/handlers/graphql/..."}, "GraphQL is Pipefy's protocol"},
	{[]string{"github.com/mattn/go-sqlite3", "github.com/jackc/..."}, []string{"rollcall/db/...", "rollcall/jobs/..."}, "a database driver stays in db and jobs"},
	{[]string{"github.com/pressly/goose/..."}, []string{"rollcall/db/..."}, "db alone migrates"},
	{[]string{"github.com/alecthomas/kong"}, []string{"rollcall"}, "commands and settings are main's"},
	{[]string{"github.com/prometheus/..."}, []string{"rollcall", "rollcall/handlers/...", "rollcall/jobs/..."}, "the domain counts nothing for a monitoring system"},
}

// listed is what `go list` says of one package. Imports leaves out what only its tests import.
type listed struct {
	ImportPath string
	Imports    []string
}

func TestImportsRunOneWay(t *testing.T) {
	packages := listPackages(t)
	t.Run("every room imports only the rooms below it", func(t *testing.T) {
		for _, p := range packages {
			i := slices.IndexFunc(rooms, func(r struct {
				room    string
				imports []string
			}) bool {
				return within(p.ImportPath, r.room)
			})
			for _, imported := range p.Imports {
				if within(imported, "rollcall/...") && !withinAny(imported, rooms[i].imports) {
					t.Errorf("%s imports %s; its room %s may import only %v", p.ImportPath, imported, rooms[i].room, rooms[i].imports)
				}
			}
		}
	})
	t.Run("no package of others is used behind its wall", func(t *testing.T) {
		for _, p := range packages {
			for _, imported := range p.Imports {
				for _, wall := range walls {
					if withinAny(imported, wall.packages) && !withinAny(p.ImportPath, wall.only) {
						t.Errorf("%s imports %s: %s", p.ImportPath, imported, wall.why)
					}
				}
			}
		}
	})
}

// listPackages lists every package of the module.
func listPackages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var packages []listed
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

// within reports whether a package is the pattern, or below it when the pattern ends in /....
func within(pkg, pattern string) bool {
	folder, all := strings.CutSuffix(pattern, "/...")
	return pkg == folder || all && strings.HasPrefix(pkg, folder+"/")
}

func withinAny(pkg string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return within(pkg, pattern) })
}

// skips finds a test that would leave itself out; the helpers that may do so fail instead under ROLLCALL_TEST_REQUIRE.
var skips = regexp.MustCompile(`\b[tb]b?\.Skip(f|Now)?\(|testing\.Short\(\)`)

func TestNoTestSkips(t *testing.T) {
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, "_test.go") || name == "walls_test.go" {
			return err
		}
		source, err := os.ReadFile(name)
		if found := skips.Find(source); found != nil && !strings.Contains(string(source), "ROLLCALL_TEST_REQUIRE") {
			t.Errorf("%s has %s: tests run always, or fail", path.Clean(name), found)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
