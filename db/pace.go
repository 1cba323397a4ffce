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
	most  int
	size  int
	until time.Time
}

// Pace begins such work: at most that many rows a transaction, and for about that long.
func (d *DB) Pace(most int, slice time.Duration) *Pace {
	return &Pace{d: d, most: most, size: min(most, paceStart), until: time.Now().Add(slice)}
}

// Size is how many rows the next transaction may touch.
func (p *Pace) Size() int { return p.size }

// Over reports that the time is used up: what is left is for another day.
func (p *Pace) Over() bool { return time.Now().After(p.until) }

// Tx is DB.Tx and the pause after it. The end of ctx cuts the pause short and is no error: nothing is left half done.
func (p *Pace) Tx(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	var began time.Time
	err := p.d.Tx(ctx, func(ctx context.Context, tx *Tx) error {
		began = time.Now()
		return fn(ctx, tx)
	})
	if err != nil {
		return err
	}
	took := time.Since(began)
	p.learn(took)
	select {
	case <-ctx.Done():
	case <-time.After(min(max(took, pauseLeast), pauseMost)):
	}
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
