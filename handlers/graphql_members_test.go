package handlers

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// roles is who has which role where, by address.
func (q querent) roles(place, id string) map[string]any {
	q.t.Helper()
	r := q.ask(fmt.Sprintf(`{ %s(id: %q) { members { role_name user { email } } } }`, place, id))
	all := map[string]any{}
	for _, m := range r.fine(place, "members").([]any) {
		m := m.(map[string]any)
		all[m["user"].(map[string]any)["email"].(string)] = m["role_name"]
	}
	return all
}

func TestGraphQLInvitations(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := newQuerent(t, d)
		q.user("initech", "bill", true)
		pipe, table := q.pipe("Hiring"), q.table("Offices")
		acme := fmt.Sprint(q.organization())
		const document = `mutation ($input: InviteMembersInput!) { inviteMembers(input: $input) { clientMutationId users { id name username email invited confirmed confirmationTokenHasExpired } errors { index message } } }`
		invite := func(input variables) told { return q.ask(document, variables{"input": map[string]any(input)}) }
		row := func(email, role string) map[string]any { return map[string]any{"email": email, "role_name": role} }
		t.Run("a bad row is reported by its place and stops no other", func(t *testing.T) {
			r := invite(variables{"clientMutationId": "i", "organization_id": acme, "message": "Welcome",
				"emails": []any{row("grace@example.com", "member"), row("nobody", "member"), row("hopper@example.com", "emperor"), nil, row("bill@example.com", "company_guest")}})
			r.fine("inviteMembers")
			if got := r.at("inviteMembers", "clientMutationId"); got != "i" {
				t.Errorf("clientMutationId is %v", got)
			}
			users := r.at("inviteMembers", "users").([]any)
			if len(users) != 2 || users[0].(map[string]any)["email"] != "grace@example.com" || users[0].(map[string]any)["username"] != "grace" || users[0].(map[string]any)["invited"] != true ||
				users[0].(map[string]any)["confirmed"] != false || users[1].(map[string]any)["email"] != "bill@example.com" {
				t.Errorf("the users are %v", users)
			}
			var at []any
			for _, e := range r.at("inviteMembers", "errors").([]any) {
				at = append(at, e.(map[string]any)["index"])
			}
			if diff := cmp.Diff([]any{1.0, 2.0, 3.0}, at); diff != "" {
				t.Error(diff)
			}
			if m := r.at("inviteMembers", "errors", 1, "message").(string); !strings.Contains(m, "emperor") || !strings.Contains(m, "company_guest") {
				t.Errorf("it doesn't name the role and the valid ones: %s", m)
			}
			want := map[string]any{"ada@example.com": "admin", "grace@example.com": "normal"}
			if diff := cmp.Diff(want, q.roles("organization", acme)); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("of somebody at home elsewhere only the address is told, and the number", func(t *testing.T) {
			peter := q.user("initech", "peter", false)
			got := q.ask(fmt.Sprintf(`mutation { inviteMembers(input: {organization_id: %s emails: {email: "peter@example.com" role_name: "normal"}}) { users { id uuid name username email createdAt invited confirmationTokenHasExpired } } }`, acme)).fine("inviteMembers", "users", 0)
			want := map[string]any{"id": fmt.Sprint(peter.ID), "uuid": nil, "name": "peter", "username": "peter", "email": "peter@example.com", "createdAt": nil, "invited": true, "confirmationTokenHasExpired": nil}
			if diff := cmp.Diff(any(want), got); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("one row needs no list, into a pipe and a table", func(t *testing.T) {
			invite(variables{"pipe_id": pipe.ID, "emails": row("ivy@example.com", "creator")}).fine("inviteMembers", "users", 0)
			invite(variables{"table_id": table.SUID, "emails": row("grace@example.com", "member")}).fine("inviteMembers", "users", 0)
			for place, want := range map[[2]string]map[string]any{
				{"pipe", pipe.SUID}: {"ivy@example.com": "creator"}, {"table", table.SUID}: {"grace@example.com": "member"},
			} {
				if diff := cmp.Diff(want, q.roles(place[0], place[1])); diff != "" {
					t.Error(diff)
				}
			}
			if got := q.roles("organization", acme)["ivy@example.com"]; got != "external_guest" {
				t.Errorf("in the organization she is %v", got)
			}
		})
		t.Run("a link that has expired shows, one that was sent again or used does not", func(t *testing.T) {
			expired := func() map[any]any {
				all := map[any]any{}
				for _, u := range q.ask(`{ organization(id: `+acme+`) { users { email confirmationTokenHasExpired } } }`).fine("organization", "users").([]any) {
					u := u.(map[string]any)
					all[u["email"]] = u["confirmationTokenHasExpired"]
				}
				return all
			}
			want := map[any]any{"ada@example.com": false, "grace@example.com": false, "ivy@example.com": false}
			if diff := cmp.Diff(want, expired()); diff != "" {
				t.Error(diff)
			}
			q.clock.pass(directory.InvitationLife)
			want["grace@example.com"], want["ivy@example.com"] = true, true
			if diff := cmp.Diff(want, expired()); diff != "" {
				t.Error(diff)
			}
			invite(variables{"organization_id": acme, "emails": row("grace@example.com", "normal")}).fine()
			want["grace@example.com"] = false
			if diff := cmp.Diff(want, expired()); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("inline, without commas", func(t *testing.T) {
			q.ask(fmt.Sprintf(`mutation { inviteMembers(input: {organization_id: %s emails: [{email: "kay@example.com" role_name: "normal"} {email: "lee@example.com" role_name: "admin"}]}) { errors { message } } }`, acme)).
				fine("inviteMembers", "errors")
		})
		t.Run("nowhere, or in two places, is refused whole", func(t *testing.T) {
			before := q.dump()
			invite(variables{"emails": row("x@example.com", "normal")}).refused("INVALID_INPUT", "exactly one of organization_id, pipe_id, table_id")
			invite(variables{"organization_id": acme, "pipe_id": pipe.ID, "emails": row("x@example.com", "normal")}).refused("INVALID_INPUT", "exactly one of")
			invite(variables{"pipe_id": table.ID, "emails": row("x@example.com", "normal")}).refused("RESOURCE_NOT_FOUND", "no such pipe")
			if r := invite(variables{"organization_id": acme, "emails": []any{}}); len(r.Errors) != 1 {
				t.Errorf("%s", r.answer.body)
			}
			if q.dump() != before {
				t.Error("something was changed")
			}
		})
	})
}

func TestGraphQLRolesAndRemovals(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := newQuerent(t, d)
		bob, cleo := q.user("acme", "bob", false), q.user("acme", "cleo", false)
		pipe, table := q.pipe("Hiring"), q.table("Offices")
		acme := fmt.Sprint(q.organization())
		for _, place := range []string{fmt.Sprintf(`pipe_id: %d`, pipe.ID), fmt.Sprintf(`table_id: %q`, table.SUID)} {
			q.ask(`mutation { inviteMembers(input: {` + place + ` emails: [{email: "bob@example.com" role_name: "member"} {email: "cleo@example.com" role_name: "member"}]}) { errors { message } } }`).fine()
		}
		setRole := func(user any, role, place string) told {
			return q.ask(`mutation ($u: ID!, $r: String!) { setRole(input: {member: {user_id: $u, role_name: $r} `+place+`}) { member { role_name user { id email } } } }`, variables{"u": user, "r": role})
		}
		inAcme, inPipe, inTable := "organization_id: "+acme, "pipe_id: \""+pipe.UUID+"\"", fmt.Sprintf("table_id: %d", table.ID)
		t.Run("a role is set, in each kind of place, by number and by uuid", func(t *testing.T) {
			for place, role := range map[string]string{inAcme: "admin", inPipe: "read_and_comment", inTable: "admin"} {
				r := setRole(bob.ID, role, place)
				if r.fine("setRole", "member", "role_name") != role || r.at("setRole", "member", "user", "id") != fmt.Sprint(bob.ID) {
					t.Errorf("%s: %s", place, r.answer.body)
				}
			}
			setRole(bob.UUID, "member", inAcme).fine()
			if got := q.roles("organization", acme)["bob@example.com"]; got != "normal" {
				t.Errorf("member is stored as %v", got)
			}
		})
		t.Run("the role somebody has already is success, and no event", func(t *testing.T) {
			before := len(q.events())
			setRole(bob.ID, "normal", inAcme).fine()
			setRole(bob.ID, "admin", inTable).fine()
			if after := q.events(); len(after) != before {
				t.Errorf("told %v", after[before:])
			}
		})
		t.Run("a bad role is named, with the valid ones", func(t *testing.T) {
			setRole(bob.ID, "emperor", inAcme).refused("INVALID_ROLE", "emperor")
			setRole(bob.ID, "creator", inTable).refused("INVALID_ROLE", "admin or member")
			setRole(bob.ID, "normal", inPipe).refused("INVALID_ROLE", "my_cards_only")
		})
		t.Run("the last administrator can't be removed, disabled or demoted", func(t *testing.T) {
			setRole(q.ada.ID, "normal", inAcme).refused("RECORD_INVALID", "last active administrator")
			q.ask(`mutation { removeUserFromOrg(input: {`+inAcme+` email: "ada@example.com"}) { success } }`).refused("RECORD_INVALID", "last active administrator")
			q.ask(`mutation { disableUser(input: {`+inAcme+` email: "ada@example.com"}) { user { id } } }`).refused("RECORD_INVALID", "last active administrator")
		})
		t.Run("several roles at once, each for itself", func(t *testing.T) {
			r := q.ask(`mutation ($m: [MemberInput]!) { setRoles(input: {members: $m `+inPipe+`}) { members { role_name user { email } } errors } }`,
				variables{"m": []any{map[string]any{"user_id": bob.ID, "role_name": "admin"}, map[string]any{"user_id": cleo.ID, "role_name": "king"}, nil, map[string]any{"user_id": "4711", "role_name": "admin"}}})
			if len(r.fine("setRoles", "members").([]any)) != 1 || r.at("setRoles", "members", 0, "user", "email") != "bob@example.com" || len(r.at("setRoles", "errors").([]any)) != 3 {
				t.Fatalf("%s", r.answer.body)
			}
			for i, about := range []string{fmt.Sprint(cleo.ID) + ": There is no role \"king\"", "null: The pipe Hiring has no member", "4711: There is no such user"} {
				if got := r.at("setRoles", "errors", i).(string); !strings.HasPrefix(got, about) {
					t.Errorf("%q does not begin with %q", got, about)
				}
			}
		})
		t.Run("a user is disabled and enabled", func(t *testing.T) {
			q.ask(`mutation { disableUser(input: {`+inAcme+` email: "CLEO@example.com"}) { user { email } } }`).fine("disableUser", "user", "email")
			if got := q.events(); got[len(got)-1] != event.UserDisabled {
				t.Errorf("told %v", got)
			}
			q.ask(`mutation { disableUser(input: {`+inAcme+` email: "cleo@example.com" disabled: false}) { user { email } } }`).fine("disableUser", "user", "email")
			q.ask(`mutation { disableUser(input: {`+inAcme+` email: "cleo@example.com" disabled: null}) { user { email } } }`).fine("disableUser", "user", "email")
			q.ask(`mutation { disableUser(input: {`+inAcme+` email: "cleo@example.com" disabled: false}) { user { email } } }`).fine("disableUser", "user", "email")
		})
		t.Run("removal from a pipe under both names, and from a table", func(t *testing.T) {
			for _, removal := range []string{`removeUserFromPipe(input: {` + inPipe + ` email: "bob@example.com"})`, `removeUserFromRepo(input: {` + inPipe + ` email: "cleo@example.com"})`,
				`removeUserFromTable(input: {` + inTable + ` email: "bob@example.com"})`} {
				if got := q.ask(`mutation { done: `+removal+` { success } }`).fine("done", "success"); got != true {
					t.Errorf("%s: %v", removal, got)
				}
				if r := q.ask(`mutation { done: ` + removal + ` { success } }`); len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "RESOURCE_NOT_FOUND" {
					t.Errorf("%s again: %s", removal, r.answer.body)
				}
			}
			q.ask(`mutation { removeUserFromPipe(input: {email: "bob@example.com"}) { success } }`).refused("INVALID_INPUT", "pipe_id")
			q.ask(`mutation { removeUserFromTable(input: {email: "bob@example.com"}) { success } }`).refused("INVALID_INPUT", "table_id")
		})
		t.Run("several are removed from a pipe by their uuids; groups are no members", func(t *testing.T) {
			q.ask(`mutation { inviteMembers(input: {` + inPipe + ` emails: {email: "bob@example.com" role_name: "member"}}) { errors { message } } }`).fine()
			r := q.ask(fmt.Sprintf(`mutation { removeMembersFromPipe(input: {pipeUuid: %q usersUuids: [%q, null, %q] groupsUuids: ["7"]}) { success removedUsersUuids removedGroupsUuids errors } }`, pipe.UUID, bob.UUID, cleo.UUID))
			got := r.fine("removeMembersFromPipe").(map[string]any)
			if diff := cmp.Diff([]any{bob.UUID}, got["removedUsersUuids"]); diff != "" || got["success"] != false || len(got["errors"].([]any)) != 3 || len(got["removedGroupsUuids"].([]any)) != 0 {
				t.Fatalf("%s", r.answer.body)
			}
			for i, about := range []string{"null: The pipe Hiring has no member", cleo.UUID + ": There is no such user", "7: Groups are not members"} {
				if said := r.at("removeMembersFromPipe", "errors", i).(string); !strings.HasPrefix(said, about) {
					t.Errorf("%q does not begin with %q", said, about)
				}
			}
			q.ask(`mutation { inviteMembers(input: {` + inPipe + ` emails: {email: "bob@example.com" role_name: "member"}}) { errors { message } } }`).fine()
			if got := q.ask(fmt.Sprintf(`mutation { removeMembersFromPipe(input: {pipeUuid: %d usersUuids: %d}) { success removedUsersUuids } }`, pipe.ID, bob.ID)).fine("removeMembersFromPipe"); !cmp.Equal(got, any(map[string]any{"success": true, "removedUsersUuids": []any{bob.UUID}})) {
				t.Errorf("by the numbers: %v", got)
			}
		})
		t.Run("removal from the organization takes everything below with it, in order", func(t *testing.T) {
			for _, place := range []string{inPipe, inTable} {
				q.ask(`mutation { inviteMembers(input: {` + place + ` emails: {email: "bob@example.com" role_name: "member"}}) { errors { message } } }`).fine()
			}
			before := len(q.events())
			if got := q.ask(`mutation { removeUserFromOrg(input: {`+inAcme+` email: "bob@example.com" clientMutationId: "x"}) { success clientMutationId } }`).fine("removeUserFromOrg", "success"); got != true {
				t.Errorf("got %v", got)
			}
			want := []event.Type{event.UserRemovalFromOrg, event.UserRemovalFromPipe, event.UserRemovalFromTable}
			if diff := cmp.Diff(want, q.events()[before:]); diff != "" {
				t.Error(diff)
			}
			if _, there := q.roles("organization", acme)["bob@example.com"]; there {
				t.Error("he is still there")
			}
		})
	})
}
