package webhook_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/event"
	"rollcall/app/outbound"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// recorded is what the database has of all attempts.
func recorded(t *testing.T, d *db.DB) string {
	t.Helper()
	var attempts, counted, failures, jobs int
	err := d.QueryRow(t.Context(), `SELECT (SELECT COUNT(*) FROM attempts), (SELECT SUM(attempts) FROM deliveries), (SELECT SUM(failures) FROM webhooks),
		(SELECT COUNT(*) FROM lanes WHERE lane = 'retry' AND busy)`).Scan(&attempts, &counted, &failures, &jobs)
	if err != nil {
		t.Error(err)
	}
	return fmt.Sprintf("%d attempts, %d counted, %d failures, %d retries to come", attempts, counted, failures, jobs)
}

// refusing is a queue that refuses the first retry.
type refusing struct {
	webhook.Queue
	refused atomic.Bool
}

func (q *refusing) Enqueue(ctx context.Context, tx *db.Tx, jobs ...webhook.Job) error {
	if jobs[0].Lane == webhook.LaneRetry && q.refused.CompareAndSwap(false, true) {
		return errors.New("no retry today")
	}
	return q.Queue.Enqueue(ctx, tx, jobs...)
}

// onError calls a function for each line of the log that tells of an error.
type onError struct {
	slog.Handler
	call func()
}

func (h onError) Enabled(context.Context, slog.Level) bool { return true }

func (h onError) Handle(_ context.Context, r slog.Record) error {
	if r.Level == slog.LevelError {
		h.call()
	}
	return nil
}

func TestAResultIsRecordedWholeOrNotAtAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		between := make(chan string, 10)
		log := slog.New(onError{slog.DiscardHandler, func() { between <- recorded(t, d) }})
		w := newSite(t, d, webhook.Config{Schedule: []time.Duration{time.Hour}, Log: log})
		w.stop(t, patience)
		w.via = func(q webhook.Queue) webhook.Queue { return &refusing{Queue: q} }
		w.start(t)
		r := newReceiver(t, func(int, received) int { return 500 })
		hook, _ := w.create(t, r, "hr")
		w.publish(t, event.UserLogin)
		waitFor(t, "the retry", func() bool { return w.states(t, hook.ID)[webhook.Retrying] == 1 })
		if got := <-between; got != "0 attempts, 0 counted, 0 failures, 0 retries to come" {
			t.Errorf("what could not be recorded left %s", got)
		}
		if got := recorded(t, d); got != "1 attempts, 1 counted, 1 failures, 1 retries to come" || r.count() != 1 {
			t.Errorf("recorded again it left %s, of %d requests", got, r.count())
		}
	})
}

