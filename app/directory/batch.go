package directory

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"rollcall/app/access"
	"rollcall/app/event"
)

// The use-cases of this file read for many places at once, so that a request for a list of lists needs no statement for
// each. A place that the actor may not look into has no key in the answer; one without members has an empty list.

// MembersOfPlaces lists the members of several organizations, pipes or tables by name, with the role in each. limit is how
// many it reads in all, 0 for no matter; one more comes back when there are more.
func (s *Service) MembersOfPlaces(ctx context.Context, actor access.Actor, scope event.Scope, ids []int64, limit int) (map[int64][]Member, error) {
	open, err := s.openPlaces(ctx, actor, scope, ids)
	if err != nil {
		return nil, err
	}
	return s.membersOf(ctx, sourceOf(scope), open, limit)
}

// openPlaces are those whose members the actor may see.
func (s *Service) openPlaces(ctx context.Context, actor access.Actor, scope event.Scope, ids []int64) (open []int64, err error) {
	if scope == event.ScopeOrganization {
		return s.openOrganizations(ctx, actor, ids, access.ViewUsers)
	}
	if err := signedIn(actor); err != nil {
		return nil, err
	}
	spaces, err := inChunks(anys(ids), func(list string, ids []any) ([]Space, error) {
		return s.listSpaces(ctx, actor, access.SpaceKind(scope), "sp.id IN ("+list+")", ids)
	})
	for _, sp := range spaces {
		if sp.SeeMembers {
			open = append(open, sp.ID)
		}
	}
	return open, err
}

// openOrganizations are those in which the actor may do that.
func (s *Service) openOrganizations(ctx context.Context, actor access.Actor, ids []int64, action access.Action) (open []int64, err error) {
	if err := signedIn(actor); err != nil {
		return nil, err
	}
	for some := range slices.Chunk(ids, atOnce) {
		places, err := access.OrganizationPlaces(ctx, s.db, actor, some)
		if err != nil {
			return nil, err
		}
		for _, p := range places {
			if p.Allows(actor, action) {
				open = append(open, p.ID)
			}
		}
	}
	return open, nil
}

// keyed is a row with the number of what it belongs to.
type keyed[T any] struct {
	key int64
	row T
}

// membersOf reads the members of the places with those numbers.
func (s *Service) membersOf(ctx context.Context, from source, ids []int64, limit int) (map[int64][]Member, error) {
	if limit <= 0 {
		limit = 1 << 40
	}
	left := limit + 1
	rows, err := inChunksAfter(1, anys(ids), func(list string, ids []any) ([]keyed[Member], error) {
		rows, err := s.db.Query(ctx, "SELECT "+from.columns+", "+from.key+from.from+"WHERE "+from.key+" IN ("+list+") ORDER BY "+from.key+", u.name_folded, u.id LIMIT $1", append([]any{left}, ids...)...)
		if err != nil {
			return nil, fmt.Errorf("list members of %d places: %w", len(ids), err)
		}
		found, err := collect(rows, scanKeyedMember)
		left -= len(found)
		return found, err
	})
	byPlace := make(map[int64][]Member, len(ids))
	for _, id := range ids {
		byPlace[id] = []Member{}
	}
	for _, r := range rows {
		byPlace[r.key] = append(byPlace[r.key], r.row)
	}
	return byPlace, err
}

func scanKeyedMember(row scanner) (keyed[Member], error) {
	var r keyed[Member]
	var in int64
	u, err := scanUser(row, &r.row.Role, &r.row.Since, &in, &r.key)
	r.row.User, r.row.Since, r.row.Guest = u, r.row.Since.UTC(), u.OrganizationID != in
	return r, err
}

// MembersOfGroups lists the members of several groups by name, with the role in the group's organization. limit is that
// of MembersOfPlaces.
func (s *Service) MembersOfGroups(ctx context.Context, actor access.Actor, ids []int64, limit int) (map[int64][]Member, error) {
	groups, err := s.groupsByNumber(ctx, actor, "g.id", ids)
	if err != nil {
		return nil, err
	}
	open := make([]int64, len(groups))
	for i, g := range groups {
		open[i] = g.ID
	}
	return s.membersOf(ctx, source{memberColumns, ` FROM group_members gm JOIN groups g ON g.id = gm.group_id
		JOIN members m ON m.organization_id = g.organization_id AND m.user_id = gm.user_id
		JOIN users u ON u.id = m.user_id JOIN organizations o ON o.id = u.organization_id `, "gm.group_id"}, open, limit)
}

