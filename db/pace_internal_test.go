package db

import (
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
