package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/pprof"
	"time"

	"rollcall/db"
)

// report is what `rollcall bench` prints. The names are a contract (docs/operations.md); what could not be measured
// is null.
type report struct {
	Scenario                string   `json:"scenario"`
	Engine                  string   `json:"engine"`
	Events                  int      `json:"events"`
	Webhooks                int      `json:"webhooks"`
	Deliveries              int      `json:"deliveries"`
	DeliveriesPerS          *float64 `json:"deliveries_per_s"`
	ChangesPerS             *float64 `json:"changes_per_s"`
	ArrivalP50              *float64 `json:"arrival_p50_ms"`
	ArrivalP99              *float64 `json:"arrival_p99_ms"`
	ArrivalMax              *float64 `json:"arrival_max_ms"`
	CPUPer1000              *float64 `json:"cpu_s_per_1000"` // the receiver included
	PeakRSS                 *float64 `json:"peak_rss_mb"`    // the receiver included
	IdleRSS                 *float64 `json:"idle_rss_mb"`
	IdleCPU                 *float64 `json:"idle_cpu_pct"` // of one core
	WrittenBytesPerDelivery *float64 `json:"written_bytes_per_delivery"`
	Duplicates              int64    `json:"duplicates"` // requests that came more than once

	*beside
}

// measure runs the scenario.
func (b *bench) measure(ctx context.Context) (report, error) {
	rounds := b.rounds()
	b.say("preparing %d changes", rounds*b.Events)
	w, err := b.newWorld(ctx, "healthy", rounds*b.Events)
	if err != nil {
		return report{}, err
	}
	var webhooks []string
	for i := range b.Webhooks {
		id, err := b.listen(ctx, w, fmt.Sprintf("healthy-%d", i), fmt.Sprintf("/%d", i))
		if err != nil {
			return report{}, err
		}
		webhooks = append(webhooks, id)
	}
	if err := b.server.db.Checkpoint(ctx); err != nil {
		return report{}, err
	}
	forgetPeak()
	b.say("watching the idle process for %v", b.Idle)
	quiet, err := measureIdle(ctx, b.Idle)
	if err != nil {
		return report{}, err
	}
	r := report{Scenario: b.Scenario, Engine: string(b.server.db.Engine()), Events: b.Events, Webhooks: b.Webhooks,
		Deliveries: b.Events * b.Webhooks, IdleRSS: quiet.rssMB, IdleCPU: quiet.cpuPct}
	if rounds == 1 {
		return r, b.fill(ctx, w, 0, webhooks, &r)
	}
	return r, b.besideOthers(ctx, w, webhooks, &r)
}

// fill makes the measured load and fills in what it took.
func (b *bench) fill(ctx context.Context, w *world, first int, webhooks []string, r *report) error {
	b.say("%d changes for %d webhooks", b.Events, b.Webhooks)
	cpu, err := cpuTime()
	if err != nil {
		return err
	}
	written := writtenBytes()
	l, err := b.profiled(func() (load, error) { return b.drive(ctx, w, first, b.Events, webhooks) })
	if err != nil {
		return err
	}
	used, err := cpuTime()
	if err != nil {
		return err
	}
	if err := b.server.db.Checkpoint(ctx); err != nil {
		return err
	}
	n := float64(r.Deliveries)
	r.DeliveriesPerS, r.ChangesPerS = perSecond(n, l.recorded), perSecond(float64(r.Events), l.changes)
	r.ArrivalP50, r.ArrivalP99, r.ArrivalMax = percentile(l.arrivals, 50), percentile(l.arrivals, 99), percentile(l.arrivals, 100)
	r.CPUPer1000, r.PeakRSS = rounded((used-cpu).Seconds()*1000/n), peakMB()
	r.Duplicates = b.hooks.now.Load().again.Load()
	if now := writtenBytes(); now != nil && written != nil && b.server.db.Engine() == db.SQLite { // PostgreSQL writes in processes of its own
		r.WrittenBytesPerDelivery = rounded(float64(*now-*written) / n)
	}
	return nil
}

// profiled has the processor time of fn written to the file that was asked for, if any.
func (b *bench) profiled(fn func() (load, error)) (load, error) {
	if b.Profile == "" {
		return fn()
	}
	file, err := os.Create(b.Profile)
	if err != nil {
		return load{}, fmt.Errorf("make the profile: %w", err)
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return load{}, errors.Join(fmt.Errorf("begin the profile: %w", err), file.Close())
	}
	l, err := fn()
	pprof.StopCPUProfile()
	return l, errors.Join(err, file.Close())
}

func perSecond(n float64, d time.Duration) *float64 { return rounded(n / d.Seconds()) }
