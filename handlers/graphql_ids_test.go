package handlers

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/access"
	"rollcall/db/dbtest"
)

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
		for _, id := range []string{fmt.Sprint(pipe.ID), pipe.SUID, pipe.UUID, strings.ToUpper(pipe.UUID), " " + pipe.SUID + " "} {
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
