package webhook_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestEdit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		made := w.create(form("hr-sync"))
		w.create(form("taken"))

		t.Run("changes what the form says and counts the version", func(t *testing.T) {
			w.clock.pass(time.Minute)
			f := webhook.Form{Name: "hr-sync-2", URL: "https://example.com/2", Description: "d", Types: []event.Type{event.UserDisabled, event.UserLogin}, Enabled: true}
			edited, err := w.Edit(t.Context(), w.alice, "acme", made.ID, made.Version, f)
			if err != nil {
				t.Fatal(err)
			}
			want := made
			want.Name, want.URL, want.Description, want.Types, want.Version, want.UpdatedAt = f.Name, f.URL, f.Description, f.Types, 2, w.clock.Now()
			read, err := w.Webhook(t.Context(), w.alice, "acme", made.ID)
			if diff := cmp.Diff(want, edited) + cmp.Diff(want, read); err != nil || diff != "" {
				t.Error(err, diff)
			}
			made = edited
		})
		t.Run("from then on it hears the new types only", func(t *testing.T) {
			w.happens(event.UserCreated)
			w.happens(event.UserLogin)
			if got := w.deliveries(made.ID); len(got) != 1 || got[0].Type != event.UserLogin {
				t.Errorf("got %+v", got)
			}
		})
		t.Run("a stale form is refused with who and when", func(t *testing.T) {
			_, err := w.Edit(t.Context(), w.alice, "acme", made.ID, 1, form("hr-sync-3"))
			says := refused(t, err, app.Conflict)
			var refusal *app.Error
			errors.As(err, &refusal)
			if when := w.clock.Now().Format("15:04:05 UTC on 2 January 2006"); refusal.Reason != app.ReasonStale || !strings.Contains(says, "alice changed this webhook at "+when) {
				t.Errorf("got %q (%s), want it to name alice and %s", says, refusal.Reason, when)
			}
		})
		t.Run("a form made before a pause is stale too", func(t *testing.T) {
			before := w.create(form("paused-meanwhile"))
			w.setEnabled(before.ID, false)
			_, err := w.Edit(t.Context(), w.alice, "acme", before.ID, before.Version, form("paused-meanwhile"))
			refused(t, err, app.Conflict)
		})
		t.Run("without a version it edits what is there", func(t *testing.T) {
			if _, err := w.Edit(t.Context(), w.alice, "acme", made.ID, 0, form("hr-sync-4")); err != nil {
				t.Error(err)
			}
		})
		t.Run("a name that another webhook has is refused; its own is not", func(t *testing.T) {
			_, err := w.Edit(t.Context(), w.alice, "acme", made.ID, 0, form("taken"))
			refused(t, err, app.Conflict)
			f := form("hr-sync-4")
			f.Description = "own name kept"
			if _, err := w.Edit(t.Context(), w.alice, "acme", made.ID, 0, f); err != nil {
				t.Error(err)
			}
		})
		t.Run("an edit that changes nothing leaves no trace", func(t *testing.T) {
			before, rows := w.byID(made.ID), len(w.audited())
			f := webhook.Form{Name: before.Name, URL: before.URL, Description: before.Description, Types: before.Types, Enabled: before.Enabled}
			after, err := w.Edit(t.Context(), w.alice, "acme", made.ID, before.Version, f)
			if diff := cmp.Diff(before, after); err != nil || diff != "" || len(w.audited()) != rows {
				t.Error(err, diff, w.audited()[rows:])
			}
		})
		t.Run("unticking Enable pauses, ticking it resumes", func(t *testing.T) {
			f := form("hr-sync-4")
			f.Enabled = false
			off, err := w.Edit(t.Context(), w.alice, "acme", made.ID, 0, f)
			if err != nil || off.Pause != webhook.PausedByPerson {
				t.Fatalf("got %+v, %v", off, err)
			}
			f.Enabled = true
			on, err := w.Edit(t.Context(), w.alice, "acme", made.ID, 0, f)
			if diff := cmp.Diff(webhook.ConditionEnabled, on.Condition()); err != nil || diff != "" || !on.PausedAt.IsZero() {
				t.Errorf("got %+v, %v", on, err)
			}
		})
	})
}

func (w *world) byID(id string) webhook.Webhook {
	w.t.Helper()
	found, err := w.Webhook(w.t.Context(), w.alice, "acme", id)
	if err != nil {
		w.t.Fatal(err)
	}
	return found
}

func TestConditions(t *testing.T) {
	for want, w := range map[webhook.Condition]webhook.Webhook{
		webhook.ConditionEnabled:  {Enabled: true, Failures: 4},
		webhook.ConditionFailing:  {Enabled: true, Failures: 5, Failing: true},
		webhook.ConditionPaused:   {Pause: webhook.PausedByAPI, Failures: 9},
		webhook.ConditionDisabled: {Pause: webhook.PausedByRule},
	} {
		if got := w.Condition(); got != want {
			t.Errorf("%+v: got %s, want %s", w, got, want)
		}
	}
}
