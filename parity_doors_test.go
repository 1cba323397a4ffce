package main

import (
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// door is one of the ways in, by the word that events and audit rows have for it.
type door string

const (
	byPage    door = "page"
	byREST    door = "rest"
	byGraphQL door = "graphql"
)

// paused is why a webhook is not enabled that was paused through the door.
func (d door) paused() string {
	if d == byPage {
		return "paused"
	}
	return "api"
}

// holder is what an actor comes in with through the door.
func (d door) holder() string {
	if d == byPage {
		return "user"
	}
	return "token"
}

// said is what a door answered: whether it refused something, and all that a client can read.
type said struct {
	refused bool
	text    string
}

func (s said) done(t *testing.T) {
	t.Helper()
	if s.refused {
		t.Fatalf("refused: %s", s.text)
	}
}

// page sends a form as a browser without scripts does.
func (k *parity) page(who, path string, fields ...string) said {
	k.t.Helper()
	form := url.Values{}
	for pair := range slices.Chunk(fields, 2) {
		form.Add(pair[0], pair[1])
	}
	answer, err := k.people[who].browser.PostForm(k.server.url+path, form)
	k.must(err)
	return k.readPage(answer)
}

// look opens a page.
func (k *parity) look(who, path string) said {
	k.t.Helper()
	answer, err := k.people[who].browser.Get(k.server.url + path)
	k.must(err)
	return k.readPage(answer)
}

func (k *parity) readPage(answer *http.Response) said {
	k.t.Helper()
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	k.must(err)
	if answer.StatusCode >= http.StatusInternalServerError {
		k.t.Fatalf("%s answered %s", answer.Request.URL, answer.Status)
	}
	_, main, _ := strings.Cut(string(body), "<main")
	text := html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(main, " ")) // words of one sentence may be marked
	text = strings.Join(strings.Fields(text), " ")
	return said{answer.StatusCode >= http.StatusBadRequest || strings.Contains(main, `id="refused"`), text}
}

// rest sends a request to ACTIVATE's API.
func (k *parity) rest(who, method, path, body string) said {
	k.t.Helper()
	status, text := k.server.ask(method, "/api/organizations/"+path, k.people[who].token, body)
	var problem struct {
		Message string
		Errors  []string
	}
	if status >= http.StatusInternalServerError || status >= http.StatusBadRequest && json.Unmarshal([]byte(text), &problem) != nil {
		k.t.Fatalf("%s answered %d %s", path, status, text)
	}
	return said{status >= http.StatusBadRequest, strings.Join(append(problem.Errors, problem.Message), "\n")}
}

// mutate runs one mutation of Pipefy's API, given with its input; answer is what is read of it.
func (k *parity) mutate(who, answer, format string, args ...any) said {
	k.t.Helper()
	document, err := json.Marshal(map[string]string{"query": "mutation { it: " + fmt.Sprintf(format, args...) + " { " + answer + " } }"})
	k.must(err)
	status, text := k.server.ask(http.MethodPost, "/graphql", k.people[who].token, string(document))
	var r struct {
		Data   struct{ It *parityPayload }
		Errors []struct{ Message string }
	}
	if err := json.Unmarshal([]byte(text), &r); err != nil || status != http.StatusOK || strings.Contains(text, "INTERNAL_SERVER_ERROR") {
		k.t.Fatalf("%s answered %d %s", document, status, text)
	}
	s := said{refused: len(r.Errors) > 0}
	for _, e := range r.Errors {
		s.text += e.Message + "\n"
	}
	if r.Data.It != nil {
		for _, e := range r.Data.It.Errors {
			s.refused, s.text = true, s.text+e.Message+"\n"
		}
	}
	return s
}

// parityPayload is what mutations of several rows say of those that were refused.
type parityPayload struct{ Errors []parityFlaw }

// parityFlaw is a text, or an object with a message.
type parityFlaw struct{ Message string }

// UnmarshalJSON reads either.
func (f *parityFlaw) UnmarshalJSON(b []byte) error {
	if b[0] == '"' {
		return json.Unmarshal(b, &f.Message)
	}
	type object parityFlaw
	return json.Unmarshal(b, (*object)(f))
}

// graphqlStrings writes texts as a list of literals.
func graphqlStrings(texts ...string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = graphqlString(text)
	}
	return "[" + strings.Join(quoted, " ") + "]"
}

func graphqlString(text string) string {
	quoted, err := json.Marshal(text)
	if err != nil {
		panic(err) // a text is always JSON
	}
	return string(quoted)
}

// parityInbox is a receiver that keeps what it got, by the path.
type parityInbox struct {
	url string
	mu  sync.Mutex
	got []parityRequest
}

type parityRequest struct{ path, team, body string }

func newParityInbox(t *testing.T) *parityInbox {
	in := &parityInbox{}
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		in.mu.Lock()
		defer in.mu.Unlock()
		in.got = append(in.got, parityRequest{r.URL.Path, r.Header.Get("X-Team"), string(body)})
	}))
	t.Cleanup(server.Close)
	in.url = server.URL
	return in
}

// under lists what came to paths that begin so.
func (in *parityInbox) under(path string) []parityRequest {
	in.mu.Lock()
	defer in.mu.Unlock()
	var got []parityRequest
	for _, r := range in.got {
		if strings.HasPrefix(r.path, path) {
			got = append(got, r)
		}
	}
	return got
}
