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
		place, err := manage(ctx, tx, actor, inOrganization(organization), entry)
		if err != nil {
			return err
		}
		d, err := s.deliveryOf(ctx, tx, place, deliveryID)
		if err != nil {
			return err
		}
		a, err := attemptOf(ctx, tx, d.ID, attemptID)
		if err != nil {
			return err
		}
		w, err := s.oneWebhook(ctx, tx, "w.id = $1", d.WebhookID)
		if err != nil {
			return err
		}
		if !w.DeletedAt.IsZero() {
			return app.Errorf(app.Conflict, "The webhook %q has been deleted: nothing is signed for it any more.", w.Name)
		}
		t, err := s.loadTarget(ctx, tx, d.WebhookID, target{})
		if err != nil {
			return err
		}
		header, err := s.signedHeaders(t, waiting{Delivery: d})
		command = curl(a.URL, header, t.own, d.Body)
		return err
	})
	if err != nil {
		return "", err
	}
	return command, nil
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

// curl writes the command, a header on each line. --data-raw sends the bytes as they are, also when they begin with @.
func curl(url string, header, own http.Header, body []byte) string {
	lines := []string{"curl " + quoted(url)}
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
