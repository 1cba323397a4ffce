package directory

import (
	"context"
	"slices"
	"strconv"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/event"
	"rollcall/db"
)

// Where names an organization, a pipe or a table as a client does. The zero Where is nowhere: NotFound.
type Where struct {
	scope   event.Scope
	id      string
	byName  bool
	byGroup bool // id is that of a group of the organization
	gone    bool
}

// InOrganization is the organization of that name: how pages and ACTIVATE's API say it.
func InOrganization(name string) Where {
	return Where{scope: event.ScopeOrganization, id: name, byName: true}
}

// InOrganizationID is the organization of that number or uuid: how Pipefy's API says it.
func InOrganizationID(id string) Where { return Where{scope: event.ScopeOrganization, id: id} }

// InPipe is the pipe of that number, suid or uuid.
func InPipe(id string) Where { return Where{scope: event.ScopePipe, id: id} }

// InTable is the table of that number, suid or uuid.
func InTable(id string) Where { return Where{scope: event.ScopeTable, id: id} }

// Gone is what was named where it is not: whatever is asked of it is NotFound, and the audit row says what was named.
func (w Where) Gone() Where {
	w.gone = true
	return w
}

// ofGroup is the organization that the group of that number is in.
func ofGroup(group string) Where {
	return Where{scope: event.ScopeOrganization, id: group, byGroup: true}
}

// at is the place of that scope and number.
func at(scope event.Scope, id int64) Where {
	return Where{scope: scope, id: strconv.FormatInt(id, 10)}
}

// find is the place as the actor sees it. What does not exist and what the actor may not see are NotFound alike.
func (w Where) find(ctx context.Context, q db.Queryer, actor access.Actor) (spot, error) {
	if w.gone {
		w.id = ""
	}
	switch w.scope {
	case event.ScopePipe, event.ScopeTable:
		p, err := access.FindSpace(ctx, q, actor, access.SpaceKind(w.scope), w.id)
		return spot{p}, err
	}
	if w.byGroup {
		return spotOfGroup(ctx, q, actor, w.id)
	}
	if w.byName {
		p, err := access.OrganizationPlace(ctx, q, actor, w.id)
		return spot{access.SpacePlace{Place: p}}, err
	}
	ids, err := organizationNumbers(ctx, q, []string{w.id})
	if err != nil {
		return spot{}, err
	}
	id := append(ids, 0)[0] // 0 is nobody's
	p, err := access.OrganizationPlaceByID(ctx, q, actor, id)
	return spot{access.SpacePlace{Place: p}}, err
}

// spotOfGroup is the organization of a group, for those who may see its groups.
func spotOfGroup(ctx context.Context, q db.Queryer, actor access.Actor, group string) (spot, error) {
	if err := signedIn(actor); err != nil {
		return spot{}, err
	}
	gone := app.Errorf(app.NotFound, "There is no such group, or you may not see it.")
	id, _ := strconv.ParseInt(group, 10, 64) // what is no number is number 0, which nothing has
	var organization int64
	if err := q.QueryRow(ctx, "SELECT organization_id FROM groups WHERE id = $1", id).Scan(&organization); err != nil {
		return spot{}, noRows(err, gone)
	}
	p, err := access.OrganizationPlaceByID(ctx, q, actor, organization)
	if app.Is(err, app.NotFound) || err == nil && !p.Allows(actor, access.ViewGroups) {
		return spot{}, gone
	}
	return spot{access.SpacePlace{Place: p}}, err
}

// spot is an organization, or a pipe or table with its organization, as one actor sees it.
type spot struct{ access.SpacePlace }

// inside reports whether the spot is a pipe or table.
func (p spot) inside() bool { return p.SpaceID != 0 }

func (p spot) place() event.Place {
	if p.inside() {
		return event.Place{Scope: event.Scope(p.Kind), ID: p.SpaceID}
	}
	return organizationPlace(p.ID)
}

// about is how events name the spot.
func (p spot) about() event.About {
	if p.inside() {
		return event.About{Kind: event.Scope(p.Kind), ID: p.SpaceID, SUID: p.SUID, UUID: p.UUID, Name: p.SpaceName}
	}
	return aboutOrganization(p.Place)
}

func aboutOrganization(p access.Place) event.About {
	return event.About{Kind: event.ScopeOrganization, ID: p.ID, Name: p.Title}
}

// title is how sentences name the spot.
func (p spot) title() string {
	if p.inside() {
		return "the " + string(p.Kind) + " " + p.SpaceName
	}
	return p.Title
}

func (p spot) parseRole(role string) (access.Role, error) {
	if p.inside() {
		return p.Kind.ParseRole(role)
	}
	return access.ParseRole(role)
}

