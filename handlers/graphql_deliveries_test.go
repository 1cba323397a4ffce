package handlers

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/db"
	"rollcall/db/dbtest"
)

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
			q.ask(`mutation { redeliverWebhook(input: {deliveryId: "01890000-0000-7000-8000-000000000000"}) { delivery { id } } }`).refused("RESOURCE_NOT_FOUND", "removed after 30 days")
			for _, strange := range []string{"x", "019cebab-8748-7000-8000-000000000000", ""} {
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
