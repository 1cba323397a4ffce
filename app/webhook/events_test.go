package webhook_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
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

// fates says in a few words what became of an event, by webhook.
func (w *world) fates(t *testing.T, at event.Place, id string) map[string]string {
	t.Helper()
	d, err := w.Event(t.Context(), w.alice, at, id)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for _, f := range d.Fates {
		text := string(f.NotSent)
		if f.Delivery != nil {
			text = string(f.Delivery.State)
		}
		if f.NotSent == webhook.NotSentPaused {
			text += " " + string(f.Pause)
		}
		if !f.DeletedAt.IsZero() {
			text += ", deleted"
		}
		said[f.WebhookName] = text
	}
	return said
}

func TestWhyNotSent(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for _, name := range []string{"delivered", "retrying", "failed", "held", "cancelled", "deleted"} {
			w.create(form(name))
		}
		for _, name := range []string{"paused", "disabled", "by-api"} {
			w.setEnabled(w.create(form(name)).ID, false)
		}
		w.exec(`UPDATE webhooks SET pause = 'automatic' WHERE name = 'disabled'`)
		w.exec(`UPDATE webhooks SET pause = 'api' WHERE name = 'by-api'`)
		w.create(form("elsewhere", event.UserDisabled))
		gone, silent := w.create(form("gone", event.UserCreated)), w.create(form("silent", event.UserDisabled))
		w.remove(gone.ID)
		w.clock.pass(time.Second)
		pausedAt := w.clock.now.Add(-time.Second)
		e := w.happens(event.UserCreated)
		w.clock.pass(time.Second)
		w.create(form("younger"))
		w.remove(w.byName("deleted").ID, silent.ID)
		for _, state := range []webhook.State{webhook.Delivered, webhook.Retrying, webhook.Failed, webhook.Held, webhook.Cancelled} {
			switch id := w.deliveries(w.byName(string(state)).ID)[0].ID; state {
			case webhook.Retrying:
				w.retries(id)
			case webhook.Held:
				w.exec(`UPDATE deliveries SET state = 'held', lane = NULL, due_at = NULL WHERE id = $1`, id)
			default:
				w.ends(id, state)
			}
		}
		want := map[string]string{"delivered": "delivered", "retrying": "retrying", "failed": "failed", "held": "held", "cancelled": "cancelled", "deleted": "cancelled, deleted",
			"paused": "paused paused", "disabled": "paused automatic", "by-api": "paused api", "elsewhere": "not_subscribed", "younger": "younger", "silent": "removed, deleted"}
		t.Run("every webhook that was there has its reason", func(t *testing.T) {
			if diff := cmp.Diff(want, w.fates(t, acme, e.ID)); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("what wants a person comes first", func(t *testing.T) {
			d, err := w.Event(t.Context(), w.alice, acme, strings.ToUpper(e.ID))
			if err != nil || d.Fates[0].WebhookName != "failed" || d.Fates[1].WebhookName != "retrying" || d.PlaceNames[0] != "Acme & Sons" || d.Facts.Subject.Name != "Carol" {
				t.Errorf("%+v, %v", d, err)
			}
		})
		t.Run("a pause says since when, also when the webhook is enabled again, and who chose to skip it", func(t *testing.T) {
			w.setEnabled(w.byName("paused").ID, true)
			w.exec(`UPDATE misses SET skipped_at = $1 WHERE webhook_id = $2`, w.clock.now, w.byName("paused").ID)
			d, err := w.Event(t.Context(), w.alice, acme, e.ID)
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(d.Fates, func(f webhook.Fate) bool { return f.WebhookName == "paused" })
			if f := d.Fates[i]; f.NotSent != webhook.NotSentPaused || !f.Since.Equal(pausedAt) || !f.SkippedAt.Equal(w.clock.now) {
				t.Errorf("%+v", f)
			}
		})
		t.Run("the list counts what became of it", func(t *testing.T) {
			page, err := w.Events(t.Context(), w.alice, acme, webhook.EventFilter{})
			want := webhook.Outcomes{Missed: 3, States: map[webhook.State]int{"delivered": 1, "retrying": 1, "failed": 1, "held": 1, "cancelled": 2}}
			if diff := cmp.Diff(want, page.Events[0].Outcomes); err != nil || diff != "" {
				t.Error(err, diff)
			}
		})
		t.Run("a delivery's id finds its event", func(t *testing.T) {
			page, err := w.Events(t.Context(), w.alice, acme, webhook.EventFilter{Query: w.deliveries(w.byName("failed").ID)[0].ID})
			if err != nil || len(page.Events) != 1 || page.Events[0].ID != e.ID {
				t.Errorf("%+v, %v", page, err)
			}
		})
		t.Run("the other places of an event are not told to other organizations", func(t *testing.T) {
			shared := w.happens(event.UserCreated, acme, event.Place{Scope: event.ScopeOrganization, ID: 2})
			d, err := w.Event(t.Context(), w.bob, event.Place{Scope: event.ScopeOrganization, ID: 2}, shared.ID)
			if err != nil || len(d.Fates) != 0 || len(d.Places) != 1 || d.PlaceNames[0] != "Umbrella" {
				t.Errorf("%+v, %v", d, err)
			}
		})
		t.Run("what happened before misses were written down is not taken for known", func(t *testing.T) {
			known := e.At.Add(time.Millisecond).Truncate(time.Microsecond)
			w.exec(`INSERT INTO settings (name, value) VALUES ('misses_recorded_since', $1)`, strconv.FormatInt(known.UnixMicro(), 10))
			defer w.exec(`DELETE FROM settings WHERE name = 'misses_recorded_since'`)
			got := w.fates(t, acme, e.ID)
			for name, says := range map[string]string{"elsewhere": "unknown", "disabled": "paused automatic", "delivered": "delivered", "younger": "younger"} {
				if got[name] != says {
					t.Errorf("%s: %s, want %s", name, got[name], says)
				}
			}
			w.clock.pass(time.Minute)
			if later := w.fates(t, acme, w.happens(event.UserCreated).ID); later["elsewhere"] != "not_subscribed" {
				t.Errorf("of a later event: %s", later["elsewhere"])
			}
		})
		t.Run("what retention removed says so", func(t *testing.T) {
			w.clock.pass(31 * 24 * time.Hour)
			retained(t, w.Service)
			got := w.fates(t, acme, e.ID)
			for _, name := range []string{"delivered", "failed", "elsewhere"} {
				if got[name] != "removed" {
					t.Errorf("%s: %s", name, got[name])
				}
			}
			for name, says := range map[string]string{"retrying": "retrying", "held": "held", "disabled": "paused automatic", "younger": "younger"} {
				if got[name] != says {
					t.Errorf("%s: %s, want %s", name, got[name], says)
				}
			}
		})
	})
}

