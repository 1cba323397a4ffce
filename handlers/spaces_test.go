package handlers

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestPipesAndTables(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		s.user("initech", "peter", false)
		for kind, list := range map[string]string{"Pipe": "/organizations/acme/pipes", "Table": "/organizations/acme/tables"} {
			word := strings.ToLower(kind)
			ada.get(list).says(t, http.StatusOK, "No "+word+"s yet", "New "+word)
			ada.get(list+"/new").says(t, http.StatusOK, "Create "+word, "Everybody in the organization may see it")
			t.Run("a "+word+" without a name is refused, and what was typed stays", func(t *testing.T) {
				ada.post(list, "name", " ", "description", "what for", "color", "green", "icon", "users", "public", "on").
					says(t, http.StatusUnprocessableEntity, `href="#field-name"`, "what for", `<option value="green" selected>`, `<option value="users" selected>`, `name="public" value="on" checked`)
			})
			made := ada.post(list, "name", "Onboarding", "description", "New people", "color", "green", "icon", "users", "public", "on").header.Get("Location")
			ada.get(made).says(t, http.StatusOK, "Onboarding was created.", "Nobody is in this "+word+" yet", "New people", "Members", "Invitations", "Webhooks", "Settings")
			ada.get(list+"?q=board").says(t, http.StatusOK, "Onboarding", "Everybody in the organization", "color-green")
			ada.get(list+"?q=xyz").says(t, http.StatusOK, "No "+word+" matches")
			t.Run("a "+word+" is found under each of its ids, and renamed", func(t *testing.T) {
				page := ada.get(made + "/settings")
				page.says(t, http.StatusOK, `value="Onboarding"`, "Save "+word, "Delete "+word)
				for _, id := range s.idsOf(word, made) {
					ada.get(list+"/"+id).says(t, http.StatusOK, "Onboarding")
					if !strings.Contains(page.body, id) {
						t.Errorf("the settings don't show %s", id)
					}
				}
				ada.post(made+"/settings", "name", "").says(t, http.StatusUnprocessableEntity, `href="#field-name"`)
				ada.post(made+"/settings", "name", "Welcome", "color", "a word of an API").leads(t, made+"/settings")
				ada.get(made+"/settings").says(t, http.StatusOK, kind+" saved.", `value="Welcome"`, `<option value="a word of an API" selected>`)
			})
			t.Run("deleting a "+word+" says what goes with it", func(t *testing.T) {
				ada.post(made+"/webhooks", "type", "user.role_set", "name", "any text", "url", "https://example.com/", "enabled", "on")
				ada.post(made+"/invitations", "email", "peter@example.com", "role", "member").says(t, http.StatusOK, "Hand over the link")
				ada.get(made+"/delete").says(t, http.StatusOK, "Delete Welcome?", "1 open invitation to a guest ends with it.", "Nobody is in this "+word, "1 webhook goes with it: 0 pending deliveries will be cancelled, 0 records removed.")
				part := ada.htmx().get(made + "/delete")
				part.says(t, http.StatusOK, "<dialog", "Delete Welcome?")
				part.lacks(t, "<html")
				ada.post(made+"/delete").leads(t, list)
				ada.get(list).says(t, http.StatusOK, kind+" deleted.", "No "+word+"s yet")
				ada.get(made).says(t, http.StatusNotFound, "Not found")
			})
		}
	})
}

// idsOf are the ids of the pipe or table at that address.
func (s *site) idsOf(kind, root string) []string {
	s.t.Helper()
	find := s.directory.Pipe
	if kind == "table" {
		find = s.directory.Table
	}
	found, err := find(s.t.Context(), access.Command(), root[strings.LastIndex(root, "/")+1:])
	if err != nil {
		s.t.Fatal(err)
	}
	return []string{fmt.Sprint(found.ID), found.SUID, found.UUID}
}

