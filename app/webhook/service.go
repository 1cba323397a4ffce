package webhook

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"rollcall/app"
	"rollcall/app/audit"
	"rollcall/app/mail"
	"rollcall/app/outbound"
	"rollcall/db"
)

// Config is what a Service is made of. What has a default may be left zero.
type Config struct {
	DB       *db.DB
	Audit    *audit.Log
	Clock    app.Clock
	Client   *outbound.Client
	Queue    Queue
	Key      []byte // 32 bytes: seals secrets at rest
	Log      *slog.Logger
	BaseURL  string          // where people reach this server
	Version  string          // of Rollcall, for the User-Agent
	Schedule []time.Duration // waits between tries; empty means DefaultSchedule
	Zone     *time.Location  // that Pipefy's bodies write local times in; nil means the machine's
	// Workers is how many requests the process has in flight at most; default 256.
	Workers int
	// PerWebhook is how many of them one webhook may have; default 32, or all if there are fewer.
	PerWebhook int
	// MaxBody is the longest body that is made, in bytes; default 256 KiB.
	MaxBody int
	Limits  Limits    // of the rules of health; zero ones have their default
	Mail    mail.Post // takes the letters of notices; nil without SMTP: then only pages show them
	// Retention says how long things are kept; what is zero in it has DefaultRetention's value.
	Retention Retention
}

// The defaults of Config (delivery.md, Fairness).
const (
	defaultWorkers    = 256
	defaultPerWebhook = 32
	defaultMaxBody    = 256 << 10
)

// Service is the use-cases of the room. It is safe for concurrent use.
type Service struct {
	db         *db.DB
	audit      *audit.Log
	clock      app.Clock
	client     *outbound.Client
	queue      Queue
	sealer     sealer
	log        *slog.Logger
	baseURL    string
	version    string
	schedule   []time.Duration
	zone       *time.Location
	perWebhook int
	maxBody    int
	limits     Limits
	post       mail.Post
	retention  Retention
	workers    int
	meter      *meter
	backlogs   backlogs

	reach  reach         // how far one request searches
	slice  time.Duration // how long a job works before it hands over
	batch  int           // rows of an operation that one transaction changes
	turns  *turns        // places for requests in flight
	aside  chan struct{} // commits of webhooks in doubt that wait for the writer
	bells  bells         // tell a running drain to look again
	flying sync.Map      // ids of the deliveries in flight
	quiet  chan struct{} // closed when the process is about to stop

	reached, noted atomic.Int64 // when a receiver last answered this process, and the last such time that is stored; Unix microseconds
}

// New makes a service. The error says which part of the configuration is no good.
func New(c Config) (*Service, error) {
	sealer, err := newSealer(c.Key)
	if err != nil {
		return nil, err
	}
	if c.DB == nil || c.Audit == nil || c.Clock == nil || c.Client == nil || c.Queue == nil || c.Log == nil {
		return nil, errors.New("webhook: DB, Audit, Clock, Client, Queue and Log must be given")
	}
	c = c.withDefaults()
	if c.Workers < 1 || c.PerWebhook < 1 {
		return nil, fmt.Errorf("webhook: %d workers with %d for each webhook: both must be at least 1", c.Workers, c.PerWebhook)
	}
	if err := c.Limits.check(); err != nil {
		return nil, err
	}
	if err := c.Retention.check(); err != nil {
		return nil, err
	}
	return &Service{db: c.DB, audit: c.Audit, clock: c.Clock, client: c.Client, queue: c.Queue, sealer: sealer, log: c.Log, baseURL: c.BaseURL,
		version: c.Version, schedule: c.Schedule, zone: c.Zone, perWebhook: c.PerWebhook, maxBody: c.MaxBody, retention: c.Retention, workers: c.Workers, meter: newMeter(), limits: c.Limits, post: c.Mail,
		reach: defaultReach(), slice: defaultSlice, batch: operateAtOnce, turns: newTurns(c.Workers, c.PerWebhook, c.Clock.Now), aside: make(chan struct{}, commitsAside), quiet: make(chan struct{})}, nil
}

func (c Config) withDefaults() Config {
	if len(c.Schedule) == 0 {
		c.Schedule = DefaultSchedule()
	}
	if c.Zone == nil {
		c.Zone = time.Local
	}
	if c.Workers == 0 {
		c.Workers = defaultWorkers
	}
	if c.PerWebhook == 0 {
		c.PerWebhook = min(defaultPerWebhook, c.Workers)
	}
	if c.MaxBody == 0 {
		c.MaxBody = defaultMaxBody
	}
	c.Limits = c.Limits.withDefaults()
	kept := DefaultRetention()
	c.Retention = Retention{Days: cmp.Or(c.Retention.Days, kept.Days), EventDays: cmp.Or(c.Retention.EventDays, max(kept.EventDays, c.Retention.Days)),
		Rows: cmp.Or(c.Retention.Rows, kept.Rows)}
	return c
}

// maxAttempts is how many attempts the schedule makes.
func (s *Service) maxAttempts() int { return len(s.schedule) + 1 }
