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

type query struct{ *resolver }

type mutation struct{ *resolver }

// Query implements generated.ResolverRoot.
func (r *resolver) Query() generated.QueryResolver { return query{r} }

// Mutation implements generated.ResolverRoot.
func (r *resolver) Mutation() generated.MutationResolver { return mutation{r} }

// Organization implements generated.ResolverRoot.
func (r *resolver) Organization() generated.OrganizationResolver { return organization{} }

// organization is the fields of organizations that have arguments: the library wants them here.
type organization struct{}

// Pipes answers the organization's pipes.
func (organization) Pipes(ctx context.Context, o *model.Organization, ids []*string, includePublics *bool, nameSearch *string) ([]*model.Pipe, error) {
	return o.Pipes(ctx, ids, includePublics, nameSearch)
}

// Tables answers a page of the organization's tables.
func (organization) Tables(ctx context.Context, o *model.Organization, first *int, after *string, last *int, before *string, nameSearch *string) (*model.TableConnection, error) {
	return o.Tables(ctx, first, after, last, before, nameSearch)
}

// Me answers who asks.
func (query) Me(ctx context.Context) (*model.User, error) { return from(ctx).reader.Me(ctx) }

// Organization answers one organization.
func (query) Organization(ctx context.Context, id string) (*model.Organization, error) {
	return from(ctx).reader.Organization(ctx, id)
}

// Organizations answers some organizations, or all that the actor is a member of.
func (query) Organizations(ctx context.Context, ids []*string) ([]*model.Organization, error) {
	return from(ctx).reader.Organizations(ctx, ids)
}

// Pipe answers one pipe.
func (query) Pipe(ctx context.Context, id string) (*model.Pipe, error) {
	return from(ctx).reader.Pipe(ctx, id)
}

// Pipes answers some pipes, or all that the actor sees.
func (query) Pipes(ctx context.Context, ids []*string) ([]*model.Pipe, error) {
	return from(ctx).reader.Pipes(ctx, ids)
}

// Table answers one table.
func (query) Table(ctx context.Context, id string) (*model.Table, error) {
	return from(ctx).reader.Table(ctx, id)
}

// Tables answers some tables, or all that the actor sees.
func (query) Tables(ctx context.Context, ids []*string) ([]*model.Table, error) {
	return from(ctx).reader.Tables(ctx, ids)
}

// WebhookDeliveries answers a page of a webhook's history.
func (query) WebhookDeliveries(ctx context.Context, webhookID string, first *int, after *string) (*model.WebhookDeliveryConnection, error) {
	return from(ctx).reader.Deliveries(ctx, webhookID, first, after)
}
