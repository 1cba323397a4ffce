package mail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
)

// Office has letters written and sends them.
type Office struct {
	sender  *Sender
	writers map[Kind]Writer
	log     *slog.Logger
}

// NewOffice makes an office for the kinds of letters that have a writer.
func NewOffice(sender *Sender, log *slog.Logger, writers map[Kind]Writer) *Office {
	return &Office{sender: sender, writers: writers, log: log}
}

// Deliver has a letter written and hands it to the mail server. An error is worth another try; with last there is none,
// and the writer hears of the failure instead. A letter that the server refuses for good is not tried again.
func (o *Office) Deliver(ctx context.Context, l Letter, last bool) error {
	w, ok := o.writers[l.Kind]
	if !ok {
		o.log.Error("a letter of an unknown kind can't be written", "kind", l.Kind)
		return nil
	}
	m, err := w.Write(ctx, l)
	if errors.Is(err, ErrUnwanted) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("write letter %s %s: %w", l.Kind, l.ID, err)
	}
	err = o.sender.Send(ctx, m)
	if err != nil && (ctx.Err() != nil || !last && !Permanent(err)) { // what was cut off doesn't count
		return fmt.Errorf("send letter %s %s: %w", l.Kind, l.ID, err)
	}
	if err != nil {
		o.log.Warn("a letter can't be delivered", "kind", l.Kind, "id", l.ID, "error", err)
	}
	if err != nil {
		err = errors.New(Plain(err))
	}
	if failed := w.Posted(ctx, l, err); failed != nil { // sent is sent: another try would be a second copy
		o.log.Error("the end of a letter could not be recorded", "kind", l.Kind, "id", l.ID, "error", failed)
	}
	return nil
}
