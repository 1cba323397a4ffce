package handlers

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"rollcall/app/access"
	"rollcall/db/dbtest"
)

// fromElsewhere are requests that another site made a browser send, and fromHere those that we or no browser sent.
var fromElsewhere = map[string]http.Header{
	"another site":               {"Sec-Fetch-Site": {"cross-site"}},
	"a neighbouring subdomain":   {"Sec-Fetch-Site": {"same-site"}},
	"another origin":             {"Origin": {"https://evil.example"}},
	"a sandboxed frame":          {"Origin": {"null"}},
	"our host on another port":   {"Origin": {"http://rollcall.lan:9999"}},
	"our host by another scheme": {"Sec-Fetch-Site": {"same-site"}, "Origin": {"https://rollcall.lan"}},
}

var fromHere = map[string]http.Header{
	"our own page":                   {"Sec-Fetch-Site": {"same-origin"}},
	"the address bar":                {"Sec-Fetch-Site": {"none"}},
	"a tool that says nothing":       {},
	"a browser on a plain-http host": {"Origin": {"http://rollcall.lan"}},
	"a proxy that changed the host":  {"Origin": {"http://base.example"}, "Host": {"127.0.0.1:8080"}},
}

func TestOtherSitesChangeNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	admin := w.people["site"]
	h := w.handler(func(c *Config) { c.BaseURL = parse(t, "http://base.example") })
	for _, r := range behindDoors(w.site) {
		if r.method == get || r.door.token() {
			continue
		}
		for from, headers := range fromElsewhere {
			t.Run(r.path+" refuses "+from, func(t *testing.T) {
				w.t, w.site.t = t, t
				try := tries[r.method+" "+r.path](w, admin)
				before := w.dump()
				a := answerOf(h, forged(r.method, orElse(try.path, r.path), try.form, headers, admin.browser.cookie()))
				a.says(t, http.StatusForbidden, "came from another site")
				if w.dump() != before {
					t.Error("it changed the database")
				}
			})
		}
	}
	t.Run("what we or a tool sent passes", func(t *testing.T) {
		for from, headers := range fromHere {
			a := answerOf(h, forged(post, "/theme", []string{"theme", "dark"}, headers, ""))
			if a.status != http.StatusSeeOther {
				t.Errorf("%s: answered %d", from, a.status)
			}
		}
	})
}

// forged is a request as a browser would send it for somebody else.
func forged(method, path string, fields []string, headers http.Header, cookie string) *http.Request {
	var body []string
	for i := 0; i < len(fields); i += 2 {
		body = append(body, fields[i]+"="+strings.ReplaceAll(fields[i+1], " ", "+"))
	}
	r := httptest.NewRequest(method, path, strings.NewReader(strings.Join(body, "&")))
	r.Host = "rollcall.lan"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for name, values := range headers {
		if r.Header[name] = values; name == "Host" {
			r.Host = values[0]
		}
	}
	if cookie != "" {
		r.AddCookie(&http.Cookie{Name: "rollcall", Value: cookie})
	}
	return r
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func TestTheAPIIgnoresCookies(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	s.user("acme", "ada", true)
	b := s.loggedIn("ada")
	for _, r := range behindDoors(s) {
		if !r.door.token() {
			continue
		}
		t.Run(r.method+" "+r.path, func(t *testing.T) {
			path := strings.NewReplacer(":organization", "acme", ":webhook", "demo").Replace(r.path)
			request, err := http.NewRequestWithContext(t.Context(), r.method, s.url+path, strings.NewReader("{}"))
			if err != nil {
				t.Fatal(err)
			}
			b.do(request).says(t, http.StatusUnauthorized, `"error`)
		})
	}
}

// TestReadingChangesNothing clicks every link that an administrator sees.
func TestReadingChangesNothing(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	w.group()
	w.hook()
	w.sentAt(w.acmeSpot())
	for _, kind := range []access.SpaceKind{access.Pipe, access.Table} {
		space := w.space(kind)
		w.sentAt(space)
		w.invite(space.where, w.name("waiting")+"@example.com", "member")
	}
	b := w.people["site"].browser
	before := w.dump()
	if pages := crawl(t, b, "/"); len(pages) < 40 {
		t.Errorf("only %d pages were found: %v", len(pages), pages)
	}
	if w.dump() != before {
		t.Error("a GET changed the database")
	}
}
