package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"rollcall/app/event"
	"rollcall/app/webhook"
)

// echoer is a third system: for each delivery that it gets it changes, through our API, what it was told of.
type echoer struct {
	t      *testing.T
	api    string
	token  string
	member int64
	passes func(http.Header) http.Header // what it passes on of the delivery's headers
	rounds int                           // after which it stops by itself

	mu      sync.Mutex
	got     int
	answers []string // of our API, with the status before them
}

func (e *echoer) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	e.mu.Lock()
	e.got++
	round := e.got
	e.mu.Unlock()
	if round > e.rounds {
		return
	}
	role := []string{"admin", "normal"}[round%2]
	answer := e.call("/graphql", fmt.Sprintf(`{"query":"mutation { setRole(input: {organization_id: 1 member: {user_id: %d role_name: \"%s\"}}) { member { role_name } } }"}`, e.member, role), e.passes(r.Header))
	e.mu.Lock()
	defer e.mu.Unlock()
	e.answers = append(e.answers, answer)
}

// call makes a request to our API with an administrator's token.
func (e *echoer) call(path, body string, header http.Header) string {
	r, err := http.NewRequestWithContext(e.t.Context(), http.MethodPost, e.api+path, strings.NewReader(body))
	if err != nil {
		return err.Error()
	}
	r.Header = header
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+e.token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err.Error()
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	return fmt.Sprint(answer.StatusCode, " ", string(text), err)
}

// heard is how many deliveries the system got and what our API answered it, once it has called n times.
func (e *echoer) heard(n int) (got int, answers []string) {
	e.t.Helper()
	until(e.t, fmt.Sprintf("the third system has called %d times", n), func() bool {
		e.mu.Lock()
		defer e.mu.Unlock()
		got, answers = e.got, append([]string(nil), e.answers...)
		return len(answers) >= n
	})
	return got, answers
}

// A webhook whose receiver changes, through our API, what the webhook tells of, goes round for ever (OUT-57). Where the
// receiver passes on the headers that it gets, the first call back is refused, and says why.
func TestALoopThroughTheAPIIsCut(t *testing.T) {
	s := newStage(t, "")
	_, token, err := s.access.CreateToken(t.Context(), s.ada, s.ada.UserID, "for the third system", time.Time{})
	s.must(nil, err)
	bo := s.user("acme", "Bo", false)
	third := &echoer{t: t, api: s.baseURL, token: token, member: bo.ID, rounds: 12, passes: func(h http.Header) http.Header { return h.Clone() }}
	server := httptest.NewServer(third)
	t.Cleanup(server.Close)
	hook := func(url string, headers map[string]string) webhook.Webhook {
		made, _, err := s.webhooks.Create(t.Context(), s.ada, "acme", webhook.Form{Name: "loop", URL: url, Types: []event.Type{event.UserRoleSet}, Enabled: true, Headers: headers})
		s.must(made, err)
		return made
	}
	at := hook(server.URL, nil)
	page := s.settled(at.ID, func() { s.must(nil, s.directory.SetRole(t.Context(), s.ada, "acme", bo.ID, "admin")) })
	t.Run("the first call back is refused with the reason, and nothing more is sent", func(t *testing.T) {
		got, answers := third.heard(1)
		if got != 1 || len(page.Deliveries) != 1 || !strings.Contains(answers[0], "Deliveries may not call the API") || strings.Contains(answers[0], `"role_name"`) {
			t.Errorf("%d deliveries were sent, %d there are; the API answered %q", got, len(page.Deliveries), answers)
		}
	})
	t.Run("so is one to the REST API", func(t *testing.T) {
		header := http.Header{"Rollcall-Event-Id": {page.Deliveries[0].EventID}}
		answer := third.call("/api/organizations/acme/webhooks", `{"name":"x","type":"USER_LOGIN","url":"`+server.URL+`","enabled":true}`, header)
		if !strings.HasPrefix(answer, "409 ") || !strings.Contains(answer, "Deliveries may not call the API") {
			t.Errorf("answered %s", answer)
		}
	})
	s.must(nil, s.webhooks.DeleteByID(t.Context(), s.ada, at.ID))
	t.Run("so is a webhook that calls our own API by another name, with a token among its headers", func(t *testing.T) {
		base, err := url.Parse(s.baseURL)
		s.must(nil, err)
		public := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(base) }})
		t.Cleanup(public.Close)
		at := hook(public.URL+"/graphql", map[string]string{"Authorization": "Bearer " + token})
		page := s.settled(at.ID, func() { s.must(nil, s.directory.SetRole(t.Context(), s.ada, "acme", bo.ID, "normal")) })
		_, attempts, _, err := s.webhooks.Delivery(t.Context(), s.ada, "acme", page.Deliveries[0].ID)
		s.must(nil, err)
		if len(attempts) == 0 || !strings.Contains(string(attempts[0].Result.Body), "Deliveries may not call the API") {
			t.Errorf("the attempts are %+v", attempts)
		}
		s.must(nil, s.webhooks.DeleteByID(t.Context(), s.ada, at.ID))
	})
	t.Run("a system that drops the headers is not recognised, and goes round with one delivery at a time", func(t *testing.T) {
		third.mu.Lock()
		third.got, third.answers, third.passes = 0, nil, func(http.Header) http.Header { return http.Header{} }
		third.mu.Unlock()
		at := hook(server.URL, nil)
		s.must(nil, s.directory.SetRole(t.Context(), s.ada, "acme", bo.ID, "admin"))
		third.heard(third.rounds)
		page := s.settled(at.ID, func() {})
		if n := len(page.Deliveries); n == 0 || n > third.rounds+1 {
			t.Errorf("%d deliveries for %d rounds", n, third.rounds)
		}
	})
}

// settled does something and waits until the webhook has deliveries and none of them is under way.
func (s *stage) settled(hookID string, do func()) (page webhook.Page) {
	s.t.Helper()
	do()
	until(s.t, "the deliveries have settled", func() bool {
		var err error
		page, err = s.webhooks.Deliveries(s.t.Context(), s.ada, "acme", hookID, webhook.Filter{})
		s.must(nil, err)
		for _, d := range page.Deliveries {
			if d.State == webhook.Pending {
				return false
			}
		}
		return len(page.Deliveries) > 0
	})
	return page
}
