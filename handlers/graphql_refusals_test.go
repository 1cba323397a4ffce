package handlers

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/db"
	"rollcall/db/dbtest"
)

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
