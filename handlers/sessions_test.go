package handlers

import (
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// cookie is the browser's session cookie, "" for none.
func (b *browser) cookie() string {
	for _, c := range b.client.Jar.Cookies(parse(b.t, b.url)) {
		if c.Name == "rollcall" {
			return c.Value
		}
	}
	return ""
}

// copied is another browser with the same cookies.
func (b *browser) copied() *browser {
	b.t.Helper()
	other := b.site.browser()
	u := parse(b.t, b.url)
	other.client.Jar.SetCookies(u, b.client.Jar.Cookies(u))
	return other
}

// isIn checks whether the browser is somebody's.
func (b *browser) isIn(t *testing.T, want bool) {
	t.Helper()
	a := b.get("/account")
	if in := a.status == http.StatusOK; in != want {
		t.Errorf("answered %d to %q, want logged in: %v", a.status, a.header.Get("Location"), want)
	}
}

func TestSessions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.user("acme", "ada", true)
		bob := s.user("acme", "bob", false)
		t.Run("every log-in is a new session, and ends the one that the browser came with", func(t *testing.T) {
			b := s.loggedIn("ada")
			before := b.copied()
			b.post("/login", "login", "ada", "password", password).leads(t, "/organizations")
			if b.cookie() == before.cookie() {
				t.Error("the cookie stayed the same")
			}
			before.isIn(t, false)
			b.isIn(t, true)
		})
		t.Run("a cookie that was planted before the log-in is not taken over", func(t *testing.T) {
			thief := s.loggedIn("bob")
			victim := thief.copied()
			victim.post("/login", "login", "ada", "password", password).leads(t, "/organizations")
			if victim.cookie() == thief.cookie() {
				t.Error("both have one session")
			}
			thief.isIn(t, false)
		})
		t.Run("a cookie kept from before the log-out opens nothing", func(t *testing.T) {
			b := s.loggedIn("ada")
			kept := b.copied()
			b.post("/logout").leads(t, "/login")
			kept.isIn(t, false)
			b.isIn(t, false)
			b.get("/login").says(t, http.StatusOK, "You are logged out.")
		})
		t.Run("twelve idle hours end it, and a timer's poll doesn't keep it", func(t *testing.T) {
			idle, polling, busy := s.loggedIn("ada"), s.loggedIn("ada"), s.loggedIn("ada")
			polling.header.Set("Rollcall-Poll", "1")
			for range 13 {
				s.clock.pass(time.Hour)
				polling.get("/account")
				busy.isIn(t, true)
			}
			idle.isIn(t, false)
			polling.isIn(t, false)
			if busy.isIn(t, true); idle.cookie() != "" {
				t.Error("the browser keeps a cookie that is no good")
			}
		})
		t.Run("a week ends it whatever happens", func(t *testing.T) {
			b := s.loggedIn("ada")
			for range 7*24 - 1 {
				s.clock.pass(time.Hour)
				b.get("/organizations")
			}
			b.isIn(t, true)
			s.clock.pass(2 * time.Hour)
			b.isIn(t, false)
		})
		t.Run("a disabled user is out with the next request, by session and by token", func(t *testing.T) {
			b, token := s.loggedIn("bob"), s.token(bob)
			admin := s.loggedIn("ada")
			admin.post("/organizations/acme/users/2/disablement").leads(t, "/organizations/acme/users/2")
			b.isIn(t, false)
			if a := s.call(token, get, "/api/organizations/acme/webhooks", ""); a.status != http.StatusUnauthorized {
				t.Errorf("the token answered %d", a.status)
			}
			admin.post("/organizations/acme/users/2/disablement/removal").leads(t, "/organizations/acme/users/2")
			b.isIn(t, false)
			s.loggedIn("bob").isIn(t, true)
		})
		t.Run("a role that was taken away is gone with the next request", func(t *testing.T) {
			admin := s.loggedIn("ada")
			admin.post("/organizations/acme/users/2/role", "role", "admin").leads(t, "/organizations/acme/users/2")
			b := s.loggedIn("bob")
			b.get("/organizations/acme/users/new").says(t, http.StatusOK)
			admin.post("/organizations/acme/users/2/role", "role", "normal").leads(t, "/organizations/acme/users/2")
			b.get("/organizations/acme/users/new").says(t, http.StatusForbidden)
		})
		t.Run("a changed password ends the other sessions and renews this one", func(t *testing.T) {
			b, other := s.loggedIn("bob"), s.loggedIn("bob")
			old := b.copied()
			b.post("/account/password", "current", password, "password", password+" and a zebra").leads(t, "/account")
			b.isIn(t, true)
			old.isIn(t, false)
			other.isIn(t, false)
			b.post("/account/password", "current", password+" and a zebra", "password", password).leads(t, "/account")
		})
		t.Run("people see and end their sessions", func(t *testing.T) {
			b := s.loggedIn("bob")
			for range 2 {
				s.loggedIn("bob")
			}
			actor, err := s.access.Session(t.Context(), s.sessionSecret(b), false)
			if err != nil {
				t.Fatal(err)
			}
			sessions, err := s.access.Sessions(t.Context(), actor)
			if err != nil {
				t.Fatal(err)
			}
			page := b.get("/account")
			for _, session := range sessions {
				page.says(t, http.StatusOK, "/account/sessions/"+session.ID+"/removal")
			}
			foreign, err := s.access.Session(t.Context(), s.sessionSecret(s.loggedIn("ada")), false)
			if err != nil {
				t.Fatal(err)
			}
			b.post("/account/sessions/"+foreign.SessionID+"/removal").says(t, http.StatusNotFound, "no such session")
			b.post("/account/sessions/removal").leads(t, "/account")
			if left, err := s.access.Sessions(t.Context(), actor); err != nil || len(left) != 1 {
				t.Errorf("%d sessions are left, %v", len(left), err)
			}
			b.post("/account/sessions/"+actor.SessionID+"/removal").leads(t, "/login")
			b.isIn(t, false)
		})
		t.Run("another process with the same key knows the session", func(t *testing.T) {
			b := s.loggedIn("ada")
			r := httptest.NewRequest(get, "/account", nil)
			r.AddCookie(&http.Cookie{Name: "rollcall", Value: b.cookie()})
			if a := answerOf(s.handler(nil), r); a.status != http.StatusOK {
				t.Errorf("answered %d", a.status)
			}
		})
	})
}

