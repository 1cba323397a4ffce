package jobs

import (
	"context"
	"fmt"
)

// Count is how many of River's jobs are in one state in one queue.
type Count struct {
	Queue, State string
	Jobs         int
}

// Counts counts River's jobs. There is one for each lane that is at work, however many deliveries wait in it, and
// finished ones go after minutes: they are few.
func (c *Client) Counts(ctx context.Context) ([]Count, error) {
	rows, err := c.db.Query(ctx, `SELECT queue, CAST(state AS TEXT), COUNT(*) FROM river_job GROUP BY queue, state ORDER BY queue, state`)
	if err != nil {
		return nil, fmt.Errorf("count jobs: %w", err)
	}
	defer rows.Close()
	var counts []Count
	for rows.Next() {
		var one Count
		if err := rows.Scan(&one.Queue, &one.State, &one.Jobs); err != nil {
			return nil, fmt.Errorf("count jobs: %w", err)
		}
		counts = append(counts, one)
	}
	return counts, rows.Err()
}
