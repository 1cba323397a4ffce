package main

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// screen is what a terminal shows, safe to read while it is written.
type screen struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write implements io.Writer.
func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

// String is everything so far.
func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

var shown = regexp.MustCompile(`Rollcall +(http://\S+)/\s+log in as (\S+) with the password (\S+)\s+History +\S+\s+Receiver +(http://\S+)/`)

func TestDemo(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	dir := t.TempDir()
	cmd := program(t, dir, []string{"TMPDIR=" + dir, "ROLLCALL_ADDR=" + taken.Addr().String()}, "demo")
	terminal, problems := new(screen), new(screen)
	cmd.Stdout, cmd.Stderr = terminal, problems
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill() }()
	until(t, "the demo says where it is", func() bool { return shown.MatchString(terminal.String()) })
	found := shown.FindStringSubmatch(terminal.String())
	base, username, password, receiver := found[1], found[2], found[3], found[4]

	t.Run("the address was taken, so it took another", func(t *testing.T) {
		if base == "http://"+taken.Addr().String() {
			t.Fatal(base)
		}
	})
	t.Run("the shown log-in is good", func(t *testing.T) {
		answer, err := browser(t).PostForm(base+"/login", url.Values{"login": {username}, "password": {password}})
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusSeeOther {
			t.Fatal(answer.Status)
		}
	})
	t.Run("the receiver has what happened, with valid signatures", func(t *testing.T) {
		until(t, "sixteen requests have come", func() bool { return strings.Count(terminal.String(), "signature valid") >= 16 })
		for _, want := range []string{"USER_CREATED", "USER_LOGIN", "USER_DISABLED", "USER_REMOVED_FROM_GROUP", "user.invitation_sent", "/chat", "user.role_set", "user.removal_from_pipe", "edsger", "✓ valid", "answered 500"} {
			until(t, "somewhere is "+want, func() bool {
				answer, err := http.Get(receiver + "/")
				if err != nil {
					t.Fatal(err)
				}
				page, _ := io.ReadAll(answer.Body)
				_ = answer.Body.Close()
				if strings.Contains(string(page), "✗") {
					t.Fatal("a signature was refused")
				}
				return strings.Contains(string(page)+terminal.String(), want)
			})
		}
	})
	t.Run("pipes, tables and invitations are there to be looked at", func(t *testing.T) {
		client := browser(t)
		if _, err := client.PostForm(base+"/login", url.Values{"login": {username}, "password": {password}}); err != nil {
			t.Fatal(err)
		}
		for path, wants := range map[string][]string{
			"/pipes":               {"Onboarding", "Purchasing"},
			"/pipes/1":             {"grace@acme.example", "radia@acme.example", "margaret@acme.example"},
			"/pipes/1/invitations": {"margaret@acme.example", "Pending"},
			"/pipes/1/webhooks":    {"onboarding-chat"},
			"/tables":              {"Suppliers"},
			"/invitations":         {"linus@acme.example", "margaret@acme.example"},
		} {
			answer, err := client.Get(base + "/organizations/acme" + path)
			if err != nil {
				t.Fatal(err)
			}
			page, _ := io.ReadAll(answer.Body)
			_ = answer.Body.Close()
			for _, want := range wants {
				if !strings.Contains(string(page), want) {
					t.Errorf("%s doesn't show %s", path, want)
				}
			}
		}
	})
	t.Run("Ctrl-C ends it and leaves nothing", func(t *testing.T) {
		if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Fatalf("%v\n%s", err, problems)
		}
		if left, _ := os.ReadDir(dir); len(left) != 0 {
			t.Errorf("it left %v", left)
		}
	})
}
