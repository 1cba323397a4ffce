package webhook_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

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
