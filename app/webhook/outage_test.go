package webhook_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/outbound"
	"rollcall/app/webhook"
)

// unreached makes webhooks of that many hosts whose names can't be looked up.
func (c *clinic) unreached(hosts int) (ids []string) {
	c.t.Helper()
	for i := range hosts {
		name := "host-" + strconv.Itoa(i)
		ids = append(ids, c.hook(name, "https://"+name+".example.com/in").ID)
	}
	return ids
}

// threeDays pass, with a look in time for the last notice.
func (c *clinic) threeDays() {
	c.t.Helper()
	c.after(65 * time.Hour)
	c.after(7 * time.Hour)
}

// enabled counts those of the webhooks that are.
func (c *clinic) enabled(ids []string) (n int) {
	c.t.Helper()
	for _, id := range ids {
		if c.byID(id).Enabled {
			n++
		}
	}
	return n
}

// Name lookup is down: every receiver fails at once, for longer than it takes to be disabled.
func TestAnOutageOfOursDisablesNobody(t *testing.T) {
	clinics(t, nil, func(t *testing.T, c *clinic) {
		near := c.hook("near") // an address, so that it is reached without a name
		c.answers(200)
		c.after(time.Minute)
		c.setEnabled(near.ID, false)
		far := c.unreached(3)
		c.clock.pass(2 * time.Minute)
		c.fails(12)
		t.Run("it is failing, and the error is the one it was", func(t *testing.T) {
			w := c.byID(far[0])
			if w.Condition() != webhook.ConditionFailing || w.LastError.Class != outbound.DNSFailed {
				t.Errorf("%s after %+v", w.Condition(), w.LastError)
			}
			if !c.health(far[0]).OurOutage {
				t.Error("the page doesn't say whose fault it is")
			}
		})
		t.Run("the letter says so too", func(t *testing.T) {
			mentions(t, c.write(c.post.take()[0]).Text, "No receiver of other webhooks can be reached from this server either", "The webhook is not disabled for that")
		})
		t.Run("time passes, and nobody is disabled or told of it", func(t *testing.T) {
			for range 10 {
				c.after(8 * time.Hour)
			}
			c.fails(1) // judged by the count as well
			if n := c.enabled(far); n != 3 {
				t.Errorf("%d of 3 are enabled", n)
			}
			if diff := cmp.Diff(kinds(webhook.NoticeFailing), c.told(far[0])); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("when any receiver answers again, the time that passed does not count", func(t *testing.T) {
			c.setEnabled(near.ID, true)
			c.answers(503)
			c.after(0)
			w := c.byID(far[0])
			if n := c.enabled(far); n != 3 || !w.DisableAt.Equal(c.clock.Now().Add(72*time.Hour)) {
				t.Fatalf("%d of 3 are enabled, until %v", n, w.DisableAt)
			}
			if c.health(far[0]).OurOutage {
				t.Error("the page says that nobody can be reached")
			}
		})
		t.Run("who can't be reached after that has a fault of its own", func(t *testing.T) {
			c.after(65 * time.Hour)
			c.after(6 * time.Hour)
			if n := c.enabled(far); n != 3 {
				t.Fatalf("%d of 3 are enabled", n)
			}
			c.after(time.Hour)
			if n := c.enabled(far); n != 0 {
				t.Errorf("%d of 3 are enabled", n)
			}
		})
	})
}

func TestWhatIsNoOutageOfOurs(t *testing.T) {
	t.Run("two hosts are too few", func(t *testing.T) {
		clinics(t, nil, func(t *testing.T, c *clinic) {
			far := append(c.unreached(2), c.hook("again", "https://host-0.example.com:8443/other").ID)
			c.fails(10)
			c.threeDays()
			if n := c.enabled(far); n != 0 {
				t.Errorf("%d are enabled", n)
			}
		})
	})
	t.Run("somebody who answers shows that it is not ours, even with an error", func(t *testing.T) {
		clinics(t, nil, func(t *testing.T, c *clinic) {
			far := c.unreached(3)
			c.fails(10)
			c.after(time.Hour)
			near := c.hook("near")
			c.answers(500)
			c.after(time.Minute) // its countdown begins anew here, for until then nobody ever answered
			c.setEnabled(near.ID, false)
			c.threeDays()
			if n := c.enabled(far); n != 0 {
				t.Errorf("%d are enabled", n)
			}
		})
	})
	t.Run("receivers that answer badly are reached", func(t *testing.T) {
		clinics(t, nil, func(t *testing.T, c *clinic) {
			near, far := c.hook("near"), c.unreached(2)
			c.fails(10)
			c.threeDays()
			if n := c.enabled(append(far, near.ID)); n != 0 {
				t.Errorf("%d are enabled", n)
			}
		})
	})
	t.Run("who failed long before is no witness", func(t *testing.T) {
		clinics(t, nil, func(t *testing.T, c *clinic) {
			dead := c.unreached(3)
			c.fails(1)
			c.clock.pass(time.Hour)
			near := c.hook("near")
			c.answers(200)
			c.after(0)
			c.setEnabled(near.ID, false)
			c.clock.pass(11 * time.Minute)
			late := c.hook("late", "https://late.example.com").ID
			c.fails(10)
			c.threeDays()
			if n := c.enabled(append(dead, late)); n != 0 {
				t.Errorf("%d are enabled", n)
			}
		})
	})
	t.Run("a receiver that is gone is disabled all the same", func(t *testing.T) {
		clinics(t, nil, func(t *testing.T, c *clinic) {
			c.unreached(3)
			near := c.hook("near")
			c.fails(10)
			c.answers(410)
			if c.byID(near.ID).Enabled {
				t.Error("it is enabled")
			}
		})
	})
}
