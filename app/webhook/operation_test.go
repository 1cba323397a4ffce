package webhook_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"rollcall/app"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestAnOperationIsWorkedInBatches(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.SetBatch(batch)
		hook, ids := w.filled("hook", 10, webhook.Failed)
		start := func() webhook.Operation {
			t.Helper()
			return begun(w.RedeliverAll(t.Context(), w.alice, "acme", hook.ID, webhook.Filter{}))(t)
		}
		again := func() {
			w.exec(`UPDATE deliveries SET lane = NULL, due_at = NULL, due_reason = '', due_by = '' WHERE webhook_id = $1`, hook.ID)
		}
		t.Run("each of which says how far it has come", func(t *testing.T) {
			start()
			w.worksOnce()
			w.ended(hook.ID, webhook.Running, 10, batch, batch)
			if n := w.asked(hook.ID); n != batch {
				t.Errorf("%d were asked for", n)
			}
		})
		t.Run("a process that dies in between loses and repeats nothing", func(t *testing.T) {
			for _, id := range ids[:batch] { // they are sent meanwhile, and fail
				w.ends(id, webhook.Failed)
			}
			w.restarts()
			w.works()
			w.ended(hook.ID, webhook.Done, 10, 10, 10)
			if n := w.asked(hook.ID); n != 10-batch {
				t.Errorf("%d were asked for after the start, want the %d that were left", n, 10-batch)
			}
		})
		t.Run("two workers at once do each row once", func(t *testing.T) {
			again()
			o := start()
			w.jobs.takeOperations()
			var both sync.WaitGroup
			for range 2 {
				both.Go(func() {
					for range 20 {
						if err := w.Operate(t.Context(), o.ID); err != nil {
							t.Error(err)
						}
					}
				})
			}
			both.Wait()
			w.ended(hook.ID, webhook.Done, 10, 10, 10)
		})
		t.Run("a person can stop it, and what is done stays", func(t *testing.T) {
			again()
			o := start()
			w.worksOnce()
			stopped, err := w.StopOperation(t.Context(), w.alice, "acme", hook.ID, o.ID)
			if err != nil || stopped.State != webhook.Stopped || stopped.Reason != "alice stopped it." {
				t.Fatalf("got %+v, %v", stopped, err)
			}
			w.works()
			w.ended(hook.ID, webhook.Stopped, 10, batch, batch)
			if n := w.asked(hook.ID); n != batch {
				t.Errorf("%d were asked for", n)
			}
			rows := len(w.audited())
			if again, err := w.StopOperation(t.Context(), w.alice, "acme", hook.ID, o.ID); err != nil || again != stopped || len(w.audited()) != rows {
				t.Errorf("stopped again it is %+v, %v", again, err)
			}
		})
		t.Run("only who may manage the webhook can stop it, and only its own", func(t *testing.T) {
			again()
			o := start()
			_, err := w.StopOperation(t.Context(), w.carol, "acme", hook.ID, o.ID)
			refused(t, err, app.Forbidden)
			other := w.create(form("other"))
			_, err = w.StopOperation(t.Context(), w.alice, "acme", other.ID, o.ID)
			refused(t, err, app.NotFound)
			_, err = w.StopOperation(t.Context(), w.alice, "acme", hook.ID, "x")
			refused(t, err, app.NotFound)
			if got := w.operation(hook.ID); got.State != webhook.Running {
				t.Errorf("got %+v", got)
			}
		})
		t.Run("pausing the webhook ends a redelivery", func(t *testing.T) {
			w.worksOnce()
			w.setEnabled(hook.ID, false)
			w.works()
			if o := w.ended(hook.ID, webhook.Stopped, 10, 2*batch, batch); o.Reason != "The webhook was paused." {
				t.Error(o.Reason)
			}
			w.setEnabled(hook.ID, true)
		})
		t.Run("deleting it ends everything", func(t *testing.T) {
			again()
			o := start()
			w.worksOnce()
			if _, err := w.Delete(t.Context(), w.alice, "acme", hook.ID); err != nil {
				t.Fatal(err)
			}
			w.works()
			var state webhook.WorkState
			var reason string
			w.scan(`SELECT state, reason FROM operations WHERE id = $1`, []any{o.ID}, &state, &reason)
			if state != webhook.Stopped || reason != "The webhook was deleted." {
				t.Errorf("got %s: %s", state, reason)
			}
			if n := w.asked(hook.ID); n != 0 {
				t.Errorf("%d are due", n)
			}
		})
	})
}

func TestReconcileOperations(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook, _ := w.filled("hook", 1, webhook.Failed)
		o := begun(w.RedeliverAll(t.Context(), w.alice, "acme", hook.ID, webhook.Filter{}))(t)
		t.Run("leaves those alone that have a job", func(t *testing.T) {
			w.jobs.takeOperations()
			n, err := w.ReconcileOperations(t.Context(), func(context.Context) (map[string]bool, error) { return map[string]bool{o.ID: true}, nil })
			if n != 0 || err != nil || len(w.jobs.takeOperations()) != 0 {
				t.Errorf("%d were started again (%v)", n, err)
			}
		})
		t.Run("asks for nothing when none runs", func(t *testing.T) {
			w.restarts()
			w.works()
			n, err := w.ReconcileOperations(t.Context(), func(context.Context) (map[string]bool, error) {
				t.Error("the queue was asked")
				return nil, nil
			})
			if n != 0 || err != nil {
				t.Errorf("%d were started again (%v)", n, err)
			}
		})
		t.Run("what ended is listed for an hour", func(t *testing.T) {
			w.ended(hook.ID, webhook.Done, 1, 1, 1)
			w.clock.pass(2 * time.Hour)
			if list, err := w.Operations(t.Context(), w.alice, "acme", hook.ID); err != nil || len(list) != 0 {
				t.Errorf("got %+v, %v", list, err)
			}
		})
	})
}
