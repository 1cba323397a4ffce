package webhook_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// heard adds an event that was heard in some places, without any delivery.
func (w *world) heard(at time.Time, t event.Type, subject string, places ...event.Place) webhook.HeardEvent {
	w.t.Helper()
	e := webhook.HeardEvent{ID: idAt(at), Type: t, At: at, Subject: subject, Source: "page"}
	w.exec(`INSERT INTO events (id, type, occurred_at, subject_user_id, subject, source, facts) VALUES ($1, $2, $3, 7, $4, 'page', '{}')`, e.ID, t, at, subject)
	for _, p := range places {
		w.exec(`INSERT INTO event_places (scope, scope_id, event_id) VALUES ($1, $2, $3)`, p.Scope, p.ID, e.ID)
	}
	return e
}

// TestEvents compares every page of random filters with what a plain list of the same events says, with a reach that ends
// in the middle of pages.
func TestEvents(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		umbrella := event.Place{Scope: event.ScopeOrganization, ID: 2}
		types, people := []event.Type{event.UserLogin, event.UserCreated, event.UserInvitationAcceptance}, []string{"Carol@example.com", "dave@example.com"}
		var all []webhook.HeardEvent
		for i := range 90 {
			at := w.clock.now.Add(time.Duration(i-90) * time.Minute)
			where := [][]event.Place{{acme}, {acme, umbrella}, {umbrella}}[rand.IntN(3)]
			e := w.heard(at, types[rand.IntN(3)], people[rand.IntN(2)], where...)
			if where[0] == acme {
				all = append(all, e)
			}
		}
		slices.Reverse(all)
		filters := []webhook.EventFilter{{}, {Query: strings.ToUpper(all[2].ID)}, {Query: all[2].ID, Type: event.UserDisabled}, {Query: app.NewUUID()}, {Query: "nobody@example.com"},
			{Type: event.UserInvitationAccepted}}
		for range 20 {
			f := webhook.EventFilter{Type: append(types, "", "")[rand.IntN(5)], Query: []string{"", "", "CAROL@example.com", "dave@example.com"}[rand.IntN(4)]}
			if rand.IntN(2) == 0 {
				f.From, f.To = w.clock.now.Add(-70*time.Minute), w.clock.now.Add(-20*time.Minute)
			}
			filters = append(filters, f)
		}
		for _, reach := range []int{5, 1000} {
			w.SetReach(reach)
			for _, f := range filters {
				var want []string
				for _, e := range all {
					if (f.Type == "" || e.Type == event.Canonical(f.Type)) && (f.Query == "" || strings.EqualFold(f.Query, e.Subject) || strings.EqualFold(f.Query, e.ID)) &&
						(f.From.IsZero() || !e.At.Before(f.From) && e.At.Before(f.To)) {
						want = append(want, e.ID)
					}
				}
				f.Limit = 7
				if w.walkEvents(t, acme, f, want); t.Failed() {
					t.Fatalf("with the filter %+v and a reach of %d", f, reach)
				}
			}
		}
	})
}

// walkEvents reads all pages to the oldest and back to the newest.
func (w *world) walkEvents(t *testing.T, at event.Place, f webhook.EventFilter, want []string) {
	t.Helper()
	var page webhook.EventPage
	read := func() (ids []string) {
		var err error
		if page, err = w.Events(t.Context(), w.alice, at, f); err != nil {
			t.Fatal(err)
		}
		for _, e := range page.Events {
			ids = append(ids, e.ID)
		}
		return ids
	}
	down := read()
	for page.Older != "" {
		f.Before = page.Older
		down = append(down, read()...)
	}
	var up []string
	for last := page; ; {
		for _, e := range slices.Backward(last.Events) {
			up = append(up, e.ID)
		}
		if page.Newer == "" {
			break
		}
		f.Before, f.After = "", page.Newer
		read()
		last = page
	}
	slices.Reverse(up)
	for name, got := range map[string][]string{"down": down, "up": up} {
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestEventRefusals(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		theirs := w.heard(w.clock.now, event.UserLogin, "bob@example.com", event.Place{Scope: event.ScopeOrganization, ID: 2})
		for name, id := range map[string]string{"of somebody else": theirs.ID, "that never was": app.NewUUID(), "without an id": "\x00"} {
			t.Run("an event "+name+" is not there", func(t *testing.T) {
				_, err := w.Event(t.Context(), w.alice, acme, id)
				refused(t, err, app.NotFound)
			})
		}
		t.Run("somebody else's place is not there, and only administrators see events", func(t *testing.T) {
			_, err := w.Events(t.Context(), w.bob, acme, webhook.EventFilter{})
			refused(t, err, app.NotFound)
			_, err = w.Event(t.Context(), w.bob, acme, theirs.ID)
			refused(t, err, app.NotFound)
			_, err = w.Events(t.Context(), w.carol, acme, webhook.EventFilter{})
			refused(t, err, app.Forbidden)
			_, err = w.Event(t.Context(), w.carol, acme, theirs.ID)
			refused(t, err, app.Forbidden)
		})
		for name, f := range map[string]webhook.EventFilter{"type": {Type: event.UserRemovalFromPipe}, "q": {Query: "carol"}, "to": {From: w.clock.now, To: w.clock.now}, "before": {After: "x"}} {
			t.Run("a bad "+name+" is refused", func(t *testing.T) {
				_, err := w.Events(t.Context(), w.alice, acme, f)
				refused(t, err, app.Invalid)
			})
		}
	})
}
