package webhook

import (
	"context"
	"fmt"
	"slices"

	"rollcall/app/access"
	"rollcall/app/event"
)

// placesPerRead bounds a statement below the engines' limits.
const placesPerRead = 1000

// WebhooksOf is the webhooks of many places of one scope, by place, the newest last: a few statements, however many
// places there are. A place that does not exist, or whose webhooks the actor may not see, is left out; one without
// webhooks has an empty list.
func (s *Service) WebhooksOf(ctx context.Context, actor access.Actor, scope event.Scope, ids []int64) (map[int64][]Webhook, error) {
	of := make(map[int64][]Webhook, len(ids))
	for some := range slices.Chunk(ids, placesPerRead) {
		seen, err := s.placesSeen(ctx, actor, scope, some)
		if err != nil {
			return nil, err
		}
		if len(seen) == 0 {
			continue
		}
		for _, id := range seen {
			of[id] = []Webhook{}
		}
		list, err := s.listWebhooks(ctx, s.db, scope, seen...)
		if err != nil {
			return nil, err
		}
		for _, w := range list {
			of[w.ScopeID] = append(of[w.ScopeID], w)
		}
	}
	return of, nil
}

// placesSeen is those of the places whose webhooks the actor may see.
func (s *Service) placesSeen(ctx context.Context, actor access.Actor, scope event.Scope, ids []int64) ([]int64, error) {
	owners, err := s.ownersOf(ctx, scope, ids)
	if err != nil {
		return nil, err
	}
	organizations := make([]int64, 0, len(owners))
	for _, organization := range owners {
		organizations = append(organizations, organization)
	}
	slices.Sort(organizations)
	places, err := access.OrganizationPlacesByID(ctx, s.db, actor, slices.Compact(organizations)...)
	if err != nil {
		return nil, err
	}
	var seen []int64
	for id, organization := range owners {
		if place, found := places[organization]; found && place.Allows(actor, access.ManageWebhooks) {
			seen = append(seen, id)
		}
	}
	return seen, nil
}

// ownersOf is the organization of each place that exists.
func (s *Service) ownersOf(ctx context.Context, scope event.Scope, ids []int64) (map[int64]int64, error) {
	owners := make(map[int64]int64, len(ids))
	if scope == event.ScopeOrganization {
		for _, id := range ids {
			owners[id] = id
		}
		return owners, nil
	}
	args := []any{scope}
	for _, id := range ids {
		args = append(args, id)
	}
	rows, err := s.db.Query(ctx, `SELECT id, organization_id FROM spaces WHERE kind = $1 AND id IN (`+placeholders(2, len(ids))+`)`, args...)
	if err != nil {
		return nil, fmt.Errorf("find the owners of %ss: %w", scope, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, organization int64
		if err := rows.Scan(&id, &organization); err != nil {
			return nil, fmt.Errorf("find the owners of %ss: %w", scope, err)
		}
		owners[id] = organization
	}
	return owners, rows.Err()
}
