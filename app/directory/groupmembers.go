package directory

import (
	"context"
	"fmt"
	"strconv"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
)

// AddToGroup puts a member of the organization, of the house or a guest, into a group. One who is in it already
// stays in it; no event tells of joining.
func (s *Service) AddToGroup(ctx context.Context, actor access.Actor, org string, groupID, userID int64) error {
	_, err := s.addToGroup(ctx, actor, InOrganization(org), objectID(groupID), Ref{ID: userID})
	return err
}

// AddToGroupByLogin is AddToGroup for people, who name the member by username or address. Somebody who is no member
// of the organization answers like nobody: NotFound, in the field "login".
func (s *Service) AddToGroupByLogin(ctx context.Context, actor access.Actor, org string, groupID int64, login string) (Member, error) {
	return s.addToGroup(ctx, actor, InOrganization(org), objectID(groupID), Ref{Login: login})
}

// AddToGroupAt is AddToGroupByLogin for doors that know a group by its number only. A group that the actor may not see
// is NotFound, like one that doesn't exist.
func (s *Service) AddToGroupAt(ctx context.Context, actor access.Actor, group, login string) (Member, error) {
	return s.addToGroup(ctx, actor, ofGroup(group), group, Ref{Login: login})
}

func (s *Service) addToGroup(ctx context.Context, actor access.Actor, where Where, group string, who Ref) (Member, error) {
	var member Member
	entry := audit.Entry{Action: "group.add", Object: "group", ObjectID: group}
	err := s.changeGroup(ctx, actor, entry, where, group, func(ctx context.Context, tx *db.Tx, p spot, g Group, entry *audit.Entry) error {
		m, err := memberAt(ctx, tx, p, who)
		if err != nil {
			return err
		}
		member = m
		entry.After = map[string]any{"user": m.ID, "username": m.Username}
		added, err := affected(tx.Exec(ctx, "INSERT INTO group_members (group_id, user_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
			g.ID, m.ID, s.clock.Now()))
		if err != nil {
			return fmt.Errorf("add %d to group %d: %w", m.ID, g.ID, err)
		}
		if added == 0 {
			entry.Action = ""
		}
		return nil
	})
	return member, err
}

// changeGroup runs one use-case on a group of an organization.
func (s *Service) changeGroup(ctx context.Context, actor access.Actor, entry audit.Entry, where Where, group string, fn func(context.Context, *db.Tx, spot, Group, *audit.Entry) error) error {
	return s.changeAt(ctx, actor, entry, where, manageGroups, func(ctx context.Context, tx *db.Tx, p spot, entry *audit.Entry) error {
		id, _ := strconv.ParseInt(group, 10, 64) // what is no number is number 0, which nothing has
		g, err := groupByID(ctx, tx, p.Place, id)
		if err != nil {
			return err
		}
		return fn(ctx, tx, p, g, entry)
	})
}

// RemoveFromGroup takes a user out of a group and tells the group's organization. One who is not in it is NotFound.
func (s *Service) RemoveFromGroup(ctx context.Context, actor access.Actor, org string, groupID, userID int64) error {
	return s.removeFromGroup(ctx, actor, InOrganization(org), objectID(groupID), Ref{ID: userID})
}

// RemoveFromGroupAt is RemoveFromGroup for doors that know a group by its number only and the member by username or
// address.
func (s *Service) RemoveFromGroupAt(ctx context.Context, actor access.Actor, group, login string) error {
	return s.removeFromGroup(ctx, actor, ofGroup(group), group, Ref{Login: login})
}

func (s *Service) removeFromGroup(ctx context.Context, actor access.Actor, where Where, group string, who Ref) error {
	entry := audit.Entry{Action: "group.remove", Object: "group", ObjectID: group}
	return s.changeGroup(ctx, actor, entry, where, group, func(ctx context.Context, tx *db.Tx, p spot, g Group, entry *audit.Entry) error {
		gone := app.Errorf(app.NotFound, "There is no such user in the group %s.", g.Name)
		m, err := memberAt(ctx, tx, p, who)
		if app.Is(err, app.NotFound) {
			return gone
		}
		if err != nil {
			return err
		}
		leaves, err := listLeaves(ctx, tx, "WHERE gm.group_id = $1 AND gm.user_id = $2", g.ID, m.ID)
		if err != nil {
			return err
		}
		if len(leaves) == 0 {
			return gone
		}
		entry.Before = map[string]any{"user": m.ID, "username": m.Username}
		if _, err := tx.Exec(ctx, "DELETE FROM group_members WHERE group_id = $1 AND user_id = $2", g.ID, m.ID); err != nil {
			return fmt.Errorf("remove %d from group %d: %w", m.ID, g.ID, err)
		}
		return s.tellLeft(ctx, tx, actor, leaves)
	})
}

// emptyGroup removes every member of a group, with an event for each.
func (s *Service) emptyGroup(ctx context.Context, tx *db.Tx, actor access.Actor, groupID int64) error {
	leaves, err := listLeaves(ctx, tx, "WHERE gm.group_id = $1", groupID)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM group_members WHERE group_id = $1", groupID); err != nil {
		return fmt.Errorf("empty group %d: %w", groupID, err)
	}
	return s.tellLeft(ctx, tx, actor, leaves)
}

// leaveGroups takes a user out of the groups of one organization, or of every one if it is 0, with an event for each.
func (s *Service) leaveGroups(ctx context.Context, tx *db.Tx, actor access.Actor, userID, organization int64) error {
	leaves, err := listLeaves(ctx, tx, "WHERE gm.user_id = $1 AND (CAST($2 AS BIGINT) = 0 OR g.organization_id = $2)", userID, organization)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM group_members WHERE user_id = $1 AND group_id IN (
		SELECT g.id FROM groups g WHERE CAST($2 AS BIGINT) = 0 OR g.organization_id = $2)`, userID, organization)
	if err != nil {
		return fmt.Errorf("user %d leaves groups: %w", userID, err)
	}
	return s.tellLeft(ctx, tx, actor, leaves)
}

// listLeaves reads who is about to leave which group. It is read before the rows go, and the organizations are
// locked, so what is read is what is deleted.
func listLeaves(ctx context.Context, q db.Queryer, where string, args ...any) ([]leave, error) {
	rows, err := q.Query(ctx, "SELECT "+leaveColumns+leaveFrom+where+" ORDER BY g.id, u.id", args...)
	if err != nil {
		return nil, fmt.Errorf("list group members: %w", err)
	}
	return collect(rows, scanLeave)
}
