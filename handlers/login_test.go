package handlers

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/event"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestLogin(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.user("acme", "ada", true)
		s.user("acme", "bob", false)
		t.Run("by username or by address, in any case", func(t *testing.T) {
			for _, login := range []string{"ada", "ada@example.com", "ADA@Example.COM", " ada "} {
				s.browser().post("/login", "login", login, "password", password).leads(t, "/organizations")
			}
		})
		t.Run("the first one ever tells of the user, each tells of itself", func(t *testing.T) {
			want := []event.Type{event.UserCreated, event.UserLogin, event.UserLogin, event.UserLogin, event.UserLogin}
			if diff := cmp.Diff(want, s.events()); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("a wrong password and an unknown user get the same page", func(t *testing.T) {
			wrong := s.browser().post("/login", "login", "ada", "password", "wrong")
			unknown := s.browser().post("/login", "login", "eve", "password", "wrong")
			wrong.says(t, http.StatusUnprocessableEntity, "is wrong", `value="ada"`)
			if got := strings.ReplaceAll(unknown.body, `value="eve"`, `value="ada"`); got != wrong.body || unknown.status != wrong.status {
				t.Error(cmp.Diff(wrong.body, got))
			}
			if strings.Contains(wrong.body, `value="wrong"`) {
				t.Error("the page repeats the password")
			}
		})
		t.Run("too many wrong ones are slowed down, whatever the proxy headers say", func(t *testing.T) {
			b, last := s.browser(), answer{}
			for i := range 10 {
				b.header.Set("X-Forwarded-For", "192.0.2."+string(rune('0'+i)))
				b.header.Set("X-Real-IP", "192.0.2."+string(rune('0'+i)))
				last = b.post("/login", "login", "bob", "password", "wrong")
			}
			last.says(t, http.StatusTooManyRequests, "Try again in", `value="bob"`)
			if last.header.Get("Retry-After") == "" {
				t.Error("it doesn't say when to come back")
			}
			s.clock.pass(time.Hour)
			b.post("/login", "login", "bob", "password", password).leads(t, "/organizations")
		})
		t.Run("who is logged in is led on", func(t *testing.T) {
			b := s.loggedIn("ada")
			b.get("/login").leads(t, "/organizations")
			b.get("/login?next=/account").leads(t, "/account")
			b.get("/").leads(t, "/organizations")
		})
		t.Run("a page asked for before the log-in is where it leads", func(t *testing.T) {
			b := s.browser()
			path := "/organizations/acme/users?q=a%26b&state=active"
			a := b.get(path)
			a.leads(t, "/login?next="+url.QueryEscape(path))
			b.get(a.header.Get("Location")).says(t, http.StatusOK, `name="next" value="/organizations/acme/users?q=a%26b&amp;state=active"`)
			b.post("/login", "login", "ada", "password", password, "next", path).leads(t, path)
		})
		t.Run("a form sent without a session leads to the log-in page alone", func(t *testing.T) {
			s.browser().post("/organizations/acme/groups", "name", "x").leads(t, "/login")
		})
	})
}

func TestNextStaysHere(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	s.user("acme", "ada", true)
	b := s.browser()
	for _, next := range []string{"//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example", "\\\\evil.example", "/\t/evil.example",
		"/%09/evil.example", "/%2f/evil.example", "javascript:alert(1)", "//evil%2f..", "/..//evil.example", " //evil.example", "/\r\n/evil.example"} {
		t.Run(next, func(t *testing.T) {
			b.post("/login", "login", "ada", "password", password, "next", next).leads(t, "/organizations")
			b.get("/login?next="+url.QueryEscape(next)).leads(t, "/organizations")
			b.post("/theme", "theme", "dark", "return", next).leads(t, "/")
		})
	}
	t.Run("a name with a dot in front is just a page that isn't there", func(t *testing.T) {
		b.get("/login?next=/.evil").leads(t, "/.evil")
	})
}

