package handlers

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/db/dbtest"
)

// rightsOf says what each field of the roots answers to the members of acme: "" is no error. Outsiders are told of
// everything that it is not there. The ids are those of things in acme.
var rightsOf = []struct {
	field         string // of the root, with the ids to fill in
	admin, normal string
	guest         string
}{
	{`organization(id: {acme}) { id name role }`, "", "", ""},
	{`organization(id: {acme}) { id members { user { id } } }`, "", "", "PERMISSION_DENIED"},
	{`organization(id: {acme}) { id users { id } }`, "", "", "PERMISSION_DENIED"},
	{`organization(id: {acme}) { id membersCount }`, "", "", "PERMISSION_DENIED"},
	{`organization(id: {acme}) { id membersCountByRole { memberCount } }`, "", "", "PERMISSION_DENIED"},
	{`organization(id: {acme}) { id groups { id members { id } } }`, "", "", "PERMISSION_DENIED"},
	{`organization(id: {acme}) { id webhooks { id } }`, "", "PERMISSION_DENIED", "PERMISSION_DENIED"},
	{`pipe(id: {pipe}) { id organization { id } }`, "", "", "RESOURCE_NOT_FOUND"}, // it is public
	{`pipe(id: {pipe}) { id members { role_name } }`, "", "PERMISSION_DENIED", "RESOURCE_NOT_FOUND"},
	{`pipe(id: {pipe}) { id webhooks { id } }`, "", "PERMISSION_DENIED", "RESOURCE_NOT_FOUND"},
	{`table(id: {table}) { id }`, "", "RESOURCE_NOT_FOUND", "RESOURCE_NOT_FOUND"}, // it is not
	{`webhookDeliveries(webhookId: "{webhook}") { totalCount }`, "", "PERMISSION_DENIED", "PERMISSION_DENIED"},

	{`mutation createWebhook(input: {pipe_id: {pipe} name: "n" url: "https://example.com/{n}" actions: "user.role_set"}) { webhook { id } }`, "", "PERMISSION_DENIED", "RESOURCE_NOT_FOUND"},
	{`mutation createWebhook(input: {table_id: {table} name: "n" url: "https://example.com/{n}" actions: "user.role_set"}) { webhook { id } }`, "", "RESOURCE_NOT_FOUND", "RESOURCE_NOT_FOUND"},
	{`mutation updateWebhook(input: {id: "{pipeWebhook}" name: "{n}"}) { webhook { id } }`, "", "PERMISSION_DENIED", "PERMISSION_DENIED"},
	{`mutation createOrganizationWebhook(input: {organization_id: {acme} name: "n" url: "https://example.com/" actions: "user.role_set"}) { webhook { id } }`, "", "PERMISSION_DENIED", "PERMISSION_DENIED"},
	{`mutation updateOrganizationWebhook(input: {id: "{webhook}" name: "{n}"}) { webhook { id } }`, "", "PERMISSION_DENIED", "PERMISSION_DENIED"},
	{`mutation testWebhook(input: {id: "{webhook}"}) { delivery { id } }`, "", "PERMISSION_DENIED", "PERMISSION_DENIED"},
	{`mutation redeliverWebhook(input: {deliveryId: "{delivery}"}) { delivery { id } }`, "", "PERMISSION_DENIED", "PERMISSION_DENIED"},
	{`mutation inviteMembers(input: {organization_id: {acme} emails: {email: "{n}@example.com" role_name: "normal"}}) { errors { message } }`, "", "PERMISSION_DENIED", "PERMISSION_DENIED"},
	{`mutation inviteMembers(input: {pipe_id: {pipe} emails: {email: "{n}@example.com" role_name: "member"}}) { errors { message } }`, "", "PERMISSION_DENIED", "RESOURCE_NOT_FOUND"},
	{`mutation setRole(input: {organization_id: {acme} member: {user_id: {bob} role_name: "normal"}}) { member { role_name } }`, "", "PERMISSION_DENIED", "PERMISSION_DENIED"},
	{`mutation setRoles(input: {organization_id: {acme} members: {user_id: {bob} role_name: "normal"}}) { members { role_name } }`, "", "PERMISSION_DENIED", "PERMISSION_DENIED"},
	{`mutation disableUser(input: {organization_id: {acme} email: "bob@example.com" disabled: false}) { user { id } }`, "", "PERMISSION_DENIED", "PERMISSION_DENIED"},
	{`mutation createPipe(input: {organization_id: {acme} name: "{n}"}) { pipe { id } }`, "", "PERMISSION_DENIED", "PERMISSION_DENIED"},
	{`mutation createTable(input: {organization_id: {acme} name: "{n}"}) { table { id } }`, "", "PERMISSION_DENIED", "PERMISSION_DENIED"},
	{`mutation createGroup(input: {organization_id: {acme} name: "{n}"}) { group { id } }`, "", "PERMISSION_DENIED", "PERMISSION_DENIED"},
	{`mutation addUserToGroup(input: {group_id: {group} email: "bob@example.com"}) { success }`, "", "PERMISSION_DENIED", "RESOURCE_NOT_FOUND"},
	{`mutation removeUserFromGroup(input: {group_id: {group} email: "bob@example.com"}) { success }`, "", "PERMISSION_DENIED", "RESOURCE_NOT_FOUND"},
	{`mutation removeMembersFromPipe(input: {pipeUuid: "{pipeUuid}" usersUuids: []}) { success }`, "", "PERMISSION_DENIED", "RESOURCE_NOT_FOUND"},
	{`mutation removeUserFromPipe(input: {pipe_id: {pipe} email: "bob@example.com"}) { success }`, "", "PERMISSION_DENIED", "RESOURCE_NOT_FOUND"},
	{`mutation removeUserFromRepo(input: {pipe_id: {pipe2} email: "bob@example.com"}) { success }`, "", "PERMISSION_DENIED", "RESOURCE_NOT_FOUND"},
	{`mutation removeUserFromTable(input: {table_id: {table} email: "bob@example.com"}) { success }`, "", "RESOURCE_NOT_FOUND", "RESOURCE_NOT_FOUND"},
	{`mutation removeUserFromOrg(input: {organization_id: {acme} email: "bob@example.com"}) { success }`, "", "PERMISSION_DENIED", "PERMISSION_DENIED"},
	{`mutation deleteWebhook(input: {id: "{pipeWebhook}"}) { success }`, "", "PERMISSION_DENIED", "PERMISSION_DENIED"},
	{`mutation deleteOrganizationWebhook(input: {id: "{webhook}"}) { success }`, "", "PERMISSION_DENIED", "PERMISSION_DENIED"},
	{`mutation deletePipe(input: {id: {pipe}}) { success }`, "", "PERMISSION_DENIED", "RESOURCE_NOT_FOUND"},
	{`mutation deleteTable(input: {id: {table}}) { success }`, "", "RESOURCE_NOT_FOUND", "RESOURCE_NOT_FOUND"},
}

