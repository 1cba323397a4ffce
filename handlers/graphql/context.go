package graphql

import (
	"context"
	"sync"

	"rollcall/app/access"
	"rollcall/handlers/graphql/model"
)

// request is what the resolvers of one request share.
type request struct {
	reader *model.Reader
	id     string // the correlation id of errors

	mu       sync.Mutex
	warnings []warning
}

// warning is something that was done, and that the client should know besides.
type warning struct {
	Message string   `json:"message"`
	Headers []string `json:"headers,omitempty"` // the names that it is about
}

type requestKey struct{}

func with(ctx context.Context, r *request) context.Context {
	return context.WithValue(ctx, requestKey{}, r)
}

func from(ctx context.Context) *request {
	r, _ := ctx.Value(requestKey{}).(*request)
	return r
}

func (r *request) actor() access.Actor { return r.reader.Actor() }

func (r *request) warn(message string, headers []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.warnings = append(r.warnings, warning{message, headers})
}
