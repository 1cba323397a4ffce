package webhook

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"rollcall/app"
	"rollcall/app/outbound"
	"rollcall/db"
)

const (
	defaultSlice = 30 * time.Second       // a job hands over to a new one after this, so that it never looks stuck
	drainPage    = 256                    // deliveries read at a time
	drainFresh   = time.Second            // a page older than this is read again: the webhook may have changed
	drainUnsaved = 256                    // results waiting to be recorded, at most
	drainPoll    = 250 * time.Millisecond // looks for deliveries that another process added while requests are out,
	drainPatient = 4 * time.Second        // and, finding none, ever less often

	settleGap     = 50 * time.Millisecond // looks whether more of what was held can go on,
	settlePatient = 5 * time.Second       // and, as long as it can't, ever less often
)

// LongestJob is how long a job may run before it is taken for dead; attemptTimeout is the limit of one request.
func LongestJob(attemptTimeout time.Duration) time.Duration {
	return defaultSlice + attemptTimeout + 45*time.Second
}

// Quiesce ends the running jobs early, before the process stops: nothing more is sent, what is out is waited for and
// recorded, and new jobs go on after the next start. It returns at once and may be called once.
func (s *Service) Quiesce() { close(s.quiet) }

// Deliver works one job: it sends what is due in the lane until nothing is, records every result, and leaves the
// lane idle or with a job for later. A stale job does nothing. It returns an error only for our own failures, which
// the queue tries again; what receivers answer is recorded, not returned. When ctx ends, what is out is cut off,
// recorded as interrupted, and due again at once.
func (s *Service) Deliver(ctx context.Context, job Job) error {
	ctx = db.Reserved(ctx)
	live, err := s.laneIs(ctx, job)
	if err != nil || !live {
		return err
	}
	d := &drain{s: s, job: job, began: s.clock.Now(), hungry: true, poll: drainPoll, gap: settleGap, taken: map[string]bool{},
		sent: make(chan sending, s.perWebhook), saved: make(chan saving, 1)}
	d.bell = s.bells.hang(job.Lane, job.WebhookID)
	defer s.bells.take(job.Lane, job.WebhookID, d.bell)
	if d.target, err = s.loadTarget(ctx, s.db, job.WebhookID, target{}); err != nil {
		return err
	}
	d.turn = s.turns.join(job.WebhookID, d.target.organization, job.Lane, d.target.failing)
	defer d.turn.leave()
	return d.run(ctx)
}

// laneIs reports whether the job is the lane's live one.
func (s *Service) laneIs(ctx context.Context, job Job) (bool, error) {
	var generation int64
	err := s.db.QueryRow(ctx, `SELECT generation FROM lanes WHERE webhook_id = $1 AND lane = $2 AND busy`, job.WebhookID, job.Lane).Scan(&generation)
	if errors.Is(err, errNoRows) {
		return false, nil
	}
	return generation == job.Generation, err
}

// drain is one job at work. Only its run loop touches its fields; requests and commits happen beside it and report
// through the channels.
type drain struct {
	s     *Service
	job   Job
	began time.Time
	bell  *bell
	turn  *turn

	target  target
	backlog []waiting
	read    time.Time       // when backlog was read
	hungry  bool            // there may be more than backlog has
	astray  bool            // the webhook has to be read again, although nothing is due
	taken   map[string]bool // deliveries out or not yet recorded, by id
	out     int             // requests out
	unsaved []sending       // answered, not yet recorded
	saving  bool            // a commit is under way
	resting bool            // the commit under way also ends the job, if nothing is due
	rested  bool
	failure error
	later   <-chan time.Time // when to settle more; nil is now
	gap     time.Duration    // until then, the last time
	poll    time.Duration    // until the next look for what others added
	pause   time.Duration    // until the lane's next job, when this one gives way to others; 0 as long as it doesn't

	sent  chan sending
	saved chan saving
}

// sending is one attempt that has ended.
type sending struct {
	delivery waiting
	attempt  Attempt
	unsent   bool  // no request was made: nothing to record
	err      error // our own fault that kept it from being made
}

// saving is the end of one commit: of results, or of a batch that was settled.
type saving struct {
	ids     []string
	rested  bool
	settled bool
	waits   bool // there is more to settle, but not yet
	err     error
}

