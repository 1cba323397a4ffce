package webhook_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/webhook"
)

// A tenth of the 72 hours is what people get at least between the last notice and the end.
const lastTenth = 7*time.Hour + 12*time.Minute

// endsIn checks that the webhook is failing and will be disabled in that time, and is, after it is told.
func (c *clinic) endsIn(id string, d time.Duration, told ...webhook.NoticeKind) {
	c.t.Helper()
	if w := c.byID(id); w.Condition() != webhook.ConditionFailing || !w.DisableAt.Equal(c.clock.Now().Add(d)) {
		c.t.Errorf("it is %s and ends in %v, want %v", w.Condition(), w.DisableAt.Sub(c.clock.Now()), d)
	}
	c.after(d - time.Second)
	if diff := cmp.Diff(told, c.told(id)); diff != "" || !c.byID(id).Enabled {
		c.t.Errorf("it is %s\n%s", c.byID(id).Condition(), diff)
	}
	c.after(time.Second)
	if diff := cmp.Diff(append(told, webhook.NoticeDisabled), c.told(id)); diff != "" {
		c.t.Error(diff)
	}
}

// While this server does not run nobody looks at the clock, and nobody can be told.
func TestNobodyIsDisabledBeforeTheLastNotice(t *testing.T) {
	clinics(t, nil, func(t *testing.T, c *clinic) {
		failed := func(name string, attempts int) webhook.Webhook {
			t.Helper()
			hook := c.hook(name)
			c.fails(attempts)
			return hook
		}
		done := func(hook webhook.Webhook) {
			t.Helper()
			if _, err := c.Delete(t.Context(), c.alice, "acme", hook.ID); err != nil {
				t.Fatal(err)
			}
			c.post.take()
		}
		t.Run("after days without this server people are told first, and have a tenth of the time", func(t *testing.T) {
			hook := failed("down", 10)
			c.post.take()
			c.clock.pass(100 * time.Hour)
			c.after(0)
			when := c.clock.Now().Add(lastTenth).Format("2 January 2006 at 15:04 UTC")
			mentions(t, c.write(c.post.one(t)).Subject, "Last notice", "will be disabled on "+when)
			c.endsIn(hook.ID, lastTenth, webhook.NoticeFailing, webhook.NoticeNearly)
			done(hook)
		})
		t.Run("an attempt that fails before anybody looked changes nothing of that", func(t *testing.T) {
			hook := failed("recorded", 10)
			c.clock.pass(100 * time.Hour)
			c.fails(1)
			c.endsIn(hook.ID, lastTenth, webhook.NoticeFailing, webhook.NoticeNearly)
			done(hook)
		})
		t.Run("nor does a first notice that comes late, however recent the one before", func(t *testing.T) {
			hook := failed("rare", 5)
			c.answers(200)
			c.status.Store(500)
			c.fails(4)
			c.exec(`UPDATE webhooks SET counting_from = $2 WHERE id = $1`, hook.ID, c.clock.Now().Add(-100*time.Hour))
			c.fails(6)
			c.endsIn(hook.ID, lastTenth, webhook.NoticeFailing, webhook.NoticeFailing)
			done(hook)
		})
		t.Run("a last notice with hours left moves nothing, and with less the date", func(t *testing.T) {
			for late, left := range map[time.Duration]time.Duration{66 * time.Hour: 6 * time.Hour, 69 * time.Hour: lastTenth} {
				hook := failed("late", 10)
				c.clock.pass(late)
				c.after(0)
				c.endsIn(hook.ID, left, webhook.NoticeFailing, webhook.NoticeNearly)
				done(hook)
			}
		})
		t.Run("one success in that time ends it all", func(t *testing.T) {
			hook := failed("well", 10)
			c.clock.pass(100 * time.Hour)
			c.after(0)
			c.answers(200)
			c.after(lastTenth)
			if w := c.byID(hook.ID); w.Condition() != webhook.ConditionEnabled {
				t.Errorf("it is %s", w.Condition())
			}
		})
	})
}
