package handlers

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// strange is values that clients send by mistake or on purpose, by the kind of scalar; each is JSON.
var strange = map[string][]string{
	"String":   {`""`, `" "`, `"\u0000"`, `"a\u0000b"`, `"\ud800"`, `"\u202e\u200b"`, `"' OR 1=1 --"`, `"%_!"`, `"<script>"`, `"a\r\nb: c"`, `"` + strings.Repeat("x", 20_000) + `"`, `5`, `true`, `null`, `{}`, `[]`, `["x"]`},
	"ID":       {`""`, `"\u0000"`, `"\ud800"`, `0`, `-1`, `9223372036854775807`, `9223372036854775808`, `1e400`, `1.5`, `"1e3"`, `"0x10"`, `" 1 "`, `"` + strings.Repeat("9", 5000) + `"`, `true`, `null`, `{}`, `[]`},
	"Int":      {`-1`, `0`, `2147483648`, `9007199254740993`, `9223372036854775808`, `1e400`, `1.5`, `"1"`, `true`, `null`, `{}`},
	"Boolean":  {`1`, `"true"`, `null`, `{}`},
	"Json":     {`""`, `"null"`, `"{}"`, `{}`, `[]`, `"{\"a\": null}"`, `{"a": null}`, `{"": "x"}`, `{"a\u0000": "x"}`, `{"a": "\u0000"}`, `{"a": "\ud800"}`, `{"Host": "x"}`, `{"a": 1e400}`, `"{\"a\": 1}{\"b\": 2}"`, `5`, `true`, nest(5000), `"` + strings.ReplaceAll(nest(5000), `"`, `\"`) + `"`, many(1000)},
	"JSON":     {`""`, `"null"`, `{}`, `[]`, `{"a": "\u0000"}`, `{"a": "\ud800"}`, `{"a": 1e400}`, `5`, `true`, nest(5000), many(5000)},
	"DateTime": {`""`},
}

// nest is an object within an object, and so on.
func nest(depth int) string {
	return strings.Repeat(`{"a":`, depth) + `1` + strings.Repeat(`}`, depth)
}

