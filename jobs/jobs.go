// Package jobs is River and nothing but River: it carries the jobs and letters that the domain enqueues, wakes them after
// the commit, and works them on either engine. It decides nothing about deliveries: what is due, and for whom, the
// deliveries table says; nor about letters: what they say, their writers know. No other package knows River.
package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"rollcall/app"
	"rollcall/app/webhook"
	"rollcall/db"
)

// The queues, one a lane: River works each with a pool of its own, so that first attempts never wait behind retries.
// A place in a pool is one webhook being worked, not one request; requests have a bound of their own in webhook.
const (
	firstPlaces = 1000
	retryPlaces = 500

	fetchCooldown = 2 * time.Millisecond // River's 100 ms would be a ceiling on the jobs a second
	fetchPoll     = time.Second          // how late a retry, or a job that another process inserted into SQLite, may start
	hardStop      = 10 * time.Second     // for what was cut off to be recorded
	keepFinished  = 5 * time.Minute      // River's rows are machinery; history is in tables of our own
	ourRetries    = 25                   // of a job that failed for a reason of ours; after that Reconcile makes a new one
	reconcileGap  = 30 * time.Second
)

// Client carries jobs and letters. It implements webhook.Queue and mail.Post.
type Client struct {
	db     *db.DB
	log    *slog.Logger
	river  runner
	bell   *bell // nil on PostgreSQL, whose NOTIFY wakes
	life   *life // nil on SQLite, where the lock on the file says that there is no other process
	early  *early
	worker *deliver
	works  *operate
	mail   *carry
	chores *chores
	pulse  *pulse
	stop   context.CancelFunc
	done   sync.WaitGroup
}

// runner is what is used of River's client, whose type depends on the engine.
type runner interface {
	insert(ctx context.Context, tx *db.Tx, params []river.InsertManyParams) error
	PeriodicJobs() *river.PeriodicJobBundle
	Start(ctx context.Context) error
	Stop(ctx context.Context) error
	StopAndCancel(ctx context.Context) error
}

// carrier is River's client with the way from our transaction to its.
type carrier[T any] struct {
	*river.Client[T]
	of func(*db.Tx) T
}

func (c carrier[T]) insert(ctx context.Context, tx *db.Tx, params []river.InsertManyParams) error {
	_, err := c.InsertManyFastTx(ctx, c.of(tx), params)
	return err
}

// New makes a client that can enqueue. attemptTimeout is the longest that one request may take: a job that runs much
// longer than that is taken for dead.
func New(d *db.DB, log *slog.Logger, attemptTimeout time.Duration) (*Client, error) {
	return open(d, log, configure(log, webhook.LongestJob(attemptTimeout)))
}

func open(d *db.DB, log *slog.Logger, config *river.Config) (*Client, error) {
	c := &Client{db: d, log: log, early: &early{log: log}, works: &operate{}, mail: &carry{waits: mailWaits()}, pulse: newPulse(config.Queues)}
	c.worker = &deliver{early: c.early}
	c.chores = &chores{client: c, quit: make(chan struct{})}
	config.Hooks = append(config.Hooks, c.pulse)
	config.Workers = river.NewWorkers()
	river.AddWorker(config.Workers, c.worker)
	river.AddWorker(config.Workers, c.works)
	river.AddWorker(config.Workers, c.mail)
	river.AddWorker(config.Workers, c.chores)
	var err error
	if d.Engine() == db.SQLite {
		c.bell = newBell()
		c.river, err = newSQLite(d, c.bell, config)
	} else {
		c.life = &life{pool: d.PGX(), id: config.ID}
		c.river, err = newCarrier[pgx.Tx](riverpgxv5.New(d.PGX()), config, (*db.Tx).PGX)
	}
	if err != nil {
		return nil, fmt.Errorf("set up the queue: %w", err)
	}
	return c, nil
}

func newCarrier[T any](driver riverdriver.Driver[T], config *river.Config, of func(*db.Tx) T) (runner, error) {
	client, err := river.NewClient(driver, config)
	if err != nil {
		return nil, err
	}
	return carrier[T]{client, of}, nil
}

func configure(log *slog.Logger, longest time.Duration) *river.Config {
	return &river.Config{
		ID: app.NewUUID(),
		Queues: map[string]river.QueueConfig{
			string(webhook.LaneFirst): {MaxWorkers: firstPlaces},
			string(webhook.LaneRetry): {MaxWorkers: retryPlaces},
			operationQueue:            {MaxWorkers: operationPlaces},
			mailQueue:                 {MaxWorkers: mailPlaces},
			choreQueue:                {MaxWorkers: 1},
		},
		Hooks:                       []rivertype.Hook{&dueByItself{}},
		Logger:                      slog.New(warnings{log.Handler()}),
		FetchCooldown:               fetchCooldown,
		FetchPollInterval:           fetchPoll,
		JobTimeout:                  longest,
		RescueStuckJobsAfter:        longest + 15*time.Second,
		CompletedJobRetentionPeriod: keepFinished,
		DiscardedJobRetentionPeriod: 24 * time.Hour,
		MaxAttempts:                 ourRetries,
		RetryPolicy:                 soon{},
	}
}

