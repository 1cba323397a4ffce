package db_test

import (
	"context"
	"errors"
	"testing"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"

	"rollcall/db"
	"rollcall/db/dbtest"
)

type job struct{}

func (job) Kind() string { return "test" }

// The queue library writes its jobs in our transaction on both engines: commit keeps both, rollback drops both.
func TestJobsShareTheTransaction(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		insert := inserter(t, d)
		refused := errors.New("refused")
		for _, test := range []struct {
			answer error
			jobs   int
		}{{refused, 0}, {nil, 2}} {
			err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				if err := errors.Join(set(ctx, tx, "a", "1"), insert(ctx, tx)); err != nil {
					return err
				}
				return test.answer
			})
			var jobs int
			if err := d.QueryRow(t.Context(), "SELECT COUNT(*) FROM river_job").Scan(&jobs); err != nil {
				t.Fatal(err)
			}
			if err != test.answer || jobs != test.jobs {
				t.Errorf("answered %v, %d jobs; want %v, %d", err, jobs, test.answer, test.jobs)
			}
		}
	})
}

// inserter makes a client that only inserts, and the function that inserts two jobs.
func inserter(t *testing.T, d *db.DB) func(context.Context, *db.Tx) error {
	t.Helper()
	params := []river.InsertManyParams{{Args: job{}}, {Args: job{}}}
	if d.Engine() == db.PostgreSQL {
		client, err := river.NewClient(riverpgxv5.New(d.PGX()), &river.Config{})
		if err != nil {
			t.Fatal(err)
		}
		return func(ctx context.Context, tx *db.Tx) error {
			_, err := client.InsertManyTx(ctx, tx.PGX(), params)
			return err
		}
	}
	client, err := river.NewClient(riversqlite.New(d.Pool()), &river.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return func(ctx context.Context, tx *db.Tx) error {
		_, err := client.InsertManyTx(ctx, tx.SQL(), params)
		return err
	}
}
