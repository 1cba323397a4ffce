package jobs

import (
	"context"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"rollcall/app/webhook"
)

// errand is a webhook.Job as River stores it.
type errand struct {
	WebhookID  string       `json:"webhook"`
	Lane       webhook.Lane `json:"lane"`
	Generation int64        `json:"generation"`
}

// Kind implements river.JobArgs.
func (errand) Kind() string { return "deliver" }

func (e errand) job() webhook.Job {
	return webhook.Job{WebhookID: e.WebhookID, Lane: e.Lane, Generation: e.Generation}
}

// deliver works errands.
type deliver struct {
	river.WorkerDefaults[errand]
	hooks *webhook.Service
	early *early
}

// Work implements river.Worker.
func (d *deliver) Work(ctx context.Context, job *river.Job[errand]) error {
	if was, err := d.early.fetched(ctx, job.Args.job()); was {
		return err
	}
	defer d.early.left(job.Args.job())
	return d.hooks.Deliver(ctx, job.Args.job())
}

// dueByItself makes a job that is for later available from the start, with its time: River takes no job before its
// time, and otherwise a scheduler that runs every five seconds, in one process only, would have to set it free.
type dueByItself struct{ river.HookDefaults }

// InsertBegin implements rivertype.HookInsertBegin.
func (dueByItself) InsertBegin(_ context.Context, params *rivertype.JobInsertParams) error {
	params.State = rivertype.JobStateAvailable
	return nil
}

// soon is when a job that failed for a reason of ours, not a receiver's, is tried again: after 200 ms, then doubling,
// up to 30 s.
type soon struct{}

// NextRetry implements river.ClientRetryPolicy.
func (soon) NextRetry(job *rivertype.JobRow) time.Time {
	wait := 100 * time.Millisecond << min(job.Attempt, 9)
	return time.Now().Add(min(wait, 30*time.Second))
}

// warnings lets through what somebody should look at.
type warnings struct{ slog.Handler }

// Enabled implements slog.Handler.
func (w warnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && w.Handler.Enabled(ctx, level)
}

// WithAttrs implements slog.Handler.
func (w warnings) WithAttrs(attrs []slog.Attr) slog.Handler {
	return warnings{w.Handler.WithAttrs(attrs)}
}

// WithGroup implements slog.Handler.
func (w warnings) WithGroup(name string) slog.Handler { return warnings{w.Handler.WithGroup(name)} }
