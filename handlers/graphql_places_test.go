package handlers

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"rollcall/app/access"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestGraphQLOrganizations(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := newQuerent(t, d)
		q.user("acme", "bob", false)
		q.user("initech", "bill", true)
		bill := querent{q.site, q.site.token(q.user("initech", "peter", false)), q.ada}
		for i := range 60 {
			q.table(fmt.Sprintf("Table %02d", i))
		}
		q.pipe("Hiring")
		q.pipe("Firing")
		acme := q.organization()
		t.Run("everything that is known of one, and null for what is not", func(t *testing.T) {
			got := q.ask(fmt.Sprintf(`{ organization(id: %d) { id uuid name role planName createdAt created_at createdBy { id } membersCount users_count
				membersCountByRole { name title memberCount isCustom } users { username } members { role_name user { username displayName createdAt avatarUrl avatar_url locale timezone } }
				onlyAdminCanCreatePipes onlyAdminCanInviteUsers pipesCount pipes { name } groups { id } webhooks { id } } }`, acme)).fine("organization").(map[string]any)
			organizationUUID, _ := got["uuid"].(string)
			if uuid.Validate(organizationUUID) != nil {
				t.Errorf("the uuid is %q", organizationUUID)
			}
			role := func(name, title string, count float64) map[string]any {
				return map[string]any{"name": name, "title": title, "memberCount": count, "isCustom": false}
			}
			person := func(username, name, role string) map[string]any {
				return map[string]any{"role_name": role, "user": map[string]any{"username": username, "displayName": name, "createdAt": "2026-03-14T09:26:53Z", "avatarUrl": nil, "avatar_url": nil, "locale": nil, "timezone": nil}}
			}
			want := map[string]any{"id": fmt.Sprint(acme), "uuid": organizationUUID, "name": "acme", "role": "admin", "planName": nil, "createdAt": "2026-03-14T09:26:53Z", "created_at": "2026-03-14T09:26:53Z", "createdBy": nil, // the command line made it
				"membersCount": 2.0, "users_count": 2.0,
				"membersCountByRole": []any{role("admin", "Admin", 1), role("normal", "Normal", 1), role("company_guest", "Company guest", 0), role("external_guest", "External guest", 0)},
				"users":              []any{map[string]any{"username": "ada"}, map[string]any{"username": "bob"}}, "members": []any{person("ada", "Ada", "admin"), person("bob", "Bob", "normal")},
				"onlyAdminCanCreatePipes": true, "onlyAdminCanInviteUsers": true, "pipesCount": 2.0, "pipes": []any{map[string]any{"name": "Firing"}, map[string]any{"name": "Hiring"}}, "groups": []any{}, "webhooks": []any{}}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("its uuid is another of its ids, and who made it is known to those who may see them", func(t *testing.T) {
			made := q.ask(`mutation { createOrganization(input: {name: "Wonka"}) { organization { id uuid createdBy { username } } } }`).fine("createOrganization", "organization").(map[string]any)
			document := fmt.Sprintf(`{ organization(id: %q) { id createdBy { username } } organizations(ids: [%q]) { id createdBy { id } } }`, made["uuid"], made["uuid"])
			if got := q.ask(document).fine("organization"); !cmp.Equal(got, any(map[string]any{"id": made["id"], "createdBy": map[string]any{"username": "ada"}})) {
				t.Errorf("got %v, made %v", got, made)
			}
			q.ask(fmt.Sprintf(`mutation { createOrganizationWebhook(input: {organization_id: %q name: "w" url: "https://example.com/" actions: "user.role_set"}) { webhook { id } }
				createPipe(input: {organization_id: %q name: "p"}) { pipe { organizationId } }
				inviteMembers(input: {organization_id: %q emails: {email: "charlie@example.com" role_name: "normal"}}) { errors { message } } }`, made["uuid"], made["uuid"], made["uuid"])).fine()
			id, err := strconv.ParseInt(made["id"].(string), 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			account, secret, err := q.access.CreateServiceAccount(t.Context(), access.Command(), "wonka", "CI", access.Admin)
			if err != nil {
				t.Fatal(err)
			}
			token, err := q.access.IssueAccessToken(t.Context(), account.ClientID, secret, "192.0.2.1")
			if err != nil {
				t.Fatal(err)
			}
			local := querent{q.site, token.Secret, q.ada} // sees wonka and not ada, who is at home in acme
			if got := local.ask(fmt.Sprintf(`{ organization(id: %d) { createdBy { id } } }`, id)).fine("organization", "createdBy"); got != nil {
				t.Errorf("somebody who may not see ada sees %v", got)
			}
			bill.ask(fmt.Sprintf(`{ organization(id: %q) { id } }`, made["uuid"])).refused("RESOURCE_NOT_FOUND", "no such organization")
		})
		t.Run("lists are in the order asked, without what is foreign or unknown", func(t *testing.T) {
			all := q.ask(`{ organizations { name } }`).fine("organizations").([]any)
			if len(all) != 3 {
				t.Errorf("the site's administrator sees %v", all)
			}
			if got := bill.ask(fmt.Sprintf(`{ organizations(ids: [4711, %d, "x", null]) { name } pipes(ids: [1, 2]) { id } tables { id } }`, acme)).fine(); !cmp.Equal(got, any(map[string]any{"organizations": []any{}, "pipes": []any{}, "tables": []any{}})) {
				t.Errorf("somebody else sees %v", got)
			}
			if got := bill.ask(`{ organizations { name } }`).fine("organizations"); !cmp.Equal(got, any([]any{map[string]any{"name": "initech"}})) {
				t.Errorf("somebody else sees %v", got)
			}
		})
		t.Run("tables come in pages of 50, forwards and backwards", func(t *testing.T) {
			page := func(arguments string) told {
				return q.ask(fmt.Sprintf(`{ organization(id: %d) { tables%s { totalCount nodes { name } edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`, acme, arguments))
			}
			first := page("")
			if n := len(first.fine("organization", "tables", "nodes").([]any)); n != 50 || first.at("organization", "tables", "totalCount") != 60.0 || first.at("organization", "tables", "pageInfo", "hasNextPage") != true {
				t.Fatalf("the first page is %s", first.answer.body)
			}
			second := page(fmt.Sprintf(`(first: 99999999, after: %q)`, first.at("organization", "tables", "pageInfo", "endCursor")))
			if n := len(second.fine("organization", "tables", "nodes").([]any)); n != 10 || second.at("organization", "tables", "nodes", 0, "name") != "Table 50" || second.at("organization", "tables", "pageInfo", "hasNextPage") != false ||
				second.at("organization", "tables", "pageInfo", "hasPreviousPage") != true {
				t.Errorf("the second page is %s", second.answer.body)
			}
			back := page(fmt.Sprintf(`(last: 3, before: %q)`, second.at("organization", "tables", "edges", 0, "cursor")))
			if got := back.fine("organization", "tables", "nodes"); !cmp.Equal(got, any([]any{map[string]any{"name": "Table 47"}, map[string]any{"name": "Table 48"}, map[string]any{"name": "Table 49"}})) {
				t.Errorf("the page before is %v", got)
			}
			if got := page(`(last: 2)`).fine("organization", "tables", "nodes"); !cmp.Equal(got, any([]any{map[string]any{"name": "Table 58"}, map[string]any{"name": "Table 59"}})) {
				t.Errorf("the last two are %v", got)
			}
			if got := page(`(first: 5, name_search: "table 0")`).fine("organization", "tables", "totalCount"); got != 10.0 {
				t.Errorf("found %v", got)
			}
			if got := page(`(first: 0)`).fine("organization", "tables", "nodes").([]any); len(got) != 0 {
				t.Errorf("none are %v", got)
			}
			for arguments, sentence := range map[string]string{`(first: -1)`: "negative", `(last: -5)`: "negative", `(after: "x")`: "no such cursor", `(before: "MSAx")`: ""} {
				if r := page(arguments); sentence != "" {
					r.refused("INVALID_INPUT", sentence)
				}
			}
		})
		t.Run("a page goes on where it was, though its last table is gone", func(t *testing.T) {
			first := q.ask(fmt.Sprintf(`{ organization(id: %d) { tables(first: 3) { nodes { id name } pageInfo { endCursor } } } }`, acme))
			q.ask(fmt.Sprintf(`mutation { deleteTable(input: {id: %q}) { success } }`, first.fine("organization", "tables", "nodes", 2, "id"))).fine()
			next := q.ask(fmt.Sprintf(`{ organization(id: %d) { tables(first: 1, after: %q) { nodes { name } } } }`, acme, first.at("organization", "tables", "pageInfo", "endCursor")))
			if got := next.fine("organization", "tables", "nodes", 0, "name"); got != "Table 03" {
				t.Errorf("it goes on with %v", got)
			}
		})
		t.Run("pipes are narrowed by id and by name", func(t *testing.T) {
			hiring := q.ask(fmt.Sprintf(`{ organization(id: %d) { pipes(name_search: "HIRING") { id suid } } }`, acme)).fine("organization", "pipes", 0).(map[string]any)
			for _, id := range []any{hiring["id"], hiring["suid"]} {
				got := q.ask(fmt.Sprintf(`{ organization(id: %d) { pipes(ids: [%q, 4711, null], include_publics: true) { name } } }`, acme, id)).fine("organization", "pipes")
				if !cmp.Equal(got, any([]any{map[string]any{"name": "Hiring"}})) {
					t.Errorf("%v: got %v", id, got)
				}
			}
		})
	})
}

func TestGraphQLPublicPipes(t *testing.T) {
	q := newQuerent(t, dbtest.SQLite(t))
	bob := querent{q.site, q.site.token(q.user("acme", "bob", false)), q.ada}
	for name, public := range map[string]bool{"Open": true, "Closed": false} {
		if _, err := q.directory.CreatePipe(t.Context(), access.Command(), inAcme, spaceForm(name, public)); err != nil {
			t.Fatal(err)
		}
	}
	for arguments, want := range map[string]int{"": 0, "(include_publics: false)": 0, "(include_publics: true)": 1} {
		if got := bob.ask(fmt.Sprintf(`{ organization(id: %d) { pipes%s { name } } }`, q.organization(), arguments)).fine("organization", "pipes").([]any); len(got) != want {
			t.Errorf("pipes%s: got %v", arguments, got)
		}
	}
	if got := q.ask(fmt.Sprintf(`{ organization(id: %d) { pipes { name } } }`, q.organization())).fine("organization", "pipes").([]any); len(got) != 2 {
		t.Errorf("the administrator sees %v", got)
	}
}