func TestSetup(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		code, err := s.access.NewSetupCode(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		form := []string{"code", code, "organization", "Acme <Corp>", "name", "Ada", "username", "ada", "email", "ada@example.com", "password", password}
		change := func(name, value string) []string {
			changed := slices.Clone(form)
			changed[slices.Index(changed, name)+1] = value
			return changed
		}
		t.Run("without anybody everything leads to it", func(t *testing.T) {
			for _, path := range []string{"/", "/login", "/account", "/organizations", "/organizations/acme/users"} {
				s.browser().get(path).leads(t, "/setup")
			}
			s.browser().post("/login", "login", "a", "password", "b").leads(t, "/setup")
			s.browser().get("/healthz").says(t, http.StatusOK)
			s.browser().get("/setup").says(t, http.StatusOK, "Setup code")
		})
		t.Run("a wrong code is refused, and what was typed stays", func(t *testing.T) {
			a := s.browser().post("/setup", change("code", "AAAAA-AAAAA-AAAAA-AAAAA")...)
			a.says(t, http.StatusUnprocessableEntity, "not the setup code", `value="ada@example.com"`, `value="Acme &lt;Corp&gt;"`)
			if strings.Contains(a.body, password) {
				t.Error("the page repeats the password")
			}
		})
		t.Run("a bad field is named", func(t *testing.T) {
			s.browser().post("/setup", change("password", "short")...).says(t, http.StatusUnprocessableEntity, `href="#field-password"`)
			s.browser().post("/setup", change("username", "Ada L")...).says(t, http.StatusUnprocessableEntity, `href="#field-username"`)
		})
		b := s.browser()
		t.Run("the right one makes the administrator, who is in", func(t *testing.T) {
			b.post("/setup", form...).leads(t, "/organizations")
			b.get("/organizations").says(t, http.StatusOK, "Acme &lt;Corp&gt;", "New organization", "Rollcall is set up.")
			b.get("/organizations/acme-corp/users/1").says(t, http.StatusOK, "Admin")
			if diff := cmp.Diff([]event.Type{event.UserCreated, event.UserLogin}, s.events()); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("it works once", func(t *testing.T) {
			s.browser().post("/setup", change("username", "eve")...).says(t, http.StatusConflict, "set up already")
			s.browser().get("/setup").leads(t, "/login")
			s.browser().get("/").leads(t, "/organizations")
		})
	})
}

func TestClientAddress(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for name, c := range map[string]struct {
		trusted   []netip.Prefix
		remote    string
		forwarded []string
		want      string
	}{
		"without trusted proxies the header counts for nothing": {nil, "127.0.0.1:1", []string{"192.0.2.1"}, "127.0.0.1"},
		"a trusted proxy is believed":                           {proxies, "10.1.2.3:1", []string{"192.0.2.1"}, "192.0.2.1"},
		"one that is not trusted isn't, not even here":          {proxies, "127.0.0.1:1", []string{"192.0.2.1"}, "127.0.0.1"},
		"what the client itself put in front is not believed":   {proxies, "10.1.2.3:1", []string{"198.51.100.9, 192.0.2.1"}, "192.0.2.1"},
		"nor in a header of its own":                            {proxies, "10.1.2.3:1", []string{"198.51.100.9", "192.0.2.1"}, "192.0.2.1"},
		"a chain of trusted ones is walked":                     {proxies, "10.1.2.3:1", []string{"192.0.2.1, 10.9.9.9"}, "192.0.2.1"},
		"nonsense counts for nothing":                           {proxies, "10.1.2.3:1", []string{"nonsense"}, "10.1.2.3"},
		"version 6 is read too":                                 {proxies, "[fd00::1]:1", []string{"2001:db8::7"}, "2001:db8::7"},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(get, "/", nil)
			r.RemoteAddr = c.remote
			r.Header["X-Forwarded-For"] = c.forwarded
			if got := clientAddress(c.trusted)(r); got != c.want {
				t.Errorf("address is %s, want %s", got, c.want)
			}
		})
	}
}