func TestMembersOfAPipe(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		bob := s.user("acme", "bob", false)
		s.user("acme", "eve", false)
		const pipe = "/organizations/acme/pipes/1"
		ada.post("/organizations/acme/pipes", "name", "Onboarding").leads(t, pipe)
		ada.post(pipe+"/invitations", "email", "bob@example.com", "role", "creator").leads(t, pipe)
		ada.get(pipe).says(t, http.StatusOK, "Bob is a member now.", "bob@example.com", `<option value="creator" selected>`, "Save", "Remove")
		ada.post(pipe+"/invitations", "email", "eve@example.com ,  ada@example.com", "role", "admin").leads(t, pipe)
		ada.get(pipe).says(t, http.StatusOK, "2 members were added.")
		member := fmt.Sprintf("%s/members/%d", pipe, bob.ID)
		t.Run("the list narrows by name and role", func(t *testing.T) {
			ada.get(pipe+"?q=eve&role=admin").says(t, http.StatusOK, "eve@example.com")
			ada.get(pipe+"?q=eve&role=admin").lacks(t, "bob@example.com")
			ada.get(pipe+"?q=nobody").says(t, http.StatusOK, "No member matches")
		})
		t.Run("a role is changed, and the pipe's webhooks hear of it", func(t *testing.T) {
			ada.post(member+"/role", "role", "read_and_comment").leads(t, pipe)
			ada.get(pipe).says(t, http.StatusOK, "Bob is Read and comment now.", `<option value="read_and_comment" selected>`)
			if got := s.events(); got[len(got)-1] != event.UserRoleSet {
				t.Errorf("the last event is %s", got[len(got)-1])
			}
		})
		t.Run("a role that a pipe doesn't have is refused above the list", func(t *testing.T) {
			ada.post(member+"/role", "role", "normal").says(t, http.StatusUnprocessableEntity, "There is no role", "read_and_comment", "bob@example.com")
		})
		t.Run("who only reads and comments sees the pipe and not who is in it", func(t *testing.T) {
			b := s.loggedIn("bob")
			page := b.get(pipe)
			page.says(t, http.StatusOK, "Only some see who is here")
			page.lacks(t, "eve@example.com", "Invite members", "/webhooks")
		})
		t.Run("an admin of the pipe manages its members, and nothing else of the organization", func(t *testing.T) {
			e := s.loggedIn("eve")
			page := e.get(pipe)
			page.says(t, http.StatusOK, "bob@example.com", "Invite members", "Invitations")
			page.lacks(t, pipe+"/webhooks", pipe+"/settings")
			e.post(member+"/role", "role", "member").leads(t, pipe)
			e.post(member+"/removal").leads(t, pipe)
			e.get(pipe).says(t, http.StatusOK, "Bob was removed.")
			if got := s.events(); got[len(got)-1] != event.UserRemovalFromPipe {
				t.Errorf("the last event is %s", got[len(got)-1])
			}
			e.post(member+"/removal").says(t, http.StatusNotFound, "Not found")
		})
		t.Run("who takes themselves out is led to what they still see", func(t *testing.T) {
			eve, err := s.directory.Users(t.Context(), access.Command(), "acme", userNamed("eve"))
			if err != nil {
				t.Fatal(err)
			}
			e := s.loggedIn("eve")
			e.post(fmt.Sprintf("%s/members/%d/removal", pipe, eve.Members[0].ID)).leads(t, "/organizations/acme/pipes")
			e.get(pipe).says(t, http.StatusNotFound, "Not found")
		})
	})
}

