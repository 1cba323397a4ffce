package webhook_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestCatchUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.SetBatch(batch)
		hook, twin := w.create(form("hook")), w.create(form("twin"))
		w.setEnabled(hook.ID, false)
		w.clock.pass(time.Minute)
		since := w.clock.Now()
		var events []event.Event
		for range 10 {
			events = append(events, w.happens(event.UserCreated))
			w.clock.pass(time.Second)
		}
		missed := func() webhook.Missed {
			t.Helper()
			m, err := w.Missed(t.Context(), w.alice, "acme", hook.ID)
			if err != nil {
				t.Fatal(err)
			}
			return m
		}
		t.Run("what was missed is counted, with whom it is about and since when", func(t *testing.T) {
			if diff := cmp.Diff(webhook.Missed{Events: 10, Users: 1, Since: since, Days: 30}, missed()); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("nothing is caught up while the webhook is paused", func(t *testing.T) {
			_, err := w.CatchUp(t.Context(), w.alice, "acme", hook.ID, webhook.SendMissed)
			refused(t, err, app.Conflict)
		})
		w.setEnabled(hook.ID, true)
		w.idle()
		t.Run("a mode that does not exist is refused, and so are those without the right", func(t *testing.T) {
			_, err := w.CatchUp(t.Context(), w.alice, "acme", hook.ID, "some")
			refused(t, err, app.Invalid)
			_, err = w.CatchUp(t.Context(), w.carol, "acme", hook.ID, webhook.SendMissed)
			refused(t, err, app.Forbidden)
			_, err = w.Missed(t.Context(), w.carol, "acme", hook.ID)
			refused(t, err, app.Forbidden)
		})
		t.Run("started twice it is refused, with a sentence that says how far the first is", func(t *testing.T) {
			begun(w.CatchUp(t.Context(), w.alice, "acme", hook.ID, webhook.SendMissed))(t)
			w.worksOnce()
			_, err := w.CatchUp(t.Context(), w.alice, "acme", hook.ID, webhook.SkipMissed)
			if says := refused(t, err, app.Conflict); says != `A catch-up of the webhook "hook" is running already, 4 of 10 done: wait for its end, or stop it.` {
				t.Error(says)
			}
		})
		t.Run("a process that dies in between makes none twice", func(t *testing.T) {
			w.restarts()
			w.works()
			w.ended(hook.ID, webhook.Done, 10, 10, 10)
		})
		t.Run("each event has one delivery, with the body that it would have had then, in their order", func(t *testing.T) {
			made := w.deliveries(hook.ID)
			slices.Reverse(made)
			if len(made) != len(events) {
				t.Fatalf("%d deliveries of %d events", len(made), len(events))
			}
			for i, e := range events {
				d := w.delivery(made[i].ID)
				var at string
				w.scan(`SELECT id FROM deliveries WHERE event_id = $1 AND webhook_id = $2`, []any{e.ID, twin.ID}, &at)
				want := bytes.ReplaceAll(bytes.ReplaceAll(w.delivery(at).Body, []byte(twin.ID), []byte(hook.ID)), []byte(`"twin"`), []byte(`"hook"`))
				if d.EventID != e.ID || d.State != webhook.Pending || !d.OccurredAt.Equal(e.At) || !d.DueAt.Equal(w.clock.Now()) || !bytes.Equal(d.Body, want) {
					t.Errorf("event %d: %+v\n%s\n%s", i, d, d.Body, want)
				}
			}
		})
		t.Run("their lane has its job", func(t *testing.T) {
			if jobs := w.jobs.take(); len(jobs) != 1 || jobs[0] != hook.ID+" first" {
				t.Errorf("jobs %v", jobs)
			}
		})
		t.Run("nothing is missed any more, and there is nothing to catch up", func(t *testing.T) {
			if diff := cmp.Diff(webhook.Missed{Days: 30}, missed()); diff != "" {
				t.Error(diff)
			}
			_, err := w.CatchUp(t.Context(), w.alice, "acme", hook.ID, webhook.SendMissed)
			if says := refused(t, err, app.Conflict); says != `The webhook "hook" has missed nothing that could be sent.` {
				t.Error(says)
			}
		})
	})
}

