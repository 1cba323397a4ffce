package handlers

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// inputs are the values of the inputs of that name, in order.
func (a answer) inputs(t *testing.T, name string) []string {
	t.Helper()
	var values []string
	walk(parseHTML(t, a.body), func(n *html.Node) {
		if n.Data == "input" && attribute(n, "name") == name {
			values = append(values, attribute(n, "value"))
		}
	})
	return values
}

// saved is the webhook as it is now.
func (s *site) saved(id string) webhook.Webhook {
	s.t.Helper()
	w, err := s.webhooks.Webhook(s.t.Context(), access.Command(), "acme", id)
	if err != nil {
		s.t.Fatal(err)
	}
	return w
}

func TestWebhookHeadersInTheForm(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		rows := []string{"header-name", "X-Team", "header-value", "blue", "header-name", "Authorization", "header-value", "Bearer s3cret", "header-name", "", "header-value", ""}
		ada.post(hooksPath, hookForm("hr", append(rows, "email", "ops@example.com")...)...)
		list, err := s.webhooks.List(t.Context(), access.Command(), "acme")
		if err != nil || len(list) != 1 {
			t.Fatalf("there are %v, %v", list, err)
		}
		id := list[0].ID
		edit := hooksPath + "/" + id + "/edit"
		save := func(version int64, more ...string) answer {
			t.Helper()
			return ada.post(hooksPath+"/"+id, hookForm("hr", append(more, "version", fmt.Sprint(version), "email", "ops@example.com")...)...)
		}
		want := map[string]string{"X-Team": "blue", "Authorization": webhook.Mask}
		if diff := cmp.Diff(want, s.saved(id).Headers); diff != "" || s.saved(id).Email != "ops@example.com" {
			t.Error(diff, s.saved(id).Email)
		}
		t.Run("no page shows a value", func(t *testing.T) {
			for _, path := range []string{edit, hooksPath + "/" + id} {
				page := ada.get(path)
				page.says(t, http.StatusOK, "Authorization", "X-Team", "ops@example.com")
				page.lacks(t, "s3cret", "blue")
			}
			page := ada.get(edit)
			if got := page.inputs(t, "header-name"); !slices.Equal(got[:3], []string{"Authorization", "X-Team", ""}) {
				t.Errorf("the names are %q", got)
			}
			page.says(t, http.StatusOK, "Stored. Type to replace it")
		})
		t.Run("a row without a value keeps the stored one, one without a name is removed", func(t *testing.T) {
			save(1, "header-name", "x-team", "header-value", "", "header-name", "", "header-value", "").leads(t, hooksPath+"/"+id)
			if diff := cmp.Diff(map[string]string{"x-team": "blue"}, s.saved(id).Headers); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("the form without scripts gives more rows, and saves nothing", func(t *testing.T) {
			before := s.dump()
			a := save(2, "header-name", "X-New", "header-value", "typed", "more", "headers", "description", "typed too")
			a.says(t, http.StatusOK, "typed too", `value="X-New"`, `value="typed"`)
			if got := len(a.inputs(t, "header-name")); got != 4 {
				t.Errorf("there are %d rows", got)
			}
			if s.dump() != before {
				t.Error("something was saved")
			}
			ada.post(hooksPath, hookForm("other", "more", "headers", "header-name", "X-New")...).says(t, http.StatusOK, `value="X-New"`, "Create webhook")
		})
		for what, refused := range map[string]struct {
			rows []string
			says string
		}{
			"a name that is there twice":      {[]string{"header-name", "X-A", "header-value", "1", "header-name", "X-A", "header-value", "2"}, "is there twice."},
			"a new one without a value":       {[]string{"header-name", "X-A", "header-value", ""}, "There is no stored value for the header “X-A”: enter it."},
			"a value without a name":          {[]string{"header-name", "", "header-value", "lost"}, "Enter the name of the header."},
			"one that is ours":                {[]string{"header-name", "Webhook-Id", "header-value", "1"}, "is set by this server or reserved"},
			"a line end in the middle of one": {[]string{"header-name", "X-A", "header-value", "1\r\nX-B: 2"}, "a header can&#39;t carry"},
		} {
			t.Run(what+" is refused, and what was typed stays", func(t *testing.T) {
				a := save(2, refused.rows...)
				a.says(t, http.StatusUnprocessableEntity, refused.says, `href="#field-headers"`, `value="`+refused.rows[1]+`"`)
			})
		}
		t.Run("another host clears the values and says so, with rows to enter them again", func(t *testing.T) {
			moved := ada.post(hooksPath+"/"+id, "version", fmt.Sprint(s.saved(id).Version), "type", "USER_CREATED", "name", "hr", "enabled", "on", "url", "https://elsewhere.example/",
				"header-name", "x-team", "header-value", "")
			moved.says(t, http.StatusOK, "the values of custom headers were cleared", "<strong>x-team</strong>", `value="x-team"`)
			moved.lacks(t, "Stored. Type to replace it")
			if w := s.saved(id); len(w.Headers) != 0 || w.URL != "https://elsewhere.example/" {
				t.Errorf("saved with %v to %s", w.Headers, w.URL)
			}
			again := ada.post(hooksPath+"/"+id, "version", moved.inputs(t, "version")[0], "type", "USER_CREATED", "name", "hr", "enabled", "on", "url", "https://elsewhere.example/",
				"header-name", "x-team", "header-value", "green")
			again.leads(t, hooksPath+"/"+id)
		})
		t.Run("a form without headers leaves a webhook that never had any as it is", func(t *testing.T) {
			made := s.newHook("plain")
			ada.post(hooksPath+"/"+made.ID, hookForm("plain", "version", "1", "header-name", "", "header-value", "")...).leads(t, hooksPath+"/"+made.ID)
			if s.saved(made.ID).Headers != nil {
				t.Error("it has an empty set of headers now")
			}
		})
	})
}

