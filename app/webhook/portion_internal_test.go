package webhook

import (
	"testing"
	"time"

	"rollcall/db/dbtest"
)

func TestPortions(t *testing.T) {
	s := &Service{db: dbtest.SQLite(t)}
	p := s.newPortion(100)
	learn := func(rows int, took time.Duration, want int) {
		t.Helper()
		if p.learn(rows, took); p.size != want {
			t.Errorf("after %d rows in %v the portion is %d, want %d", rows, took, p.size, want)
		}
	}
	learn(16, portionGood/2, 32)
	learn(32, portionGood/2, 64)
	learn(64, portionGood/2, 100)
	learn(100, portionBad, 100)
	learn(100, 20*time.Millisecond, 50)
	learn(20, portionGood/2, 50) // few are always quick
	for _, want := range []int{25, 12, 8, 8} {
		learn(p.size, time.Second, want)
	}
	t.Run("are whole where writers don't wait for each other", func(t *testing.T) {
		p := (&Service{db: dbtest.Postgres(t)}).newPortion(100)
		if p.learn(100, time.Second); p.size != 100 {
			t.Errorf("%d", p.size)
		}
	})
}

func TestWhatCanWaitLeavesTheWriterToOthers(t *testing.T) {
	s := &Service{db: dbtest.SQLite(t)}
	postgres := &Service{db: dbtest.Postgres(t)}
	for _, test := range []struct {
		name  string
		on    *Service
		lane  Lane
		saved saving
		rests bool
	}{
		{"retries", s, LaneRetry, saving{rows: 1, whole: time.Hour}, true},
		{"what was held", s, LaneFirst, saving{rows: 1, whole: time.Hour, settled: true}, true},
		{"not what has just happened", s, LaneFirst, saving{rows: 1, whole: time.Hour}, false},
		{"not where writers don't wait for each other", postgres, LaneRetry, saving{rows: 1, whole: time.Hour}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := &drain{s: test.on, job: Job{Lane: test.lane}, saving: true, atOnce: test.on.newPortion(drainUnsaved), settles: test.on.newPortion(settleAtOnce)}
			d.committed(test.saved)
			if rests := d.breath != nil; rests != test.rests || d.idle() == rests {
				t.Fatalf("it rests: %v, idle: %v", rests, d.idle())
			}
			if !test.rests {
				return
			}
			d.unsaved = []sending{{}}
			if d.save(t.Context()); d.saving || len(d.unsaved) != 1 {
				t.Error("it wrote the next portion at once")
			}
		})
	}
}

func TestWhatCanWaitIsSentAtAPace(t *testing.T) {
	sqlite, postgres := &Service{db: dbtest.SQLite(t)}, &Service{db: dbtest.Postgres(t)}
	for _, test := range []struct {
		name string
		on   *Service
		lane Lane
		held bool
		room int
	}{
		{"retries", sqlite, LaneRetry, false, stepMost},
		{"what was held", sqlite, LaneFirst, true, stepMost},
		{"not what has just happened", sqlite, LaneFirst, false, 100},
		{"not where writers don't wait for each other", postgres, LaneRetry, false, 100},
	} {
		t.Run(test.name, func(t *testing.T) {
			turns := newTurns(200, 200, time.Now)
			d := &drain{s: test.on, job: Job{Lane: test.lane}, target: target{unsettled: test.held}, bell: &bell{}, backlog: make([]waiting, 100),
				turn: turns.join("hook", 1, test.lane, false), atOnce: test.on.newPortion(drainUnsaved)}
			if room := d.room(); room != test.room {
				t.Errorf("%d may be sent at once, want %d", room, test.room)
			}
			if d.paced() {
				d.step = make(chan time.Time)
				if d.start(t.Context()); d.out != 0 {
					t.Errorf("%d were sent before the next step", d.out)
				}
			}
		})
	}
}