// Enqueue implements webhook.Queue.
func (c *Client) Enqueue(ctx context.Context, tx *db.Tx, jobs ...webhook.Job) error {
	params := make([]river.InsertManyParams, len(jobs))
	for i, job := range jobs {
		params[i] = river.InsertManyParams{
			Args:       errand{WebhookID: job.WebhookID, Lane: job.Lane, Generation: job.Generation},
			InsertOpts: &river.InsertOpts{Queue: string(job.Lane), ScheduledAt: job.At},
		}
	}
	if err := c.river.insert(ctx, tx, params); err != nil {
		return fmt.Errorf("enqueue %d jobs: %w", len(jobs), err)
	}
	if c.bell != nil {
		tx.AfterCommit(func() {
			for _, job := range jobs {
				c.early.begin(job)
				c.bell.ring(string(job.Lane))
			}
		})
	}
	return nil
}

// Start works jobs until Stop. First it takes up the jobs that a process which no longer lives left running.
func (c *Client) Start(ctx context.Context, hooks *webhook.Service) error {
	c.worker.hooks, c.works.hooks = hooks, hooks
	if err := c.takeUp(ctx); err != nil {
		return err
	}
	ctx, c.stop = context.WithCancel(context.WithoutCancel(ctx))
	if err := c.river.Start(ctx); err != nil {
		c.end()
		return fmt.Errorf("start the queue: %w", err)
	}
	if c.bell != nil {
		c.early.start(hooks.Deliver)
	}
	c.pulse.start(time.Now())
	c.done.Go(func() { c.reconcile(ctx, hooks) })
	c.done.Go(func() { c.watch(ctx, hooks) })
	return nil
}

// Stop ends the work: nothing new is started, what is out may finish until ctx ends, and what then is still out is cut
// off and recorded, to be sent again after the next start. It may be called once, after Start.
func (c *Client) Stop(ctx context.Context) error {
	c.early.close()
	c.worker.hooks.Quiesce()
	c.pulse.stop()
	close(c.chores.quit)
	err := c.river.Stop(ctx)
	if ctx.Err() != nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), hardStop)
		defer cancel()
		err = c.river.StopAndCancel(ctx)
	}
	err = errors.Join(err, c.early.wait(ctx))
	c.stop()
	c.done.Wait()
	c.end()
	if err != nil {
		return fmt.Errorf("stop the queue: %w", err)
	}
	return nil
}

// end gives up the sign of life.
func (c *Client) end() {
	if c.life != nil {
		c.life.end()
	}
}

func (c *Client) takeUp(ctx context.Context) error {
	if c.life == nil {
		return c.takeUpAll(ctx)
	}
	if err := c.life.show(ctx); err != nil {
		return err
	}
	n, err := c.life.takeUpFromTheDead(ctx, c.db)
	if n > 0 {
		c.log.Warn("took up the jobs that a dead process left running", "jobs", n)
	}
	return err
}

// takeUpAll is for SQLite: whoever left jobs running there is dead, for we hold the lock on the file.
func (c *Client) takeUpAll(ctx context.Context) error {
	err := c.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE river_job SET state = 'available' WHERE state = 'running'`)
		return err
	})
	if err != nil {
		return fmt.Errorf("take up the jobs of the last process: %w", err)
	}
	return nil
}

// reconcile looks after the lanes while the process runs. It is a loop of its own and no job of River's, because it
// is what mends a queue that does not run.
func (c *Client) reconcile(ctx context.Context, hooks *webhook.Service) {
	tick := time.NewTicker(reconcileGap)
	defer tick.Stop()
	for {
		if c.life != nil {
			if err := c.takeUp(ctx); err != nil && ctx.Err() == nil {
				c.log.Error("looking for jobs of dead processes failed", "error", err)
			}
		}
		if n, err := hooks.Reconcile(ctx, c.live); err != nil && ctx.Err() == nil {
			c.log.Error("looking for deliveries without a job failed", "error", err)
		} else if n > 0 {
			c.log.Warn("deliveries had lost their job and have a new one", "lanes", n)
		}
		if n, err := hooks.ReconcileOperations(ctx, c.liveOperations); err != nil && ctx.Err() == nil {
			c.log.Error("looking for operations without a job failed", "error", err)
		} else if n > 0 {
			c.log.Info("operations go on where they were", "operations", n)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// live lists the jobs of lanes that River still has to run or is running.
func (c *Client) live(ctx context.Context) (map[webhook.Job]bool, error) {
	return live(ctx, c.db, errand.job)
}

// live lists the jobs of one kind that River still has to run or is running, as keys.
func live[T river.JobArgs, K comparable](ctx context.Context, d *db.DB, key func(T) K) (map[K]bool, error) {
	args := `CAST(args AS TEXT)`
	if d.Engine() == db.SQLite { // where River keeps SQLite's binary form
		args = `CASE WHEN json_valid(args, 6) THEN json(args) ELSE '' END`
	}
	var one T
	rows, err := d.Query(ctx, `SELECT `+args+` FROM river_job WHERE state IN ('available', 'running', 'retryable', 'scheduled') AND kind = $1`, one.Kind())
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	jobs := map[K]bool{}
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		var one T
		if json.Unmarshal([]byte(text), &one) == nil { // what can't be read can't be run either: it is as good as gone
			jobs[key(one)] = true
		}
	}
	return jobs, rows.Err()
}
