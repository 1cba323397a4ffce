package handlers

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// organization is acme's number.
func (q querent) organization() int64 { return q.ada.OrganizationID }

// pipe is a fresh pipe of acme.
func (q querent) pipe(name string) directory.Space {
	q.t.Helper()
	s, err := q.directory.CreatePipe(q.t.Context(), access.Command(), inAcme, spaceForm(name, false))
	if err != nil {
		q.t.Fatal(err)
	}
	return s
}

// table is a fresh table of acme.
func (q querent) table(name string) directory.Space {
	q.t.Helper()
	s, err := q.directory.CreateTable(q.t.Context(), access.Command(), inAcme, spaceForm(name, false))
	if err != nil {
		q.t.Fatal(err)
	}
	return s
}

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

// TestEveryIDInEverySpelling sends every id as an integer literal, a string, and a JSON number.
func TestEveryIDInEverySpelling(t *testing.T) {
	q := newQuerent(t, dbtest.SQLite(t))
	pipe, table := q.pipe("Hiring"), q.table("Offices")
	group, err := q.directory.CreateGroup(t.Context(), access.Command(), "acme", "Crew", "")
	if err != nil {
		t.Fatal(err)
	}
	q.user("acme", "bob", false)
	for field, id := range map[string]int64{
		`organization(id: %s) { id }`: q.organization(), `organizations(ids: [%s]) { id }`: q.organization(), `organizations(ids: %s) { id }`: q.organization(),
		`pipe(id: %s) { id }`: pipe.ID, `pipes(ids: [%s]) { id }`: pipe.ID, `table(id: %s) { id }`: table.ID, `tables(ids: [%s]) { id }`: table.ID,
	} {
		t.Run(field, func(t *testing.T) {
			for _, literal := range []string{`%d`, `"%d"`} {
				q.ask("{ " + fmt.Sprintf(field, fmt.Sprintf(literal, id)) + " }").fine()
			}
			kind := "ID!"
			if strings.Contains(field, "ids: %s") {
				kind = "[ID]" // one for a list
			}
			for _, value := range []any{id, fmt.Sprint(id)} {
				q.ask("query ($id: "+kind+") { "+fmt.Sprintf(field, "$id")+" }", variables{"id": value}).fine()
			}
		})
	}
	t.Run("mutations", func(t *testing.T) {
		for _, member := range []any{group.ID, fmt.Sprint(group.ID)} {
			q.ask(`mutation ($g: ID!) { addUserToGroup(input: {group_id: $g, email: "bob@example.com"}) { success } }`, variables{"g": member}).fine("addUserToGroup", "success")
		}
		q.ask(fmt.Sprintf(`mutation { removeUserFromGroup(input: {group_id: %d, email: "bob@example.com"}) { success } }`, group.ID)).fine("removeUserFromGroup", "success")
	})
	t.Run("a pipe and a table have three", func(t *testing.T) {
		for _, id := range []string{fmt.Sprint(pipe.ID), pipe.SUID, pipe.UUID, strings.ToUpper(pipe.UUID)} {
			if got := q.ask(fmt.Sprintf(`{ pipe(id: %q) { id suid uuid } }`, id)).fine("pipe"); !cmp.Equal(got, any(map[string]any{"id": fmt.Sprint(pipe.ID), "suid": pipe.SUID, "uuid": pipe.UUID})) {
				t.Errorf("%s: got %v", id, got)
			}
		}
		for _, id := range []string{fmt.Sprint(table.ID), table.SUID, table.UUID} {
			if got := q.ask(fmt.Sprintf(`{ table(id: %q) { id internal_id uuid } }`, id)).fine("table"); !cmp.Equal(got, any(map[string]any{"id": table.SUID, "internal_id": fmt.Sprint(table.ID), "uuid": table.UUID})) {
				t.Errorf("%s: got %v", id, got)
			}
		}
	})
	t.Run("numbers above 32 bits are ids like others, and above 64 bits in quotes", func(t *testing.T) {
		for _, id := range []string{"301858363123", `"99999999999999999999"`, "-1", `""`, `"x' OR 1=1"`, `"\u0000"`} {
			q.ask(`{ pipe(id: `+id+`) { id } }`).refused("RESOURCE_NOT_FOUND", "no such pipe")
		}
		q.send(`{"query":"query ($id: ID!) { pipe(id: $id) { id } }","variables":{"id":99999999999999999999}}`).refused("RESOURCE_NOT_FOUND", "no such pipe")
		q.ask(`{ pipe(id: 99999999999999999999) { id } }`).refused("INVALID_INPUT", "too large")
	})
	t.Run("what is no id is refused", func(t *testing.T) {
		for _, id := range []string{"1.5", "true", "[1]", "{a: 1}", "null"} {
			if r := q.ask(`{ pipe(id: ` + id + `) { id } }`); len(r.Errors) == 0 || r.Errors[0].Extensions.Code != "INVALID_INPUT" {
				t.Errorf("%s: %s", id, r.answer.body)
			}
		}
		for _, id := range []any{1.5, true, []any{1, 2}, map[string]any{}, nil} {
			if r := q.ask(`query ($id: ID!) { pipe(id: $id) { id } }`, variables{"id": id}); len(r.Errors) == 0 || r.Errors[0].Extensions.Code != "INVALID_INPUT" {
				t.Errorf("%v: %s", id, r.answer.body)
			}
		}
	})
}

