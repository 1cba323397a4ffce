package jobs

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"testing"
	"time"

	"rollcall/app"
	"rollcall/app/audit"
	"rollcall/app/outbound"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

const patience = 2 * time.Minute

// lane is a webhook's first lane that a job of generation 1 is to empty; nothing is due in it, so that a job that was
// worked shows as a lane at rest.
var lane = webhook.Job{WebhookID: "66ec434e84b4103f670cb617", Lane: webhook.LaneFirst, Generation: 1}

func TestACommittedJobIsWorkedWithoutAPoll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		client := start(t, d, time.Hour)
		enqueue(t, d, client, lane)
		waitFor(t, "the lane at rest", func() bool { return !busy(t, d) })
	})
}

func TestAJobOfARolledBackChangeIsGone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		client := start(t, d, fetchPoll)
		makeLane(t, d)
		refusal := errors.New("refused")
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			if err := client.Enqueue(ctx, tx, lane); err != nil {
				return err
			}
			return refusal
		})
		if !errors.Is(err, refusal) {
			t.Fatalf("the change answered %v", err)
		}
		jobs, err := client.live(t.Context())
		if err != nil || len(jobs) != 0 {
			t.Errorf("%d jobs are left (%v)", len(jobs), err)
		}
	})
}

func TestAJobForLaterWaits(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		client := start(t, d, 50*time.Millisecond)
		later := lane
		later.At = time.Now().UTC().Add(1500 * time.Millisecond).Truncate(time.Millisecond) // as SQLite keeps it
		enqueue(t, d, client, later)
		waitFor(t, "the lane at rest", func() bool { return !busy(t, d) })
		if early := time.Until(later.At); early > 0 {
			t.Errorf("the job was worked %v too early", early)
		}
	})
}

func TestAJobOfAnOlderGenerationDoesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		client := start(t, d, fetchPoll)
		old := lane
		old.Generation = 0
		enqueue(t, d, client, old)
		waitFor(t, "the job's end", func() bool {
			jobs, err := client.live(t.Context())
			return err == nil && len(jobs) == 0
		})
		if !busy(t, d) {
			t.Error("a stale job put the lane to rest")
		}
	})
}

func TestWhatADeadProcessLeftRunningIsTakenUp(t *testing.T) {
	d := dbtest.SQLite(t)
	dead := quietClient(t, d, fetchPoll)
	enqueue(t, d, dead, lane)
	exec(t, d, `UPDATE river_job SET state = 'running', attempt = 1`)
	start(t, d, fetchPoll)
	waitFor(t, "the lane at rest", func() bool { return !busy(t, d) })
}

func TestAProcessOfManyTakesUpWhatADeadOneLeftRunning(t *testing.T) {
	d := dbtest.Postgres(t)
	dead := quietClient(t, d, fetchPoll)
	enqueue(t, d, dead, lane)
	exec(t, d, `UPDATE river_job SET state = 'running', attempt = 1, attempted_at = now(), attempted_by = ARRAY['somebody', $1]`, "the dead")
	start(t, d, fetchPoll)
	waitFor(t, "the lane at rest", func() bool { return !busy(t, d) })
}

func TestAProcessOfManyLeavesTheJobsOfALivingOneAlone(t *testing.T) {
	d := dbtest.Postgres(t)
	living := quietClient(t, d, fetchPoll)
	if err := living.life.show(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(living.life.end)
	enqueue(t, d, living, lane)
	exec(t, d, `UPDATE river_job SET state = 'running', attempt = 1, attempted_at = now(), attempted_by = ARRAY[$1]`, living.life.id)
	other := quietClient(t, d, fetchPoll)
	if n, err := other.life.takeUpFromTheDead(t.Context(), d); n != 0 || err != nil {
		t.Errorf("%d jobs of a living process were taken (%v)", n, err)
	}
	living.life.end()
	waitFor(t, "its jobs taken up after its end", func() bool {
		n, err := other.life.takeUpFromTheDead(t.Context(), d)
		return n == 1 && err == nil
	})
}

func TestALaneWhoseJobIsLostGetsANewOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		makeLane(t, d)
		exec(t, d, `UPDATE lanes SET due_at = $1`, time.Now().UTC().Add(-time.Minute))
		start(t, d, fetchPoll)
		waitFor(t, "the lane at rest", func() bool { return !busy(t, d) })
	})
}

func TestALaneWithAJobIsLeftAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		client := quietClient(t, d, fetchPoll)
		enqueue(t, d, client, lane)
		exec(t, d, `UPDATE lanes SET due_at = $1`, time.Now().UTC().Add(-time.Minute))
		n, err := service(t, d, client).Reconcile(t.Context(), client.live)
		if n != 0 || err != nil {
			t.Errorf("%d lanes were started again (%v)", n, err)
		}
	})
}

func start(t *testing.T, d *db.DB, poll time.Duration) *Client {
	t.Helper()
	client := quietClient(t, d, poll)
	if err := client.Start(t.Context(), service(t, d, client)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := client.Stop(ctx); err != nil {
			t.Errorf("stopping the queue: %v", err)
		}
	})
	return client
}

func quietClient(t *testing.T, d *db.DB, poll time.Duration) *Client {
	t.Helper()
	config := configure(slog.New(slog.DiscardHandler), webhook.LongestJob(time.Second))
	config.FetchPollInterval = poll
	client, err := open(d, slog.New(slog.DiscardHandler), config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func service(t *testing.T, d *db.DB, queue webhook.Queue) *webhook.Service {
	t.Helper()
	out, err := outbound.New(outbound.Config{})
	if err != nil {
		t.Fatal(err)
	}
	hooks, err := webhook.New(webhook.Config{DB: d, Audit: audit.New(d, app.SystemClock{}), Clock: app.SystemClock{}, Client: out,
		Queue: queue, Key: make([]byte, 32), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return hooks
}

func enqueue(t *testing.T, d *db.DB, client *Client, job webhook.Job) {
	t.Helper()
	makeLane(t, d)
	if err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return client.Enqueue(ctx, tx, job) }); err != nil {
		t.Fatal(err)
	}
}

// makeLane writes a busy lane with a job of generation 1, and the rows that it needs. Its webhook is given a secret that can
// be opened the way a webhook is whose key was lost, and is resumed.
func makeLane(t *testing.T, d *db.DB) {
	t.Helper()
	now := time.Now().UTC()
	exec(t, d, `INSERT INTO organizations (name, title, created_at) VALUES ('acme', 'Acme', $1)`, now)
	exec(t, d, `INSERT INTO webhooks (id, organization_id, scope, scope_id, name, activate, url, description, secret, enabled, created_at, created_by, updated_at, updated_by)
		SELECT $1, id, 'organization', id, 'hr', TRUE, 'https://example.com', '', '', TRUE, $2, 'ada', $2, 'ada' FROM organizations`, lane.WebhookID, now)
	if _, err := service(t, d, quietClient(t, d, time.Hour)).DiscardSecrets(t.Context()); err != nil {
		t.Fatal(err)
	}
	exec(t, d, `UPDATE webhooks SET enabled = TRUE, pause = '', paused_at = NULL`)
	exec(t, d, `DELETE FROM lanes`)
	exec(t, d, `INSERT INTO lanes (webhook_id, lane, busy, generation, due_at) VALUES ($1, $2, TRUE, 1, $3)`, lane.WebhookID, lane.Lane, now)
}

func exec(t *testing.T, d *db.DB, query string, args ...any) {
	t.Helper()
	err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func busy(t *testing.T, d *db.DB) bool {
	t.Helper()
	var busy bool
	err := d.QueryRow(t.Context(), `SELECT busy FROM lanes`).Scan(&busy)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		t.Fatal(err)
	}
	return busy
}

func waitFor(t *testing.T, what string, done func() bool) {
	t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatalf("waited %v for %s", patience, what)
		}
	}
}
