package webhook

import (
	"context"
	"fmt"
	"slices"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/event"
	"rollcall/db"
)

// maxWebhooks is how many webhooks an organization may have: every event is matched against them while others wait.
const maxWebhooks = 1000

// Create makes a webhook of the organization and its signing secret, which is returned here and otherwise shown by
// RevealSecret only. Errors: Invalid with the fields that are no good; Conflict, reason duplicate, for a taken name;
// TooMany when the organization has 1,000 webhooks.
func (s *Service) Create(ctx context.Context, actor access.Actor, organization string, form Form) (made Webhook, secret string, err error) {
	key := newSecret()
	entry := audit.Entry{Action: "webhook.create", Object: "webhook"}
	err = s.audit.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		place, err := manage(ctx, tx, actor, organization, entry)
		if err != nil {
			return err
		}
		made, err = s.create(ctx, tx, actor, place, form, key)
		entry.ObjectID, entry.After = made.ID, described(made)
		return err
	})
	if err != nil {
		return Webhook{}, "", err
	}
	return made, showSecret(key), nil
}

func (s *Service) create(ctx context.Context, tx *db.Tx, actor access.Actor, place access.Place, form Form, key []byte) (Webhook, error) {
	now := s.clock.Now()
	w, err := s.checkForm(form, Webhook{ID: app.NewHexID(now), OrganizationID: place.ID, OrganizationName: place.Name,
		Scope: event.ScopeOrganization, ScopeID: place.ID, Version: 1, CreatedAt: now, CreatedBy: actor.Username, UpdatedAt: now, UpdatedBy: actor.Username})
	if err != nil {
		return Webhook{}, err
	}
	if !w.Enabled {
		w.Pause, w.PausedAt = pausedBy(actor), now
	}
	if err := roomForOne(ctx, tx, place); err != nil {
		return Webhook{}, err
	}
	if err := nameIsFree(ctx, tx, w, place.Title); err != nil {
		return Webhook{}, err
	}
	return w, insertWebhook(ctx, tx, w, s.sealKey(w.ID, key))
}

func roomForOne(ctx context.Context, tx *db.Tx, place access.Place) error {
	var count int
	err := tx.QueryRow(ctx, `SELECT COUNT(*) FROM webhooks WHERE organization_id = $1 AND deleted_at IS NULL`, place.ID).Scan(&count)
	if err != nil {
		return fmt.Errorf("count webhooks: %w", err)
	}
	if count >= maxWebhooks {
		return app.Errorf(app.TooMany, "%s has 1,000 webhooks, the most there can be: delete one first.", place.Title)
	}
	return nil
}

// Edit changes a webhook to what the form says. version is that of the webhook the form was filled in from; one that is
// no longer the present one is refused: Conflict, reason stale, with who and when. 0 stands for the present one, for
// clients that know no versions. Other errors as in Create, and NotFound.
func (s *Service) Edit(ctx context.Context, actor access.Actor, organization, id string, version int64, form Form) (Webhook, error) {
	var edited Webhook
	entry := audit.Entry{Action: "webhook.edit", Object: "webhook", ObjectID: id}
	err := s.audit.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		place, err := manage(ctx, tx, actor, organization, entry)
		if err != nil {
			return err
		}
		old, err := lockedWebhook(ctx, tx, place, id)
		if err != nil {
			return err
		}
		entry.Before = described(old)
		edited, err = s.edit(ctx, tx, actor, place, old, version, form)
		if edited.Version == old.Version {
			entry.Action = ""
		}
		entry.After = described(edited)
		return err
	})
	if err != nil {
		return Webhook{}, err
	}
	return edited, nil
}

func (s *Service) edit(ctx context.Context, tx *db.Tx, actor access.Actor, place access.Place, old Webhook, version int64, form Form) (Webhook, error) {
	if version != 0 && version != old.Version {
		return Webhook{}, stale(old)
	}
	w, err := s.checkForm(form, old)
	if err != nil {
		return Webhook{}, err
	}
	if w.sameAs(old) {
		return old, nil
	}
	if err := nameIsFree(ctx, tx, w, place.Title); err != nil {
		return Webhook{}, err
	}
	if !slices.Equal(w.Types, old.Types) {
		if err := deleteTypes(ctx, tx, []string{w.ID}); err != nil {
			return Webhook{}, err
		}
		if err := insertTypes(ctx, tx, w); err != nil {
			return Webhook{}, err
		}
	}
	return s.save(ctx, tx, actor, old, w)
}

// save writes a changed webhook, and pauses or resumes what waits if that is part of the change.
func (s *Service) save(ctx context.Context, tx *db.Tx, actor access.Actor, old, w Webhook) (Webhook, error) {
	now := s.clock.Now()
	w.Version, w.UpdatedAt, w.UpdatedBy = old.Version+1, now, actor.Username
	switch {
	case old.Enabled && !w.Enabled:
		w.Pause, w.PausedAt = pausedBy(actor), now
		if err := hold(ctx, tx, w.ID); err != nil {
			return Webhook{}, err
		}
	case !old.Enabled && w.Enabled:
		w.Pause, w.PausedAt, w.Failures, w.FailingSince = "", time.Time{}, 0, time.Time{}
		if err := s.release(ctx, tx, w.ID, now); err != nil {
			return Webhook{}, err
		}
	}
	tx.AfterCommit(func() { s.bells.change(w.ID) })
	return w, updateWebhook(ctx, tx, w)
}

func stale(w Webhook) error {
	return app.Errorf(app.Conflict, "%s changed this webhook at %s: open it again to see how it is now, and make your change there.",
		w.UpdatedBy, w.UpdatedAt.UTC().Format("15:04:05 UTC on 2 January 2006")).Because(app.ReasonStale)
}

// sameAs reports whether two versions of a webhook agree in all that a form can say.
func (w Webhook) sameAs(other Webhook) bool {
	return w.Name == other.Name && w.URL == other.URL && w.Description == other.Description && w.Enabled == other.Enabled && slices.Equal(w.Types, other.Types)
}

// described is what an audit row says of a webhook. There is no secret in it, nor what may be one in the URL.
func described(w Webhook) any {
	if w.ID == "" {
		return nil
	}
	return struct {
		Name        string       `json:"name"`
		URL         string       `json:"url"`
		Description string       `json:"description,omitempty"`
		Types       []event.Type `json:"types"`
		Enabled     bool         `json:"enabled"`
		Pause       PauseReason  `json:"pause,omitempty"`
	}{w.Name, maskedURL(w.URL), w.Description, w.Types, w.Enabled, w.Pause}
}