func (d *drain) run(ctx context.Context) error {
	poll := time.NewTimer(d.poll)
	defer poll.Stop()
	for !d.rested {
		if err := d.fill(ctx); err != nil {
			d.failure = errors.Join(d.failure, err)
		}
		d.start(ctx)
		d.save(ctx)
		if d.idle() {
			if d.closing(ctx) || d.givesWay() {
				break
			}
			if len(d.backlog) == 0 && !d.unsettled() {
				continue
			}
		}
		d.wait(ctx, poll)
	}
	return d.end(ctx)
}

// idle reports that nothing is under way.
func (d *drain) idle() bool { return d.out == 0 && !d.saving }

// givesWay reports whether the drain ends for now, because too many wait for their first place, or because what it has
// let go on is not sent and keeps the rest waiting.
func (d *drain) givesWay() bool {
	if d.later != nil && d.gap == settlePatient && len(d.backlog) == 0 {
		d.pause = settlePatient
		return true
	}
	if len(d.backlog) == 0 || !d.turn.crowded() {
		return false
	}
	d.pause = comeBack + rand.N(comeBack)
	return true
}

func (d *drain) wait(ctx context.Context, poll *time.Timer) {
	var quiet, cut <-chan struct{}
	if d.idle() { // waiting for a place; otherwise what is out is waited for
		quiet, cut = d.s.quiet, ctx.Done()
	}
	select {
	case sent := <-d.sent:
		d.collect(sent)
	case saved := <-d.saved:
		d.committed(saved)
	case <-d.turn.ready:
	case <-d.bell.rung:
		d.hungry, d.poll = true, drainPoll
	case <-poll.C:
		d.hungry, d.poll = true, min(2*d.poll, drainPatient)
		poll.Reset(d.poll)
	case <-d.later:
		d.later = nil
	case <-quiet:
	case <-cut:
	}
}

// collect takes in one ended attempt and all that ended beside it, so that they are recorded together.
func (d *drain) collect(first sending) {
	for sent := first; ; {
		d.out--
		d.unsaved = append(d.unsaved, sent)
		d.failure = errors.Join(d.failure, sent.err)
		select {
		case sent = <-d.sent:
		default:
			return
		}
	}
}

func (d *drain) committed(saved saving) {
	d.saving, d.rested = false, saved.rested
	for _, id := range saved.ids {
		delete(d.taken, id)
	}
	if saved.err != nil {
		d.failure = errors.Join(d.failure, saved.err)
	}
	if saved.settled {
		d.hungry, d.astray = true, true
		if d.gap = min(2*d.gap, settlePatient); !saved.waits {
			d.gap = settleGap
		} else {
			d.later = time.After(d.gap)
		}
	}
	if d.resting && !saved.rested {
		d.hungry, d.astray = true, true
	}
}

// closing reports that no more is to be started: shutting down, failing, or handing over.
func (d *drain) closing(ctx context.Context) bool {
	return d.failure != nil || d.stopping(ctx) || d.s.clock.Now().Sub(d.began) > d.s.slice
}

func (d *drain) stopping(ctx context.Context) bool {
	select {
	case <-d.s.quiet:
		return true
	default:
		return ctx.Err() != nil
	}
}

// fill reads the next page of what is due, when there is little left of the last.
func (d *drain) fill(ctx context.Context) error {
	if d.saving && d.resting {
		return nil // the lane may be going idle in this moment: what comes now is its next job's
	}
	if d.closing(ctx) {
		d.backlog = nil
		return nil
	}
	now := d.s.clock.Now()
	if d.bell.changed.Swap(false) {
		d.backlog, d.hungry, d.astray, d.later = nil, true, true, nil
	}
	if len(d.backlog) > 0 && now.Sub(d.read) > drainFresh {
		d.backlog, d.hungry = nil, true
	}
	page := min(drainPage, d.turn.page())
	if !d.hungry || len(d.backlog) >= page/2 {
		return nil
	}
	due, err := d.s.listDue(ctx, d.job, now, len(d.taken)+page)
	if err != nil {
		return err
	}
	d.backlog, d.read, d.hungry = d.backlog[:0], now, false
	if len(due) == 0 && !d.astray {
		return nil
	}
	t, err := d.s.loadTarget(ctx, d.s.db, d.job.WebhookID, d.target)
	if err != nil {
		return err
	}
	d.target, d.astray = t, false
	for _, delivery := range due {
		if !d.taken[delivery.ID] && (t.open || delivery.Test) {
			d.backlog = append(d.backlog, delivery)
		}
	}
	d.hungry = len(d.backlog) > 0 && len(due) == len(d.taken)+page
	return nil
}