func TestStrangeCookies(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	s.user("acme", "ada", true)
	s.user("acme", "bob", false)
	good, other := s.loggedIn("ada").cookie(), s.loggedIn("bob").cookie()
	flipped := []byte(good)
	flipped[len(flipped)/2] ^= 1
	for name, value := range map[string]string{
		"one bit altered": string(flipped), "8 KB": strings.Repeat("a", 8<<10), "two halves of two": good[:len(good)/2] + other[len(other)/2:], "empty": "",
	} {
		t.Run(name+" is nobody's", func(t *testing.T) {
			r := httptest.NewRequest(get, "/account", nil)
			r.AddCookie(&http.Cookie{Name: "rollcall", Value: value})
			answerOf(s.handler(nil), r).leads(t, "/login?next=%2Faccount")
		})
	}
	t.Run("two of one name are one person or nobody, never a fault", func(t *testing.T) {
		r := httptest.NewRequest(get, "/account", nil)
		r.AddCookie(&http.Cookie{Name: "rollcall", Value: "junk"})
		r.AddCookie(&http.Cookie{Name: "rollcall", Value: good})
		if a := answerOf(s.handler(nil), r); a.status >= 500 {
			t.Errorf("answered %d", a.status)
		}
	})
	t.Run("strangers leave no rows", func(t *testing.T) {
		before := s.dump()
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			b := s.browser()
			b.client.Jar = jar
			b.get("/login")
			b.get("/account")
			b.post("/theme", "theme", "dark", "return", "/login").leads(t, "/login")
		}
		if s.dump() != before {
			t.Error("the database has more rows")
		}
		if cookies := jar.Cookies(parse(t, s.url)); len(cookies) != 1 || cookies[0].Name != "rollcall-theme" {
			t.Errorf("a stranger carries %v", cookies)
		}
	})
}

func TestTheCookieHoldsNothingButASecret(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	s.user("acme", "ada", true)
	b := s.loggedIn("ada")
	secret := s.sessionSecret(b)
	if strings.Contains(s.dump(), secret) || strings.Contains(s.log.String(), secret) || strings.Contains(s.log.String(), b.cookie()) {
		t.Error("the secret lies in the database or in the log")
	}
	if _, err := s.access.Session(t.Context(), secret, false); err != nil {
		t.Error(err)
	}
	if _, err := s.access.Session(t.Context(), b.cookie(), false); err == nil {
		t.Error("the cookie alone is the secret")
	}
}
