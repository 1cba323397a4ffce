package webhook

import (
	"context"
	"encoding/hex"
	"errors"
	"strconv"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/event"
	"rollcall/db"
)

// Webhook is one webhook of an organization, whatever its scope. The error is NotFound for one that does not exist, is
// deleted, or is somebody else's.
func (s *Service) Webhook(ctx context.Context, actor access.Actor, organization, id string) (Webhook, error) {
	return s.webhook(ctx, actor, inOrganization(organization), id)
}

// WebhookByID is Webhook for doors that know no organization. Of other scopes than the given ones none is found; no
// scope stands for all of them.
func (s *Service) WebhookByID(ctx context.Context, actor access.Actor, id string, scopes ...event.Scope) (Webhook, error) {
	return s.webhook(ctx, actor, ofWebhook(id, scopes), id)
}

func (s *Service) webhook(ctx context.Context, actor access.Actor, find finder, id string) (Webhook, error) {
	place, err := readable(ctx, s.db, actor, find)
	if err != nil {
		return Webhook{}, err
	}
	return s.webhookOf(ctx, s.db, place, id)
}

// WebhookByName is Webhook by name, for the API that has no ids: only webhooks with an ACTIVATE type have a name of
// their own, so only they are found.
func (s *Service) WebhookByName(ctx context.Context, actor access.Actor, organization, name string) (Webhook, error) {
	place, err := readable(ctx, s.db, actor, inOrganization(organization))
	if err != nil {
		return Webhook{}, err
	}
	if !plain(name) {
		return Webhook{}, noSuchWebhook()
	}
	return s.oneWebhook(ctx, s.db, "w.organization_id = $1 AND w.name = $2 AND w.activate AND w.deleted_at IS NULL", place.ID, name)
}

// List is every webhook that listens to an organization as a whole, the newest last. Being refused leaves an audit row.
func (s *Service) List(ctx context.Context, actor access.Actor, organization string) ([]Webhook, error) {
	return s.list(ctx, actor, inOrganization(organization), event.Place{Scope: event.ScopeOrganization})
}

// ListAt is List for one place: an organization, a pipe or a table.
func (s *Service) ListAt(ctx context.Context, actor access.Actor, at event.Place) ([]Webhook, error) {
	return s.list(ctx, actor, atPlace(at), at)
}

func (s *Service) list(ctx context.Context, actor access.Actor, find finder, at event.Place) ([]Webhook, error) {
	place, err := readable(ctx, s.db, actor, find)
	if refusal := (*app.Error)(nil); place.ID != 0 && errors.As(err, &refusal) {
		entry := audit.Entry{Action: string(access.ManageWebhooks), OrganizationID: place.ID, Object: "organization", ObjectID: strconv.FormatInt(place.ID, 10)}
		return nil, errors.Join(err, s.audit.Refused(ctx, actor, entry, refusal))
	}
	if err != nil {
		return nil, err
	}
	return s.listWebhooks(ctx, s.db, within(place, at).Scope, within(place, at).ID)
}

// within is the place itself; of an organization that was found by its name it says which one it is.
func within(organization access.Place, at event.Place) event.Place {
	if at.Scope == event.ScopeOrganization {
		at.ID = organization.ID
	}
	return at
}

// lockedWebhook is the webhook of a place under its exclusive lock: no result of an attempt is recorded meanwhile.
func (s *Service) lockedWebhook(ctx context.Context, tx *db.Tx, place access.Place, id string) (Webhook, error) {
	if err := tx.Lock(ctx, "webhook", id); err != nil {
		return Webhook{}, err
	}
	return s.webhookOf(ctx, tx, place, id)
}

func (s *Service) webhookOf(ctx context.Context, q db.Queryer, place access.Place, id string) (Webhook, error) {
	if !isHexID(id) {
		return Webhook{}, noSuchWebhook()
	}
	return s.oneWebhook(ctx, q, "w.organization_id = $1 AND w.id = $2 AND w.deleted_at IS NULL", place.ID, id)
}

func noSuchWebhook() error {
	return app.Errorf(app.NotFound, "There is no such webhook: it may have been deleted.")
}

// isHexID reports whether a text can be the id of a webhook; anything else need not, and must not, reach the database.
func isHexID(id string) bool {
	_, err := hex.DecodeString(id)
	return err == nil && len(id) == 24
}
