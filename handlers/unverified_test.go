package handlers

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// ticked reports whether the form's box of that name is ticked.
func (a answer) ticked(t *testing.T, name string) (ticked bool) {
	t.Helper()
	found := false
	walk(parseHTML(t, a.body), func(n *html.Node) {
		if n.Data == "input" && attribute(n, "name") == name && attribute(n, "type") == "checkbox" {
			found = true
			for _, attr := range n.Attr {
				ticked = ticked || attr.Key == "checked"
			}
		}
	})
	if !found {
		t.Errorf("there is no box %q", name)
	}
	return ticked
}

func TestTheCertificateInTheForm(t *testing.T) {
	const warning = "certificate is not verified"
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		ada.post(hooksPath, hookForm("strict")...)
		ada.post(hooksPath, hookForm("lax", "unverified", "on")...)
		strict, lax := named(t, s, "strict").ID, named(t, s, "lax").ID
		t.Run("a new webhook's box is not ticked, and says what ticking it risks", func(t *testing.T) {
			page := ada.get(hooksPath + "/new")
			page.says(t, http.StatusOK, "Do not verify the receiver&#39;s certificate", "whoever gets in between can pose as the receiver, and reads bodies and custom headers")
			if page.ticked(t, "unverified") {
				t.Error("it is ticked")
			}
			page.lacks(t, warning)
		})
		t.Run("a webhook that takes any certificate warns of it on its page and in its form, another does not", func(t *testing.T) {
			if !s.saved(lax).Unverified || s.saved(strict).Unverified {
				t.Fatalf("unverified %v and %v", s.saved(lax).Unverified, s.saved(strict).Unverified)
			}
			for _, path := range []string{hooksPath + "/" + lax, hooksPath + "/" + lax + "/edit"} {
				ada.get(path).says(t, http.StatusOK, warning)
			}
			if !ada.get(hooksPath+"/"+lax+"/edit").ticked(t, "unverified") || ada.get(hooksPath+"/"+strict+"/edit").ticked(t, "unverified") {
				t.Error("the boxes are not as the webhooks are")
			}
			ada.get(hooksPath+"/"+strict).lacks(t, warning)
		})
		t.Run("it is taken back by taking the tick away", func(t *testing.T) {
			ada.post(hooksPath+"/"+lax, hookForm("lax", "version", "1")...).leads(t, hooksPath+"/"+lax)
			if s.saved(lax).Unverified {
				t.Error("it is still there")
			}
			ada.post(hooksPath+"/"+lax, hookForm("lax", "version", "2", "unverified", "on")...).leads(t, hooksPath+"/"+lax)
		})
		t.Run("with plain http it is refused, and what was typed stays", func(t *testing.T) {
			a := ada.post(hooksPath, "type", "USER_CREATED", "name", "plain", "url", "http://example.com/", "unverified", "on")
			a.says(t, http.StatusUnprocessableEntity, "There is no certificate to verify with a URL of plain http", `href="#field-unverified"`)
			if !a.ticked(t, "unverified") {
				t.Error("what was ticked is not")
			}
			a.lacks(t, warning) // nothing is so yet
		})
		t.Run("a request for more rows keeps it", func(t *testing.T) {
			if a := ada.post(hooksPath, hookForm("rows", "unverified", "on", "more", "headers")...); !a.ticked(t, "unverified") {
				t.Error("what was ticked is not")
			}
		})
		t.Run("another host takes it back, and the page says so", func(t *testing.T) {
			moved := ada.post(hooksPath+"/"+lax, "version", fmt.Sprint(s.saved(lax).Version), "type", "USER_CREATED", "name", "lax", "enabled", "on",
				"url", "https://elsewhere.example/", "unverified", "on")
			moved.says(t, http.StatusOK, "certificate is verified again", `href="#field-unverified"`)
			if s.saved(lax).Unverified || moved.ticked(t, "unverified") {
				t.Errorf("saved as %v, ticked %v", s.saved(lax).Unverified, moved.ticked(t, "unverified"))
			}
			ada.post(hooksPath+"/"+lax, "version", moved.inputs(t, "version")[0], "type", "USER_CREATED", "name", "lax", "enabled", "on",
				"url", "https://elsewhere.example/", "unverified", "on").leads(t, hooksPath+"/"+lax)
			if !s.saved(lax).Unverified {
				t.Error("said again, it does not hold")
			}
		})
	})
}

// TestTheAPIsLeaveTheCertificateAlone: their contracts know nothing of it, so nothing they do may change it, but a move to
// another receiver, which they report.
func TestTheAPIsLeaveTheCertificateAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := newClient(t, d)
		made, _, err := c.webhooks.Create(t.Context(), access.Command(), "acme", webhook.Form{Name: "lax", URL: "https://example.com/lax",
			Types: []event.Type{event.UserCreated}, Enabled: true, Unverified: true})
		if err != nil {
			t.Fatal(err)
		}
		id := made.ID
		update := func(rest string) answer {
			t.Helper()
			query := fmt.Sprintf(`mutation { updateOrganizationWebhook(input: {id: %q %s}) { webhook { id } } }`, id, rest)
			return c.call(http.MethodPost, "/graphql", fmt.Sprintf(`{"query":%q}`, query))
		}
		for name, do := range map[string]func() answer{
			"REST pauses": func() answer {
				return c.call(http.MethodPatch, "/api/organizations/acme/webhooks/lax", `{"enabled":false}`)
			},
			"REST resumes": func() answer {
				return c.call(http.MethodPatch, "/api/organizations/acme/webhooks/lax", `{"enabled":true}`)
			},
			"GraphQL gives headers":      func() answer { return update(`headers: "{\"X-A\":\"1\"}"`) },
			"GraphQL changes the path":   func() answer { return update(fmt.Sprintf("url: %q", made.URL+"/other")) },
			"GraphQL changes what's not": func() answer { return update(`name: "lax"`) },
		} {
			t.Run(name, func(t *testing.T) {
				a := do()
				a.says(t, http.StatusOK)
				a.lacks(t, "errors")
				if !c.saved(id).Unverified {
					t.Error("the certificate is verified again")
				}
			})
		}
		t.Run("none of their answers speaks of it", func(t *testing.T) {
			for _, a := range []answer{c.call(http.MethodGet, "/api/organizations/acme/webhooks", ""), update(`name: "lax"`)} {
				if strings.Contains(strings.ToLower(a.body), "verif") {
					t.Error(a.body)
				}
			}
		})
		t.Run("what they make is verified", func(t *testing.T) {
			c.call(http.MethodPost, "/api/organizations/acme/webhooks", `{"name":"made","type":"USER_CREATED","url":"https://example.com/made","enabled":true}`).says(t, http.StatusOK)
			if named(t, c.site, "made").Unverified {
				t.Error("it takes any certificate")
			}
		})
		t.Run("a move to another host by GraphQL verifies again, and the answer says so", func(t *testing.T) {
			update(`url: "https://elsewhere.example/"`).says(t, http.StatusOK, `"warnings"`, "certificate is verified again")
			if c.saved(id).Unverified {
				t.Error("it is not")
			}
		})
	})
}

// named is acme's webhook of that name.
func named(t *testing.T, s *site, name string) webhook.Webhook {
	t.Helper()
	w, err := s.webhooks.WebhookByName(t.Context(), access.Command(), "acme", name)
	if err != nil {
		t.Fatal(err)
	}
	return w
}
