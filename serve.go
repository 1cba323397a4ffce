package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/alecthomas/kong"

	"rollcall/app"
)

// How long each part of an orderly stop may take; together less than the 25 s that a process manager should wait.
const (
	stopRequests = 3 * time.Second
	stopJobs     = 11 * time.Second // until what is out is cut off; jobs takes up to 10 s more to record that
)

// serveCommand is `rollcall serve`.
type serveCommand struct {
	serverSettings
	databaseSettings
	keySettings
	deliverySettings
	boundSettings
	keepSettings
	metricsSettings
	mailSettings
	logSettings
	DiscardSecrets bool `name:"discard-secrets" env:"ROLLCALL_DISCARD_SECRETS" help:"Take over a restored database whose key is lost: every webhook gets a new signing secret and is paused. Does nothing when the key fits."`
}

// Run serves until the process is told to stop.
func (c serveCommand) Run(ctx context.Context, t *terminal, line *kong.Context) error {
	o, err := c.options(t)
	if err != nil {
		return err
	}
	adoptStandardLog(o.log)
	for _, name := range unknown(line.Flags()) {
		o.log.Warn("this variable has no effect: it is misspelt, or a setting of another release", "name", name)
	}
	if o.listener, err = net.Listen("tcp", c.Addr); err != nil {
		return fmt.Errorf("ROLLCALL_ADDR can't be used: %w: choose another address, or stop what has it", err)
	}
	if o.baseURL, err = c.baseURL(o.listener.Addr()); err != nil {
		return errors.Join(err, o.listener.Close())
	}
	if o.metricsListener, err = listenForMetrics(o.metricsAddr); err != nil {
		return errors.Join(err, o.listener.Close())
	}
	s, err := open(ctx, o)
	if err != nil {
		return err
	}
	return s.serve(ctx)
}

// options judges the settings, so that a wrong one stops the start before anything is touched.
func (c serveCommand) options(t *terminal) (o options, err error) {
	if o.log, err = c.logger(t.err); err != nil {
		return o, err
	}
	if o.databaseURL, err = c.databaseSettings.url(); err != nil {
		return o, err
	}
	if o.key, err = c.key(); err != nil {
		return o, err
	}
	if o.trustedProxies, err = c.trustedProxies(); err != nil {
		return o, err
	}
	if err := c.deliveryOptions(&o); err != nil {
		return o, err
	}
	if o.retention, err = c.retention(); err != nil {
		return o, err
	}
	if o.metricsAddr, o.metricsToken, err = c.metrics(); err != nil {
		return o, err
	}
	if o.smtpURL, err = c.mailSettings.url(); err != nil {
		return o, err
	}
	o.discardSecrets = c.DiscardSecrets
	return o, c.check()
}

// deliveryOptions judges the settings of how webhooks are sent.
func (c serveCommand) deliveryOptions(o *options) (err error) {
	if o.schedule, err = c.schedule(); err != nil {
		return err
	}
	if o.attemptTimeout, err = c.attemptTimeout(); err != nil {
		return err
	}
	if o.bounds, err = c.bounds(o.attemptTimeout); err != nil {
		return err
	}
	if o.workers, err = c.workers(); err != nil {
		return err
	}
	if o.perWebhook, err = c.perWebhook(o.workers); err != nil {
		return err
	}
	if o.limits, err = c.limits(); err != nil {
		return err
	}
	o.allowTargets, err = c.allowed()
	o.allowFile, o.httpsOnly, o.useProxy = c.AllowTargetsFile, c.HTTPSOnly, c.UseProxy
	return err
}

// serve works until ctx ends or the HTTP server fails, and then stops everything in order.
func (s *server) serve(ctx context.Context) error {
	defer s.followAllowed()()
	if err := s.start(ctx); err != nil {
		return errors.Join(err, s.listener.Close(), s.db.Close())
	}
	failed := make(chan error, 2)
	go func() { failed <- s.http.Serve(s.listener) }()
	s.serveMetrics(failed)
	s.log.Info("serving", "url", s.baseURL, "address", s.listener.Addr().String(), "engine", string(s.db.Engine()), "version", version)
	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
		s.log.Info("stopping; a second signal ends the process at once")
	}
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return errors.Join(err, s.stop(context.WithoutCancel(ctx)))
}

// start shows the way in when there is no user yet, and starts the jobs.
func (s *server) start(ctx context.Context) error {
	if err := s.invite(ctx); err != nil {
		return err
	}
	return s.jobs.Start(ctx, s.webhooks)
}

// invite prints the one-time code of the first-run page while there is no user.
func (s *server) invite(ctx context.Context) error {
	needed, err := s.directory.NeedsSetup(ctx)
	if err != nil || !needed {
		return err
	}
	code, err := s.access.NewSetupCode(ctx)
	if app.Is(err, app.Conflict) { // a command was quicker
		return nil
	}
	if err == nil {
		s.log.Info("no user yet: open the first-run page and type the one-time code", "url", s.baseURL+"/setup", "code", code)
	}
	return err
}

// stop ends in order: no new request, those that are being answered, the jobs, the database. What is cut off is not
// lost: it is sent again after the next start.
func (s *server) stop(ctx context.Context) error {
	err := limited(ctx, stopRequests, s.http.Shutdown)
	if err != nil {
		err = s.http.Close() // somebody reads very slowly
	}
	if s.metrics != nil {
		err = errors.Join(err, s.metrics.Close()) // nobody is harmed by a scrape that is cut off
	}
	return errors.Join(err, limited(ctx, stopJobs, s.jobs.Stop), s.db.Close())
}

// limited calls fn with a context that ends after d.
func limited(ctx context.Context, d time.Duration, fn func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	return fn(ctx)
}
