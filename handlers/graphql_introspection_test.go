package handlers

import (
	"fmt"
	"strings"
	"testing"

	"rollcall/db/dbtest"
)

// introspection is what tools ask to know a schema, with so many levels of types within types; theirs have 7 or 9.
func introspection(levels int) string {
	return `query IntrospectionQuery {
  __schema {
    description
    queryType { name kind }
    mutationType { name kind }
    subscriptionType { name kind }
    types { ...FullType }
    directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } }
  }
}
fragment FullType on __Type {
  kind name description specifiedByURL
  fields(includeDeprecated: true) {
    name description
    args(includeDeprecated: true) { ...InputValue }
    type { ...TypeRef }
    isDeprecated deprecationReason
  }
  inputFields(includeDeprecated: true) { ...InputValue }
  interfaces { ...TypeRef }
  enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
  possibleTypes { ...TypeRef }
}
fragment InputValue on __InputValue {
  name description
  type { ...TypeRef }
  defaultValue isDeprecated deprecationReason
}
fragment TypeRef on __Type { kind name ` + strings.Repeat(`ofType { kind name `, levels) + strings.Repeat(`} `, levels) + `}`
}

func TestGraphQLIntrospection(t *testing.T) {
	q := newQuerent(t, dbtest.SQLite(t))
	for _, levels := range []int{3, 7, 9} {
		t.Run(fmt.Sprintf("tools with %d levels learn the schema", levels), func(t *testing.T) {
			r := q.ask(introspection(levels))
			names := map[string]bool{}
			for _, typ := range r.fine("__schema", "types").([]any) {
				names[typ.(map[string]any)["name"].(string)] = true
			}
			for _, name := range []string{"Query", "Mutation", "Json", "JSON", "CreateWebhookInput", "DeleteOrganizationWebhookGQLMutationInput", "Errors", "TableConnection"} {
				if !names[name] {
					t.Errorf("there is no type %s", name)
				}
			}
		})
	}
	t.Run("a description that grows with every level is refused", func(t *testing.T) {
		q.ask(`{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }`).refused("INVALID_INPUT", "introspection depth")
		q.ask(`{ __schema { a: types { ...F } b: types { ...F } c: types { ...F } d: types { ...F } } } fragment F on __Type { `+manyAliases(6)+` }`).
			refused("USAGE_LIMIT_EXCEEDED", "complexity")
	})
}

func manyAliases(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "f%d: fields { name type { name ofType { name ofType { name } } } args { name type { name ofType { name } } } } ", i)
	}
	return b.String()
}

func TestGraphQLComplexity(t *testing.T) {
	q := newQuerent(t, dbtest.SQLite(t))
	acme := q.organization()
	for name, c := range map[string]struct {
		document string
		fine     bool
	}{
		"everybody in every pipe of one organization":        {fmt.Sprintf(`{ organization(id: %d) { pipes { members { role_name user { id name email username } } webhooks { id name url actions } } } }`, acme), true},
		"everybody in every pipe of every organization":      {`{ organizations { pipes { members { role_name user { id name email username } } } } }`, false},
		"the same of two organizations":                      {fmt.Sprintf(`{ organizations(ids: [%d, 4711]) { pipes { members { role_name user { id name email username } } } } }`, acme), true},
		"a page of tables":                                   {fmt.Sprintf(`{ organization(id: %d) { tables { nodes { members { role_name user { id } } } } } }`, acme), true},
		"organizations of tables of organizations of tables": {fmt.Sprintf(`{ organization(id: %d) { tables { nodes { organization { tables { nodes { members { user { id } } } } } } } } }`, acme), false},
		"the same with small pages":                          {fmt.Sprintf(`{ organization(id: %d) { tables(first: 5) { nodes { organization { tables(last: 5) { nodes { members { user { id } } } } } } } } }`, acme), true},
		"a page too large is a page":                         {fmt.Sprintf(`{ organization(id: %d) { tables(first: 99999999) { nodes { members { role_name user { id } } } } } }`, acme), true},
		"fragments count as often as they are spread":        {`{ a: organizations { ...o } b: organizations { ...o } c: organizations { ...o } } fragment o on Organization { pipes { id name suid uuid description icon color public role } }`, false},
		"and once when they are spread once":                 {`{ a: organizations { ...o } } fragment o on Organization { pipes { id name suid uuid description icon color public role } }`, true},
		"the many aliases of a list":                         {`{ organizations { ` + listAliases(25) + ` } }`, false},
	} {
		t.Run(name, func(t *testing.T) {
			r := q.ask(c.document)
			if c.fine {
				r.fine()
			} else {
				r.refused("USAGE_LIMIT_EXCEEDED", "complexity of more than 50000")
			}
		})
	}
	t.Run("variables count as what they say", func(t *testing.T) {
		const document = `query ($n: Int, $ids: [ID]) { organizations(ids: $ids) { tables(first: $n) { nodes { organization { tables(first: $n) { nodes { id name } } } } } } }`
		q.ask(document, variables{"n": 3, "ids": []any{acme}}).fine()
		q.ask(document, variables{"n": 50, "ids": []any{acme, acme, acme, acme, acme, acme, acme, acme, acme, acme}}).refused("USAGE_LIMIT_EXCEEDED", "complexity")
		q.ask(document, variables{"n": 50, "ids": nil}).refused("USAGE_LIMIT_EXCEEDED", "complexity")
		q.ask(document, variables{"n": 3, "ids": acme}).fine()
	})
}

func listAliases(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "p%d: pipes { id name } ", i)
	}
	return b.String() + "pipes { members { user { id } } }"
}
