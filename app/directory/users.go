package directory

import (
	"context"
	"fmt"
	"strings"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
)

// AddUser is what a new user needs.
type AddUser struct {
	Name     string // 1–200 characters
	Username string // empty: derived from Email, with a number when taken
	Email    string
	Password string
	Role     access.Role // "" is normal
}

// AddUser adds a user whose home is the organization: active from the start and in need of a free seat. The address
// of somebody whom the same organization removed revives that user: the ids, the first login and the history stay.
func (s *Service) AddUser(ctx context.Context, actor access.Actor, org string, form AddUser) (User, error) {
	entry := audit.Entry{Action: "user.add", Object: "user"}
	if err := s.may(ctx, actor, entry, org, access.ManageUsers); err != nil {
		return User{}, err
	}
	if err := form.check(); err != nil {
		return User{}, s.refused(ctx, actor, entry, err)
	}
	hash, err := s.access.HashPassword(ctx, form.Password)
	if err != nil {
		return User{}, s.refused(ctx, actor, entry, err)
	}
	var added User
	err = s.change(ctx, actor, entry, org, access.ManageUsers, func(ctx context.Context, tx *db.Tx, place access.Place, entry *audit.Entry) error {
		id, err := s.admit(ctx, tx, place, form.newcomer(hash), entry)
		if err != nil {
			return err
		}
		added, err = userByID(ctx, tx, id)
		return err
	})
	return added, err
}

func (f *AddUser) check() error {
	var p problems
	f.Name = p.text("name", "Name", f.Name, textChars)
	if f.Username = strings.TrimSpace(f.Username); f.Username != "" {
		f.Username = p.username(f.Username)
	}
	f.Email = p.email(f.Email)
	p.password(f.Password)
	if f.Role == "" {
		f.Role = access.Normal
	}
	f.Role = p.role(f.Role)
	return p.err()
}

func (f AddUser) newcomer(hash string) newcomer {
	return newcomer{Name: f.Name, Username: f.Username, Email: f.Email, Hash: hash, State: Active, Role: f.Role}
}

// EditUser is what can be changed of a user: all three are set.
type EditUser struct {
	Name     string
	Username string
	Email    string
}

// EditUser changes a user of the organization; a guest's details are the business of the home organization, those of
// a site's administrator are changed by one only (whoever sets the address can take the account). An invitation that is
// open follows the address: the link that went to the old one opens nothing. No change, no row.
func (s *Service) EditUser(ctx context.Context, actor access.Actor, org string, userID int64, form EditUser) (User, error) {
	var edited User
	entry := audit.Entry{Action: "user.edit", Object: "user", ObjectID: objectID(userID)}
	err := s.change(ctx, actor, entry, org, access.ManageUsers, func(ctx context.Context, tx *db.Tx, place access.Place, entry *audit.Entry) error {
		m, err := memberByID(ctx, tx, place, userID)
		if err != nil {
			return err
		}
		if err := m.mayBeEdited(actor); err != nil {
			return err
		}
		if err := form.check(); err != nil {
			return err
		}
		entry.Before, entry.After = EditUser{m.Name, m.Username, m.Email}, form
		if entry.Before == entry.After {
			entry.Action, edited = "", m.User
			return nil
		}
		if err := updateUser(ctx, tx, userID, form); err != nil {
			return err
		}
		if m.State == Invited && fold(form.Email) != fold(m.Email) {
			if err := s.readdress(ctx, tx, actor, userID, form.Email); err != nil {
				return err
			}
		}
		edited, err = userByID(ctx, tx, userID)
		return err
	})
	return edited, err
}

func (f *EditUser) check() error {
	var p problems
	f.Name = p.text("name", "Name", f.Name, textChars)
	f.Username = p.username(f.Username)
	f.Email = p.email(f.Email)
	return p.err()
}

// mayBeEdited refuses what only the home organization, or only a site's administrator, may change.
func (m Member) mayBeEdited(actor access.Actor) error {
	if err := m.atHome("edit"); err != nil {
		return err
	}
	if m.SiteAdmin && !actor.SiteAdmin {
		return app.Errorf(app.Forbidden, "%s is an administrator of the site: only such an administrator can change this.", m.Name)
	}
	return nil
}

// atHome refuses a verb that is the home organization's.
func (m Member) atHome(verb string) error {
	if !m.Guest {
		return nil
	}
	return app.Errorf(app.Forbidden, "%s is a guest: only the home organization, %s, can %s this user.", m.Name, m.Organization, verb)
}

func updateUser(ctx context.Context, tx *db.Tx, id int64, f EditUser) error {
	if err := freeForOthers(ctx, tx, id, f.Username, f.Email); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE users SET name = $2, name_folded = $3, username = $4, username_folded = $5, email = $6, email_folded = $7
		WHERE id = $1`, id, f.Name, plain(f.Name), f.Username, fold(f.Username), f.Email, fold(f.Email))
	return updated(err, id)
}

// updated turns a violation of uniqueness, which freeForOthers can only miss when somebody takes the name in the
// same moment, into its refusal.
func updated(err error, id int64) error {
	if db.IsUnique(err) {
		return app.Errorf(app.Conflict, "Somebody else took the username or the address at the same moment: choose another.").Because(app.ReasonDuplicate)
	}
	if err != nil {
		return fmt.Errorf("update user %d: %w", id, err)
	}
	return nil
}

// freeForOthers refuses a username or address that a user other than id has, naming the field.
func freeForOthers(ctx context.Context, q db.Queryer, id int64, username, email string) error {
	var sameName, sameAddress bool
	err := q.QueryRow(ctx, `SELECT
		EXISTS (SELECT 1 FROM users WHERE username_folded = $2 AND state <> 'removed' AND id <> $1),
		EXISTS (SELECT 1 FROM users WHERE email_folded = $3 AND state <> 'removed' AND id <> $1)`,
		id, fold(username), fold(email)).Scan(&sameName, &sameAddress)
	switch {
	case err != nil:
		return fmt.Errorf("free username: %w", err)
	case sameName:
		return taken("username", "The username %q is taken: choose another.", username)
	case sameAddress:
		return taken("email", "The address %q belongs to another user already.", email)
	}
	return nil
}
