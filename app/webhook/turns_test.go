package webhook

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// desk gives out places under a clock that stands still unless a test moves it.
type desk struct {
	*turns
	time time.Time
}

func newDesk(places, perWebhook int) *desk {
	d := &desk{time: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)}
	d.turns = newTurns(places, perWebhook, func() time.Time { return d.time })
	return d
}

// hook is the first-attempts drain of a webhook of organization 1 of which nothing is known.
func (d *desk) hook(name string) *turn { return d.join(name, 1, LaneFirst, false) }

// healthy is a hook that has just answered well, so often that it may hold all that a webhook may.
func (d *desk) healthy(name string, organization int64) *turn {
	w := d.join(name, organization, LaneFirst, false)
	for range d.perWebhook {
		w.ask(1)
		w.done(saysWell)
	}
	return w
}

func (d *desk) hooks(n int, of func(i int) *turn) []*turn {
	all := make([]*turn, n)
	for i := range all {
		all[i] = of(i)
	}
	return all
}

// askAll asks for as many places as a webhook may have, one drain after the other, and sums up what they got.
func askAll(drains []*turn) (got int) {
	for _, w := range drains {
		got += w.ask(32)
	}
	return got
}

func TestHangingReceiversHoldAtMostHalfOfThePlaces(t *testing.T) {
	for _, known := range []string{"from their first attempt on", "and are known to fail"} {
		for _, n := range []int{1, 50, 500} {
			t.Run(fmt.Sprintf("%d of them, that hang %s", n, known), func(t *testing.T) {
				d := newDesk(256, 32)
				good := d.healthy("good", 2)
				hanging := d.hooks(n, func(i int) *turn {
					return d.join(fmt.Sprint("hanging", i), 1, LaneFirst, known != "from their first attempt on")
				})
				if got := askAll(hanging); got == 0 || got > 128 {
					t.Errorf("they hold %d places", got)
				}
				if got := good.ask(32); got != 32 {
					t.Errorf("a healthy one gets %d places beside them", got)
				}
			})
		}
	}
	t.Run("nobody knows a new webhook, and it gets a place beside fifty that hang", func(t *testing.T) {
		d := newDesk(256, 32)
		askAll(d.hooks(50, func(i int) *turn { return d.hook(fmt.Sprint("hanging", i)) }))
		d.time = d.time.Add(time.Second)
		if got := d.hook("new").ask(1); got != 1 {
			t.Errorf("got %d places", got)
		}
	})
	t.Run("those that fail leave some of the half to those of which nothing is known", func(t *testing.T) {
		d := newDesk(256, 32)
		if got := askAll(d.hooks(500, func(i int) *turn { return d.join(fmt.Sprint("failing", i), 1, LaneFirst, true) })); got != 96 {
			t.Errorf("they hold %d places, want three eighths", got)
		}
		if got := askAll(d.hooks(32, func(i int) *turn { return d.hook(fmt.Sprint("new", i)) })); got < 24 {
			t.Errorf("the new ones got %d places", got)
		}
	})
	t.Run("webhooks that were healthy and hang now get no more when they keep us waiting", func(t *testing.T) {
		d := newDesk(256, 32)
		hooks := d.hooks(50, func(i int) *turn { return d.healthy(fmt.Sprint("hook", i), 1) })
		got := askAll(hooks)
		good := d.healthy("good", 2)
		for range 10 {
			d.time = d.time.Add(time.Second)
			for range 30 { // it goes on
				if good.ask(1) != 1 {
					t.Fatal("the healthy one got no place")
				}
				good.done(saysWell)
			}
		}
		if more := askAll(hooks); more != 0 {
			t.Errorf("they held %d places, kept us waiting, and got %d more", got, more)
		}
	})
	t.Run("one whose answers come is not taken for slow, however long it is busy", func(t *testing.T) {
		d := newDesk(256, 32)
		hook := d.healthy("hook", 1)
		hook.ask(32)
		for range 20 {
			d.time = d.time.Add(slowAfter * 3 / 4)
			hook.done(saysWell)
			if got := hook.ask(1); got != 1 || hook.line.trust != trusted {
				t.Fatalf("got %d places, trust %d", got, hook.line.trust)
			}
		}
	})
}

