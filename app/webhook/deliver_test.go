package webhook_test

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/event"
	"rollcall/app/outbound"
	"rollcall/app/webhook"
	"rollcall/db"
)

func TestAnEventArrivesSignedWithItsExactBody(t *testing.T) {
	each(t, webhook.Config{}, func(t *testing.T, w *site) {
		r := newReceiver(t, ok)
		hook, secret := w.create(t, r, "hr")
		e := w.publish(t, event.UserCreated)
		got := r.wait(t, 1)[0]
		if err := verify(secret, got); err != nil {
			t.Error(err)
		}
		want := `{"type":"USER_CREATED","webhook":{"id":"` + hook.ID + `","organization":"acme","name":"hr"},"payload":{"username":"grace","email":"grace@acme.test","userId":"66ec445884b4103f670d0c86","organization":"acme","remainingSeats":null}}`
		if diff := cmp.Diff(want, string(got.body)); diff != "" {
			t.Error(diff)
		}
		headers := map[string]string{"Content-Type": "application/json", "User-Agent": "Rollcall/test", "Rollcall-Event": "USER_CREATED", "Rollcall-Event-Id": e.ID, "Rollcall-Attempt": "1", "Rollcall-Test": ""}
		for name, want := range headers {
			if value := got.header.Get(name); value != want {
				t.Errorf("%s is %q, want %q", name, value, want)
			}
		}
		delivery, attempts := w.settled(t, hook.ID)
		if delivery.ID != got.id() || delivery.State != webhook.Delivered || delivery.Attempts != 1 || delivery.LastStatus != 200 {
			t.Errorf("history says %+v", delivery)
		}
		a := attempts[0]
		if len(attempts) != 1 || a.Number != 1 || a.Trigger != webhook.TriggerSchedule || a.URL != r.url || a.Result.Status != 200 || string(a.Result.Body) != "thank you" || a.Result.Address == "" || a.Result.Phases.Total <= 0 {
			t.Errorf("the attempt is %+v", a)
		}
		if shown := a.Request.Get("Webhook-Signature"); shown == got.header.Get("Webhook-Signature") || shown == "" {
			t.Errorf("history shows the signature as %q", shown)
		}
		w.atRest(t)
	})
}

func TestAFailureIsTriedAgainByTheSchedule(t *testing.T) {
	each(t, webhook.Config{Schedule: []time.Duration{20 * time.Millisecond, 30 * time.Millisecond}}, func(t *testing.T, w *site) {
		r := newReceiver(t, func(n int, _ received) int {
			if n < 3 {
				return 500
			}
			return 204
		})
		hook, secret := w.create(t, r, "hr")
		w.publish(t, event.UserLogin)
		got := r.wait(t, 3)
		for i, request := range got {
			if err := verify(secret, request); err != nil {
				t.Error(err)
			}
			if request.id() != got[0].id() || string(request.body) != string(got[0].body) {
				t.Errorf("try %d has another id or body", i+1)
			}
			if n := request.header.Get("Rollcall-Attempt"); n != strconv.Itoa(i+1) {
				t.Errorf("try %d says it is %s", i+1, n)
			}
		}
		delivery, attempts := w.settled(t, hook.ID)
		if delivery.State != webhook.Delivered || len(attempts) != 3 {
			t.Errorf("history has %d attempts and ends %s", len(attempts), delivery.State)
		}
		for _, a := range attempts {
			if failed := a.Number < 3; failed != (a.Result.Class == outbound.HTTPStatus) || failed == a.NextAt.IsZero() {
				t.Errorf("attempt %d: %s, next at %v", a.Number, a.Result.Class, a.NextAt)
			}
		}
		if h := w.hook(t, hook.ID); h.Failures != 0 || !h.FailingSince.IsZero() {
			t.Errorf("after a success the webhook counts %d failures since %v", h.Failures, h.FailingSince)
		}
		w.atRest(t)
	})
}

func TestTheEndOfTheScheduleIsTheEndOfTheDelivery(t *testing.T) {
	each(t, webhook.Config{Schedule: []time.Duration{time.Millisecond}}, func(t *testing.T, w *site) {
		r := newReceiver(t, func(int, received) int { return 500 })
		hook, _ := w.create(t, r, "hr")
		w.publish(t, event.UserLogin)
		delivery, attempts := w.settled(t, hook.ID)
		if delivery.State != webhook.Failed || len(attempts) != 2 || !delivery.DueAt.IsZero() || delivery.FinishedAt.IsZero() {
			t.Errorf("history has %d attempts and ends %+v", len(attempts), delivery)
		}
		if h := w.hook(t, hook.ID); h.Failures != 2 || h.FailingSince.IsZero() {
			t.Errorf("the webhook counts %d failures since %v", h.Failures, h.FailingSince)
		}
		w.atRest(t)
	})
}

