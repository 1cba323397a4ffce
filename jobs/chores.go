package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

const (
	choreQueue = "chores"
	choreEvery = 15 * time.Minute
	choreSlice = 20 * time.Second // for each chore; what is left then is done in the next round
	choreAgain = time.Second      // until the next round where there is more
)

// Chore is something that keeps the database in order and need not be done at once. Do works for about as long as it is
// told and says whether there is more to do; it may be cut off anywhere.
type Chore struct {
	Name string
	Do   func(ctx context.Context, slice time.Duration) (more bool, err error)
}

// Chores says what is done every fifteen minutes, in this order, by one of the processes on the database. It is called
// once, before Start.
func (c *Client) Chores(chores ...Chore) {
	c.chores.all = chores
	c.river.PeriodicJobs().Add(river.NewPeriodicJob(river.PeriodicInterval(choreEvery), nextRound, &river.PeriodicJobOpts{ID: choreQueue, RunOnStart: true}))
}

// nextRound makes no job while there is one.
func nextRound() (river.JobArgs, *river.InsertOpts) {
	unfinished := []rivertype.JobState{rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
		rivertype.JobStateRunning, rivertype.JobStateScheduled}
	return round{}, &river.InsertOpts{Queue: choreQueue, UniqueOpts: river.UniqueOpts{ByState: unfinished}}
}

// round is the errand of doing the chores.
type round struct{}

// Kind implements river.JobArgs.
func (round) Kind() string { return "chores" }

// chores does the chores.
type chores struct {
	river.WorkerDefaults[round]
	client *Client
	all    []Chore
	quit   chan struct{} // closed when the process is about to stop
}

// Timeout implements river.Worker.
func (w *chores) Timeout(*river.Job[round]) time.Duration {
	return time.Duration(len(w.all)+1) * 2 * choreSlice
}

// Work implements river.Worker. A chore that fails is told of and tried again in the next round; the others are done.
func (w *chores) Work(ctx context.Context, _ *river.Job[round]) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-w.quit:
			cancel()
		case <-ctx.Done():
		}
	}()
	again := false
	for _, chore := range w.all {
		more, err := chore.Do(ctx, choreSlice)
		if ctx.Err() != nil {
			return river.JobSnooze(0) // the next process goes on
		}
		if err != nil {
			w.client.log.Error("a chore failed", "chore", chore.Name, "error", err)
		}
		again = again || more && err == nil
	}
	if again {
		return river.JobSnooze(choreAgain)
	}
	return nil
}
