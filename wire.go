package main

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/directory"
	"rollcall/app/mail"
	"rollcall/app/outbound"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/handlers"
	"rollcall/jobs"
)

// options are the settings of a server, judged.
type options struct {
	databaseURL    string
	key            []byte // nil: the key file beside the SQLite file
	log            *slog.Logger
	listener       net.Listener
	baseURL        string
	trustedProxies []netip.Prefix
	allowTargets   []string
	allowFile      string // where they were read; "": they can't change
	httpsOnly      bool
	useProxy       bool
	schedule       []time.Duration // nil: the default (docs/operations.md)
	attemptTimeout time.Duration
	bounds         bounds
	workers        int
	perWebhook     int            // of the workers; 0: the default
	limits         webhook.Limits // zero ones: the defaults
	smtpURL        string         // "": links of invitations and notices are shown instead
	discardSecrets bool
	retention      webhook.Retention // zero ones: the defaults
	metricsAddr    string            // as it was set
	metricsToken   string            // "": none is asked for

	metricsListener net.Listener // nil: metrics have none of their own
}

// server is everything that one process wires together.
type server struct {
	options
	client    *outbound.Client
	db        *db.DB
	access    *access.Service
	directory *directory.Service
	webhooks  *webhook.Service
	jobs      *jobs.Client
	http      *http.Server
	metrics   *http.Server // nil: not on a listener of their own
}

// open opens the database and wires every room to those below it. Nothing is served or sent yet. The listener is open
// already, so that requests wait for us instead of being refused; on an error it is closed with the rest.
func open(ctx context.Context, o options) (*server, error) {
	s := &server{options: o}
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(err, o.listener.Close(), closeListener(o.metricsListener))
	}
	return s, nil
}

// open judges what is left of the settings before it touches the database.
func (s *server) open(ctx context.Context) (err error) {
	if s.key == nil && onPostgres(s.databaseURL) {
		return errors.New("ROLLCALL_SECRET_KEY must be set with PostgreSQL: set it to what `openssl rand -base64 32` prints, and keep a copy")
	}
	s.client, err = outbound.New(outbound.Config{Allow: s.allowTargets, HTTPSOnly: s.httpsOnly, ProxyFromEnvironment: s.useProxy, AttemptTimeout: s.attemptTimeout, OwnAddress: s.listener.Addr().String(),
		ConnectTimeout: s.bounds.connect, MaxResponseRead: int64(s.bounds.read), MaxResponseKeep: s.bounds.keep, MaxResponseHeaders: int64(s.bounds.headers)})
	if err != nil {
		return err
	}
	if s.db, err = db.Open(ctx, db.Config{URL: s.databaseURL, Log: s.log}); err != nil {
		return err
	}
	if err := s.wire(ctx); err != nil {
		return errors.Join(err, s.db.Close())
	}
	return nil
}

// onPostgres reports whether a database URL names a PostgreSQL database.
func onPostgres(url string) bool {
	return strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://")
}

func (s *server) wire(ctx context.Context) error {
	clock := app.SystemClock{}
	log := audit.New(s.db, clock)
	s.access = access.New(s.db, log, clock)
	var err error
	if s.jobs, err = jobs.New(s.db, s.log, s.attemptTimeout); err != nil {
		return err
	}
	if err := s.wireWebhooks(ctx, log, clock); err != nil {
		return err
	}
	if err := s.wireDirectory(log, clock); err != nil {
		return err
	}
	s.wireChores()
	return s.wireHandlers(clock)
}

// wireChores keeps the database in order while the process runs: what has been kept long enough goes, then the file gets
// shorter.
func (s *server) wireChores() {
	s.jobs.Chores(
		jobs.Chore{Name: "retention", Do: s.webhooks.Retain},
		jobs.Chore{Name: "sessions", Do: s.access.Sweep},
		jobs.Chore{Name: "space", Do: s.db.GiveBack},
		jobs.Chore{Name: "statistics", Do: func(ctx context.Context, _ time.Duration) (bool, error) { return false, s.db.Optimize(ctx) }},
	)
}

