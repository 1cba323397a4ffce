package main

import (
	"encoding/base64"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// testKey is a key for databases that need one in the settings.
var testKey = "ROLLCALL_SECRET_KEY=" + base64.StdEncoding.EncodeToString([]byte("a key for tests, and only those!"))

func TestServe(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, env []string) {
		dir := t.TempDir()
		env = append(env, testKey)
		s := serve(t, dir, env...)
		t.Run("it is alive and ready", func(t *testing.T) {
			for _, path := range []string{"/healthz", "/readyz"} {
				if status, body := s.get(path, ""); status != http.StatusOK {
					t.Errorf("%s answered %d %s", path, status, body)
				}
			}
		})
		t.Run("without a user it prints the one-time code and the page that asks for it", func(t *testing.T) {
			l := s.await("no user yet")
			if code, _ := l["code"].(string); len(code) < 16 || l["url"] != s.url+"/setup" {
				t.Fatalf("it says %v", l)
			}
		})
		t.Run("users and tokens can be made beside it, and the token is good at once", func(t *testing.T) {
			rollcall(t, dir, env, testPassword+"\n", "user", "create", "--username", "ada", "--email", "ada@acme.example", "--organization", "acme", "--admin", "--password-stdin").done(t)
			token := strings.TrimSpace(rollcall(t, dir, env, "", "token", "create", "--username", "ada", "--name", "test").done(t).out)
			if status, body := s.get("/api/organizations/acme/webhooks", token); status != http.StatusOK || strings.TrimSpace(body) != "[]" {
				t.Fatalf("answered %d %s", status, body)
			}
			s.logIn(browser(t), "ada")
		})
		t.Run("it stops in order, and with a user it prints no code again", func(t *testing.T) {
			s.stop()
			again := serve(t, dir, env...)
			if l := again.said("no user yet"); l != nil {
				t.Fatalf("it says %v", l)
			}
			again.stop()
		})
	})
}

