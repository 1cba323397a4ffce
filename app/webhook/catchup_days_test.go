package webhook_test

import (
	"testing"
	"time"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

const oneDay = 24 * time.Hour

// offers checks how many missed events a webhook's page offers.
func (w *world) offers(t *testing.T, s *webhook.Service, id string, events int) {
	t.Helper()
	if m, err := s.Missed(t.Context(), w.alice, "acme", id); err != nil || m.Events != events {
		t.Errorf("%+v is offered, want %d (%v)", m, events, err)
	}
}

// happensNow publishes an event whose id is of the clock's time, too.
func (w *world) happensNow() {
	w.t.Helper()
	e := w.eventOf(event.UserCreated, w.carol.UserID)
	e.ID = idAt(w.clock.Now())
	w.publish(e)
}

// An API that enables a webhook asks nobody: what was missed is skipped, and offered on the page for a while.
func TestHowLongACatchUpIsOffered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook := w.create(form("hook"))
		w.setEnabled(hook.ID, false)
		w.happensNow()
		for _, source := range []string{"rest", "graphql"} {
			w.setEnabled(hook.ID, false)
			api := w.alice
			api.Source = source
			if _, err := w.SetEnabled(t.Context(), api, "acme", hook.ID, true); err != nil {
				t.Fatal(err)
			}
			if made := w.deliveries(hook.ID); len(made) != 0 {
				t.Errorf("%s: %d deliveries were made of what was missed", source, len(made))
			}
		}
		t.Run("after 29 days it is there, with everything", func(t *testing.T) {
			w.clock.pass(29 * oneDay)
			retained(t, w.Service)
			w.offers(t, w.Service, hook.ID, 1)
		})
		t.Run("what is newer is offered for longer", func(t *testing.T) {
			w.setEnabled(hook.ID, false)
			w.happensNow()
			w.setEnabled(hook.ID, true)
			w.offers(t, w.Service, hook.ID, 2)
		})
		t.Run("after 31 days the old ones are not", func(t *testing.T) {
			w.clock.pass(2 * oneDay)
			w.offers(t, w.Service, hook.ID, 1)
		})
	})
}

func TestACatchUpIsOfferedForAsLongAsEventsAreKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook, short := w.create(form("hook")), w.keeping(webhook.Retention{Days: 5, EventDays: 7})
		w.setEnabled(hook.ID, false)
		w.happensNow()
		w.setEnabled(hook.ID, true)
		w.clock.pass(6 * oneDay)
		retained(t, short)
		t.Run("the page says for how long", func(t *testing.T) {
			if m, err := short.Missed(t.Context(), w.alice, "acme", hook.ID); err != nil || m.Events != 1 || m.Days != 7 {
				t.Errorf("%+v (%v)", m, err)
			}
		})
		t.Run("nothing is offered that can't be sent any more, before its rows are gone too", func(t *testing.T) {
			w.clock.pass(2 * oneDay)
			w.offers(t, short, hook.ID, 0)
			_, err := short.CatchUp(t.Context(), w.alice, "acme", hook.ID, webhook.SendMissed)
			refused(t, err, app.Conflict)
			if n := w.count(`SELECT COUNT(*) FROM misses`); n != 1 {
				t.Errorf("%d misses are there", n)
			}
		})
	})
}
