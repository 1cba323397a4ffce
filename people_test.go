package main

import (
	"strings"
	"testing"

	"rollcall/db"
	"rollcall/db/dbtest"
)

const testPassword = "a long enough pass phrase"

// onBoth runs a test with the settings of a fresh, empty database of either engine.
func onBoth(t *testing.T, test func(t *testing.T, env []string)) {
	t.Helper()
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			test(t, []string{"DATABASE_URL=" + dbtest.URL(t, engine)})
		})
	}
}

func TestPeopleByCommand(t *testing.T) {
	onBoth(t, func(t *testing.T, env []string) {
		dir := t.TempDir()
		run := func(stdin string, args ...string) outcome { return rollcall(t, dir, env, stdin, args...) }
		create := func(more ...string) outcome {
			return run(testPassword+"\n", append([]string{"user", "create", "--password-stdin"}, more...)...)
		}
		t.Run("without an organization the first user needs to name one", func(t *testing.T) {
			create("--username", "ada", "--email", "ada@acme.example", "--admin").sentence(t, "--organization")
		})
		t.Run("the organization is created with its first user", func(t *testing.T) {
			o := create("--username", "ada", "--email", "ada@acme.example", "--organization", "acme", "--admin").done(t)
			if o.out != "" || !strings.Contains(o.err, "ada is a user of acme") {
				t.Fatalf("got %+v", o)
			}
		})
		t.Run("with exactly one organization nobody needs to name it", func(t *testing.T) {
			create("--username", "grace", "--email", "grace@acme.example").done(t)
		})
		t.Run("an address that is taken is refused", func(t *testing.T) {
			create("--username", "other", "--email", "ADA@acme.example").sentence(t)
		})
		t.Run("a password that breaks the rules is refused", func(t *testing.T) {
			run("short\n", "user", "create", "--password-stdin", "--username", "bo", "--email", "bo@acme.example").sentence(t, "password: ")
			run("\n", "user", "create", "--password-stdin", "--username", "bo", "--email", "bo@acme.example").sentence(t, "first line")
		})
		t.Run("without a password it says how to set one", func(t *testing.T) {
			o := run("", "user", "create", "--username", "bo", "--email", "bo@acme.example").done(t)
			if !strings.Contains(o.err, "reset-password --username bo") {
				t.Fatalf("got %+v", o)
			}
		})
		t.Run("a password is reset by username or address", func(t *testing.T) {
			run(testPassword+"2\n", "user", "reset-password", "--password-stdin", "--username", "grace@acme.example").done(t)
			run("", "user", "reset-password", "--username", "grace").sentence(t, "--password-stdin")
			run(testPassword+"\n", "user", "reset-password", "--password-stdin", "--username", "nobody").sentence(t, "no user")
		})
		t.Run("a token is alone on standard output", func(t *testing.T) {
			o := run("", "token", "create", "--username", "ada", "--name", "ci", "--expires", "24h").done(t)
			if !strings.HasPrefix(o.out, "rc_") || strings.Count(o.out, "\n") != 1 || o.err != "" {
				t.Fatalf("got %+v", o)
			}
		})
		t.Run("a token needs a user, and a name that is free", func(t *testing.T) {
			run("", "token", "create", "--username", "nobody", "--name", "ci").sentence(t, "no user")
			run("", "token", "create", "--username", "ada", "--name", "ci").sentence(t)
		})
		t.Run("wrong usage", func(t *testing.T) {
			for _, args := range [][]string{{"user"}, {"user", "create"}, {"token", "create", "--username", "ada"}, {"token", "create", "--username", "ada", "--name", "x", "--expires", "-1h"}, {"user", "create", "--password", "x"}} {
				if o := run("", args...); o.code != exitUsage {
					t.Errorf("%v: got %+v", args, o)
				}
			}
		})
	})
}