func TestInvitingMany(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		const list = "/organizations/acme/invitations"
		ada.get("/organizations/acme/users").says(t, http.StatusOK, "Invite people", `href="`+list+`"`)
		ada.get(list).says(t, http.StatusOK, "Nobody is waiting")
		ada.get(list+"/new").says(t, http.StatusOK, "E-mail addresses", "this server sends no mail")
		t.Run("nobody at all is refused", func(t *testing.T) {
			ada.post(list, "email", " \n ", "role", "normal").says(t, http.StatusUnprocessableEntity, "at least one address", `href="#field-email"`)
		})
		t.Run("rows that are no good don't stop the others, and come back in the form", func(t *testing.T) {
			a := ada.post(list, "email", "one@example.com\r\n\"Two, of Acme\" <two@example.com>; nonsense\nADA@example.com, one@EXAMPLE.com", "role", "company_guest", "message", "kept & typed")
			a.says(t, http.StatusOK, "Hand over the links", "one@example.com", "two@example.com", "2 addresses were not invited", "nonsense", "is a member of acme already", "kept &amp; typed")
			if links := linkPattern.FindAllString(a.body, -1); len(slices.Compact(links)) != 2 {
				t.Errorf("there are the links %q", links)
			}
			if !strings.Contains(a.body, ">nonsense\nADA@example.com</textarea>") {
				t.Errorf("the form has\n%s", a.text())
			}
		})
		t.Run("when nobody was invited the form says why for each", func(t *testing.T) {
			a := ada.post(list, "email", "one@example.com\nada@example.com", "role", "normal")
			a.says(t, http.StatusUnprocessableEntity, "Nobody was invited.", "is invited to acme already", "is a member of acme already", ">one@example.com\nada@example.com</textarea>")
			ada.post(list, "email", "new@example.com", "role", "king").says(t, http.StatusUnprocessableEntity, "There is no role", ">new@example.com</textarea>")
		})
		t.Run("those who have not accepted are listed, and marked among the users", func(t *testing.T) {
			page := ada.get(list)
			page.says(t, http.StatusOK, "one@example.com", "two@example.com", "Company guest", "Pending", "Send again", "Revoke", "by Ada")
			ada.get("/organizations/acme/users?state=invited").says(t, http.StatusOK, "one@example.com", "Invited")
		})
		t.Run("too many at once are refused before any is done", func(t *testing.T) {
			before := s.dump()
			var many strings.Builder
			for i := range 101 {
				fmt.Fprintf(&many, "user%d@example.com\n", i)
			}
			ada.post(list, "email", many.String(), "role", "normal").says(t, http.StatusUnprocessableEntity, "101 rows", "user100@example.com")
			if s.dump() != before {
				t.Error("somebody was invited")
			}
		})
	})
}

