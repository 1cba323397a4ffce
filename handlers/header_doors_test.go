package handlers

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db/dbtest"
)

// refusedHeaders are one of each kind; app/outbound has every spelling.
var refusedHeaders = map[string]map[string]string{
	"a line break in a value":                  {"X-A": "ok\r\nX: 1"},
	"a line break in a name":                   {"X-A\r\nX": "1"},
	"a space in a name":                        {"X A": "1"},
	"a NUL in a name":                          {"X\x00A": "1"},
	"a NUL in a value":                         {"X-A": "a\x00b"},
	"a value without a name":                   {"": "1"},
	"a name beyond ASCII":                      {"X-Größe": "1"},
	"a value beyond ASCII":                     {"X-A": "é"},
	"the host":                                 {"hOST": "example.com"},
	"the length":                               {"CONTENT-LENGTH": "1"},
	"how the body is sent":                     {"transfer-Encoding": "chunked"},
	"the connection's":                         {"connection": "upgrade"},
	"a proxy's":                                {"Proxy-Authorization": "Basic eA=="},
	"the id of a delivery":                     {"WebHook-ID": "x"},
	"the signature":                            {"webhook-signature": "v1,x"},
	"another type of content":                  {"Content-type": "text/plain"},
	"what a cloud's metadata service asks for": {"metadata": "true"},
	"whom a request is forwarded for":          {"X-Forwarded-For": "127.0.0.1"},
	"a name of 129 characters":                 {strings.Repeat("n", 129): "1"},
	"a value of 4,097 characters":              {"X-A": strings.Repeat("v", 4097)},
	"21 headers":                               numbered(21, "v"),
	"more than 16 KiB":                         numbered(5, strings.Repeat("v", 4000)),
}

func numbered(n int, value string) map[string]string {
	headers := map[string]string{}
	for i := range n {
		headers[fmt.Sprintf("X-Header-%d", i)] = value
	}
	return headers
}

// TestEveryDoorForAHeaderChecksIt sends headers that no webhook may have through every form that takes some (OUT-50 to
// OUT-53). The forms are found like those that take a URL.
func TestEveryDoorForAHeaderChecksIt(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	admin := w.people["site"]
	var found []string
	for _, r := range behindDoors(w.site) {
		name := r.method + " " + r.path
		w.t, w.site.t = t, t
		try, takes := w.tryWithURL(name, admin, "https://example.com/")
		if !takes || try.form == nil {
			continue
		}
		found = append(found, name)
		for what, headers := range refusedHeaders {
			t.Run(name+" refuses "+what, func(t *testing.T) {
				w.t, w.site.t = t, t
				before := w.withHeaders()
				refused := try
				for header, value := range headers {
					refused.form = append(slices.Clip(refused.form), "header-name", header, "header-value", value)
				}
				if a := w.send(r, admin, refused); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `href="#field-headers"`) {
					t.Errorf("answered %d: %s", a.status, a.text())
				}
				if after := w.withHeaders(); after != before {
					t.Errorf("the webhooks changed from\n%s\nto\n%s", before, after)
				}
			})
		}
	}
	if len(found) != 6 {
		t.Errorf("%d forms take headers: %v", len(found), found)
	}
	t.Run("the REST API has no property for them", func(t *testing.T) {
		w.t, w.site.t = t, t
		for _, body := range []string{`{"name":"h","type":"USER_CREATED","url":"https://example.com/","enabled":true,"headers":{"Host":"x"}}`, `{"headers":{}}`} {
			method, path := post, "/api/organizations/acme/webhooks"
			if !strings.Contains(body, "name") {
				method, path = patch, path+"/h"
			}
			if a := w.call(admin.token, method, path, body); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "headers") {
				t.Errorf("answered %d: %s", a.status, a.text())
			}
		}
	})
}

// withHeaders is every webhook with its URL, and how many have headers.
func (w *world) withHeaders() string {
	w.t.Helper()
	var n int
	if err := w.db.QueryRow(w.t.Context(), `SELECT COUNT(*) FROM webhooks WHERE headers IS NOT NULL`).Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return fmt.Sprint(w.urls(), n)
}

func TestEveryMutationWithHeadersChecksThem(t *testing.T) {
	q := newQuerent(t, dbtest.SQLite(t))
	pipe := q.pipe("Hiring")
	create := func(at event.Place) webhook.Webhook {
		made, _, err := q.webhooks.CreateAt(t.Context(), access.Command(), at, webhook.Form{Name: "hr", URL: "https://example.com/", Types: []event.Type{event.UserRoleSet}, Enabled: true})
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	fresh := map[string]any{"name": "new", "url": "https://example.com/new", "actions": []any{"user.role_set"}}
	inputs := map[string]map[string]any{
		"createWebhook":             {"pipe_id": pipe.ID},
		"createOrganizationWebhook": {"organization_id": q.organization()},
		"updateWebhook":             {"id": create(event.Place{Scope: event.ScopePipe, ID: pipe.ID}).ID},
		"updateOrganizationWebhook": {"id": create(event.Place{Scope: event.ScopeOrganization, ID: q.organization()}).ID},
	}
	doors := q.mutationsWith("headers")
	if want := slices.Sorted(maps.Keys(inputs)); !slices.Equal(doors, want) {
		t.Fatalf("the schema takes headers in %v, tested are %v", doors, want)
	}
	w := &world{site: q.site}
	for _, door := range doors {
		if strings.HasPrefix(door, "create") {
			maps.Copy(inputs[door], fresh)
		}
		document := fmt.Sprintf(`mutation ($input: %s%sInput!) { %s(input: $input) { webhook { id } } }`, strings.ToUpper(door[:1]), door[1:], door)
		for what, headers := range refusedHeaders {
			t.Run(door+" refuses "+what, func(t *testing.T) {
				before := w.withHeaders()
				input := maps.Clone(inputs[door])
				input["headers"] = headers
				r := q.ask(document, variables{"input": input})
				if len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "INVALID_INPUT" || !strings.Contains(strings.ToLower(r.Errors[0].Message), "header") {
					t.Errorf("answered %s", r.answer.text())
				}
				if w.withHeaders() != before {
					t.Error("a webhook changed")
				}
			})
		}
	}
}
