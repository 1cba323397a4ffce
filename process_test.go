package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// asProgram makes the test binary be rollcall itself, so that tests of processes need no second build and run with the
// race detector where the tests do.
const asProgram = "ROLLCALL_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		_ = os.Unsetenv(asProgram) // the program does not know it
		os.Exit(run(os.Args[1:], &terminal{os.Stdin, os.Stdout, os.Stderr}))
	}
	code := m.Run()
	endBrowser()
	os.Exit(code)
}

// outcome is what came of one command.
type outcome struct {
	code     int
	out, err string
}

// program prepares a command in a folder, with no setting but those in env.
func program(t *testing.T, dir string, env []string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Dir = dir
	cmd.Env = append(clean(os.Environ()), append(env, asProgram+"=1")...)
	return cmd
}

// clean leaves out our own settings.
func clean(environ []string) []string {
	var kept []string
	for _, pair := range environ {
		if !strings.HasPrefix(pair, "ROLLCALL_") && !strings.HasPrefix(pair, "DATABASE_URL") {
			kept = append(kept, pair)
		}
	}
	return kept
}

// rollcall runs one command to its end.
func rollcall(t *testing.T, dir string, env []string, stdin string, args ...string) outcome {
	t.Helper()
	cmd := program(t, dir, env, args...)
	var out, log bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &out, &log
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return outcome{cmd.ProcessState.ExitCode(), out.String(), log.String()}
}

// sentence checks that a command was refused with exactly one line on standard error, which has these words.
func (o outcome) sentence(t *testing.T, words ...string) {
	t.Helper()
	if o.code != exitRefused || o.out != "" || strings.Count(o.err, "\n") != 1 {
		t.Fatalf("exit code %d, stdout %q, stderr %q", o.code, o.out, o.err)
	}
	for _, w := range words {
		if !strings.Contains(o.err, w) {
			t.Errorf("%q does not say %q", o.err, w)
		}
	}
}

// done checks that a command was carried out.
func (o outcome) done(t *testing.T) outcome {
	t.Helper()
	if o.code != exitDone {
		t.Fatalf("exit code %d, stdout %q, stderr %q", o.code, o.out, o.err)
	}
	return o
}
