package webhook

import (
	"bytes"
	"context"
	"slices"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/event"
	"rollcall/db"
)

// Edit changes a webhook to what the form says. version is that of the webhook the form was filled in from; one that is
// no longer the present one is refused: Conflict, reason stale, with who and when. 0 stands for the present one, for
// clients that know no versions. Other errors as in Create, and NotFound. When the URL's scheme, host or port changes,
// the headers' stored values are cleared, and HeadersCleared names them; and the certificate of a receiver is verified
// again, which VerifiedAgain says. A form with an empty set of headers clears them as
// well: whoever empties a form means that there are none.
func (s *Service) Edit(ctx context.Context, actor access.Actor, organization, id string, version int64, form Form) (Webhook, error) {
	p := form.patch()
	p.Version = version
	if form.Headers != nil && len(form.Headers) == 0 {
		p.Headers = new(map[string]string)
	}
	return s.update(ctx, actor, inOrganization(organization), id, p)
}

// Update is Edit for doors that know no organization, and that change some of what a webhook says. Of other scopes than
// the given ones none is found; no scope stands for all of them.
func (s *Service) Update(ctx context.Context, actor access.Actor, id string, p Patch, scopes ...event.Scope) (Webhook, error) {
	return s.update(ctx, actor, ofWebhook(id, scopes), id, p)
}

func (s *Service) update(ctx context.Context, actor access.Actor, find finder, id string, p Patch) (Webhook, error) {
	var edited draft
	entry := audit.Entry{Action: "webhook.edit", Object: "webhook", ObjectID: id}
	err := s.audit.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		place, err := manage(ctx, tx, actor, find, entry)
		if err != nil {
			return err
		}
		edited, err = s.editOne(ctx, tx, actor, place, id, p, entry)
		return err
	})
	if err != nil {
		return Webhook{}, err
	}
	return edited.Webhook, nil
}

// editOne changes a webhook within tx and describes the change in the audit row; what changes nothing has none.
func (s *Service) editOne(ctx context.Context, tx *db.Tx, actor access.Actor, place access.Place, id string, p Patch, entry *audit.Entry) (edited draft, err error) {
	old := draft{}
	if old.Webhook, err = s.lockedWebhook(ctx, tx, place, id); err != nil {
		return draft{}, err
	}
	if old.own, err = s.headersOf(ctx, tx, old.ID); err != nil {
		return draft{}, err
	}
	entry.Before = described(old.Webhook)
	edited, err = s.edit(ctx, tx, actor, place, old, p)
	if edited.Version == old.Version {
		entry.Action = ""
	}
	entry.After = describedAfter(edited, old)
	return edited, err
}

func (s *Service) edit(ctx context.Context, tx *db.Tx, actor access.Actor, place access.Place, old draft, p Patch) (draft, error) {
	if p.Version != 0 && p.Version != old.Version {
		return draft{}, stale(old.Webhook)
	}
	w, err := s.checked(p, old)
	if err != nil {
		return draft{}, err
	}
	if w.sameAs(old.Webhook) && w.own.same(old.own) {
		return old, nil
	}
	if err := nameIsFree(ctx, tx, w.Webhook, place.Title); err != nil {
		return draft{}, err
	}
	if err := noTwin(ctx, tx, w.Webhook); err != nil {
		return draft{}, err
	}
	if err := s.updateLists(ctx, tx, w, old); err != nil {
		return draft{}, err
	}
	w.Webhook, err = s.save(ctx, tx, actor, old.Webhook, w.Webhook)
	return w, err
}

// updateLists writes what is not in the columns that save writes.
func (s *Service) updateLists(ctx context.Context, tx *db.Tx, w, old draft) error {
	if !w.own.same(old.own) {
		if err := s.updateHeaders(ctx, tx, w.ID, w.own); err != nil {
			return err
		}
	}
	if slices.Equal(w.Types, old.Types) {
		return nil
	}
	if err := deleteTypes(ctx, tx, []string{w.ID}); err != nil {
		return err
	}
	return insertTypes(ctx, tx, w.Webhook)
}

// save writes a changed webhook, and pauses or resumes what waits if that is part of the change.
func (s *Service) save(ctx context.Context, tx *db.Tx, actor access.Actor, old, w Webhook) (Webhook, error) {
	now := s.clock.Now()
	w.Version, w.UpdatedAt, w.UpdatedBy = old.Version+1, now, actor.Username
	switch {
	case old.Enabled && !w.Enabled:
		w.Pause, w.PausedAt, w.DisableAt, w.Missing = pausedBy(actor), now, time.Time{}, 0
		if err := s.hold(ctx, tx, w.ID, now); err != nil {
			return Webhook{}, err
		}
	case !old.Enabled && w.Enabled:
		w = w.well()
		w.Pause, w.PausedAt = "", time.Time{}
		if err := s.reopened(ctx, tx, w.ID, now); err != nil {
			return Webhook{}, err
		}
	case old.URL != w.URL: // what failed was another receiver
		w = w.well()
		if err := resetHealth(ctx, tx, w.ID); err != nil {
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

// sameAs reports whether two versions of a webhook agree in all that a form can say, the values of headers apart.
func (w Webhook) sameAs(other Webhook) bool {
	return w.Name == other.Name && w.URL == other.URL && w.Description == other.Description && w.Enabled == other.Enabled &&
		w.Email == other.Email && w.Unverified == other.Unverified && slices.Equal(w.Types, other.Types) && bytes.Equal(w.Filters, other.Filters)
}
