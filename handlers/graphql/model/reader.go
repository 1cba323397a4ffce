// Package model is the objects of Pipefy's GraphQL API (contracts/pipefy.graphql) as they are read: each knows the
// others that were found with it, so that a list below a list is read in one go for all of them. It renders what
// directory and webhook answer and decides nothing; of HTTP and of documents it knows nothing.
package model

import (
	"context"
	"strconv"
	"sync/atomic"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/app/webhook"
)

// membersMost is how many members one request may read: what a document asks for is counted before it is run, but how
// long a list is, and how often a list lies in another, shows only then.
const membersMost = 50_000

// Reader finds objects for one request.
type Reader struct {
	directory *directory.Service
	webhooks  *webhook.Service
	actor     access.Actor
	base      string       // of the pages' addresses
	read      atomic.Int64 // members so far
}

// NewReader makes the reader of a request. base is the scheme and host of the pages.
func NewReader(d *directory.Service, w *webhook.Service, actor access.Actor, base string) *Reader {
	return &Reader{directory: d, webhooks: w, actor: actor, base: base}
}

// Actor is who asks.
func (r *Reader) Actor() access.Actor { return r.actor }

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
	return r.UsersOf([]directory.User{u})[0], nil
}

// membersAt reads the members of many places of one scope.
func (r *Reader) membersAt(ctx context.Context, scope event.Scope, ids []int64) (map[int64][]*Member, error) {
	return r.within(func(limit int) (map[int64][]directory.Member, error) {
		return r.directory.MembersOfPlaces(ctx, r.actor, scope, ids, limit)
	})
}

// within reads members by a use-case that takes what is left of membersMost as its limit, and refuses if that is too
// few. All that it read are rendered together.
func (r *Reader) within(read func(limit int) (map[int64][]directory.Member, error)) (map[int64][]*Member, error) {
	left := membersMost - int(r.read.Load())
	if left <= 0 {
		return nil, tooMany()
	}
	all, err := read(left)
	if err != nil {
		return nil, err
	}
	members := 0
	for _, list := range all {
		members += len(list)
	}
	if r.read.Add(int64(members)) > membersMost {
		return nil, tooMany()
	}
	return eachOf(all, r.MembersOf), nil
}

func tooMany() error {
	return app.Errorf(app.TooMany, "This asks for more than 50,000 members, which is the most: ask for fewer organizations, pipes, tables or groups at once.")
}

// denied is what is said where a list of many places has nothing of one of them.
func denied() error {
	return app.Errorf(app.Forbidden, "You don't have permission to see this: ask an administrator of the organization.")
}

func number(id int64) string { return strconv.FormatInt(id, 10) }
