package handlers

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"rollcall/db/dbtest"
	"rollcall/static"
)

func TestHeadersOfEveryAnswer(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	s.user("acme", "ada", true)
	ada, stranger := s.loggedIn("ada"), s.browser()
	answers := map[string]answer{
		"a page":                           ada.get("/organizations/acme/users"),
		"a page for anybody":               stranger.get("/login"),
		"a redirect":                       stranger.get("/account"),
		"a form that comes back":           ada.post("/organizations/acme/users"),
		"a page that isn't there":          ada.get("/nowhere"),
		"an organization that isn't there": ada.get("/organizations/nobody/users"),
		"a wrong method":                   ada.send(http.MethodDelete, "/login", ""),
		"a file":                           stranger.get(static.URL("app.css")),
		"a file that isn't there":          stranger.get("/static/none.css"),
		"the API":                          s.call(s.token(s.user("acme", "bot", true)), get, "/api/organizations/acme/webhooks", ""),
		"the API's refusal":                s.call("", get, "/api/organizations/acme/webhooks", ""),
		"nothing of the API":               s.call("", get, "/api/nothing", ""),
		"too much":                         ada.post("/login", "login", strings.Repeat("x", maxBody)),
		"health":                           stranger.get("/healthz"),
		"readiness":                        stranger.get("/readyz"),
	}
	for name, a := range answers {
		t.Run(name, func(t *testing.T) {
			for header, want := range map[string]string{
				"Content-Security-Policy":     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'",
				"X-Content-Type-Options":      "nosniff",
				"Referrer-Policy":             "same-origin",
				"Cross-Origin-Opener-Policy":  "same-origin",
				"Strict-Transport-Security":   "",
				"Access-Control-Allow-Origin": "",
			} {
				if got := a.header.Get(header); got != want {
					t.Errorf("%s is %q, want %q", header, got, want)
				}
			}
			if len(a.header.Get("X-Request-Id")) != 16 {
				t.Errorf("X-Request-Id is %q", a.header.Get("X-Request-Id"))
			}
			if kept := name == "a file"; kept == (a.header.Get("Cache-Control") == "no-store") {
				t.Errorf("Cache-Control is %q", a.header.Get("Cache-Control"))
			}
			if !strings.Contains(strings.Join(a.header.Values("Vary"), ","), "HX-Request") {
				t.Errorf("Vary is %q", a.header.Values("Vary"))
			}
		})
	}
	t.Run("a client can't choose the request id", func(t *testing.T) {
		ada.header.Set("X-Request-Id", "mine")
		if got := ada.get("/organizations").header.Get("X-Request-Id"); got == "mine" {
			t.Error("it was taken over")
		}
	})
	t.Run("an origin that asks for permission gets none", func(t *testing.T) {
		for _, origin := range []string{"https://evil.example", "null"} {
			stranger.header.Set("Origin", origin)
			if a := stranger.get("/login"); a.header.Get("Access-Control-Allow-Origin") != "" || a.header.Get("Access-Control-Allow-Credentials") != "" {
				t.Errorf("%s was let in: %v", origin, a.header)
			}
		}
	})
}

func TestHTTPS(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	s.user("acme", "ada", true)
	secure := s.handler(func(c *Config) { c.BaseURL = parse(t, "https://rollcall.example") })
	t.Run("browsers are told to stay with it", func(t *testing.T) {
		w := httptest.NewRecorder()
		secure.ServeHTTP(w, httptest.NewRequest(get, "/login", nil))
		if got := w.Header().Get("Strict-Transport-Security"); got != "max-age=31536000" {
			t.Errorf("Strict-Transport-Security is %q", got)
		}
	})
	t.Run("the session cookie has every guard", func(t *testing.T) {
		r := httptest.NewRequest(post, "/login", strings.NewReader("login=ada&password="+strings.ReplaceAll(password, " ", "+")))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		secure.ServeHTTP(w, r)
		for _, c := range w.Result().Cookies() {
			if c.Name == "__Host-rollcall" && c.Secure && c.HttpOnly && c.SameSite == http.SameSiteLaxMode && c.Path == "/" && c.Domain == "" {
				return
			}
		}
		t.Errorf("cookies are %v", w.Result().Cookies())
	})
	t.Run("over plain http from another machine the log-in page says so", func(t *testing.T) {
		for base, warns := range map[string]bool{"http://rollcall.lan": true, "http://192.0.2.7:8080": true, "http://localhost:8080": false, "http://127.0.0.1": false, "https://rollcall.lan": false} {
			w := httptest.NewRecorder()
			s.handler(func(c *Config) { c.BaseURL = parse(t, base) }).ServeHTTP(w, httptest.NewRequest(get, "/login", nil))
			if got := strings.Contains(w.Body.String(), "not encrypted"); got != warns {
				t.Errorf("%s: warned is %v", base, got)
			}
		}
	})
}

func TestServerLimits(t *testing.T) {
	server := NewServer("127.0.0.1:0", http.NotFoundHandler())
	if server.ReadHeaderTimeout != 5*time.Second || server.ReadTimeout != 30*time.Second || server.WriteTimeout != 60*time.Second ||
		server.IdleTimeout != 120*time.Second || server.MaxHeaderBytes != 64<<10 {
		t.Errorf("limits are %v %v %v %v %d", server.ReadHeaderTimeout, server.ReadTimeout, server.WriteTimeout, server.IdleTimeout, server.MaxHeaderBytes)
	}
}

func TestConfig(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	for name, change := range map[string]func(*Config){
		"a missing service":       func(c *Config) { c.Directory = nil },
		"a short session key":     func(c *Config) { c.SessionKey = c.SessionKey[:31] },
		"no base URL":             func(c *Config) { c.BaseURL = nil },
		"a base URL without host": func(c *Config) { c.BaseURL = parse(t, "http:///x") },
		"a base URL of ftp":       func(c *Config) { c.BaseURL = parse(t, "ftp://rollcall.example") },
	} {
		t.Run(name+" stops the start", func(t *testing.T) {
			config := s.config
			change(&config)
			if _, err := New(config); err == nil {
				t.Error("it started")
			}
		})
	}
}

// answerOf asks a handler that no client reaches by itself.
func answerOf(h http.Handler, r *http.Request) answer {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return answer{w.Code, w.Header(), w.Body.String()}
}

// withRoute is the site's handler with one route more.
func withRoute(t *testing.T, s *site, path string, h echo.HandlerFunc) http.Handler {
	t.Helper()
	e, err := New(s.config)
	if err != nil {
		t.Fatal(err)
	}
	e.GET(path, h)
	return e
}