func TestWebhooksOfAPipe(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		const pipe = "/organizations/acme/pipes/1"
		ada.post("/organizations/acme/pipes", "name", "Onboarding").leads(t, pipe)
		ada.get(pipe+"/webhooks").says(t, http.StatusOK, "No webhooks yet", "the moment something changes in Onboarding", "leave this pipe")
		form := ada.get(pipe + "/webhooks/new")
		form.says(t, http.StatusOK, "they never fire here", "card.create")
		form.lacks(t, "USER_CREATED", "user.invitation_sent", "user.removal_from_table")
		to := ada.post(pipe+"/webhooks", "type", "user.role_set", "type", "card.create", "name", "Slack: HR & co", "url", "https://example.com/", "enabled", "on").header.Get("Location")
		id := to[strings.LastIndex(to, "=")+1:]
		hook := pipe + "/webhooks/" + id
		ada.get(to).says(t, http.StatusOK, "Slack: HR &amp; co is ready", "whsec_", "Send test")
		t.Run("it lives at the pipe's address and at no other", func(t *testing.T) {
			ada.get(hook).says(t, http.StatusOK, "never fires here", "Onboarding")
			ada.get(hook+"/edit").says(t, http.StatusOK, `value="user.role_set" checked`, `value="card.create" checked`)
			for _, elsewhere := range []string{hooksPath + "/" + id, hooksPath + "/" + id + "/edit"} {
				ada.get(elsewhere).says(t, http.StatusNotFound, "Not found")
			}
			before := s.dump()
			ada.post(hooksPath+"/"+id+"/pause").says(t, http.StatusNotFound, "Not found")
			if s.dump() != before {
				t.Error("it was paused")
			}
		})
		t.Run("a test leads to the delivery at the pipe's address", func(t *testing.T) {
			sent := ada.post(hook + "/test").header.Get("Location")
			if !strings.HasPrefix(sent, pipe+"/deliveries/") {
				t.Fatalf("it leads to %q", sent)
			}
			ada.get(sent).says(t, http.StatusOK, "user.role_set", "Onboarding", "&#34;pipe_id&#34;")
			ada.get(strings.Replace(sent, pipe, "/organizations/acme", 1)).says(t, http.StatusNotFound, "Not found")
			ada.get(hook).says(t, http.StatusOK, sent)
		})
		t.Run("the same URL and action a second time is refused at the URL", func(t *testing.T) {
			ada.post(pipe+"/webhooks", "type", "user.role_set", "name", "again", "url", "https://example.com/").
				says(t, http.StatusConflict, `href="#field-url"`, "has this URL and the action user.role_set already", `value="again"`)
		})
		t.Run("filters are shown where they exist, kept by the form, and dropped on demand", func(t *testing.T) {
			made, _, err := s.webhooks.CreateAt(t.Context(), access.Command(), event.Place{Scope: event.ScopePipe, ID: 1},
				webhook.Form{Name: "cards", URL: "https://example.com/cards", Types: []event.Type{"card.move"}, Enabled: true, Filters: json.RawMessage(`{"on_phase_id":[1]}`)})
			if err != nil {
				t.Fatal(err)
			}
			at := pipe + "/webhooks/" + made.ID
			ada.get(at).says(t, http.StatusOK, "This webhook never fires here", "on_phase_id")
			ada.get(at).lacks(t, "Send test")
			ada.get(at+"/edit").says(t, http.StatusOK, "on_phase_id", "Remove these filters")
			save := func(version string, more ...string) answer {
				return ada.post(at, append(more, "version", version, "name", "cards", "url", "https://example.com/cards", "enabled", "on")...)
			}
			save("1", "type", "card.move", "description", "new").leads(t, at)
			if got := string(s.saved(made.ID).Filters); got != `{"on_phase_id":[1]}` {
				t.Errorf("the filters are %s", got)
			}
			save("2", "type", "user.role_set").says(t, http.StatusUnprocessableEntity, `href="#field-filters"`, "Filters concern cards")
			save("2", "type", "user.role_set", "drop-filters", "on").leads(t, at)
			if got := s.saved(made.ID).Filters; got != nil {
				t.Errorf("the filters are %s", got)
			}
		})
		t.Run("deleting it leads back to the pipe's list", func(t *testing.T) {
			ada.get(pipe+"/webhooks/delete?id="+id).says(t, http.StatusOK, "Delete Slack: HR &amp; co?")
			ada.post(pipe+"/webhooks/delete", "id", id).leads(t, pipe+"/webhooks")
		})
	})
}

func TestSidebarOfAGuest(t *testing.T) {
	s, ada := acme(t, dbtest.SQLite(t))
	s.user("initech", "peter", false)
	if _, err := s.directory.AddGuest(t.Context(), access.Command(), "acme", "peter", access.ExternalGuest); err != nil {
		t.Fatal(err)
	}
	ada.post("/organizations/acme/pipes", "name", "Hidden", "public", "on")
	ada.post("/organizations/acme/pipes", "name", "Shared")
	if _, _, err := s.directory.Invite(t.Context(), access.Command(), directory.InPipe("2"), []directory.Invitee{{Email: "peter@example.com", Role: "member"}}, ""); err != nil {
		t.Fatal(err)
	}
	peter := s.loggedIn("peter")
	page := peter.get("/organizations/acme/pipes")
	page.says(t, http.StatusOK, "Shared", "Pipes", "Tables")
	page.lacks(t, "Hidden", "New pipe", ">Users<", "Service accounts")
	before := s.dump()
	if diff := cmp.Diff(http.StatusNotFound, peter.get("/organizations/acme/pipes/1").status); diff != "" {
		t.Error(diff)
	}
	for _, path := range crawl(t, peter, "/organizations/acme/pipes") { // every link that a guest sees leads somewhere
		if strings.HasSuffix(path, "/acme/users") {
			t.Errorf("there is a link to %s", path)
		}
	}
	if s.dump() != before {
		t.Error("looking changed something")
	}
}