// many is an object of many properties.
func many(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"k%d":"v",`, i)
	}
	return "{" + strings.TrimSuffix(b.String(), ",") + "}"
}

// schemaType is a type as the schema describes it.
type schemaType struct {
	Kind, Name  string
	OfType      *schemaType
	InputFields []schemaInput
	Fields      []struct {
		Name string
		Args []schemaInput
		Type *schemaType
	}
}

type schemaInput struct {
	Name string
	Type *schemaType
}

func (t *schemaType) named() string {
	for t.OfType != nil {
		t = t.OfType
	}
	return t.Name
}

func (t *schemaType) String() string {
	switch t.Kind {
	case "NON_NULL":
		return t.OfType.String() + "!"
	case "LIST":
		return "[" + t.OfType.String() + "]"
	}
	return t.Name
}

// TestStrangeValuesMakeNoFault puts every strange value in the place of every argument and every field of an input,
// beside good values in all the others. A refusal is fine, and so is success; a fault of ours is not.
func TestStrangeValuesMakeNoFault(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		q := querent{site: w.site, token: w.people["site"].token}
		types := q.schema()
		for _, root := range []string{"Query", "Mutation"} {
			for _, field := range types[root].Fields {
				t.Run(field.Name, func(t *testing.T) {
					w.site.t, w.t = t, t
					q.try(t, types, strings.ToLower(root), field.Name, field.Args, goodFor(field.Name, w.things(q)))
				})
			}
		}
	})
}

// good is a value for every name of an input.
func good(ids map[string]string) map[string]string {
	return map[string]string{"id": ids["acme"], "ids": `[` + ids["acme"] + `]`, "pipe_id": ids["pipe"], "organization_id": ids["acme"], "table_id": `null`, "group_id": ids["group"], "webhookId": `"` + ids["webhook"] + `"`,
		"deliveryId": `"` + ids["delivery"] + `"`, "pipeUuid": `"` + ids["pipeUuid"] + `"`, "usersUuids": `[]`, "groupsUuids": `[]`, "user_id": ids["bob"], "role_name": `"member"`, "email": `"bob@example.com"`,
		"name": `"x"`, "url": `"https://example.com/strange"`, "actions": `["user.role_set"]`, "headers": `{"a": "b"}`, "filters": `null`, "message": `"x"`, "description": `"x"`, "icon": `"x"`, "color": `"x"`,
		"seats": `5`, "public": `true`, "disabled": `true`, "overridePrevious": `true`, "overridePreviousWithSameUrl": `true`, "clientMutationId": `"x"`, "first": `5`, "after": `null`,
		"emails": `[{"email": "bob@example.com", "role_name": "member"}]`, "member": `{"user_id": ` + ids["bob"] + `, "role_name": "member"}`, "members": `[{"user_id": ` + ids["bob"] + `, "role_name": "member"}]`}
}

// goodFor is good for one field of the root: an id is of what the field is about, and one place is enough.
func goodFor(field string, ids map[string]string) map[string]string {
	all := good(ids)
	switch {
	case strings.Contains(field, "OrganizationWebhook"), field == "testWebhook":
		all["id"] = `"` + ids["webhook"] + `"`
	case strings.HasSuffix(field, "Webhook"):
		all["id"] = `"` + ids["pipeWebhook"] + `"`
	case strings.Contains(strings.ToLower(field), "pipe"):
		all["id"] = ids["pipe"]
	case strings.Contains(strings.ToLower(field), "table"):
		all["id"] = ids["table"]
	}
	if strings.HasPrefix(field, "setRole") || field == "inviteMembers" {
		all["organization_id"] = "null"
	}
	if field == "removeUserFromTable" {
		all["table_id"] = ids["table"]
	}
	return all
}

func (q querent) try(t *testing.T, types map[string]schemaType, operation, field string, args []schemaInput, good map[string]string) {
	t.Helper()
	document := func(arg schemaInput) string {
		selection := "__typename"
		return fmt.Sprintf("%s ($v: %s) { %s(%s: $v) { %s } }", operation, arg.Type, field, arg.Name, selection)
	}
	for _, arg := range args {
		input, isInput := types[arg.Type.named()]
		if !isInput || len(input.InputFields) == 0 {
			if slices.ContainsFunc(args, func(other schemaInput) bool { return other.Name != arg.Name && other.Type.Kind == "NON_NULL" }) {
				continue // the other one can't be left out
			}
			for _, value := range valuesOf(types, arg.Type) {
				q.harmless(t, document(arg), value)
			}
			continue
		}
		for _, changed := range input.InputFields {
			for _, value := range valuesOf(types, changed.Type) {
				object := []string{}
				for _, f := range input.InputFields {
					v := good[f.Name]
					if f.Name == changed.Name {
						v = value
					}
					object = append(object, fmt.Sprintf("%q: %s", f.Name, v))
				}
				q.harmless(t, document(arg), "{"+strings.Join(object, ", ")+"}")
			}
		}
	}
}

// valuesOf is what can be put in the place of a value of that type.
func valuesOf(types map[string]schemaType, typ *schemaType) []string {
	values, known := strange[typ.named()]
	if !known {
		values = []string{`null`, `5`, `"x"`, `{}`, `[]`, `[[]]`, `[null]`, `{"x": 1}`}
		for _, f := range types[typ.named()].InputFields {
			for _, v := range valuesOf(types, f.Type) {
				values = append(values, fmt.Sprintf(`[{"email": "a@example.com", "user_id": 1, "role_name": "member", %q: %s}]`, f.Name, v))
			}
		}
	}
	if strings.Contains(typ.String(), "[") {
		for _, v := range slices.Clone(values) {
			values = append(values, "["+v+"]")
		}
		values = append(values, `[[1], [2]]`, "["+strings.TrimSuffix(strings.Repeat(values[0]+",", 1001), ",")+"]")
	}
	return values
}

func (q querent) harmless(t *testing.T, document, value string) {
	t.Helper()
	text, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	q.clock.pass(1e9) // the rate is another matter
	a := q.call(q.token, post, "/graphql", `{"query":`+string(text)+`,"variables":{"v":`+value+`}}`)
	if a.status != http.StatusOK || strings.Contains(a.body, "INTERNAL_SERVER_ERROR") || !json.Valid([]byte(a.body)) {
		t.Errorf("%s with %.200s: answered %d with %s\n%s", document, value, a.status, a.text(), lastLine(q.log.String()))
	}
}

func lastLine(log string) string {
	lines := strings.Split(strings.TrimSpace(log), "\n")
	for _, line := range slices.Backward(lines) {
		if strings.Contains(line, "failed") {
			return line[:min(len(line), 1500)]
		}
	}
	return ""
}

// schema is every type by its name.
func (q querent) schema() map[string]schemaType {
	q.t.Helper()
	const typ = `{ kind name ofType { kind name ofType { kind name ofType { kind name } } } }`
	a := q.ask(`{ __schema { types { kind name inputFields { name type ` + typ + ` } fields { name args { name type ` + typ + ` } type ` + typ + ` } } } }`)
	a.fine()
	var described struct {
		Data struct {
			Schema struct{ Types []schemaType } `json:"__schema"`
		}
	}
	if err := json.Unmarshal([]byte(a.answer.body), &described); err != nil {
		q.t.Fatal(err)
	}
	types := map[string]schemaType{}
	for _, t := range described.Data.Schema.Types {
		types[t.Name] = t
	}
	return types
}
