package handlers

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"rollcall/db/dbtest"
)

func TestOurOwnFaults(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	faults := map[string]echo.HandlerFunc{
		"an error": func(echo.Context) error { return errors.New("the canary sang in query 7") },
		"a panic":  func(echo.Context) error { panic("the canary sang in query 7") },
	}
	for name, fault := range faults {
		for _, path := range []string{"/fault", "/api/fault"} {
			t.Run(name+" at "+path+" is a request id for people and one line in the log", func(t *testing.T) {
				a := answerOf(withRoute(t, s, path, fault), httptest.NewRequest(get, path, nil))
				id := a.header.Get("X-Request-Id")
				a.says(t, http.StatusInternalServerError, "omething went wrong", id)
				if strings.Contains(a.body, "canary") || strings.Contains(a.body, ".go:") {
					t.Errorf("the cause got out:\n%s", a.body)
				}
				lines := 0
				for line := range strings.Lines(s.log.String()) {
					if strings.Contains(line, id) && strings.Contains(line, "level=ERROR") && strings.Contains(line, "the canary sang") {
						lines++
					}
				}
				if lines != 1 {
					t.Errorf("%d lines in the log have the cause and the id", lines)
				}
			})
		}
	}
	t.Run("the process lives on", func(t *testing.T) { s.browser().get("/healthz").says(t, http.StatusOK, "ok") })
}

func TestTheLogHasNoAddresses(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	s.user("acme", "ada", true)
	b := s.loggedIn("ada")
	b.get("/organizations/acme/users?q=canary")
	b.get("/organizations/canary")
	b.get("/canary?canary=canary")
	b.post("/organizations/acme/groups", "name", "canary")
	if log := s.log.String(); strings.Contains(log, "canary") || !strings.Contains(log, "route=/organizations/:organization/users ") {
		t.Errorf("the log says:\n%s", log)
	}
}

func TestRefusalsToHTMX(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	s.user("acme", "ada", true)
	t.Run("a session that is gone leads to the log-in page and back", func(t *testing.T) {
		b := s.browser()
		b.header.Set("HX-Request", "true")
		b.header.Set("HX-Current-URL", s.url+"/organizations/acme/users?q=x")
		a := b.get("/organizations/acme/users")
		a.says(t, http.StatusUnauthorized)
		if got := a.header.Get("HX-Redirect"); got != "/login?next=%2Forganizations%2Facme%2Fusers%3Fq%3Dx" || a.body != "" {
			t.Errorf("leads to %q with %q", got, a.body)
		}
	})
	t.Run("a page on another host is not where it leads back to", func(t *testing.T) {
		b := s.browser()
		b.header.Set("HX-Request", "true")
		b.header.Set("HX-Current-URL", "https://evil.example//evil")
		if got := b.get("/account").header.Get("HX-Redirect"); got != "/login" {
			t.Errorf("leads to %q", got)
		}
	})
	t.Run("anything else goes into the alert region", func(t *testing.T) {
		b := s.loggedIn("ada")
		b.header.Set("HX-Request", "true")
		a := b.get("/organizations/nobody/users")
		a.says(t, http.StatusNotFound, "There is no such organization")
		if a.header.Get("HX-Retarget") != "#toasts-alert" || strings.Contains(a.body, "<html") {
			t.Errorf("retargets to %q:\n%s", a.header.Get("HX-Retarget"), a.body)
		}
	})
	t.Run("a redirect after a form is a header", func(t *testing.T) {
		b := s.loggedIn("ada")
		b.header.Set("HX-Request", "true")
		a := b.post("/organizations/acme/groups", "name", "Crew")
		if a.status != http.StatusOK || a.header.Get("HX-Redirect") != "/organizations/acme/groups/1" {
			t.Errorf("answered %d to %q", a.status, a.header.Get("HX-Redirect"))
		}
	})
	t.Run("forging the headers opens nothing", func(t *testing.T) {
		b := s.browser()
		b.header.Set("HX-Request", "true")
		b.header.Set("HX-Request-Type", "partial")
		b.get("/organizations/acme/users").says(t, http.StatusUnauthorized)
	})
}

