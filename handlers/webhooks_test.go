package handlers

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

const hooksPath = "/organizations/acme/webhooks"

// acme is a site with ada, who administers acme, logged in.
func acme(t *testing.T, d *db.DB) (*site, *browser) {
	t.Helper()
	s := newSite(t, d)
	s.user("acme", "ada", true)
	return s, s.loggedIn("ada")
}

// hookForm is a form that is accepted, and more name and value pairs.
func hookForm(name string, more ...string) []string {
	return append([]string{"type", "USER_CREATED", "name", name, "url", "https://example.com/" + name, "enabled", "on"}, more...)
}

func (s *site) newHook(name string) webhook.Webhook {
	s.t.Helper()
	made, _, err := s.webhooks.Create(s.t.Context(), access.Command(), "acme", webhook.Form{
		Name: name, URL: "https://example.com/" + name, Types: []event.Type{event.UserCreated, event.UserLogin}, Enabled: true,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return made
}

// htmx is the browser as htmx asks for a part of a page; header are more name and value pairs.
func (b *browser) htmx(header ...string) *browser {
	other := *b
	other.header = http.Header{"Hx-Request": {"true"}, "Hx-Request-Type": {"partial"}}
	for i := 0; i < len(header); i += 2 {
		other.header.Set(header[i], header[i+1])
	}
	return &other
}

func (a answer) lacks(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(a.body, text) {
			t.Errorf("the page says %q\n%s", text, a.text())
		}
	}
}

var secretPattern = regexp.MustCompile(`whsec_[A-Za-z0-9+/=]{44}`)

func TestWebhookIsAdded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		ada.get(hooksPath).says(t, 200, "No webhooks yet", "+ Add Webhook")
		ada.get(hooksPath+"/new").says(t, 200, "<legend>Type</legend>", "Webhook name", "URL", "Description", "Enable this webhook", "Create webhook", "A user logs in for the first time.")

		made := ada.post(hooksPath, hookForm("hr-sync", "type", "USER_LOGIN", "description", "Ask Grace.")...)
		to := made.header.Get("Location")
		if made.status != http.StatusSeeOther || !strings.HasPrefix(to, hooksPath+"?created=") {
			t.Fatalf("answered %d to %q", made.status, to)
		}
		t.Run("the secret is in no header, so in no cookie and no log of a proxy", func(t *testing.T) {
			for name, values := range made.header {
				if strings.Contains(strings.Join(values, " "), "whsec_") {
					t.Errorf("%s: %s", name, values)
				}
			}
		})
		list := ada.get(to)
		list.says(t, 200, "Webhook created successfully", "hr-sync is ready", "standardwebhooks", "Send test", "Ask Grace.")
		secret := secretPattern.FindString(html.UnescapeString(list.body))
		if secret == "" {
			t.Fatalf("the list doesn't show the secret\n%s", list.text())
		}
		t.Run("the same address shows the secret only once", func(t *testing.T) {
			again := ada.get(to)
			again.says(t, 200, "Show signing secret")
			again.lacks(t, "whsec_", "Webhook created successfully")
		})
		t.Run("another administrator who opens the address does not see the secret", func(t *testing.T) {
			s.user("acme", "bob", true)
			other := ada.post(hooksPath, hookForm("other")...).header.Get("Location")
			s.loggedIn("bob").get(other).lacks(t, "whsec_")
		})
		t.Run("an administrator sees it again by a button", func(t *testing.T) {
			id := strings.TrimPrefix(to, hooksPath+"?created=")
			page := ada.post(hooksPath + "/" + id + "/secret")
			page.says(t, 200, html.EscapeString(secret), "Deliveries")
			part := ada.htmx().post(hooksPath + "/" + id + "/secret")
			part.says(t, 200, html.EscapeString(secret))
			part.lacks(t, "<html")
		})
	})
}

func TestWebhookFormIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		s.newHook("taken")
		before := s.dump()
		t.Run("what was typed stays, with a summary that leads to each field", func(t *testing.T) {
			a := ada.post(hooksPath, "type", "USER_LOGIN", "name", "no good", "url", "ftp://example.com/x", "description", "kept <b>")
			a.says(t, 422, "2 fields need another look", `href="#field-name"`, `href="#field-url"`, `value="no good"`, `value="ftp://example.com/x"`, "kept &lt;b&gt;",
				"Webhook name must start with an alphanumeric character and contain only alphanumeric characters, hyphens, and underscores.",
				`aria-describedby="field-name-help field-name-error"`, `aria-invalid="true"`, `value="USER_LOGIN" checked`)
			a.lacks(t, `name="enabled" value="on" checked`)
		})
		t.Run("a webhook without a type would never fire", func(t *testing.T) {
			ada.post(hooksPath, "name", "untyped", "url", "https://example.com/").says(t, 422, "The webhook is not subscribed to anything: it would never fire.", `href="#field-type"`)
		})
		t.Run("a type that is not in the catalogue is named", func(t *testing.T) {
			ada.post(hooksPath, "type", "USER_PROMOTED", "name", "x", "url", "https://example.com/").says(t, 422, "USER_PROMOTED", "USER_REMOVED_FROM_GROUP")
		})
		t.Run("a taken name is named", func(t *testing.T) {
			ada.post(hooksPath, hookForm("taken")...).says(t, 409, "taken", `value="taken"`)
		})
		t.Run("a private address names the setting that would allow it", func(t *testing.T) {
			ada.post(hooksPath, "type", "USER_LOGIN", "name", "inside", "url", "http://10.1.2.3/x").says(t, 422, "ROLLCALL_ALLOW_TARGETS", "plain http")
		})
		if s.dump() != before {
			t.Error("a refusal changed something")
		}
	})
}

func TestWebhookIsEdited(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		w := s.newHook("hr-sync")
		path := hooksPath + "/" + w.ID
		ada.get(path+"/edit").says(t, 200, "Edit hr-sync", `value="hr-sync"`, `value="USER_LOGIN" checked`, `name="version" value="1"`)
		ada.post(path, hookForm("renamed", "version", "1")...).leads(t, path)
		ada.get(path).says(t, 200, "renamed", "Webhook saved")

		t.Run("somebody else's change meanwhile is not overwritten, and said who and when", func(t *testing.T) {
			ada.post(path, hookForm("mine", "version", "1")...).says(t, 409, "ada changed this webhook at 09:26:53 UTC", `value="mine"`, "Load the saved version")
			ada.get(path).says(t, 200, "renamed")
		})
		t.Run("saving once more, knowing that, keeps mine", func(t *testing.T) {
			a := ada.post(path, hookForm("mine", "version", "1")...)
			version := regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(a.body)
			ada.post(path, hookForm("mine", "version", version[1])...).leads(t, path)
		})
		t.Run("a form without its version is stale, never the last word", func(t *testing.T) {
			for _, version := range []string{"", "0", "-1", "x"} {
				ada.post(path, hookForm("blind", "version", version)...).says(t, 409)
			}
		})
		t.Run("a webhook is paused and resumed", func(t *testing.T) {
			ada.post(path+"/pause").leads(t, path)
			ada.get(path).says(t, 200, "Webhook paused", "This webhook is paused", "Resume")
			ada.get(hooksPath).says(t, 200, "Paused")
			ada.post(path+"/pause/removal").leads(t, path)
			ada.get(path).says(t, 200, "Webhook resumed", "Enabled")
		})
	})
}

func TestWebhooksAreDeleted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		one, two := s.newHook("one"), s.newHook("two")
		ask := hooksPath + "/delete?id=" + one.ID + "&id=" + two.ID
		t.Run("the question is a page that names them and what goes", func(t *testing.T) {
			ada.get(ask).says(t, 200, "Delete 2 webhooks?", "one", "two", "0 pending deliveries will be cancelled, 0 records removed.", "pause them instead", "<html")
		})
		t.Run("for htmx it is a modal", func(t *testing.T) {
			a := ada.htmx().get(ask)
			a.says(t, 200, `<dialog id="confirm"`, "Delete 2 webhooks?")
			a.lacks(t, "<html")
		})
		t.Run("without a selection there is nothing to ask", func(t *testing.T) {
			ada.get(hooksPath+"/delete").leads(t, hooksPath)
			ada.get(hooksPath).says(t, 200, "Select at least one webhook first.")
		})
		t.Run("one that is gone meanwhile deletes nothing", func(t *testing.T) {
			ada.post(hooksPath+"/delete", "id", one.ID, "id", "0123456789abcdef01234567").says(t, 404)
			ada.get(hooksPath).says(t, 200, "2 webhooks")
		})
		t.Run("the answer deletes them and says so", func(t *testing.T) {
			ada.post(hooksPath+"/delete", "id", one.ID, "id", two.ID).leads(t, hooksPath)
			ada.get(hooksPath).says(t, 200, "Webhook(s) deleted successfully", "No webhooks yet")
		})
		t.Run("htmx is told to leave the page", func(t *testing.T) {
			a := ada.htmx().post(hooksPath+"/delete", "id", s.newHook("three").ID)
			if got := a.header.Get("HX-Redirect"); a.status != 200 || got != hooksPath {
				t.Errorf("answered %d, HX-Redirect %q", a.status, got)
			}
		})
	})
}