// CountsByRole counts the members of several organizations, pipes or tables by their role there.
func (s *Service) CountsByRole(ctx context.Context, actor access.Actor, scope event.Scope, ids []int64) (map[int64]map[access.Role]int, error) {
	open, err := s.openPlaces(ctx, actor, scope, ids)
	if err != nil {
		return nil, err
	}
	table, column := "members", "organization_id"
	if scope != event.ScopeOrganization {
		table, column = "space_members", "space_id"
	}
	counts := make(map[int64]map[access.Role]int, len(open))
	for _, id := range open {
		counts[id] = map[access.Role]int{}
	}
	_, err = inChunksAfter(0, anys(open), func(list string, ids []any) ([]struct{}, error) {
		rows, err := s.db.Query(ctx, "SELECT "+column+", role, COUNT(*) FROM "+table+" WHERE "+column+" IN ("+list+") GROUP BY "+column+", role", ids...)
		if err != nil {
			return nil, fmt.Errorf("count members of %d places: %w", len(ids), err)
		}
		return collect(rows, func(row scanner) (struct{}, error) {
			var id int64
			var role access.Role
			var n int
			err := row.Scan(&id, &role, &n)
			counts[id][role] = n
			return struct{}{}, err
		})
	})
	return counts, err
}

// GroupsOfOrganizations lists the groups of several organizations by name.
func (s *Service) GroupsOfOrganizations(ctx context.Context, actor access.Actor, ids []int64) (map[int64][]Group, error) {
	open, err := s.openOrganizations(ctx, actor, ids, access.ViewGroups)
	if err != nil {
		return nil, err
	}
	groups, err := s.groupsByNumber(ctx, actor, "g.organization_id", open)
	byOrganization := make(map[int64][]Group, len(open))
	for _, id := range open {
		byOrganization[id] = []Group{}
	}
	for _, g := range groups {
		byOrganization[g.OrganizationID] = append(byOrganization[g.OrganizationID], g)
	}
	return byOrganization, err
}

// GroupsByIDs finds groups by number, whatever their organization, by name. What the actor may not see is left out, like
// what doesn't exist.
func (s *Service) GroupsByIDs(ctx context.Context, actor access.Actor, ids []string) ([]Group, error) {
	return s.groupsByNumber(ctx, actor, "g.id", numbers(ids))
}

// groupsByNumber lists the groups that the actor may see by a column with numbers.
func (s *Service) groupsByNumber(ctx context.Context, actor access.Actor, column string, ids []int64) ([]Group, error) {
	if err := signedIn(actor); err != nil {
		return nil, err
	}
	groups, err := inChunksAfter(0, anys(ids), func(list string, ids []any) ([]Group, error) {
		return listGroups(ctx, s.db, "WHERE "+column+" IN ("+list+")", ids...)
	})
	if err != nil {
		return nil, err
	}
	var owners []int64
	for _, g := range groups {
		if !slices.Contains(owners, g.OrganizationID) {
			owners = append(owners, g.OrganizationID)
		}
	}
	open, err := s.openOrganizations(ctx, actor, owners, access.ViewGroups)
	return slices.DeleteFunc(groups, func(g Group) bool { return !slices.Contains(open, g.OrganizationID) }), err
}

// seenByActor is true of a user u whom the user $1, the service account $2, or everybody if $3, may see: the actor, and
// those in an organization whose users the actor may see.
const seenByActor = `($3 OR u.id = $1 OR EXISTS (
	SELECT 1 FROM members theirs LEFT JOIN members m ON m.organization_id = theirs.organization_id AND m.user_id = $1
	LEFT JOIN service_accounts sa ON sa.organization_id = theirs.organization_id AND sa.id = $2 AND sa.deleted_at IS NULL
	WHERE theirs.user_id = u.id AND COALESCE(m.role, sa.role) IN ('admin', 'normal')))`

// UsersByIDs finds users by number: the actor, and those who are in an organization whose users the actor may see. One
// who was removed is found by the site's administrator only.
func (s *Service) UsersByIDs(ctx context.Context, actor access.Actor, ids []int64) (map[int64]User, error) {
	if err := signedIn(actor); err != nil {
		return nil, err
	}
	users, err := inChunksAfter(3, anys(ids), func(list string, ids []any) ([]User, error) {
		rows, err := s.db.Query(ctx, "SELECT "+userColumns+userFrom+"WHERE u.id IN ("+list+") AND "+seenByActor, append([]any{actor.UserID, actor.ServiceID, actor.SiteAdmin}, ids...)...)
		if err != nil {
			return nil, fmt.Errorf("find %d users: %w", len(ids), err)
		}
		return collect(rows, func(row scanner) (User, error) { return scanUser(row) })
	})
	byID := make(map[int64]User, len(users))
	for _, u := range users {
		byID[u.ID] = u
	}
	return byID, err
}

// numbers reads ids that are numbers; others are nobody's.
func numbers(ids []string) []int64 {
	var all []int64
	for _, id := range ids {
		if n, err := strconv.ParseInt(id, 10, 64); err == nil {
			all = append(all, n)
		}
	}
	return all
}
