package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"
	"unsafe"
)

// A server whose disk is full, on a limit that is set to its process while it runs: no file of it may grow beyond a page.
// Unlike a disk that is really full, that refuses even what is written over.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	receiver, dir := newHolder(t), t.TempDir()
	env := []string{testKey, "ROLLCALL_ALLOW_TARGETS=127.0.0.1", "ROLLCALL_ATTEMPT_TIMEOUT=30s"}
	rollcall(t, dir, env, testPassword+"\n", "user", "create", "--username", "ada", "--email", "ada@acme.example", "--organization", "acme", "--admin", "--password-stdin").done(t)
	token := strings.TrimSpace(rollcall(t, dir, env, "", "token", "create", "--username", "ada", "--name", "test").done(t).out)
	s := serve(t, dir, env...)
	create := func(s *serving, name string) (int, string) {
		return s.ask(http.MethodPost, "/api/organizations/acme/webhooks", token, `{"name":"`+name+`","type":"USER_LOGIN","url":"`+receiver.URL+`/`+name+`","enabled":true}`)
	}
	status, body := create(s, "before")
	var hook struct{ ID string }
	if err := json.Unmarshal([]byte(body), &hook); err != nil || status != http.StatusOK {
		t.Fatalf("making a webhook answered %d %s", status, body)
	}
	ada := browser(t)
	s.logIn(ada, "ada")
	until(t, "the request is out", func() bool { return receiver.count() == 1 })

	s.room(4096)
	receiver.release()
	until(t, "its result can't be recorded", func() bool { return s.said("recording attempts failed") != nil })
	t.Run("changes are refused by each door, which says why", func(t *testing.T) {
		const why = "the disk that Rollcall keeps its data on is full"
		status, body := create(s, "during")
		if status != http.StatusInsufficientStorage || !strings.Contains(body, why) {
			t.Errorf("the API answered %d %s", status, body)
		}
		answer, err := ada.PostForm(s.url+"/organizations/acme/groups", map[string][]string{"name": {"During"}})
		if err != nil {
			t.Fatal(err)
		}
		if page := readAll(t, answer); answer.StatusCode != http.StatusInsufficientStorage || !strings.Contains(page, why) {
			t.Errorf("the page answered %d %s", answer.StatusCode, page)
		}
		status, body = s.ask(http.MethodPost, "/graphql", token, `{"query":"mutation { createPipe(input: {name: \"During\", organization_id: 1}) { pipe { id } } }"}`)
		if !strings.Contains(body, why) || !strings.Contains(body, "INTERNAL_SERVER_ERROR") {
			t.Errorf("GraphQL answered %d %s", status, body)
		}
	})
	t.Run("what is there can be read", func(t *testing.T) {
		if status, body := s.get("/api/organizations/acme/webhooks", token); status != http.StatusOK || !strings.Contains(body, "before") {
			t.Errorf("the list is %d %s", status, body)
		}
		if page := s.page(ada, "/organizations/acme/webhooks/"+hook.ID); !strings.Contains(page, "before") {
			t.Errorf("the page is %s", page)
		}
		if status, _ := s.get("/healthz", ""); status != http.StatusOK {
			t.Errorf("it is not alive: %d", status)
		}
	})
	t.Run("with room it goes on without a new start, and has all that was acknowledged", func(t *testing.T) {
		s.room(roomy)
		if status, body := create(s, "after"); status != http.StatusOK {
			t.Errorf("making a webhook answered %d %s", status, body)
		}
		if _, body := s.get("/api/organizations/acme/webhooks", token); !strings.Contains(body, "before") || !strings.Contains(body, "after") || strings.Contains(body, "during") {
			t.Errorf("the list is %s", body)
		}
		until(t, "the result is recorded", func() bool {
			return strings.Contains(s.page(ada, "/organizations/acme/webhooks/"+hook.ID), "Delivered 200")
		})
	})
	t.Run("what could not be recorded before the process ended is sent again as it was", func(t *testing.T) {
		receiver.hold()
		sent := receiver.count()
		s.logIn(browser(t), "ada")
		until(t, "both webhooks' requests are out", func() bool { return receiver.count() >= sent+2 })
		s.room(4096)
		s.kill()
		receiver.release()
		again := serve(t, dir, env...)
		until(t, "both are sent again", func() bool { return receiver.twice() >= 2 })
		again.stop()
	})
	receiver.same(t)
}

// page is a page of a signed-in person, which must be there.
func (s *serving) page(person *http.Client, path string) string {
	s.t.Helper()
	answer, err := person.Get(s.url + path)
	if err != nil {
		s.t.Fatal(err)
	}
	page := readAll(s.t, answer)
	if answer.StatusCode != http.StatusOK {
		s.t.Fatalf("%s is %s: %s", path, answer.Status, page)
	}
	return page
}

// readAll reads and closes a body.
func readAll(t *testing.T, answer *http.Response) string {
	t.Helper()
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

const roomy = ^uint64(0) // no limit: RLIM_INFINITY

// room lets no file of the process grow beyond so many bytes.
func (s *serving) room(most uint64) {
	s.t.Helper()
	limit := syscall.Rlimit{Cur: most, Max: roomy}
	_, _, errno := syscall.RawSyscall6(syscall.SYS_PRLIMIT64, uintptr(s.cmd.Process.Pid), syscall.RLIMIT_FSIZE, uintptr(unsafe.Pointer(&limit)), 0, 0, 0)
	if errno != 0 {
		s.t.Fatal(errno)
	}
}

// holder is a receiver that answers when it is told to.
type holder struct {
	*httptest.Server
	mu     sync.Mutex
	open   chan struct{}       // closed: requests are answered
	bodies map[string][]string // by webhook-id
}

func newHolder(t *testing.T) *holder {
	t.Helper()
	h := &holder{open: make(chan struct{}), bodies: map[string][]string{}}
	h.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		h.mu.Lock()
		id := r.Header.Get("webhook-id")
		h.bodies[id] = append(h.bodies[id], string(body))
		open := h.open
		h.mu.Unlock()
		<-open
	}))
	t.Cleanup(h.Close)
	t.Cleanup(h.release) // before
	return h
}

func (h *holder) hold() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.open = make(chan struct{})
}

func (h *holder) release() {
	h.mu.Lock()
	defer h.mu.Unlock()
	select {
	case <-h.open:
	default:
		close(h.open)
	}
}

// count is how many requests have come.
func (h *holder) count() (n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, bodies := range h.bodies {
		n += len(bodies)
	}
	return n
}

// twice is how many deliveries have come more than once.
func (h *holder) twice() (n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, bodies := range h.bodies {
		if len(bodies) > 1 {
			n++
		}
	}
	return n
}

// same checks that what came again was as before.
func (h *holder) same(t *testing.T) {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	for id, bodies := range h.bodies {
		for _, again := range bodies {
			if again != bodies[0] {
				t.Errorf("%s came as %s and as %s", id, bodies[0], again)
			}
		}
	}
}
