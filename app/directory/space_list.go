package directory

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/db"
)

// Pipe finds a pipe by number, suid or uuid. One that the actor may not see is NotFound, like one that doesn't exist.
func (s *Service) Pipe(ctx context.Context, actor access.Actor, id string) (Space, error) {
	return s.space(ctx, actor, InPipe(id))
}

// Table finds a table by number, suid or uuid. One that the actor may not see is NotFound, like one that doesn't exist.
func (s *Service) Table(ctx context.Context, actor access.Actor, id string) (Space, error) {
	return s.space(ctx, actor, InTable(id))
}

func (s *Service) space(ctx context.Context, actor access.Actor, where Where) (Space, error) {
	p, err := s.seeAt(ctx, actor, where, viewPlace)
	if err != nil {
		return Space{}, err
	}
	return spaceByID(ctx, s.db, actor, p.SpaceID)
}

// SpacesByIDs finds pipes, or tables, by any spelling of their ids, in the order asked, each once. What the actor may not
// see is left out, like what doesn't exist.
func (s *Service) SpacesByIDs(ctx context.Context, actor access.Actor, kind access.SpaceKind, ids []string) ([]Space, error) {
	if err := signedIn(actor); err != nil {
		return nil, err
	}
	keys := map[string][]any{}
	for _, id := range ids {
		if column, value, ok := access.SpaceKey(id); ok {
			keys[column] = append(keys[column], value)
		}
	}
	found := map[string]Space{}
	for column, values := range keys {
		spaces, err := inChunks(values, func(list string, values []any) ([]Space, error) {
			return s.listSpaces(ctx, actor, kind, "sp."+column+" IN ("+list+")", values)
		})
		if err != nil {
			return nil, err
		}
		for _, sp := range spaces {
			found[strconv.FormatInt(sp.ID, 10)], found[sp.SUID], found[sp.UUID] = sp, sp, sp
		}
	}
	return inOrder(ids, found), nil
}

// inOrder picks what was found for each id, each thing once.
func inOrder(ids []string, found map[string]Space) []Space {
	var all []Space
	seen := map[int64]bool{}
	for _, id := range ids {
		_, key, _ := access.SpaceKey(id)
		if sp, ok := found[fmt.Sprint(key)]; ok && !seen[sp.ID] {
			seen[sp.ID] = true
			all = append(all, sp)
		}
	}
	return all
}

// SpacesOf lists the pipes, or the tables, of several organizations by name: those that the actor may see, whose name has
// the text, whatever the case. One statement for any number of organizations.
func (s *Service) SpacesOf(ctx context.Context, actor access.Actor, kind access.SpaceKind, organizations []int64, search string) (map[int64][]Space, error) {
	if err := signedIn(actor); err != nil {
		return nil, err
	}
	like := likePart(plain(foldInput(search, queryBytes)))
	spaces, err := inChunks(anys(organizations), func(list string, values []any) ([]Space, error) {
		search := "$" + strconv.Itoa(len(spaceArgs)+len(values)+1)
		return s.listSpaces(ctx, actor, kind, "sp.organization_id IN ("+list+") AND ("+search+" = '' OR sp.name_folded LIKE "+search+" ESCAPE '!')", append(values, like))
	})
	if err != nil {
		return nil, err
	}
	byOrganization := map[int64][]Space{}
	for _, sp := range spaces {
		byOrganization[sp.OrganizationID] = append(byOrganization[sp.OrganizationID], sp)
	}
	return byOrganization, nil
}

// Spaces lists the pipes, or the tables, of one organization that the actor may see, by name.
func (s *Service) Spaces(ctx context.Context, actor access.Actor, org string, kind access.SpaceKind, search string) ([]Space, error) {
	place, err := s.see(ctx, actor, org, access.ViewOrganization)
	if err != nil {
		return nil, err
	}
	all, err := s.SpacesOf(ctx, actor, kind, []int64{place.ID}, search)
	return all[place.ID], err
}

// spaceArgs are the placeholders that every query of spaces begins with: the user, the service account, and whether
// everything may be seen. $4 is the kind.
var spaceArgs = [...]string{"user", "service", "all", "kind"}