// hook is a webhook as lists show it.
const hookFields = `id name url actions email headers filters`

// TestAWebhookAsCode does what a client does that manages a webhook by a file: create, read back, change in place, delete.
func TestAWebhookAsCode(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := newQuerent(t, d)
		pipe := q.pipe("Hiring")
		list := func() []any {
			return q.ask(`query ($id: ID!) { pipe(id: $id) { webhooks { `+hookFields+` } } }`, variables{"id": pipe.ID}).fine("pipe", "webhooks").([]any)
		}
		const update = `mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { webhook { ` + hookFields + ` } } }`
		want := map[string]any{"name": "cards", "url": "https://example.com/cards", "actions": []any{"card.create"}, "email": "ops@example.com",
			"headers": map[string]any{"X-Team": "hr", "X-Env": "prod"}, "filters": map[string]any{"on_phase_id": []any{1.0, 2.0}}}
		input := map[string]any{"pipe_id": pipe.ID}
		for name, value := range want {
			input[name] = value
		}
		made := q.ask(`mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { `+hookFields+` } secret } }`, variables{"input": input})
		id := made.fine("createWebhook", "webhook", "id").(string)
		want["id"] = id
		same := func(t *testing.T) {
			t.Helper()
			if diff := cmp.Diff([]any{want}, list()); diff != "" {
				t.Error(diff)
			}
		}
		t.Run("it reads back as it was written, and the secret was shown once", func(t *testing.T) {
			same(t)
			if secret, _ := made.at("createWebhook", "secret").(string); !strings.HasPrefix(secret, "whsec_") || strings.Contains(q.ask(`{ pipe(id: "`+pipe.SUID+`") { webhooks { `+hookFields+` } } }`).answer.body, secret) {
				t.Errorf("the secret is %q", secret)
			}
		})
		t.Run("an update changes what it names, and keeps the rest", func(t *testing.T) {
			want["name"], want["url"] = "cards 2", "https://example.com/other/path"
			got := q.ask(update, variables{"input": map[string]any{"id": id, "name": want["name"], "url": want["url"]}}).fine("updateWebhook", "webhook")
			if diff := cmp.Diff(any(want), got); diff != "" {
				t.Error(diff)
			}
			same(t)
		})
		t.Run("the same again is no change", func(t *testing.T) {
			before := q.dump()
			all := map[string]any{}
			for name, value := range want {
				all[name] = value
			}
			q.ask(update, variables{"input": all}).fine("updateWebhook", "webhook")
			same(t)
			if before != q.dump() {
				t.Error("something was written")
			}
		})
		t.Run("null clears headers, filters and the address; null keeps what can't be nothing", func(t *testing.T) {
			want["headers"], want["filters"], want["email"] = nil, nil, nil
			q.ask(update, variables{"input": map[string]any{"id": id, "headers": nil, "filters": nil, "email": nil, "name": nil, "url": nil, "actions": nil}}).fine("updateWebhook", "webhook")
			same(t)
		})
		t.Run("a variable that is not sent is left out", func(t *testing.T) {
			want["headers"] = map[string]any{"X-Team": "it"}
			q.ask(update, variables{"input": map[string]any{"id": id, "headers": want["headers"]}}).fine("updateWebhook", "webhook")
			q.ask(`mutation ($id: ID!, $headers: Json, $filters: JSON, $email: String) { updateWebhook(input: {id: $id, headers: $headers, filters: $filters, email: $email}) { webhook { id } } }`,
				variables{"id": id}).fine("updateWebhook", "webhook")
			same(t)
		})
		t.Run("another server gets none of the stored headers, and the answer says so", func(t *testing.T) {
			want["url"], want["headers"] = "https://elsewhere.example/cards", nil
			r := q.ask(update, variables{"input": map[string]any{"id": id, "url": want["url"]}})
			r.fine("updateWebhook", "webhook")
			same(t)
			if !strings.Contains(r.answer.body, `"extensions":{"warnings":[{"message":"The stored values of headers were cleared`) || !strings.Contains(r.answer.body, `"headers":["X-Team"]`) {
				t.Errorf("it doesn't say so: %s", r.answer.body)
			}
		})
		t.Run("once deleted it is not in the list, and not to be found", func(t *testing.T) {
			const del = `mutation ($id: ID!) { deleteWebhook(input: {id: $id}) { success } }`
			if got := q.ask(del, variables{"id": id}).fine("deleteWebhook", "success"); got != true {
				t.Errorf("got %v", got)
			}
			if len(list()) != 0 {
				t.Error("it is in the list")
			}
			q.ask(del, variables{"id": id}).refused("RESOURCE_NOT_FOUND", "no such webhook")
			q.ask(update, variables{"input": map[string]any{"id": id, "name": "x"}}).refused("RESOURCE_NOT_FOUND", "no such webhook")
		})
	})
}

