package webhook_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
)

func TestReceiversThatHangDelayNobodyElse(t *testing.T) {
	const hanging, events = 20, 6
	each(t, webhook.Config{PerWebhook: 4, Workers: 16}, func(t *testing.T, w *site) {
		release := make(chan struct{})
		letGo := sync.OnceFunc(func() { close(release) })
		stuck := newReceiver(t, func(int, received) int { <-release; return 200 })
		t.Cleanup(letGo)
		w.hooks.SetTrust(time.Hour)
		healthy := newReceiver(t, ok)
		hook, _ := w.create(t, healthy, "healthy")
		w.publish(t, event.UserLogin)
		w.settled(t, hook.ID)
		for i := range hanging {
			w.create(t, stuck, fmt.Sprint("hanging-", i))
		}
		for range events {
			w.publish(t, event.UserLogin)
		}
		stuck.waitOut(t, 1)
		for n := range 50 {
			w.publish(t, event.UserLogin)
			healthy.wait(t, n+1+events+1)
		}
		if most := stuck.mostAtOnce(); most > 8 {
			t.Errorf("%d requests hang at once, more than half of the places", most)
		}
		t.Run("waiting for a place is no attempt and no failure", func(t *testing.T) {
			var attempts, deliveries, failing int
			err := w.db.QueryRow(t.Context(), `SELECT (SELECT SUM(attempts) FROM deliveries WHERE webhook_id <> $1),
				(SELECT COUNT(*) FROM deliveries WHERE webhook_id <> $1 AND state = 'pending'), (SELECT COUNT(*) FROM webhooks WHERE failures > 0)`, hook.ID).
				Scan(&attempts, &deliveries, &failing)
			if err != nil || attempts != 0 || deliveries != hanging*(events+50) || failing != 0 {
				t.Errorf("%d attempts of %d deliveries that wait, %d webhooks fail (%v)", attempts, deliveries, failing, err)
			}
		})
		if inFlight, waiting := w.hooks.Places(); inFlight == 0 || waiting == 0 {
			t.Errorf("%d in flight, %d wait", inFlight, waiting)
		}
		letGo()
		stuck.wait(t, hanging*(events+50))
		w.atRest(t)
	})
}

func TestAFirstAttemptDoesNotWaitForRetriesThatHang(t *testing.T) {
	each(t, webhook.Config{PerWebhook: 4, Workers: 32, Schedule: []time.Duration{20 * time.Millisecond, time.Hour}}, func(t *testing.T, w *site) {
		release := make(chan struct{})
		var failing atomic.Bool
		failing.Store(true)
		var fresh, retries atomic.Int64
		r := newReceiver(t, func(_ int, got received) int {
			if got.header.Get("Rollcall-Attempt") != "1" {
				retries.Add(1)
				<-release
				return 200
			}
			if failing.Load() {
				return 500
			}
			fresh.Add(1)
			return 200
		})
		t.Cleanup(func() { close(release) })
		hook, _ := w.create(t, r, "hr")
		for range 12 {
			w.publish(t, event.UserLogin)
		}
		waitFor(t, "all of them to fail once", func() bool { return w.states(t, hook.ID)[webhook.Retrying] == 12 })
		waitFor(t, "a retry that hangs", func() bool { return retries.Load() > 0 })
		failing.Store(false)
		for n := range 5 {
			w.publish(t, event.UserLogin)
			waitFor(t, "what is new", func() bool { return fresh.Load() == int64(n+1) })
		}
		if waiting := w.states(t, hook.ID)[webhook.Retrying]; waiting != 12 {
			t.Errorf("%d retries wait", waiting)
		}
	})
}

