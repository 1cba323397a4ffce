package directory

import (
	"context"
	"fmt"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
)

// AddGuest makes a user of another organization a member here, without asking them: so only the site's administrator
// may. login is a username or an address; role "" is external_guest.
func (s *Service) AddGuest(ctx context.Context, actor access.Actor, org, login string, role access.Role) (Member, error) {
	if role == "" {
		role = access.ExternalGuest
	}
	var guest Member
	entry := audit.Entry{Action: "guest.add", Object: "user"}
	err := s.log.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		u, found := FindUser(ctx, tx, login) // looked up first for its home's lock, told only to those who may know
		if found != nil && !app.Is(found, app.NotFound) {
			return found
		}
		place, err := enter(ctx, tx, actor, entry, org, access.AddGuest, u.OrganizationID)
		if err != nil {
			return err
		}
		if found != nil {
			return found
		}
		entry.ObjectID = objectID(u.ID)
		entry.After = map[string]any{"username": u.Username, "home": u.Organization, "role": role}
		guest, err = s.addGuest(ctx, tx, place, u.ID, role)
		return err
	})
	return guest, err
}

func (s *Service) addGuest(ctx context.Context, tx *db.Tx, place access.Place, userID int64, role access.Role) (Member, error) {
	role, err := access.ParseRole(string(role))
	if err != nil {
		return Member{}, err
	}
	u, err := userByID(ctx, tx, userID) // again, now that the home is locked
	switch {
	case err != nil:
		return Member{}, err
	case u.State == Removed:
		return Member{}, errNoLogin()
	case u.OrganizationID == place.ID:
		return Member{}, app.Errorf(app.Conflict, "%s is a user of %s already: set the role instead.", u.Name, place.Title).Because(app.ReasonDuplicate)
	}
	isMember, err := memberExists(ctx, tx, place.ID, userID)
	if err != nil {
		return Member{}, err
	}
	if isMember {
		return Member{}, app.Errorf(app.Conflict, "%s is a guest of %s already: set the role instead.", u.Name, place.Title).Because(app.ReasonDuplicate)
	}
	if err := insertMember(ctx, tx, place.ID, userID, role, s.clock.Now()); err != nil {
		return Member{}, err
	}
	return memberByID(ctx, tx, place, userID)
}

// keepAdministrators refuses to take the rights of m away, in one organization or in every one if it is 0, where no
// other active administrator would be left. The organizations must be locked.
func keepAdministrators(ctx context.Context, tx *db.Tx, actor access.Actor, m Member, organization int64) error {
	if m.State != Active {
		return nil
	}
	rows, err := tx.Query(ctx, `SELECT `+organizationColumns+` FROM members m JOIN organizations o ON o.id = m.organization_id
		WHERE m.user_id = $1 AND m.role = 'admin' AND (CAST($2 AS BIGINT) = 0 OR m.organization_id = $2) AND NOT EXISTS (
			SELECT 1 FROM members other JOIN users u ON u.id = other.user_id
			WHERE other.organization_id = m.organization_id AND other.role = 'admin' AND other.user_id <> $1 AND u.state = 'active')
		ORDER BY o.id`, m.ID, organization)
	if err != nil {
		return fmt.Errorf("last administrator %d: %w", m.ID, err)
	}
	orphans, err := collect(rows, func(row scanner) (Organization, error) { return scanOrganization(row) })
	if err != nil || len(orphans) == 0 {
		return err
	}
	where := orphans[0].Title
	if !actor.SiteAdmin && orphans[0].ID != organization && (m.Guest || orphans[0].ID != m.OrganizationID) {
		where = "another organization" // whose it is nobody here need know
	}
	return app.Errorf(app.Conflict, "%s is the last active administrator of %s: make somebody else an administrator there first.", m.Name, where).Because(app.ReasonLastAdmin)
}
