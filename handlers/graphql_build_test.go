package handlers

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestGraphQLBuildsAnOrganization(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := newQuerent(t, d) // ada is the first user, and so the site's administrator
		r := q.ask(`mutation { createOrganization(input: {name: "Wayne Enterprises" seats: 2 clientMutationId: "o"}) { clientMutationId organization { id name membersCount pipesCount } } }`)
		organization := r.fine("createOrganization", "organization").(map[string]any)
		if organization["name"] != "Wayne Enterprises" || organization["membersCount"] != 0.0 || organization["pipesCount"] != 0.0 {
			t.Errorf("%s", r.answer.body)
		}
		id := organization["id"].(string)
		t.Run("seats bound it", func(t *testing.T) {
			r := q.ask(`mutation { inviteMembers(input: {organization_id: ` + id + ` emails: [{email: "a@example.com" role_name: "admin"} {email: "b@example.com" role_name: "normal"} {email: "c@example.com" role_name: "normal"}]}) { users { email } errors { index message } } }`)
			if len(r.fine("inviteMembers", "users").([]any)) != 2 || r.at("inviteMembers", "errors", 0, "index") != 2.0 || !strings.Contains(r.at("inviteMembers", "errors", 0, "message").(string), "seats") {
				t.Errorf("%s", r.answer.body)
			}
		})
		t.Run("pipes and tables are made, read and deleted", func(t *testing.T) {
			pipe := q.ask(`mutation { createPipe(input: {organization_id: `+id+` name: "Hiring" icon: "rocket" color: "blue"}) { pipe { id suid uuid name icon color public users_count organizationId created_at organization { name } members { role_name } } } }`).
				fine("createPipe", "pipe").(map[string]any)
			if pipe["name"] != "Hiring" || pipe["icon"] != "rocket" || pipe["color"] != "blue" || pipe["public"] != false || pipe["organizationId"] != id || pipe["created_at"] != "2026-03-14T09:26:53Z" ||
				!cmp.Equal(pipe["organization"], any(map[string]any{"name": "Wayne Enterprises"})) {
				t.Errorf("the pipe is %v", pipe)
			}
			table := q.ask(`mutation { createTable(input: {organization_id: "`+id+`" name: "Offices" description: "Where" public: true}) { table { id internal_id uuid name description icon public url authorization users_count organization { id } } } }`).
				fine("createTable", "table").(map[string]any)
			if table["name"] != "Offices" || table["description"] != "Where" || table["icon"] != nil || table["public"] != true || table["url"] != q.url+"/organizations/wayne-enterprises/tables/"+table["id"].(string) || table["authorization"] != "write" {
				t.Errorf("the table is %v", table)
			}
			q.ask(fmt.Sprintf(`mutation { deletePipe(input: {id: %q}) { success } deleteTable(input: {id: %q}) { success } }`, pipe["suid"], table["id"])).fine("deletePipe", "success")
			q.ask(fmt.Sprintf(`{ pipe(id: %q) { id } }`, pipe["id"])).refused("RESOURCE_NOT_FOUND", "no such pipe")
			q.ask(fmt.Sprintf(`mutation { deleteTable(input: {id: %q}) { success } }`, table["id"])).refused("RESOURCE_NOT_FOUND", "no such table")
		})
		t.Run("groups are made and filled, and a group that is not there is not found", func(t *testing.T) {
			group := q.ask(`mutation { createGroup(input: {organization_id: `+id+` name: "Crew" description: "All hands"}) { group { id name description members { email } } } }`).fine("createGroup", "group").(map[string]any)
			member := fmt.Sprintf(`(input: {group_id: %q email: "a@example.com"}) { success }`, group["id"])
			q.ask(`mutation { addUserToGroup`+member+` }`).fine("addUserToGroup", "success")
			if diff := cmp.Diff(any([]any{map[string]any{"id": group["id"], "name": "Crew", "description": "All hands", "members": []any{map[string]any{"email": "a@example.com"}}}}),
				q.ask(`{ organization(id: `+id+`) { groups { id name description members { email } } } }`).fine("organization", "groups")); diff != "" {
				t.Error(diff)
			}
			q.ask(`mutation { removeUserFromGroup`+member+` }`).fine("removeUserFromGroup", "success")
			q.ask(`mutation { removeUserFromGroup`+member+` }`).refused("RESOURCE_NOT_FOUND", "")
			q.ask(`mutation { addUserToGroup(input: {group_id: 4711 email: "a@example.com"}) { success } }`).refused("RESOURCE_NOT_FOUND", "no such group")
			q.ask(`mutation { addUserToGroup(input: {group_id: "x" email: "a@example.com"}) { success } }`).refused("RESOURCE_NOT_FOUND", "no such group")
		})
		t.Run("bad names and numbers are refused", func(t *testing.T) {
			before := q.dump()
			for document, code := range map[string]string{
				`createOrganization(input: {name: " "}) { organization { id } }`:                                                                           "RECORD_INVALID",
				`createOrganization(input: {name: "x" seats: -1}) { organization { id } }`:                                                                 "RECORD_INVALID",
				`createOrganization(input: {name: "x" seats: 99999999999}) { organization { id } }`:                                                        "RECORD_INVALID",
				`createPipe(input: {organization_id: ` + id + ` name: ""}) { pipe { id } }`:                                                                "RECORD_INVALID",
				`createTable(input: {organization_id: ` + id + ` name: "\n"}) { table { id } }`:                                                            "RECORD_INVALID",
				`createGroup(input: {organization_id: ` + id + ` name: "crew"}) { group { id } }`:                                                          "RECORD_INVALID",
				`createPipe(input: {organization_id: 4711 name: "x"}) { pipe { id } }`:                                                                     "RESOURCE_NOT_FOUND",
				`createGroup(input: {organization_id: "x" name: "x"}) { group { id } }`:                                                                    "RESOURCE_NOT_FOUND",
				`createOrganizationWebhook(input: {organization_id: "x" name: "x" url: "https://a.example/" actions: "user.role_set"}) { webhook { id } }`: "RESOURCE_NOT_FOUND",
			} {
				if r := q.ask(`mutation { ` + document + ` }`); len(r.Errors) != 1 || r.Errors[0].Extensions.Code != code {
					t.Errorf("%s: %s", document, r.answer.body)
				}
			}
			if q.dump() != before {
				t.Error("something was changed")
			}
		})
	})
}
