package graphql

import (
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// checkNumbers refuses number literals that fit no type of Go: the library panics when it meets one within a scalar of
// ours. It is asked before the validator, so it looks everywhere and trusts nothing.
func checkNumbers(doc *ast.QueryDocument) *gqlerror.Error {
	for _, operation := range doc.Operations {
		for _, variable := range operation.VariableDefinitions {
			if err := numberIn(variable.DefaultValue); err != nil {
				return err
			}
			if err := numbersInDirectives(variable.Directives); err != nil {
				return err
			}
		}
		if err := numbersIn(operation.SelectionSet, operation.Directives); err != nil {
			return err
		}
	}
	for _, fragment := range doc.Fragments {
		if err := numbersIn(fragment.SelectionSet, fragment.Directives); err != nil {
			return err
		}
	}
	return nil
}

func numbersIn(set ast.SelectionSet, directives ast.DirectiveList) *gqlerror.Error {
	if err := numbersInDirectives(directives); err != nil {
		return err
	}
	for _, selected := range set {
		var err *gqlerror.Error
		switch selected := selected.(type) {
		case *ast.Field:
			if err = numbersInArguments(selected.Arguments); err == nil {
				err = numbersIn(selected.SelectionSet, selected.Directives)
			}
		case *ast.InlineFragment:
			err = numbersIn(selected.SelectionSet, selected.Directives)
		case *ast.FragmentSpread:
			err = numbersInDirectives(selected.Directives)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func numbersInDirectives(directives ast.DirectiveList) *gqlerror.Error {
	for _, directive := range directives {
		if err := numbersInArguments(directive.Arguments); err != nil {
			return err
		}
	}
	return nil
}

func numbersInArguments(arguments ast.ArgumentList) *gqlerror.Error {
	for _, argument := range arguments {
		if err := numberIn(argument.Value); err != nil {
			return err
		}
	}
	return nil
}

func numberIn(value *ast.Value) *gqlerror.Error {
	if value == nil {
		return nil
	}
	var err error
	switch value.Kind {
	case ast.IntValue:
		_, err = strconv.ParseInt(value.Raw, 10, 64)
	case ast.FloatValue:
		_, err = strconv.ParseFloat(value.Raw, 64)
	}
	if err != nil {
		return wrong(value.Position, "The number %.40s is too large: write it as a string.", value.Raw)[0]
	}
	for _, child := range value.Children {
		if err := numberIn(child.Value); err != nil {
			return err
		}
	}
	return nil
}
