package webhook_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rollcall/app/event"
	"rollcall/app/outbound"
	"rollcall/app/outbound/outboundtest"
	"rollcall/app/webhook"
)

// Whatever receivers do, what comes of each attempt is recorded, its place is free again, nothing is tried again at once,
// and a healthy receiver among them gets everything (OUT-60 to OUT-74). One of each kind listens; two more don't take
// connections, or answer a handshake.
func TestWhatHostileReceiversDoIsRecordedAndHoldsUpNobody(t *testing.T) {
	client, err := outbound.New(outbound.Config{Allow: []string{"127.0.0.1"}, ConnectTimeout: 3 * time.Second, AttemptTimeout: 6 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	kinds := append(outboundtest.Hostile(), outboundtest.Receiver{Name: "stalls in the handshake", Serve: outboundtest.Hold, Class: "timeout_connect"})
	each(t, webhook.Config{Client: client, Workers: 64, Schedule: []time.Duration{time.Hour}}, func(t *testing.T, w *site) {
		healthy := newReceiver(t, ok)
		well, _ := w.create(t, healthy, "healthy")
		w.publish(t, event.UserLogin)
		healthy.wait(t, 1)
		kind := map[string]outboundtest.Receiver{} // by webhook
		for i, k := range kinds {
			url := outboundtest.Listen(t, k.Serve)
			if k.Class == "timeout_connect" {
				url = strings.Replace(url, "http://", "https://", 1)
			}
			hook, _, err := w.hooks.Create(t.Context(), w.admin, "acme", webhook.Form{Name: fmt.Sprint("hostile-", i), URL: url, Enabled: true, Types: []event.Type{event.UserLogin}})
			if err != nil {
				t.Fatal(err)
			}
			kind[hook.ID] = k
		}
		w.publish(t, event.UserLogin)
		for range 30 { // while they misbehave
			w.publish(t, event.UserDisabled)
		}
		healthy.wait(t, 32)
		for id, k := range kind {
			w.attemptedOnce(t, id, k)
		}
		waitFor(t, "every place free again", func() bool {
			inFlight, _ := w.hooks.Places()
			return inFlight == 0
		})
		waitFor(t, "the record of what the healthy receiver got", func() bool { return w.states(t, well.ID)[webhook.Delivered] == 32 })
	})
}

// attemptedOnce waits for the attempt on a hostile receiver and checks what was recorded of it.
func (w *site) attemptedOnce(t *testing.T, hookID string, k outboundtest.Receiver) {
	t.Helper()
	_, attempts := w.attempted(t, hookID)
	want := webhook.Retrying
	switch {
	case k.Class == "":
		want = webhook.Delivered
	case k.Status == 410:
		want = webhook.Failed
	}
	states := w.states(t, hookID)
	if got := attempts[0].Result; string(got.Class) != k.Class || got.Status != k.Status || states[want] != 1 || len(attempts) != 1 {
		t.Errorf("what %s is recorded %d times, as %q with status %d, and the deliveries are %v", k.Name, len(attempts), got.Class, got.Status, states)
	}
}