func TestGraphQLRefusesWebhooks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := newQuerent(t, d)
		pipe, table := q.pipe("Hiring"), q.table("Offices")
		create := func(place, rest string) told {
			return q.ask(`mutation { createWebhook(input: {` + place + ` name: "w" ` + rest + `}) { webhook { id } } }`)
		}
		inPipe, inTable := fmt.Sprintf(`pipe_id: %d`, pipe.ID), fmt.Sprintf(`table_id: "%s"`, table.SUID)
		const good = `actions: ["user.role_set"] url: "https://example.com/"`
		made := create(inPipe, good).fine("createWebhook", "webhook", "id").(string)
		organization := q.ask(fmt.Sprintf(`mutation { createOrganizationWebhook(input: {organization_id: %d name: "w" %s}) { webhook { id } } }`, q.organization(), good)).
			fine("createOrganizationWebhook", "webhook", "id").(string)
		before := q.dump()
		unchanged := func(t *testing.T) {
			t.Helper()
			if q.dump() != before {
				t.Error("something was changed")
			}
		}
		t.Run("zero or two places", func(t *testing.T) {
			create("", good).refused("INVALID_INPUT", "exactly one of pipe_id and table_id")
			create(`pipe_id: null table_id: ""`, good).refused("INVALID_INPUT", "exactly one of pipe_id and table_id")
			create(inPipe+" "+inTable, good).refused("INVALID_INPUT", "exactly one of pipe_id and table_id")
			unchanged(t)
		})
		t.Run("an unknown action, and one of another scope, named with the valid ones", func(t *testing.T) {
			for _, c := range [][2]string{{inPipe, "user.removal_from_org"}, {inPipe, "user.removal_from_table"}, {inTable, "user.removal_from_pipe"}, {inTable, "USER_CREATED"}, {inPipe, "user.born"}} {
				r := create(c[0], `actions: ["user.role_set", "`+c[1]+`"] url: "https://example.com/x"`)
				r.refused("INVALID_INPUT", c[1])
				if len(r.Errors) == 1 && !strings.Contains(r.Errors[0].Message, "user.role_set") {
					t.Errorf("it doesn't say which are valid: %s", r.Errors[0].Message)
				}
			}
			create(inPipe, `actions: [null] url: "https://example.com/x"`).refused("INVALID_INPUT", "null")
			if r := create(inPipe, `actions: [] url: "https://example.com/x"`); len(r.Errors) != 1 {
				t.Errorf("%s", r.answer.body)
			}
			unchanged(t)
		})
		t.Run("a second one with the same URL and action, unless it is to replace the first", func(t *testing.T) {
			create(inPipe, good).refused("RECORD_INVALID", "user.role_set")
			unchanged(t)
			for _, override := range []string{"overridePrevious", "overridePreviousWithSameUrl"} {
				made = create(inPipe, good+" "+override+": true").fine("createWebhook", "webhook", "id").(string)
			}
			if list := q.ask(fmt.Sprintf(`{ pipe(id: %d) { webhooks { id } } }`, pipe.ID)).fine("pipe", "webhooks").([]any); len(list) != 1 {
				t.Errorf("there are %d", len(list))
			}
			other := create(inPipe, `actions: ["user.role_set"] url: "https://example.com/other"`).fine("createWebhook", "webhook", "id")
			q.ask(fmt.Sprintf(`mutation { updateWebhook(input: {id: %q url: "https://example.com/"}) { webhook { id } } }`, other)).refused("RECORD_INVALID", "user.role_set")
			before = q.dump()
		})
		t.Run("the rule does not hold at organization scope", func(t *testing.T) {
			q.ask(fmt.Sprintf(`mutation { createOrganizationWebhook(input: {organization_id: %d name: "w" %s}) { webhook { id } } }`, q.organization(), good)).fine("createOrganizationWebhook")
			before = q.dump()
		})
		t.Run("the doors of the scopes don't know each other's webhooks", func(t *testing.T) {
			for _, document := range []string{
				fmt.Sprintf(`updateWebhook(input: {id: %q name: "x"}) { webhook { id } }`, organization), fmt.Sprintf(`deleteWebhook(input: {id: %q}) { success }`, organization),
				fmt.Sprintf(`updateOrganizationWebhook(input: {id: %q name: "x"}) { webhook { id } }`, made), fmt.Sprintf(`deleteOrganizationWebhook(input: {id: %q}) { success }`, made),
			} {
				q.ask("mutation { "+document+" }").refused("RESOURCE_NOT_FOUND", "no such webhook")
			}
			unchanged(t)
		})
		t.Run("bad URLs, names, headers, addresses and filters, each with a sentence", func(t *testing.T) {
			for rest, code := range map[string]string{
				`actions: ["user.role_set"] url: "http://127.0.0.1/"`:                                     "RECORD_INVALID",
				`actions: ["user.role_set"] url: ""`:                                                      "RECORD_INVALID",
				`actions: ["user.role_set"] url: "https://a.example/" headers: "no JSON"`:                 "INVALID_INPUT",
				`actions: ["user.role_set"] url: "https://a.example/" headers: "[1]"`:                     "INVALID_INPUT",
				`actions: ["user.role_set"] url: "https://a.example/" headers: ["Header"]`:                "INVALID_INPUT",
				`actions: ["user.role_set"] url: "https://a.example/" headers: 5`:                         "INVALID_INPUT",
				`actions: ["user.role_set"] url: "https://a.example/" headers: {a: {b: 1}}`:               "INVALID_INPUT",
				`actions: ["user.role_set"] url: "https://a.example/" headers: "{\"a b\": \"x\"}"`:        "INVALID_INPUT",
				`actions: ["user.role_set"] url: "https://a.example/" headers: "{\"a\": \"x\\r\\ny\"}"`:   "INVALID_INPUT",
				`actions: ["user.role_set"] url: "https://a.example/" headers: {n: 99999999999999999999}`: "INVALID_INPUT",
				`actions: ["user.role_set"] url: "https://a.example/" email: "nobody"`:                    "RECORD_INVALID",
				`actions: ["user.role_set"] url: "https://a.example/" filters: {a: 1}`:                    "INVALID_INPUT",
				`actions: ["card.move", "card.done"] url: "https://a.example/" filters: {a: 1}`:           "INVALID_INPUT",
				`actions: ["card.move"] url: "https://a.example/" filters: [1]`:                           "INVALID_INPUT",
				`actions: ["card.move"] url: "https://a.example/" filters: "x"`:                           "INVALID_INPUT",
			} {
				if r := create(inPipe, rest); len(r.Errors) != 1 || r.Errors[0].Extensions.Code != code || !strings.HasSuffix(strings.TrimRight(r.Errors[0].Message, `"}`), ".") && code == "RECORD_INVALID" {
					t.Errorf("%s: %s", rest, r.answer.body)
				}
			}
			unchanged(t)
		})
		t.Run("an organization's webhook without a name or a URL", func(t *testing.T) {
			for rest, sentence := range map[string]string{`url: "https://a.example/"`: `"name"`, `name: "x"`: `"url"`, `name: null url: "https://a.example/"`: `"name"`} {
				q.ask(fmt.Sprintf(`mutation { createOrganizationWebhook(input: {organization_id: %d actions: ["user.role_set"] %s}) { webhook { id } } }`, q.organization(), rest)).
					refused("INVALID_INPUT", sentence)
			}
			unchanged(t)
		})
		t.Run("variables of the wrong type", func(t *testing.T) {
			const document = `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } } }`
			for _, change := range []map[string]any{
				{"name": 5}, {"url": true}, {"actions": 5}, {"actions": []any{5}}, {"name": nil}, {"headers": 5}, {"headers": []any{}}, {"overridePrevious": "yes"}, {"email": []any{}}, {"nonsense": 1},
			} {
				input := map[string]any{"pipe_id": pipe.ID, "name": "n", "url": "https://a.example/", "actions": []any{"user.role_set"}}
				for name, value := range change {
					input[name] = value
				}
				if r := q.ask(document, variables{"input": input}); len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "INVALID_INPUT" || r.answer.status != http.StatusOK {
					t.Errorf("%v: %s", change, r.answer.body)
				}
			}
			q.ask(document, variables{"input": "x"}).refused("INVALID_INPUT", "CreateWebhookInput")
			q.ask(document, variables{}).refused("INVALID_INPUT", "must be defined")
			unchanged(t)
		})
		t.Run("one that is refused does not take the others with it", func(t *testing.T) {
			r := q.ask(fmt.Sprintf(`mutation { a: createWebhook(input: {%s name: "a" actions: ["user.role_set"] url: "https://example.com/a"}) { webhook { id } }
				b: createWebhook(input: {%s name: "b" actions: ["x"] url: "https://example.com/b"}) { webhook { id } } }`, inTable, inTable))
			if len(r.Errors) != 1 || r.at("a", "webhook", "id") == nil || r.at("b") != nil || !cmp.Equal(r.Errors[0].Path, []any{"b"}) || len(r.Errors[0].Locations) != 1 {
				t.Errorf("answered %s", r.answer.body)
			}
		})
	})
}

