package dbtest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"rollcall/db"
)

// migratedBytes is a migrated, empty database file, made once in a process.
var migratedBytes = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "rollcall-template-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "template.db")
	d, err := db.Open(context.Background(), db.Config{URL: path})
	if err != nil {
		return nil, err
	}
	if err := d.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func migratedFile(t testing.TB) string {
	t.Helper()
	content, err := migratedBytes()
	if err != nil {
		t.Fatalf("making the template: %v", err)
	}
	path := filepath.Join(t.TempDir(), "rollcall.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
