package webhook_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
)

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
		t.Run("what was disabled automatically is paused by who wants it off, and then no test enables it", func(t *testing.T) {
			for source, by := range map[string]webhook.PauseReason{"page": webhook.PausedByPerson, "rest": webhook.PausedByAPI, "graphql": webhook.PausedByAPI} {
				gone()
				c.clock.pass(time.Minute)
				actor, rows := c.alice, len(c.audited())
				actor.Source = source
				if w, err := c.SetEnabled(t.Context(), actor, "acme", hook.ID, false); err != nil || w.Condition() != webhook.ConditionPaused {
					t.Fatalf("%s: %s (%v)", source, w.Condition(), err)
				}
				if w := c.byID(hook.ID); w.Pause != by || !w.PausedAt.Equal(c.clock.Now()) || w.UpdatedBy != "alice" {
					t.Errorf("%s: got %+v", source, w)
				}
				if diff := cmp.Diff([]string{"webhook.pause done"}, c.audited()[rows:]); diff != "" {
					t.Error(diff)
				}
				c.clock.pass(time.Minute)
				c.test(hook.ID, 200)
				if w := c.byID(hook.ID); w.Condition() != webhook.ConditionPaused {
					t.Errorf("%s: after a test it is %s", source, w.Condition())
				}
				t.Run("once", func(t *testing.T) {
					rows := len(c.audited())
					w, err := c.SetEnabled(t.Context(), c.alice, "acme", hook.ID, false)
					if err != nil || w.Pause != by || len(c.audited()) != rows {
						t.Errorf("%s: %s (%v)", source, w.Pause, err)
					}
				})
				c.setEnabled(hook.ID, true)
			}
		})
		t.Run("an edit of one that was disabled leaves it so", func(t *testing.T) {
			gone()
			f := form("hook")
			f.URL, f.Enabled, f.Description = c.receiver.url, false, "being repaired"
			w, err := c.Edit(t.Context(), c.alice, "acme", hook.ID, 0, f)
			if err != nil || w.Condition() != webhook.ConditionDisabled {
				t.Fatalf("%s (%v)", w.Condition(), err)
			}
			c.clock.pass(time.Minute)
			c.test(hook.ID, 200)
			if w := c.byID(hook.ID); !w.Enabled {
				t.Error("a test did not enable it")
			}
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
