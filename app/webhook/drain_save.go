package webhook

import (
	"context"
	"errors"
	"time"
)

// saving is the end of one commit: of results, or of a batch that was settled.
type saving struct {
	ids     []string
	rested  bool
	settled bool
	rows    int           // that were written
	took    time.Duration // the transaction, without its commit
	whole   time.Duration // with it, and with the wait for the writer
	waits   bool          // there is more to settle, but not yet
	err     error
}

// collect takes in one ended attempt and all that ended beside it, so that they are recorded together.
func (d *drain) collect(first sending) {
	for sent := first; ; {
		d.out--
		d.unsaved = append(d.unsaved, sent)
		d.tell(sent)
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
	if d.paced() || saved.settled && !d.atOnce.fixed {
		d.breath = time.After(min(saved.whole, breathMost))
	}
	for _, id := range saved.ids {
		delete(d.taken, id)
	}
	if !saved.settled && d.canWait() {
		d.atOnce.learn(saved.rows, saved.took)
	}
	if saved.err != nil {
		d.failure = errors.Join(d.failure, saved.err)
	}
	if saved.settled {
		d.settles.learn(saved.rows, saved.took)
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

// save records what has ended, one commit at a time; with the last of it the job ends in the same commit.
func (d *drain) save(ctx context.Context) {
	if d.saving || d.breath != nil {
		return
	}
	n := len(d.unsaved)
	if d.canWait() {
		n = min(n, d.atOnce.size)
	}
	d.resting = d.out == 0 && n == len(d.unsaved) && len(d.backlog) == 0 && !d.hungry && !d.unsettled() && !d.closing(ctx)
	if len(d.unsaved) == 0 && !d.resting {
		d.tidy(ctx)
		return
	}
	batch := results{job: d.job, open: d.target.open, sent: d.unsaved[:n:n], rest: d.resting, doubted: d.turn.doubted()}
	d.unsaved, d.saving = d.unsaved[n:], true
	go func() {
		began := time.Now()
		rested, took, err := d.s.recordPatiently(context.WithoutCancel(ctx), batch)
		d.saved <- saving{ids: batch.ids(), rested: rested, rows: n, took: took, whole: time.Since(began), err: err}
	}()
}

// canWait reports whether this is about what has waited long already: retries, what was asked for in bulk, or what was
// held. It is recorded in portions. What has just happened is not: as many changes as are committed together, as many
// results have to be, or a burst falls behind itself.
func (d *drain) canWait() bool { return d.job.Lane == LaneRetry || d.target.unsettled }

// paced reports whether it is sent and recorded at a pace that leaves others the machine.
func (d *drain) paced() bool { return d.canWait() && !d.atOnce.fixed }

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
	go func(most int) {
		began := time.Now()
		settled, err := d.s.settle(context.WithoutCancel(ctx), d.job.WebhookID, most)
		settled.settled, settled.whole, settled.err = true, time.Since(began), err
		d.saved <- settled
	}(d.settles.size)
}
