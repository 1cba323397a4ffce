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
		c.after(100 * time.Hour)
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

func TestKeepTrying(t *testing.T) {
	clinics(t, nil, func(t *testing.T, c *clinic) {
		ctx, hook := t.Context(), c.hook("hook")
		c.fails(10)
		c.after(65 * time.Hour)
		rows := len(c.audited())
		kept, err := c.KeepTrying(ctx, c.alice, "acme", hook.ID)
		t.Run("the countdown begins now, and the webhook is failing still", func(t *testing.T) {
			if err != nil || !kept.DisableAt.Equal(c.clock.Now().Add(72*time.Hour)) || kept.Condition() != webhook.ConditionFailing || kept.Failures != 10 || kept.Missing != 0 {
				t.Errorf("%+v (%v)", kept, err)
			}
		})
		t.Run("it has its audit row", func(t *testing.T) {
			if diff := cmp.Diff([]string{"webhook.keep_trying done"}, c.audited()[rows:]); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("the new countdown is told of like the first, and ends like it", func(t *testing.T) {
			c.after(10 * time.Hour)
			if w := c.byID(hook.ID); !w.Enabled {
				t.Fatal("it was disabled by the old countdown")
			}
			c.after(26 * time.Hour)
			c.after(29 * time.Hour)
			c.after(7 * time.Hour)
			want := kinds(webhook.NoticeFailing, webhook.NoticeNearly, webhook.NoticeHalf, webhook.NoticeNearly, webhook.NoticeDisabled)
			if diff := cmp.Diff(want, c.told(hook.ID)); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("disabled, there is nothing to keep trying", func(t *testing.T) {
			_, err := c.KeepTrying(ctx, c.alice, "acme", hook.ID)
			refused(t, err, app.Conflict)
		})
		t.Run("a webhook that is well stays as it is, without a trace", func(t *testing.T) {
			well := c.hook("well")
			rows := len(c.audited())
			kept, err := c.KeepTrying(ctx, c.alice, "acme", well.ID)
			if diff := cmp.Diff(well, kept); err != nil || diff != "" || len(c.audited()) != rows {
				t.Error(err, diff, c.audited()[rows:])
			}
		})
		t.Run("it is for those who may manage webhooks", func(t *testing.T) {
			_, err := c.KeepTrying(ctx, c.carol, "acme", hook.ID)
			refused(t, err, app.Forbidden)
			_, err = c.KeepTrying(ctx, c.bob, "acme", hook.ID)
			refused(t, err, app.NotFound)
			_, err = c.KeepTrying(ctx, c.alice, "acme", "0123456789abcdef01234567")
			refused(t, err, app.NotFound)
		})
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

func TestEnabledAgain(t *testing.T) {
	clinics(t, nil, func(t *testing.T, c *clinic) {
		hook := c.hook("hook")
		gone := func() webhook.Delivery {
			c.answers(410)
			c.happens(event.UserCreated)
			if w := c.byID(hook.ID); w.Condition() != webhook.ConditionDisabled {
				t.Fatalf("got %s", w.Condition())
			}
			return c.deliveries(hook.ID)[0]
		}
		hold := func() string { // one that waits while the webhook is being disabled
			c.status.Store(500)
			c.fails(1)
			return c.deliveries(hook.ID)[0].ID
		}
		t.Run("a test that fails leaves it disabled", func(t *testing.T) {
			gone()
			c.test(hook.ID, 503)
			if w := c.byID(hook.ID); w.Enabled {
				t.Error("it is enabled")
			}
		})
		t.Run("one that succeeds enables it, audited as what it is", func(t *testing.T) {
			c.clock.pass(time.Minute)
			c.test(hook.ID, 204)
			w := c.byID(hook.ID)
			if w.Condition() != webhook.ConditionEnabled || w.Pause != "" || !w.PausedAt.IsZero() || w.Failures != 0 || w.UpdatedBy != "rollcall" {
				t.Errorf("got %+v", w)
			}
			var actor, after string
			c.scan(`SELECT actor_name, after FROM audit_log WHERE action = 'webhook.resume' ORDER BY id DESC LIMIT 1`, nil, &actor, &after)
			if actor != "rollcall" {
				t.Errorf("audited as %s", actor)
			}
			mentions(t, after, "a test succeeded", `"by":"alice"`)
		})
		t.Run("what was held goes on", func(t *testing.T) {
			held := hold()
			gone()
			if d := c.delivery(held); d.State != webhook.Held {
				t.Fatalf("got %s", d.State)
			}
			c.clock.pass(time.Minute)
			c.test(hook.ID, 200)
			if d := c.delivery(held); d.State != webhook.Delivered {
				t.Errorf("got %s", d.State)
			}
		})
		t.Run("a test that was asked for before it was disabled proves nothing", func(t *testing.T) {
			c.idle()
			early, err := c.SendTest(t.Context(), c.alice, "acme", hook.ID, "")
			if err != nil {
				t.Fatal(err)
			}
			late := c.jobs.hide()
			c.clock.pass(time.Second)
			c.exec(`UPDATE webhooks SET enabled = FALSE, pause = 'automatic', paused_at = $2 WHERE id = $1`, hook.ID, c.clock.Now())
			c.status.Store(200)
			c.jobs.show(late)
			c.work()
			if d, w := c.delivery(early.ID), c.byID(hook.ID); d.State != webhook.Delivered || w.Enabled {
				t.Errorf("the test is %s, the webhook %s", d.State, w.Condition())
			}
			t.Run("unless it is asked for again", func(t *testing.T) {
				c.clock.pass(time.Minute)
				if _, err := c.Redeliver(t.Context(), c.alice, "acme", early.ID); err != nil {
					t.Fatal(err)
				}
				c.work()
				if w := c.byID(hook.ID); !w.Enabled {
					t.Error("it is disabled still")
				}
			})
		})
		t.Run("what a person or an API paused stays paused", func(t *testing.T) {
			c.setEnabled(hook.ID, false)
			c.test(hook.ID, 200)
			if w := c.byID(hook.ID); w.Condition() != webhook.ConditionPaused {
				t.Errorf("got %s", w.Condition())
			}
			c.setEnabled(hook.ID, true)
		})
		t.Run("a person and an API enable it too, with clean health", func(t *testing.T) {
			for _, source := range []string{"page", "rest", "graphql"} {
				gone()
				actor := c.alice
				actor.Source = source
				w, err := c.SetEnabled(t.Context(), actor, "acme", hook.ID, true)
				if err != nil || w.Condition() != webhook.ConditionEnabled || w.Failures != 0 {
					t.Errorf("%s: %+v (%v)", source, w, err)
				}
				if stored := c.byID(hook.ID); stored.Failures != 0 || !stored.FailingSince.IsZero() {
					t.Errorf("stored: %+v", stored)
				}
			}
		})
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

// hide takes the jobs away, and show gives them back.
func (l *jobList) hide() []webhook.Job {
	l.mu.Lock()
	defer l.mu.Unlock()
	hidden := l.jobs
	l.jobs = nil
	return hidden
}

func (l *jobList) show(jobs []webhook.Job) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.jobs = append(l.jobs, jobs...)
}

func TestAnotherURLStartsAnew(t *testing.T) {
	clinics(t, nil, func(t *testing.T, c *clinic) {
		hook := c.hook("hook")
		c.fails(10)
		f := form("hook")
		f.URL = c.receiver.url + "/new"
		w, err := c.Edit(t.Context(), c.alice, "acme", hook.ID, 0, f)
		if err != nil || w.Condition() != webhook.ConditionEnabled || c.byID(hook.ID).Failures != 0 {
			t.Errorf("%s (%v)", w.Condition(), err)
		}
		c.after(80 * time.Hour)
		if w := c.byID(hook.ID); !w.Enabled {
			t.Error("it was disabled for what another receiver did")
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
		c.after(time.Minute)
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
