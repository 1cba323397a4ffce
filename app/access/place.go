package access

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"rollcall/app"
	"rollcall/db"
)

// OrganizationPlace is the organization of that name as the actor sees it, in one read. One that does not exist and one
// that the actor is not a member of are refused alike: NotFound. The site's administrator and the command line see all.
func OrganizationPlace(ctx context.Context, q db.Queryer, actor Actor, name string) (Place, error) {
	if plain(name, 63) != name { // from a URL: PostgreSQL would refuse a NUL or broken UTF-8 with an error
		name = ""
	}
	return findPlace(ctx, q, actor, "o.name = $3", key(name))
}

// OrganizationPlaceByID is OrganizationPlace by numeric id.
func OrganizationPlaceByID(ctx context.Context, q db.Queryer, actor Actor, id int64) (Place, error) {
	return findPlace(ctx, q, actor, "o.id = $3", id)
}

// OrganizationPlacesByID is OrganizationPlaceByID for many, in one read. Those that do not exist, or that the actor is not
// a member of, are left out.
func OrganizationPlacesByID(ctx context.Context, q db.Queryer, actor Actor, ids ...int64) (map[int64]Place, error) {
	if !actor.SignedIn() {
		return nil, signedOut()
	}
	if len(ids) == 0 {
		return nil, nil
	}
	args, marks := []any{actor.UserID, actor.ServiceID}, make([]string, len(ids))
	for i, id := range ids {
		args, marks[i] = append(args, id), "$"+strconv.Itoa(3+i)
	}
	rows, err := q.Query(ctx, `SELECT o.id, o.name, o.title, `+roleColumn+` FROM organizations o `+roleJoin+` WHERE o.id IN (`+strings.Join(marks, ", ")+`)`, args...)
	if err != nil {
		return nil, fmt.Errorf("find organizations: %w", err)
	}
	defer rows.Close()
	places := make(map[int64]Place, len(ids))
	for rows.Next() {
		var p Place
		if err := rows.Scan(&p.ID, &p.Name, &p.Title, &p.Role); err != nil {
			return nil, fmt.Errorf("find organizations: %w", err)
		}
		if p.Role != "" || actor.SiteAdmin {
			places[p.ID] = p
		}
	}
	return places, rows.Err()
}

func findPlace(ctx context.Context, q db.Queryer, actor Actor, where string, key any) (Place, error) {
	if !actor.SignedIn() {
		return Place{}, signedOut()
	}
	place, err := selectPlace(ctx, q, actor, where, key)
	if errors.Is(err, sql.ErrNoRows) || err == nil && place.Role == "" && !actor.SiteAdmin {
		return Place{}, app.Errorf(app.NotFound, "There is no such organization, or you are not a member of it.")
	}
	if err != nil {
		return Place{}, fmt.Errorf("find organization %v: %w", key, err)
	}
	return place, nil
}

// roleColumn is the actor's role in the organization o, whether a user ($1) or a service account ($2), with roleJoin.
const (
	roleColumn = `COALESCE(m.role, sa.role, '')`
	roleJoin   = `LEFT JOIN members m ON m.organization_id = o.id AND m.user_id = $1
		LEFT JOIN service_accounts sa ON sa.organization_id = o.id AND sa.id = $2 AND sa.deleted_at IS NULL`
)

func selectPlace(ctx context.Context, q db.Queryer, actor Actor, where string, key any) (p Place, err error) {
	row := q.QueryRow(ctx, `SELECT o.id, o.name, o.title, `+roleColumn+` FROM organizations o `+roleJoin+` WHERE `+where, actor.UserID, actor.ServiceID, key)
	err = row.Scan(&p.ID, &p.Name, &p.Title, &p.Role)
	return p, err
}

// OrganizationPlaces finds several organizations by number in one read, in the order of the numbers: those that
// OrganizationPlace would find. None asked is none found; at most 1,000 may be asked.
func OrganizationPlaces(ctx context.Context, q db.Queryer, actor Actor, ids []int64) ([]Place, error) {
	if !actor.SignedIn() {
		return nil, signedOut()
	}
	if len(ids) == 0 {
		return nil, nil
	}
	args, list := []any{actor.UserID, actor.ServiceID}, make([]string, len(ids))
	for i, id := range ids {
		args, list[i] = append(args, id), "$"+strconv.Itoa(i+3)
	}
	rows, err := q.Query(ctx, `SELECT o.id, o.name, o.title, `+roleColumn+` FROM organizations o `+roleJoin+` WHERE o.id IN (`+strings.Join(list, ", ")+`) ORDER BY o.id`, args...)
	if err != nil {
		return nil, fmt.Errorf("find organizations: %w", err)
	}
	defer rows.Close()
	var places []Place
	for rows.Next() {
		var p Place
		if err := rows.Scan(&p.ID, &p.Name, &p.Title, &p.Role); err != nil {
			return nil, fmt.Errorf("find organizations: %w", err)
		}
		if p.Role != "" || actor.SiteAdmin {
			places = append(places, p)
		}
	}
	return places, rows.Err()
}
