package webhook

import (
	"fmt"
	"testing"
	"time"
)

func TestFirstAttemptsNeverWaitForRetriesAlone(t *testing.T) {
	t.Run("retries hold at most half of all places", func(t *testing.T) {
		d := newDesk(256, 32)
		good := d.hooks(50, func(i int) *turn { return d.healthy(fmt.Sprint(i), int64(i)) })
		for i := range good {
			d.join(fmt.Sprint(i), int64(i), LaneRetry, false).ask(32)
		}
		if d.held.retries == 0 || d.held.retries > 128 {
			t.Errorf("they hold %d", d.held.retries)
		}
		if got := good[0].ask(1); got != 1 {
			t.Errorf("a first attempt got %d places", got)
		}
	})
	t.Run("nor more than half of what is for webhooks in doubt", func(t *testing.T) {
		d := newDesk(256, 32)
		for i := range 500 {
			d.join(fmt.Sprint(i), 1, LaneRetry, false).ask(32)
		}
		if d.held.doubtedRetries != 64 {
			t.Errorf("they hold %d", d.held.doubtedRetries)
		}
		if got := d.hook("new").ask(1); got != 1 {
			t.Errorf("a first attempt got %d places", got)
		}
	})
	t.Run("a webhook's own retries leave a quarter of its places", func(t *testing.T) {
		d := newDesk(256, 32)
		first := d.healthy("hook", 1)
		retry := d.join("hook", 1, LaneRetry, false)
		if got := retry.ask(100); got != 24 {
			t.Errorf("retries hold %d", got)
		}
		if got := first.ask(100); got != 8 {
			t.Errorf("first attempts got %d: the cap is the webhook's, not a lane's", got)
		}
	})
	t.Run("in a crowd a webhook's retries are not counted against its first attempt", func(t *testing.T) {
		d := newDesk(16, 4)
		if got := d.join("hook", 1, LaneRetry, true).ask(1); got != 1 {
			t.Fatalf("its retry got %d places", got)
		}
		for i := range 6 { // of the half for webhooks in doubt one place is left
			d.join(fmt.Sprint(i), int64(2+i), LaneFirst, i < 4).ask(1)
		}
		if d.held.doubted != 7 {
			t.Fatalf("webhooks in doubt hold %d places", d.held.doubted)
		}
		if got := d.join("hook", 1, LaneFirst, true).ask(1); got != 1 {
			t.Errorf("its first attempt got %d places", got)
		}
	})
	t.Run("of a webhook that fails each lane has one", func(t *testing.T) {
		d := newDesk(256, 32)
		first, retry := d.join("hook", 1, LaneFirst, true), d.join("hook", 1, LaneRetry, true)
		if got := [2]int{retry.ask(5), first.ask(5)}; got != [2]int{1, 1} {
			t.Errorf("got %v", got)
		}
	})
}

func TestWaitingForAPlace(t *testing.T) {
	d := newDesk(2, 2)
	busy := d.healthy("busy", 1)
	if busy.ask(1)+d.healthy("too", 1).ask(1) != 2 {
		t.Fatal("no place")
	}
	waits := d.hook("waits")
	if got := waits.ask(3); got != 0 {
		t.Fatalf("got %d places", got)
	}
	t.Run("it is counted", func(t *testing.T) {
		if out, waiting := d.load(); out != 2 || waiting == 0 {
			t.Errorf("%d out, %d waiting", out, waiting)
		}
	})
	t.Run("a place that comes free is announced and kept for who waits", func(t *testing.T) {
		busy.done(saysWell)
		<-waits.ready
		if got := d.hook("late").ask(1); got != 0 {
			t.Error("somebody else got it")
		}
		if got := waits.ask(3); got != 1 {
			t.Errorf("got %d", got)
		}
	})
	t.Run("what is granted and no longer wanted goes to the next", func(t *testing.T) {
		late := d.lines["late"]
		waits.done(saysNothing)
		waits.ask(0)
		for w := range d.waiting {
			if w.line == late && w.granted != 0 {
				t.Error("granted before it was free")
			}
		}
		if d.held.all > 2 {
			t.Errorf("%d places of 2 are given out", d.held.all)
		}
	})
	t.Run("who leaves holds nothing and waits for nothing", func(t *testing.T) {
		d := newDesk(1, 1)
		a, b := d.hook("a"), d.hook("b")
		a.ask(1)
		b.ask(1)
		a.done(saysWell) // b is granted the place, and has not taken it
		b.leave()
		if out, waiting := d.load(); out != 0 || waiting != 0 {
			t.Errorf("%d out, %d waiting", out, waiting)
		}
	})
}

func TestTooManyThatWaitGiveWay(t *testing.T) {
	d := newDesk(256, 32)
	good := d.healthy("good", 2)
	hooks := d.hooks(2000, func(i int) *turn { return d.join(fmt.Sprint(i), 1, LaneFirst, i%2 == 0) })
	askAll(hooks)
	stay := 0
	for _, w := range hooks {
		switch {
		case w.line.out() > 0:
			if w.crowded() {
				t.Error("one gives way that has requests out")
			}
			stay++
		case w.crowded():
			w.leave()
		default:
			stay++
		}
	}
	if stay < 200 || stay > 600 {
		t.Errorf("%d of 2,000 stay in the queue's pool of 1,000", stay)
	}
	if good.ask(1) != 1 || good.crowded() {
		t.Error("the healthy one has to give way")
	}
}

func BenchmarkTurns(b *testing.B) {
	for _, waiting := range []int{0, 200} {
		b.Run(fmt.Sprintf("beside %d that wait", waiting), func(b *testing.B) {
			turns := newTurns(256, 32, time.Now)
			for i := range waiting + 128 {
				turns.join(fmt.Sprint(i), 1, LaneFirst, false).ask(32)
			}
			hook := turns.join("hook", 2, LaneFirst, false)
			for b.Loop() {
				if hook.ask(1) == 1 {
					hook.done(saysWell)
				}
			}
		})
	}
}
