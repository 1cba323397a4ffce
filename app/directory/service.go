// Package directory knows who is where: organizations and their seats, users from the day they are invited or added to
// the day they leave, guests, groups, pipes, tables, invitations, and signing in. Every change asks the policy, holds the
// rules of the domain, leaves its audit row and tells its event, all in one transaction. It knows nothing of who listens
// to its events, of cookies, of how a letter is carried, or of the door that a change comes through.
package directory

import (
	"context"
	"errors"
	"strconv"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/event"
	"rollcall/app/mail"
	"rollcall/db"
)

// Publish records an event and whatever follows from it, within the transaction of the change that it tells of.
type Publish func(ctx context.Context, tx *db.Tx, e event.Event) error

// DeleteWebhooks deletes the webhooks of one pipe or table, cancels what waits, and says how many deliveries that was. It
// runs within the transaction that deletes the place, whose organization is locked. by is who deletes it.
type DeleteWebhooks func(ctx context.Context, tx *db.Tx, scope event.Scope, id int64, by string) (int, error)

// Config is what a Service is made of. DB, Audit, Access, Clock and Publish must be given.
type Config struct {
	DB             *db.DB
	Audit          *audit.Log
	Access         *access.Service
	Clock          app.Clock
	Publish        Publish        // the webhooks' Publish
	DeleteWebhooks DeleteWebhooks // the webhooks' DeleteOfScope
	Key            []byte         // 32 bytes: links of invitations are made with it
	BaseURL        string         // where people reach this server, without a slash at the end: links begin with it
	Mail           mail.Post      // nil without SMTP: then links are shown instead
}

// Service is the directory on one database.
type Service struct {
	db      *db.DB
	log     *audit.Log
	access  *access.Service
	publish Publish
	silence DeleteWebhooks
	clock   app.Clock
	links   links
	post    mail.Post
}

// New makes the directory.
func New(c Config) *Service {
	return &Service{db: c.DB, log: c.Audit, access: c.Access, publish: c.Publish, silence: c.DeleteWebhooks, clock: c.Clock,
		links: links{key: c.Key, baseURL: c.BaseURL}, post: c.Mail}
}

// step is the part of a use-case that is its own: it runs where the actor's right has been checked already.
type step func(ctx context.Context, tx *db.Tx, place access.Place, entry *audit.Entry) error

// change runs one use-case within an organization: lock, place, policy, and then fn, with its audit row.
func (s *Service) change(ctx context.Context, actor access.Actor, entry audit.Entry, org string, action access.Action, fn step) error {
	return s.log.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		place, err := enter(ctx, tx, actor, entry, org, action)
		if err != nil {
			return err
		}
		return fn(ctx, tx, place, entry)
	})
}

// enter locks the organization (with others, in one call, as the order of locks demands), finds it as the actor sees
// it and asks the policy. The place is read after the lock: a right that was taken away meanwhile is gone.
func enter(ctx context.Context, tx *db.Tx, actor access.Actor, entry *audit.Entry, org string, action access.Action, others ...int64) (access.Place, error) {
	id, err := organizationID(ctx, tx, org)
	if err != nil {
		return access.Place{}, err
	}
	if err := lockOrganizations(ctx, tx, append(others, id)...); err != nil {
		return access.Place{}, err
	}
	place, err := access.OrganizationPlace(ctx, tx, actor, org)
	if err != nil {
		return access.Place{}, err
	}
	entry.OrganizationID = place.ID
	return place, place.Check(actor, action)
}

func lockOrganizations(ctx context.Context, tx *db.Tx, ids ...int64) error {
	names := make([]string, 0, len(ids))
	for _, id := range ids {
		if id != 0 {
			names = append(names, strconv.FormatInt(id, 10))
		}
	}
	return tx.Lock(ctx, "organization", names...)
}

// lockSetup lets only one transaction at a time ask whether there is anybody yet. It is the lock that access takes for
// the setup code, and comes before every organization's.
func lockSetup(ctx context.Context, tx *db.Tx) error { return tx.Lock(ctx, "setup", "site") }

// may is the policy asked before a transaction, by use-cases with slow work to do first (a password to hash): nobody
// else shall make the server work. The transaction asks again. A refusal has its audit row.
func (s *Service) may(ctx context.Context, actor access.Actor, entry audit.Entry, org string, action access.Action) error {
	place, err := s.see(ctx, actor, org, action)
	entry.OrganizationID = place.ID
	return s.refused(ctx, actor, entry, err)
}

// see finds the organization for a use-case that only reads, and asks the policy.
func (s *Service) see(ctx context.Context, actor access.Actor, org string, action access.Action) (access.Place, error) {
	place, err := access.OrganizationPlace(ctx, s.db, actor, org)
	if err != nil {
		return access.Place{}, err
	}
	return place, place.Check(actor, action)
}

// Look asks the policy for somebody who only wants to see a place, or a form in it; the zero Place is the site. The
// refusal leaves its audit row, with the action that it would have taken.
func (s *Service) Look(ctx context.Context, actor access.Actor, place access.Place, action access.Action) error {
	entry := audit.Entry{Action: string(action), OrganizationID: place.ID, Object: "site"}
	if place.ID != 0 {
		entry.Object, entry.ObjectID = "organization", objectID(place.ID)
	}
	return s.refused(ctx, actor, entry, place.Check(actor, action))
}

// refused leaves the audit row of a refusal that came before the transaction, and hands the error back.
func (s *Service) refused(ctx context.Context, actor access.Actor, entry audit.Entry, err error) error {
	var refusal *app.Error
	if !errors.As(err, &refusal) {
		return err
	}
	return errors.Join(err, s.log.Refused(ctx, actor, entry, refusal))
}

func objectID(id int64) string { return strconv.FormatInt(id, 10) }
