package webhook_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func withFilters(filters string, types ...event.Type) webhook.Form {
	f := ofSpace(types...)
	f.Filters = json.RawMessage(filters)
	return f
}

func TestFilters(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		pipe := w.space(event.ScopePipe, "RkT4wPq", "Onboarding", 1)
		hook := w.createAt(pipe, withFilters(`{"to_phase_id": [12345678901234567890, 2], "b": {"<": "é"}, "a": null}`, "card.move"))
		const kept = `{"to_phase_id":[12345678901234567890,2],"b":{"<":"é"},"a":null}`

		t.Run("with an action about cards they are kept and given back as they were", func(t *testing.T) {
			list, err := w.ListAt(t.Context(), w.alice, pipe)
			if err != nil {
				t.Fatal(err)
			}
			for _, got := range []webhook.Webhook{hook, w.at(hook.ID), list[0]} {
				if diff := cmp.Diff(kept, string(got.Filters)); diff != "" {
					t.Error(diff)
				}
			}
		})
		t.Run("left out they stay, null clears them, empty is empty", func(t *testing.T) {
			still := w.updated(hook.ID, webhook.Patch{Name: to("still")})
			none := w.updated(hook.ID, webhook.Patch{Filters: to(json.RawMessage("null"))})
			again := w.updated(hook.ID, webhook.Patch{Filters: to(json.RawMessage(kept))})
			nothing := w.updated(hook.ID, webhook.Patch{Filters: to(json.RawMessage(nil))})
			empty := w.updated(hook.ID, webhook.Patch{Filters: to(json.RawMessage(" { } "))})
			got := []string{string(still.Filters), string(none.Filters), string(again.Filters), string(nothing.Filters), string(empty.Filters), string(w.at(hook.ID).Filters)}
			if diff := cmp.Diff([]string{kept, "", kept, "", "{}", "{}"}, got); diff != "" || none.Filters != nil {
				t.Error(diff)
			}
		})
		t.Run("the form of a page leaves them", func(t *testing.T) {
			w.updated(hook.ID, webhook.Patch{Filters: to(json.RawMessage(kept))})
			got, err := w.Edit(t.Context(), w.alice, "acme", hook.ID, 0, ofSpace("card.move"))
			if err != nil || string(got.Filters) != kept {
				t.Errorf("got %s, %v", got.Filters, err)
			}
		})
		t.Run("an empty object filters nothing, and goes with any action", func(t *testing.T) {
			f := withFilters(`{}`, event.UserRoleSet, event.UserRemovalFromPipe)
			f.URL = "https://example.com/any"
			w.createAt(pipe, f)
		})
		for name, c := range map[string]struct {
			form webhook.Form
			says string
		}{
			"with a user action":              {withFilters(`{"a":1}`, event.UserRoleSet), "user.role_set"},
			"with a user action beside cards": {withFilters(`{"a":1}`, "card.move", event.UserRoleSet), "user.role_set"},
			"with an action about no card":    {withFilters(`{"a":1}`, "audit_log.export_finished"), "audit_log.export_finished"},
			"with two actions":                {withFilters(`{"a":1}`, "card.move", "card.done"), "Webhooks with filters may only contain one action"},
			"that are a list":                 {withFilters(`[1]`, "card.done"), "JSON object"},
			"that are a text":                 {withFilters(`"x"`, "card.done"), "JSON object"},
			"that are no JSON":                {withFilters(`{"a":`, "card.done"), "JSON object"},
			"that are two objects":            {withFilters(`{} {}`, "card.done"), "JSON object"},
			"that are white space":            {withFilters(` `, "card.done"), "JSON object"},
			"that are not UTF-8":              {withFilters("{\"a\":\"\xff\"}", "card.done"), "JSON object"},
			"that are endless":                {withFilters(`{"a":"`+strings.Repeat("x", 16<<10)+`"}`, "card.done"), "16 KiB"},
		} {
			t.Run("filters "+name+" are refused as input", func(t *testing.T) {
				_, _, err := w.CreateAt(t.Context(), w.alice, pipe, c.form)
				if says := because(t, err, app.Invalid, app.ReasonInput, "filters"); !strings.Contains(says, c.says) {
					t.Error(says)
				}
			})
		}
		t.Run("an organization has no actions about cards, so no filters", func(t *testing.T) {
			_, _, err := w.CreateAt(t.Context(), w.alice, acme, withFilters(`{"a":1}`))
			because(t, err, app.Invalid, app.ReasonInput, "filters")
		})
		t.Run("kept filters are judged again beside new actions", func(t *testing.T) {
			_, err := w.update(hook.ID, webhook.Patch{Types: []event.Type{event.UserRemovalFromPipe}})
			because(t, err, app.Invalid, app.ReasonInput, "filters")
			_, err = w.update(hook.ID, webhook.Patch{Types: []event.Type{"card.move", "card.late"}})
			because(t, err, app.Invalid, app.ReasonInput, "filters")
			got := w.updated(hook.ID, webhook.Patch{Types: []event.Type{event.UserRemovalFromPipe}, Filters: to(json.RawMessage("null"))})
			if got.Filters != nil {
				t.Errorf("got %s", got.Filters)
			}
		})
	})
}
