package directory

import (
	"context"
	"fmt"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
)

// SetupForm is the first-run page.
type SetupForm struct {
	Code         string // the one-time code from the log
	Organization string // title of the first organization; its name is derived
	Name         string
	Username     string
	Email        string
	Password     string
	UserAgent    string // of the browser, for the list of sessions
}

// NeedsSetup reports whether nobody has ever been added.
func (s *Service) NeedsSetup(ctx context.Context) (bool, error) { return noUsers(ctx, s.db) }

func noUsers(ctx context.Context, q db.Queryer) (bool, error) {
	var some bool
	if err := q.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM users)").Scan(&some); err != nil {
		return false, fmt.Errorf("any user: %w", err)
	}
	return !some, nil
}

// Setup makes the first organization and its administrator, who is the site's too, and signs them in: it returns the
// secret of their session, and it is their first login. It needs the one-time code, and works once.
func (s *Service) Setup(ctx context.Context, actor access.Actor, form SetupForm) (User, string, error) {
	entry := audit.Entry{Action: "site.setup", Object: "site"}
	if err := s.setupOpen(ctx, s.db); err != nil {
		return User{}, "", s.refused(ctx, actor, entry, err)
	}
	if err := form.check(); err != nil {
		return User{}, "", s.refused(ctx, actor, entry, err)
	}
	hash, err := s.access.HashPassword(ctx, form.Password)
	if err != nil {
		return User{}, "", s.refused(ctx, actor, entry, err)
	}
	var user User
	var secret string
	err = s.log.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		user, err = s.setUp(ctx, tx, form, hash, entry)
		if err != nil {
			return err
		}
		secret, err = s.firstVisit(ctx, tx, actingAs(actor, user), form.UserAgent)
		if err != nil {
			return err
		}
		user, err = userByID(ctx, tx, user.ID)
		return err
	})
	if err != nil {
		return User{}, "", err
	}
	return user, secret, nil
}

func (f *SetupForm) check() error {
	var p problems
	f.Organization = p.text("organization", "Organization", f.Organization, textChars)
	f.Name = p.text("name", "Name", f.Name, textChars)
	f.Username = p.username(f.Username)
	f.Email = p.email(f.Email)
	p.password(f.Password)
	return p.err()
}

// setupOpen refuses when there is somebody already.
func (s *Service) setupOpen(ctx context.Context, q db.Queryer) error {
	open, err := noUsers(ctx, q)
	if err == nil && !open {
		return app.Errorf(app.Conflict, "Rollcall is set up already: log in.")
	}
	return err
}

// setUp uses the code and makes the two rows. The lock, shared with the command line, lets one of two set-ups win.
func (s *Service) setUp(ctx context.Context, tx *db.Tx, form SetupForm, hash string, entry *audit.Entry) (User, error) {
	if err := lockSetup(ctx, tx); err != nil {
		return User{}, err
	}
	if err := s.setupOpen(ctx, tx); err != nil {
		return User{}, err
	}
	if err := s.access.UseSetupCode(ctx, tx, form.Code); err != nil {
		return User{}, err
	}
	o, err := s.insertOrganization(ctx, tx, CreateOrganization{Title: form.Organization}, 0)
	if err != nil {
		return User{}, err
	}
	id, err := s.admit(ctx, tx, o.place(), newcomer{Name: form.Name, Username: form.Username, Email: form.Email, Hash: hash,
		State: Active, Role: access.Admin, SiteAdmin: true}, entry)
	if err != nil {
		return User{}, err
	}
	if _, err := tx.Exec(ctx, "UPDATE organizations SET created_by = $2 WHERE id = $1", o.ID, id); err != nil {
		return User{}, fmt.Errorf("founder of %d: %w", o.ID, err)
	}
	entry.OrganizationID = o.ID
	return userByID(ctx, tx, id)
}

// place is the organization as no role sees it.
func (o Organization) place() access.Place {
	return access.Place{ID: o.ID, Name: o.Name, Title: o.Title}
}

// firstVisit is letIn for a user who was made in this very transaction.
func (s *Service) firstVisit(ctx context.Context, tx *db.Tx, actor access.Actor, userAgent string) (string, error) {
	_, err := tx.Exec(ctx, "UPDATE users SET last_login_at = $2 WHERE id = $1", actor.UserID, s.clock.Now())
	if err != nil {
		return "", fmt.Errorf("record login of user %d: %w", actor.UserID, err)
	}
	return s.beginSession(ctx, tx, actor, userAgent)
}
