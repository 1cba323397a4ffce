package directory

import (
	"context"
	"errors"
	"fmt"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/event"
	"rollcall/db"
)

// RemoveUser is RemoveAt for pages: the organization by its name, the user by number.
func (s *Service) RemoveUser(ctx context.Context, actor access.Actor, org string, userID int64) error {
	_, err := s.RemoveAt(ctx, actor, InOrganization(org), Ref{ID: userID})
	return err
}

// RemoveUserTyped is RemoveUser for people, who type the username to show that they mean it, and gives back who was
// removed. Another username is Invalid, field "confirm".
func (s *Service) RemoveUserTyped(ctx context.Context, actor access.Actor, org string, userID int64, typed string) (Member, error) {
	return s.removeFromOrganization(ctx, actor, InOrganization(org), Ref{ID: userID}, func(m Member) error {
		if typed != m.Username {
			return app.Refuse(app.Field{Name: "confirm", Message: "Type the username " + m.Username + " to confirm."})
		}
		return nil
	})
}

// RemoveAt takes a member out of an organization, pipe or table, and returns who it was.
//
// Out of the home organization it ends every membership, session and token and frees the username and the address, while
// the row stays for history. A guest loses the memberships in this organization only. Whoever leaves an organization
// leaves its pipes, tables and groups as well, in this order, each with its event after the organization's
// (contracts/pipefy.md, Member rules). Invitations that are open there are revoked. The last active administrator of an
// organization can't be removed.
func (s *Service) RemoveAt(ctx context.Context, actor access.Actor, where Where, who Ref) (Member, error) {
	if where.scope != event.ScopeOrganization {
		return s.removeFromSpace(ctx, actor, where, who)
	}
	return s.removeFromOrganization(ctx, actor, where, who, func(Member) error { return nil })
}

func (s *Service) removeFromOrganization(ctx context.Context, actor access.Actor, where Where, who Ref, meant func(Member) error) (Member, error) {
	var removed Member
	entry := audit.Entry{Action: "user.remove", Object: "user", ObjectID: who.named()}
	err := s.changeEverywhere(ctx, actor, entry, where, who, func(ctx context.Context, tx *db.Tx, p spot, m Member, entry *audit.Entry) error {
		if err := meant(m); err != nil {
			return err
		}
		removed = m
		entry.Before = map[string]any{"name": m.Name, "username": m.Username, "email": m.Email, "state": m.State, "role": m.Role}
		if m.Guest {
			entry.Action = "guest.remove"
			if err := keepAdministrators(ctx, tx, actor, m, p.ID); err != nil {
				return err
			}
			return s.leaveOrganization(ctx, tx, actor, m, p.Place)
		}
		return s.leaveHome(ctx, tx, actor, m, p.Place)
	})
	return removed, err
}

// leaveHome ends the account: first the membership at home, then those elsewhere.
func (s *Service) leaveHome(ctx context.Context, tx *db.Tx, actor access.Actor, m Member, home access.Place) error {
	if err := keepAdministrators(ctx, tx, actor, m, 0); err != nil {
		return err
	}
	if err := s.leaveOrganization(ctx, tx, actor, m, home); err != nil {
		return err
	}
	others, err := listPlaces(ctx, tx, m.ID)
	if err != nil {
		return err
	}
	for _, other := range others {
		// Who did it is known at home: elsewhere it is nobody's business who administers the home.
		if err := s.leaveOrganization(ctx, tx, access.Actor{Source: actor.Source}, m, other); err != nil {
			return err
		}
	}
	return s.removeFromHome(ctx, tx, m.ID)
}

// leaveOrganization ends the membership in one organization and everything in it, and tells of each.
func (s *Service) leaveOrganization(ctx context.Context, tx *db.Tx, actor access.Actor, m Member, place access.Place) error {
	told := s.notice(m, actor, event.UserRemovalFromOrg, spot{access.SpacePlace{Place: place}})
	if err := s.publish(ctx, tx, told); err != nil {
		return err
	}
	if err := s.leaveSpaces(ctx, tx, actor, m, place.ID); err != nil {
		return err
	}
	if err := s.leaveGroups(ctx, tx, actor, m.ID, place.ID); err != nil {
		return err
	}
	if err := revokeInvitations(ctx, tx, "user_id = $1 AND organization_id = $3", m.ID, s.clock.Now(), place.ID); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "DELETE FROM members WHERE user_id = $1 AND organization_id = $2", m.ID, place.ID)
	if err != nil {
		return fmt.Errorf("remove member %d of %d: %w", m.ID, place.ID, err)
	}
	return nil
}

// leaveSpaces takes a user out of the pipes and then the tables of one organization, with an event for each.
func (s *Service) leaveSpaces(ctx context.Context, tx *db.Tx, actor access.Actor, m Member, organization int64) error {
	spots, err := listSpotsOf(ctx, tx, m.ID, organization)
	if err != nil || len(spots) == 0 {
		return err
	}
	_, err = tx.Exec(ctx, "DELETE FROM space_members WHERE user_id = $1 AND space_id IN (SELECT sp.id FROM spaces sp WHERE sp.organization_id = $2)", m.ID, organization)
	if err != nil {
		return fmt.Errorf("user %d leaves pipes and tables of %d: %w", m.ID, organization, err)
	}
	for _, p := range spots {
		if err := s.publish(ctx, tx, s.notice(m, actor, removalFrom(p.Kind), p)); err != nil {
			return err
		}
	}
	return nil
}