func TestABurstArrivesOnceEachWithinTheCap(t *testing.T) {
	each(t, webhook.Config{PerWebhook: 8}, func(t *testing.T, w *site) {
		r := newReceiver(t, ok)
		w.create(t, r, "hr")
		const events = 400
		for range 8 {
			w.background(t, func() {
				for range events / 8 {
					w.publish(t, event.UserLogin)
				}
			})
		}
		got := r.wait(t, events)
		w.atRest(t)
		ids := map[string]bool{}
		for _, request := range got {
			ids[request.id()] = true
		}
		if len(ids) != events || r.count() != events {
			t.Errorf("%d requests for %d deliveries, want %d of each", r.count(), len(ids), events)
		}
		if most := r.mostAtOnce(); most > 8 {
			t.Errorf("%d requests at once", most)
		}
	})
}

func TestAReceiverThatHangsDelaysNobodyElse(t *testing.T) {
	each(t, webhook.Config{PerWebhook: 4, Workers: 8}, func(t *testing.T, w *site) {
		release := make(chan struct{})
		hanging := newReceiver(t, func(int, received) int { <-release; return 200 })
		healthy := newReceiver(t, ok)
		w.create(t, hanging, "hanging")
		for range 20 {
			w.publish(t, event.UserLogin)
		}
		hanging.waitOut(t, 2)
		w.create(t, healthy, "healthy")
		w.publish(t, event.UserLogin)
		healthy.wait(t, 1)
		close(release)
		hanging.wait(t, 21)
		w.atRest(t)
	})
}

func TestAChangeThatIsRolledBackSendsNothing(t *testing.T) {
	each(t, webhook.Config{}, func(t *testing.T, w *site) {
		r := newReceiver(t, ok)
		w.create(t, r, "hr")
		refused := errors.New("refused")
		err := w.db.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			if err := w.hooks.Publish(ctx, tx, w.event(event.UserDisabled)); err != nil {
				return err
			}
			return refused
		})
		if !errors.Is(err, refused) {
			t.Fatal(err)
		}
		w.publish(t, event.UserLogin)
		if got := r.wait(t, 1)[0]; got.header.Get("Rollcall-Event") != "USER_LOGIN" {
			t.Errorf("received %s", got.header.Get("Rollcall-Event"))
		}
		w.atRest(t)
	})
}

func TestAStopCutsOffWhatIsOutAndTheNextStartSendsItAgain(t *testing.T) {
	each(t, webhook.Config{}, func(t *testing.T, w *site) {
		release := make(chan struct{})
		r := newReceiver(t, func(n int, _ received) int {
			if n <= 2 {
				<-release
			}
			return 200
		})
		hook, _ := w.create(t, r, "hr")
		for range 3 {
			w.publish(t, event.UserLogin)
		}
		r.waitOut(t, 2)
		w.stop(t, 200*time.Millisecond)
		close(release)
		w.start(t)
		r.wait(t, 5)
		w.atRest(t)
		if states := w.states(t, hook.ID); states[webhook.Delivered] != 3 {
			t.Errorf("the deliveries are %v", states)
		}
		if h := w.hook(t, hook.ID); h.Failures != 0 {
			t.Errorf("a stop of ours counts as %d failures of the receiver", h.Failures)
		}
	})
}

func TestAJobThatWorksLongHandsOver(t *testing.T) {
	each(t, webhook.Config{}, func(t *testing.T, w *site) {
		w.hooks.SetSlice(time.Millisecond)
		r := newReceiver(t, ok)
		hook, _ := w.create(t, r, "hr")
		const events = 200
		for range events {
			w.publish(t, event.UserLogin)
		}
		r.wait(t, events)
		w.atRest(t)
		var generation int
		if err := w.db.QueryRow(t.Context(), `SELECT generation FROM lanes WHERE webhook_id = $1 AND lane = 'first'`, hook.ID).Scan(&generation); err != nil || generation < 3 {
			t.Errorf("%d jobs have worked (%v)", generation, err)
		}
		if r.count() != events {
			t.Errorf("%d requests for %d events", r.count(), events)
		}
	})
}

func ok(int, received) int { return http.StatusOK }
