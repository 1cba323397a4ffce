package graphql

import (
	"context"

	"rollcall/handlers/graphql/model"
)

// request is what the resolvers of one request share.
type request struct {
	reader *model.Reader
	id     string // the correlation id of errors
}

type requestKey struct{}

func with(ctx context.Context, r request) context.Context {
	return context.WithValue(ctx, requestKey{}, r)
}

func from(ctx context.Context) request {
	r, _ := ctx.Value(requestKey{}).(request)
	return r
}
