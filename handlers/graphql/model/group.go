package model

import (
	"context"

	"rollcall/app/directory"
)

// Group is a named set of members of an organization.
type Group struct {
	ID          string
	Name        string
	Description string

	number int64
	among  *groups
}

// groups are those that were found together.
type groups struct {
	reader  *Reader
	numbers []int64
	members shared[map[int64][]*Member]
}

// GroupsOf renders groups that were found together.
func (r *Reader) GroupsOf(list []directory.Group) []*Group {
	all := &groups{reader: r}
	shown := make([]*Group, len(list))
	for i, g := range list {
		shown[i] = &Group{ID: number(g.ID), Name: g.Name, Description: g.Description, number: g.ID, among: all}
		all.numbers = append(all.numbers, g.ID)
	}
	return shown
}

// Members is who is in the group.
func (g *Group) Members(ctx context.Context) ([]*User, error) {
	all, err := g.among.members.get(func() (map[int64][]*Member, error) {
		return g.among.reader.within(func(limit int) (map[int64][]directory.Member, error) {
			return g.among.reader.directory.MembersOfGroups(ctx, g.among.reader.actor, g.among.numbers, limit)
		})
	})
	list, err := ofPlace(all, g.number, err)
	return usersBehind(list), err
}
