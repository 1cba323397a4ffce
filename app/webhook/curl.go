package webhook

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
)

// Curl is a command for a POSIX shell that makes the request of an attempt once more: the same bytes under the same
// webhook-id to the same URL, signed now, so that receivers accept it for five minutes. Values of the webhook's own
// headers are not in it: each is a mask to fill in. As it holds a signature, each look leaves an audit row. Errors:
// NotFound; Conflict when the webhook is deleted.
func (s *Service) Curl(ctx context.Context, actor access.Actor, organization, deliveryID, attemptID string) (string, error) {
	var command string
	entry := audit.Entry{Action: "delivery.copy_as_curl", Object: "delivery", ObjectID: deliveryID}
	err := s.audit.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		p, err := s.past(ctx, tx, actor, organization, deliveryID, attemptID, entry)
		if err != nil {
			return err
		}
		if !p.webhook.DeletedAt.IsZero() {
			return app.Errorf(app.Conflict, "The webhook %q has been deleted: nothing is signed for it any more.", p.webhook.Name)
		}
		t, err := s.loadTarget(ctx, tx, p.webhook.ID, target{})
		if err != nil {
			return err
		}
		header, err := s.signedHeaders(t, waiting{Delivery: p.delivery})
		command = curl(p.attempt, header, t.own, p.delivery.Body)
		return err
	})
	if err != nil {
		return "", err
	}
	return command, nil
}

// past is an attempt that was made, and what it was made for.
type past struct {
	place    access.Place
	webhook  Webhook
	delivery Delivery
	attempt  Attempt
}

// past finds an attempt for somebody who may manage its webhook, which may be deleted.
func (s *Service) past(ctx context.Context, tx *db.Tx, actor access.Actor, organization, deliveryID, attemptID string, entry *audit.Entry) (p past, err error) {
	if p.place, err = manage(ctx, tx, actor, inOrganization(organization), entry); err != nil {
		return past{}, err
	}
	if p.delivery, err = s.deliveryOf(ctx, tx, p.place, deliveryID); err != nil {
		return past{}, err
	}
	if p.attempt, err = attemptOf(ctx, tx, p.delivery.ID, attemptID); err != nil {
		return past{}, err
	}
	p.webhook, err = s.oneWebhook(ctx, tx, "w.id = $1", p.delivery.WebhookID)
	return p, err
}

// attemptOf is an attempt among those that are shown of a delivery.
func attemptOf(ctx context.Context, q db.Queryer, deliveryID, id string) (Attempt, error) {
	attempts, err := listAttempts(ctx, q, deliveryID)
	if err != nil {
		return Attempt{}, err
	}
	if i := slices.IndexFunc(attempts, func(a Attempt) bool { return a.ID == id }); i >= 0 {
		return attempts[i], nil
	}
	return Attempt{}, app.Errorf(app.NotFound, "There is no such attempt: it may have been removed.")
}

// curl writes the command, a header on each line. It asks as little of the receiver's certificate as the attempt did.
// --data-raw sends the bytes as they are, also when they begin with @.
func curl(a Attempt, header, own http.Header, body []byte) string {
	lines := []string{"curl " + quoted(a.URL)}
	if a.Result.Unverified {
		lines = append(lines, "--insecure")
	}
	names := make([]string, 0, len(header))
	for name := range header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		value := header.Get(name)
		if _, sealed := own[name]; sealed {
			value = Mask
		}
		lines = append(lines, "-H "+quoted(name+": "+value))
	}
	lines = append(lines, "--data-raw "+quoted(string(body)))
	return strings.Join(lines, " \\\n  ")
}

// quoted is one word of a POSIX shell, whatever is in it: between single quotes only a single quote means anything.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
