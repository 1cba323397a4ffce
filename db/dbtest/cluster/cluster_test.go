package main

import (
	"bufio"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestMain lets this test program stand in for the command itself.
func TestMain(m *testing.M) {
	if os.Getenv("CLUSTER_TEST_CHILD") != "" {
		main()
	}
	os.Exit(m.Run())
}

func cluster(t *testing.T, tmp string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Env = append(os.Environ(), "CLUSTER_TEST_CHILD=1", "TMPDIR="+tmp)
	return cmd
}

// open is a temporary folder that the server's user may enter.
func open(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "cluster-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// gone checks that nothing is left: no file, and nobody on the server's port.
func gone(t *testing.T, tmp, address string) {
	t.Helper()
	if left, _ := filepath.Glob(filepath.Join(tmp, "*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Port() == "" {
		t.Fatalf("the command was given %q", address)
	}
	c := &server{url: u.String()}
	if c.answers() {
		t.Error("the server still answers")
	}
}

func TestCluster(t *testing.T) {
	if _, err := binaries(); err != nil {
		if strings.Contains(os.Getenv("ROLLCALL_TEST_REQUIRE"), "postgres") {
			t.Fatal(err)
		}
		t.Log(err)
		return
	}
	t.Run("the command's exit code is passed on and nothing is left", func(t *testing.T) {
		tmp := open(t)
		out, err := cluster(t, tmp, "--", "sh", "-c", "echo $ROLLCALL_TEST_POSTGRES_URL; exit 7").Output()
		if e, ok := err.(*exec.ExitError); !ok || e.ExitCode() != 7 {
			t.Errorf("ended with %v", err)
		}
		gone(t, tmp, string(out))
	})
	t.Run("a signal reaches the command and nothing is left", func(t *testing.T) {
		tmp := open(t)
		cmd := cluster(t, tmp, "sh", "-c", "echo $ROLLCALL_TEST_POSTGRES_URL; exec cat")
		in, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		address, err := bufio.NewReader(out).ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		cmd.Process.Signal(syscall.SIGTERM)
		io.Copy(io.Discard, out)
		cmd.Wait()
		if code := cmd.ProcessState.ExitCode(); code != 128+int(syscall.SIGTERM) {
			t.Errorf("exit code %d", code)
		}
		gone(t, tmp, address)
	})
	t.Run("a command that doesn't exist is an error and nothing is left", func(t *testing.T) {
		tmp := open(t)
		out, err := cluster(t, tmp, "no-such-command").CombinedOutput()
		if err == nil || !strings.Contains(string(out), "no-such-command") {
			t.Errorf("%v: %s", err, out)
		}
		if left, _ := filepath.Glob(filepath.Join(tmp, "*")); len(left) != 0 {
			t.Errorf("left behind: %v", left)
		}
	})
}

func TestWithoutPostgres(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	dir, err := find(func(string) ([]string, error) { return nil, nil })
	if err == nil || !strings.Contains(err.Error(), "install your system's postgresql package") {
		t.Errorf("found %s, %v", dir, err)
	}
}

func TestNoCommand(t *testing.T) {
	out, err := cluster(t, t.TempDir()).CombinedOutput()
	if e, ok := err.(*exec.ExitError); !ok || e.ExitCode() != 2 || !strings.Contains(string(out), "usage") {
		t.Errorf("%v: %s", err, out)
	}
}
