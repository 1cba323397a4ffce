package model

import (
	"context"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
)

// spaces are pipes, or tables, that were found together.
type spaces struct {
	reader        *Reader
	kind          access.SpaceKind
	numbers       []int64
	homes         []string
	members       shared[map[int64][]*Member]
	webhooks      shared[map[int64][]*Webhook]
	organizations shared[map[int64]*Organization]
}

// spacesOf makes a set of spaces. homes are their organizations where those are known already.
func (r *Reader) spacesOf(kind access.SpaceKind, list []directory.Space, homes map[int64]*Organization) *spaces {
	all := &spaces{reader: r, kind: kind}
	seen := map[int64]bool{}
	for _, s := range list {
		all.numbers = append(all.numbers, s.ID)
		if !seen[s.OrganizationID] {
			seen[s.OrganizationID], all.homes = true, append(all.homes, number(s.OrganizationID))
		}
	}
	if homes != nil {
		_, _ = all.organizations.get(func() (map[int64]*Organization, error) { return homes, nil })
	}
	return all
}

// space is what a pipe and a table have in common.
type space struct {
	directory.Space
	among *spaces
}

func (s space) listMembers(ctx context.Context) ([]*Member, error) {
	all, err := s.among.members.get(func() (map[int64][]*Member, error) {
		return s.among.reader.membersAt(ctx, event.Scope(s.among.kind), s.among.numbers)
	})
	return ofPlace(all, s.ID, err)
}

func (s space) listWebhooks(ctx context.Context) ([]*Webhook, error) {
	all, err := s.among.webhooks.get(func() (map[int64][]*Webhook, error) {
		return s.among.reader.webhooksAt(ctx, event.Scope(s.among.kind), s.among.numbers)
	})
	return ofPlace(all, s.ID, err)
}

func (s space) home(ctx context.Context) (*Organization, error) {
	all, err := s.among.organizations.get(func() (map[int64]*Organization, error) {
		found, err := s.among.reader.directory.OrganizationsByIDs(ctx, s.among.reader.actor, s.among.homes)
		if err != nil || len(found) == 0 {
			return nil, err
		}
		return s.among.reader.OrganizationsOf(found)[0].among.byNumber, nil
	})
	return all[s.OrganizationID], err
}

// spaceKeys is ids of spaces in any spelling, read once for many spaces.
type spaceKeys map[spaceKey]bool

type spaceKey struct {
	column string
	value  any
}

func spaceKeysOf(ids []string) spaceKeys {
	keys := make(spaceKeys, len(ids))
	for _, id := range ids {
		if column, value, ok := access.SpaceKey(id); ok {
			keys[spaceKey{column, value}] = true
		}
	}
	return keys
}

// have reports whether one of the ids is of the space.
func (k spaceKeys) have(s directory.Space) bool {
	return k[spaceKey{"id", s.ID}] || k[spaceKey{"suid", s.SUID}] || k[spaceKey{"uuid", s.UUID}]
}
