package jobs

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// silence is how long a queue may not have looked for jobs before it counts as dead: it looks each second even when
// there is nothing to do.
const silence = 15 * time.Second

// errNotStarted is before Start and after Stop.
var errNotStarted = errors.New("the queue is not started")

// pulse knows whether River works its queues: it hears of each look for jobs that the database has answered. A queue
// whose places are all taken does not look, and is well all the same.
type pulse struct {
	river.HookDefaults
	mu      sync.Mutex
	places  map[string]int // by queue; what is not in it is not ours
	looked  map[string]time.Time
	working map[string]int
	started bool
}

func newPulse(queues map[string]river.QueueConfig) *pulse {
	p := &pulse{places: map[string]int{}, looked: map[string]time.Time{}, working: map[string]int{}}
	for name, queue := range queues {
		p.places[name] = queue.MaxWorkers
	}
	return p
}

// start says from when on the queues are looked after.
func (p *pulse) start(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.started = true
	for name := range p.places {
		p.looked[name] = now
	}
}

func (p *pulse) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.started = false
}

// MetricEmit implements rivertype.HookMetricEmit: River tells how long a look for jobs took, of those that succeeded.
func (p *pulse) MetricEmit(_ context.Context, params *rivertype.HookMetricEmitParams) {
	if look, ok := params.Metric.(*rivertype.JobGetAvailableDurationMetric); ok {
		p.look(look.Queue, time.Now())
	}
}

func (p *pulse) look(queue string, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.looked[queue] = now
}

// WorkBegin implements rivertype.HookWorkBegin.
func (p *pulse) WorkBegin(_ context.Context, job *rivertype.JobRow) error {
	p.work(job.Queue, 1)
	return nil
}

// WorkEnd implements rivertype.HookWorkEnd.
func (p *pulse) WorkEnd(_ context.Context, job *rivertype.JobRow, err error) error {
	p.work(job.Queue, -1)
	return err
}

func (p *pulse) work(queue string, more int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.working[queue] += more
}

// check is nil when every queue looks for jobs, or has no place for one.
func (p *pulse) check(now time.Time, silence time.Duration) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.started {
		return errNotStarted
	}
	for queue, places := range p.places {
		if quiet := now.Sub(p.looked[queue]); quiet > silence && p.working[queue] < places {
			return fmt.Errorf("the queue %q has not looked for jobs for %v", queue, quiet.Truncate(time.Second))
		}
	}
	return nil
}

// Ready is nil while jobs are worked: between Start and Stop, while every queue looks for jobs and the database
// answers. Otherwise it says what is wrong, for the log.
func (c *Client) Ready() error { return c.pulse.check(time.Now(), silence) }
