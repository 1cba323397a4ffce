package webhook

import (
	"testing"
	"time"
)

// A drain that has looked through its backlog sends nothing of it when the webhook was changed before there was a place.
func TestNothingIsSentThatWasReadBeforeAChange(t *testing.T) {
	turns := newTurns(4, 4, time.Now)
	d := &drain{s: &Service{}, bell: &bell{}, turn: turns.join("hook", 1, LaneFirst, false), backlog: make([]waiting, 2), taken: map[string]bool{}}
	d.bell.changed.Store(true)
	d.start(t.Context())
	if d.out != 0 || len(d.taken) != 0 || len(d.backlog) != 2 {
		t.Errorf("%d requests are out, %d wait", d.out, len(d.backlog))
	}
	d.turn.leave()
	if out, waiting := turns.load(); out != 0 || waiting != 0 {
		t.Errorf("%d places are taken, %d wait", out, waiting)
	}
}
