package jobs

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestJobsAreCountedByQueueAndState(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		client := quietClient(t, d, fetchPoll)
		enqueue(t, d, client, lane)
		exec(t, d, `UPDATE river_job SET state = 'running', attempt = 1`)
		again := lane
		again.Lane = webhook.LaneRetry
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return client.Enqueue(ctx, tx, lane, again, again) })
		if err != nil {
			t.Fatal(err)
		}
		got, err := client.Counts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want := []Count{{"first", "available", 1}, {"first", "running", 1}, {"retry", "available", 2}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}