func TestGraphQLDeliveries(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := newQuerent(t, d)
		id := q.ask(fmt.Sprintf(`mutation { createOrganizationWebhook(input: {organization_id: %d name: "w" url: "https://example.com/" actions: ["user.role_set"]}) { webhook { id enabled createdAt } } }`, q.organization())).
			fine("createOrganizationWebhook", "webhook", "id").(string)
		var made []string
		for range 3 {
			r := q.ask(fmt.Sprintf(`mutation { testWebhook(input: {id: %q clientMutationId: "t"}) { clientMutationId delivery { id payloadId action status attempts responseStatus error createdAt nextAttemptAt finishedAt } } }`, id))
			delivery := r.fine("testWebhook", "delivery").(map[string]any)
			if delivery["id"] != delivery["payloadId"] || delivery["action"] != "user.role_set" || delivery["status"] != "pending" || delivery["attempts"] != 0.0 || delivery["responseStatus"] != nil ||
				delivery["createdAt"] != "2026-03-14T09:26:53Z" || delivery["nextAttemptAt"] != "2026-03-14T09:26:53Z" || delivery["finishedAt"] != nil {
				t.Errorf("the delivery is %v", delivery)
			}
			made = append(made, delivery["id"].(string))
		}
		const document = `query ($first: Int, $after: String) { webhookDeliveries(webhookId: "%s", first: $first, after: $after) { nodes { id } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`
		page := func(vars variables) told { return q.ask(fmt.Sprintf(document, id), vars) }
		t.Run("the history has them, newest first, page by page", func(t *testing.T) {
			first := page(variables{"first": 2})
			want := map[string]any{"nodes": []any{map[string]any{"id": made[2]}, map[string]any{"id": made[1]}}, "totalCount": 3.0,
				"pageInfo": map[string]any{"hasNextPage": true, "hasPreviousPage": false, "startCursor": made[2], "endCursor": made[1]}}
			if diff := cmp.Diff(any(want), first.fine("webhookDeliveries")); diff != "" {
				t.Error(diff)
			}
			second := page(variables{"first": 2, "after": made[1]})
			if got := second.fine("webhookDeliveries", "nodes", 0, "id"); got != made[0] || second.at("webhookDeliveries", "pageInfo", "hasNextPage") != false || second.at("webhookDeliveries", "pageInfo", "hasPreviousPage") != true {
				t.Errorf("the second page is %s", second.answer.body)
			}
		})
		t.Run("too large a page is a page, none is none, and less is refused", func(t *testing.T) {
			for size, want := range map[any]int{99999999: 3, nil: 3, 0: 0} {
				if got := page(variables{"first": size}).fine("webhookDeliveries", "nodes").([]any); len(got) != want {
					t.Errorf("first %v: there are %d", size, len(got))
				}
			}
			page(variables{"first": -1}).refused("INVALID_INPUT", "negative")
			if r := page(variables{"after": "x"}); len(r.Errors) != 1 {
				t.Errorf("%s", r.answer.body)
			}
		})
		t.Run("one is sent again, and a strange one is not", func(t *testing.T) {
			q.ask(fmt.Sprintf(`mutation { redeliverWebhook(input: {deliveryId: %q}) { delivery { id status } } }`, made[0])).fine("redeliverWebhook", "delivery", "id")
			for _, strange := range []string{"x", "01890000-0000-7000-8000-000000000000", ""} {
				q.ask(fmt.Sprintf(`mutation { redeliverWebhook(input: {deliveryId: %q}) { delivery { id } } }`, strange)).refused("RESOURCE_NOT_FOUND", "no such delivery")
				q.ask(fmt.Sprintf(`mutation { testWebhook(input: {id: %q}) { delivery { id } } }`, strange)).refused("RESOURCE_NOT_FOUND", "no such webhook")
				q.ask(fmt.Sprintf(`{ webhookDeliveries(webhookId: %q) { totalCount } }`, strange)).refused("RESOURCE_NOT_FOUND", "no such webhook")
			}
		})
		t.Run("clientMutationId comes back as it was sent", func(t *testing.T) {
			body, err := json.Marshal("x \"y\" <z>")
			if err != nil {
				t.Fatal(err)
			}
			if got := q.ask(fmt.Sprintf(`mutation { deleteOrganizationWebhook(input: {id: %q clientMutationId: %s}) { clientMutationId success } }`, id, `"x \"y\" <z>"`)).
				fine("deleteOrganizationWebhook", "clientMutationId"); got != `x "y" <z>` {
				t.Errorf("got %v, sent %s", got, body)
			}
		})
	})
}

// inAcme is where most things are made.
var inAcme = directory.InOrganization("acme")

func spaceForm(name string, public bool) directory.SpaceForm {
	return directory.SpaceForm{Name: name, Public: public}
}