// without is what has no row: who may do it is no question of a place.
var without = []string{"me", "organizations", "pipes", "tables", "createOrganization"}

var rootField = regexp.MustCompile(`^(mutation )?(\w+)`)

func TestEveryOperationAgainstEveryRole(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	q := querent{site: w.site, token: w.people["admin"].token}
	ids := w.things(q)
	outsiders := []string{"outsider"}
	askAs := func(t *testing.T, who, field string, ids map[string]string) told {
		t.Helper()
		kind, rest := "", field
		if changes, found := strings.CutPrefix(field, "mutation "); found {
			kind, rest = "mutation ", changes
		}
		for name, id := range ids {
			rest = strings.ReplaceAll(rest, "{"+name+"}", id)
		}
		w.made++
		return querent{site: w.site, token: w.people[who].token}.ask(kind + "{ " + strings.ReplaceAll(rest, "{n}", fmt.Sprintf("n%d", w.made)) + " }")
	}
	for _, row := range rightsOf {
		t.Run(row.field, func(t *testing.T) {
			w.site.t, w.t = t, t
			for who, want := range map[string]string{"normal": row.normal, "company": row.guest, "external": row.guest} {
				before := w.dump()
				r := askAs(t, who, row.field, ids)
				got := ""
				if len(r.Errors) > 0 {
					got = r.Errors[0].Extensions.Code
				}
				if got != want {
					t.Errorf("%s is answered %s", who, r.answer.text())
				}
				if w.dump() != before {
					t.Errorf("%s changed something", who)
				}
			}
			for _, who := range outsiders {
				before := w.dump()
				foreign, unknown := askAs(t, who, row.field, ids), askAs(t, who, row.field, unknownIDs)
				foreign.refused("RESOURCE_NOT_FOUND", "There is no such")
				if diff := cmp.Diff(withoutIDs(unknown), withoutIDs(foreign)); diff != "" {
					t.Errorf("%s is told more of what is there: %s", who, diff)
				}
				if w.dump() != before {
					t.Errorf("%s changed something", who)
				}
			}
			if r := askAs(t, "admin", row.field, ids); (len(r.Errors) > 0) != (row.admin != "") {
				t.Errorf("the administrator is answered %s", r.answer.text())
			}
		})
	}
	t.Run("no operation is without a row", func(t *testing.T) {
		w.site.t, w.t = t, t
		known := slices.Clone(without)
		for _, row := range rightsOf {
			known = append(known, rootField.FindStringSubmatch(row.field)[2])
		}
		for _, root := range []string{"Query", "Mutation"} {
			for _, f := range q.ask(`{ __type(name: "`+root+`") { fields { name } } }`).fine("__type", "fields").([]any) {
				if name := f.(map[string]any)["name"].(string); !slices.Contains(known, name) {
					t.Errorf("%s has none", name)
				}
			}
		}
	})
	t.Run("only the site's administrator makes organizations", func(t *testing.T) {
		w.site.t, w.t = t, t
		for who, want := range map[string]string{"admin": "PERMISSION_DENIED", "outsider": "PERMISSION_DENIED", "normal": "PERMISSION_DENIED", "site": ""} {
			r := askAs(t, who, `mutation createOrganization(input: {name: "{n}"}) { organization { id } }`, nil)
			if got := len(r.Errors) > 0; got != (want != "") || got && r.Errors[0].Extensions.Code != want {
				t.Errorf("%s is answered %s", who, r.answer.text())
			}
		}
	})
}