// start sends from the backlog as far as there are places for it and room for results.
func (d *drain) start(ctx context.Context) {
	places := d.turn.ask(max(0, min(len(d.backlog), drainUnsaved-len(d.unsaved))))
	for _, next := range d.backlog[:places] {
		d.taken[next.ID] = true
		d.out++
		go func(t target) {
			sent := d.s.attempt(ctx, t, next)
			d.turn.done(sent.says())
			d.sent <- sent
		}(d.target)
	}
	d.backlog = d.backlog[places:]
}

// says is what the attempt tells of the receiver.
func (s sending) says() ending {
	if s.unsent {
		return saysNothing
	}
	return endingOf(s.attempt.Result)
}

// save records what has ended, one commit at a time; with the last of it the job ends in the same commit.
func (d *drain) save(ctx context.Context) {
	if d.saving {
		return
	}
	d.resting = d.out == 0 && len(d.backlog) == 0 && !d.hungry && !d.unsettled() && !d.closing(ctx)
	if len(d.unsaved) == 0 && !d.resting {
		d.tidy(ctx)
		return
	}
	batch := results{job: d.job, open: d.target.open, sent: d.unsaved, rest: d.resting, doubted: d.turn.doubted()}
	d.unsaved, d.saving = nil, true
	go func() {
		rested, err := d.s.recordPatiently(context.WithoutCancel(ctx), batch)
		d.saved <- saving{ids: batch.ids(), rested: rested, err: err}
	}()
}

// unsettled reports whether it is this job that has to settle what waits for the webhook.
func (d *drain) unsettled() bool { return d.target.unsettled && d.job.Lane == LaneFirst }

// tidy settles a batch of what waits for the webhook when there is nothing to record: at once where nothing may be sent,
// and when the lane runs dry where what was held goes on.
func (d *drain) tidy(ctx context.Context) {
	dry := len(d.backlog) < drainPage/2 && !d.hungry
	if !d.unsettled() || d.later != nil || d.target.open && !dry || d.closing(ctx) {
		return
	}
	d.saving = true
	go func() {
		waits, err := d.s.settle(context.WithoutCancel(ctx), d.job.WebhookID)
		d.saved <- saving{settled: true, waits: waits, err: err}
	}()
}

// end leaves a job that has not come to rest: our own failure goes to the queue, which tries the same job again;
// otherwise a new job takes over.
func (d *drain) end(ctx context.Context) error {
	if d.rested || d.failure != nil {
		return d.failure
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return d.s.passOn(ctx, d.job, d.pause)
}

// attempt makes one request. Its caller has a place for it.
func (s *Service) attempt(ctx context.Context, t target, d waiting) sending {
	s.flying.Store(d.ID, true)
	defer s.flying.Delete(d.ID)
	a := Attempt{ID: app.NewUUID(), DeliveryID: d.ID, Trigger: d.trigger(), TriggeredBy: d.by, URL: t.url}
	header, err := s.signedHeaders(t, d)
	if err != nil {
		return sending{delivery: d, unsent: true, err: fmt.Errorf("sign delivery %s: %w", d.ID, err)}
	}
	a.Request = masked(header, t.own)
	a.Result = s.client.Do(ctx, outbound.Request{URL: t.url, Header: header, Body: d.Body})
	s.meter.attempt(a.Result)
	return sending{delivery: d, attempt: a}
}

func (s *Service) signedHeaders(t target, d waiting) (http.Header, error) {
	now := s.clock.Now()
	signature, err := sign(t.keys(now), d.ID, now, d.Body)
	header := headers(d.Delivery, d.Attempts+1, now, s.version, signature)
	for name, values := range t.own {
		if _, ours := header[name]; !ours {
			header[name] = values
		}
	}
	return header, err
}
