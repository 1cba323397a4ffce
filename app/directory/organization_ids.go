package directory

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"rollcall/app/access"
	"rollcall/db"
)

// OrganizationsByIDs finds organizations by number or uuid, in the order asked, each once, with the actor's role in each. What
// the actor has no role in is left out, like what doesn't exist. One statement more than Organizations.
func (s *Service) OrganizationsByIDs(ctx context.Context, actor access.Actor, ids []string) ([]Organization, error) {
	wanted, err := organizationNumbers(ctx, s.db, ids)
	if err != nil {
		return nil, err
	}
	open, err := s.openOrganizations(ctx, actor, wanted, access.ViewOrganization)
	if err != nil {
		return nil, err
	}
	found, err := inChunksAfter(2, anys(open), func(list string, ids []any) ([]Organization, error) {
		return listOrganizationsWithRole(ctx, s.db, actor, "WHERE o.id IN ("+list+")", ids...)
	})
	slices.SortStableFunc(found, func(a, b Organization) int { return slices.Index(wanted, a.ID) - slices.Index(wanted, b.ID) })
	return found, err
}

// organizationNumbers are the numbers of organizations by the ids that clients have, in that order: numbers, and uuids,
// which it looks up in one statement. What is neither is left out, and so is a uuid that nobody has.
func organizationNumbers(ctx context.Context, q db.Queryer, ids []string) ([]int64, error) {
	byUUID, err := organizationsByUUID(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	var all []int64
	for _, id := range ids {
		if n, err := strconv.ParseInt(id, 10, 64); err == nil {
			all = append(all, n)
		} else if n, known := byUUID[canonicalUUID(id)]; known {
			all = append(all, n)
		}
	}
	return all, nil
}

// organizationsByUUID reads the numbers of the organizations with those of the ids that are uuids.
func organizationsByUUID(ctx context.Context, q db.Queryer, ids []string) (map[string]int64, error) {
	var uuids []any
	for _, id := range ids {
		if u := canonicalUUID(id); u != "" {
			uuids = append(uuids, u)
		}
	}
	found := map[string]int64{}
	_, err := inChunksAfter(0, uuids, func(list string, some []any) ([]struct{}, error) {
		rows, err := q.Query(ctx, "SELECT uuid, id FROM organizations WHERE uuid IN ("+list+")", some...)
		if err != nil {
			return nil, fmt.Errorf("find %d organizations: %w", len(some), err)
		}
		return collect(rows, func(row scanner) (struct{}, error) {
			var u string
			var n int64
			err := row.Scan(&u, &n)
			found[u] = n
			return struct{}{}, err
		})
	})
	return found, err
}

// canonicalUUID is a uuid as it is stored; "" for what is none.
func canonicalUUID(id string) string {
	u, err := uuid.Parse(id)
	if err != nil {
		return ""
	}
	return u.String()
}

// OrganizationAt is Organization by any name of it.
func (s *Service) OrganizationAt(ctx context.Context, actor access.Actor, where Where) (Organization, access.Place, error) {
	p, err := s.seeAt(ctx, actor, where, viewPlace)
	if err != nil {
		return Organization{}, access.Place{}, err
	}
	o, err := organizationByID(ctx, s.db, p.ID)
	o.Role = p.Role
	return o, p.Place, err
}

// listOrganizationsWithRole reads organizations with the actor's role in each, by name. The condition's placeholders
// begin at $3.
func listOrganizationsWithRole(ctx context.Context, q db.Queryer, actor access.Actor, condition string, args ...any) ([]Organization, error) {
	rows, err := q.Query(ctx, "SELECT "+organizationColumns+`, COALESCE(m.role, sa.role, '') FROM organizations o
		LEFT JOIN members m ON m.organization_id = o.id AND m.user_id = $1
		LEFT JOIN service_accounts sa ON sa.organization_id = o.id AND sa.id = $2 AND sa.deleted_at IS NULL `+condition+" ORDER BY o.name LIMIT "+strconv.Itoa(listLimit),
		append([]any{actor.UserID, actor.ServiceID}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("list organizations: %w", err)
	}
	return collect(rows, func(row scanner) (Organization, error) {
		var role access.Role
		o, err := scanOrganization(row, &role)
		o.Role = role
		return o, err
	})
}
