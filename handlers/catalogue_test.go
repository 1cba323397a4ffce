package handlers

import (
	"html"
	"net/http"
	"strings"
	"testing"

	"rollcall/app/event"
	"rollcall/db/dbtest"
)

func TestCataloguePage(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	s.user("acme", "ada", true)
	for who, b := range map[string]*browser{"a stranger": s.browser(), "somebody signed in": s.loggedIn("ada")} {
		t.Run(who+" reads every event type with its meaning", func(t *testing.T) {
			page := b.get("/docs/events")
			page.says(t, http.StatusOK, "Event types", "Accepted, and never sent", "webhook-signature")
			text := strings.ReplaceAll(html.UnescapeString(page.body), "<wbr>", "")
			for _, info := range event.Catalogue() {
				if !strings.Contains(text, string(info.Type)) || !info.NeverFires && !strings.Contains(text, info.Meaning) {
					t.Errorf("%s is not there", info.Type)
				}
			}
			if !strings.Contains(text, string(event.UserInvitationAccepted)) {
				t.Error("the other spelling is not there")
			}
		})
	}
	t.Run("each has the body that the code of the real ones makes", func(t *testing.T) {
		text := strings.Join(strings.Fields(html.UnescapeString(s.browser().get("/docs/events").body)), " ")
		for _, part := range []string{
			`"type": "USER_CREATED", "webhook": { "id": "66ec434e84b4103f670cb617", "organization": "acme", "name": "demo" }`,
			`"action": "user.removal_from_pipe"`, `"pipe_id": "RkT4wPq"`, `"table_id": "ZdeRdE"`, `"previous_role": "member"`,
		} {
			if !strings.Contains(text, part) {
				t.Errorf("the page has no %s", part)
			}
		}
	})
}