func TestAWebhookEarnsItsPlaces(t *testing.T) {
	d := newDesk(256, 32)
	hook := d.hook("hook")
	if got := hook.ask(100); got != 2 {
		t.Fatalf("it begins with %d places", got)
	}
	t.Run("each success earns it one more, up to the cap", func(t *testing.T) {
		for range 100 {
			hook.done(saysWell)
			hook.ask(100)
		}
		if got := hook.line.out(); got != 32 {
			t.Errorf("it holds %d", got)
		}
	})
	t.Run("each failure halves them, down to one", func(t *testing.T) {
		for _, want := range []int{16, 8, 4, 2, 1, 1} {
			if hook.done(saysBadly); hook.line.allowed != want {
				t.Errorf("it may hold %d, want %d", hook.line.allowed, want)
			}
		}
	})
	t.Run("an attempt that we cut off says nothing", func(t *testing.T) {
		hook.ask(0)
		for hook.line.out() > 0 {
			hook.done(saysNothing)
		}
		if hook.line.allowed != 1 || hook.line.trust != failing {
			t.Errorf("it may hold %d, trust %d", hook.line.allowed, hook.line.trust)
		}
	})
	t.Run("one success makes it trusted again, and that wears off", func(t *testing.T) {
		hook.ask(1)
		if hook.done(saysWell); hook.line.trust != trusted || hook.line.allowed != 2 {
			t.Errorf("trust %d", hook.line.trust)
		}
		d.time = d.time.Add(trustFor + time.Millisecond)
		if hook.ask(1); hook.line.trust != untried {
			t.Errorf("trust %d", hook.line.trust)
		}
		hook.done(saysWell)
	})
	t.Run("who is gone and not heard of for long is forgotten", func(t *testing.T) {
		if hook.leave(); len(d.lines) != 1 {
			t.Error("it is forgotten at once")
		}
		d.time = d.time.Add(trustFor + time.Second)
		if d.hook("other").ask(1); len(d.lines) != 1 || d.lines["hook"] != nil {
			t.Error("it is remembered")
		}
	})
}

func TestOrganizationsShareThePlaces(t *testing.T) {
	d := newDesk(256, 32)
	big := d.hooks(100, func(i int) *turn { return d.healthy(fmt.Sprint("big", i), 1) })
	got := askAll(big)
	small := d.healthy("small", 2)
	t.Run("one that could use them all leaves some free for the next", func(t *testing.T) {
		if got < 128 || got > 250 {
			t.Errorf("it holds %d", got)
		}
		if got := small.ask(1); got != 1 {
			t.Errorf("another's single delivery got %d places", got)
		}
	})
	t.Run("when all are taken, the next one free is for the organization that holds fewest", func(t *testing.T) {
		d := newDesk(4, 2)
		big := d.hooks(10, func(i int) *turn { return d.healthy(fmt.Sprint("big", i), 1) })
		askAll(big)
		small := d.healthy("small", 2)
		if d.held.all != 4 || small.ask(1) != 0 {
			t.Fatalf("%d places are taken", d.held.all)
		}
		big[0].done(saysWell)
		<-small.ready
		if got := small.ask(1); got != 1 {
			t.Errorf("it got %d", got)
		}
	})
}

func TestPlacesGoRound(t *testing.T) {
	d := newDesk(1, 1)
	hooks := d.hooks(3, func(i int) *turn { return d.hook(fmt.Sprint(i)) })
	var served []int
	hooks[0].ask(10)
	served = append(served, 0)
	hooks[0].ask(10)
	hooks[1].ask(10)
	hooks[2].ask(10)
	for range 6 {
		hooks[served[len(served)-1]].done(saysWell)
		for i, w := range hooks {
			if got := w.ask(10); got == 1 {
				served = append(served, i)
			}
		}
	}
	counts := map[int]int{}
	for _, i := range served {
		counts[i]++
	}
	if diff := cmp.Diff(map[int]int{0: 3, 1: 2, 2: 2}, counts); diff != "" {
		t.Error(served, diff)
	}
}