func TestWebhookTypesInTheForm(t *testing.T) {
	s, ada := acme(t, dbtest.SQLite(t))
	made, _, err := s.webhooks.Create(t.Context(), access.Command(), "acme", webhook.Form{Name: "new webhook", URL: "https://example.com/", Enabled: true,
		Types: []event.Type{event.UserRoleSet, event.UserInvitationAccepted, event.UserInvitationSent}})
	if err != nil {
		t.Fatal(err)
	}
	t.Run("the form offers what is valid for an organization, by family", func(t *testing.T) {
		page := ada.get(hooksPath + "/new")
		page.says(t, http.StatusOK, "ACTIVATE", "Pipefy", `href="/docs/events"`)
		var want []string
		for _, typ := range event.ValidFor(event.ScopeOrganization) {
			want = append(want, string(typ))
		}
		if diff := cmp.Diff(want, page.inputs(t, "type")); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("saving keeps the owner's spelling and order; what is new comes last", func(t *testing.T) {
		if offered := ada.get(hooksPath+"/"+made.ID+"/edit").inputs(t, "type"); !slices.Contains(offered, "user.invitation_accepted") {
			t.Fatalf("the form offers %q", offered)
		}
		form := []string{"version", "1", "name", "new webhook", "url", "https://example.com/", "enabled", "on"}
		for _, typ := range []string{"user.invitation_sent", "user.invitation_accepted", "user.removal_from_org", "user.role_set"} { // as the page has them
			form = append(form, "type", typ)
		}
		ada.post(hooksPath+"/"+made.ID, form...).leads(t, hooksPath+"/"+made.ID)
		want := []event.Type{event.UserRoleSet, event.UserInvitationAccepted, event.UserInvitationSent, event.UserRemovalFromOrg}
		if diff := cmp.Diff(want, s.saved(made.ID).Types); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a type of another scope is named with the valid ones", func(t *testing.T) {
		ada.post(hooksPath, "type", "user.removal_from_pipe", "name", "x", "url", "https://example.com/").
			says(t, http.StatusUnprocessableEntity, "There is no event type", "user.removal_from_pipe", "user.removal_from_org")
	})
}
