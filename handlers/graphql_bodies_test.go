package handlers

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// TestWhatChangesTellTheirReceivers makes every change of Pipefy's family through the API and compares what receivers get,
// byte for byte and in order, with what contracts/pipefy.md says of it.
func TestWhatChangesTellTheirReceivers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := newQuerent(t, d)
		pipe, table := q.pipe("Hiring"), q.table("Offices")
		acme, inPipe, inTable := fmt.Sprintf("organization_id: %d", q.organization()), fmt.Sprintf("pipe_id: %d", pipe.ID), fmt.Sprintf("table_id: %q", table.SUID)
		listen := func(mutation, place, actions string) {
			q.ask(fmt.Sprintf(`mutation { %s(input: {%s name: "w" url: "https://example.com/" actions: [%s]}) { secret } }`, mutation, place, actions)).fine()
		}
		listen("createOrganizationWebhook", acme, `"user.role_set" "user.invitation_sent" "user.invitation_accepted" "user.removal_from_org"`)
		listen("createWebhook", inPipe, `"user.role_set" "user.removal_from_pipe"`)
		listen("createWebhook", inTable, `"user.role_set" "user.removal_from_table"`)

		invite := `mutation { inviteMembers(input: {%s emails: {email: "bob@example.com" role_name: "%s"}}) { users { id } errors { message } } }`
		bob := q.ask(fmt.Sprintf(invite, acme, "member")).fine("inviteMembers", "users", 0, "id").(string)
		ada := fmt.Sprintf(`{"id":%d,"name":"Ada","username":"ada","email":"ada@example.com"}`, q.ada.ID)
		user := `"user":{"id":` + bob + `,"name":"bob","username":"bob","email":"bob@example.com","avatar_url":null},`
		organization := fmt.Sprintf(`{"organization_id":%d,"name":"acme"}`, q.organization())
		in := map[string]string{acme: organization, inPipe: fmt.Sprintf(`{"pipe_id":%q,"name":"Hiring"}`, pipe.SUID), inTable: fmt.Sprintf(`{"table_id":%q,"name":"Offices"}`, table.SUID)}
		at := q.clock.Now().Local().Format("2006-01-02 15:04:05 -0700")
		role := func(place, before, after string) string {
			return `"action":"user.role_set",` + user + `"action_done_by":` + ada + `,"from":` + in[place] + `,"previous_role":"` + before + `","new_role":"` + after + `","action_done_at":"` + at + `"`
		}
		removal := func(from, place string) string {
			return `"action":"user.removal_from_` + from + `",` + user + `"user_removed_by":` + ada + `,"from":` + in[place] + `,"action_done_at":"` + at + `"`
		}
		seen := 0
		told := func(t *testing.T, want ...string) {
			t.Helper()
			bodies := q.bodies(t)
			for i, body := range want {
				want[i] = `{"data":{"payload_id":"ID",` + body + `}}`
			}
			if diff := cmp.Diff(strings.Join(want, "\n"), strings.Join(bodies[seen:], "\n")); diff != "" {
				t.Error(diff)
			}
			seen = len(bodies)
		}
		t.Run("an invitation", func(t *testing.T) {
			told(t, `"action":"user.invitation_sent",`+user+`"user_invited_by":`+ada+`,"to":`+organization)
		})
		t.Run("a role in each kind of place, and nothing for the same role again", func(t *testing.T) {
			for place, into := range map[string]string{inPipe: "creator", inTable: "member"} {
				q.ask(fmt.Sprintf(invite, place, into)).fine("inviteMembers", "users", 0)
			}
			told(t)
			for _, c := range [][3]string{{acme, "normal", "admin"}, {inPipe, "creator", "my_cards_only"}, {inTable, "member", "admin"}} {
				document := fmt.Sprintf(`mutation { setRole(input: {%s member: {user_id: %s role_name: "%s"}}) { member { role_name } } }`, c[0], bob, c[2])
				q.ask(document).fine()
				told(t, role(c[0], c[1], c[2]))
				q.ask(document).fine()
				told(t)
			}
		})
		t.Run("becoming a guest: the role, the pipe, the table", func(t *testing.T) {
			q.ask(`mutation { setRole(input: {` + acme + ` member: {user_id: ` + bob + ` role_name: "company_guest"}}) { member { role_name } } }`).fine()
			told(t, role(acme, "admin", "company_guest"), removal("pipe", inPipe), removal("table", inTable))
		})
		t.Run("removal from one place, then from all: the organization, the pipe, the table", func(t *testing.T) {
			for _, place := range []string{inPipe, inTable} {
				q.ask(fmt.Sprintf(invite, place, "admin")).fine("inviteMembers", "users", 0)
			}
			q.ask(`mutation { removeUserFromPipe(input: {` + inPipe + ` email: "bob@example.com"}) { success } }`).fine()
			told(t, removal("pipe", inPipe))
			q.ask(fmt.Sprintf(invite, inPipe, "admin")).fine("inviteMembers", "users", 0)
			q.ask(`mutation { removeUserFromOrg(input: {` + acme + ` email: "bob@example.com"}) { success } }`).fine()
			told(t, removal("org", acme), removal("pipe", inPipe), removal("table", inTable))
		})
		t.Run("the account that the link makes, in the spelling that the webhook has", func(t *testing.T) {
			invited, _, err := q.directory.Invite(t.Context(), access.Command(), inAcme, []directory.Invitee{{Email: "cleo@example.com", Role: "normal"}}, "")
			if err != nil {
				t.Fatal(err)
			}
			seen++ // of the invitation
			q.browser().post(invited[0].Link[strings.Index(invited[0].Link, "/invitations/"):], "name", "Cleo", "username", "cleo", "password", password)
			told(t, fmt.Sprintf(`"action":"user.invitation_accepted","user":{"id":%d,"name":"Cleo","username":"cleo","email":"cleo@example.com","avatar_url":null},"accepted_at":"2026-03-14 09:26:53 UTC"`, invited[0].User.ID))
		})
	})
}

// bodies is what all deliveries carry, in the order in which they were made, with the word ID for each's own id.
func (q querent) bodies(t *testing.T) []string {
	t.Helper()
	rows, err := q.db.Query(t.Context(), `SELECT id, body FROM deliveries ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	all := []string{}
	for rows.Next() {
		var id, body string
		if err := rows.Scan(&id, &body); err != nil {
			t.Fatal(err)
		}
		all = append(all, strings.Replace(body, `"`+id+`"`, `"ID"`, 1))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}
