package webhook_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/outbound"
	"rollcall/app/webhook"
	"rollcall/db"
)

func kinds(list ...webhook.NoticeKind) []webhook.NoticeKind { return list }

func TestFailingAfterFiveFailuresInARow(t *testing.T) {
	clinics(t, nil, func(t *testing.T, c *clinic) {
		hook := c.hook("hook")
		c.fails(4)
		t.Run("four are counted, with the last error, and nobody is told", func(t *testing.T) {
			w := c.byID(hook.ID)
			want := webhook.Trouble{Class: outbound.HTTPStatus, Status: 500, Text: "The receiver answered 500 Internal Server Error.", At: c.clock.Now()}
			if diff := cmp.Diff(want, w.LastError); diff != "" || w.Failures != 4 || !w.FailingSince.Equal(c.clock.Now()) || w.Condition() != webhook.ConditionEnabled {
				t.Errorf("got %+v\n%s", w, diff)
			}
			if told := c.told(hook.ID); len(told) != 0 || len(c.post.take()) != 0 {
				t.Errorf("told %v", told)
			}
		})
		since := c.byID(hook.ID).FailingSince
		c.clock.pass(time.Second)
		c.fails(1)
		t.Run("with the fifth it is failing, and the page knows when it will be disabled", func(t *testing.T) {
			w := c.byID(hook.ID)
			if w.Condition() != webhook.ConditionFailing || !w.DisableAt.Equal(since.Add(72*time.Hour)) || w.Missing != 5 {
				t.Errorf("%s, disabled at %v after %d more", w.Condition(), w.DisableAt, w.Missing)
			}
		})
		t.Run("that is told once, on the page and by mail", func(t *testing.T) {
			c.fails(3)
			c.after(time.Minute)
			if diff := cmp.Diff(kinds(webhook.NoticeFailing), c.told(hook.ID)); diff != "" {
				t.Error(diff)
			}
			n := c.health(hook.ID).Notices[0]
			if n.Failures != 5 || !n.FailingSince.Equal(since) || !n.DisableAt.Equal(since.Add(72*time.Hour)) || n.Last.Status != 500 {
				t.Errorf("got %+v", n)
			}
			c.post.one(t)
		})
		t.Run("the last success is that of the deliveries", func(t *testing.T) {
			if at := c.health(hook.ID).LastSuccess; !at.IsZero() {
				t.Errorf("got %v", at)
			}
			c.answers(200)
			at := c.clock.Now()
			c.clock.pass(time.Hour)
			c.test(hook.ID, 200)
			if got := c.health(hook.ID).LastSuccess; !got.Equal(at) {
				t.Errorf("got %v, want %v", got, at)
			}
		})
	})
}

func TestWhatDoesNotCount(t *testing.T) {
	clinics(t, nil, func(t *testing.T, c *clinic) {
		hook := c.hook("hook")
		c.answers(200)
		delivered := c.deliveries(hook.ID)[0].ID
		t.Run("a test that fails", func(t *testing.T) {
			c.test(hook.ID, 500)
			if w := c.byID(hook.ID); w.Failures != 0 || !w.LastError.At.IsZero() {
				t.Errorf("got %+v", w)
			}
		})
		t.Run("a redelivery that fails", func(t *testing.T) {
			c.clock.pass(time.Minute)
			if _, err := c.Redeliver(t.Context(), c.alice, "acme", delivered); err != nil {
				t.Fatal(err)
			}
			c.work()
			if w := c.byID(hook.ID); w.Failures != 0 || len(c.told(hook.ID)) != 0 {
				t.Errorf("got %+v", w)
			}
		})
		t.Run("a test that succeeds ends no failing", func(t *testing.T) {
			c.status.Store(500)
			c.fails(5)
			c.test(hook.ID, 200)
			if w := c.byID(hook.ID); w.Condition() != webhook.ConditionFailing {
				t.Errorf("got %s", w.Condition())
			}
		})
		t.Run("a redelivery that succeeds does, for the receiver answers", func(t *testing.T) {
			c.clock.pass(time.Minute)
			if _, err := c.Redeliver(t.Context(), c.alice, "acme", delivered); err != nil {
				t.Fatal(err)
			}
			c.work()
			if w := c.byID(hook.ID); w.Condition() != webhook.ConditionEnabled || w.Failures != 0 {
				t.Errorf("got %s with %d failures", w.Condition(), w.Failures)
			}
		})
	})
}

