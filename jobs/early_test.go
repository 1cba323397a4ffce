package jobs

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// stand is where early work is done in these tests: each job says that it is there, and ends when it is told how.
type stand struct {
	*early
	begun chan webhook.Job
	end   chan error
	cut   atomic.Int32 // jobs whose context ended
}

func openStand(t *testing.T) *stand {
	d := &stand{early: &early{log: slog.New(slog.DiscardHandler)}, begun: make(chan webhook.Job, 2*earlyMost), end: make(chan error)}
	d.start(func(ctx context.Context, job webhook.Job) error {
		d.begun <- job
		select {
		case err := <-d.end:
			return err
		case <-ctx.Done():
			d.cut.Add(1)
			return ctx.Err()
		}
	})
	t.Cleanup(func() {
		d.close()
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if err := d.wait(ctx); err != nil {
			t.Error(err)
		}
	})
	return d
}

// adopted reports that River has fetched all that is at work.
func (e *early) adopted() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.alone == 0
}

// answer is what River's worker is told of a job, asked in a goroutine of its own.
type answer struct {
	was bool
	err error
}

func (d *stand) ask(ctx context.Context, job webhook.Job) chan answer {
	told := make(chan answer, 1)
	go func() {
		was, err := d.fetched(ctx, job)
		if !was {
			d.left(job)
		}
		told <- answer{was, err}
	}()
	return told
}

func TestACommittedJobIsWorkedBeforeRiverFetchesIt(t *testing.T) {
	d := dbtest.SQLite(t)
	client := quietClient(t, d, time.Hour) // River is not started
	worked := make(chan webhook.Job, 10)
	client.early.start(func(_ context.Context, job webhook.Job) error {
		worked <- job
		return nil
	})
	later := lane
	later.Generation, later.At = 7, time.Now().Add(time.Hour)
	enqueue(t, d, client, lane)
	if got := <-worked; got != lane {
		t.Errorf("it worked %+v", got)
	}
	refusal := errors.New("refused")
	for _, end := range []error{nil, refusal} { // one for later, and one that is taken back
		job := later
		if end != nil {
			job.At = time.Time{}
		}
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			return errors.Join(client.Enqueue(ctx, tx, job), end)
		})
		if !errors.Is(err, end) {
			t.Fatal(err)
		}
	}
	client.early.close()
	if err := client.early.wait(t.Context()); err != nil || len(worked) != 0 {
		t.Errorf("it also worked %d jobs that it should not (%v)", len(worked), err)
	}
	if live, err := client.live(t.Context()); err != nil || len(live) != 2 {
		t.Errorf("River has %d jobs to make sure (%v)", len(live), err)
	}
}

