package graphql

import (
	"context"

	"rollcall/app/directory"
	"rollcall/app/webhook"
	"rollcall/handlers/graphql/generated"
	"rollcall/handlers/graphql/model"
)

// resolver is the roots of the schema: each of their fields is one call of a use-case. The objects below them resolve
// their own fields.
type resolver struct {
	directory *directory.Service
	webhooks  *webhook.Service
}

// Query implements generated.ResolverRoot.
func (r *resolver) Query() generated.QueryResolver { return query{r} }

type query struct{ *resolver }

// Me implements generated.QueryResolver.
func (query) Me(ctx context.Context) (*model.User, error) { return from(ctx).reader.Me(ctx) }
