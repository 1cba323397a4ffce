package webhook_test

import (
	"errors"
	"testing"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/app/webhook"
)

var acme = event.Place{Scope: event.ScopeOrganization, ID: 1}

// space makes a pipe or table of an organization.
func (w *world) space(scope event.Scope, suid, name string, organization int64) event.Place {
	w.t.Helper()
	w.exec(`INSERT INTO spaces (kind, suid, uuid, organization_id, name, name_folded, created_at) VALUES ($1, $2, $3, $4, $5, $5, $6)`,
		scope, suid, app.NewUUID(), organization, name, w.clock.Now())
	var id int64
	w.scan(`SELECT id FROM spaces WHERE suid = $1`, []any{suid}, &id)
	return event.Place{Scope: scope, ID: id}
}

// ofSpace is a form that CreateAt accepts for a pipe or table.
func ofSpace(types ...event.Type) webhook.Form {
	if len(types) == 0 {
		types = []event.Type{event.UserRoleSet}
	}
	return webhook.Form{Name: "new webhook", URL: "https://endpoint.com", Types: types, Enabled: true}
}

func (w *world) createAt(at event.Place, f webhook.Form) webhook.Webhook {
	w.t.Helper()
	made, _, err := w.CreateAt(w.t.Context(), w.alice, at, f)
	if err != nil {
		w.t.Fatal(err)
	}
	return made
}

// roleSet publishes that a role was set in a place.
func (w *world) roleSet(about event.About) event.Event {
	return w.tells(event.UserRoleSet, about, event.Place{Scope: about.Kind, ID: about.ID})
}

// tells publishes an event of Pipefy's family.
func (w *world) tells(t event.Type, about event.About, places ...event.Place) event.Event {
	w.t.Helper()
	e := event.Event{Type: t, ID: app.NewUUID(), At: w.clock.Now(), Source: "page", Places: places, Facts: event.Facts{
		Subject: event.User{ID: w.carol.UserID, HexID: "66ec445884b4103f670d0c86", Name: "Carol", Username: "carol", Email: "carol@example.com"},
		Home:    event.Organization{ID: 1, Name: "acme", Title: "Acme & Sons"},
		Actor:   event.User{ID: w.alice.UserID, Name: "Alice", Username: "alice", Email: "alice@example.com"},
		About:   about, PreviousRole: "member", NewRole: "admin",
	}}
	w.publish(e)
	return e
}

// update changes a webhook as alice.
func (w *world) update(id string, p webhook.Patch) (webhook.Webhook, error) {
	return w.Update(w.t.Context(), w.alice, id, p)
}

func (w *world) updated(id string, p webhook.Patch) webhook.Webhook {
	w.t.Helper()
	changed, err := w.update(id, p)
	if err != nil {
		w.t.Fatal(err)
	}
	return changed
}

// at finds a webhook of any scope as alice.
func (w *world) at(id string) webhook.Webhook {
	w.t.Helper()
	found, err := w.WebhookByID(w.t.Context(), w.alice, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return found
}

// because checks that an error is a refusal with that code and reason about that field, and returns its sentence.
func because(t testing.TB, err error, code app.Code, reason, field string) string {
	t.Helper()
	says := refused(t, err, code)
	var refusal *app.Error
	if errors.As(err, &refusal); refusal.Reason != reason || len(refusal.Fields) == 0 || refusal.Fields[0].Name != field {
		t.Errorf("got the reason %q and the fields %+v, want %q and %q", refusal.Reason, refusal.Fields, reason, field)
	}
	return says
}

func to[T any](value T) *T { return &value }

// strangers are actors, by who they are, with the code that each is refused with where only alice may.
func (w *world) strangers() map[string]struct {
	actor access.Actor
	code  app.Code
} {
	return map[string]struct {
		actor access.Actor
		code  app.Code
	}{
		"an administrator of another organization": {w.bob, app.NotFound},
		"a normal member":                          {w.carol, app.Forbidden},
		"nobody":                                   {access.Actor{}, app.Unauthenticated},
	}
}