func TestEarlyWork(t *testing.T) {
	t.Run("River's worker waits for it, and answers the same", func(t *testing.T) {
		d := openStand(t)
		worker := &deliver{early: d.early} // without a service: it would panic if it worked the job itself
		for _, want := range []error{nil, errors.New("the disk is full")} {
			d.begin(lane)
			<-d.begun
			told := make(chan error, 1)
			go func() {
				told <- worker.Work(t.Context(), &river.Job[errand]{Args: errand{WebhookID: lane.WebhookID, Lane: lane.Lane, Generation: lane.Generation}})
			}()
			waitFor(t, "River to have fetched it", d.adopted)
			d.end <- want
			if err := <-told; err != want {
				t.Errorf("it answered %v, want %v", err, want)
			}
		}
	})
	t.Run("what it does not work is River's", func(t *testing.T) {
		d := openStand(t)
		d.begin(lane)
		<-d.begun
		other := lane
		other.Generation++
		if got := <-d.ask(t.Context(), other); got.was {
			t.Error("it waited for another generation")
		}
		d.end <- nil
		waitFor(t, "its end", func() bool { return !(<-d.ask(t.Context(), lane)).was })
	})
	t.Run("the end of River's context cuts it off", func(t *testing.T) {
		d := openStand(t)
		d.begin(lane)
		<-d.begun
		ctx, cancel := context.WithCancel(t.Context())
		told := d.ask(ctx, lane)
		cancel()
		if got := <-told; !got.was || !errors.Is(got.err, context.Canceled) || d.cut.Load() != 1 {
			t.Errorf("it answered %+v; %d were cut off", got, d.cut.Load())
		}
	})
	t.Run("what River was quicker to fetch is not begun as well", func(t *testing.T) {
		d := openStand(t)
		if was, err := d.fetched(t.Context(), lane); was || err != nil {
			t.Fatal(was, err)
		}
		if d.begin(lane); !d.adopted() {
			t.Error("it was begun")
		}
		d.left(lane)
		d.begin(lane)
		if got := <-d.begun; got != lane {
			t.Errorf("it began %+v", got)
		}
		close(d.end)
		d.close()
		if err := d.wait(t.Context()); err != nil || len(d.begun) != 0 {
			t.Errorf("%d more were begun (%v)", len(d.begun), err)
		}
	})
	t.Run("one job is worked once at a time", func(t *testing.T) {
		d := openStand(t)
		d.begin(lane)
		d.begin(lane)
		<-d.begun
		d.end <- nil
		d.close()
		if err := d.wait(t.Context()); err != nil || len(d.begun) != 0 {
			t.Errorf("it was worked %d times more (%v)", len(d.begun), err)
		}
	})
	t.Run("as many as River has not fetched, and no more", func(t *testing.T) {
		d := openStand(t)
		jobs := make([]webhook.Job, earlyMost+1)
		for i := range jobs {
			jobs[i] = lane
			jobs[i].Generation = int64(i)
			d.begin(jobs[i])
		}
		if got := <-d.ask(t.Context(), jobs[earlyMost]); got.was {
			t.Error("one too many was begun")
		}
		told := d.ask(t.Context(), jobs[0])
		waitFor(t, "a place, because River has fetched one", func() bool {
			d.begin(jobs[earlyMost])
			return len(d.begun) == earlyMost+1
		})
		close(d.end)
		if got := <-told; !got.was {
			t.Error("the first was not begun")
		}
	})
	t.Run("a panic is the job's, not the process's", func(t *testing.T) {
		e := &early{log: slog.New(slog.DiscardHandler)}
		went := make(chan bool)
		e.start(func(context.Context, webhook.Job) error {
			<-went
			panic("boom")
		})
		e.begin(lane)
		told := make(chan answer, 1)
		go func() {
			was, err := e.fetched(t.Context(), lane)
			told <- answer{was, err}
		}()
		waitFor(t, "River to have fetched it", e.adopted)
		close(went)
		if got := <-told; !got.was || got.err == nil {
			t.Errorf("it answered %+v", got)
		}
	})
	t.Run("nothing begins once it is closed, and what runs is waited for", func(t *testing.T) {
		d := openStand(t)
		d.begin(lane)
		<-d.begun
		d.close()
		other := lane
		other.Generation++
		d.begin(other)
		waited := make(chan error, 1)
		go func() { waited <- d.wait(t.Context()) }()
		d.end <- nil
		if err := <-waited; err != nil || d.cut.Load() != 0 || len(d.begun) != 0 {
			t.Errorf("it answered %v; %d were cut off, %d begun", err, d.cut.Load(), len(d.begun))
		}
	})
	t.Run("where it was never started there is nothing to wait for, however late the stop is", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		e := &early{log: slog.New(slog.DiscardHandler)}
		e.close()
		if err := e.wait(ctx); err != nil {
			t.Error(err)
		}
	})
	t.Run("what runs longer than a stop may take is cut off", func(t *testing.T) {
		d := openStand(t)
		d.begin(lane)
		<-d.begun
		d.close()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := d.wait(ctx); err != nil || d.cut.Load() != 1 {
			t.Errorf("it answered %v; %d were cut off", err, d.cut.Load())
		}
	})
}
