package webhook

import (
	"context"
	"fmt"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/event"
	"rollcall/db"
)

// maxWebhooks is how many webhooks an organization, a pipe or a table may have: every event there is matched against
// them while others wait.
const maxWebhooks = 1000

// Create makes a webhook of the organization and its signing secret, which is returned here and otherwise shown by
// RevealSecret only. Errors: Invalid with the fields that are no good; Conflict, reason duplicate, for a taken name;
// TooMany when the organization has 1,000 webhooks.
func (s *Service) Create(ctx context.Context, actor access.Actor, organization string, form Form) (made Webhook, secret string, err error) {
	return s.createAt(ctx, actor, inOrganization(organization), event.Place{Scope: event.ScopeOrganization}, form)
}

// CreateAt is Create for one place: an organization, a pipe or a table. In a pipe or table a webhook that has the URL
// and an event type of another is refused as well (Conflict, reason duplicate), or replaces it if the form says so.
func (s *Service) CreateAt(ctx context.Context, actor access.Actor, at event.Place, form Form) (made Webhook, secret string, err error) {
	return s.createAt(ctx, actor, atPlace(at), at, form)
}

func (s *Service) createAt(ctx context.Context, actor access.Actor, find finder, at event.Place, form Form) (made Webhook, secret string, err error) {
	key := newSecret()
	entry := audit.Entry{Action: "webhook.create", Object: "webhook"}
	err = s.audit.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		place, err := manage(ctx, tx, actor, find, entry)
		if err != nil {
			return err
		}
		made, err = s.create(ctx, tx, actor, place, within(place, at), form, key)
		entry.ObjectID, entry.After = made.ID, described(made)
		return err
	})
	if err != nil {
		return Webhook{}, "", err
	}
	return made, showSecret(key), nil
}

func (s *Service) create(ctx context.Context, tx *db.Tx, actor access.Actor, place access.Place, at event.Place, form Form, key []byte) (Webhook, error) {
	now := s.clock.Now()
	blank := Webhook{ID: app.NewHexID(now), OrganizationID: place.ID, OrganizationName: place.Name, Scope: at.Scope, ScopeID: at.ID,
		Version: 1, CreatedAt: now, CreatedBy: actor.Username, UpdatedAt: now, UpdatedBy: actor.Username}
	var err error
	if blank.PlaceName, blank.PlaceSUID, err = nameOf(ctx, tx, place, at); err != nil {
		return Webhook{}, err
	}
	w, err := s.checked(form.patch(), draft{Webhook: blank})
	if err != nil {
		return Webhook{}, err
	}
	if !w.Enabled {
		w.Pause, w.PausedAt = pausedBy(actor), now
	}
	if err := s.makeRoom(ctx, tx, actor, place, w.Webhook, form.OverridePrevious); err != nil {
		return Webhook{}, err
	}
	headers, err := s.sealHeaders(w.ID, w.own)
	if err != nil {
		return Webhook{}, err
	}
	return w.Webhook, insertWebhook(ctx, tx, w.Webhook, s.sealKey(w.ID, key), headers)
}

// makeRoom asks the rules that look at the other webhooks.
func (s *Service) makeRoom(ctx context.Context, tx *db.Tx, actor access.Actor, place access.Place, w Webhook, override bool) error {
	if override {
		if err := s.replaceTwins(ctx, tx, actor, place, w); err != nil {
			return err
		}
	}
	if err := roomForOne(ctx, tx, w); err != nil {
		return err
	}
	if err := nameIsFree(ctx, tx, w, place.Title); err != nil {
		return err
	}
	return noTwin(ctx, tx, w)
}

func roomForOne(ctx context.Context, tx *db.Tx, w Webhook) error {
	var count int
	err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM webhooks WHERE scope = $1 AND scope_id = $2 AND deleted_at IS NULL`, w.Scope, w.ScopeID).Scan(&count)
	if err != nil {
		return fmt.Errorf("count webhooks: %w", err)
	}
	if count >= maxWebhooks {
		return app.Errorf(app.TooMany, "%s has 1,000 webhooks, the most there can be: delete one first.", w.PlaceName)
	}
	return nil
}
