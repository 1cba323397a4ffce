package webhook_test

import (
	"testing"
	"time"

	"rollcall/app/event"
	"rollcall/app/webhook"
)

func TestARedeliveryAskedForWhileAnAttemptIsOutIsNotLost(t *testing.T) {
	each(t, webhook.Config{Schedule: []time.Duration{time.Hour, time.Hour}}, func(t *testing.T, w *site) {
		answer := make(chan int)
		r := newReceiver(t, func(n int, _ received) int {
			if n == 1 {
				return <-answer
			}
			return 500
		})
		hook, _ := w.create(t, r, "hr")
		w.publish(t, event.UserLogin)
		r.waitOut(t, 1)
		page, err := w.hooks.Deliveries(t.Context(), w.admin, "acme", hook.ID, webhook.Filter{})
		if err != nil || len(page.Deliveries) != 1 {
			t.Fatal(page, err)
		}
		if _, err := w.hooks.Redeliver(t.Context(), w.admin, "acme", page.Deliveries[0].ID); err != nil {
			t.Fatal(err)
		}
		answer <- 500
		r.wait(t, 2) // an hour early: by the person, not by the schedule
		var d webhook.Delivery
		var attempts []webhook.Attempt
		waitFor(t, "both attempts in the history", func() bool {
			if d, attempts, _, err = w.hooks.Delivery(t.Context(), w.admin, "acme", page.Deliveries[0].ID); err != nil {
				t.Fatal(err)
			}
			return d.Attempts == 2 && len(attempts) == 2
		})
		if attempts[0].Trigger != webhook.TriggerManual || attempts[0].TriggeredBy != w.admin.Username || attempts[1].Trigger != webhook.TriggerSchedule {
			t.Errorf("attempts %s by %q, then %s", attempts[1].Trigger, attempts[0].TriggeredBy, attempts[0].Trigger)
		}
		if d.State != webhook.Retrying || d.Attempts != 2 || d.DueReason != webhook.DueBySchedule {
			t.Errorf("then it is %s after %d attempts, due by %s", d.State, d.Attempts, d.DueReason)
		}
	})
}
