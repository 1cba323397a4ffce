package handlers

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// TestNoDoorGivesAHeadersValueBack puts a secret into headers of webhooks of every scope and then looks everywhere: every
// page that an administrator can reach, both APIs with all that they tell of webhooks, the database and the log.
func TestNoDoorGivesAHeadersValueBack(t *testing.T) {
	q := newQuerent(t, dbtest.SQLite(t))
	const secret = "hunter2-hunter2"
	headers := map[string]any{"Authorization": secret, "X-Auth-Token": secret, "client_SECRET": secret, "X-Api-Key": secret, "X-Hub-Signature": secret, "Cookie": secret}
	pipe, table := q.pipe("Hiring"), q.table("Offices")
	create := func(mutation string, input map[string]any) string {
		input["name"], input["url"], input["headers"], input["actions"] = "w", "https://example.com/", headers, []any{"user.role_set"}
		if mutation == "createOrganizationWebhook" {
			input["name"], input["actions"] = "everybody", []any{"user.role_set", "USER_CREATED"}
		}
		kind := strings.ToUpper(mutation[:1]) + mutation[1:] + "Input!"
		r := q.ask(fmt.Sprintf(`mutation ($input: %s) { %s(input: $input) { webhook { id headers } } }`, kind, mutation), variables{"input": input})
		for name, value := range r.fine(mutation, "webhook", "headers").(map[string]any) {
			if value != "********" {
				t.Errorf("%s is shown as %v", name, value)
			}
		}
		return r.at(mutation, "webhook", "id").(string)
	}
	hooks := []string{create("createOrganizationWebhook", map[string]any{"organization_id": q.organization()}),
		create("createWebhook", map[string]any{"pipe_id": pipe.ID}), create("createWebhook", map[string]any{"table_id": table.ID})}
	said := map[string]string{"the REST API": q.call(q.token, get, "/api/organizations/acme/webhooks", "").body}
	for i, id := range hooks {
		document := fmt.Sprintf(`mutation { testWebhook(input: {id: %q}) { delivery { id error } } }`, id)
		update := fmt.Sprintf(`mutation { %s(input: {id: %q name: "renamed" headers: {Authorization: "********" X_New_Token: %q}}) { webhook { headers } } }`,
			[]string{"updateOrganizationWebhook", "updateWebhook", "updateWebhook"}[i], id, secret)
		said[document], said[update] = q.ask(document).answer.body, q.ask(update).answer.body
	}
	lists := fmt.Sprintf(`{ organization(id: %d) { webhooks { headers } pipes { webhooks { headers } } tables { nodes { webhooks { headers } } } } }`, q.organization())
	r := q.ask(lists)
	r.fine()
	said[lists], said["the log"], said["the database"] = r.answer.body, q.log.String(), q.dump()+q.wholeAuditLog(t)
	ada := q.loggedIn("ada")
	pages := crawl(t, ada, "/organizations/acme")
	for _, path := range pages {
		said[path] = ada.get(path).body
	}
	for what, text := range said {
		if strings.Contains(text, secret) {
			t.Errorf("%s has it", what)
		}
	}
	if len(pages) < 20 {
		t.Errorf("only %d pages were looked at", len(pages))
	}
}

// wholeAuditLog is everything that the audit log says of what was done.
func (q querent) wholeAuditLog(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	err := q.db.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		rows, err := tx.Query(ctx, `SELECT action || before || after || reason FROM audit_log`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var text string
			if err := rows.Scan(&text); err != nil {
				return err
			}
			all.WriteString(text)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
