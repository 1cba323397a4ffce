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

// TestTheDocumentsOfTheContract sends what Pipefy's announcement and documentation show, but for the ids.
func TestTheDocumentsOfTheContract(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := newQuerent(t, d)
		pipe, table := q.pipe("Hiring"), q.table("Offices")
		t.Run("the announcement's webhook of an organization", func(t *testing.T) {
			r := q.ask(fmt.Sprintf(`mutation {
  createOrganizationWebhook(input: {
    organization_id: %d,
    actions: [
      "user.invitation_sent", "user.invitation_accepted", "user.removal_from_org", "user.role_set"
    ],
    name: "new webhook",
    url:"https://endpoint.com"
  }) {
    clientMutationId
  }
}`, q.organization()))
			if got := r.fine("createOrganizationWebhook", "clientMutationId"); got != nil {
				t.Errorf("got %v", got)
			}
		})
		t.Run("the announcement's webhook of a pipe", func(t *testing.T) {
			q.ask(fmt.Sprintf(`mutation {
  createWebhook(input: {
   	pipe_id: %d,
    actions: [
      "user.removal_from_pipe", "user.role_set"
    ],
    name: "new webhook",
    url:"https://endpoint.com"
  }) {
    clientMutationId
  }
}`, pipe.ID)).fine("createWebhook")
		})
		t.Run("the announcement's webhook of a table", func(t *testing.T) {
			q.ask(fmt.Sprintf(`mutation {
  createWebhook(input: {
   	table_id: "%s",
    actions: [
      "user.removal_from_table", "user.role_set"
    ],
    name: "new webhook",
    url:"https://endpoint.com"
  }) {
    clientMutationId
  }
}`, table.SUID)).fine("createWebhook")
		})
		t.Run("the announcement's three lists, with the spelling of the actions that the client used", func(t *testing.T) {
			organization := q.ask(fmt.Sprintf(`{
  organization(id: %d) {
    id
    webhooks {
      id
      actions
      headers
      name
      url
    }
  }
}`, q.organization()))
			if got := organization.fine("organization", "id"); got != fmt.Sprint(q.organization()) {
				t.Errorf("the id is %v", got)
			}
			want := []any{"user.invitation_sent", "user.invitation_accepted", "user.removal_from_org", "user.role_set"}
			if diff := cmp.Diff(want, organization.at("organization", "webhooks", 0, "actions")); diff != "" {
				t.Error(diff)
			}
			for place, id := range map[string]string{"pipe": fmt.Sprint(pipe.ID), "table": fmt.Sprint(table.ID)} {
				r := q.ask(fmt.Sprintf(`{
  %s(id: %s) {
    id
    webhooks{
      id
      name
      headers
      actions
      url
    }
  }
}`, place, id))
				webhook := r.fine(place, "webhooks", 0).(map[string]any)
				delete(webhook, "id")
				if diff := cmp.Diff(map[string]any{"name": "new webhook", "headers": nil, "url": "https://endpoint.com",
					"actions": []any{"user.removal_from_" + place, "user.role_set"}}, webhook); diff != "" {
					t.Error(diff)
				}
			}
		})
		t.Run("the reference's changes of members, whose answers nobody reads", func(t *testing.T) {
			organization := q.organization()
			for _, document := range []string{
				fmt.Sprintf(`inviteMembers(input: { organization_id: %d, emails: [{email: "email@email.com", role_name: "admin"}]})`, organization),
				fmt.Sprintf(`inviteMembers(input: {pipe_id: %d, emails:  { email: "email@email.com", role_name: "admin"}})`, pipe.ID),
				fmt.Sprintf(`inviteMembers(input: {table_id: %d, emails:  { email: "email@email.com", role_name: "admin"}})`, table.ID),
				fmt.Sprintf(`setRole(input: {member: { user_id: "{user}", role_name: "member"}, pipe_id: %d})`, pipe.ID),
				fmt.Sprintf(`setRole(input: {member: { user_id: "{user}", role_name: "member"}, table_id: %d})`, table.ID),
				fmt.Sprintf(`setRole(input: {member: { user_id: "{user}", role_name: "member"}, organization_id: %d})`, organization),
				fmt.Sprintf(`removeUserFromRepo(input: {pipe_id: %d, email: "email@email.com"})`, pipe.ID),
				fmt.Sprintf(`removeUserFromTable(input: {table_id: %d, email: "email@email.com"})`, table.ID),
				fmt.Sprintf(`removeUserFromOrg(input: {organization_id: %d, email: "email@email.com"})`, organization),
			} {
				if strings.Contains(document, "{user}") {
					invited, err := q.directory.FindMember(t.Context(), access.Command(), inAcme, directory.Ref{Login: "email@email.com"})
					if err != nil {
						t.Fatal(err)
					}
					document = strings.Replace(document, "{user}", fmt.Sprint(invited.ID), 1)
				}
				q.ask("mutation {\n  " + document + " {\n    clientMutationId\n  }\n}").fine()
			}
		})
		t.Run("fields without commas between them", func(t *testing.T) {
			q.ask(fmt.Sprintf(`mutation{createWebhook(input:{pipe_id:%d actions:["user.role_set"]
				name:"no commas" url:"https://no.example/commas" headers: "{\"token\": \"x\"}" email:"ops@example.com"}){webhook{id actions headers email}}}`, pipe.ID)).
				fine("createWebhook", "webhook", "id")
			q.ask(fmt.Sprintf(`{ organizations(ids: [%d 67890 98765]) { webhooks { id name email actions url headers } } }`, q.organization())).fine("organizations", 0, "webhooks", 0)
		})
		t.Run("headers inline as a string, as an object, and as a variable of both", func(t *testing.T) {
			create := func(headers string, vars variables) any {
				definition := ""
				if vars != nil {
					definition = "($h: Json)"
				}
				return q.ask(fmt.Sprintf(`mutation %s { createOrganizationWebhook(input: { organization_id: %d actions: "user.role_set" name: "headers" url: "https://example.com/"
					headers: %s }) { webhook { headers } } }`, definition, q.organization(), headers), vars).fine("createOrganizationWebhook", "webhook", "headers")
			}
			for _, got := range []any{
				create(`"{\"token\": \"x\", \"X-Team\": \"hr\"}"`, nil), create(`{token: "x", X_Team: "hr"}`, nil),
				create(`$h`, variables{"h": `{"token": "x", "X-Team": "hr"}`}), create(`$h`, variables{"h": map[string]any{"token": "x", "X-Team": "hr"}}),
			} {
				headers := got.(map[string]any)
				if headers["token"] != "********" || len(headers) != 2 {
					t.Errorf("the headers are %v", headers)
				}
			}
			for _, got := range []any{create(`null`, nil), create(`$h`, variables{"h": nil}), create(`$h`, variables{}), create(`""`, nil)} {
				if got != nil {
					t.Errorf("the headers are %v", got)
				}
			}
		})
		t.Run("variables of every type that clients declare", func(t *testing.T) {
			q.ask(`mutation ($actions: [String]!, $headers: Json, $filters: JSON, $pipe: ID!, $name: String!, $url: String!) {
				createWebhook(input: {pipe_id: $pipe, actions: $actions, name: $name, url: $url, headers: $headers, filters: $filters}) { webhook { id filters } } }`,
				variables{"actions": []any{"card.move"}, "headers": `{"a":"b"}`, "filters": map[string]any{"field_id": []any{1, "x"}}, "pipe": pipe.ID, "name": "n", "url": "https://example.com/v"}).
				fine("createWebhook", "webhook")
			q.ask(`mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { clientMutationId webhook { id } secret } }`,
				variables{"input": map[string]any{"clientMutationId": "7", "table_id": table.SUID, "actions": "user.role_set", "name": "n", "url": "https://example.com/w", "overridePrevious": true}}).
				fine("createWebhook", "webhook")
			q.ask(`mutation ($input: InviteMembersInput!) { inviteMembers(input: $input) { users { id } errors { index message } } }`,
				variables{"input": map[string]any{"organization_id": q.organization(), "emails": map[string]any{"email": "new@example.com", "role_name": "member"}}}).
				fine("inviteMembers", "users", 0, "id")
			q.ask(`mutation ($input: SetRoleInput!) { setRole(input: $input) { member { role_name user { id } } } }`,
				variables{"input": map[string]any{"organization_id": fmt.Sprint(q.organization()), "member": map[string]any{"user_id": q.ada.ID, "role_name": "admin"}}}).
				fine("setRole", "member", "user", "id")
			q.ask(`{ me { id name email username } }`).fine("me")
		})
	})
}
