package db

import (
	"context"
	"testing"
	"time"
)

func TestPace(t *testing.T) {
	pace := func() *Pace { return (&DB{}).Pace(500, time.Minute) }
	t.Run("it begins small and grows to the most while transactions are quick", func(t *testing.T) {
		p := pace()
		if p.Size() != 50 {
			t.Errorf("it begins with %d", p.Size())
		}
		for range 10 {
			p.learn(time.Millisecond)
		}
		if p.Size() != 500 {
			t.Errorf("it grew to %d", p.Size())
		}
	})
	t.Run("it shrinks while they are slow, to a least", func(t *testing.T) {
		p := pace()
		if p.learn(100 * time.Millisecond); p.Size() != 25 {
			t.Errorf("it shrank to %d", p.Size())
		}
		for range 10 {
			p.learn(time.Second)
		}
		if p.Size() != 10 {
			t.Errorf("it shrank to %d", p.Size())
		}
	})
	t.Run("it stays where it is between", func(t *testing.T) {
		p := pace()
		if p.learn(30 * time.Millisecond); p.Size() != 50 {
			t.Errorf("it went to %d", p.Size())
		}
	})
	t.Run("it is over when its time is", func(t *testing.T) {
		if pace().Over() || !(&DB{}).Pace(500, -time.Second).Over() {
			t.Error("it does not know")
		}
	})
}

// slowDisk is a clock that only work and pauses move.
type slowDisk struct {
	now    time.Time
	paused []time.Duration
}

func (c *slowDisk) clock() paceClock {
	return paceClock{func() time.Time { return c.now }, func(_ context.Context, d time.Duration) {
		c.now = c.now.Add(d)
		c.paused = append(c.paused, d)
	}}
}

// A writer on SQLite waits behind one transaction of a Pace, and is to wait for no more than 250 ms.
func TestNoTransactionOfAPaceHoldsTheWriterForLong(t *testing.T) {
	d, err := Open(t.Context(), Config{URL: "sqlite:" + t.TempDir() + "/pace.db"})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for _, row := range []time.Duration{10 * time.Microsecond, 100 * time.Microsecond, time.Millisecond, 5 * time.Millisecond, 25 * time.Millisecond} {
		t.Run("on a disk that takes "+row.String()+" a row", func(t *testing.T) {
			c := &slowDisk{now: time.Now()}
			p := d.pace(c.clock(), 500, 20*time.Second)
			var began time.Time
			var longest time.Duration
			rows, transactions := 0, 0
			for began = c.now; !p.Over(); transactions++ {
				var took time.Duration
				err := p.Tx(t.Context(), func(context.Context, *Tx) error {
					took = time.Duration(p.Size()) * row
					c.now = c.now.Add(took)
					rows += p.Size()
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
				if transactions > 3 { // the first ones learn
					longest = max(longest, took)
				}
				if pause := c.paused[transactions]; pause < min(took, time.Second) {
					t.Errorf("after %v it paused for %v", took, pause)
				}
			}
			if longest > 250*time.Millisecond {
				t.Errorf("a transaction took %v", longest)
			}
			if over := c.now.Sub(began) - 20*time.Second; over > time.Second {
				t.Errorf("it went on for %v after its time", over)
			}
			if alone := int(20 * time.Second / row); rows < min(alone/4, 20_000) {
				t.Errorf("it touched %d rows in 20 s", rows)
			}
		})
	}
	t.Run("a disk that becomes slow does so for one transaction", func(t *testing.T) {
		c := &slowDisk{now: time.Now()}
		p := d.pace(c.clock(), 500, time.Hour)
		var took []time.Duration
		for i := range 20 {
			row := 40 * time.Microsecond // so quick that 500 rows take 20 ms
			if i >= 10 {
				row *= 25
			}
			err := p.Tx(t.Context(), func(context.Context, *Tx) error {
				took = append(took, time.Duration(p.Size())*row)
				c.now = c.now.Add(took[i])
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if took[11] > took[10]/2 || took[12] > took[11]/2 || took[14] > 50*time.Millisecond {
			t.Errorf("the transactions took %v", took[8:])
		}
	})
}