// right is what one use-case asks of the policy in an organization, and in a pipe or table.
type right struct{ organization, space access.Action }

var (
	viewMembers   = right{access.ViewUsers, access.ViewSpaceMembers}
	manageMembers = right{access.ManageUsers, access.ManageSpaceMembers}
	viewPlace     = right{access.ViewOrganization, access.ViewSpace}
	manageSpaces  = right{access.ManageSpaces, access.ManageSpaces}
	manageGroups  = right{access.ManageGroups, access.ManageGroups}
)

func (p spot) check(actor access.Actor, r right) error {
	if p.inside() {
		return p.Check(actor, r.space)
	}
	return p.Place.Check(actor, r.organization)
}

// seeAt finds the place for a use-case that only reads, and asks the policy.
func (s *Service) seeAt(ctx context.Context, actor access.Actor, where Where, r right) (spot, error) {
	p, err := where.find(ctx, s.db, actor)
	if err != nil {
		return spot{}, err
	}
	return p, p.check(actor, r)
}

// stepAt is step for any kind of place.
type stepAt func(ctx context.Context, tx *db.Tx, at spot, entry *audit.Entry) error

// changeAt runs one use-case within an organization, pipe or table: lock, place, policy, and then fn, with its audit row.
func (s *Service) changeAt(ctx context.Context, actor access.Actor, entry audit.Entry, where Where, r right, fn stepAt) error {
	return s.log.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		p, err := enterAt(ctx, tx, actor, entry, where, r)
		if err != nil {
			return err
		}
		return fn(ctx, tx, p, entry)
	})
}

// enterAt locks the place's organization, with others in one call as the order of locks demands, finds the place as
// the actor sees it and asks the policy. It is read again after the lock: a right that was taken away meanwhile is gone.
func enterAt(ctx context.Context, tx *db.Tx, actor access.Actor, entry *audit.Entry, where Where, r right, others ...int64) (spot, error) {
	p, err := where.find(ctx, tx, actor)
	if err != nil {
		return spot{}, err
	}
	entry.OrganizationID = p.ID
	if p.inside() && entry.Object == string(p.Kind) {
		entry.ObjectID = objectID(p.SpaceID) // whatever the spelling that named it
	}
	if err := lockOrganizations(ctx, tx, append(others, p.ID)...); err != nil {
		return spot{}, err
	}
	if p, err = where.find(ctx, tx, actor); err != nil {
		return spot{}, err
	}
	return p, p.check(actor, r)
}

// stepOn is stepAt about one member.
type stepOn func(ctx context.Context, tx *db.Tx, at spot, m Member, entry *audit.Entry) error

// changeMember runs one use-case about a member of an organization, pipe or table.
func (s *Service) changeMember(ctx context.Context, actor access.Actor, entry audit.Entry, where Where, who Ref, fn stepOn) error {
	return s.changeAt(ctx, actor, entry, where, manageMembers, func(ctx context.Context, tx *db.Tx, p spot, entry *audit.Entry) error {
		m, err := memberAt(ctx, tx, p, who)
		if err != nil {
			return err
		}
		entry.ObjectID = objectID(m.ID)
		return fn(ctx, tx, p, m, entry)
	})
}

// changeEverywhere is changeMember for what ends something in every organization where the user is a member: all of them
// are locked, so that no last administrator leaves and nobody joins a group meanwhile.
func (s *Service) changeEverywhere(ctx context.Context, actor access.Actor, entry audit.Entry, where Where, who Ref, fn stepOn) error {
	return s.log.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		locked, err := listOrganizationsOf(ctx, tx, actor, where, who)
		if err != nil {
			return err
		}
		p, err := enterAt(ctx, tx, actor, entry, where, manageMembers, locked...)
		if err != nil {
			return err
		}
		m, err := memberAt(ctx, tx, p, who)
		if err != nil {
			return err
		}
		entry.ObjectID = objectID(m.ID)
		now, err := listOrganizationIDs(ctx, tx, m.ID)
		if err != nil {
			return err
		}
		for _, id := range now {
			if id != p.ID && !slices.Contains(locked, id) {
				return app.Errorf(app.Conflict, "This user was made a member elsewhere at the same moment: try again.").Because(app.ReasonStale)
			}
		}
		return fn(ctx, tx, p, m, entry)
	})
}

// listOrganizationsOf lists where a member is a member, for their locks; none for nobody, which is told only to those
// who may know.
func listOrganizationsOf(ctx context.Context, tx *db.Tx, actor access.Actor, where Where, who Ref) ([]int64, error) {
	p, err := where.find(ctx, tx, actor)
	if err != nil {
		return nil, err
	}
	m, err := memberAt(ctx, tx, p, who)
	if app.Is(err, app.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return listOrganizationIDs(ctx, tx, m.ID)
}
