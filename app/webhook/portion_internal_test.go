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
	learn(32, time.Millisecond, 64)
	learn(64, time.Millisecond, 100)
	learn(100, 4*time.Millisecond, 100)
	learn(100, 20*time.Millisecond, 50)
	learn(20, time.Millisecond, 50) // few are always quick
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
