package main

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long a test waits for what must happen; it is no bound on how long it may take.
const patience = 3 * time.Minute

// serving is a running `rollcall serve`.
type serving struct {
	t      *testing.T
	cmd    *exec.Cmd
	url    string
	exited chan struct{}

	mu    sync.Mutex
	lines []line
}

// line is one line of the log.
type line map[string]any

// serve starts a server on a free port and waits until it says that it serves.
func serve(t *testing.T, dir string, env ...string) *serving {
	t.Helper()
	s := &serving{t: t, cmd: program(t, dir, append([]string{"ROLLCALL_ADDR=127.0.0.1:0", "ROLLCALL_LOG_FORMAT=json"}, env...), "serve"), exited: make(chan struct{})}
	log, err := s.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go s.read(log)
	t.Cleanup(s.kill)
	s.url = s.await("serving")["url"].(string)
	return s
}

// read keeps the log until the process ends.
func (s *serving) read(log io.Reader) {
	defer close(s.exited)
	for lines := bufio.NewScanner(log); lines.Scan(); {
		var l line
		if json.Unmarshal(lines.Bytes(), &l) != nil {
			l = line{"msg": lines.Text()}
		}
		s.mu.Lock()
		s.lines = append(s.lines, l)
		s.mu.Unlock()
	}
	_ = s.cmd.Wait()
}

// said returns the first line of the log whose message begins like that; nil when there is none.
func (s *serving) said(message string) line {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.lines {
		if text, _ := l["msg"].(string); strings.HasPrefix(text, message) {
			return l
		}
	}
	return nil
}

// await waits for a line of the log.
func (s *serving) await(message string) line {
	s.t.Helper()
	var l line
	until(s.t, "the log says "+message, func() bool {
		select {
		case <-s.exited:
			s.t.Fatalf("the server ended; its log is %v", s.lines)
		default:
		}
		l = s.said(message)
		return l != nil
	})
	return l
}

// stop asks the process to end and waits for it.
func (s *serving) stop() {
	s.t.Helper()
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-s.exited:
	case <-time.After(patience):
		s.t.Fatal("the server does not end")
	}
	if code := s.cmd.ProcessState.ExitCode(); code != exitDone {
		s.t.Fatalf("exit code %d; the log is %v", code, s.lines)
	}
}

// kill ends the process without letting it notice.
func (s *serving) kill() {
	_ = s.cmd.Process.Kill()
	<-s.exited
}

// until polls for what must come true.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !done(); <-time.After(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited %v in vain until %s", patience, what)
		}
	}
}

// get asks for a path and returns status and body.
func (s *serving) get(path, token string) (int, string) {
	s.t.Helper()
	return s.ask(http.MethodGet, path, token, "")
}

// ask makes a request with a JSON body as an API client.
func (s *serving) ask(method, path, token, body string) (int, string) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer.StatusCode, string(content)
}

// browser is a client that keeps cookies and follows no redirect.
func browser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// logIn logs in through the page.
func (s *serving) logIn(client *http.Client, username string) {
	s.t.Helper()
	answer, err := client.PostForm(s.url+"/login", url.Values{"login": {username}, "password": {testPassword}})
	if err != nil {
		s.t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		s.t.Fatalf("logging in answered %s", answer.Status)
	}
}