// PostgreSQL tells which transaction wrote a row; who shares a commit is decided by the same code on SQLite.
func TestResultsThatEndDuringACommitShareTheNext(t *testing.T) {
	w := newSite(t, dbtest.Postgres(t), webhook.Config{Schedule: []time.Duration{time.Hour}})
	r := newReceiver(t, func(int, received) int { return 500 })
	hook, _ := w.create(t, r, "hr")
	end := webhook.Aside(w.hooks) // results of a webhook that fails can't be committed
	const events = 20
	err := w.db.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error { // at once, so that no commit is the last
		for range events {
			if err := w.hooks.Publish(ctx, tx, w.event(event.UserLogin)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	r.wait(t, events)
	end()
	waitFor(t, "all to be recorded", func() bool { return w.states(t, hook.ID)[webhook.Retrying] == events })
	var attempts, commits int
	if err := w.db.QueryRow(t.Context(), `SELECT COUNT(*), COUNT(DISTINCT CAST(xmin AS TEXT)) FROM attempts`).Scan(&attempts, &commits); err != nil {
		t.Fatal(err)
	}
	if attempts != events || commits > events/4 {
		t.Errorf("%d attempts in %d commits", attempts, commits)
	}
}

func TestACommitWhoseAnswerIsLostCountsNothingTwice(t *testing.T) {
	d, lose := dbtest.PostgresLosing(t)
	failed := make(chan string, 10)
	log := slog.New(onError{slog.DiscardHandler, func() { failed <- recorded(t, d) }})
	w := newSite(t, d, webhook.Config{Schedule: []time.Duration{time.Hour}, Log: log})
	r := newReceiver(t, func(int, received) int { return 500 })
	w.create(t, r, "hr")
	lose("INSERT INTO attempts")
	w.publish(t, event.UserLogin)
	if got := <-failed; got != "1 attempts, 1 counted, 1 failures, 1 retries to come" {
		t.Errorf("the commit whose answer was lost left %s", got)
	}
	waitFor(t, "the lane at rest", func() bool {
		var busy int
		if err := d.QueryRow(t.Context(), `SELECT COUNT(*) FROM lanes WHERE lane = 'first' AND busy`).Scan(&busy); err != nil {
			t.Fatal(err)
		}
		return busy == 0
	})
	if got := recorded(t, d); got != "1 attempts, 1 counted, 1 failures, 1 retries to come" || r.count() != 1 {
		t.Errorf("recorded again it left %s, of %d requests", got, r.count())
	}
}

func TestAnAttemptThatIsRecordedAlreadyChangesNothing(t *testing.T) {
	failure := func(status int) outbound.Result {
		return outbound.Result{Started: time.Now(), Status: status, Class: outbound.HTTPStatus}
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		t.Run("a failure counts once", func(t *testing.T) {
			hook := w.create(form("fails"))
			w.happens(event.UserCreated)
			webhook.RecordTwice(t, w.Service, hook.ID, webhook.LaneFirst, failure(500))
			got, delivery := w.byID(hook.ID), w.deliveries(hook.ID)[0]
			if got.Failures != 1 || delivery.Attempts != 1 || delivery.State != webhook.Retrying {
				t.Errorf("%d failures, %+v", got.Failures, delivery)
			}
		})
		t.Run("a success ends one delivery", func(t *testing.T) {
			hook := w.create(form("succeeds", event.UserLogin))
			w.happens(event.UserLogin)
			webhook.RecordTwice(t, w.Service, hook.ID, webhook.LaneFirst, outbound.Result{Started: time.Now(), Status: 200})
			m, err := w.Measure(t.Context())
			if diff := cmp.Diff(map[webhook.State]uint64{webhook.Delivered: 1, webhook.Failed: 0, webhook.Cancelled: 0}, m.Ended); err != nil || diff != "" {
				t.Error(err, diff)
			}
			if got := w.deliveries(hook.ID)[0]; got.Attempts != 1 {
				t.Errorf("%+v", got)
			}
		})
		t.Run("a receiver that is gone fails once, and is told of once", func(t *testing.T) {
			hook := w.create(form("gone", event.UserDisabled))
			w.happens(event.UserDisabled)
			webhook.RecordTwice(t, w.Service, hook.ID, webhook.LaneFirst, failure(410))
			if n := w.count(`SELECT COUNT(*) FROM notices WHERE webhook_id = $1`, hook.ID); n != 1 || w.byID(hook.ID).Failures != 1 {
				t.Errorf("%d notices, %d failures", n, w.byID(hook.ID).Failures)
			}
		})
	})
}

func TestASuccessAfterSomebodyDecidedIsCountedOnce(t *testing.T) {
	each(t, webhook.Config{}, func(t *testing.T, w *site) {
		answer := make(chan int)
		r := newReceiver(t, func(int, received) int { return <-answer })
		hook, _ := w.create(t, r, "hr")
		w.publish(t, event.UserLogin)
		r.waitOut(t, 1)
		if _, err := w.hooks.CancelAll(t.Context(), w.admin, "acme", hook.ID, webhook.Filter{}); err != nil {
			t.Fatal(err)
		}
		waitFor(t, "the cancellation", func() bool { return w.states(t, hook.ID)[webhook.Cancelled] == 1 })
		answer <- 204
		waitFor(t, "the answer's record", func() bool { return w.states(t, hook.ID)[webhook.Delivered] == 1 })
		w.atRest(t)
		w.stop(t, patience) // which returns when all is counted: that comes after the commit
		m, err := w.hooks.Measure(t.Context())
		if diff := cmp.Diff(map[webhook.State]uint64{webhook.Delivered: 1, webhook.Failed: 0, webhook.Cancelled: 1}, m.Ended); err != nil || diff != "" {
			t.Error(err, diff)
		}
		w.start(t)
		delivered, _ := w.settled(t, hook.ID)
		if _, err := w.hooks.Redeliver(t.Context(), w.admin, "acme", delivered.ID); err != nil {
			t.Fatal(err)
		}
		answer <- 204
		w.atRest(t)
		w.stop(t, patience)
		if m, err := w.hooks.Measure(t.Context()); err != nil || m.Ended[webhook.Delivered] != 0 {
			t.Errorf("sent again it has ended %d times more (%v)", m.Ended[webhook.Delivered], err)
		}
	})
}
