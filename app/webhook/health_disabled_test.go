package webhook_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
)

func TestDisabledByCountAndTime(t *testing.T) {
	clinics(t, nil, func(t *testing.T, c *clinic) {
		hook := c.hook("hook")
		c.fails(10)
		c.happens(event.UserCreated) // waits, while nothing works
		waiting := c.deliveries(hook.ID)[0].ID
		step := func(d time.Duration, want ...webhook.NoticeKind) {
			t.Helper()
			c.after(d)
			c.after(0)
			if diff := cmp.Diff(append(kinds(webhook.NoticeFailing), want...), c.told(hook.ID)); diff != "" {
				t.Error(diff)
			}
		}
		t.Run("ten failures alone do not disable it", func(t *testing.T) {
			step(36*time.Hour - time.Second)
		})
		t.Run("half of the time is told once, and so are nine tenths", func(t *testing.T) {
			step(time.Second, webhook.NoticeHalf)
			step(28*time.Hour+48*time.Minute-time.Second, webhook.NoticeHalf)
			step(time.Second, webhook.NoticeHalf, webhook.NoticeNearly)
			step(7*time.Hour+12*time.Minute-time.Second, webhook.NoticeHalf, webhook.NoticeNearly)
			if w := c.byID(hook.ID); !w.Enabled {
				t.Error("it was disabled early")
			}
		})
		announced := c.byID(hook.ID).DisableAt
		step(time.Second, webhook.NoticeHalf, webhook.NoticeNearly, webhook.NoticeDisabled)
		t.Run("without traffic it is disabled at the time that was announced", func(t *testing.T) {
			w := c.byID(hook.ID)
			if w.Condition() != webhook.ConditionDisabled || !w.PausedAt.Equal(announced) || w.UpdatedBy != "rollcall" || w.Version != hook.Version+1 {
				t.Errorf("got %+v", w)
			}
		})
		t.Run("what waits is held, and later events make no delivery", func(t *testing.T) {
			if d := c.delivery(waiting); d.State != webhook.Held {
				t.Errorf("got %s", d.State)
			}
			if e := c.happens(event.UserCreated); len(c.receivers(e.ID)) != 0 {
				t.Error("an event made a delivery")
			}
		})
		t.Run("each notice was mailed, and disabling has its audit row", func(t *testing.T) {
			if n := len(c.post.take()); n != 4 {
				t.Errorf("%d letters", n)
			}
			if got := c.audited(); got[len(got)-1] != "webhook.disable done" {
				t.Errorf("got %v", got)
			}
		})
		t.Run("a stale edit form is refused", func(t *testing.T) {
			_, err := c.Edit(t.Context(), c.alice, "acme", hook.ID, hook.Version, form("hook"))
			refused(t, err, app.Conflict)
		})
	})
}

func TestTimeAloneDoesNotDisable(t *testing.T) {
	clinics(t, nil, func(t *testing.T, c *clinic) {
		hook := c.hook("hook")
		c.fails(9)
		c.after(65 * time.Hour)
		c.after(35 * time.Hour)
		t.Run("nine failures and any time leave it failing", func(t *testing.T) {
			if w := c.byID(hook.ID); w.Condition() != webhook.ConditionFailing || w.Missing != 1 {
				t.Errorf("%s, %d missing", w.Condition(), w.Missing)
			}
		})
		t.Run("the tenth disables it as it is recorded", func(t *testing.T) {
			c.fails(1)
			if w := c.byID(hook.ID); w.Condition() != webhook.ConditionDisabled {
				t.Errorf("got %s", w.Condition())
			}
			if told := c.told(hook.ID); told[len(told)-1] != webhook.NoticeDisabled {
				t.Errorf("told %v", told)
			}
		})
	})
}

func TestTheScheduleOfOneDeliveryLeadsToDisabling(t *testing.T) {
	clinics(t, nil, func(t *testing.T, c *clinic) {
		hook := c.hook("hook")
		c.happens(event.UserCreated)
		for began := c.clock.Now(); c.byID(hook.ID).Enabled; c.after(10 * time.Minute) {
			c.work()
			if c.clock.Now().Sub(began) > 100*time.Hour {
				t.Fatal("it is still enabled")
			}
		}
		if diff := cmp.Diff(kinds(webhook.NoticeFailing, webhook.NoticeHalf, webhook.NoticeNearly, webhook.NoticeDisabled), c.told(hook.ID)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestOneOfSeveralProcessesTells(t *testing.T) {
	clinics(t, nil, func(t *testing.T, c *clinic) {
		hook, services := c.hook("hook"), []*webhook.Service{c.Service, c.another(t, nil), c.another(t, nil), c.another(t, nil)}
		c.fails(10)
		for _, pause := range []time.Duration{40 * time.Hour, 26 * time.Hour, 10 * time.Hour} {
			c.clock.pass(pause)
			var all sync.WaitGroup
			for _, s := range services {
				all.Go(func() {
					if err := s.Watch(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
		}
		if diff := cmp.Diff(kinds(webhook.NoticeFailing, webhook.NoticeHalf, webhook.NoticeNearly, webhook.NoticeDisabled), c.told(hook.ID)); diff != "" {
			t.Error(diff)
		}
		if n := len(c.post.take()); n != 4 {
			t.Errorf("%d letters", n)
		}
	})
}

func TestAReceiverThatIsGoneIsToldOfAtOnce(t *testing.T) {
	clinics(t, nil, func(t *testing.T, c *clinic) {
		hook := c.hook("hook")
		c.answers(410)
		if w := c.byID(hook.ID); w.Condition() != webhook.ConditionDisabled || w.LastError.Status != 410 {
			t.Errorf("%s after %+v", w.Condition(), w.LastError)
		}
		if diff := cmp.Diff(kinds(webhook.NoticeGone), c.told(hook.ID)); diff != "" {
			t.Error(diff)
		}
		c.post.one(t)
	})
}

func TestOldNoticesAreForgotten(t *testing.T) {
	clinics(t, nil, func(t *testing.T, c *clinic) {
		hook := c.hook("hook")
		c.answers(410)
		c.setEnabled(hook.ID, true)
		c.clock.pass(90 * 24 * time.Hour)
		c.answers(410)
		if told := c.told(hook.ID); len(told) != 2 {
			t.Errorf("told %v", told)
		}
		c.setEnabled(hook.ID, true)
		c.clock.pass(time.Second)
		c.answers(410)
		if told, letters := c.told(hook.ID), c.count(`SELECT COUNT(*) FROM notice_letters`); len(told) != 2 || letters != 2 {
			t.Errorf("told %v, %d letters", told, letters)
		}
	})
}

// receives has the room read every notice's letter, as the mail room would.
func (c *clinic) receives(ctx context.Context) (all []string) {
	for _, l := range c.post.take() {
		m, err := c.Letters().Write(ctx, l)
		if err != nil {
			c.t.Fatal(err)
		}
		all = append(all, m.To)
	}
	slices.Sort(all)
	return all
}