func TestCatchUpSendsTheLastOfEachUser(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.SetBatch(batch)
		hook := w.create(form("hook", event.UserCreated, event.UserDisabled))
		w.setEnabled(hook.ID, false)
		var last []string
		for round := range 3 {
			last = nil
			for user := range int64(3) {
				e := w.eventOf(event.UserCreated, 100+user)
				if round == 2 && user == 1 {
					e.Type = event.UserDisabled
				}
				w.publish(e)
				last = append(last, e.ID)
			}
		}
		w.setEnabled(hook.ID, true)
		if m, err := w.Missed(t.Context(), w.alice, "acme", hook.ID); err != nil || m.Events != 9 || m.Users != 3 {
			t.Fatalf("missed %+v (%v)", m, err)
		}
		begun(w.CatchUp(t.Context(), w.alice, "acme", hook.ID, webhook.SendLatest))(t)
		w.works()
		w.ended(hook.ID, webhook.Done, 9, 9, 3)
		var sent []string
		for _, d := range w.deliveries(hook.ID) {
			sent = append(sent, d.EventID)
		}
		slices.Reverse(sent)
		if diff := cmp.Diff(last, sent); diff != "" {
			t.Error(diff)
		}
		if n := w.count(`SELECT COUNT(*) FROM misses WHERE webhook_id = $1 AND skipped_at IS NOT NULL`, hook.ID); n != 6 {
			t.Errorf("%d are known as skipped, want the other 6", n)
		}
	})
}

func TestCatchUpSkips(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.SetBatch(batch)
		hook := w.create(form("hook"))
		miss := func(n int) {
			t.Helper()
			w.setEnabled(hook.ID, false)
			for range n {
				w.happens(event.UserCreated)
			}
			w.setEnabled(hook.ID, true)
		}
		miss(6)
		t.Run("what is skipped is not offered again, and stays known as missed", func(t *testing.T) {
			begun(w.CatchUp(t.Context(), w.alice, "acme", hook.ID, webhook.SkipMissed))(t)
			w.works()
			w.ended(hook.ID, webhook.Done, 6, 6, 6)
			if m, err := w.Missed(t.Context(), w.alice, "acme", hook.ID); err != nil || m.Events != 0 {
				t.Errorf("%+v is offered (%v)", m, err)
			}
			if n, made := w.count(`SELECT COUNT(*) FROM misses WHERE skipped_at IS NOT NULL`), w.deliveries(hook.ID); n != 6 || len(made) != 0 {
				t.Errorf("%d are known, %d deliveries were made", n, len(made))
			}
		})
		t.Run("the next pause is a question of its own", func(t *testing.T) {
			miss(2)
			begun(w.CatchUp(t.Context(), w.alice, "acme", hook.ID, webhook.SendMissed))(t)
			w.works()
			w.ended(hook.ID, webhook.Done, 2, 2, 2)
		})
		t.Run("what is older than 30 days is not offered, and stays what it is", func(t *testing.T) {
			miss(2)
			w.clock.pass(31 * 24 * time.Hour)
			if m, err := w.Missed(t.Context(), w.alice, "acme", hook.ID); err != nil || m.Events != 0 {
				t.Errorf("%+v is offered (%v)", m, err)
			}
			_, err := w.CatchUp(t.Context(), w.alice, "acme", hook.ID, webhook.SkipMissed)
			refused(t, err, app.Conflict)
		})
	})
}

