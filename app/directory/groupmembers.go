package directory

import (
	"context"
	"fmt"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
)

// AddToGroup puts a member of the organization, of the house or a guest, into a group. One who is in it already
// stays in it; no event tells of joining.
func (s *Service) AddToGroup(ctx context.Context, actor access.Actor, org string, groupID, userID int64) error {
	_, err := s.addToGroup(ctx, actor, org, groupID, func(ctx context.Context, tx *db.Tx, place access.Place) (Member, error) {
		return memberByID(ctx, tx, place, userID)
	})
	return err
}

// AddToGroupByLogin is AddToGroup for people, who name the member by username or address. Somebody who is no member
// of the organization answers like nobody: NotFound, in the field "login".
func (s *Service) AddToGroupByLogin(ctx context.Context, actor access.Actor, org string, groupID int64, login string) (Member, error) {
	return s.addToGroup(ctx, actor, org, groupID, func(ctx context.Context, tx *db.Tx, place access.Place) (Member, error) {
		return memberByLogin(ctx, tx, place, login)
	})
}

func (s *Service) addToGroup(ctx context.Context, actor access.Actor, org string, groupID int64, find func(context.Context, *db.Tx, access.Place) (Member, error)) (Member, error) {
	var member Member
	entry := audit.Entry{Action: "group.add", Object: "group", ObjectID: objectID(groupID)}
	err := s.change(ctx, actor, entry, org, access.ManageGroups, func(ctx context.Context, tx *db.Tx, place access.Place, entry *audit.Entry) error {
		if _, err := groupByID(ctx, tx, place, groupID); err != nil {
			return err
		}
		m, err := find(ctx, tx, place)
		if err != nil {
			return err
		}
		member = m
		entry.After = map[string]any{"user": m.ID, "username": m.Username}
		added, err := affected(tx.Exec(ctx, "INSERT INTO group_members (group_id, user_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
			groupID, m.ID, s.clock.Now()))
		if err != nil {
			return fmt.Errorf("add %d to group %d: %w", m.ID, groupID, err)
		}
		if added == 0 {
			entry.Action = ""
		}
		return nil
	})
	return member, err
}

// RemoveFromGroup takes a user out of a group and tells the group's organization. One who is not in it is NotFound.
func (s *Service) RemoveFromGroup(ctx context.Context, actor access.Actor, org string, groupID, userID int64) error {
	entry := audit.Entry{Action: "group.remove", Object: "group", ObjectID: objectID(groupID)}
	return s.change(ctx, actor, entry, org, access.ManageGroups, func(ctx context.Context, tx *db.Tx, place access.Place, entry *audit.Entry) error {
		g, err := groupByID(ctx, tx, place, groupID)
		if err != nil {
			return err
		}
		leaves, err := listLeaves(ctx, tx, "WHERE gm.group_id = $1 AND gm.user_id = $2", groupID, userID)
		if err != nil {
			return err
		}
		if len(leaves) == 0 {
			return app.Errorf(app.NotFound, "There is no such user in the group %s.", g.Name)
		}
		entry.Before = map[string]any{"user": userID, "username": leaves[0].user.Username}
		if _, err := tx.Exec(ctx, "DELETE FROM group_members WHERE group_id = $1 AND user_id = $2", groupID, userID); err != nil {
			return fmt.Errorf("remove %d from group %d: %w", userID, groupID, err)
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
