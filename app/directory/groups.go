package directory

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
)

// maxGroups bounds the groups of an organization, so that its list can be read whole.
const maxGroups = 1000

// groupForm is what people say of a group.
type groupForm struct{ Name, Description string }

// CreateGroup makes an empty group. The name has 1–100 characters and is the only one of its kind in the organization,
// whatever the case; the description has at most 1,000.
func (s *Service) CreateGroup(ctx context.Context, actor access.Actor, org, name, description string) (Group, error) {
	return s.CreateGroupAt(ctx, actor, InOrganization(org), name, description)
}

// CreateGroupAt is CreateGroup in an organization that is named in any way.
func (s *Service) CreateGroupAt(ctx context.Context, actor access.Actor, where Where, name, description string) (Group, error) {
	var made Group
	form := groupForm{name, description}
	entry := audit.Entry{Action: "group.create", Object: "group"}
	err := s.changeAt(ctx, actor, entry, where, manageGroups, func(ctx context.Context, tx *db.Tx, p spot, entry *audit.Entry) error {
		if err := form.check(); err != nil {
			return err
		}
		id, err := s.insertGroup(ctx, tx, p.Place, form)
		if err != nil {
			return err
		}
		entry.ObjectID, entry.After = objectID(id), form
		made, err = groupByID(ctx, tx, p.Place, id)
		return err
	})
	return made, err
}

func (f *groupForm) check() error {
	var p problems
	f.Name = p.text("name", "Group name", f.Name, groupNameChars)
	f.Description = p.paragraph("description", "Description", f.Description, descriptionChars)
	return p.err()
}

// EditGroup renames and describes a group. No change, no row; no event tells of it.
func (s *Service) EditGroup(ctx context.Context, actor access.Actor, org string, id int64, name, description string) (Group, error) {
	var edited Group
	form := groupForm{name, description}
	entry := audit.Entry{Action: "group.edit", Object: "group", ObjectID: objectID(id)}
	err := s.change(ctx, actor, entry, org, access.ManageGroups, func(ctx context.Context, tx *db.Tx, place access.Place, entry *audit.Entry) error {
		g, err := groupByID(ctx, tx, place, id)
		if err != nil {
			return err
		}
		if err := form.check(); err != nil {
			return err
		}
		entry.Before, entry.After = groupForm{g.Name, g.Description}, form
		if entry.Before == entry.After {
			entry.Action, edited = "", g
			return nil
		}
		if err := updateGroup(ctx, tx, place, id, form); err != nil {
			return err
		}
		edited, err = groupByID(ctx, tx, place, id)
		return err
	})
	return edited, err
}

// DeleteGroup removes a group: its members first, each with its event.
func (s *Service) DeleteGroup(ctx context.Context, actor access.Actor, org string, id int64) error {
	entry := audit.Entry{Action: "group.delete", Object: "group", ObjectID: objectID(id)}
	return s.change(ctx, actor, entry, org, access.ManageGroups, func(ctx context.Context, tx *db.Tx, place access.Place, entry *audit.Entry) error {
		g, err := groupByID(ctx, tx, place, id)
		if err != nil {
			return err
		}
		entry.Before = map[string]any{"name": g.Name, "description": g.Description, "members": g.Members}
		if err := s.emptyGroup(ctx, tx, actor, id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM groups WHERE id = $1", id); err != nil {
			return fmt.Errorf("delete group %d: %w", id, err)
		}
		return nil
	})
}

// Groups lists the groups of an organization by name, with the number of members of each. At most 1,000.
func (s *Service) Groups(ctx context.Context, actor access.Actor, org string) ([]Group, error) {
	place, err := s.see(ctx, actor, org, access.ViewGroups)
	if err != nil {
		return nil, err
	}
	return listGroups(ctx, s.db, "WHERE g.organization_id = $1", place.ID)
}

