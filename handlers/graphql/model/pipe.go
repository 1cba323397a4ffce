package model

import (
	"context"
	"time"

	"rollcall/app/access"
	"rollcall/app/directory"
)

// Pipe is a pipe as the actor sees it.
type Pipe struct {
	ID             string // its number
	UUID           string
	SUID           string
	Name           string
	Description    string
	Icon           *string
	Color          *string
	Public         bool
	Role           *string // the actor's own
	UsersCount     int
	OrganizationID string
	CreatedAt      time.Time

	space
}

func (r *Reader) pipesOf(list []directory.Space, homes map[int64]*Organization) []*Pipe {
	all := r.spacesOf(access.Pipe, list, homes)
	shown := make([]*Pipe, len(list))
	for i, s := range list {
		shown[i] = &Pipe{ID: number(s.ID), UUID: s.UUID, SUID: s.SUID, Name: s.Name, Description: s.Description, Icon: text(s.Icon), Color: text(s.Color),
			Public: s.Public, Role: text(string(s.Role)), UsersCount: s.Members, OrganizationID: number(s.OrganizationID), CreatedAt: s.CreatedAt,
			space: space{s, all}}
	}
	return shown
}

// PipeOf renders one pipe.
func (r *Reader) PipeOf(s directory.Space) *Pipe { return r.pipesOf([]directory.Space{s}, nil)[0] }

// Pipe finds one pipe by its number, suid or uuid.
func (r *Reader) Pipe(ctx context.Context, id string) (*Pipe, error) {
	s, err := r.directory.Pipe(ctx, r.actor, id)
	if err != nil {
		return nil, err
	}
	return r.PipeOf(s), nil
}

// Pipes finds pipes in any spelling, in that order; nil is all that the actor sees. What the actor may not see is left
// out, like what does not exist.
func (r *Reader) Pipes(ctx context.Context, ids []*string) ([]*Pipe, error) {
	list, err := r.spaces(ctx, access.Pipe, ids)
	if err != nil {
		return nil, err
	}
	return r.pipesOf(list, nil), nil
}

// spaces finds pipes or tables by their ids, or all in the order of their organizations.
func (r *Reader) spaces(ctx context.Context, kind access.SpaceKind, ids []*string) ([]directory.Space, error) {
	if ids != nil {
		return r.directory.SpacesByIDs(ctx, r.actor, kind, given(ids))
	}
	places, err := r.directory.Organizations(ctx, r.actor)
	if err != nil {
		return nil, err
	}
	numbers := make([]int64, len(places))
	for i, o := range places {
		numbers[i] = o.ID
	}
	found, err := r.directory.SpacesOf(ctx, r.actor, kind, numbers, "")
	if err != nil {
		return nil, err
	}
	var list []directory.Space
	for _, id := range numbers {
		list = append(list, found[id]...)
	}
	return list, nil
}

// Members is who has a role in the pipe.
func (p *Pipe) Members(ctx context.Context) ([]*Member, error) {
	return p.listMembers(ctx)
}

// Users is the users behind Members.
func (p *Pipe) Users(ctx context.Context) ([]*User, error) {
	list, err := p.listMembers(ctx)
	return usersBehind(list), err
}

// Organization is whose pipe it is.
func (p *Pipe) Organization(ctx context.Context) (*Organization, error) { return p.home(ctx) }

// Webhooks is the webhooks of the pipe.
func (p *Pipe) Webhooks(ctx context.Context) ([]*Webhook, error) { return p.listWebhooks(ctx) }