// More webhooks than the queue runs jobs of a lane; on PostgreSQL, where making them takes longer, fewer.
func TestAThousandReceiversThatHangDelayNobodyElse(t *testing.T) {
	each(t, webhook.Config{PerWebhook: 4, Workers: 16}, func(t *testing.T, w *site) {
		many := map[db.Engine]int{db.SQLite: 1100, db.PostgreSQL: 100}[w.db.Engine()]
		w.hooks.SetTrust(time.Hour)
		release := make(chan struct{})
		stuck := newReceiver(t, func(int, received) int { <-release; return 200 })
		t.Cleanup(func() { close(release) })
		healthy := newReceiver(t, ok)
		hook, _ := w.create(t, healthy, "healthy")
		w.publish(t, event.UserLogin)
		w.settled(t, hook.ID)
		e := w.event(event.UserLogin)
		e.Places = w.hanging(t, stuck, many)
		w.publishEvent(t, e)
		stuck.waitOut(t, 4)
		for n := range 30 {
			w.publish(t, event.UserLogin)
			healthy.wait(t, n+2)
		}
		if most := stuck.mostAtOnce(); most > 8 {
			t.Errorf("%d requests hang at once, more than half of the places", most)
		}
		waitFor(t, "the record of what the healthy one got", func() bool { return w.states(t, hook.ID)[webhook.Delivered] == 31 })
		if attempts := recorded(t, w.db); !strings.HasPrefix(attempts, "31 attempts, 31 counted, 0 failures") {
			t.Errorf("while they hang there are %s", attempts)
		}
	})
}

// hanging makes webhooks of that receiver in organizations of their own, which are the places where they hear something.
func (w *site) hanging(t *testing.T, r *receiver, many int) (places []event.Place) {
	t.Helper()
	const each = 100 // of one organization
	var all sync.WaitGroup
	for n := range many / each {
		var id int64
		name := fmt.Sprint("hanging-", n)
		err := w.db.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			return tx.QueryRow(ctx, `INSERT INTO organizations (name, title, created_at) VALUES ($1, $1, $2) RETURNING id`, name, w.now()).Scan(&id)
		})
		if err != nil {
			t.Fatal(err)
		}
		places = append(places, event.Place{Scope: event.ScopeOrganization, ID: id})
		all.Go(func() {
			for i := range each {
				form := webhook.Form{Name: fmt.Sprint("hook-", i), URL: fmt.Sprint(r.url, "/", i), Types: []event.Type{event.UserLogin}, Enabled: true}
				if _, _, err := w.hooks.Create(t.Context(), w.admin, name, form); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	return places
}

func TestADrainThatFindsACrowdComesBackLater(t *testing.T) {
	each(t, webhook.Config{PerWebhook: 4, Workers: 4}, func(t *testing.T, w *site) {
		scatter := webhook.Crowd(w.hooks, 700)
		r := newReceiver(t, ok)
		hook, _ := w.create(t, r, "late")
		w.publish(t, event.UserLogin)
		waitFor(t, "a job for later", func() bool {
			var later int
			err := w.db.QueryRow(t.Context(), `SELECT COUNT(*) FROM lanes WHERE webhook_id = $1 AND lane = 'first' AND busy AND generation >= 2 AND due_at > $2`,
				hook.ID, w.now()).Scan(&later)
			if err != nil {
				t.Fatal(err)
			}
			return later == 1
		})
		scatter()
		w.publish(t, event.UserLogin) // which wakes it before its time
		r.wait(t, 2)
		w.atRest(t)
	})
}

func TestResultsOfWebhooksInDoubtStandAside(t *testing.T) {
	each(t, webhook.Config{}, func(t *testing.T, w *site) {
		r, failing := newReceiver(t, ok), newReceiver(t, func(int, received) int { return 500 })
		hook, _ := w.create(t, r, "good")
		w.publish(t, event.UserLogin)
		w.settled(t, hook.ID)
		bad, _ := w.create(t, failing, "bad")
		end := webhook.Aside(w.hooks)
		w.publish(t, event.UserLogin)
		failing.wait(t, 1)
		waitFor(t, "the healthy one's record", func() bool { return w.states(t, hook.ID)[webhook.Delivered] == 2 })
		if states := w.states(t, bad.ID); states[webhook.Pending] != 1 {
			t.Errorf("the failing one's deliveries are %v", states)
		}
		end()
		waitFor(t, "the failing one's record", func() bool { return w.states(t, bad.ID)[webhook.Retrying] == 1 })
	})
}
