package webhook

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"rollcall/app/outbound"
	"rollcall/db"
)

const (
	defaultSlice = 30 * time.Second       // a job hands over to a new one after this, so that it never looks stuck
	drainPage    = 256                    // deliveries read at a time
	drainFresh   = time.Second            // a page older than this is read again: the webhook may have changed
	drainLook    = 50 * time.Millisecond  // a webhook read longer ago is looked at before something is sent: another process may have changed it
	drainUnsaved = 256                    // results waiting to be recorded, at most
	drainPoll    = 250 * time.Millisecond // looks for deliveries that another process added while requests are out,
	drainPatient = 4 * time.Second        // and, finding none, ever less often

	settleGap     = 50 * time.Millisecond // looks whether more of what was held can go on,
	settlePatient = 5 * time.Second       // and, as long as it can't, ever less often
)

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
	looked  time.Time       // when the webhook was read, or seen to be what it was
	hungry  bool            // there may be more than backlog has
	astray  bool            // the webhook has to be read again, although nothing is due
	taken   map[string]bool // deliveries out or not yet recorded, by id
	out     int             // requests out
	unsaved []sending       // answered, not yet recorded
	atOnce  portion         // of them
	settles portion         // of what is settled
	saving  bool            // a commit is under way
	resting bool            // the commit under way also ends the job, if nothing is due
	rested  bool
	failure error
	told    map[outbound.ErrorClass]bool // what the log has been told of
	later   <-chan time.Time             // when to settle more; nil is now
	step    <-chan time.Time             // when to send more of what can wait; nil is now
	breath  <-chan time.Time             // when to write again what can wait; nil is now
	gap     time.Duration                // until then, the last time
	poll    time.Duration                // until the next look for what others added
	pause   time.Duration                // until the lane's next job, when this one gives way to others; 0 as long as it doesn't

	sent  chan sending
	saved chan saving
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
func (d *drain) idle() bool { return d.out == 0 && !d.saving && d.breath == nil }

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
	case <-d.breath:
		d.breath = nil
	case <-d.step:
		d.step = nil
	case <-quiet:
	case <-cut:
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
	if err := d.look(ctx, now); err != nil {
		return err
	}
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
	return d.readPage(ctx, now, page)
}

// readPage reads the webhook and so many of its deliveries that are due, beside those that are out.
func (d *drain) readPage(ctx context.Context, now time.Time, page int) error {
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
	d.target, d.astray, d.looked = t, false, now
	for _, delivery := range due {
		if !d.taken[delivery.ID] && (t.open || delivery.Test) {
			d.backlog = append(d.backlog, delivery)
		}
	}
	d.hungry = len(d.backlog) > 0 && len(due) == len(d.taken)+page
	return nil
}

// look rings the bell when another process has changed the webhook: only changes of this one ring it themselves. Whoever
// pauses a webhook does not expect requests that begin after that.
func (d *drain) look(ctx context.Context, now time.Time) error {
	if len(d.backlog) == 0 || d.s.db.Engine() == db.SQLite || now.Sub(d.looked) < drainLook {
		return nil
	}
	version, err := d.s.versionOf(ctx, d.job.WebhookID)
	if err != nil {
		return err
	}
	if d.looked = now; version != d.target.version {
		d.bell.changed.Store(true)
	}
	return nil
}

// start sends from the backlog as far as there are places for it and room for results. What has changed since the backlog
// was looked through is looked at first: a place may have come free after somebody paused the webhook.
func (d *drain) start(ctx context.Context) {
	if d.step != nil {
		return
	}
	places := d.turn.ask(d.room())
	if d.bell.changed.Load() {
		for range places {
			d.turn.done(saysNothing)
		}
		return
	}
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
	if places > 0 && d.paced() {
		d.step = time.After(stepGap)
	}
}

// room is how many requests may be begun now, if there are places.
func (d *drain) room() int {
	room := max(0, min(len(d.backlog), drainUnsaved-len(d.unsaved)))
	if d.paced() {
		room = min(room, stepMost)
	}
	return room
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
