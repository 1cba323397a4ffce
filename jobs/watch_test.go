package jobs

import (
	"testing"
	"time"

	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestWebhooksAreLookedAfterWhileTheProcessRuns(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		makeLane(t, d)
		exec(t, d, `UPDATE lanes SET busy = FALSE`)
		exec(t, d, `UPDATE webhooks SET failures = 10, failing_since = $1, counting_from = $1, warned = 3`, time.Now().UTC().Add(-73*time.Hour))
		start(t, d, fetchPoll)
		waitFor(t, "the webhook disabled", func() bool {
			var enabled bool
			if err := d.QueryRow(t.Context(), `SELECT enabled FROM webhooks`).Scan(&enabled); err != nil {
				t.Fatal(err)
			}
			return !enabled
		})
	})
}
