package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"rollcall/app/access"
)

// How long the last deliveries of a load may take to arrive and to be recorded, and how often the records are asked.
const (
	benchPatience = 2 * time.Minute
	benchLook     = 10 * time.Millisecond
)

// load is what came of a series of changes.
type load struct {
	changes  time.Duration   // from the first change's begin to the last one's commit
	recorded time.Duration   // from the first change's begin until every delivery was recorded
	arrivals []time.Duration // from a change's commit to its request at a receiver, sorted
}

// drive makes changes first to first+n-1 of a world and waits until each has reached every one of the webhooks, and is
// recorded as delivered.
func (b *bench) drive(ctx context.Context, w *world, first, n int, webhooks []string) (load, error) {
	r := newBenchReceiver(w.changes, len(w.users), len(webhooks))
	b.hooks.now.Store(r)
	before, err := b.delivered(ctx, w, webhooks)
	if err != nil {
		return load{}, err
	}
	commits := make([]time.Time, n)
	began := time.Now()
	err = b.pace(ctx, n, func(ctx context.Context, i int) error {
		err := b.change(ctx, w, first+i)
		commits[i] = time.Now() // after the commit, which answers its callers
		return err
	})
	if err != nil {
		return load{}, fmt.Errorf("make a change: %w", err)
	}
	l := load{changes: slices.MaxFunc(commits, time.Time.Compare).Sub(began)}
	if err := b.settle(ctx, w, webhooks, r, n, before); err != nil {
		return load{}, err
	}
	l.recorded = time.Since(began)
	for i, commit := range commits {
		for hook := range webhooks {
			if d, ok := r.since(commit, first+i, hook); ok {
				l.arrivals = append(l.arrivals, d)
			}
		}
	}
	slices.Sort(l.arrivals)
	return l, nil
}

// pace calls do for 0 to n-1: at the rate, however long each takes, or without one as fast as the callers can.
func (b *bench) pace(ctx context.Context, n int, do func(ctx context.Context, i int) error) error {
	if b.Rate == 0 {
		return together(ctx, b.Callers, n, do)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var all sync.WaitGroup
	tick := time.NewTicker(time.Second / time.Duration(b.Rate))
	defer tick.Stop()
	for i := 0; i < n && ctx.Err() == nil; i++ {
		<-tick.C
		all.Go(func() {
			if err := do(ctx, i); err != nil {
				cancel(err)
			}
		})
	}
	all.Wait()
	return context.Cause(ctx)
}

// settle waits until n changes have reached every webhook, and then until that is recorded.
func (b *bench) settle(ctx context.Context, w *world, webhooks []string, r *benchReceiver, n, before int) error {
	deadline := time.Now().Add(benchPatience)
	want := n * len(webhooks)
	for int(r.count.Load()) < want {
		if time.Now().After(deadline) {
			return fmt.Errorf("only %d of %d deliveries arrived within %v", r.count.Load(), want, benchPatience)
		}
		if err := pause(ctx, benchLook); err != nil {
			return err
		}
	}
	for {
		now, err := b.delivered(ctx, w, webhooks)
		if err != nil || now-before >= want {
			return err
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("only %d of %d deliveries were recorded within %v", now-before, want, benchPatience)
		}
		if err := pause(ctx, benchLook); err != nil {
			return err
		}
	}
}

// delivered counts what is recorded as delivered.
func (b *bench) delivered(ctx context.Context, w *world, webhooks []string) (int, error) {
	sum := 0
	for _, id := range webhooks {
		day, err := b.server.webhooks.DaySummary(ctx, access.Command(), w.organization, id)
		if err != nil {
			return 0, fmt.Errorf("count what was delivered: %w", err)
		}
		sum += day.Delivered
	}
	return sum, nil
}
