package handlers

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/db"
)

// querent is a client of Pipefy's API with a token of acme's administrator.
type querent struct {
	*site
	token string
	ada   directory.User
}

func newQuerent(t testing.TB, d *db.DB) querent {
	t.Helper()
	return querentOf(newSite(t, d))
}

// querentOf is the administrator of a site without people.
func querentOf(s *site) querent {
	s.t.Helper()
	ada := s.user("acme", "ada", true)
	return querent{s, s.token(ada), ada}
}

// variables are those of a document, by name.
type variables map[string]any

// flaw is one error of an answer.
type flaw struct {
	Message    string
	Locations  []struct{ Line, Column int }
	Path       []any
	Extensions struct {
		Code          string
		CorrelationID string `json:"correlation_id"`
	}
}

// told is what came back of a document.
type told struct {
	t      testing.TB
	answer answer
	Data   map[string]any
	Errors []flaw
}

// ask sends a document, perhaps with variables.
func (q querent) ask(document string, vars ...variables) told {
	q.t.Helper()
	body := map[string]any{"query": document}
	if len(vars) > 0 {
		body["variables"] = vars[0]
	}
	text, err := json.Marshal(body)
	if err != nil {
		q.t.Fatal(err)
	}
	return q.send(string(text))
}

// send sends a body as it is.
func (q querent) send(body string) told {
	q.t.Helper()
	return read(q.t, q.call(q.token, post, "/graphql", body))
}

func read(t testing.TB, a answer) told {
	t.Helper()
	r := told{t: t, answer: a}
	if err := json.Unmarshal([]byte(a.body), &r); err != nil {
		t.Fatalf("%v: %s", err, a.text())
	}
	for _, e := range r.Errors {
		if e.Message == "" || e.Extensions.Code == "" || e.Extensions.CorrelationID != a.header.Get("X-Request-Id") {
			t.Errorf("an error without a message, a code or the request's id: %s", a.text())
		}
	}
	return r
}

// fine checks that there is no error, and returns what is at the path: keys and indexes.
func (r told) fine(path ...any) any {
	r.t.Helper()
	if r.answer.status != http.StatusOK || len(r.Errors) > 0 || r.Data == nil {
		r.t.Fatalf("answered %d: %s", r.answer.status, r.answer.text())
	}
	return r.at(path...)
}

// at is what the data has at the path.
func (r told) at(path ...any) any {
	r.t.Helper()
	var value any = r.Data
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, ok := value.(map[string]any)
			if !ok {
				r.t.Fatalf("there is no object with %q on the way %v: %s", step, path, r.answer.text())
			}
			value = object[step]
		case int:
			list, ok := value.([]any)
			if !ok || step >= len(list) {
				r.t.Fatalf("there is no list of more than %d on the way %v: %s", step, path, r.answer.text())
			}
			value = list[step]
		}
	}
	return value
}

// refused checks that there is exactly one error, by its code and a part of its sentence.
func (r told) refused(code, sentence string) {
	r.t.Helper()
	if r.answer.status != http.StatusOK || len(r.Errors) != 1 || r.Errors[0].Extensions.Code != code || !strings.Contains(r.Errors[0].Message, sentence) {
		r.t.Errorf("answered %d, want one error %s with %q: %s", r.answer.status, code, sentence, r.answer.text())
	}
}

// callAs sends a body of a kind; "" is no Content-Type at all.
func (s *site) callAs(token, kind, body string) answer {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), post, s.url+"/graphql", strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	return s.browser().do(r)
}

// organization is acme's number.
func (q querent) organization() int64 { return q.ada.OrganizationID }

// pipe is a fresh pipe of acme.
func (q querent) pipe(name string) directory.Space {
	q.t.Helper()
	s, err := q.directory.CreatePipe(q.t.Context(), access.Command(), inAcme, spaceForm(name, false))
	if err != nil {
		q.t.Fatal(err)
	}
	return s
}

// table is a fresh table of acme.
func (q querent) table(name string) directory.Space {
	q.t.Helper()
	s, err := q.directory.CreateTable(q.t.Context(), access.Command(), inAcme, spaceForm(name, false))
	if err != nil {
		q.t.Fatal(err)
	}
	return s
}

// inAcme is where most things are made.
var inAcme = directory.InOrganization("acme")

func spaceForm(name string, public bool) directory.SpaceForm {
	return directory.SpaceForm{Name: name, Public: public}
}
