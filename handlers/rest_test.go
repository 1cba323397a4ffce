package handlers

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

const hooks = "/api/organizations/acme/webhooks"

// client is a program with a token of acme's administrator.
type client struct {
	*site
	token string
}

func newClient(t *testing.T, d *db.DB) client {
	t.Helper()
	s := newSite(t, d)
	return client{s, s.token(s.user("acme", "ada", true))}
}

func (c client) call(method, path, body string) answer {
	c.t.Helper()
	return c.site.call(c.token, method, path, body)
}

// body is a valid body of a create.
func body(name string) string {
	return fmt.Sprintf(`{"name":%q,"type":"USER_CREATED","url":"https://example.com/hook?a=1&b=<2>","enabled":true}`, name)
}

// problem is the body of an error, as the contract has it.
type problem struct {
	Error   bool     `json:"error"`
	Message string   `json:"message"`
	Errors  []string `json:"errors"`
}

// refuses checks the status and the shape of an error and returns it.
func (a answer) refuses(t *testing.T, status int, sentence string) problem {
	t.Helper()
	var p problem
	if err := json.Unmarshal([]byte(a.body), &p); err != nil || !p.Error || p.Message == "" {
		t.Errorf("the body is no error of the contract: %s", a.body)
	}
	if a.status != status || !strings.Contains(a.body, sentence) {
		t.Errorf("answered %d with %s, want %d with %q", a.status, a.body, status, sentence)
	}
	if got := a.header.Get("Content-Type"); got != "application/json" {
		t.Errorf("Content-Type is %q", got)
	}
	return p
}

func TestAPI(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := newClient(t, d)
		t.Run("an organization without webhooks has an empty list", func(t *testing.T) {
			c.call(get, hooks, "").says(t, http.StatusOK, "[]\n")
		})
		t.Run("a create answers with the webhook and, this once, its secret", func(t *testing.T) {
			a := c.call(post, hooks, `{"name":"demo","type":"USER_CREATED","url":"https://example.com/hook?a=1&b=2","enabled":true,"description":"For HR"}`)
			want := regexp.MustCompile(`^\{"id":"[0-9a-f]{24}","name":"demo","type":"USER_CREATED","url":"https://example\.com/hook\?a=1&b=2","enabled":true,` +
				`"description":"For HR","createdAt":"2026-03-14T09:26:53Z","secret":"whsec_[A-Za-z0-9+/]{43}="\}` + "\n$")
			if a.status != http.StatusOK || !want.MatchString(a.body) {
				t.Errorf("answered %d with %s", a.status, a.body)
			}
		})
		t.Run("without a description there is none in the answer", func(t *testing.T) {
			if a := c.call(post, hooks, body("plain")); a.status != http.StatusOK || strings.Contains(a.body, "description") {
				t.Errorf("answered %d with %s", a.status, a.body)
			}
		})
		t.Run("the list has both, without secrets", func(t *testing.T) {
			a := c.call(get, hooks, "")
			var list []struct{ Name string }
			if err := json.Unmarshal([]byte(a.body), &list); err != nil || len(list) != 2 || strings.Contains(a.body, "secret") {
				t.Errorf("%v: %s", err, a.body)
			}
		})
		t.Run("it is disabled and enabled by its name", func(t *testing.T) {
			for _, enabled := range []string{"false", "true"} {
				a := c.call(patch, hooks+"/demo", `{"enabled":`+enabled+`}`)
				a.says(t, http.StatusOK, `"name":"demo"`, `"enabled":`+enabled)
				if strings.Contains(a.body, "secret") {
					t.Error("the answer has the secret")
				}
			}
		})
		t.Run("one that was disabled automatically is not enabled, and disabled by its name it is paused", func(t *testing.T) {
			c.exec(`UPDATE webhooks SET enabled = FALSE, pause = 'automatic', paused_at = $1 WHERE name = 'demo'`, c.clock.Now())
			c.call(http.MethodGet, hooks, "").says(t, http.StatusOK, `"name":"demo"`, `"enabled":false`)
			c.call(patch, hooks+"/demo", `{"enabled":false}`).says(t, http.StatusOK, `"enabled":false`)
			w, err := c.webhooks.WebhookByName(t.Context(), access.Command(), "acme", "demo")
			if err != nil || w.Pause != webhook.PausedByAPI {
				t.Errorf("it is not enabled for %q (%v)", w.Pause, err)
			}
			c.call(patch, hooks+"/demo", `{"enabled":true}`).says(t, http.StatusOK, `"enabled":true`)
		})
		t.Run("it is deleted, and then is not there", func(t *testing.T) {
			if a := c.call(del, hooks+"/demo", ""); a.status != http.StatusNoContent || a.body != "" {
				t.Errorf("answered %d with %q", a.status, a.body)
			}
			c.call(del, hooks+"/demo", "").refuses(t, http.StatusNotFound, "no such webhook")
			c.call(patch, hooks+"/demo", `{"enabled":true}`).refuses(t, http.StatusNotFound, "no such webhook")
		})
		t.Run("a name is taken once, and free again after", func(t *testing.T) {
			c.call(post, hooks, body("plain")).refuses(t, http.StatusConflict, "plain")
			c.call(post, hooks, body("demo")).says(t, http.StatusOK)
		})
		t.Run("somebody without a right there is told so", func(t *testing.T) {
			normal := c.site.token(c.user("acme", "norma", false))
			for _, r := range [][3]string{{get, hooks, ""}, {post, hooks, body("x")}, {patch, hooks + "/plain", `{"enabled":true}`}, {del, hooks + "/plain", ""}} {
				c.site.call(normal, r[0], r[1], r[2]).refuses(t, http.StatusForbidden, "permission")
			}
		})
		t.Run("somebody else's organization is like none", func(t *testing.T) {
			outsider := c.site.token(c.user("initech", "bill", true))
			for _, r := range [][3]string{{get, "", ""}, {post, "", body("x")}, {patch, "/plain", `{"enabled":true}`}, {del, "/plain", ""}} {
				foreign := c.site.call(outsider, r[0], hooks+r[1], r[2])
				foreign.refuses(t, http.StatusNotFound, "no such organization")
				if none := c.site.call(outsider, r[0], "/api/organizations/none/webhooks"+r[1], r[2]); none.body != foreign.body {
					t.Error(cmp.Diff(none.body, foreign.body))
				}
			}
		})
	})
}

