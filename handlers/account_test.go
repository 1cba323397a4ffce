package handlers

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestAccount(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.user("acme", "ada", true)
		b := s.loggedIn("ada")
		b.header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0")
		t.Run("it names the browser of each session", func(t *testing.T) {
			b.post("/login", "login", "ada", "password", password).leads(t, "/organizations")
			b.get("/account").says(t, http.StatusOK, "Firefox, Linux", "This one", "127.0.0.1")
		})
		t.Run("the current password must be right", func(t *testing.T) {
			a := b.post("/account/password", "current", "wrong", "password", "seven green giraffes")
			a.says(t, http.StatusUnprocessableEntity, `href="#field-current"`)
			if strings.Contains(a.body, "seven green giraffes") {
				t.Error("the page repeats the password")
			}
		})
		t.Run("the new one must follow the rules", func(t *testing.T) {
			b.post("/account/password", "current", password, "password", "short").says(t, http.StatusUnprocessableEntity, `href="#field-password"`)
		})
		var secret string
		t.Run("a new API token is shown in the answer and never again", func(t *testing.T) {
			a := b.post("/account/tokens", "name", "Terraform <1>", "expires", "30")
			a.says(t, http.StatusOK, "API token Terraform &lt;1&gt; created", "shown this once")
			secret = regexp.MustCompile(`rc_[0-9A-Za-z_]{20,}`).FindString(a.body)
			if secret == "" {
				t.Fatalf("no token in the page\n%s", a.text())
			}
			if a := b.get("/account"); strings.Contains(a.body, secret) {
				t.Error("it is shown again")
			}
			s.call(secret, get, hooks, "").says(t, http.StatusOK)
		})
		t.Run("the page lists it with when it expires and was used", func(t *testing.T) {
			b.get("/account").says(t, http.StatusOK, "Terraform &lt;1&gt;", "in 30 days", "just now")
		})
		t.Run("a name is taken once", func(t *testing.T) {
			b.post("/account/tokens", "name", "Terraform <1>", "expires", "90").says(t, http.StatusConflict, "Terraform &lt;1&gt;", `<option value="90" selected>`)
		})
		t.Run("a name and a life must be chosen", func(t *testing.T) {
			b.post("/account/tokens", "name", "", "expires", "90").says(t, http.StatusUnprocessableEntity, `href="#field-name"`)
			b.post("/account/tokens", "name", "CI", "expires", "900").says(t, http.StatusUnprocessableEntity, `href="#field-expires"`, `value="CI"`)
		})
		t.Run("one may live for ever", func(t *testing.T) {
			b.post("/account/tokens", "name", "CI", "expires", "never").says(t, http.StatusOK, "API token CI created")
		})
		t.Run("a revoked one is dead at once", func(t *testing.T) {
			id := regexp.MustCompile(`/account/tokens/([^/]+)/revocation`).FindAllStringSubmatch(b.get("/account").body, -1)
			if len(id) != 2 {
				t.Fatalf("%d tokens are listed", len(id))
			}
			for _, found := range id {
				b.post("/account/tokens/"+found[1]+"/revocation").leads(t, "/account")
			}
			b.get("/account").says(t, http.StatusOK, "API token revoked.", "No API tokens")
			s.call(secret, get, hooks, "").says(t, http.StatusUnauthorized)
			b.post("/account/tokens/"+id[0][1]+"/revocation").says(t, http.StatusNotFound, "no such API token")
		})
		t.Run("the theme is kept in a cookie", func(t *testing.T) {
			for theme, shown := range map[string]string{"dark": "dark", "light": "light", "system": "system", "neon": "system"} {
				b.post("/theme", "theme", theme, "return", "/account").leads(t, "/account")
				b.get("/account").says(t, http.StatusOK, `data-theme="`+shown+`"`)
			}
		})
		t.Run("keyboard shortcuts are there until they are switched off, which is kept in a cookie", func(t *testing.T) {
			b.get("/account").says(t, http.StatusOK, `data-shortcuts="on"`)
			for _, c := range [][2]string{{"off", "off"}, {"on", "on"}, {"off", "off"}, {"perhaps", "on"}} {
				b.post("/shortcuts", "shortcuts", c[0], "return", "/account").leads(t, "/account")
				b.get("/account").says(t, http.StatusOK, `data-shortcuts="`+c[1]+`"`)
			}
		})
	})
}
