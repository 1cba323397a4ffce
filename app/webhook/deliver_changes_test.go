package webhook_test

import (
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db/dbtest"
)

func TestWhatWaitsForAPausedWebhookContinuesWhenItIsResumed(t *testing.T) {
	each(t, webhook.Config{PerWebhook: 2}, func(t *testing.T, w *site) {
		release := make(chan struct{})
		r := newReceiver(t, func(int, received) int { <-release; return 200 })
		hook, _ := w.create(t, r, "hr")
		for range 10 {
			w.publish(t, event.UserLogin)
		}
		r.waitOut(t, 2)
		w.setEnabled(t, hook.ID, false)
		close(release)
		w.atRest(t)
		if r.count() != 2 {
			t.Errorf("%d requests were made, want the 2 that were out when the webhook was paused", r.count())
		}
		w.publish(t, event.UserLogin) // makes no delivery
		w.setEnabled(t, hook.ID, true)
		r.wait(t, 10)
		w.atRest(t)
		if r.count() != 10 {
			t.Errorf("%d requests after the webhook was resumed, want 10", r.count())
		}
	})
}

// often is a schedule that goes on while a test changes the webhook, however long that takes.
var often = slices.Repeat([]time.Duration{300 * time.Millisecond}, 1000)

// shifted is the system's clock, ahead by as much as a test says.
type shifted struct{ by atomic.Int64 }

func (c *shifted) Now() time.Time {
	return app.SystemClock{}.Now().Add(time.Duration(c.by.Load()))
}

func TestAPauseByAnotherProcessEndsTheSending(t *testing.T) {
	clock := &shifted{}
	w := newSite(t, dbtest.Postgres(t), webhook.Config{PerWebhook: 2, Clock: clock})
	other := newProcess(t, w)
	release := make(chan struct{})
	r := newReceiver(t, func(int, received) int { <-release; return 200 })
	hook, _ := w.create(t, r, "hr")
	for range 10 {
		w.publish(t, event.UserLogin)
	}
	r.waitOut(t, 2)
	if _, err := other.SetEnabled(t.Context(), w.admin, "acme", hook.ID, false); err != nil {
		t.Fatal(err)
	}
	clock.by.Store(int64(60 * time.Millisecond)) // too short for what was read to be read again anyway
	close(release)
	w.atRest(t)
	if states := w.states(t, hook.ID); r.count() != 2 || states[webhook.Held] != 8 {
		t.Errorf("%d requests were made, and the deliveries are %v", r.count(), states)
	}
}

func TestWhatWaitsIsSentWhateverTypesTheWebhookHasThen(t *testing.T) {
	each(t, webhook.Config{PerWebhook: 1, Schedule: []time.Duration{200 * time.Millisecond}}, func(t *testing.T, w *site) {
		answer := make(chan int, 10)
		r := newReceiver(t, func(int, received) int { return <-answer })
		hook, _ := w.create(t, r, "hr")
		change := func(enabled bool, types ...event.Type) {
			t.Helper()
			form := webhook.Form{Name: "people", URL: r.url, Types: types, Enabled: enabled}
			if _, err := w.hooks.Edit(t.Context(), w.admin, "acme", hook.ID, 0, form); err != nil {
				t.Fatal(err)
			}
		}
		w.publish(t, event.UserCreated)
		answer <- 500
		tried := r.wait(t, 1)[0]
		change(true, event.UserLogin) // while a retry waits
		answer <- 200
		again := r.wait(t, 2)[1]
		if again.id() != tried.id() || again.header.Get("Rollcall-Event") != "USER_CREATED" {
			t.Errorf("a retry that waited is now %s of %s", again.header.Get("Rollcall-Event"), again.id())
		}
		if string(again.body) != string(tried.body) {
			t.Errorf("renamed, it is told %s instead of %s", again.body, tried.body)
		}
		w.publish(t, event.UserLogin)
		r.waitOut(t, 1)
		w.publish(t, event.UserLogin)
		change(false, event.UserDisabled) // paused, with one that is out and one that waits
		w.publish(t, event.UserLogin)
		w.publish(t, event.UserDisabled)
		answer <- 500
		waitFor(t, "both held", func() bool { return w.states(t, hook.ID)[webhook.Held] == 2 })
		change(true, event.UserDisabled)
		answer <- 200
		answer <- 200
		r.wait(t, 5)
		w.atRest(t)
		if states := w.states(t, hook.ID); states[webhook.Delivered] != 3 || r.count() != 5 {
			t.Errorf("%d requests, the deliveries are %v", r.count(), states)
		}
		answer <- 200
		w.publish(t, event.UserLogin)
		w.publish(t, event.UserDisabled)
		if last := r.wait(t, 6)[5]; last.header.Get("Rollcall-Event") != "USER_DISABLED" {
			t.Errorf("it hears %s", last.header.Get("Rollcall-Event"))
		}
		w.atRest(t)
	})
}

func TestAReceiverThatIsGoneDisablesItsWebhook(t *testing.T) {
	each(t, webhook.Config{PerWebhook: 1}, func(t *testing.T, w *site) {
		r := newReceiver(t, func(int, received) int { return 410 })
		hook, _ := w.create(t, r, "hr")
		for range 5 {
			w.publish(t, event.UserLogin)
		}
		r.wait(t, 1)
		w.atRest(t)
		if h := w.hook(t, hook.ID); h.Enabled || h.Condition() != webhook.ConditionDisabled {
			t.Errorf("the webhook is %s", h.Condition())
		}
		states := w.states(t, hook.ID)
		if states[webhook.Failed] < 1 || states[webhook.Pending]+states[webhook.Retrying]+states[webhook.Delivered] > 0 {
			t.Errorf("%d requests were made, and the deliveries are %v", r.count(), states)
		}
	})
}

func TestEditsReachTheDeliveriesThatWait(t *testing.T) {
	each(t, webhook.Config{Schedule: often}, func(t *testing.T, w *site) {
		old, moved := newReceiver(t, func(int, received) int { return 500 }), newReceiver(t, ok)
		hook, _ := w.create(t, old, "hr")
		w.publish(t, event.UserLogin)
		old.wait(t, 1)
		if _, err := w.hooks.Edit(t.Context(), w.admin, "acme", hook.ID, 0, webhook.Form{Name: "hr", URL: moved.url, Types: hook.Types, Enabled: true}); err != nil {
			t.Fatal(err)
		}
		moved.wait(t, 1)
		w.atRest(t)
	})
}

func TestWhatAPauseLeftBehindIsHeld(t *testing.T) {
	each(t, webhook.Config{}, func(t *testing.T, w *site) {
		r := newReceiver(t, ok)
		hook, _ := w.create(t, r, "hr")
		const left = 600 // more than a job reads at a time
		w.stop(t, patience)
		w.flood(t, left)
		w.exec(t, `UPDATE webhooks SET enabled = FALSE, pause = 'paused' WHERE id = $1`, hook.ID)
		w.start(t)
		w.atRest(t)
		var held int
		if err := w.db.QueryRow(t.Context(), `SELECT COUNT(*) FROM deliveries WHERE state = 'held'`).Scan(&held); err != nil || held != left || r.count() != 0 {
			t.Errorf("%d of %d are held, and %d were sent (%v)", held, left, r.count(), err)
		}
		w.setEnabled(t, hook.ID, true)
		r.wait(t, left)
		w.atRest(t)
	})
}
