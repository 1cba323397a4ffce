package webhook_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestRedeliverAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook, failed := w.filled("hook", 2, webhook.Failed)
		cancelled, delivered := w.more(hook, 1, webhook.Cancelled), w.more(hook, 1, webhook.Delivered)
		retrying, pending := w.more(hook, 1, webhook.Retrying), w.more(hook, 1, webhook.Pending)
		all := func(f webhook.Filter) webhook.Operation {
			t.Helper()
			return begun(w.RedeliverAll(t.Context(), w.alice, "acme", hook.ID, f))(t)
		}
		w.idle()

		t.Run("without a status it is of what did not arrive, and the count says how many that are", func(t *testing.T) {
			n, err := w.CountMatching(t.Context(), w.alice, "acme", hook.ID, webhook.RedeliverMany, webhook.Filter{Before: failed[0]})
			if err != nil || n != 4 {
				t.Fatalf("%d match (%v)", n, err)
			}
			o := all(webhook.Filter{})
			if o.Total != 4 || o.State != webhook.Running || o.AskedBy != "alice" || o.Kind != webhook.RedeliverMany {
				t.Errorf("got %+v", o)
			}
			if w.asked(hook.ID) != 0 {
				t.Error("something was done before the work began")
			}
		})
		t.Run("a second one is refused while it runs", func(t *testing.T) {
			_, err := w.RedeliverAll(t.Context(), w.alice, "acme", hook.ID, webhook.Filter{})
			if says := refused(t, err, app.Conflict); says != `A redelivery of the webhook "hook" is running already, 0 of 4 done: wait for its end, or stop it.` {
				t.Error(says)
			}
			if n := w.count(`SELECT COUNT(*) FROM operations`); n != 1 {
				t.Errorf("%d operations", n)
			}
		})
		t.Run("each gets one attempt now, by the person who asked, and stays what it is", func(t *testing.T) {
			w.works()
			w.ended(hook.ID, webhook.Done, 4, 4, 4)
			for id, state := range map[string]webhook.State{failed[0]: webhook.Failed, failed[1]: webhook.Failed, cancelled[0]: webhook.Cancelled, retrying[0]: webhook.Retrying} {
				if d := w.delivery(id); d.State != state || d.DueReason != webhook.DueManual || d.DueBy != "alice" || !d.DueAt.Equal(w.clock.Now()) {
					t.Errorf("%s: %+v", state, d)
				}
			}
		})
		t.Run("what arrived and what is about to be sent are left alone", func(t *testing.T) {
			if d := w.delivery(delivered[0]); !d.DueAt.IsZero() {
				t.Errorf("got %+v", d)
			}
			if d := w.delivery(pending[0]); d.DueReason != webhook.DueAtOnce {
				t.Errorf("got %+v", d)
			}
		})
		t.Run("they wait in the lane behind which nothing new waits", func(t *testing.T) {
			if jobs := w.jobs.take(); len(jobs) != 1 || jobs[0] != hook.ID+" retry" {
				t.Errorf("jobs %v", jobs)
			}
			if n := w.count(`SELECT COUNT(*) FROM deliveries WHERE lane = 'first'`); n != 1 {
				t.Errorf("%d in the lane of first attempts, want the pending one", n)
			}
		})
		t.Run("what was asked for already is not asked for twice", func(t *testing.T) {
			all(webhook.Filter{State: webhook.Failed})
			w.works()
			w.ended(hook.ID, webhook.Done, 2, 2, 0)
		})
		t.Run("what was delivered is sent again when the filter says so, and stays delivered", func(t *testing.T) {
			all(webhook.Filter{State: webhook.Delivered})
			w.works()
			w.ended(hook.ID, webhook.Done, 1, 1, 1)
			if d := w.delivery(delivered[0]); d.State != webhook.Delivered || d.DueReason != webhook.DueManual {
				t.Errorf("got %+v", d)
			}
		})
		t.Run("a type narrows it", func(t *testing.T) {
			_, err := w.RedeliverAll(t.Context(), w.alice, "acme", hook.ID, webhook.Filter{Type: event.UserLogin})
			if says := refused(t, err, app.Conflict); says != "No delivery matches any more: there is nothing to do." {
				t.Error(says)
			}
		})
		t.Run("starting leaves one audit row each, and so does being refused", func(t *testing.T) {
			if got := strings.Join(w.audited(), ", "); !strings.HasSuffix(got, "delivery.redeliver_all done, delivery.redeliver_all refused, "+
				"delivery.redeliver_all done, delivery.redeliver_all done, delivery.redeliver_all refused") {
				t.Error(got)
			}
		})
	})
}

func TestRedeliverAllIsRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook, _ := w.filled("hook", 1, webhook.Failed)
		ask := func(f webhook.Filter) error {
			_, counted := w.CountMatching(t.Context(), w.alice, "acme", hook.ID, webhook.RedeliverMany, f)
			_, err := w.RedeliverAll(t.Context(), w.alice, "acme", hook.ID, f)
			if (counted == nil) != (err == nil) || err != nil && counted.Error() != err.Error() {
				t.Errorf("counting answers %v, starting %v", counted, err)
			}
			return err
		}
		t.Run("for a filter that makes no sense", func(t *testing.T) {
			refused(t, ask(webhook.Filter{State: "lost"}), app.Invalid)
		})
		t.Run("for what waits anyway", func(t *testing.T) {
			if says := refused(t, ask(webhook.Filter{State: webhook.Pending}), app.Conflict); !strings.HasPrefix(says, "Pending deliveries are about to be sent") {
				t.Error(says)
			}
			if says := refused(t, ask(webhook.Filter{State: webhook.Held}), app.Conflict); !strings.HasPrefix(says, "Held deliveries go on by themselves") {
				t.Error(says)
			}
		})
		t.Run("to members without the right, and to strangers", func(t *testing.T) {
			_, err := w.RedeliverAll(t.Context(), w.carol, "acme", hook.ID, webhook.Filter{})
			refused(t, err, app.Forbidden)
			_, err = w.RedeliverAll(t.Context(), w.bob, "acme", hook.ID, webhook.Filter{})
			refused(t, err, app.NotFound)
			_, err = w.Operations(t.Context(), w.carol, "acme", hook.ID)
			refused(t, err, app.Forbidden)
		})
		t.Run("when more match than one should ask for at once", func(t *testing.T) {
			w.heap(hook, 100_000)
			if says := refused(t, ask(webhook.Filter{State: webhook.Failed}), app.Invalid); says != "More than 100,000 deliveries match. Narrow the filter, by a status, a type or a shorter time, and go in steps." {
				t.Error(says)
			}
			w.exec(`DELETE FROM deliveries WHERE webhook_id = $1`, hook.ID)
		})
		t.Run("while the webhook is paused", func(t *testing.T) {
			w.setEnabled(hook.ID, false)
			if says := refused(t, ask(webhook.Filter{}), app.Conflict); says != `The webhook "hook" is paused: resume it first.` {
				t.Error(says)
			}
		})
		t.Run("of a webhook that is deleted", func(t *testing.T) {
			if _, err := w.Delete(t.Context(), w.alice, "acme", hook.ID); err != nil {
				t.Fatal(err)
			}
			refused(t, ask(webhook.Filter{}), app.NotFound)
		})
		if n := w.count(`SELECT COUNT(*) FROM operations`); n != 0 {
			t.Errorf("%d operations were started", n)
		}
	})
}

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

func TestCancelAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.SetBatch(batch)
		hook, pending := w.filled("hook", 5, webhook.Pending)
		retrying, failed := w.more(hook, 5, webhook.Retrying), w.more(hook, 1, webhook.Failed)
		all := func(f webhook.Filter) {
			t.Helper()
			begun(w.CancelAll(t.Context(), w.alice, "acme", hook.ID, f))(t)
			w.works()
		}
		t.Run("what waits and matches is cancelled, all of it", func(t *testing.T) {
			all(webhook.Filter{State: webhook.Retrying})
			w.ended(hook.ID, webhook.Done, 5, 5, 5)
			for _, id := range retrying {
				if d := w.delivery(id); d.State != webhook.Cancelled || !d.DueAt.IsZero() || !d.FinishedAt.Equal(w.clock.Now()) {
					t.Errorf("got %+v", d)
				}
			}
			if d := w.delivery(pending[0]); d.State != webhook.Pending {
				t.Errorf("got %+v", d)
			}
		})
		t.Run("held ones too, while the webhook is paused; what is final stays", func(t *testing.T) {
			w.setEnabled(hook.ID, false)
			all(webhook.Filter{})
			w.ended(hook.ID, webhook.Done, 5, 5, 5)
			if d := w.delivery(pending[4]); d.State != webhook.Cancelled {
				t.Errorf("got %+v", d)
			}
			if d := w.delivery(failed[0]); d.State != webhook.Failed {
				t.Errorf("got %+v", d)
			}
			w.setEnabled(hook.ID, true)
			if n := w.count(`SELECT COUNT(*) FROM deliveries WHERE lane IS NOT NULL`); n != 0 {
				t.Errorf("%d go on", n)
			}
		})
		t.Run("what was sent between the question and the answer is left out, and the operation says how many", func(t *testing.T) {
			ids := w.more(hook, 6, webhook.Pending)
			begun(w.CancelAll(t.Context(), w.alice, "acme", hook.ID, webhook.Filter{}))(t)
			w.worksOnce()
			w.ends(ids[5], webhook.Delivered)
			w.works()
			w.ended(hook.ID, webhook.Done, 6, 5, 5)
			if d := w.delivery(ids[5]); d.State != webhook.Delivered {
				t.Errorf("got %+v", d)
			}
		})
		t.Run("what waits for nothing can't be cancelled", func(t *testing.T) {
			_, err := w.CancelAll(t.Context(), w.alice, "acme", hook.ID, webhook.Filter{State: webhook.Failed})
			if says := refused(t, err, app.Conflict); says != "What is failed waits for nothing: only pending, retrying and held deliveries can be cancelled." {
				t.Error(says)
			}
			_, err = w.CancelAll(t.Context(), w.carol, "acme", hook.ID, webhook.Filter{})
			refused(t, err, app.Forbidden)
		})
	})
}