// What the limit on a webhook's rows removed is not taken for what was never made.
func TestWhyNotSentAfterTheLimitOnRows(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook := w.create(form("hook"))
		w.create(form("other", event.UserDisabled))
		w.clock.pass(time.Second)
		var events []event.Event
		for range 3 {
			events = append(events, w.happens(event.UserCreated))
		}
		for _, d := range w.deliveries(hook.ID) {
			w.ends(d.ID, webhook.Delivered)
		}
		retained(t, w.keeping(webhook.Retention{Days: 30, EventDays: 90, Rows: 1}))
		for i, want := range []map[string]string{{"hook": "removed", "other": "not_subscribed"}, {"hook": "removed", "other": "not_subscribed"}, {"hook": "delivered", "other": "not_subscribed"}} {
			if diff := cmp.Diff(want, w.fates(t, acme, events[i].ID)); diff != "" {
				t.Errorf("event %d: %s", i, diff)
			}
		}
	})
}

// byName is the webhook of acme with that name.
func (w *world) byName(name string) webhook.Webhook {
	w.t.Helper()
	var id string
	w.scan(`SELECT id FROM webhooks WHERE name = $1 ORDER BY created_at DESC LIMIT 1`, []any{name}, &id)
	return webhook.Webhook{ID: id, Name: name}
}

func (w *world) remove(ids ...string) {
	w.t.Helper()
	if _, err := w.Delete(w.t.Context(), w.alice, "acme", ids...); err != nil {
		w.t.Fatal(err)
	}
}
