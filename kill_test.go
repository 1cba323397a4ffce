package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rollcall/app/access"
	"rollcall/app/directory"
)

// The size of the test: enough changes that some are in every state whenever the process is killed.
const (
	killRounds  = 6
	killChanges = 400
	killCallers = 4
)

// sink is a receiver that is slow, and keeps a journal of what it got.
type sink struct {
	*httptest.Server
	mu  sync.Mutex
	got map[string][]receivedBody // by group name
}

type receivedBody struct{ id, body string }

func newSink(t *testing.T) *sink {
	s := &sink{got: map[string][]receivedBody{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var says struct{ Payload struct{ GroupName string } }
		if err != nil || json.Unmarshal(body, &says) != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		s.mu.Lock()
		s.got[says.Payload.GroupName] = append(s.got[says.Payload.GroupName], receivedBody{r.Header.Get("webhook-id"), string(body)})
		s.mu.Unlock()
		<-time.After(rand.N(100 * time.Millisecond))
	}))
	t.Cleanup(s.Close)
	return s
}

// has tells whether the event about a group has come.
func (s *sink) has(group string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.got[group]) > 0
}

// rollOf makes an organization with an administrator and as many groups as there will be changes, each with one member.
func rollOf(t *testing.T, env []string, changes int) (groups []int64, member int64, token string) {
	t.Helper()
	ctx := t.Context()
	settings := databaseSettings{DatabaseURL: strings.TrimPrefix(env[0], "DATABASE_URL=")}
	err := settings.with(ctx, func(p *people) error {
		ada, err := p.directory.CreateUserByCommand(ctx, access.Command(), directory.CommandUser{Organization: "acme", Username: "ada", Email: "ada@acme.example", Password: testPassword, Admin: true})
		if err != nil {
			return err
		}
		bo, err := p.directory.CreateUserByCommand(ctx, access.Command(), directory.CommandUser{Username: "bo", Email: "bo@acme.example"})
		if err != nil {
			return err
		}
		member, groups = bo.ID, make([]int64, changes)
		if _, token, err = p.access.CreateToken(ctx, access.Command(), ada.ID, "test", time.Time{}); err != nil {
			return err
		}
		return together(ctx, 16, changes, func(ctx context.Context, i int) error {
			made, err := p.directory.CreateGroup(ctx, access.Command(), "acme", killGroup(i), "")
			if err != nil {
				return err
			}
			groups[i] = made.ID
			return p.directory.AddToGroup(ctx, access.Command(), "acme", made.ID, bo.ID)
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return groups, member, token
}

func killGroup(i int) string { return fmt.Sprintf("group-%d", i) }

// TestKill kills the server again and again while changes are made and delivered. Whatever it answered "done" to must
// reach the receiver, with one webhook-id and one body however often it comes; what it did not answer may have
// happened or not.
func TestKill(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, env []string) {
		t.Parallel()
		groups, member, token := rollOf(t, env, killChanges)
		receiver := newSink(t)
		dir := t.TempDir()
		env = append(env, testKey, "ROLLCALL_ALLOW_TARGETS="+strings.TrimPrefix(receiver.URL, "http://"), "ROLLCALL_ATTEMPT_TIMEOUT=15s", "ROLLCALL_RETRY_SCHEDULE=1s,1s,1s,1s,1s,1s,1s,1s,1s,1s")
		s := serve(t, dir, env...)
		s.listen(token, receiver.URL)
		client := browser(t)
		s.logIn(client, "ada")
		acknowledged := make([]atomic.Bool, killChanges)
		var next atomic.Int64
		for range killRounds {
			end := int(next.Load()) + killChanges/killRounds
			changes(t, s, client, &next, end, groups, member, acknowledged)
			s = serve(t, dir, env...) // on another port; cookies don't mind
		}
		for i := range acknowledged {
			if acknowledged[i].Load() {
				until(t, "the event of "+killGroup(i)+" arrives", func() bool { return receiver.has(killGroup(i)) })
			}
		}
		s.stop()
		if n := count(acknowledged); n < killRounds {
			t.Errorf("only %d changes were acknowledged: the test has tested nothing", n)
		}
		receiver.mu.Lock()
		defer receiver.mu.Unlock()
		for group, got := range receiver.got {
			for _, again := range got {
				if again != got[0] {
					t.Errorf("%s came as %v and as %v", group, got[0], again)
				}
			}
		}
	})
}

// listen makes a webhook through the API.
func (s *serving) listen(token, url string) {
	s.t.Helper()
	status, body := s.ask(http.MethodPost, "/api/organizations/acme/webhooks", token, `{"name":"sink","type":"USER_REMOVED_FROM_GROUP","url":"`+url+`","enabled":true}`)
	if status != http.StatusOK {
		s.t.Fatalf("making the webhook answered %d %s", status, body)
	}
}

// TestStopWhileAReceiverHangs asks the server to end while requests are out that are not answered. They are cut off in
// time, and sent again after the next start.
func TestStopWhileAReceiverHangs(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, env []string) {
		t.Parallel()
		const count = 2 // as many as a webhook has out before its receiver has ever answered
		groups, member, token := rollOf(t, env, count)
		var started atomic.Int64
		hanging := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			started.Add(1)
			<-r.Context().Done()
		}))
		defer hanging.Close()
		dir := t.TempDir()
		address := strings.TrimPrefix(hanging.URL, "http://")
		env = append(env, testKey, "ROLLCALL_ALLOW_TARGETS="+address, "ROLLCALL_ATTEMPT_TIMEOUT=1m")
		s := serve(t, dir, env...)
		s.listen(token, hanging.URL)
		client := browser(t)
		s.logIn(client, "ada")
		for _, group := range groups {
			answer, err := client.PostForm(fmt.Sprintf("%s/organizations/acme/groups/%d/members/%d/removal", s.url, group, member), nil)
			if err != nil {
				t.Fatal(err)
			}
			_ = answer.Body.Close()
		}
		until(t, "all requests hang", func() bool { return started.Load() == count })
		s.stop()
		again := serve(t, dir, env...)
		until(t, "all are sent again", func() bool { return started.Load() == 2*count })
		again.kill()
	})
}

func count(set []atomic.Bool) (n int) {
	for i := range set {
		if set[i].Load() {
			n++
		}
	}
	return n
}

// changes makes changes until the process is killed under them, at a random moment.
func changes(t *testing.T, s *serving, client *http.Client, next *atomic.Int64, end int, groups []int64, member int64, acknowledged []atomic.Bool) {
	var callers sync.WaitGroup
	for range killCallers {
		callers.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= end {
					next.Add(-1)
					return
				}
				answer, err := client.PostForm(fmt.Sprintf("%s/organizations/acme/groups/%d/members/%d/removal", s.url, groups[i], member), nil)
				if err != nil {
					return // killed: nobody knows whether it happened
				}
				_ = answer.Body.Close()
				acknowledged[i].Store(answer.StatusCode == http.StatusSeeOther)
				if answer.StatusCode != http.StatusSeeOther {
					t.Errorf("change %d answered %s; the log says %v", i, answer.Status, s.said("request failed"))
				}
			}
		})
	}
	before := count(acknowledged)
	until(t, "one is acknowledged", func() bool { return count(acknowledged) > before || int(next.Load()) >= end })
	<-time.After(rand.N(700 * time.Millisecond))
	s.kill()
	callers.Wait()
}