// unknownIDs is those of nothing. That of a delivery is of the present: of an older one its age would be told.
var unknownIDs = map[string]string{"acme": "4711", "pipe": "4711", "pipe2": "4711", "table": "4711", "webhook": "0123456789abcdef01234567", "pipeWebhook": "0123456789abcdef01234567",
	"delivery": "019cebab-8748-7000-8000-000000000000", "group": "4711", "pipeUuid": "019cebab-8748-7000-8000-000000000000", "bob": "4711"}

// withoutIDs is an answer without what differs from request to request.
func withoutIDs(r told) string {
	return regexp.MustCompile(`"correlation_id":"[0-9a-f]+"`).ReplaceAllString(r.answer.body, "")
}

// things makes something of every kind in acme, and bob in all of it, and says their ids.
func (w *world) things(q querent) map[string]string {
	w.t.Helper()
	if _, err := w.directory.FindMember(w.t.Context(), access.Command(), inAcme, directory.Ref{Login: "bob"}); err != nil {
		w.user("acme", "bob", false)
	}
	bob, err := w.directory.FindMember(w.t.Context(), access.Command(), inAcme, directory.Ref{Login: "bob"})
	if err != nil {
		w.t.Fatal(err)
	}
	acme := fmt.Sprint(bob.OrganizationID)
	ids := map[string]string{"bob": fmt.Sprint(bob.ID), "acme": acme}
	make := func(mutation string, path ...any) string {
		return fmt.Sprint(q.ask("mutation { " + mutation + " }").fine(path...))
	}
	for _, name := range []string{"pipe", "pipe2"} {
		s, err := w.directory.CreatePipe(w.t.Context(), access.Command(), inAcme, spaceForm(name, true))
		if err != nil {
			w.t.Fatal(err)
		}
		ids[name], ids[name+"Uuid"] = fmt.Sprint(s.ID), s.UUID
	}
	ids["table"] = make(`createTable(input: {organization_id: `+acme+` name: "table"}) { table { internal_id } }`, "createTable", "table", "internal_id")
	for _, input := range []string{"pipe_id: " + ids["pipe"], "pipe_id: " + ids["pipe2"], "table_id: " + ids["table"]} {
		make(`inviteMembers(input: {` + input + ` emails: {email: "bob@example.com" role_name: "member"}}) { errors { message } }`)
	}
	ids["group"] = make(`createGroup(input: {organization_id: `+acme+` name: "`+w.name("Crew ")+`"}) { group { id } }`, "createGroup", "group", "id")
	ids["pipeWebhook"] = make(`createWebhook(input: {pipe_id: `+ids["pipe"]+` name: "n" url: "https://example.com/first" actions: "user.role_set"}) { webhook { id } }`, "createWebhook", "webhook", "id")
	ids["webhook"] = make(`createOrganizationWebhook(input: {organization_id: `+acme+` name: "n" url: "https://example.com/" actions: "user.role_set"}) { webhook { id } }`, "createOrganizationWebhook", "webhook", "id")
	ids["delivery"] = make(`testWebhook(input: {id: "`+ids["webhook"]+`"}) { delivery { id } }`, "testWebhook", "delivery", "id")
	return ids
}

