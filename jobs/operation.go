package jobs

import (
	"context"
	"fmt"

	"github.com/riverqueue/river"

	"rollcall/app/webhook"
	"rollcall/db"
)

// Operations have a queue of their own with few places: one is as long as its rows are many, and all of them write.
const (
	operationQueue  = "operations"
	operationPlaces = 2
)

// operation is the errand of working a webhook.Operation, as River stores it.
type operation struct {
	ID string `json:"operation"`
}

// Kind implements river.JobArgs.
func (operation) Kind() string { return "operation" }

func (o operation) id() string { return o.ID }

// Operate implements webhook.Queue.
func (c *Client) Operate(ctx context.Context, tx *db.Tx, ids ...string) error {
	params := make([]river.InsertManyParams, len(ids))
	for i, id := range ids {
		params[i] = river.InsertManyParams{Args: operation{ID: id}, InsertOpts: &river.InsertOpts{Queue: operationQueue}}
	}
	if err := c.river.insert(ctx, tx, params); err != nil {
		return fmt.Errorf("enqueue %d operations: %w", len(ids), err)
	}
	if c.bell != nil {
		tx.AfterCommit(func() { c.bell.ring(operationQueue) })
	}
	return nil
}

// operate works operations.
type operate struct {
	river.WorkerDefaults[operation]
	hooks *webhook.Service
}

// Work implements river.Worker.
func (w *operate) Work(ctx context.Context, job *river.Job[operation]) error {
	return w.hooks.Operate(ctx, job.Args.ID)
}

// liveOperations lists the operations that River still has a job for.
func (c *Client) liveOperations(ctx context.Context) (map[string]bool, error) {
	return live(ctx, c.db, operation.id)
}
