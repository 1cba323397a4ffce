package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCommandLine(t *testing.T) {
	dir := t.TempDir()
	t.Run("version prints the version alone", func(t *testing.T) {
		if o := rollcall(t, dir, nil, "", "version").done(t); !strings.HasPrefix(o.out, "rollcall "+version) || o.err != "" {
			t.Fatalf("got %+v", o)
		}
	})
	t.Run("help is asked for and given", func(t *testing.T) {
		if o := rollcall(t, dir, nil, "", "--help").done(t); !strings.Contains(o.out, "Usage: rollcall") {
			t.Fatalf("got %+v", o)
		}
	})
	for _, args := range [][]string{{}, {"rollcal"}, {"version", "--loud"}, {"backup"}, {"migrate", "now"}} {
		t.Run("wrong usage: rollcall "+strings.Join(args, " "), func(t *testing.T) {
			o := rollcall(t, dir, nil, "", args...)
			if o.code != exitUsage || o.out != "" || !strings.Contains(o.err, "rollcall --help") {
				t.Fatalf("got %+v", o)
			}
		})
	}
	t.Run("none of this made a file", func(t *testing.T) {
		if left, _ := os.ReadDir(dir); len(left) != 0 {
			t.Fatalf("there is %v", left)
		}
	})
}

func TestMigrateAndBackup(t *testing.T) {
	t.Run("migrate creates the database that DATABASE_URL names", func(t *testing.T) {
		dir := t.TempDir()
		rollcall(t, dir, []string{"DATABASE_URL=sqlite:roll.db"}, "", "migrate").done(t)
		if _, err := os.Stat(filepath.Join(dir, "roll.db")); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("an empty variable counts as unset", func(t *testing.T) {
		dir := t.TempDir()
		rollcall(t, dir, []string{"DATABASE_URL=", "DATABASE_URL_FILE="}, "", "migrate").done(t)
		if _, err := os.Stat(filepath.Join(dir, "rollcall.db")); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("a backup can be opened, and says that the key is not in it", func(t *testing.T) {
		dir := t.TempDir()
		o := rollcall(t, dir, nil, "", "backup", "copy.db").done(t)
		if !strings.Contains(o.err, "key is not in it") {
			t.Errorf("it says %q", o.err)
		}
		rollcall(t, dir, []string{"DATABASE_URL=copy.db"}, "", "migrate").done(t)
	})
	t.Run("a backup writes over nothing", func(t *testing.T) {
		dir := t.TempDir()
		mine := filepath.Join(dir, "mine")
		if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
		rollcall(t, dir, nil, "", "backup", "mine").sentence(t, "mine", "exists")
		if content, _ := os.ReadFile(mine); string(content) != "mine" {
			t.Fatalf("now it holds %q", content)
		}
	})
	for name, content := range map[string]string{"another program's file": "SQLite format 3\x00" + strings.Repeat("x", 4096), "a text": "dear diary"} {
		t.Run(name+" is refused and untouched", func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "rollcall.db")
			if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
			rollcall(t, dir, nil, "", "migrate").sentence(t, file)
			rollcall(t, dir, nil, "", "backup", "copy.db").sentence(t, file)
			if now, _ := os.ReadFile(file); string(now) != content {
				t.Fatal("the file has changed")
			}
			if left, _ := os.ReadDir(dir); len(left) != 1 {
				t.Fatalf("there is %v", left)
			}
		})
	}
	t.Run("a wrong setting is one sentence", func(t *testing.T) {
		dir := t.TempDir()
		rollcall(t, dir, []string{"DATABASE_URL=mysql://me:pw@host/x"}, "", "migrate").sentence(t, "database URL")
		rollcall(t, dir, []string{"DATABASE_URL=nowhere/x.db"}, "", "migrate").sentence(t, "nowhere")
	})
}
