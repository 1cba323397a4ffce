package access

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"rollcall/app"
	"rollcall/db"
)

// SpaceKind is what a part of an organization with members of its own is. The words are those of event.Scope.
type SpaceKind string

// The kinds, a closed list.
const (
	Pipe  SpaceKind = "pipe"
	Table SpaceKind = "table"
)

// spacePolicy says what a role of one's own in a pipe or table allows there, besides what the role in the organization does.
var spacePolicy = map[Action][]Role{
	ViewSpace:          {Admin, Member, Creator, MyCardsOnly, ReadAndComment},
	ViewSpaceMembers:   {Admin, Member},
	ManageSpaceMembers: {Admin},
}

// SpacePlace is a pipe or table as one actor sees it, with its organization.
type SpacePlace struct {
	Place
	Kind      SpaceKind
	SpaceID   int64
	SUID      string
	UUID      string
	SpaceName string
	Public    bool // every member of the organization who is no guest may see it
	SpaceRole Role // the actor's own in it, "" for none
}

// Allows reports whether the actor may do that in the pipe or table, by the role in its organization or in itself.
func (p SpacePlace) Allows(actor Actor, action Action) bool {
	switch {
	case p.Place.Allows(actor, action):
		return true
	case !actor.SignedIn():
		return false
	case action == ViewSpace && p.Public && p.Role == Normal:
		return true
	}
	return slices.Contains(spacePolicy[action], p.SpaceRole)
}

// Check is Allows as an error: Unauthenticated for nobody, Forbidden with a sentence otherwise.
func (p SpacePlace) Check(actor Actor, action Action) error {
	switch {
	case !actor.SignedIn():
		return signedOut()
	case p.Allows(actor, action):
		return nil
	}
	return app.Errorf(app.Forbidden, "You don't have permission to do this in the %s %s: ask one of its administrators.", p.Kind, p.SpaceName)
}

// PipePlace is the pipe of that numeric id, suid or uuid as the actor sees it, in one read. One that does not exist and
// one that the actor may not see are refused alike: NotFound.
func PipePlace(ctx context.Context, q db.Queryer, actor Actor, id string) (SpacePlace, error) {
	return FindSpace(ctx, q, actor, Pipe, id)
}

// TablePlace is PipePlace for tables.
func TablePlace(ctx context.Context, q db.Queryer, actor Actor, id string) (SpacePlace, error) {
	return FindSpace(ctx, q, actor, Table, id)
}

// FindSpace is PipePlace or TablePlace by the kind.
func FindSpace(ctx context.Context, q db.Queryer, actor Actor, kind SpaceKind, id string) (SpacePlace, error) {
	if !actor.SignedIn() {
		return SpacePlace{}, signedOut()
	}
	p, err := selectSpace(ctx, q, actor, kind, id)
	if errors.Is(err, sql.ErrNoRows) || err == nil && !p.Allows(actor, ViewSpace) {
		return SpacePlace{}, app.Errorf(app.NotFound, "There is no such %s, or you are not a member of it.", kind)
	}
	if err != nil {
		return SpacePlace{}, fmt.Errorf("find %s %s: %w", kind, id, err)
	}
	return p, nil
}

func selectSpace(ctx context.Context, q db.Queryer, actor Actor, kind SpaceKind, id string) (p SpacePlace, err error) {
	column, key, ok := SpaceKey(id)
	if !ok {
		return p, sql.ErrNoRows
	}
	row := q.QueryRow(ctx, `SELECT o.id, o.name, o.title, `+roleColumn+`, sp.kind, sp.id, sp.suid, sp.uuid, sp.name, sp.public, COALESCE(sm.role, '')
		FROM spaces sp JOIN organizations o ON o.id = sp.organization_id `+roleJoin+`
		LEFT JOIN space_members sm ON sm.space_id = sp.id AND sm.user_id = $1
		WHERE sp.kind = $3 AND sp.`+column+` = $4`, actor.UserID, actor.ServiceID, kind, key)
	err = row.Scan(&p.ID, &p.Name, &p.Title, &p.Role, &p.Kind, &p.SpaceID, &p.SUID, &p.UUID, &p.SpaceName, &p.Public, &p.SpaceRole)
	return p, err
}

var suidPattern = regexp.MustCompile(`^[0-9A-Za-z]{6,8}$`)

// SpaceKey reads any spelling of the id of a pipe or table (contracts/pipefy.md, Ids): the column of "spaces" that it is in
// and the value there. ok is false for what no id can be. A suid has a letter, so digits alone are the numeric id.
func SpaceKey(id string) (column string, value any, ok bool) {
	if n, err := strconv.ParseInt(id, 10, 64); err == nil {
		return "id", n, n > 0
	}
	if suidPattern.MatchString(id) {
		return "suid", id, true
	}
	if u, err := uuid.Parse(id); err == nil {
		return "uuid", u.String(), true
	}
	return "", nil, false
}
