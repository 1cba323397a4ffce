package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"rollcall/app/webhook"
)

// earlyMost is how many jobs may be worked that River has not fetched yet: more than that it fetches at once anyway.
const earlyMost = 64

// early works jobs from the moment of their commit, where there is no other process that could work them too (SQLite).
// River's fetch is a write, which waits its turn at the one writer: beside a backlog that is many times what the delivery
// takes. The job in River's table is what makes it sure: when River has fetched it, its worker waits for the early one
// and answers what that answered, or works it if there is none. Before Start and after Stop it does nothing.
type early struct {
	log     *slog.Logger
	deliver func(ctx context.Context, job webhook.Job) error

	mu      sync.Mutex
	ctx     context.Context // of the work; nil while nothing may begin
	cancel  context.CancelFunc
	running map[webhook.Job]*attended // by the job without its time
	alone   int                       // of them, those that River has not fetched
	rivers  map[webhook.Job]bool      // at work by River's worker itself
	all     sync.WaitGroup
}

// attended is one job at work.
type attended struct {
	cancel  context.CancelFunc
	fetched bool
	done    chan struct{}
	err     error // once done
}

func (e *early) start(deliver func(context.Context, webhook.Job) error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.deliver, e.running, e.rivers = deliver, map[webhook.Job]*attended{}, map[webhook.Job]bool{}
	e.ctx, e.cancel = context.WithCancel(context.Background())
}

// begin starts a committed job whose time has come, unless River was quicker to fetch it than its caller to hear of the
// commit: two that work one job send everything twice. It never blocks: it runs in the writer's path.
func (e *early) begin(job webhook.Job) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.ctx == nil || e.alone == earlyMost || job.At.After(time.Now()) {
		return
	}
	job.At = time.Time{}
	if e.running[job] != nil || e.rivers[job] {
		return
	}
	ctx, cancel := context.WithCancel(e.ctx)
	r := &attended{cancel: cancel, done: make(chan struct{})}
	e.running[job] = r
	e.alone++
	e.all.Go(func() { e.work(ctx, job, r) })
}

func (e *early) work(ctx context.Context, job webhook.Job, r *attended) {
	defer func() {
		if fault := recover(); fault != nil {
			r.err = fmt.Errorf("the work on a lane panicked: %v", fault)
			e.log.Error("the work on a lane panicked", "fault", fault, "stack", string(debug.Stack()))
		}
		r.cancel()
		e.mu.Lock()
		defer e.mu.Unlock()
		delete(e.running, job)
		e.adopt(r)
		close(r.done)
	}()
	r.err = e.deliver(ctx, job)
}

// adopt notes that a run is not, or no longer, the early one's alone.
func (e *early) adopt(r *attended) {
	if !r.fetched {
		r.fetched = true
		e.alone--
	}
}

// fetched is what River's worker does with a job: it waits for the one at work, if there is one. The end of ctx ends that.
// If there is none the job is the worker's, until it has left it.
func (e *early) fetched(ctx context.Context, job webhook.Job) (was bool, err error) {
	e.mu.Lock()
	r := e.running[job]
	if r != nil {
		e.adopt(r)
	} else if e.rivers != nil {
		e.rivers[job] = true
	}
	e.mu.Unlock()
	if r == nil {
		return false, nil
	}
	select {
	case <-r.done:
	case <-ctx.Done():
		r.cancel()
		<-r.done
	}
	return true, r.err
}

// left says that River's worker has ended its own work on a job.
func (e *early) left(job webhook.Job) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.rivers, job)
}

// close lets nothing more begin.
func (e *early) close() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.ctx = nil
}

// wait waits until nothing runs any more; when ctx ends, what still does is cut off.
func (e *early) wait(ctx context.Context) error {
	if e.cancel == nil {
		return nil // never started
	}
	ended := make(chan struct{})
	go func() {
		e.all.Wait()
		close(ended)
	}()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
	}
	e.cancel()
	select {
	case <-ended:
		return nil
	case <-time.After(hardStop):
		return errors.New("jobs that were cut off did not end")
	}
}
