package handlers

import (
	"net/http"
	"strings"
	"testing"

	"rollcall/app/access"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestOrganizations(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.user("acme", "ada", true)
		s.user("initech", "bill", true)
		site, bill := s.loggedIn("ada"), s.loggedIn("bill")
		t.Run("people see those that they are in, the site's administrator all", func(t *testing.T) {
			site.get("/organizations").says(t, http.StatusOK, "/organizations/acme", "/organizations/initech", "New organization")
			a := bill.get("/organizations")
			a.says(t, http.StatusOK, "/organizations/initech")
			if strings.Contains(a.body, "acme") || strings.Contains(a.body, "New organization") {
				t.Error("bill sees more than that")
			}
		})
		t.Run("a new one gets a name from its title, with a number when that is taken", func(t *testing.T) {
			site.post("/organizations", "title", "Acme", "seats", "").leads(t, "/organizations/acme-2")
			site.post("/organizations", "title", "Umbrella & Sons", "name", "umbrella", "seats", "7").leads(t, "/organizations/umbrella")
			site.get("/organizations/umbrella/settings").says(t, http.StatusOK, "Umbrella &amp; Sons", "0 of 7 taken", "Organization created.")
			site.get("/organizations/umbrella/users").says(t, http.StatusOK, "No users yet")
		})
		t.Run("what can't be made comes back as it was typed", func(t *testing.T) {
			site.post("/organizations", "title", "", "name", "Not A Name", "seats", "many").
				says(t, http.StatusUnprocessableEntity, `href="#field-title"`, `href="#field-name"`, `href="#field-seats"`, `value="Not A Name"`, `value="many"`)
			site.post("/organizations", "title", "Taken", "name", "umbrella", "seats", "0").says(t, http.StatusConflict, "taken", `value="Taken"`)
			site.post("/organizations", "title", "Reserved", "name", "new", "seats", "0").says(t, http.StatusUnprocessableEntity, `href="#field-name"`)
		})
		t.Run("an organization leads to its users", func(t *testing.T) {
			bill.get("/organizations/initech").leads(t, "/organizations/initech/users")
		})
		t.Run("its administrator changes the title and not the seats", func(t *testing.T) {
			bill.post("/organizations/initech/settings", "title", "Initech <Inc>").leads(t, "/organizations/initech/settings")
			a := bill.get("/organizations/initech/settings")
			a.says(t, http.StatusOK, "Initech &lt;Inc&gt;", "Organization saved.", "1 taken, unlimited")
			if strings.Contains(a.body, "/organizations/initech/seats") {
				t.Error("there is a form for the seats")
			}
			bill.post("/organizations/initech/settings", "title", " ").says(t, http.StatusUnprocessableEntity, `href="#field-title"`)
		})
		t.Run("seats can't be fewer than are taken", func(t *testing.T) {
			s.user("initech", "samir", false)
			site.post("/organizations/initech/seats", "seats", "1").says(t, http.StatusConflict, "2 seats of Initech", `value="1"`)
			site.post("/organizations/initech/seats", "seats", "-3").says(t, http.StatusUnprocessableEntity, `href="#field-seats"`)
			site.post("/organizations/initech/seats", "seats", "2").leads(t, "/organizations/initech/settings")
			site.get("/organizations/initech/settings").says(t, http.StatusOK, "2 of 2 taken")
		})
		t.Run("over the seats nobody is added, and the sentence says how many there are", func(t *testing.T) {
			bill.post("/organizations/initech/users", "name", "Milton", "username", "milton", "email", "milton@example.com", "password", password, "role", "normal").
				says(t, http.StatusConflict, "All 2 seats", `value="milton@example.com"`)
		})
		t.Run("a guest sees of it only that it is there", func(t *testing.T) {
			if _, err := s.directory.AddGuest(t.Context(), access.Command(), "acme", "samir", access.ExternalGuest); err != nil {
				t.Fatal(err)
			}
			samir := s.loggedIn("samir")
			samir.get("/organizations/acme").leads(t, "/organizations/acme/pipes")
			a := samir.get("/organizations/acme/settings")
			a.says(t, http.StatusOK, "External guest")
			for _, hidden := range []string{"/organizations/acme/users", "/organizations/acme/groups", "/organizations/acme/webhooks", "taken"} {
				if strings.Contains(a.body, hidden) {
					t.Errorf("the page has %q", hidden)
				}
			}
		})
	})
}
