package webhook

import (
	"context"
	"strings"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
)

// UseLocation changes a webhook's URL to where an attempt was redirected: redirects are never followed by themselves
// (delivery.md, What counts), so a person decides. The URL is checked like any that is typed, and a change of scheme,
// host or port clears the headers' values and has the certificate verified, as in Edit. Errors: NotFound; Conflict when the attempt was
// not redirected, or the webhook is deleted or has another URL by now; Invalid for a URL that webhooks may not have.
func (s *Service) UseLocation(ctx context.Context, actor access.Actor, organization, deliveryID, attemptID string) (Webhook, error) {
	var edited draft
	entry := audit.Entry{Action: "webhook.edit", Object: "delivery", ObjectID: deliveryID}
	err := s.audit.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		p, err := s.past(ctx, tx, actor, organization, deliveryID, attemptID, entry)
		if err != nil {
			return err
		}
		if err := mayUseLocation(p.webhook, p.attempt); err != nil {
			return err
		}
		entry.Object, entry.ObjectID = "webhook", p.webhook.ID
		edited, err = s.editOne(ctx, tx, actor, p.place, p.webhook.ID, Patch{URL: &p.attempt.Result.Location, Version: p.webhook.Version}, entry)
		return err
	})
	if err != nil {
		return Webhook{}, err
	}
	return edited.Webhook, nil
}

func mayUseLocation(w Webhook, a Attempt) error {
	switch {
	case a.Result.Location == "":
		return app.Errorf(app.Conflict, "This attempt was not redirected: there is no other URL to use.")
	case strings.Contains(a.Result.Location, Mask):
		return app.Errorf(app.Conflict, "A part of where this attempt was redirected is the value of a header of the webhook, which is not kept: type the URL into the webhook's form.")
	case !w.DeletedAt.IsZero():
		return app.Errorf(app.Conflict, "The webhook %q has been deleted.", w.Name)
	case w.URL != a.URL:
		return app.Errorf(app.Conflict, "The webhook %q has another URL by now, which this redirect says nothing about.", w.Name)
	}
	return nil
}
