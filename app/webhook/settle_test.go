package webhook_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
)

// flood publishes events, many in a transaction, but not so many that it takes longer than one may.
func (w *site) flood(t *testing.T, n int) {
	t.Helper()
	for left := n; left > 0; left -= 100 {
		err := w.db.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			for range min(left, 100) {
				if err := w.hooks.Publish(ctx, tx, w.event(event.UserLogin)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func (w *site) count(t *testing.T, query string, args ...any) (n int) {
	t.Helper()
	if err := w.db.QueryRow(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func (w *site) exec(t *testing.T, query string, args ...any) {
	t.Helper()
	err := w.db.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

const (
	heldOnes    = `SELECT COUNT(*) FROM deliveries WHERE state = 'held'`
	pendingOnes = `SELECT COUNT(*) FROM deliveries WHERE state = 'pending'`
	cancelled   = `SELECT COUNT(*) FROM deliveries WHERE state = 'cancelled'`
	unsettled   = `SELECT COUNT(*) FROM lanes WHERE unsettled`
)

// many is more than two transactions settle.
const many = 1200

func TestMuchThatWaitsIsSettledInBatches(t *testing.T) {
	each(t, webhook.Config{PerWebhook: 1}, func(t *testing.T, w *site) {
		r := newReceiver(t, ok)
		hook, _ := w.create(t, r, "hr")
		w.stop(t, patience) // so that only what a call does itself is done
		w.flood(t, many)
		w.setEnabled(t, hook.ID, false)
		t.Run("pausing holds as many as one transaction may, and leaves the rest to the job", func(t *testing.T) {
			if held, pending := w.count(t, heldOnes), w.count(t, pendingOnes); held != 500 || pending != many-500 || w.count(t, unsettled) != 1 {
				t.Errorf("%d held, %d pending", held, pending)
			}
		})
		t.Run("all of them are counted as waiting meanwhile", func(t *testing.T) {
			if got, err := w.hooks.DeletePreview(t.Context(), w.admin, "acme", hook.ID); err != nil || got.Pending != many || got.Records != many {
				t.Errorf("got %+v, %v", got, err)
			}
		})
		w.start(t)
		w.atRest(t)
		t.Run("the job holds them all, and sends none", func(t *testing.T) {
			if held := w.count(t, heldOnes); held != many || r.count() != 0 || w.count(t, unsettled) != 0 {
				t.Errorf("%d held, %d sent", held, r.count())
			}
		})
		w.stop(t, patience)
		w.setEnabled(t, hook.ID, true)
		t.Run("resuming lets the oldest go on", func(t *testing.T) {
			if due := w.count(t, pendingOnes); due != 500 {
				t.Errorf("%d are due", due)
			}
			if n := w.count(t, `SELECT COUNT(*) FROM deliveries d WHERE state = 'held' AND id < (SELECT MAX(id) FROM deliveries WHERE state = 'pending')`); n != 0 {
				t.Errorf("%d older ones are held", n)
			}
		})
		w.start(t)
		got := r.wait(t, many)
		w.atRest(t)
		t.Run("all of them arrive once, in their order", func(t *testing.T) {
			ids := make([]string, len(got))
			for i, request := range got {
				ids[i] = request.id()
			}
			if r.count() != many || !slices.IsSorted(ids) {
				t.Errorf("%d requests, sorted: %v", r.count(), slices.IsSorted(ids))
			}
		})
	})
}

func TestAWebhookIsPausedAndDeletedWhileMuchGoesOn(t *testing.T) {
	each(t, webhook.Config{PerWebhook: 2}, func(t *testing.T, w *site) {
		gate := make(chan struct{}, many)
		r := newReceiver(t, func(int, received) int { <-gate; return 200 })
		t.Cleanup(func() { close(gate) })
		pass := func(n int) {
			for range n {
				gate <- struct{}{}
			}
		}
		hook, _ := w.create(t, r, "hr")
		w.setEnabled(t, hook.ID, false)
		w.exec(t, `UPDATE webhooks SET enabled = TRUE`) // so that the events make deliveries
		w.stop(t, patience)
		w.flood(t, many)
		w.exec(t, `UPDATE webhooks SET enabled = FALSE`)
		w.setEnabled(t, hook.ID, true)
		w.setEnabled(t, hook.ID, false)
		w.start(t)
		w.setEnabled(t, hook.ID, true)
		r.waitOut(t, 1)
		pass(20)
		r.wait(t, 20)
		w.setEnabled(t, hook.ID, false)
		pass(2) // what is out
		w.atRest(t)
		for len(gate) > 0 {
			<-gate
		}
		sent := r.count()
		t.Run("paused again, it sends nothing more, and all that is left is held", func(t *testing.T) {
			if held := w.count(t, heldOnes); held+sent != many || sent > 30 {
				t.Errorf("%d sent, %d held", sent, held)
			}
		})
		w.setEnabled(t, hook.ID, true)
		r.waitOut(t, 1)
		summary, err := w.hooks.Delete(t.Context(), w.admin, "acme", hook.ID)
		if err != nil {
			t.Fatal(err)
		}
		pass(2)
		w.atRest(t)
		t.Run("deleted, it sends nothing more, and all that is left is cancelled, the held ones too", func(t *testing.T) {
			delivered, gone := w.count(t, `SELECT COUNT(*) FROM deliveries WHERE state = 'delivered'`), w.count(t, cancelled)
			if delivered != r.count() || delivered+gone != many || summary.Pending < gone || summary.Pending > gone+2 || w.count(t, unsettled) != 0 {
				t.Errorf("%d sent, %d delivered, %d cancelled, announced %+v", r.count(), delivered, gone, summary)
			}
		})
	})
}

func TestWhatIsNotSettledSurvivesACrash(t *testing.T) {
	each(t, webhook.Config{}, func(t *testing.T, w *site) {
		r := newReceiver(t, ok)
		hook, _ := w.create(t, r, "hr")
		w.stop(t, patience)
		w.flood(t, many)
		w.setEnabled(t, hook.ID, false)
		w.exec(t, `DELETE FROM river_job`)
		w.exec(t, `UPDATE lanes SET busy = FALSE`)
		w.start(t) // reconciles
		w.atRest(t)
		if held := w.count(t, heldOnes); held != many || w.count(t, unsettled) != 0 {
			t.Errorf("%d of %d are held", held, many)
		}
		w.stop(t, patience)
		w.setEnabled(t, hook.ID, true)
		w.exec(t, `DELETE FROM river_job`)
		w.exec(t, `UPDATE lanes SET busy = FALSE`)
		w.exec(t, `UPDATE deliveries SET due_at = $1 WHERE lane IS NOT NULL`, w.now().Add(-time.Hour))
		w.start(t)
		r.wait(t, many)
		w.atRest(t)
	})
}

func TestATestIsSentWhileMuchIsHeld(t *testing.T) {
	each(t, webhook.Config{}, func(t *testing.T, w *site) {
		r := newReceiver(t, ok)
		hook, _ := w.create(t, r, "hr")
		w.stop(t, patience)
		w.flood(t, many)
		final := w.count(t, pendingOnes)
		w.setEnabled(t, hook.ID, false)
		test, err := w.hooks.SendTest(t.Context(), w.admin, "acme", hook.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		w.start(t)
		if got := r.wait(t, 1); got[0].id() != test.ID {
			t.Errorf("%s was sent, not the test", got[0].id())
		}
		w.atRest(t)
		if held := w.count(t, heldOnes); held != final || r.count() != 1 {
			t.Errorf("%d held, %d sent", held, r.count())
		}
	})
}

func TestMuchThatWasTriedBeforeGoesOnAtItsPace(t *testing.T) {
	each(t, webhook.Config{PerWebhook: 4}, func(t *testing.T, w *site) {
		release := make(chan struct{})
		r := newReceiver(t, func(int, received) int { <-release; return 200 })
		hook, _ := w.create(t, r, "hr")
		w.stop(t, patience)
		w.flood(t, many)
		w.exec(t, `UPDATE deliveries SET state = 'held', attempts = 3, lane = NULL, due_at = NULL`)
		w.exec(t, `UPDATE webhooks SET enabled = FALSE`)
		w.setEnabled(t, hook.ID, true)
		w.start(t)
		r.waitOut(t, 1)
		if due := w.count(t, `SELECT COUNT(*) FROM deliveries WHERE lane IS NOT NULL`); due > 1000 {
			t.Errorf("%d are due although none has been sent", due)
		}
		close(release)
		r.wait(t, many)
		w.atRest(t)
	})
}
