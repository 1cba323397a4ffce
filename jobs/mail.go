package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"rollcall/app/mail"
	"rollcall/db"
)

// Letters have a queue of their own: a mail server that is slow delays no webhook.
const (
	mailQueue  = "mail"
	mailPlaces = 4
	mailTime   = time.Minute // for one try; the sender's own patience is shorter
)

// mailWaits are the waits between the tries of a letter that could not be sent: together about a day.
func mailWaits() []time.Duration {
	return []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 8 * time.Hour}
}

// letter is a mail.Letter as River stores it.
type letter struct {
	Of         mail.Kind `json:"kind"`
	ID         string    `json:"id"`
	Generation int64     `json:"generation"`
}

// Kind implements river.JobArgs.
func (letter) Kind() string { return "mail" }

// Post implements mail.Post.
func (c *Client) Post(ctx context.Context, tx *db.Tx, letters ...mail.Letter) error {
	params := make([]river.InsertManyParams, len(letters))
	for i, l := range letters {
		params[i] = river.InsertManyParams{
			Args:       letter{Of: l.Kind, ID: l.ID, Generation: l.Generation},
			InsertOpts: &river.InsertOpts{Queue: mailQueue, MaxAttempts: 1 + len(c.mail.waits)},
		}
	}
	if err := c.river.insert(ctx, tx, params); err != nil {
		return fmt.Errorf("post %d letters: %w", len(letters), err)
	}
	if c.bell != nil {
		tx.AfterCommit(func() { c.bell.ring(mailQueue) })
	}
	return nil
}

// Letters says who delivers letters. It is called before Start; without it, letters that an earlier process posted are
// dropped, for there is no mail server any more.
func (c *Client) Letters(office *mail.Office) { c.mail.office = office }

// carry works letters.
type carry struct {
	river.WorkerDefaults[letter]
	office *mail.Office
	waits  []time.Duration
}

// Work implements river.Worker.
func (w *carry) Work(ctx context.Context, job *river.Job[letter]) error {
	if w.office == nil {
		return nil
	}
	l := mail.Letter{Kind: job.Args.Of, ID: job.Args.ID, Generation: job.Args.Generation}
	return w.office.Deliver(ctx, l, job.Attempt >= job.MaxAttempts)
}

// NextRetry implements river.Worker.
func (w *carry) NextRetry(job *river.Job[letter]) time.Time {
	return time.Now().Add(w.waits[min(max(job.Attempt, 1), len(w.waits))-1])
}

// Timeout implements river.Worker.
func (w *carry) Timeout(*river.Job[letter]) time.Duration { return mailTime }
