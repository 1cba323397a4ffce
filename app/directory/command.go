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

// CommandUser is what `rollcall user create` makes a user of.
type CommandUser struct {
	Organization string // name; made, with this title and unlimited seats, if it doesn't exist. "" if exactly one exists
	Name         string // "" is Username
	Username     string
	Email        string
	Password     string // "" for none yet: `rollcall user reset-password` sets one
	Admin        bool   // administrator of the organization; role normal otherwise
	SiteAdmin    bool   // the first administrator is one anyway
}

// CreateUserByCommand adds an active user from the terminal; only the command line and the site's administrator may.
// No event is told before the first login.
func (s *Service) CreateUserByCommand(ctx context.Context, actor access.Actor, form CommandUser) (User, error) {
	entry := audit.Entry{Action: "user.add", Object: "user"}
	if err := (access.Place{}).Check(actor, access.CreateOrganization); err != nil {
		return User{}, s.refused(ctx, actor, entry, err)
	}
	if err := form.check(); err != nil {
		return User{}, s.refused(ctx, actor, entry, err)
	}
	hash := ""
	if form.Password != "" {
		var err error
		if hash, err = s.access.HashPassword(ctx, form.Password); err != nil {
			return User{}, s.refused(ctx, actor, entry, err)
		}
	}
	var made User
	err := s.log.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		id, err := s.createByCommand(ctx, tx, actor, form, hash, entry)
		if err != nil {
			return err
		}
		made, err = userByID(ctx, tx, id)
		return err
	})
	return made, err
}

func (f *CommandUser) check() error {
	var p problems
	if f.Organization != "" {
		f.Organization = p.organizationName("organization", f.Organization)
	}
	if f.Username = p.username(f.Username); strings.TrimSpace(f.Name) == "" {
		f.Name = f.Username
	}
	f.Name = p.text("name", "Name", f.Name, textChars)
	f.Email = p.email(f.Email)
	if f.Password != "" {
		p.password(f.Password)
	}
	return p.err()
}

func (s *Service) createByCommand(ctx context.Context, tx *db.Tx, actor access.Actor, form CommandUser, hash string, entry *audit.Entry) (int64, error) {
	if err := lockSetup(ctx, tx); err != nil {
		return 0, err
	}
	o, err := s.commandOrganization(ctx, tx, actor, form.Organization)
	if err != nil {
		return 0, err
	}
	entry.OrganizationID = o.ID
	n := newcomer{Name: form.Name, Username: form.Username, Email: form.Email, Hash: hash, State: Active, Role: access.Normal, SiteAdmin: form.SiteAdmin}
	if form.Admin {
		n.Role = access.Admin
		first, err := noSiteAdmin(ctx, tx)
		if err != nil {
			return 0, err
		}
		n.SiteAdmin = n.SiteAdmin || first
	}
	return s.admit(ctx, tx, o.place(), n, entry)
}

// commandOrganization finds or makes the organization, and locks it.
func (s *Service) commandOrganization(ctx context.Context, tx *db.Tx, actor access.Actor, name string) (Organization, error) {
	if name == "" {
		return onlyOrganization(ctx, tx, actor)
	}
	id, err := organizationID(ctx, tx, name)
	if err != nil {
		return Organization{}, err
	}
	if id == 0 {
		return s.insertOrganization(ctx, tx, CreateOrganization{Title: name, Name: name}, actor.UserID)
	}
	if err := lockOrganizations(ctx, tx, id); err != nil {
		return Organization{}, err
	}
	return organizationByID(ctx, tx, id)
}

func onlyOrganization(ctx context.Context, tx *db.Tx, actor access.Actor) (Organization, error) {
	all, err := listOrganizations(ctx, tx, actor)
	if err != nil {
		return Organization{}, err
	}
	if len(all) != 1 {
		return Organization{}, app.Refuse(app.Field{Name: "organization", Message: fmt.Sprintf(
			"There are %d organizations: say which one with --organization; one that doesn't exist is created.", len(all))})
	}
	return all[0], lockOrganizations(ctx, tx, all[0].ID)
}

func noSiteAdmin(ctx context.Context, q db.Queryer) (bool, error) {
	var some bool
	err := q.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM users WHERE site_admin AND state <> 'removed')").Scan(&some)
	if err != nil {
		return false, fmt.Errorf("any site administrator: %w", err)
	}
	return !some, nil
}
