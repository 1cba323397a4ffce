package db

import (
	"context"
	"time"
)

// What a transaction of a Pace may take. Writers on SQLite wait behind it; none of them is to notice.
const (
	paceGood  = 20 * time.Millisecond // quicker than this, and the next may touch twice as much
	paceBad   = 50 * time.Millisecond // slower than this, half as much
	paceStart = 50                    // rows of the first one: nothing is known of the disk yet
	paceLeast = 10

	pauseLeast = 5 * time.Millisecond
	pauseMost  = time.Second
)

// Pace spreads work that touches many rows over small transactions: each touches at most Size rows, which follows how
// long the last one took, and after each comes a pause that is as long, so that others have the writer at least half of
// the time. It belongs to one goroutine.
type Pace struct {
	d     *DB
	clock paceClock
	most  int
	size  int
	until time.Time
}

// paceClock is time as a Pace takes it; tests have another.
type paceClock struct {
	now   func() time.Time
	pause func(ctx context.Context, d time.Duration)
}

func realTime() paceClock {
	return paceClock{time.Now, func(ctx context.Context, d time.Duration) {
		select {
		case <-ctx.Done():
		case <-time.After(d):
		}
	}}
}

// Pace begins such work: at most that many rows a transaction, and for about that long.
func (d *DB) Pace(most int, slice time.Duration) *Pace {
	return d.pace(realTime(), most, slice)
}

func (d *DB) pace(clock paceClock, most int, slice time.Duration) *Pace {
	return &Pace{d: d, clock: clock, most: most, size: min(most, paceStart), until: clock.now().Add(slice)}
}

// Size is how many rows the next transaction may touch.
func (p *Pace) Size() int { return p.size }

// Over reports that the time is used up: what is left is for another day.
func (p *Pace) Over() bool { return p.clock.now().After(p.until) }

// Tx is DB.Tx and the pause after it. The end of ctx cuts the pause short and is no error: nothing is left half done.
func (p *Pace) Tx(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	var began time.Time
	err := p.d.Tx(ctx, func(ctx context.Context, tx *Tx) error {
		began = p.clock.now()
		return fn(ctx, tx)
	})
	if err != nil {
		return err
	}
	took := p.clock.now().Sub(began)
	p.learn(took)
	p.clock.pause(ctx, min(max(took, pauseLeast), pauseMost))
	return nil
}

// learn chooses the size of the next transaction.
func (p *Pace) learn(took time.Duration) {
	switch {
	case took > paceBad:
		p.size = max(p.size/2, min(p.most, paceLeast))
	case took < paceGood:
		p.size = min(p.size*2, p.most)
	}
}