const spaceSelect = `SELECT sp.kind, sp.id, sp.suid, sp.uuid, sp.organization_id, o.name, o.title, sp.name, sp.description, sp.icon, sp.color, sp.public,
	(SELECT COUNT(*) FROM space_members n WHERE n.space_id = sp.id), sp.created_at, COALESCE(mine.role, ''), COALESCE(m.role, sa.role, '')
	FROM spaces sp JOIN organizations o ON o.id = sp.organization_id
	LEFT JOIN members m ON m.organization_id = o.id AND m.user_id = $1
	LEFT JOIN service_accounts sa ON sa.organization_id = o.id AND sa.id = $2 AND sa.deleted_at IS NULL
	LEFT JOIN space_members mine ON mine.space_id = sp.id AND mine.user_id = $1
	WHERE ($3 OR COALESCE(m.role, sa.role) = 'admin' OR mine.role IS NOT NULL OR sp.public AND COALESCE(m.role, sa.role) = 'normal') `

// listSpaces reads the spaces that the actor may see. The condition's placeholders begin after those of spaceArgs.
func (s *Service) listSpaces(ctx context.Context, actor access.Actor, kind access.SpaceKind, condition string, args []any) ([]Space, error) {
	rows, err := s.db.Query(ctx, spaceSelect+"AND sp.kind = $4 AND "+condition+" ORDER BY sp.organization_id, sp.name_folded, sp.id",
		append([]any{actor.UserID, actor.ServiceID, actor.SiteAdmin, kind}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("list %ss: %w", kind, err)
	}
	return collect(rows, func(row scanner) (Space, error) { return scanSpace(row, actor) })
}

func spaceByID(ctx context.Context, q db.Queryer, actor access.Actor, id int64) (Space, error) {
	sp, err := scanSpace(q.QueryRow(ctx, spaceSelect+"AND sp.id = $4", actor.UserID, actor.ServiceID, actor.SiteAdmin, id), actor)
	if err != nil {
		return Space{}, noRows(err, app.Errorf(app.NotFound, "It was deleted at the same moment."))
	}
	return sp, nil
}

func scanSpace(row scanner, actor access.Actor) (Space, error) {
	var sp Space
	var inOrganization access.Role
	err := row.Scan(&sp.Kind, &sp.ID, &sp.SUID, &sp.UUID, &sp.OrganizationID, &sp.Organization, &sp.OrganizationTitle, &sp.Name, &sp.Description,
		&sp.Icon, &sp.Color, &sp.Public, &sp.Members, &sp.CreatedAt, &sp.Role, &inOrganization)
	sp.CreatedAt = sp.CreatedAt.UTC()
	p := access.SpacePlace{Place: access.Place{ID: sp.OrganizationID, Role: inOrganization}, Kind: sp.Kind, SpaceID: sp.ID, Public: sp.Public, SpaceRole: sp.Role}
	sp.Manage, sp.ManageMembers = p.Allows(actor, access.ManageSpaces), p.Allows(actor, access.ManageSpaceMembers)
	sp.SeeMembers = p.Allows(actor, access.ViewSpaceMembers)
	return sp, err
}

// atOnce is how many ids one statement asks for: beyond it SQLite's limit of placeholders comes near.
const atOnce = 1000

// inChunks asks for many ids, a thousand in a statement. list is their placeholders.
func inChunks[T any](ids []any, ask func(list string, ids []any) ([]T, error)) ([]T, error) {
	return inChunksAfter(len(spaceArgs), ids, ask)
}

// inChunksAfter is inChunks where the first placeholders are taken.
func inChunksAfter[T any](taken int, ids []any, ask func(list string, ids []any) ([]T, error)) ([]T, error) {
	var all []T
	for from := 0; from < len(ids); from += atOnce {
		some := ids[from:min(from+atOnce, len(ids)):min(from+atOnce, len(ids))]
		list := make([]string, len(some))
		for i := range some {
			list[i] = "$" + strconv.Itoa(taken+i+1)
		}
		found, err := ask(strings.Join(list, ", "), some)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

func anys[T any](values []T) []any {
	all := make([]any, len(values))
	for i, v := range values {
		all[i] = v
	}
	return all
}

// signedIn refuses nobody, where no place is asked.
func signedIn(actor access.Actor) error {
	if actor.SignedIn() {
		return nil
	}
	return access.Place{}.Check(actor, access.ViewOrganization)
}