func (s *server) wireDirectory(log *audit.Log, clock app.Clock) error {
	links, err := hkdf.Key(sha256.New, s.key, nil, "rollcall links of invitations", keyBytes)
	if err != nil {
		return fmt.Errorf("derive the key of the links: %w", err)
	}
	config := directory.Config{DB: s.db, Audit: log, Access: s.access, Clock: clock,
		Publish: s.webhooks.Publish, DeleteWebhooks: s.webhooks.DeleteOfScope, Key: links, BaseURL: s.baseURL}
	if s.smtpURL != "" {
		config.Mail = s.jobs
	}
	s.directory = directory.New(config)
	return s.wireMail()
}

// wireMail has the letters delivered that the directory and the webhooks post.
func (s *server) wireMail() error {
	if s.smtpURL == "" {
		return nil
	}
	base, err := url.Parse(s.baseURL)
	if err != nil {
		return fmt.Errorf("read the base URL: %w", err)
	}
	sender, err := mail.New(s.smtpURL, base.Hostname())
	if err == nil {
		s.jobs.Letters(mail.NewOffice(sender, s.log, map[mail.Kind]mail.Writer{
			mail.KindInvitation: s.directory.Letters(), mail.KindNotice: s.webhooks.Letters()}))
	}
	return err
}

func (s *server) wireWebhooks(ctx context.Context, log *audit.Log, clock app.Clock) error {
	made, err := s.findKey()
	if err != nil {
		return err
	}
	config := webhook.Config{DB: s.db, Audit: log, Clock: clock, Client: s.client, Queue: s.jobs, Key: s.key, Log: s.log, BaseURL: s.baseURL,
		Version: version, Schedule: s.schedule, Workers: s.workers, PerWebhook: s.perWebhook, MaxBody: s.bounds.body, Limits: s.limits, Retention: s.retention}
	if s.smtpURL != "" {
		config.Mail = s.jobs
	}
	s.webhooks, err = webhook.New(config)
	if err == nil {
		err = s.takeKey(ctx)
	}
	switch {
	case made && err != nil: // the database belongs to another key: ours must not stand where that one is missing
		return errors.Join(err, os.Remove(keyFile(s.db.Path())))
	case made:
		s.log.Info("made the key that encrypts secrets in the database; no backup has it, so keep a copy of it in another place", "file", keyFile(s.db.Path()))
	}
	return err
}

// takeKey makes sure that the key is the database's, or makes it so where the old one is lost.
func (s *server) takeKey(ctx context.Context) error {
	if !s.discardSecrets {
		return s.webhooks.CheckKey(ctx)
	}
	discarded, err := s.webhooks.DiscardSecrets(ctx)
	if err == nil && discarded > 0 {
		s.log.Warn("the old secrets were discarded: every webhook has a new signing secret and is paused until you have given it to the receiver", "webhooks", discarded)
	}
	return err
}

// findKey takes the key from the file beside the SQLite file when no setting has it; made says that there was none.
func (s *server) findKey() (made bool, err error) {
	if s.key == nil {
		s.key, made, err = loadOrMakeKey(keyFile(s.db.Path()))
	}
	return made, err
}

func (s *server) wireHandlers(clock app.Clock) error {
	base, err := url.Parse(s.baseURL)
	if err != nil {
		return fmt.Errorf("read the base URL: %w", err)
	}
	cookies, err := hkdf.Key(sha256.New, s.key, nil, "rollcall session cookies", keyBytes) // every process on one database has the same
	if err != nil {
		return fmt.Errorf("derive the key of the cookies: %w", err)
	}
	measured, err := s.wireMetrics()
	if err != nil {
		return err
	}
	handler, err := handlers.New(handlers.Config{Access: s.access, Directory: s.directory, Webhooks: s.webhooks, BaseURL: base, TrustedProxies: s.trustedProxies,
		Log: s.log, Clock: clock, SessionKey: cookies, Ready: s.ready, Metrics: measured})
	if err != nil {
		return err
	}
	s.http = handlers.NewServer(s.listener.Addr().String(), handler)
	s.http.ErrorLog = slog.NewLogLogger(s.log.Handler(), slog.LevelWarn)
	return nil
}

// ready is nil while the database can be read and written and the queue works its jobs.
func (s *server) ready(ctx context.Context) error {
	return errors.Join(s.db.Ready(ctx), s.jobs.Ready())
}
