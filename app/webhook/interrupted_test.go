package webhook_test

import (
	"testing"
	"time"

	"rollcall/app/event"
	"rollcall/app/webhook"
)

func TestAStopForgetsNobodysRequest(t *testing.T) {
	each(t, webhook.Config{}, func(t *testing.T, w *site) {
		release := make(chan struct{})
		r := newReceiver(t, func(n int, _ received) int {
			if n == 2 {
				<-release
			}
			return 200
		})
		hook, _ := w.create(t, r, "hr")
		w.publish(t, event.UserLogin)
		first, _ := w.settled(t, hook.ID)
		if _, err := w.hooks.RedeliverAll(t.Context(), w.admin, "acme", hook.ID, webhook.Filter{State: webhook.Delivered}); err != nil {
			t.Fatal(err)
		}
		r.waitOut(t, 1)
		w.stop(t, 200*time.Millisecond)
		close(release)
		w.start(t)
		r.wait(t, 3)
		w.atRest(t)
		again, attempts := w.settled(t, hook.ID)
		if again.ID != first.ID || again.State != webhook.Delivered || len(attempts) != 3 {
			t.Fatalf("%s is %s after %d attempts", again.ID, again.State, len(attempts))
		}
		for _, a := range attempts {
			if a.Number > 1 && (a.Trigger != webhook.TriggerManual || a.TriggeredBy != w.admin.Username) {
				t.Errorf("attempt %d: %s by %q", a.Number, a.Trigger, a.TriggeredBy)
			}
		}
	})
}