func TestCatchUpMeetsChanges(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.SetBatch(batch)
		begin := func(name string) webhook.Webhook {
			t.Helper()
			hook := w.create(form(name))
			w.setEnabled(hook.ID, false)
			for range 10 {
				w.happens(event.UserCreated)
			}
			w.setEnabled(hook.ID, true)
			begun(w.CatchUp(t.Context(), w.alice, "acme", hook.ID, webhook.SendMissed))(t)
			w.worksOnce()
			return hook
		}
		states := func(hook webhook.Webhook) map[webhook.State]int {
			n := map[webhook.State]int{}
			for _, d := range w.deliveries(hook.ID) {
				n[d.State]++
			}
			return n
		}
		t.Run("for a webhook that is paused meanwhile the rest is made and held, and goes on with it", func(t *testing.T) {
			hook := begin("paused")
			w.setEnabled(hook.ID, false)
			w.idle()
			w.works()
			w.ended(hook.ID, webhook.Done, 10, 10, 10)
			if got := states(hook); got[webhook.Held] != 10 || len(w.jobs.take()) != 0 {
				t.Errorf("got %v", got)
			}
			w.setEnabled(hook.ID, true)
			if got := states(hook); got[webhook.Pending] != 10 {
				t.Errorf("resumed: %v", got)
			}
		})
		t.Run("what happens after the start is not its concern", func(t *testing.T) {
			hook := begin("later")
			w.setEnabled(hook.ID, false)
			w.happens(event.UserCreated)
			w.works()
			w.ended(hook.ID, webhook.Done, 10, 10, 10)
			if m, err := w.Missed(t.Context(), w.alice, "acme", hook.ID); err != nil || m.Events != 1 {
				t.Errorf("%+v is left (%v)", m, err)
			}
		})
		t.Run("for one that is deleted nothing more is made", func(t *testing.T) {
			hook := begin("deleted")
			if _, err := w.Delete(t.Context(), w.alice, "acme", hook.ID); err != nil {
				t.Fatal(err)
			}
			w.works()
			if n := w.count(`SELECT COUNT(*) FROM deliveries WHERE webhook_id = $1 AND state = 'cancelled'`, hook.ID); n != batch {
				t.Errorf("%d deliveries, want the %d from before, cancelled", n, batch)
			}
		})
		t.Run("an event that is kept no more is passed over", func(t *testing.T) {
			hook := begin("old")
			w.exec(`DELETE FROM event_places WHERE event_id = (SELECT MAX(event_id) FROM misses WHERE webhook_id = $1)`, hook.ID)
			w.exec(`DELETE FROM events WHERE id = (SELECT MAX(event_id) FROM misses WHERE webhook_id = $1)`, hook.ID)
			w.works()
			w.ended(hook.ID, webhook.Done, 10, 10, 9)
			if m, err := w.Missed(t.Context(), w.alice, "acme", hook.ID); err != nil || m.Events != 0 {
				t.Errorf("%+v is left (%v)", m, err)
			}
		})
		t.Run("an event that has its delivery gets no second one", func(t *testing.T) {
			hook := begin("had")
			w.exec(`INSERT INTO misses (webhook_id, event_id, type, subject_user_id, pause) SELECT webhook_id, event_id, type, 1, '' FROM deliveries WHERE webhook_id = $1`, hook.ID)
			w.works()
			begun(w.CatchUp(t.Context(), w.alice, "acme", hook.ID, webhook.SendMissed))(t)
			w.works()
			w.ended(hook.ID, webhook.Done, batch, batch, 0)
			if got := states(hook); got[webhook.Pending] != 10 {
				t.Errorf("got %v", got)
			}
		})
	})
}

// eventOf is an event about a user with that number.
func (w *world) eventOf(t event.Type, user int64) event.Event {
	return event.Event{ID: app.NewUUID(), Type: t, At: w.clock.Now(), Places: []event.Place{acme}, Source: "page",
		Facts: event.Facts{Subject: event.User{ID: user, HexID: "66ec445884b4103f670d0c86", Email: "x@example.com"}, Home: event.Organization{ID: 1, Name: "acme", Title: "Acme & Sons"}}}
}