func TestAPipesOwnAdministrator(t *testing.T) {
	q := newQuerent(t, dbtest.SQLite(t))
	bob := q.user("acme", "bob", false)
	pipe := q.pipe("Hiring")
	q.ask(fmt.Sprintf(`mutation { inviteMembers(input: {pipe_id: %d emails: {email: "bob@example.com" role_name: "admin"}}) { errors { message } } }`, pipe.ID)).fine()
	own := querent{q.site, q.site.token(bob), q.ada}
	t.Run("manages the pipe's members", func(t *testing.T) {
		own.ask(fmt.Sprintf(`mutation { inviteMembers(input: {pipe_id: %d emails: {email: "ada@example.com" role_name: "member"}}) { errors { message } } }`, pipe.ID)).fine()
		own.ask(fmt.Sprintf(`mutation { setRole(input: {pipe_id: %d member: {user_id: %d role_name: "creator"}}) { member { role_name } } }`, pipe.ID, q.ada.ID)).fine()
		own.ask(fmt.Sprintf(`mutation { removeUserFromPipe(input: {pipe_id: %d email: "ada@example.com"}) { success } }`, pipe.ID)).fine()
	})
	t.Run("and not its webhooks", func(t *testing.T) {
		own.ask(fmt.Sprintf(`mutation { createWebhook(input: {pipe_id: %d name: "n" url: "https://example.com/" actions: "user.role_set"}) { webhook { id } } }`, pipe.ID)).refused("PERMISSION_DENIED", "")
		own.ask(fmt.Sprintf(`{ pipe(id: %d) { webhooks { id } } }`, pipe.ID)).refused("PERMISSION_DENIED", "")
	})
}

func TestAServiceAccountThroughGraphQL(t *testing.T) {
	q := newQuerent(t, dbtest.SQLite(t))
	account, secret, err := q.access.CreateServiceAccount(t.Context(), access.Command(), "acme", "CI", access.Admin)
	if err != nil {
		t.Fatal(err)
	}
	token, err := q.access.IssueAccessToken(t.Context(), account.ClientID, secret, "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	ci := querent{q.site, token.Secret, q.ada}
	ci.ask(fmt.Sprintf(`mutation { createOrganizationWebhook(input: {organization_id: %d name: "n" url: "https://example.com/" actions: "user.role_set"}) { webhook { id } } }`, q.organization())).fine()
	ci.ask(fmt.Sprintf(`mutation { inviteMembers(input: {organization_id: %d emails: {email: "new@example.com" role_name: "normal"}}) { users { id } errors { message } } }`, q.organization())).fine("inviteMembers", "users", 0)
	if got := ci.ask(`{ organizations { name role members { user { email } } webhooks { id } } me { id } }`).fine("organizations", 0, "role"); got != "admin" {
		t.Errorf("its role is %v", got)
	}
}
