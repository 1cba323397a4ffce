package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// testsOf is what the tests of one room offer to be named: their functions, and every string in their files.
type testsOf struct {
	functions map[string]bool
	strings   map[string]bool
}

// TestWhatThePagesPromiseHasTests reads every table of docs whose last column is "Test". What such a row says is held by
// the tests that it names, so each of them must exist.
func TestWhatThePagesPromiseHasTests(t *testing.T) {
	rooms := namedTests(t, ".")
	pages, err := filepath.Glob("docs/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatalf("%d pages: %v", len(pages), err)
	}
	rows := map[string]int{}
	for _, page := range pages {
		for _, row := range promises(readPage(t, page)) {
			rows[filepath.Base(page)]++
			for _, wrong := range row.wrong(rooms) {
				t.Errorf("%s:%d: %s", page, row.line, wrong)
			}
		}
	}
	for _, page := range []string{"delivery.md", "outbound.md"} {
		if rows[page] == 0 {
			t.Errorf("%s has no row with a test", page)
		}
	}
}

// outboundIDs are the ids of docs/outbound.md, a section each.
var outboundIDs = [][2]int{{1, 15}, {20, 27}, {30, 36}, {40, 43}, {50, 58}, {60, 67}, {70, 75}, {80, 89}, {90, 96}}

func TestTheOutboundPageHasEveryIDOnce(t *testing.T) {
	ids := map[string]int{}
	for _, row := range promises(readPage(t, "docs/outbound.md")) {
		ids[row.cells[0]]++
	}
	for _, wrong := range wrongIDs(ids) {
		t.Error(wrong)
	}
}

// wrongIDs says which ids are missing, double or unknown.
func wrongIDs(ids map[string]int) (wrong []string) {
	known := map[string]bool{}
	for _, section := range outboundIDs {
		for n := section[0]; n <= section[1]; n++ {
			id := fmt.Sprintf("OUT-%02d", n)
			known[id] = true
			if ids[id] != 1 {
				wrong = append(wrong, fmt.Sprintf("%s has %d rows, want one", id, ids[id]))
			}
		}
	}
	for id := range ids {
		if !known[id] {
			wrong = append(wrong, fmt.Sprintf("there is no id %q", id))
		}
	}
	slices.Sort(wrong)
	return wrong
}

func readPage(t *testing.T, page string) string {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// promise is a row of a table whose last column names tests.
type promise struct {
	line  int
	cells []string
}

// promises finds the rows of all such tables.
func promises(page string) (rows []promise) {
	inTable := false
	for i, line := range strings.Split(page, "\n") {
		cells := cellsOf(line)
		switch {
		case len(cells) < 2:
			inTable = false
		case strings.EqualFold(cells[len(cells)-1], "test"):
			inTable = true
		case inTable && strings.Trim(line, "|-: ") != "":
			rows = append(rows, promise{i + 1, cells})
		}
	}
	return rows
}

// cellsOf splits a line of a table; none when it is not one. A bar that is meant is written \|.
func cellsOf(line string) (cells []string) {
	line = strings.TrimSpace(line)
	if !strings.HasPrefix(line, "|") || !strings.HasSuffix(line, "|") || len(line) < 2 {
		return nil
	}
	line = strings.ReplaceAll(line[1:len(line)-1], `\|`, "\x00")
	for cell := range strings.SplitSeq(line, "|") {
		cells = append(cells, strings.TrimSpace(strings.ReplaceAll(cell, "\x00", "|")))
	}
	return cells
}

// A test is named `room.TestFunction` or `room.TestFunction/"sub test"`; the room is the folder's name, main for ours.
var (
	inBackticks = regexp.MustCompile("`([^`]+)`")
	namedTest   = regexp.MustCompile(`^([a-z]+)\.((?:Test|Fuzz)\w+)(?:/("(?:[^"\\]|\\.)*"))?$`)
)

// wrong says what the tests of a row lack.
func (p promise) wrong(rooms map[string]*testsOf) (all []string) {
	names := inBackticks.FindAllStringSubmatch(p.cells[len(p.cells)-1], -1)
	if len(names) == 0 {
		return []string{"names no test"}
	}
	for _, name := range names {
		if why := wrongName(rooms, name[1]); why != "" {
			all = append(all, fmt.Sprintf("%s: %s", name[1], why))
		}
	}
	return all
}

func wrongName(rooms map[string]*testsOf, name string) string {
	parts := namedTest.FindStringSubmatch(name)
	if parts == nil {
		return `is not written like room.TestFunction or room.TestFunction/"sub test"`
	}
	room := rooms[parts[1]]
	switch {
	case room == nil:
		return "there is no such room"
	case !room.functions[parts[2]]:
		return "there is no such test"
	case parts[3] == "":
		return ""
	}
	sub, err := strconv.Unquote(parts[3])
	if err != nil || !room.strings[sub] {
		return "no test of that room has such a sub test"
	}
	return ""
}

// namedTests reads the test files of all rooms, by the name of the folder.
func namedTests(t *testing.T, root string) map[string]*testsOf {
	t.Helper()
	rooms := map[string]*testsOf{}
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && file != root && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata"):
			return fs.SkipDir
		case !strings.HasSuffix(file, "_test.go"):
			return nil
		}
		room := "main"
		if folder := path.Dir(filepath.ToSlash(file)); folder != filepath.ToSlash(root) {
			room = path.Base(folder)
		}
		if rooms[room] == nil {
			rooms[room] = &testsOf{map[string]bool{}, map[string]bool{}}
		}
		return rooms[room].read(file)
	})
	if err != nil {
		t.Fatal(err)
	}
	return rooms
}

