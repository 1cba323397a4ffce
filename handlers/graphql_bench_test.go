package handlers

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db/dbtest"
)

// BenchmarkLargeOrganization reads an organization of 10,000 members, 500 pipes and 100 webhooks, over HTTP.
func BenchmarkLargeOrganization(b *testing.B) {
	q := newQuerent(b, dbtest.SQLite(b))
	q.crowd(10_000)
	for i := range 500 {
		q.pipe(fmt.Sprintf("Pipe %03d", i))
	}
	for i := range 100 {
		_, _, err := q.webhooks.Create(b.Context(), access.Command(), "acme", webhook.Form{Name: fmt.Sprintf("w%d", i), URL: "https://example.com/", Types: []event.Type{event.UserRoleSet}, Enabled: true})
		if err != nil {
			b.Fatal(err)
		}
	}
	for name, document := range map[string]string{
		"members and webhooks": `{ organization(id: %d) { id name members { role_name user { id name email username } } webhooks { id name url actions headers email } } }`,
		"pipes":                `{ organization(id: %d) { pipes { id name suid users_count members { user { id } } webhooks { id } } } }`,
	} {
		b.Run(name, func(b *testing.B) {
			body := fmt.Sprintf(`{"query":%q}`, fmt.Sprintf(document, q.organization()))
			measured(b, func() {
				if a := q.call(q.token, post, "/graphql", body); a.status != http.StatusOK || strings.Contains(a.body[:100], "errors") {
					b.Fatal(a.text())
				}
				q.clock.pass(time.Second) // the rate is another matter
			})
		})
	}
}
