package graphql

import (
	"strconv"
	"testing"
	"time"

	"rollcall/app"
)

type handClock struct{ now time.Time }

func (c *handClock) Now() time.Time { return c.now }

func TestRate(t *testing.T) {
	clock := &handClock{now: time.Date(2026, 3, 14, 9, 26, 53, 0, time.UTC)}
	t.Run("all of several are taken, or none", func(t *testing.T) {
		r := newRate(clock)
		for range 10 {
			if err := r.take("a", 49); err != nil {
				t.Fatal(err)
			}
		}
		if err := r.take("a", 11); !app.Is(err, app.TooMany) {
			t.Errorf("got %v", err)
		}
		if err := r.take("a", 10); err != nil {
			t.Error(err)
		}
	})
	t.Run("what is kept does not grow with the tokens, and forgets whoever asked longest ago", func(t *testing.T) {
		r := newRate(clock)
		for i := range 2 * tokensKept {
			clock.now = clock.now.Add(time.Millisecond)
			if err := r.take(strconv.Itoa(i), 1); err != nil {
				t.Fatal(err)
			}
		}
		if len(r.tokens) > tokensKept {
			t.Errorf("%d tokens are kept", len(r.tokens))
		}
		if _, kept := r.tokens[strconv.Itoa(2*tokensKept-1)]; !kept {
			t.Error("the last one is not")
		}
	})
	t.Run("idle tokens make room first", func(t *testing.T) {
		r := newRate(clock)
		for i := range tokensKept {
			if err := r.take(strconv.Itoa(i), 1); err != nil {
				t.Fatal(err)
			}
		}
		clock.now = clock.now.Add(rateWithin)
		if err := r.take("new", 1); err != nil || len(r.tokens) != 1 {
			t.Errorf("%v; %d tokens are kept", err, len(r.tokens))
		}
	})
}
