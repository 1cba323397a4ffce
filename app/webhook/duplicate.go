package webhook

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/event"
	"rollcall/db"
)

// twin is another webhook of the same pipe or table that has the same URL and an event type in common.
type twin struct {
	id, name, url string
	typ           event.Type // in common, in its owner's spelling
}

// twins finds what the rule of duplicates is about (contracts/pipefy.md, Webhook rules), each once. The rule does not
// hold for organizations. The organization is locked, so that two can't be made at once.
func twins(ctx context.Context, tx *db.Tx, w Webhook) ([]twin, error) {
	if w.Scope == event.ScopeOrganization || len(w.Types) == 0 {
		return nil, nil
	}
	args := []any{w.Scope, w.ScopeID, w.ID}
	for _, t := range w.Types {
		args = append(args, event.Canonical(t))
	}
	rows, err := tx.Query(ctx, `SELECT w.id, w.name, w.url, t.type FROM webhook_types t JOIN webhooks w ON w.id = t.webhook_id
		WHERE t.scope = $1 AND t.scope_id = $2 AND w.id <> $3 AND t.canonical IN (`+placeholders(4, len(w.Types))+`) AND w.deleted_at IS NULL
		ORDER BY w.id, t.position`, args...)
	if err != nil {
		return nil, fmt.Errorf("look for duplicates of webhook %s: %w", w.ID, err)
	}
	found, err := collect(rows, func(row scanner) (t twin, err error) { return t, row.Scan(&t.id, &t.name, &t.url, &t.typ) })
	if err != nil {
		return nil, fmt.Errorf("look for duplicates of webhook %s: %w", w.ID, err)
	}
	found = slices.DeleteFunc(found, func(t twin) bool { return oneSpelling(t.url) != oneSpelling(w.URL) })
	return slices.CompactFunc(found, func(a, b twin) bool { return a.id == b.id }), nil
}

// oneSpelling is a URL in one spelling: without a path it is the same as with the path "/".
func oneSpelling(url string) string {
	_, rest, _ := strings.Cut(url, "://")
	if !strings.ContainsAny(rest, "/?") {
		return url + "/"
	}
	return url
}

// noTwin refuses a webhook that would tell the same receiver the same thing twice.
func noTwin(ctx context.Context, tx *db.Tx, w Webhook) error {
	found, err := twins(ctx, tx, w)
	if err != nil || len(found) == 0 {
		return err
	}
	refusal := app.Errorf(app.Conflict, "The webhook %q of the %s %s has this URL and the action %s already: choose another URL or other actions, or change that one.",
		found[0].name, w.Scope, w.PlaceName, found[0].typ).Because(app.ReasonDuplicate)
	refusal.Fields = []app.Field{{Name: "url", Message: refusal.Message}}
	return refusal
}

// replaceTwins deletes the earlier webhooks that a new one takes the place of, each with its audit row.
func (s *Service) replaceTwins(ctx context.Context, tx *db.Tx, actor access.Actor, place access.Place, w Webhook) error {
	found, err := twins(ctx, tx, w)
	if err != nil || len(found) == 0 {
		return err
	}
	var ids []string
	for _, t := range found {
		if !slices.Contains(ids, t.id) {
			ids = append(ids, t.id)
		}
	}
	if err := tx.Lock(ctx, "webhook", ids...); err != nil {
		return err
	}
	for _, id := range ids {
		old, err := s.webhookOf(ctx, tx, place, id)
		if err != nil {
			return err
		}
		entry := audit.Entry{Action: "webhook.delete", OrganizationID: place.ID, Object: "webhook", ObjectID: old.ID, Before: described(old),
			After: map[string]string{"replaced by": w.ID}}
		if err := s.audit.Write(ctx, tx, actor, entry, nil); err != nil {
			return err
		}
	}
	_, err = s.deleteWebhooks(ctx, tx, ids, actor.Username)
	return err
}
