// Package graphql is the door for programs that speak Pipefy's GraphQL API (contracts/pipefy.md) and for the tokens
// that they come with. It parses documents, holds their limits, calls the use-cases and renders what they answer; what
// is allowed and valid is said by directory, webhook and access.
package graphql

import (
	"context"
	_ "embed"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/labstack/echo/v4"
	"github.com/vektah/gqlparser/v2/ast"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/webhook"
	"rollcall/handlers/graphql/generated"
	"rollcall/handlers/graphql/model"
	"rollcall/handlers/visit"
)

// schemaText is the schema as people read it: generated code is made of it, and clients make theirs.
//
//go:embed schema.graphql
var schemaText []byte

// Config is everything the door needs; all of it is required.
type Config struct {
	Access    *access.Service
	Directory *directory.Service
	Webhooks  *webhook.Service
	BaseURL   *url.URL // of the pages: scheme and host
	Clock     app.Clock
	Log       *slog.Logger  // what went wrong on our side; never documents, variables or tokens
	Timeout   time.Duration // how long one request may take
}

// Timeout is how long one request may take (contracts/pipefy.md, Limits).
const Timeout = 33 * time.Second

// API holds the handlers. It is safe for concurrent use.
type API struct {
	Config
	schema *ast.Schema
	run    *executor.Executor
	rate   *rate
}

// New makes the handlers.
func New(config Config) *API {
	a := &API{Config: config, rate: newRate(config.Clock)}
	executable := generated.NewExecutableSchema(generated.Config{Resolvers: &resolver{config.Directory, config.Webhooks}})
	a.schema = executable.Schema()
	a.run = executor.New(executable)
	a.run.SetErrorPresenter(a.present)
	a.run.SetRecoverFunc(recovered)
	return a
}

// Serve answers POST /graphql: one operation. Every answer that GraphQL has a word for is 200, errors too.
func (a *API) Serve(c echo.Context) error {
	if err := a.rate.take(visit.Actor(c).TokenID, 1); err != nil {
		return err
	}
	if !visit.JSON(c) {
		return app.Errorf(visit.WrongType, "Send the request as application/json.")
	}
	params, err := read(c.Request().Body)
	if err != nil {
		return err
	}
	operation, errs := a.prepare(params)
	if errs != nil {
		return answer(c, http.StatusOK, response{Errors: problems(c, errs)})
	}
	if err := a.rate.take(visit.Actor(c).TokenID, changes(operation.Operation)-1); err != nil {
		return err
	}
	return a.execute(c, operation)
}

// changes is how many operations count for the rate: each field of a mutation is one, so that aliases are no way
// around it.
func changes(operation *ast.OperationDefinition) int {
	if operation.Operation != ast.Mutation {
		return 1
	}
	return max(1, len(operation.SelectionSet))
}

// execute runs an operation that has passed every limit.
func (a *API) execute(c echo.Context, operation *graphql.OperationContext) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), a.Timeout)
	defer cancel()
	r := &request{reader: model.NewReader(a.Directory, a.Webhooks, visit.Actor(c), a.BaseURL.Scheme+"://"+a.BaseURL.Host), id: visit.ID(c)}
	ctx = with(ctx, r)
	handle, ctx := a.run.DispatchOperation(ctx, operation)
	out := handle(ctx)
	errs := out.Errors
	if ctx.Err() == context.DeadlineExceeded {
		errs = limit(operation.Operation.Position, "This took longer than %d seconds, which is the most: ask for less at once.", int(a.Timeout.Seconds()))
	}
	body := response{Errors: problems(c, errs), Data: out.Data}
	if r.warnings != nil {
		body.Extensions = map[string]any{"warnings": r.warnings}
	}
	return answer(c, http.StatusOK, body)
}

// Schema answers GET /graphql/schema.graphql.
func (a *API) Schema(c echo.Context) error {
	return c.Blob(http.StatusOK, "text/plain; charset=utf-8", schemaText)
}
