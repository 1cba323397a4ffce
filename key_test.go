package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestKeyFile(t *testing.T) {
	t.Run("it stands beside the database", func(t *testing.T) {
		for database, want := range map[string]string{"rollcall.db": "rollcall.key", "/var/lib/a.b/roll": "/var/lib/a.b/roll.key", "x.sqlite": "x.key"} {
			if got := keyFile(database); got != want {
				t.Errorf("keyFile(%q) = %q, want %q", database, got, want)
			}
		}
	})
	t.Run("made once, readable by its owner only, the same afterwards", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "rollcall.key")
		first, made, err := loadOrMakeKey(file)
		if err != nil || !made || len(first) != keyBytes {
			t.Fatalf("first: %d bytes, made %v, %v", len(first), made, err)
		}
		info, err := os.Stat(file)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Fatalf("mode %v, %v", info.Mode(), err)
		}
		again, made, err := loadOrMakeKey(file)
		if err != nil || made || !bytes.Equal(first, again) {
			t.Fatalf("again: equal %v, made %v, %v", bytes.Equal(first, again), made, err)
		}
		left, _ := os.ReadDir(filepath.Dir(file))
		if len(left) != 1 {
			t.Fatalf("%d files in the folder, want the key alone", len(left))
		}
	})
	t.Run("two processes that make it at once have the same", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "rollcall.key")
		keys, errs := make([][]byte, 8), make([]error, 8)
		var all sync.WaitGroup
		for i := range keys {
			all.Go(func() { keys[i], _, errs[i] = loadOrMakeKey(file) })
		}
		all.Wait()
		for i := range keys {
			if errs[i] != nil || !bytes.Equal(keys[i], keys[0]) {
				t.Fatalf("caller %d: %v", i, errs[i])
			}
		}
	})
	t.Run("one that others may read is refused", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "rollcall.key")
		if err := saveKey(file, make([]byte, keyBytes)); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(file, 0o640); err != nil {
			t.Fatal(err)
		}
		if _, _, err := loadOrMakeKey(file); err == nil || !strings.Contains(err.Error(), "chmod 600") {
			t.Fatalf("got %v", err)
		}
	})
	t.Run("a damaged one is refused and left alone", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "rollcall.key")
		if err := os.WriteFile(file, []byte("dG9vIHNob3J0\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := loadOrMakeKey(file); err == nil || !strings.Contains(err.Error(), "damaged") {
			t.Fatalf("got %v", err)
		}
		if content, _ := os.ReadFile(file); string(content) != "dG9vIHNob3J0\n" {
			t.Fatalf("now it holds %q", content)
		}
	})
}
