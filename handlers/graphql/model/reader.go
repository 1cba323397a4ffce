// Package model is the objects of Pipefy's GraphQL API (contracts/pipefy.graphql) as they are read: each knows the
// others that were found with it, so that a list below a list is read in one go for all of them. It renders what
// directory and webhook answer and decides nothing; of HTTP and of documents it knows nothing.
package model

import (
	"context"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/webhook"
)

// Reader finds objects for one request.
type Reader struct {
	directory *directory.Service
	webhooks  *webhook.Service
	actor     access.Actor
}

// NewReader makes the reader of a request.
func NewReader(d *directory.Service, w *webhook.Service, actor access.Actor) *Reader {
	return &Reader{directory: d, webhooks: w, actor: actor}
}

// Me is who asks: the actor's own user. A service account is no user, but clients ask who they are to see whether their
// token is good: it answers with its client id and its name.
func (r *Reader) Me(ctx context.Context) (*User, error) {
	if r.actor.Kind == access.KindService {
		return &User{ID: r.actor.Username, Name: r.actor.Name, DisplayName: r.actor.Name, Username: r.actor.Username, Confirmed: true}, nil
	}
	u, err := r.directory.Account(ctx, r.actor)
	if err != nil {
		return nil, err
	}
	return userOf(u), nil
}
