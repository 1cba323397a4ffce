package outbound

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// otherDoors are ways to reach a URL that don't pass the guard.
var otherDoors = map[string]map[string]bool{
	"net/http": {"Client": true, "Transport": true, "Get": true, "Post": true, "PostForm": true, "Head": true, "DefaultClient": true, "DefaultTransport": true},
}

// mayCall says who may build a client all the same: this room, and the two commands that call a receiver of their own.
func mayCall(path string) bool {
	return strings.HasPrefix(path, "app/outbound/") || !strings.Contains(path, "/") && (strings.HasPrefix(path, "demo") || strings.HasPrefix(path, "bench"))
}

func TestNoOtherRoomBuildsAnHTTPClient(t *testing.T) {
	files := 0
	root := moduleRoot(t)
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		if entry.IsDir() {
			if strings.HasPrefix(entry.Name(), ".") && name != "." || entry.Name() == "testdata" || entry.Name() == "node_modules" {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		files++
		return checkFile(t, path, name)
	})
	if err != nil || files < 10 {
		t.Fatalf("%d files read: %v", files, err)
	}
}

// mayLeaveUnverified is the one place that decides whether a receiver's certificate is verified: what makes the client's
// transports, and of which kind they are told to be.
func mayLeaveUnverified(key *ast.Ident, file *ast.File, name string) bool {
	allowed := false
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || name != "app/outbound/client.go" || f.Name.Name != "transport" || len(f.Type.Params.List) != 1 {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if pair, ok := n.(*ast.KeyValueExpr); ok && pair.Key == key {
				value, ok := pair.Value.(*ast.Ident)
				allowed = ok && value.Name == f.Type.Params.List[0].Names[0].Name
			}
			return true
		})
	}
	return allowed
}

// TestThisRoomBuildsOneTransport counts: a second one would need every protection of the first.
func TestThisRoomBuildsOneTransport(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	uses := map[string]int{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CompositeLit:
				if s, ok := n.Type.(*ast.SelectorExpr); ok && s.Sel.Name == "Transport" {
					uses["http.Transport"]++
				}
			case *ast.SelectorExpr:
				if pkg, ok := n.X.(*ast.Ident); ok && pkg.Name == "http" && n.Sel.Name != "Transport" && otherDoors["net/http"][n.Sel.Name] {
					uses["http."+n.Sel.Name]++
				}
			}
			return true
		})
	}
	if len(uses) != 1 || uses["http.Transport"] != 1 {
		t.Errorf("it uses %v, want one transport and nothing else", uses)
	}
}

func moduleRoot(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, "go.mod")); err != nil {
		t.Fatal(err)
	}
	return root
}

func checkFile(t *testing.T, path, name string) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		return err
	}
	imports := map[string]string{}
	for _, i := range file.Imports {
		from := strings.Trim(i.Path.Value, `"`)
		as := from[strings.LastIndex(from, "/")+1:]
		if i.Name != nil {
			as = i.Name.Name
		}
		imports[as] = from
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if key, ok := n.(*ast.Ident); ok && (key.Name == "DialTLSContext" || key.Name == "DialTLS" || key.Name == "InsecureSkipVerify" && !mayLeaveUnverified(key, file, name)) {
			t.Errorf("%s sets %s", name, key.Name)
		}
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if pkg, ok := s.X.(*ast.Ident); ok && otherDoors[imports[pkg.Name]][s.Sel.Name] && !mayCall(name) {
			t.Errorf("%s uses %s.%s: requests leave through app/outbound only", name, pkg.Name, s.Sel.Name)
		}
		return true
	})
	return nil
}