func TestASuccessResetsEverything(t *testing.T) {
	clinics(t, nil, func(t *testing.T, c *clinic) {
		hook := c.hook("hook")
		c.fails(12)
		c.after(40 * time.Hour)
		c.post.take()
		c.answers(200)
		t.Run("failures, countdown and badge", func(t *testing.T) {
			w := c.byID(hook.ID)
			if w.Failures != 0 || !w.FailingSince.IsZero() || !w.DisableAt.IsZero() || w.Condition() != webhook.ConditionEnabled {
				t.Errorf("got %+v", w)
			}
			c.after(40 * time.Hour)
			if w := c.byID(hook.ID); !w.Enabled || len(c.told(hook.ID)) != 2 {
				t.Errorf("%v, told %v", w.Enabled, c.told(hook.ID))
			}
		})
		c.status.Store(500)
		c.fails(5)
		t.Run("failing again is told again", func(t *testing.T) {
			if diff := cmp.Diff(kinds(webhook.NoticeFailing, webhook.NoticeHalf, webhook.NoticeFailing), c.told(hook.ID)); diff != "" {
				t.Error(diff)
			}
			c.post.one(t)
		})
		t.Run("within the hour it waits for the hour's end", func(t *testing.T) {
			c.clock.pass(10 * time.Minute)
			c.answers(200)
			c.status.Store(500)
			c.fails(5)
			c.after(49 * time.Minute)
			if told := c.told(hook.ID); len(told) != 3 {
				t.Errorf("told %v", told)
			}
			c.after(time.Minute)
			c.after(time.Minute)
			if told := c.told(hook.ID); len(told) != 4 || told[3] != webhook.NoticeFailing {
				t.Errorf("told %v", told)
			}
		})
	})
}

func TestAHealthyWebhooksRowIsNotWritten(t *testing.T) {
	clinics(t, nil, func(t *testing.T, c *clinic) {
		hook := c.hook("hook")
		written := func() (n int) {
			if c.db.Engine() == db.SQLite {
				return c.count(`SELECT COUNT(*) FROM writes`)
			}
			c.scan(`SELECT xmin::text::bigint FROM webhooks WHERE id = $1`, []any{hook.ID}, &n)
			return n
		}
		if c.db.Engine() == db.SQLite {
			c.exec(`CREATE TABLE writes (id TEXT)`)
			c.exec(`CREATE TRIGGER written AFTER UPDATE ON webhooks BEGIN INSERT INTO writes VALUES (NEW.id); END`)
		}
		before := written()
		for range 5 {
			c.answers(200)
			c.after(time.Minute)
		}
		if after := written(); after != before {
			t.Error("a delivery that succeeded wrote the webhook's row")
		}
		c.answers(500)
		if after := written(); after == before {
			t.Error("the test does not see a write")
		}
	})
}

func TestLimitsAreSettings(t *testing.T) {
	short := func(c *webhook.Config) {
		c.Limits = webhook.Limits{FailingAfter: 2, DisableFailures: 3, DisableAfter: time.Minute}
	}
	clinics(t, short, func(t *testing.T, c *clinic) {
		hook := c.hook("hook")
		c.fails(2)
		if w := c.byID(hook.ID); w.Condition() != webhook.ConditionFailing || w.Missing != 1 {
			t.Errorf("%s, %d missing", w.Condition(), w.Missing)
		}
		c.fails(1)
		c.after(54 * time.Second)
		c.after(6 * time.Second)
		if w := c.byID(hook.ID); w.Condition() != webhook.ConditionDisabled {
			t.Errorf("got %s", w.Condition())
		}
		if every := c.WatchEvery(); every != 3*time.Second {
			t.Errorf("looked after every %v", every)
		}
		refuses(t, c)
	})
}

// refuses: limits that can't be meant.
func refuses(t *testing.T, c *clinic) {
	for name, l := range map[string]webhook.Limits{"no failure at all": {FailingAfter: -1}, "disabled before it is failing": {FailingAfter: 5, DisableFailures: 4}, "a time before": {DisableAfter: -time.Second}} {
		t.Run(name+" is refused", func(t *testing.T) {
			_, err := webhook.New(c.config(t, func(c *webhook.Config) { c.Limits = l }))
			if err == nil {
				t.Fatal("not refused")
			}
			mentions(t, err.Error(), "failing after")
		})
	}
}
