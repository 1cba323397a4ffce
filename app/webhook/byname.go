package webhook

import (
	"context"
	"errors"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
)

// The use-cases for the API that knows webhooks by their names only (contracts/activate.md, REST API).

// SetEnabledByName is SetEnabled by name.
func (s *Service) SetEnabledByName(ctx context.Context, actor access.Actor, organization, name string, enabled bool) (Webhook, error) {
	w, err := s.named(ctx, actor, organization, name, enableAction(enabled))
	if err != nil {
		return Webhook{}, err
	}
	return s.SetEnabled(ctx, actor, organization, w.ID, enabled)
}

// DeleteByName is Delete of one webhook, by name.
func (s *Service) DeleteByName(ctx context.Context, actor access.Actor, organization, name string) error {
	w, err := s.named(ctx, actor, organization, name, "webhook.delete")
	if err != nil {
		return err
	}
	_, err = s.Delete(ctx, actor, organization, w.ID)
	return err
}

// named finds a webhook in order to change it: a refusal leaves the audit row that the change itself would have left.
func (s *Service) named(ctx context.Context, actor access.Actor, organization, name, action string) (Webhook, error) {
	w, err := s.WebhookByName(ctx, actor, organization, name)
	var refusal *app.Error
	if !errors.As(err, &refusal) {
		return w, err
	}
	place, _ := access.OrganizationPlace(ctx, s.db, actor, organization) // zero for an organization that the actor can't see
	entry := audit.Entry{Action: action, OrganizationID: place.ID, Object: "webhook", ObjectID: name}
	return Webhook{}, errors.Join(err, s.audit.Refused(ctx, actor, entry, refusal))
}