func (r *testsOf) read(file string) error {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			r.functions[n.Name.Name] = n.Recv == nil
		case *ast.BasicLit:
			if text, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING {
				r.strings[text] = true
			}
		}
		return true
	})
	return nil
}

func TestAPromiseWithoutItsTestIsFound(t *testing.T) {
	rooms := namedTests(t, ".")
	for name, want := range map[string]string{
		"main.TestAPromiseWithoutItsTestIsFound":                                     "",
		`main.TestAPromiseWithoutItsTestIsFound/"a sub test that is only here"`:      "",
		`main.TestAPromiseWithoutItsTestIsFound/"a sub test that is not` + ` there"`: "no test of that room has such a sub test",
		"main.TestNobodyWroteThis":                                                   "there is no such test",
		"outbound.TestAPromiseWithoutItsTestIsFound":                                 "there is no such test",
		"main.namedTests":       `is not written like room.TestFunction or room.TestFunction/"sub test"`,
		"docs_test.go":          `is not written like room.TestFunction or room.TestFunction/"sub test"`,
		"nowhere.TestSomething": "there is no such room",
	} {
		if got := wrongName(rooms, name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	t.Run("a sub test that is only here", func(t *testing.T) {
		rows := promises("| A | Test |\n| --- | --- |\n| a \\| b | nothing |\n| c | `main.TestNobodyWroteThis` |\n\n| A | B |\n| --- | --- |\n| no | row |\n")
		if len(rows) != 2 || rows[0].cells[0] != "a | b" || rows[1].line != 4 {
			t.Fatalf("%+v", rows)
		}
		for _, row := range rows {
			if len(row.wrong(rooms)) != 1 {
				t.Errorf("line %d: %q", row.line, row.wrong(rooms))
			}
		}
	})
	t.Run("an id that is missing, double or unknown", func(t *testing.T) {
		ids := map[string]int{}
		for _, section := range outboundIDs {
			for n := section[0]; n <= section[1]; n++ {
				ids[fmt.Sprintf("OUT-%02d", n)] = 1
			}
		}
		ids["OUT-41"], ids["OUT-42"], ids["OUT-44"] = 2, 0, 1
		want := []string{"OUT-41 has 2 rows, want one", "OUT-42 has 0 rows, want one", `there is no id "OUT-44"`}
		if got := wrongIDs(ids); !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
	})
}
