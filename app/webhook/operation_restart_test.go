package webhook_test

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"rollcall/app/event"
	"rollcall/app/webhook"
)

// A server that is stopped in the middle of an operation, with the queue that it has in life, goes on after its next start:
// every delivery is sent again, each once.
func TestAnOperationGoesOnAfterARestart(t *testing.T) {
	const many = 300
	each(t, webhook.Config{Schedule: []time.Duration{time.Millisecond}}, func(t *testing.T, w *site) {
		var well atomic.Bool
		taken := make(chan string, 10*many)
		r := newReceiver(t, func(_ int, got received) int {
			if !well.Load() {
				return http.StatusInternalServerError
			}
			taken <- got.id()
			return http.StatusOK
		})
		hook, _ := w.create(t, r, "hook")
		for range many {
			w.publish(t, event.UserCreated)
		}
		w.atRest(t)
		w.setEnabled(t, hook.ID, true) // should so many failures have disabled it
		well.Store(true)

		w.hooks.SetBatch(1) // with the rest after each of them it takes some seconds, until the start
		o := begun(w.hooks.RedeliverAll(t.Context(), w.admin, "acme", hook.ID, webhook.Filter{State: webhook.Failed}))(t)
		operation := func() webhook.Operation {
			list, err := w.hooks.Operations(t.Context(), w.admin, "acme", hook.ID)
			if err != nil || len(list) != 1 {
				t.Fatalf("%d operations (%v)", len(list), err)
			}
			return list[0]
		}
		waitFor(t, "the first batch", func() bool { return operation().Done > 0 })
		w.stop(t, patience)
		if o = operation(); o.State != webhook.Running || o.Done >= many {
			t.Fatalf("the server stopped too late to tell: %+v", o)
		}
		w.start(t)
		waitFor(t, "its end", func() bool { return operation().State == webhook.Done })
		if o = operation(); o.Total != many || o.Changed != many {
			t.Errorf("got %+v", o)
		}
		w.atRest(t)
		close(taken)
		times := map[string]int{}
		for id := range taken {
			if times[id]++; times[id] > 1 {
				t.Errorf("%s was sent twice", id)
			}
		}
		if len(times) != many {
			t.Errorf("%d deliveries were sent again, want %d", len(times), many)
		}
	})
}
