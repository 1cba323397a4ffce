package handlers

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db/dbtest"
)

// polyglot breaks out of text, attributes, scripts, comments and addresses wherever it is not escaped, and asks htmx
// to fetch something if it becomes an element.
const polyglot = `javascript:/*--></title></style></textarea></script><b id="pwned" hx-get="/evil" data-hx-get="/evil" hx-trigger="load" onmouseover="alert(1)">'"` + "`" + `<img src=x onerror=alert(1)>`

func TestWhatPeopleTypeIsInert(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	fill(t, s)
	b := s.loggedIn("ada")
	b.header.Set("User-Agent", polyglot)
	b.post("/login", "login", "ada", "password", password).leads(t, "/organizations")
	for _, path := range crawl(t, b, "/organizations") {
		checkInert(t, path, b.get(path).body)
	}
	t.Run("typed again into every form that refuses it", func(t *testing.T) {
		p := []string{"title", polyglot + "\u202e", "name", polyglot + "\u202e", "username", polyglot, "email", polyglot, "login", polyglot, "seats", polyglot, "role", polyglot,
			"confirm", polyglot, "url", polyglot, "type", polyglot, "description", polyglot + "\x00", "expires", polyglot, "next", polyglot, "code", polyglot, "version", polyglot,
			"header-name", polyglot, "header-value", polyglot, "icon", polyglot, "color", polyglot, "message", polyglot, "current", polyglot, "password", "short", "return", polyglot, "organization", polyglot + "\u202e"}
		again := 0
		for _, r := range behindDoors(s) {
			if r.method == get || r.door != person && r.path != "/login" {
				continue
			}
			path := strings.NewReplacer(":organization", "acme", ":user", "1", ":group", "1", ":webhook", "none", ":delivery", "none", ":session", "none", ":token", "none", ":account", "1", ":pipe", "1", ":table", "2", ":invitation", "none").Replace(r.path)
			if strings.HasSuffix(path, "/delete") && !strings.Contains(path, "webhooks") {
				continue // it asks for nothing to be typed
			}
			a := b.post(path, p...)
			if a.status == http.StatusUnprocessableEntity {
				again++
			}
			checkInert(t, path, a.body)
		}
		if again < 12 {
			t.Errorf("only %d forms came back", again)
		}
	})
	t.Run("in addresses", func(t *testing.T) {
		for _, path := range []string{"/organizations/acme/users?q=", "/login?next=", "/nowhere/", "/organizations/"} {
			escaped := strings.NewReplacer("<", "%3C", ">", "%3E", `"`, "%22", " ", "%20", "`", "%60", "#", "%23").Replace(polyglot)
			checkInert(t, path, b.get(path+escaped).body)
		}
	})
}

// fill puts the polyglot into everything that takes free text.
func fill(t *testing.T, s *site) {
	t.Helper()
	s.user("acme", "ada", true)
	command, ctx := access.Command(), t.Context()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := s.directory.RenameOrganization(ctx, command, "acme", polyglot)
	check(err)
	_, err = s.directory.EditUser(ctx, command, "acme", 1, directory.EditUser{Name: polyglot, Username: "ada", Email: "ada@example.com"})
	check(err)
	g, err := s.directory.CreateGroup(ctx, command, "acme", polyglot[:100], polyglot)
	check(err)
	check(s.directory.AddToGroup(ctx, command, "acme", g.ID, 1))
	_, _, err = s.access.CreateToken(ctx, command, 1, polyglot[:100], time.Time{})
	check(err)
	_, _, err = s.access.CreateServiceAccount(ctx, command, "acme", polyglot[:100], "")
	check(err)
	for _, create := range []func(context.Context, access.Actor, directory.Where, directory.SpaceForm) (directory.Space, error){s.directory.CreatePipe, s.directory.CreateTable} {
		_, err := create(ctx, command, directory.InOrganization("acme"), directory.SpaceForm{Name: polyglot[:100], Description: polyglot, Icon: polyglot[:50], Color: polyglot[:50]})
		check(err)
	}
	_, _, err = s.directory.Invite(ctx, command, directory.InPipe("1"), []directory.Invitee{{Email: "ada@example.com", Role: "admin"}, {Email: `"<b/id=pwned>"@example.com`, Role: "admin"}, {Email: "new@example.com", Role: "admin"}}, polyglot)
	check(err)
	_, _, err = s.webhooks.CreateAt(ctx, command, event.Place{Scope: event.ScopeTable, ID: 2}, webhook.Form{Name: polyglot, URL: "https://example.com/", Description: polyglot,
		Types: []event.Type{"card.create"}, Enabled: true, Headers: map[string]string{"X-Team": polyglot}, Filters: json.RawMessage(`{"a":"</textarea><b id=\"pwned\">"}`)})
	check(err)
	made, _, err := s.webhooks.Create(ctx, command, "acme", webhook.Form{Name: "demo", URL: "https://example.com/?x=" + `"><b/id="pwned">`, Description: polyglot, Types: []event.Type{event.UserCreated}, Enabled: true})
	check(err)
	_, err = s.webhooks.SendTest(ctx, command, "acme", made.ID, event.UserCreated)
	check(err)
}

// crawl follows every link of the site from one page on, and returns the pages.
func crawl(t *testing.T, b *browser, from string) []string {
	t.Helper()
	var pages []string
	seen, waiting := map[string]bool{}, []string{from}
	for len(waiting) > 0 {
		path := waiting[0]
		waiting = waiting[1:]
		if seen[path] || !strings.HasPrefix(path, "/") {
			continue
		}
		seen[path] = true
		a := b.get(path)
		if a.status >= 400 {
			t.Errorf("the link to %s answers %d", path, a.status)
		}
		if strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			pages = append(pages, path)
		}
		waiting = append(waiting, a.header.Get("Location"))
		walk(parseHTML(t, a.body), func(n *html.Node) {
			if path, _, _ := strings.Cut(attribute(n, "href"), "#"); n.Data == "a" {
				waiting = append(waiting, path)
			}
		})
	}
	return pages
}

// checkInert reads the page as a browser does, and looks for anything that only typed text can have brought.
func checkInert(t *testing.T, path, body string) {
	t.Helper()
	walk(parseHTML(t, body), func(n *html.Node) {
		if attribute(n, "id") == "pwned" || n.Data == "img" || n.Data == "style" || n.Data == "script" && n.FirstChild != nil {
			t.Errorf("%s: typed text became <%s>", path, n.Data)
		}
		for _, a := range n.Attr {
			harmful := strings.HasPrefix(a.Key, "on") || a.Key == "style" ||
				slices.Contains([]string{"href", "src", "action", "formaction"}, a.Key) && strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") ||
				strings.Contains(a.Key, "hx-") && strings.Contains(a.Val, "evil")
			if harmful {
				t.Errorf("%s: typed text became %s=%q of <%s>", path, a.Key, a.Val, n.Data)
			}
		}
	})
}

func parseHTML(t *testing.T, body string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func walk(n *html.Node, visit func(*html.Node)) {
	if n.Type == html.ElementNode {
		visit(n)
	}
	for child := range n.ChildNodes() {
		walk(child, visit)
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