func TestBadRequests(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	s.user("acme", "ada", true)
	b := s.loggedIn("ada")
	t.Run("a body over 1 MiB is refused by its length", func(t *testing.T) {
		b.post("/organizations/acme/groups", "name", strings.Repeat("x", maxBody)).says(t, http.StatusRequestEntityTooLarge, "1 MiB")
	})
	t.Run("and by what comes, when it doesn't say", func(t *testing.T) {
		r, err := http.NewRequestWithContext(t.Context(), post, s.url+"/organizations/acme/groups", io.MultiReader(strings.NewReader("name="), bytes.NewReader(make([]byte, maxBody))))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		b.do(r).says(t, http.StatusRequestEntityTooLarge, "1 MiB")
	})
	t.Run("a form that is no form is refused", func(t *testing.T) {
		for _, kind := range []string{"multipart/form-data; boundary=x", "text/plain", "application/json", ""} {
			r, err := http.NewRequestWithContext(t.Context(), post, s.url+"/organizations/acme/groups", strings.NewReader("name=Crew"))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", kind)
			b.do(r).says(t, http.StatusUnsupportedMediaType, "application/x-www-form-urlencoded")
		}
	})
	t.Run("a form that can't be read is refused", func(t *testing.T) {
		b.send(post, "/organizations/acme/groups", "name=%zz").says(t, http.StatusUnprocessableEntity, "could not be read")
	})
	t.Run("the query fills in no form", func(t *testing.T) {
		b.post("/organizations/acme/groups?name=Smuggled").says(t, http.StatusUnprocessableEntity, "Group name must not be empty")
	})
	t.Run("fields that no form has are ignored", func(t *testing.T) {
		b.post("/organizations/acme/users", "name", "Mal", "username", "mal", "email", "mal@example.com", "password", password, "role", "normal",
			"id", "1", "site_admin", "true", "is_admin", "1", "organization_id", "99", "organization", "initech", "password_hash", "x", "state", "removed").
			leads(t, "/organizations/acme/users")
		a := s.loggedIn("mal").get("/organizations/new")
		a.says(t, http.StatusForbidden)
	})
	t.Run("a method that an address doesn't know is refused", func(t *testing.T) {
		for _, method := range []string{http.MethodTrace, http.MethodDelete, http.MethodPut, "BREW"} {
			if a := b.send(method, "/organizations", ""); a.status != http.StatusMethodNotAllowed {
				t.Errorf("%s: answered %d", method, a.status)
			}
		}
	})
	t.Run("paths lead nowhere outside", func(t *testing.T) {
		for _, path := range []string{"/static/../go.mod", "/static/%2e%2e/go.mod", "/static/..%2fgo.mod", "//evil.example%2f..", "/static//evil.example", "/organizations/", "/%00", "/organizations/%ff/users", "/static/vendor/htmx/LICENSE"} {
			a := b.get(path)
			if a.status != http.StatusNotFound {
				t.Errorf("%s: answered %d to %q", path, a.status, a.header.Get("Location"))
			}
		}
	})
	t.Run("HEAD is GET without a body", func(t *testing.T) {
		if a := b.send(http.MethodHead, "/organizations", ""); a.status != http.StatusOK || a.body != "" {
			t.Errorf("answered %d with %q", a.status, a.body)
		}
	})
	t.Run("text that is no UTF-8 does not break anything", func(t *testing.T) {
		b.send(post, "/organizations/acme/groups", "name=%ff%fe").leads(t, "/organizations/acme/groups/1")
	})
	t.Run("a strange search is just a search", func(t *testing.T) {
		for _, q := range []string{strings.Repeat("%25", 1000), "'%3B--", "(.*)"} {
			b.get("/organizations/acme/users?q="+q).says(t, http.StatusOK, "No user matches")
		}
		for _, q := range []string{"%00", "%ff"} {
			b.get("/organizations/acme/users?q="+q).says(t, http.StatusOK)
		}
	})
	t.Run("a filter that doesn't exist is refused", func(t *testing.T) {
		for _, q := range []string{"state=dead", "role=emperor", "after=zzz"} {
			b.get("/organizations/acme/users?"+q).says(t, http.StatusUnprocessableEntity)
		}
	})
}
