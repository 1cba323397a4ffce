package graphql

import (
	"context"
	"errors"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// mistakesMost bounds what is said of one document: whoever made the first few mistakes needs no more of the same.
const mistakesMost = 10

// prepare makes an operation of a request, or says why it is none. The order matters: each step is safe for what the
// steps before it let through. The library's own preparation is not used because its checks of fragments take
// exponential time before any limit is asked.
func (a *API) prepare(params graphql.RawParams) (*graphql.OperationContext, gqlerror.List) {
	doc, errs := parse(params.Query)
	if errs != nil {
		return nil, errs
	}
	if err := checkShape(doc); err != nil {
		return nil, gqlerror.List{err}
	}
	if err := checkNumbers(doc); err != nil {
		return nil, gqlerror.List{err}
	}
	if errs := validator.ValidateWithRules(a.schema, doc, rules.NewDefaultRules()); len(errs) > 0 {
		return nil, errs[:min(len(errs), mistakesMost)]
	}
	operation := doc.Operations.ForName(params.OperationName)
	if operation == nil {
		return nil, wrong(nil, "The document has no operation of that name: name one of its operations in \"operationName\".")
	}
	variables, err := a.variables(operation, params.Variables)
	if err != nil {
		return nil, gqlerror.List{err}
	}
	if err := checkComplexity(doc, operation, variables); err != nil {
		return nil, gqlerror.List{err}
	}
	return &graphql.OperationContext{
		RawQuery: params.Query, OperationName: params.OperationName, Doc: doc, Operation: operation, Variables: variables,
		RecoverFunc: recovered, ResolverMiddleware: untilDeadline,
		RootResolverMiddleware: func(ctx context.Context, next graphql.RootResolver) graphql.Marshaler { return next(ctx) },
	}, nil
}

// parse reads a document of at least one operation.
func parse(text string) (*ast.QueryDocument, gqlerror.List) {
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, tokensMost)
	var wrongSyntax *gqlerror.Error
	switch {
	case errors.As(err, &wrongSyntax) && tooManyTokens(wrongSyntax):
		return nil, limit(nil, "This document has more than %d words and signs, which is the most: send what is long in variables.", tokensMost)
	case errors.As(err, &wrongSyntax):
		return nil, gqlerror.List{wrongSyntax}
	case err != nil:
		return nil, wrong(nil, "This document can't be read: %v.", err)
	case len(doc.Operations) == 0:
		return nil, wrong(nil, "The document has no operation.")
	}
	return doc, nil
}

// variables coerces the variables to their types.
func (a *API) variables(operation *ast.OperationDefinition, sent map[string]any) (map[string]any, *gqlerror.Error) {
	variables, err := validator.VariableValues(a.schema, operation, sent)
	var refused *gqlerror.Error
	switch {
	case errors.As(err, &refused):
		if name, of := refused.Path.String(), "variable."; strings.HasPrefix(name, of) {
			refused.Message = "The variable $" + strings.TrimPrefix(name, of) + " " + phrase(refused.Message) + "."
		}
		refused.Path = nil // it is no place in the answer
		return nil, refused
	case err != nil:
		return nil, gqlerror.Wrap(err)
	}
	return variables, nil
}

// phrase makes the library's words about a variable the end of a sentence.
func phrase(words string) string {
	switch first, _, _ := strings.Cut(words, " "); first {
	case "must", "cannot":
		return strings.Replace(words, "cannot use", "can't take a", 1)
	}
	return "has a fault: " + words
}

// untilDeadline stops asking for more once the time is over.
func untilDeadline(ctx context.Context, next graphql.Resolver) (any, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return next(ctx)
}
