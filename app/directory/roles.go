package directory

import (
	"context"
	"fmt"

	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/event"
	"rollcall/db"
)

// SetRole is SetRoleAt for pages: the organization by its name, the user by number.
func (s *Service) SetRole(ctx context.Context, actor access.Actor, org string, userID int64, role access.Role) error {
	_, err := s.SetRoleAt(ctx, actor, InOrganization(org), Ref{ID: userID}, string(role))
	return err
}

// SetRoleAt gives a member of an organization, pipe or table another role there, tells of it, and returns the member as
// they are then. The role they have already changes and tells nothing. In an organization the last active administrator
// keeps the role, and whoever becomes a guest leaves its pipes and then its tables, each with its event after that of the
// role (contracts/pipefy.md, Member rules). An unknown role is Invalid, reason "role", and names the valid ones.
func (s *Service) SetRoleAt(ctx context.Context, actor access.Actor, where Where, who Ref, role string) (Member, error) {
	var set Member
	entry := audit.Entry{Action: roleAction(where), Object: "user", ObjectID: who.named()}
	err := s.changeMember(ctx, actor, entry, where, who, func(ctx context.Context, tx *db.Tx, p spot, m Member, entry *audit.Entry) error {
		role, err := p.parseRole(role)
		if err != nil {
			return err
		}
		before := m.Role
		m.Role = role
		if set = m; role == before {
			entry.Action = ""
			return nil
		}
		entry.Before, entry.After = map[string]any{"role": before, "in": p.title()}, map[string]any{"role": role}
		return s.setRole(ctx, tx, actor, p, m, before)
	})
	return set, err
}

func roleAction(where Where) string {
	if where.scope == event.ScopeOrganization {
		return "user.role"
	}
	return string(where.scope) + ".role"
}

// setRole makes m.Role the role of m, who had another.
func (s *Service) setRole(ctx context.Context, tx *db.Tx, actor access.Actor, p spot, m Member, before access.Role) error {
	if !p.inside() {
		if err := keepAdministrators(ctx, tx, actor, m, p.ID); err != nil {
			return err
		}
	}
	if err := updateRole(ctx, tx, p, m.ID, m.Role); err != nil {
		return err
	}
	told := s.notice(m, actor, event.UserRoleSet, p)
	told.Facts.PreviousRole, told.Facts.NewRole = string(before), string(m.Role)
	if err := s.publish(ctx, tx, told); err != nil {
		return err
	}
	if p.inside() || !m.Role.Guest() {
		return nil
	}
	return s.leaveSpaces(ctx, tx, actor, m, p.ID)
}

// RoleRow is one row of SetRolesAt.
type RoleRow struct {
	Member Ref
	Role   string
}

// SetRolesAt is SetRoleAt for several members. A row that is refused doesn't stop the others. At most 100 rows.
func (s *Service) SetRolesAt(ctx context.Context, actor access.Actor, where Where, rows []RoleRow) ([]Member, []RowError, error) {
	entry := audit.Entry{Action: roleAction(where), Object: "user"}
	return eachRow(ctx, s, actor, entry, where, rows, func(_ int, row RoleRow) (Member, error) {
		return s.SetRoleAt(ctx, actor, where, row.Member, row.Role)
	})
}

func updateRole(ctx context.Context, tx *db.Tx, p spot, user int64, role access.Role) error {
	query, id := "UPDATE members SET role = $3 WHERE organization_id = $1 AND user_id = $2", p.ID
	if p.inside() {
		query, id = "UPDATE space_members SET role = $3 WHERE space_id = $1 AND user_id = $2", p.SpaceID
	}
	if _, err := tx.Exec(ctx, query, id, user, string(role)); err != nil {
		return fmt.Errorf("role of member %d of %d: %w", user, id, err)
	}
	return nil
}
