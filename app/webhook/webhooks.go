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

// Webhook is one webhook of an organization. The error is NotFound for one that does not exist, is deleted, or is
// somebody else's.
func (s *Service) Webhook(ctx context.Context, actor access.Actor, organization, id string) (Webhook, error) {
	place, err := readable(ctx, s.db, actor, organization)
	if err != nil {
		return Webhook{}, err
	}
	return webhookOf(ctx, s.db, place, id)
}

// WebhookByName is Webhook by name, for the API that has no ids: only webhooks with an ACTIVATE type have a name of
// their own, so only they are found.
func (s *Service) WebhookByName(ctx context.Context, actor access.Actor, organization, name string) (Webhook, error) {
	place, err := readable(ctx, s.db, actor, organization)
	if err != nil {
		return Webhook{}, err
	}
	if !plain(name) {
		return Webhook{}, noSuchWebhook()
	}
	return oneWebhook(ctx, s.db, "w.organization_id = $1 AND w.name = $2 AND w.activate AND w.deleted_at IS NULL", place.ID, name)
}

// List is every webhook of an organization, the newest last. Being refused leaves an audit row.
func (s *Service) List(ctx context.Context, actor access.Actor, organization string) ([]Webhook, error) {
	place, err := readable(ctx, s.db, actor, organization)
	if refusal := (*app.Error)(nil); place.ID != 0 && errors.As(err, &refusal) {
		entry := audit.Entry{Action: string(access.ManageWebhooks), OrganizationID: place.ID, Object: "organization", ObjectID: strconv.FormatInt(place.ID, 10)}
		return nil, errors.Join(err, s.audit.Refused(ctx, actor, entry, refusal))
	}
	if err != nil {
		return nil, err
	}
	return listWebhooks(ctx, s.db, event.ScopeOrganization, place.ID)
}

// readable is the organization as the actor sees it, for somebody who may see its webhooks.
func readable(ctx context.Context, q db.Queryer, actor access.Actor, organization string) (access.Place, error) {
	place, err := access.OrganizationPlace(ctx, q, actor, organization)
	if err != nil {
		return access.Place{}, err
	}
	return place, place.Check(actor, access.ManageWebhooks)
}

// manage begins a change of an organization's webhooks within tx: it locks the organization, asks the policy, and
// fills in where the audit row belongs. The role is read under the lock, so that who has just lost it is refused.
func manage(ctx context.Context, tx *db.Tx, actor access.Actor, organization string, entry *audit.Entry) (access.Place, error) {
	place, err := access.OrganizationPlace(ctx, tx, actor, organization)
	if err != nil {
		return access.Place{}, err
	}
	entry.OrganizationID = place.ID
	if err := tx.Lock(ctx, "organization", strconv.FormatInt(place.ID, 10)); err != nil {
		return access.Place{}, err
	}
	return readable(ctx, tx, actor, organization)
}

// lockedWebhook is the webhook of a place under its exclusive lock: no result of an attempt is recorded meanwhile.
func lockedWebhook(ctx context.Context, tx *db.Tx, place access.Place, id string) (Webhook, error) {
	if err := tx.Lock(ctx, "webhook", id); err != nil {
		return Webhook{}, err
	}
	return webhookOf(ctx, tx, place, id)
}

func webhookOf(ctx context.Context, q db.Queryer, place access.Place, id string) (Webhook, error) {
	if !isHexID(id) {
		return Webhook{}, noSuchWebhook()
	}
	return oneWebhook(ctx, q, "w.organization_id = $1 AND w.id = $2 AND w.deleted_at IS NULL", place.ID, id)
}

func noSuchWebhook() error {
	return app.Errorf(app.NotFound, "There is no such webhook in this organization: it may have been deleted.")
}

// isHexID reports whether a text can be the id of a webhook; anything else need not, and must not, reach the database.
func isHexID(id string) bool {
	_, err := hex.DecodeString(id)
	return err == nil && len(id) == 24
}
