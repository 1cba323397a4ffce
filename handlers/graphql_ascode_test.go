package handlers

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/db"
	"rollcall/db/dbtest"
)

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

// TestAnOrganizationsWebhookAsCode is the same for a webhook of an organization, which has no filters.
func TestAnOrganizationsWebhookAsCode(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := newQuerent(t, d)
		want := map[string]any{"name": "Users & co", "url": "https://example.com/users", "actions": []any{"user.role_set", "user.invitation_accepted"}, "email": "ops@example.com",
			"headers": map[string]any{"Authorization": "********", "X-Team": "hr"}, "filters": nil}
		made := q.ask(`mutation ($input: CreateOrganizationWebhookInput!) { createOrganizationWebhook(input: $input) { webhook { `+hookFields+` } } }`, variables{"input": map[string]any{
			"organization_id": q.organization(), "name": want["name"], "url": want["url"], "actions": want["actions"], "email": want["email"], "headers": `{"Authorization": "Bearer x", "X-Team": "hr"}`}})
		want["id"] = made.fine("createOrganizationWebhook", "webhook", "id")
		update := func(t *testing.T, change map[string]any) {
			t.Helper()
			input := map[string]any{"id": want["id"]}
			for name, value := range change {
				input[name] = value
			}
			answered := q.ask(`mutation ($input: UpdateOrganizationWebhookInput!) { updateOrganizationWebhook(input: $input) { webhook { `+hookFields+` } } }`, variables{"input": input})
			read := q.ask(`query ($id: ID!) { organization(id: $id) { webhooks { `+hookFields+` } } }`, variables{"id": q.organization()})
			for _, got := range []any{answered.fine("updateOrganizationWebhook", "webhook"), read.fine("organization", "webhooks", 0)} {
				if diff := cmp.Diff(any(want), got); diff != "" {
					t.Error(diff)
				}
			}
		}
		t.Run("what is left out stays", func(t *testing.T) {
			want["name"] = "Users"
			update(t, map[string]any{"name": "Users"})
		})
		t.Run("what was read, mask and all, is no change when it is written again", func(t *testing.T) {
			before := q.dump()
			update(t, map[string]any{"name": want["name"], "url": want["url"], "actions": want["actions"], "email": want["email"], "headers": want["headers"]})
			if q.dump() != before {
				t.Error("something was written")
			}
		})
		t.Run("the actions are replaced, in the order and spelling that is sent", func(t *testing.T) {
			want["actions"] = []any{"user.invitation_acceptance", "USER_LOGIN"}
			update(t, map[string]any{"actions": []any{"user.invitation_acceptance", "USER_LOGIN", "user.invitation_accepted"}})
		})
		t.Run("null clears headers and the address", func(t *testing.T) {
			want["headers"], want["email"] = nil, nil
			update(t, map[string]any{"headers": nil, "email": nil})
		})
		t.Run("once deleted it is not to be found", func(t *testing.T) {
			const del = `mutation ($id: ID!) { deleteOrganizationWebhook(input: {id: $id}) { success } }`
			q.ask(del, variables{"id": want["id"]}).fine("deleteOrganizationWebhook", "success")
			q.ask(del, variables{"id": want["id"]}).refused("RESOURCE_NOT_FOUND", "no such webhook")
		})
	})
}