func TestAPITokens(t *testing.T) {
	c := newClient(t, dbtest.SQLite(t))
	ada, err := c.directory.Users(t.Context(), access.Command(), "acme", userNamed("ada"))
	if err != nil {
		t.Fatal(err)
	}
	t.Run("without a good token nothing is said but that", func(t *testing.T) {
		kept := c.token
		defer func() { c.token = kept }()
		var bodies []string
		for _, token := range []string{"", "x", "rc_x", kept[:len(kept)-1], kept + "x", strings.ToUpper(kept)} {
			c.token = token
			a := c.call(get, hooks, "")
			a.refuses(t, http.StatusUnauthorized, "")
			if a.header.Get("WWW-Authenticate") != `Bearer realm="rollcall"` {
				t.Errorf("WWW-Authenticate is %q", a.header.Get("WWW-Authenticate"))
			}
			if token != "" {
				bodies = append(bodies, a.body)
			}
		}
		if slices.Sort(bodies); len(slices.Compact(bodies)) != 1 {
			t.Errorf("bad tokens are told apart: %q", bodies)
		}
	})
	t.Run("other schemes and the address carry none", func(t *testing.T) {
		for _, header := range []string{"Basic " + c.token, "Token " + c.token, c.token, "Bearer", "Bearer  "} {
			r, err := http.NewRequestWithContext(t.Context(), get, c.url+hooks, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Authorization", header)
			c.browser().do(r).refuses(t, http.StatusUnauthorized, "")
		}
		c.site.call("", get, hooks+"?token="+c.token+"&access_token="+c.token, "").refuses(t, http.StatusUnauthorized, "")
	})
	t.Run("the scheme may be written in any case", func(t *testing.T) {
		r, err := http.NewRequestWithContext(t.Context(), get, c.url+hooks, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "bearer "+c.token)
		c.browser().do(r).says(t, http.StatusOK)
	})
	t.Run("a revoked and an expired one answer like a wrong one", func(t *testing.T) {
		wrong := c.site.call("rc_x", get, hooks, "").body
		revoked, secret, err := c.access.CreateToken(t.Context(), access.Command(), ada.Members[0].ID, "gone", time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		c.site.call(secret, get, hooks, "").says(t, http.StatusOK)
		if err := c.access.RevokeToken(t.Context(), access.Command(), revoked.ID); err != nil {
			t.Fatal(err)
		}
		if a := c.site.call(secret, get, hooks, ""); a.status != http.StatusUnauthorized || a.body != wrong {
			t.Errorf("revoked: %d %s", a.status, a.body)
		}
		_, secret, err = c.access.CreateToken(t.Context(), access.Command(), ada.Members[0].ID, "short", c.clock.Now().Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		c.clock.pass(time.Hour)
		if a := c.site.call(secret, get, hooks, ""); a.status != http.StatusUnauthorized || a.body != wrong {
			t.Errorf("expired: %d %s", a.status, a.body)
		}
	})
	t.Run("a thousand wrong ones are slowed down, a right one is not", func(t *testing.T) {
		var last answer
		for range 200 {
			if last = c.site.call("rc_x", get, hooks, ""); last.status == http.StatusTooManyRequests {
				break
			}
		}
		last.refuses(t, http.StatusTooManyRequests, "Try again in")
		if last.header.Get("Retry-After") == "" {
			t.Error("it doesn't say when to come back")
		}
		c.call(get, hooks, "").says(t, http.StatusOK)
	})
	t.Run("no token gets into the log", func(t *testing.T) {
		if strings.Contains(c.log.String(), c.token) {
			t.Error("it did")
		}
	})
}

func TestAPISeesOnlyItsOwnFamily(t *testing.T) {
	c := newClient(t, dbtest.SQLite(t))
	_, _, err := c.webhooks.Create(t.Context(), access.Command(), "acme", webhook.Form{Name: "both", URL: "https://example.com/",
		Types: []event.Type{event.UserLogin, event.UserCreated}, Enabled: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Run("one with several types is listed with the first", func(t *testing.T) {
		c.call(get, hooks, "").says(t, http.StatusOK, `"type":"USER_LOGIN"`)
	})
}

func TestNothingOfTheAPI(t *testing.T) {
	c := newClient(t, dbtest.SQLite(t))
	for _, path := range []string{"/api", "/api/", "/api/x", "/api/organizations", hooks + "/", "/api/organizations/%ff/webhooks", "/api/organizations/%00/webhooks"} {
		a := c.call(get, path, "")
		if a.status != http.StatusNotFound {
			t.Errorf("%s: answered %d", path, a.status)
		}
		if path != "/api" {
			a.refuses(t, http.StatusNotFound, "")
		}
	}
	a := c.call(http.MethodPut, hooks, "{}")
	a.refuses(t, http.StatusMethodNotAllowed, "can't be used in that way")
	if a.header.Get("Allow") == "" {
		t.Error("it doesn't say which methods there are")
	}
}

func TestHealth(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	s.browser().get("/healthz").says(t, http.StatusOK, "ok")
	s.browser().get("/readyz").says(t, http.StatusOK, "ready")
	t.Run("while the database can't be used it is alive and not ready, and keeps the reason to itself", func(t *testing.T) {
		if err := s.db.Close(); err != nil {
			t.Fatal(err)
		}
		a := s.browser().get("/readyz")
		if a.status != http.StatusServiceUnavailable || a.body != "not ready\n" {
			t.Errorf("answered %d with %q", a.status, a.body)
		}
		s.browser().get("/healthz").says(t, http.StatusOK, "ok")
	})
}
