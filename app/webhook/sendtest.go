package webhook

import (
	"context"
	"fmt"
	"strings"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/event"
	"rollcall/db"
)

// SendTest sends a test event of one of the webhook's types, or of the first that fires when typ is empty: one attempt, outside
// health and figures, also when the webhook is paused or disabled. It returns the delivery that was made, which is sent
// like any other; nothing here waits for the receiver.
//
// A test is no event: nothing happened. Its delivery has an event id of its own, as every delivery has one in its
// headers, but there is no row of events behind it and no events page that lists it.
func (s *Service) SendTest(ctx context.Context, actor access.Actor, organization, id string, typ event.Type) (Delivery, error) {
	return s.sendTest(ctx, actor, inOrganization(organization), id, typ)
}

// SendTestByID is SendTest for doors that know no organization.
func (s *Service) SendTestByID(ctx context.Context, actor access.Actor, id string, typ event.Type, scopes ...event.Scope) (Delivery, error) {
	return s.sendTest(ctx, actor, ofWebhook(id, scopes), id, typ)
}

func (s *Service) sendTest(ctx context.Context, actor access.Actor, find finder, id string, typ event.Type) (Delivery, error) {
	var test Delivery
	entry := audit.Entry{Action: "webhook.test", Object: "webhook", ObjectID: id}
	err := s.audit.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		w, err := s.testable(ctx, tx, actor, find, id, entry)
		if err != nil {
			return err
		}
		spelling, err := typeToTest(w, typ)
		if err != nil {
			return err
		}
		test, err = s.insertTest(ctx, tx, w, spelling, actor.Username)
		entry.After = struct {
			Delivery string     `json:"delivery"`
			Type     event.Type `json:"type"`
		}{test.ID, spelling}
		return err
	})
	if err != nil {
		return Delivery{}, err
	}
	return test, nil
}

// testable is the webhook, under the shared lock that keeps it from being deleted meanwhile.
func (s *Service) testable(ctx context.Context, tx *db.Tx, actor access.Actor, find finder, id string, entry *audit.Entry) (Webhook, error) {
	place, err := find(ctx, tx, actor)
	if err != nil {
		return Webhook{}, err
	}
	entry.OrganizationID = place.ID
	if err := place.Check(actor, access.ManageWebhooks); err != nil {
		return Webhook{}, err
	}
	if err := tx.LockShared(ctx, "webhook", id); err != nil {
		return Webhook{}, err
	}
	return s.webhookOf(ctx, tx, place, id)
}

// typeToTest is the wanted type in the spelling of the webhook's owner.
func typeToTest(w Webhook, typ event.Type) (event.Type, error) {
	var words []string
	for _, t := range w.Types {
		if event.NeverFires(t) {
			continue
		}
		if typ == "" || event.Canonical(t) == event.Canonical(typ) {
			return t, nil
		}
		words = append(words, string(t))
	}
	if len(words) == 0 {
		return "", app.Refuse(app.Field{Name: "type", Message: "Nothing that this webhook is subscribed to ever fires here, so there is nothing to test."})
	}
	return "", app.Refuse(app.Field{Name: "type", Message: "This webhook is not subscribed to that event type, or it never fires here: choose from " + strings.Join(words, ", ") + "."})
}

func (s *Service) insertTest(ctx context.Context, tx *db.Tx, w Webhook, spelling event.Type, by string) (Delivery, error) {
	organization := event.Organization{ID: w.OrganizationID, Name: w.OrganizationName}
	if err := tx.QueryRow(ctx, `SELECT title FROM organizations WHERE id = $1`, w.OrganizationID).Scan(&organization.Title); err != nil {
		return Delivery{}, fmt.Errorf("find organization %d: %w", w.OrganizationID, err)
	}
	now := s.clock.Now()
	about := event.About{Kind: w.Scope, ID: w.ScopeID, SUID: w.PlaceSUID, Name: w.PlaceName}
	e := event.Demo(app.NewUUID(), event.Canonical(spelling), now, organization, about)
	d, err := s.deliveryFor(e, event.Receiver{WebhookID: w.ID, WebhookName: w.Name, Organization: organization, Spelling: spelling}, now)
	if err != nil {
		return Delivery{}, err
	}
	d.Test, d.MaxAttempts, d.DueReason, d.DueBy = true, 1, DueTest, by
	if err := insertDeliveries(ctx, tx, []Delivery{d}); err != nil {
		return Delivery{}, err
	}
	return d, s.wake(ctx, tx, LaneFirst, now, w.ID)
}