func removalFrom(kind access.SpaceKind) event.Type {
	if kind == access.Table {
		return event.UserRemovalFromTable
	}
	return event.UserRemovalFromPipe
}

// removeFromSpace takes a member out of one pipe or table; they stay a member of the organization.
func (s *Service) removeFromSpace(ctx context.Context, actor access.Actor, where Where, who Ref) (Member, error) {
	var removed Member
	entry := audit.Entry{Action: string(where.scope) + ".remove", Object: string(where.scope), ObjectID: where.id}
	err := s.changeMember(ctx, actor, entry, where, who, func(ctx context.Context, tx *db.Tx, p spot, m Member, entry *audit.Entry) error {
		removed = m
		entry.ObjectID, entry.Before = objectID(p.SpaceID), map[string]any{"user": m.ID, "username": m.Username, "role": m.Role}
		if _, err := tx.Exec(ctx, "DELETE FROM space_members WHERE space_id = $1 AND user_id = $2", p.SpaceID, m.ID); err != nil {
			return fmt.Errorf("remove %d from %s %d: %w", m.ID, p.Kind, p.SpaceID, err)
		}
		if err := revokeInvitations(ctx, tx, "user_id = $1 AND scope = $3 AND scope_id = $4", m.ID, s.clock.Now(), p.Kind, p.SpaceID); err != nil {
			return err
		}
		return s.publish(ctx, tx, s.notice(m, actor, removalFrom(p.Kind), p))
	})
	return removed, err
}

// RowError is the refusal of one row of a request that has several; the others go on.
type RowError struct {
	Index int // of the row, from 0
	Err   *app.Error
}

// maxRows bounds requests that have several rows: each row is a transaction of its own.
const maxRows = 100

// RemoveManyAt is RemoveAt for several members. A row that is refused doesn't stop the others.
func (s *Service) RemoveManyAt(ctx context.Context, actor access.Actor, where Where, whom []Ref) ([]Member, []RowError, error) {
	entry := audit.Entry{Action: "user.remove", Object: "user"}
	if where.scope != event.ScopeOrganization {
		entry = audit.Entry{Action: string(where.scope) + ".remove", Object: string(where.scope), ObjectID: where.id}
	}
	return eachRow(ctx, s, actor, entry, where, whom, func(_ int, who Ref) (Member, error) { return s.RemoveAt(ctx, actor, where, who) })
}

// eachRow asks the policy once, for a caller who may do nothing at all, and then runs one use-case for each row. What
// is no refusal but a fault ends it.
func eachRow[R, T any](ctx context.Context, s *Service, actor access.Actor, entry audit.Entry, where Where, rows []R, do func(i int, row R) (T, error)) ([]T, []RowError, error) {
	p, err := s.seeAt(ctx, actor, where, manageMembers)
	if entry.OrganizationID = p.ID; p.inside() && entry.Object == string(p.Kind) {
		entry.ObjectID = objectID(p.SpaceID)
	}
	if err != nil {
		return nil, nil, s.refused(ctx, actor, entry, err)
	}
	if len(rows) > maxRows {
		return nil, nil, s.refused(ctx, actor, entry, app.Errorf(app.Invalid, "There are %d rows: send at most %d at a time.", len(rows), maxRows))
	}
	var done []T
	var bad []RowError
	for i, row := range rows {
		one, err := do(i, row)
		if refusal, ok := errors.AsType[*app.Error](err); ok {
			bad = append(bad, RowError{i, refusal})
			continue
		}
		if err != nil {
			return done, bad, err
		}
		done = append(done, one)
	}
	return done, bad, nil
}

// listPlaces lists the organizations where a user is a member, as no role sees them.
func listPlaces(ctx context.Context, q db.Queryer, userID int64) ([]access.Place, error) {
	rows, err := q.Query(ctx, "SELECT o.id, o.name, o.title FROM members m JOIN organizations o ON o.id = m.organization_id WHERE m.user_id = $1 ORDER BY o.id", userID)
	if err != nil {
		return nil, fmt.Errorf("organizations of user %d: %w", userID, err)
	}
	return collect(rows, func(row scanner) (access.Place, error) {
		var p access.Place
		err := row.Scan(&p.ID, &p.Name, &p.Title)
		return p, err
	})
}

// listSpotsOf lists the pipes and then the tables of one organization that a user is in, as no role sees them.
func listSpotsOf(ctx context.Context, q db.Queryer, userID, organization int64) ([]spot, error) {
	rows, err := q.Query(ctx, `SELECT sp.kind, sp.id, sp.suid, sp.uuid, sp.name, sp.organization_id FROM space_members m JOIN spaces sp ON sp.id = m.space_id
		WHERE m.user_id = $1 AND sp.organization_id = $2 ORDER BY sp.kind, sp.id`, userID, organization) // "pipe" sorts before "table"
	if err != nil {
		return nil, fmt.Errorf("pipes and tables of user %d: %w", userID, err)
	}
	return collect(rows, func(row scanner) (spot, error) {
		var p spot
		err := row.Scan(&p.Kind, &p.SpaceID, &p.SUID, &p.UUID, &p.SpaceName, &p.ID)
		return p, err
	})
}