func TestServeOnSQLite(t *testing.T) {
	t.Parallel()
	t.Run("a variable that nothing reads is named in the log, and only that", func(t *testing.T) {
		s := serve(t, t.TempDir(), "ROLLCALL_ALLOW_TARGET=10.0.0.0/8", "ROLLCALL_WORKERS=7")
		if l := s.await("this variable has no effect"); l["name"] != "ROLLCALL_ALLOW_TARGET" {
			t.Errorf("it says %v", l)
		}
		s.stop()
		count := 0
		for _, l := range s.lines {
			if strings.HasPrefix(l["msg"].(string), "this variable has no effect") {
				count++
			}
		}
		if count != 1 {
			t.Errorf("%d variables are named: %v", count, s.lines)
		}
	})
	t.Run("a switch that is neither on nor off is refused like any wrong setting", func(t *testing.T) {
		rollcall(t, t.TempDir(), []string{"ROLLCALL_DISCARD_SECRETS=maybe"}, "", "serve").sentence(t, "ROLLCALL_DISCARD_SECRETS", `"maybe"`, "unset it")
	})
	t.Run("a second server is refused, and the first goes on", func(t *testing.T) {
		dir := t.TempDir()
		s := serve(t, dir)
		rollcall(t, dir, []string{"ROLLCALL_ADDR=127.0.0.1:0"}, "", "serve").sentence(t, "rollcall.db")
		rollcall(t, dir, nil, "", "migrate").sentence(t, "rollcall.db")
		if status, _ := s.get("/readyz", ""); status != http.StatusOK {
			t.Fatalf("the first answers %d", status)
		}
		s.stop()
	})
	t.Run("a backup beside it can be served with the key", func(t *testing.T) {
		dir, other := t.TempDir(), t.TempDir()
		s := serve(t, dir)
		rollcall(t, dir, nil, testPassword+"\n", "user", "create", "--username", "ada", "--email", "ada@acme.example", "--organization", "acme", "--admin", "--password-stdin").done(t)
		rollcall(t, dir, nil, "", "backup", filepath.Join(other, "rollcall.db")).done(t)
		s.stop()
		if err := os.Rename(filepath.Join(dir, "rollcall.key"), filepath.Join(other, "rollcall.key")); err != nil {
			t.Fatal(err)
		}
		copied := serve(t, other)
		copied.logIn(browser(t), "ada")
		copied.stop()
	})
	t.Run("a database without its key is refused, and no new key stands in its place", func(t *testing.T) {
		dir := t.TempDir()
		serve(t, dir).stop()
		key := filepath.Join(dir, "rollcall.key")
		if err := os.Rename(key, key+".away"); err != nil {
			t.Fatal(err)
		}
		rollcall(t, dir, []string{"ROLLCALL_ADDR=127.0.0.1:0"}, "", "serve").sentence(t, "ROLLCALL_SECRET_KEY")
		if _, err := os.Stat(key); err == nil {
			t.Fatal("there is a new key")
		}
		if err := os.Rename(key+".away", key); err != nil {
			t.Fatal(err)
		}
		serve(t, dir).stop()
	})
	t.Run("a lost key costs the secrets, on demand only", func(t *testing.T) {
		dir := t.TempDir()
		s := serve(t, dir)
		rollcall(t, dir, nil, testPassword+"\n", "user", "create", "--username", "ada", "--email", "ada@acme.example", "--organization", "acme", "--admin", "--password-stdin").done(t)
		token := strings.TrimSpace(rollcall(t, dir, nil, "", "token", "create", "--username", "ada", "--name", "test").done(t).out)
		const webhooks = "/api/organizations/acme/webhooks"
		if status, body := s.ask(http.MethodPost, webhooks, token, `{"name":"hr","type":"USER_LOGIN","url":"https://hr.example/","enabled":true}`); status != http.StatusOK {
			t.Fatalf("%d: %s", status, body)
		}
		s.stop()
		if err := os.Remove(filepath.Join(dir, "rollcall.key")); err != nil {
			t.Fatal(err)
		}
		rollcall(t, dir, []string{"ROLLCALL_ADDR=127.0.0.1:0"}, "", "serve").sentence(t, "--discard-secrets")
		s = serve(t, dir, "ROLLCALL_DISCARD_SECRETS=true")
		if _, body := s.get(webhooks, token); !strings.Contains(body, `"enabled":false`) {
			t.Errorf("the webhook is not paused: %s", body)
		}
		s.stop()
		serve(t, dir).stop()
	})
	t.Run("a key that others may read is refused", func(t *testing.T) {
		dir := t.TempDir()
		serve(t, dir).stop()
		if err := os.Chmod(filepath.Join(dir, "rollcall.key"), 0o644); err != nil {
			t.Fatal(err)
		}
		rollcall(t, dir, []string{"ROLLCALL_ADDR=127.0.0.1:0"}, "", "serve").sentence(t, "chmod 600")
	})
	t.Run("another program's file is refused and untouched", func(t *testing.T) {
		dir := t.TempDir()
		content := "SQLite format 3\x00" + strings.Repeat("x", 4096)
		if err := os.WriteFile(filepath.Join(dir, "rollcall.db"), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		rollcall(t, dir, []string{"ROLLCALL_ADDR=127.0.0.1:0"}, "", "serve").sentence(t, "rollcall.db")
		if now, _ := os.ReadFile(filepath.Join(dir, "rollcall.db")); string(now) != content {
			t.Fatal("the file has changed")
		}
	})
}

func TestServeRefusesWrongSettings(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	for _, setting := range []string{
		"ROLLCALL_ADDR=8080", "ROLLCALL_ADDR=" + taken.Addr().String(), "ROLLCALL_BASE_URL=rollcall.example.com", "ROLLCALL_SECRET_KEY=short",
		"ROLLCALL_SECRET_KEY_FILE=/nowhere", "ROLLCALL_ALLOW_TARGETS=10.0.0.0/99", "ROLLCALL_ALLOW_TARGETS_FILE=/nowhere", "ROLLCALL_RETRY_SCHEDULE=soon", "ROLLCALL_ATTEMPT_TIMEOUT=0s",
		"ROLLCALL_WORKERS=none", "ROLLCALL_WORKERS_PER_WEBHOOK=257", "ROLLCALL_CONNECT_TIMEOUT=16s", "ROLLCALL_MAX_REQUEST_BODY=2048KiB",
		"ROLLCALL_MAX_RESPONSE_READ=0", "ROLLCALL_MAX_RESPONSE_KEPT=65KiB", "ROLLCALL_MAX_RESPONSE_HEADERS=1", "ROLLCALL_FAILING_AFTER=0",
		"ROLLCALL_DISABLE_FAILURES=4", "ROLLCALL_DISABLE_AFTER=0s", "ROLLCALL_RETENTION_DAYS=0", "ROLLCALL_RETENTION_ROWS=99", "ROLLCALL_EVENT_RETENTION_DAYS=29",
		"ROLLCALL_TRUSTED_PROXIES=proxy", "ROLLCALL_LOG_FORMAT=xml", "DATABASE_URL_FILE=/nowhere",
	} {
		name, _, _ := strings.Cut(setting, "=")
		t.Run(setting, func(t *testing.T) {
			dir := t.TempDir()
			env := []string{setting}
			if name != "ROLLCALL_ADDR" {
				env = append(env, "ROLLCALL_ADDR=127.0.0.1:0")
			}
			rollcall(t, dir, env, "", "serve").sentence(t, name)
			if left, _ := os.ReadDir(dir); len(left) != 0 {
				t.Errorf("it left %v", left)
			}
		})
	}
	t.Run("PostgreSQL without a key", func(t *testing.T) {
		env := []string{"DATABASE_URL=" + dbtest.URL(t, db.PostgreSQL), "ROLLCALL_ADDR=127.0.0.1:0"}
		rollcall(t, t.TempDir(), env, "", "serve").sentence(t, "ROLLCALL_SECRET_KEY", "openssl rand -base64 32")
	})
	t.Run("a wrong flag is wrong usage", func(t *testing.T) {
		if o := rollcall(t, t.TempDir(), nil, "", "serve", "--wrokers", "3"); o.code != exitUsage {
			t.Fatalf("got %+v", o)
		}
	})
	t.Run("a flag goes before its variable", func(t *testing.T) {
		rollcall(t, t.TempDir(), []string{"ROLLCALL_WORKERS=3"}, "", "serve", "--workers", "none").sentence(t, "ROLLCALL_WORKERS", "none")
	})
}