// GroupsOf lists the groups of this organization that a member is in, by name.
func (s *Service) GroupsOf(ctx context.Context, actor access.Actor, org string, userID int64) ([]Group, error) {
	place, err := s.see(ctx, actor, org, access.ViewGroups)
	if err != nil {
		return nil, err
	}
	return listGroups(ctx, s.db, "JOIN group_members mine ON mine.group_id = g.id AND mine.user_id = $2 WHERE g.organization_id = $1", place.ID, userID)
}

// Group finds a group with the first 100 of its members; Users with UserFilter.Group pages through them all.
func (s *Service) Group(ctx context.Context, actor access.Actor, org string, id int64) (Group, []Member, error) {
	place, err := s.see(ctx, actor, org, access.ViewGroups)
	if err != nil {
		return Group{}, nil, err
	}
	g, err := groupByID(ctx, s.db, place, id)
	if err != nil {
		return Group{}, nil, err
	}
	page, err := listMembers(ctx, s.db, organizationPlace(place.ID), UserFilter{Group: id, Limit: pageLimit})
	return g, page.Members, err
}

func (s *Service) insertGroup(ctx context.Context, tx *db.Tx, place access.Place, f groupForm) (int64, error) {
	var count, id int64
	if err := tx.QueryRow(ctx, "SELECT COUNT(*) FROM groups WHERE organization_id = $1", place.ID).Scan(&count); err != nil {
		return 0, fmt.Errorf("count groups: %w", err)
	}
	if count >= maxGroups {
		return 0, app.Errorf(app.Conflict, "%s has %d groups, which is the most there can be: delete one first.", place.Title, count)
	}
	err := tx.QueryRow(ctx, `INSERT INTO groups (organization_id, name, name_folded, description, created_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT DO NOTHING RETURNING id`, place.ID, f.Name, fold(f.Name), f.Description, s.clock.Now()).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, groupTaken(f.Name)
	}
	if err != nil {
		return 0, fmt.Errorf("insert group: %w", err)
	}
	return id, nil
}

func groupTaken(name string) error {
	return taken("name", "There is a group named %q already: choose another name.", name)
}

func updateGroup(ctx context.Context, tx *db.Tx, place access.Place, id int64, f groupForm) error {
	var other bool
	err := tx.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM groups WHERE organization_id = $1 AND name_folded = $2 AND id <> $3)",
		place.ID, fold(f.Name), id).Scan(&other)
	if err != nil {
		return fmt.Errorf("free group name: %w", err)
	}
	if other {
		return groupTaken(f.Name)
	}
	_, err = tx.Exec(ctx, "UPDATE groups SET name = $2, name_folded = $3, description = $4 WHERE id = $1", id, f.Name, fold(f.Name), f.Description)
	if err != nil {
		return fmt.Errorf("update group %d: %w", id, err)
	}
	return nil
}

const groupColumns = `g.id, g.organization_id, g.name, g.description, (SELECT COUNT(*) FROM group_members gm WHERE gm.group_id = g.id), g.created_at`

func scanGroup(row scanner) (Group, error) {
	var g Group
	err := row.Scan(&g.ID, &g.OrganizationID, &g.Name, &g.Description, &g.Members, &g.CreatedAt)
	g.CreatedAt = g.CreatedAt.UTC()
	return g, err
}

func groupByID(ctx context.Context, q db.Queryer, place access.Place, id int64) (Group, error) {
	g, err := scanGroup(q.QueryRow(ctx, "SELECT "+groupColumns+" FROM groups g WHERE g.organization_id = $1 AND g.id = $2", place.ID, id))
	if err != nil {
		return Group{}, noRows(err, app.Errorf(app.NotFound, "There is no such group in %s.", place.Title))
	}
	return g, nil
}

func listGroups(ctx context.Context, q db.Queryer, where string, args ...any) ([]Group, error) {
	rows, err := q.Query(ctx, "SELECT "+groupColumns+" FROM groups g "+where+" ORDER BY g.id", args...)
	if err != nil {
		return nil, fmt.Errorf("list groups: %w", err)
	}
	groups, err := collect(rows, scanGroup)
	slices.SortStableFunc(groups, func(a, b Group) int { return cmp.Compare(plain(a.Name), plain(b.Name)) })
	return groups, err
}
