package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"

	"rollcall/handlers"
	"rollcall/handlers/metrics"
)

// listenForMetrics opens the listener that has nothing but metrics; nil without an address.
func listenForMetrics(addr string) (net.Listener, error) {
	if addr == "" {
		return nil, nil
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("ROLLCALL_METRICS_ADDR can't be used: %w: choose another address, or stop what has it", err)
	}
	return l, nil
}

func closeListener(l net.Listener) error {
	if l == nil {
		return nil
	}
	return l.Close()
}

// wireMetrics makes the door for monitoring where the settings open it: on a listener of its own, or else, with a token,
// on the server's, which is what it returns.
func (s *server) wireMetrics() (onServer http.Handler, err error) {
	if s.metricsListener == nil && s.metricsToken == "" {
		return nil, nil
	}
	handler, err := metrics.New(metrics.Config{Webhooks: s.webhooks, Writer: s.measureWriter, Jobs: s.countJobs, Engine: string(s.db.Engine()),
		Version: version, Token: s.metricsToken, Log: s.log})
	if err != nil || s.metricsListener == nil {
		return handler, err
	}
	s.metrics = handlers.NewServer(s.metricsListener.Addr().String(), metrics.Alone(handler))
	s.metrics.ErrorLog = slog.NewLogLogger(s.log.Handler(), slog.LevelWarn)
	return nil, nil
}

// serveMetrics serves them beside everything else.
func (s *server) serveMetrics(failed chan<- error) {
	if s.metrics == nil {
		return
	}
	go func() { failed <- s.metrics.Serve(s.metricsListener) }()
	s.log.Info("metrics are served", "address", s.metricsListener.Addr().String(), "token", s.metricsToken != "")
}

// measureWriter hands on what the database measures.
func (s *server) measureWriter(ctx context.Context) (metrics.Writer, bool, error) {
	m, ok, err := s.db.Measure(ctx)
	return metrics.Writer{Wait: metrics.Histogram(m.Wait), Units: metrics.Histogram(m.Units), Batch: metrics.Histogram(m.Batch),
		Checkpoint: metrics.Histogram(m.Checkpoint), File: m.File, Free: m.Free, Log: m.Log}, ok, err
}

// countJobs hands on what the queue counts.
func (s *server) countJobs(ctx context.Context) ([]metrics.Jobs, error) {
	counts, err := s.jobs.Counts(ctx)
	jobs := make([]metrics.Jobs, len(counts))
	for i, one := range counts {
		jobs[i] = metrics.Jobs{Queue: one.Queue, State: one.State, Count: one.Jobs}
	}
	return jobs, err
}
