package jobs

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// diary remembers which chores were done.
type diary struct {
	mu   sync.Mutex
	done []string
}

func (d *diary) wrote(name string) (times int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, other := range d.done {
		if other == name {
			times++
		}
	}
	return times
}

// chore does something that has more to do the first times, and then may fail.
func (d *diary) chore(name string, rounds int, err error) Chore {
	return Chore{Name: name, Do: func(context.Context, time.Duration) (bool, error) {
		d.mu.Lock()
		d.done = append(d.done, name)
		d.mu.Unlock()
		return d.wrote(name) < rounds, err
	}}
}

func TestChores(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		client := quietClient(t, d, 50*time.Millisecond)
		var did diary
		client.Chores(did.chore("broken", 1, errors.New("oh")), did.chore("long", 3, nil), did.chore("short", 1, nil))
		if err := client.Start(t.Context(), service(t, d, client)); err != nil {
			t.Fatal(err)
		}
		defer func() {
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			defer cancel()
			if err := client.Stop(ctx); err != nil {
				t.Error(err)
			}
		}()
		t.Run("they are done after the start, all of them, and again as long as one has more to do", func(t *testing.T) {
			waitFor(t, "three rounds", func() bool { return did.wrote("long") == 3 && did.wrote("short") >= 3 })
			waitFor(t, "the end of the round", func() bool { return unfinishedRounds(t, d) == 0 })
			if n := did.wrote("broken"); n != 3 {
				t.Errorf("the broken one was tried %d times", n)
			}
		})
	})
}

func TestARoundOfChoresIsOneForAllProcesses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		client := quietClient(t, d, 50*time.Millisecond)
		queue := client.river.(interface {
			Insert(context.Context, river.JobArgs, *river.InsertOpts) (*rivertype.JobInsertResult, error)
		})
		for range 2 {
			args, opts := nextRound()
			if _, err := queue.Insert(t.Context(), args, opts); err != nil {
				t.Fatal(err)
			}
		}
		if n := unfinishedRounds(t, d); n != 1 {
			t.Errorf("%d rounds are to be done", n)
		}
	})
}

func TestChoresEndBeforeTheProcess(t *testing.T) {
	d := dbtest.SQLite(t)
	client := quietClient(t, d, 50*time.Millisecond)
	began := make(chan bool, 1)
	client.Chores(Chore{Name: "endless", Do: func(ctx context.Context, _ time.Duration) (bool, error) {
		began <- true
		<-ctx.Done()
		return true, ctx.Err()
	}})
	if err := client.Start(t.Context(), service(t, d, client)); err != nil {
		t.Fatal(err)
	}
	select {
	case <-began:
	case <-time.After(patience):
		t.Fatal("they did not begin")
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := client.Stop(ctx); err != nil || ctx.Err() != nil {
		t.Errorf("stopping took long: %v", err)
	}
	if n := unfinishedRounds(t, d); n != 1 {
		t.Errorf("%d rounds are left for the next process", n)
	}
}

func unfinishedRounds(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	err := d.QueryRow(t.Context(), `SELECT COUNT(*) FROM river_job WHERE kind = 'chores' AND state IN ('available', 'running', 'retryable', 'scheduled')`).Scan(&n)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
