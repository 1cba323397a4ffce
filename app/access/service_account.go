package access

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"rollcall/app"
	"rollcall/app/audit"
	"rollcall/db"
)

// ServiceAccount is a program that acts in one organization, with a role there. It belongs to the organization, not to
// whoever made it, and takes no seat.
type ServiceAccount struct {
	ID         int64
	ClientID   string // public: 16 characters
	Name       string // 1 to 100 characters, unique among the organization's
	Role       Role
	CreatedAt  time.Time
	CreatedBy  string    // username of whoever made it
	LastUsedAt time.Time // zero: never used; exact to a minute
}

// maxServiceAccounts bounds those of an organization, so that its list can be read whole.
const maxServiceAccounts = 100

// CreateServiceAccount makes one in an organization and returns it with its client secret, which nobody can see again;
// role "" is admin. Only the organization's administrators may, in a session. Errors: Invalid for the fields "name" and
// "role", Conflict for a name that is taken (duplicate) and beyond 100 accounts.
func (s *Service) CreateServiceAccount(ctx context.Context, actor Actor, org, name string, role Role) (ServiceAccount, string, error) {
	clientID, secret := newTokenSecret(clientPrefix)
	wanted := ServiceAccount{ClientID: clientID, Name: strings.TrimSpace(name), Role: role, CreatedAt: s.clock.Now(), CreatedBy: actor.Username}
	var made ServiceAccount
	entry := audit.Entry{Action: "service_account.create", Object: "service_account"}
	err := s.manageServices(ctx, actor, entry, org, func(ctx context.Context, tx *db.Tx, place Place, e *audit.Entry) (err error) {
		if made, err = wanted.checked(); err != nil {
			return err
		}
		if made.ID, err = addServiceAccount(ctx, tx, place, made, hashSecret(secret)); err != nil {
			return err
		}
		e.ObjectID, e.After = strconv.FormatInt(made.ID, 10), map[string]any{"client": clientID, "name": made.Name, "role": made.Role}
		return nil
	})
	if err != nil {
		return ServiceAccount{}, "", err
	}
	return made, secret, nil
}

func (a ServiceAccount) checked() (ServiceAccount, error) {
	var wrong []app.Field
	if n := utf8.RuneCountInString(a.Name); n < 1 || n > 100 || plain(a.Name, 100) != a.Name {
		wrong = append(wrong, app.Field{Name: "name", Message: "Give the service account a name of 1 to 100 characters that says what uses it."})
	}
	if a.Role == "" {
		a.Role = Admin
	}
	role, err := ParseRole(string(a.Role))
	if refusal, ok := errors.AsType[*app.Error](err); ok {
		wrong = append(wrong, refusal.Fields...)
	}
	if wrong != nil {
		return a, app.Refuse(wrong...)
	}
	a.Role = role
	return a, nil
}

// ServiceAccounts lists those of an organization by name.
func (s *Service) ServiceAccounts(ctx context.Context, actor Actor, org string) ([]ServiceAccount, error) {
	place, err := OrganizationPlace(ctx, s.db, actor, org)
	if err != nil {
		return nil, err
	}
	if err := place.Check(actor, ManageServices); err != nil {
		return nil, err
	}
	return listServiceAccounts(ctx, s.db, place.ID)
}

// RenewServiceSecret gives a service account another client secret and returns it. The old one ends at once, with every
// access token that it got.
func (s *Service) RenewServiceSecret(ctx context.Context, actor Actor, org string, id int64) (string, error) {
	_, secret := newTokenSecret(clientPrefix)
	entry := audit.Entry{Action: "service_account.renew", Object: "service_account", ObjectID: strconv.FormatInt(id, 10)}
	err := s.manageServices(ctx, actor, entry, org, func(ctx context.Context, tx *db.Tx, place Place, e *audit.Entry) error {
		name, err := updateServiceSecret(ctx, tx, place, id, hashSecret(secret))
		if err != nil {
			return err
		}
		e.After = map[string]any{"name": name, "secret": "(set)"}
		return deleteAccessTokens(ctx, tx, id)
	})
	if err != nil {
		return "", err
	}
	return secret, nil
}

// DeleteServiceAccount ends a service account and every access token that it got, from the next request on.
func (s *Service) DeleteServiceAccount(ctx context.Context, actor Actor, org string, id int64) error {
	entry := audit.Entry{Action: "service_account.delete", Object: "service_account", ObjectID: strconv.FormatInt(id, 10)}
	return s.manageServices(ctx, actor, entry, org, func(ctx context.Context, tx *db.Tx, place Place, e *audit.Entry) error {
		name, err := endServiceAccount(ctx, tx, place, id, s.clock.Now())
		if err != nil {
			return err
		}
		e.Before = map[string]any{"name": name}
		return deleteAccessTokens(ctx, tx, id)
	})
}

// manageServices runs one use-case about an organization's service accounts. A token must not make credentials: one that
// leaked could outlive its own end by them. The place is read again under the lock: a right that was taken away is gone.
func (s *Service) manageServices(ctx context.Context, actor Actor, entry audit.Entry, org string, fn func(context.Context, *db.Tx, Place, *audit.Entry) error) error {
	return s.log.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, e *audit.Entry) error {
		place, err := OrganizationPlace(ctx, tx, actor, org)
		if err != nil {
			return err
		}
		e.OrganizationID = place.ID
		if err := tx.Lock(ctx, "organization", strconv.FormatInt(place.ID, 10)); err != nil {
			return err
		}
		if place, err = OrganizationPlaceByID(ctx, tx, actor, place.ID); err != nil {
			return err
		}
		if err := place.Check(actor, ManageServices); err != nil {
			return err
		}
		if err := mayManageCredentials(actor); err != nil {
			return err
		}
		return fn(ctx, tx, place, e)
	})
}

func noSuchServiceAccount(place Place) error {
	return app.Errorf(app.NotFound, "There is no such service account in %s.", place.Title)
}
