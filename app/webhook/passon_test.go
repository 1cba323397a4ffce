package webhook_test

import (
	"testing"
	"time"

	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db/dbtest"
)

// hooked is a clock that lets something happen after it was looked at, before anybody knows what it says.
type hooked struct {
	*clock
	then func()
}

func (c *hooked) Now() time.Time {
	now := c.clock.Now()
	if c.then != nil {
		c.then()
	}
	return now
}

// On SQLite nobody else writes while a lane is woken.
func TestALaneThatIsHandedOverWhileItIsWokenHasOneJob(t *testing.T) {
	w := newWorld(t, dbtest.Postgres(t))
	hook := w.create(form("hook"))
	w.happens(event.UserCreated)
	clock := &hooked{clock: w.clock}
	config := w.configured(webhook.DefaultRetention())
	config.Clock = clock
	waking, err := webhook.New(config)
	if err != nil {
		t.Fatal(err)
	}
	looks, passed := 0, make(chan error, 1)
	clock.then = func() {
		if looks++; looks != 2 { // the second look is the one under the lock
			return
		}
		w.clock.pass(time.Millisecond)
		go func() {
			passed <- w.PassOn(t.Context(), webhook.Job{WebhookID: hook.ID, Lane: webhook.LaneFirst, Generation: 1})
		}()
		waitFor(t, "the hand-over, or that it waits", func() bool {
			return len(passed) == 1 || w.count(`SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`) == 1
		})
	}
	if err := waking.Wake(t.Context(), webhook.LaneFirst, hook.ID); err != nil {
		t.Fatal(err)
	}
	if err := <-passed; err != nil {
		t.Fatal(err)
	}
	if n := w.count(`SELECT generation FROM lanes WHERE webhook_id = $1 AND lane = 'first'`, hook.ID); n != 2 {
		t.Errorf("%d jobs were made, want the first and the one that it was handed over to", n)
	}
}
