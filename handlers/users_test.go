package handlers

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/event"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestUsers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.user("acme", "ada", true)
		b := s.loggedIn("ada")
		add := func(change ...string) answer {
			form := []string{"name", "Bob Builder", "username", "bob", "email", "bob@example.com", "password", password, "role", "normal"}
			for pair := range slices.Chunk(change, 2) {
				form[slices.Index(form, pair[0])+1] = pair[1]
			}
			return b.post("/organizations/acme/users", form...)
		}
		t.Run("the page has the contract's words", func(t *testing.T) {
			a := b.get("/organizations/acme/users")
			a.says(t, http.StatusOK, "Add user")
			columns := regexp.MustCompile(`<th scope="col">([^<]*)</th>`).FindAllStringSubmatch(a.body, -1)
			if len(columns) != 3 || columns[0][1] != "User" || columns[1][1] != "Status" || columns[2][1] != "Last login" {
				t.Errorf("columns are %v", columns)
			}
			b.get("/organizations/acme/users/new").says(t, http.StatusOK, ">Name ", ">Username ", ">Email ", ">Password ")
		})
		t.Run("an added user is active, and can log in", func(t *testing.T) {
			add().leads(t, "/organizations/acme/users")
			b.get("/organizations/acme/users").says(t, http.StatusOK, "Bob Builder was added.", "bob@example.com", "never")
			s.loggedIn("bob")
			if diff := cmp.Diff([]event.Type{event.UserCreated, event.UserLogin, event.UserCreated, event.UserLogin}, s.events()); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("what can't be added comes back as it was typed, without the password", func(t *testing.T) {
			a := add("name", "<Bob>", "email", "nonsense", "password", "pa55")
			a.says(t, http.StatusUnprocessableEntity, "Nothing was saved: 2 fields need another look.", `href="#field-email"`, `href="#field-password"`, `value="&lt;Bob&gt;"`, `value="nonsense"`)
			if strings.Contains(a.body, "pa55") {
				t.Error("the page repeats the password")
			}
			add("email", "bob2@example.com").says(t, http.StatusConflict, `href="#field-username"`)
			add("username", "bob2", "email", "BOB@example.com").says(t, http.StatusConflict, `href="#field-email"`)
			add("role", "emperor").says(t, http.StatusUnprocessableEntity, `href="#field-role"`)
		})
		t.Run("they are found by name and address, and by state", func(t *testing.T) {
			for query, found := range map[string]bool{"q=BUILD": true, "q=bob@": true, "q=zed": false, "state=active": true, "state=disabled": false, "role=normal": true, "role=admin": false} {
				a := b.get("/organizations/acme/users?" + query)
				a.says(t, http.StatusOK)
				if strings.Contains(a.body, "bob@example.com") != found {
					t.Errorf("%s: found is %v", query, !found)
				}
			}
		})
		t.Run("a user is edited", func(t *testing.T) {
			b.post("/organizations/acme/users/2", "name", "Robert", "username", "robert", "email", "robert@example.com").leads(t, "/organizations/acme/users/2")
			b.get("/organizations/acme/users/2").says(t, http.StatusOK, "User saved.", "Robert", "robert@example.com")
			b.post("/organizations/acme/users/2", "name", "", "username", "ada", "email", "x").
				says(t, http.StatusUnprocessableEntity, `href="#field-name"`, `href="#field-email"`, `value="ada"`, "Edit Robert")
			b.post("/organizations/acme/users/2", "name", "Robert", "username", "ada", "email", "robert@example.com").says(t, http.StatusConflict, `href="#field-username"`)
		})
		t.Run("a role is changed, and must be one", func(t *testing.T) {
			b.post("/organizations/acme/users/2/role", "role", "company_guest").leads(t, "/organizations/acme/users/2")
			b.get("/organizations/acme/users/2").says(t, http.StatusOK, "Role changed.", "Company guest")
			b.post("/organizations/acme/users/2/role", "role", "emperor").says(t, http.StatusUnprocessableEntity, `href="#field-role"`)
			b.post("/organizations/acme/users/2/role", "role", "normal").leads(t, "/organizations/acme/users/2")
		})
		t.Run("the last administrator stays one", func(t *testing.T) {
			b.post("/organizations/acme/users/1/role", "role", "normal").says(t, http.StatusConflict, "last active administrator")
			b.post("/organizations/acme/users/1/disablement").says(t, http.StatusConflict, "last active administrator")
			b.post("/organizations/acme/users/1/removal", "confirm", "ada").says(t, http.StatusConflict, "last active administrator", `value="ada"`)
		})
		t.Run("a forgotten password is set anew", func(t *testing.T) {
			robert := s.loggedIn("robert")
			b.post("/organizations/acme/users/2/password", "password", "short").says(t, http.StatusUnprocessableEntity, `href="#field-password"`)
			b.post("/organizations/acme/users/2/password", "password", "nine orange otters").leads(t, "/organizations/acme/users/2")
			robert.isIn(t, false)
			s.browser().post("/login", "login", "robert", "password", "nine orange otters").leads(t, "/organizations")
		})
		t.Run("disabling tells once, and enabling tells nothing", func(t *testing.T) {
			before := len(s.events())
			b.post("/organizations/acme/users/2/disablement").leads(t, "/organizations/acme/users/2")
			b.get("/organizations/acme/users/2").says(t, http.StatusOK, "User disabled.", "Enable user")
			b.post("/organizations/acme/users/2/disablement").leads(t, "/organizations/acme/users/2")
			b.post("/organizations/acme/users/2/disablement/removal").leads(t, "/organizations/acme/users/2")
			if diff := cmp.Diff([]event.Type{event.UserDisabled}, s.events()[before:]); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("removing asks for the username", func(t *testing.T) {
			b.get("/organizations/acme/users/2/removal").says(t, http.StatusOK, "Type the username robert")
			b.post("/organizations/acme/users/2/removal", "confirm", "bob").says(t, http.StatusUnprocessableEntity, "to confirm", `value="bob"`)
			b.post("/organizations/acme/users/2/removal", "confirm", "robert").leads(t, "/organizations/acme/users")
			b.get("/organizations/acme/users").says(t, http.StatusOK, "Robert was removed.")
			b.get("/organizations/acme/users/2").says(t, http.StatusNotFound)
			b.post("/organizations/acme/users/2/removal", "confirm", "robert").says(t, http.StatusNotFound)
		})
		t.Run("a guest is added by the site's administrator, and leaves alone", func(t *testing.T) {
			guest := fmt.Sprintf("/organizations/acme/users/%d", s.user("initech", "bill", true).ID)
			b.post("/organizations/acme/guests", "login", "nobody", "role", "company_guest").says(t, http.StatusUnprocessableEntity, `href="#field-login"`, `value="nobody"`)
			b.post("/organizations/acme/guests", "login", "bill@example.com", "role", "company_guest").leads(t, "/organizations/acme/users")
			b.post("/organizations/acme/guests", "login", "bill", "role", "company_guest").says(t, http.StatusConflict, "guest of acme already")
			b.get(guest).says(t, http.StatusOK, "Home organization", "initech", "the visit can be ended")
			b.post(guest+"/disablement").says(t, http.StatusForbidden, "only the home organization")
			b.post(guest+"/removal", "confirm", "bill").leads(t, "/organizations/acme/users")
			s.loggedIn("bill").isIn(t, true)
		})
	})
}

func TestUsersPages(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	s.user("acme", "ada", true)
	w := &world{site: s}
	for range 60 {
		w.target()
	}
	b, seen, next := s.loggedIn("ada"), 0, "/organizations/acme/users?state=active"
	for pages := 0; next != ""; pages++ {
		if pages > 3 {
			t.Fatal("the list has no end")
		}
		a := b.get(next)
		a.says(t, http.StatusOK)
		seen += strings.Count(a.body, `<tr><th scope="row"`)
		next = ""
		if link := regexp.MustCompile(`rel="next" href="([^"]*)"`).FindStringSubmatch(a.body); link != nil {
			next = strings.ReplaceAll(link[1], "&amp;", "&")
		}
	}
	if seen != 61 {
		t.Errorf("%d users were listed, want 61", seen)
	}
}

func TestGroups(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.user("acme", "ada", true)
		s.user("acme", "bob", false)
		s.user("initech", "bill", true)
		b := s.loggedIn("ada")
		t.Run("the page has the contract's words", func(t *testing.T) {
			b.get("/organizations/acme/groups").says(t, http.StatusOK, "No groups yet", "Add Group")
			b.post("/organizations/acme/groups", "name", "Demo-Group", "description", "Two\nlines & <more>").leads(t, "/organizations/acme/groups/1")
			a := b.get("/organizations/acme/groups")
			columns := regexp.MustCompile(`<th scope="col">([^<]*)</th>`).FindAllStringSubmatch(a.body, -1)
			if got := fmt.Sprint(columns); !strings.Contains(got, " Group name] ") || !strings.Contains(got, " Description] ") || !strings.Contains(got, " Members] ") || !strings.Contains(got, " Created]") {
				t.Errorf("columns are %v", got)
			}
			a.says(t, http.StatusOK, "Demo-Group", "&lt;more&gt;", "Group created.")
		})
		t.Run("a name is taken once, whatever the case, and comes back as typed", func(t *testing.T) {
			b.post("/organizations/acme/groups", "name", "demo-group", "description", "again").says(t, http.StatusConflict, `href="#field-name"`, `value="demo-group"`, ">again</textarea>")
			b.post("/organizations/acme/groups", "name", " ", "description", "again").says(t, http.StatusUnprocessableEntity, `href="#field-name"`, ">again</textarea>")
		})
		t.Run("members are added by username or address", func(t *testing.T) {
			b.post("/organizations/acme/groups/1/members", "login", "bob").leads(t, "/organizations/acme/groups/1")
			b.get("/organizations/acme/groups/1").says(t, http.StatusOK, "Bob was added to the group.", "bob@example.com")
			b.post("/organizations/acme/groups/1/members", "login", "ADA@example.com").leads(t, "/organizations/acme/groups/1")
			b.post("/organizations/acme/groups/1/members", "login", "bill").says(t, http.StatusUnprocessableEntity, `href="#field-login"`, `value="bill"`)
			b.post("/organizations/acme/groups/1/members", "login", "nobody").says(t, http.StatusUnprocessableEntity, `href="#field-login"`)
		})
		t.Run("taking one out tells it, once", func(t *testing.T) {
			before := len(s.events())
			b.post("/organizations/acme/groups/1/members/2/removal").leads(t, "/organizations/acme/groups/1")
			b.post("/organizations/acme/groups/1/members/2/removal").says(t, http.StatusNotFound)
			if diff := cmp.Diff([]event.Type{event.UserRemovedFromGroup}, s.events()[before:]); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("a group is renamed", func(t *testing.T) {
			b.get("/organizations/acme/groups/1/edit").says(t, http.StatusOK, `value="Demo-Group"`)
			b.post("/organizations/acme/groups/1", "name", "Crew", "description", "").leads(t, "/organizations/acme/groups/1")
			b.get("/organizations/acme/groups/1").says(t, http.StatusOK, "Group saved.", "Crew")
			b.post("/organizations/acme/groups/1", "name", "", "description", "kept").says(t, http.StatusUnprocessableEntity, "Edit Crew", ">kept</textarea>")
		})
		t.Run("deleting asks first, and tells of each member", func(t *testing.T) {
			before := len(s.events())
			b.get("/organizations/acme/groups/1/delete").says(t, http.StatusOK, "Delete Crew?", "1 member leaves")
			b.post("/organizations/acme/groups/1/delete").leads(t, "/organizations/acme/groups")
			b.get("/organizations/acme/groups").says(t, http.StatusOK, "Group deleted.", "No groups yet")
			b.post("/organizations/acme/groups/1/delete").says(t, http.StatusNotFound)
			if diff := cmp.Diff([]event.Type{event.UserRemovedFromGroup}, s.events()[before:]); diff != "" {
				t.Error(diff)
			}
		})
	})
}
