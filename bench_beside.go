package main

import (
	"context"
	"fmt"
	"math"
	"time"

	"rollcall/app/access"
)

// beside is what the scenarios report that measure a healthy receiver beside others, in one run.
type beside struct {
	BaselineP50 *float64 `json:"baseline_p50_ms"` // of the same load alone
	BaselineP99 *float64 `json:"baseline_p99_ms"`
	OneP99      *float64 `json:"beside_one_p99_ms,omitempty"` // neighbour: beside one receiver that hangs
	HealthyP99  *float64 `json:"healthy_p99_ms"`              // beside all of them: the worst that was measured
	Ratio       *float64 `json:"ratio"`                       // of the last two
	Others      int64    `json:"others"`                      // deliveries that the others got meanwhile
	OthersPerS  *float64 `json:"others_per_s,omitempty"`      // how fast a backlog drained, or a mass arrived
}

// rounds is how often the scenario makes its load; the first is the baseline where there are several.
func (b *bench) rounds() int {
	switch b.Scenario {
	case "neighbour":
		return 3
	case "backlog", "tenants":
		return 2
	}
	return 1
}

// besideOthers takes the baseline, and then measures the same load beside what the scenario is about.
func (b *bench) besideOthers(ctx context.Context, w *world, webhooks []string, r *report) error {
	b.say("%d changes at %d a second, alone", b.Events, b.Rate)
	alone, err := b.drive(ctx, w, 0, b.Events, webhooks)
	if err != nil {
		return err
	}
	r.beside = &beside{BaselineP50: percentile(alone.arrivals, 50), BaselineP99: percentile(alone.arrivals, 99)}
	others, err := b.newWorld(ctx, "others", b.Backlog)
	if err != nil {
		return err
	}
	switch b.Scenario {
	case "neighbour":
		err = b.besideHanging(ctx, w, others, webhooks, r)
	case "backlog":
		err = b.besideBacklog(ctx, w, others, webhooks, r)
	default:
		err = b.besideTenant(ctx, w, others, webhooks, r)
	}
	if err != nil {
		return err
	}
	r.Others, r.HealthyP99 = b.hooks.others.Load(), rounded(math.Max(*r.ArrivalP99, orZero(r.OneP99)))
	r.Ratio = rounded(*r.HealthyP99 / max(*r.BaselineP99, 0.001))
	return nil
}

func orZero(x *float64) float64 {
	if x == nil {
		return 0
	}
	return *x
}

// besideHanging measures beside one receiver that hangs with half of the backlog, and that hears the measured changes
// too, and then beside many, which share the other half.
func (b *bench) besideHanging(ctx context.Context, w, others *world, webhooks []string, r *report) error {
	for _, of := range []*world{others, w} {
		if _, err := b.listen(ctx, of, "hanging-0", "/hang"); err != nil {
			return err
		}
	}
	half := b.Backlog / 2
	b.say("making %d deliveries for a receiver that hangs", half)
	if err := together(ctx, b.Callers, half, func(ctx context.Context, i int) error { return b.change(ctx, others, i) }); err != nil {
		return err
	}
	one, err := b.drive(ctx, w, b.Events, b.Events, webhooks)
	if err != nil {
		return err
	}
	r.OneP99 = percentile(one.arrivals, 99)
	for i := 1; i < b.Neighbours; i++ {
		if _, err := b.listen(ctx, others, fmt.Sprintf("hanging-%d", i), "/hang"); err != nil {
			return err
		}
	}
	b.say("making %d deliveries for %d receivers that hang", half, b.Neighbours)
	err = together(ctx, b.Callers, max(1, half/b.Neighbours), func(ctx context.Context, i int) error { return b.change(ctx, others, half+i) })
	if err != nil {
		return err
	}
	return b.fill(ctx, w, 2*b.Events, webhooks, r)
}

// besideBacklog measures while a receiver that was away gets all that was held for it.
func (b *bench) besideBacklog(ctx context.Context, w, others *world, webhooks []string, r *report) error {
	id, err := b.listen(ctx, others, "away", "/away")
	if err != nil {
		return err
	}
	b.say("making %d deliveries for a receiver that is away, and holding them", b.Backlog)
	if err := together(ctx, b.Callers, b.Backlog, func(ctx context.Context, i int) error { return b.change(ctx, others, i) }); err != nil {
		return err
	}
	for _, enabled := range []bool{false, true} {
		if enabled {
			close(b.hooks.back)
		}
		if _, err := b.server.webhooks.SetEnabled(ctx, access.Command(), others.organization, id, enabled); err != nil {
			return err
		}
	}
	return b.whileOthers(ctx, w, webhooks, r)
}

// besideTenant measures while another organization makes all its changes at once.
func (b *bench) besideTenant(ctx context.Context, w, others *world, webhooks []string, r *report) error {
	if _, err := b.listen(ctx, others, "many", "/other"); err != nil {
		return err
	}
	b.say("making %d changes of another organization meanwhile", b.Backlog)
	made := make(chan error, 1)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		made <- together(ctx, b.Callers, b.Backlog, func(ctx context.Context, i int) error { return b.change(ctx, others, i) })
	}()
	err := b.whileOthers(ctx, w, webhooks, r)
	if err != nil {
		cancel()
	}
	if failed := <-made; err == nil {
		err = failed
	}
	return err
}

// whileOthers measures, and waits until the others have all of theirs.
func (b *bench) whileOthers(ctx context.Context, w *world, webhooks []string, r *report) error {
	began := time.Now()
	drained := make(chan time.Duration, 1)
	go func() {
		for b.hooks.others.Load() < int64(b.Backlog) && ctx.Err() == nil {
			_ = pause(ctx, benchLook)
		}
		drained <- time.Since(began)
	}()
	if err := b.fill(ctx, w, b.Events, webhooks, r); err != nil {
		return err
	}
	select {
	case took := <-drained:
		r.OthersPerS = perSecond(float64(b.Backlog), took)
		return nil
	case <-time.After(10 * benchPatience):
		return fmt.Errorf("only %d of %d deliveries of the others arrived", b.hooks.others.Load(), b.Backlog)
	}
}
