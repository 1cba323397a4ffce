package webhook_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestUpdate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		pipe := w.space(event.ScopePipe, "RkT4wPq", "Onboarding", 1)
		f := webhook.Form{Name: "new webhook", URL: "https://endpoint.com/a", Description: "d", Types: []event.Type{"card.move"}, Enabled: true,
			Email: "ops@example.com", Headers: map[string]string{"X-A": "1"}, Filters: json.RawMessage(`{"a":1}`)}
		hook := w.createAt(pipe, f)
		w.clock.pass(time.Minute)

		for name, c := range map[string]struct {
			patch  webhook.Patch
			change func(*webhook.Webhook)
		}{
			"the name":        {webhook.Patch{Name: to("renamed")}, func(h *webhook.Webhook) { h.Name = "renamed" }},
			"the URL":         {webhook.Patch{URL: to("https://endpoint.com/b")}, func(h *webhook.Webhook) { h.URL = "https://endpoint.com/b" }},
			"the description": {webhook.Patch{Description: to("")}, func(h *webhook.Webhook) { h.Description = "" }},
			"the e-mail":      {webhook.Patch{Email: to("")}, func(h *webhook.Webhook) { h.Email = "" }},
			"the actions":     {webhook.Patch{Types: []event.Type{"card.done"}}, func(h *webhook.Webhook) { h.Types = []event.Type{"card.done"} }},
			"the headers":     {webhook.Patch{Headers: &map[string]string{"X-B": "2"}}, func(h *webhook.Webhook) { h.Headers = map[string]string{"X-B": "2"} }},
			"the filters":     {webhook.Patch{Filters: to(json.RawMessage(`{"b":2}`))}, func(h *webhook.Webhook) { h.Filters = json.RawMessage(`{"b":2}`) }},
			"nothing":         {webhook.Patch{}, nil},
			"what is there":   {webhook.Patch{Name: to("new webhook"), Types: []event.Type{"card.move"}, Filters: to(json.RawMessage(`{"a": 1}`)), Enabled: to(true)}, nil},
		} {
			t.Run("changes "+name+" and keeps the rest", func(t *testing.T) {
				f.URL = "https://endpoint.com/update"
				hook := w.createAt(pipe, f)
				want := hook
				if c.change != nil {
					c.change(&want)
					want.Version, want.UpdatedAt = 2, w.clock.Now()
				}
				rows := len(w.audited())
				got := w.updated(hook.ID, c.patch)
				if diff := cmp.Diff(want, got) + cmp.Diff(want, w.at(hook.ID)); diff != "" {
					t.Error(diff)
				}
				if left := len(w.audited()) - rows; left != int(want.Version)-1 {
					t.Errorf("%d audit rows", left)
				}
				if err := w.DeleteByID(t.Context(), w.alice, hook.ID); err != nil {
					t.Fatal(err)
				}
			})
		}
		t.Run("pauses and resumes, and from then on it hears nothing or something", func(t *testing.T) {
			if got := w.updated(hook.ID, webhook.Patch{Enabled: to(false)}); got.Enabled || got.Pause != webhook.PausedByPerson {
				t.Errorf("got %+v", got)
			}
			if got := w.updated(hook.ID, webhook.Patch{Enabled: to(true)}); !got.Enabled || got.Pause != "" {
				t.Errorf("got %+v", got)
			}
		})
		t.Run("an older version is stale, 0 is the present one", func(t *testing.T) {
			_, err := w.update(hook.ID, webhook.Patch{Name: to("x"), Version: 1})
			refused(t, err, app.Conflict)
			w.updated(hook.ID, webhook.Patch{Name: to("x"), Version: w.at(hook.ID).Version})
		})
		for field, patch := range map[string]webhook.Patch{
			"name": {Name: to("")}, "url": {URL: to("ftp://example.com")}, "email": {Email: to("x")}, "description": {Description: to("\x00")},
		} {
			t.Run("a new "+field+" that is no good is refused", func(t *testing.T) {
				before := w.at(hook.ID)
				patch.Enabled = to(false)
				_, err := w.update(hook.ID, patch)
				because(t, err, app.Invalid, "", field)
				if diff := cmp.Diff(before, w.at(hook.ID)); diff != "" {
					t.Error(diff)
				}
			})
		}
		t.Run("no action, an unknown one and one of another scope are refused as input", func(t *testing.T) {
			for _, types := range [][]event.Type{{}, {"card.explode"}, {event.UserRemovalFromTable}} {
				_, err := w.update(hook.ID, webhook.Patch{Types: types})
				because(t, err, app.Invalid, app.ReasonInput, "type")
			}
		})
		t.Run("a free name does not do beside an ACTIVATE type that is added later", func(t *testing.T) {
			company := w.createAt(acme, ofSpace())
			_, err := w.update(company.ID, webhook.Patch{Types: []event.Type{event.UserRoleSet, event.UserCreated}})
			because(t, err, app.Invalid, "", "name")
			w.updated(company.ID, webhook.Patch{Types: []event.Type{event.UserRoleSet, event.UserCreated}, Name: to("new-webhook")})
			taken := w.createAt(acme, webhook.Form{Name: "other name", URL: "https://example.com", Types: []event.Type{event.UserRoleSet}, Enabled: true})
			_, err = w.update(taken.ID, webhook.Patch{Types: []event.Type{event.UserLogin}, Name: to("new-webhook")})
			because(t, err, app.Conflict, app.ReasonDuplicate, "name")
		})
	})
}
