package handlers

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// browser is a person's browser without JavaScript: it keeps cookies, sends forms, and follows no redirect by itself.
type browser struct {
	*site
	client *http.Client
	header http.Header // of every request
}

func (s *site) browser() *browser {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &browser{site: s, client: &http.Client{Jar: jar, CheckRedirect: stay}, header: http.Header{}}
}

// loggedIn is the browser of somebody who has logged in.
func (s *site) loggedIn(login string) *browser {
	s.t.Helper()
	b := s.browser()
	b.post("/login", "login", login, "password", password).leads(s.t, "/organizations")
	return b
}

// answer is what came back, read whole.
type answer struct {
	status int
	header http.Header
	body   string
}

func (b *browser) get(path string) answer { b.t.Helper(); return b.send(http.MethodGet, path, "") }

// post sends a form of name and value pairs.
func (b *browser) post(path string, fields ...string) answer {
	b.t.Helper()
	form := url.Values{}
	for pair := range slices.Chunk(fields, 2) {
		form.Add(pair[0], pair[1])
	}
	return b.send(http.MethodPost, path, form.Encode())
}

func (b *browser) send(method, path, body string) answer {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.url+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", b.url)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for name, values := range b.header {
		r.Header[name] = values
	}
	return b.do(r)
}

func (b *browser) do(r *http.Request) answer {
	b.t.Helper()
	response, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}

// leads checks that the answer is a redirect after a form to that path.
func (a answer) leads(t testing.TB, path string) {
	t.Helper()
	if got := a.header.Get("Location"); a.status != http.StatusSeeOther || got != path {
		t.Errorf("answered %d to %q, want 303 to %q\n%s", a.status, got, path, a.text())
	}
}

// says checks the status and that the page has all the sentences.
func (a answer) says(t testing.TB, status int, sentences ...string) {
	t.Helper()
	if a.status != status {
		t.Errorf("answered %d, want %d\n%s", a.status, status, a.text())
	}
	for _, sentence := range sentences {
		if !strings.Contains(a.body, sentence) {
			t.Errorf("the page doesn't say %q\n%s", sentence, a.text())
		}
	}
}

// text is the part of the body that is worth reading in a failed test.
func (a answer) text() string {
	if _, main, ok := strings.Cut(a.body, "<main"); ok {
		return main[:min(len(main), 1500)]
	}
	return a.body[:min(len(a.body), 1500)]
}

// call sends a request of a program, with JSON unless body is "".
func (s *site) call(token, method, path, body string) answer {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return s.browser().do(r)
}
