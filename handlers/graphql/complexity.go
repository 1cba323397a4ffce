package graphql

import (
	"encoding/json"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// pageMost is how many things a page holds at most, and what a list without pages counts as.
const pageMost = 50

// sizes says how many things the lists count as that are far from a page: what a description of the schema has, on
// the whole, and the few roles there are.
var sizes = map[string]int{
	"__Schema.types": 80, "__Schema.directives": 6, "__Type.fields": 5, "__Type.inputFields": 3, "__Type.enumValues": 1,
	"__Type.interfaces": 1, "__Type.possibleTypes": 1, "__Field.args": 1, "__Directive.args": 1,
	"Organization.membersCountByRole": 4,
	"TableConnection.nodes":           1, "TableConnection.edges": 1, "WebhookDeliveryConnection.nodes": 1, // counted as their pages
}

// costs finds what an operation may have to read: every field counts one, and what is below a list as often as the
// list is long.
type costs struct {
	variables map[string]any
	known     map[string]int // by fragment
}

// checkComplexity refuses an operation that may have to read too much. The document must be valid.
func checkComplexity(doc *ast.QueryDocument, operation *ast.OperationDefinition, variables map[string]any) *gqlerror.Error {
	c := costs{variables: variables, known: map[string]int{}}
	if cost := c.selection(operation.SelectionSet); cost > complexityMost {
		return limit(operation.Position, "This document has a complexity of more than %d, which is the most (every list counts as %d, or as many as are asked for): ask for fewer things at once.",
			complexityMost, pageMost)[0]
	}
	return nil
}

func (c costs) selection(set ast.SelectionSet) int {
	sum := 0
	for _, selected := range set {
		switch selected := selected.(type) {
		case *ast.Field:
			sum = addUpTo(sum, c.field(selected))
		case *ast.InlineFragment:
			sum = addUpTo(sum, c.selection(selected.SelectionSet))
		case *ast.FragmentSpread:
			sum = addUpTo(sum, c.fragment(selected.Definition))
		}
	}
	return sum
}

func (c costs) fragment(definition *ast.FragmentDefinition) int {
	cost, known := c.known[definition.Name]
	if !known {
		cost = c.selection(definition.SelectionSet)
		c.known[definition.Name] = cost
	}
	return cost
}

func (c costs) field(f *ast.Field) int {
	if len(f.SelectionSet) == 0 {
		return 1
	}
	return addUpTo(1, multiplyUpTo(c.size(f), c.selection(f.SelectionSet)))
}

// size is how many objects a field stands for: 1 unless it is a list or a page of one.
func (c costs) size(f *ast.Field) int {
	if size, known := sizes[f.ObjectDefinition.Name+"."+f.Name]; known {
		return size
	}
	if f.Definition.Arguments.ForName("first") != nil {
		return c.page(f)
	}
	if f.Definition.Type.Elem == nil {
		return 1
	}
	switch ids := c.argument(f, "ids").(type) {
	case nil:
		return pageMost
	case []any:
		return len(ids)
	}
	return 1
}

func (c costs) page(f *ast.Field) int {
	size := pageMost
	for _, name := range []string{"first", "last"} {
		if n, ok := number(c.argument(f, name)); ok && n >= 0 {
			size = min(size, n)
		}
	}
	return size
}

func (c costs) argument(f *ast.Field, name string) any {
	argument := f.Arguments.ForName(name)
	if argument == nil {
		return nil
	}
	value, err := argument.Value.Value(c.variables)
	if err != nil {
		return nil
	}
	return value
}

func number(value any) (int, bool) {
	switch value := value.(type) {
	case int64:
		return int(value), true
	case json.Number:
		n, err := strconv.Atoi(value.String())
		return n, err == nil
	}
	return 0, false
}
