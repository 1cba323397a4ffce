package jobs

import (
	"testing"
	"time"

	"github.com/riverqueue/river"

	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestTheQueueIsReadyWhileItWorks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		client := quietClient(t, d, 20*time.Millisecond)
		if client.Ready() == nil {
			t.Error("it is ready before it was started")
		}
		hooks := service(t, d, client)
		if err := client.Start(t.Context(), hooks); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		waitFor(t, "a look of every queue for jobs", func() bool { return client.pulse.check(time.Now(), time.Since(began)) == nil })
		if err := client.Ready(); err != nil {
			t.Errorf("it is not ready while it works: %v", err)
		}
		t.Run("and not when its table is gone", func(t *testing.T) {
			exec(t, d, `ALTER TABLE river_job RENAME TO river_job_away`)
			waitFor(t, "a queue that no longer looks", func() bool { return client.pulse.check(time.Now(), 200*time.Millisecond) != nil })
			exec(t, d, `ALTER TABLE river_job_away RENAME TO river_job`)
			back := time.Now()
			waitFor(t, "a look of every queue again", func() bool { return client.pulse.check(time.Now(), time.Since(back)) == nil })
		})
		if err := client.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		if client.Ready() == nil {
			t.Error("it is ready after it was stopped")
		}
	})
}

func TestPulse(t *testing.T) {
	now := time.Date(2026, 3, 14, 9, 26, 53, 0, time.UTC)
	p := newPulse(map[string]river.QueueConfig{"first": {MaxWorkers: 2}, "mail": {MaxWorkers: 1}})
	p.start(now)
	p.look("first", now.Add(10*time.Second))
	p.look("mail", now.Add(10*time.Second))
	t.Run("a queue may be silent for a while", func(t *testing.T) {
		if err := p.check(now.Add(25*time.Second), silence); err != nil {
			t.Error(err)
		}
	})
	t.Run("one queue that is silent for longer is enough to be not ready", func(t *testing.T) {
		p.look("first", now.Add(20*time.Second))
		if p.check(now.Add(26*time.Second), silence) == nil {
			t.Error("it is ready")
		}
	})
	t.Run("a queue without a free place need not look", func(t *testing.T) {
		p.work("mail", 1)
		if err := p.check(now.Add(26*time.Second), silence); err != nil {
			t.Error(err)
		}
		p.work("mail", -1)
		if p.check(now.Add(26*time.Second), silence) == nil {
			t.Error("with a free place it is ready all the same")
		}
	})
}
