package mail_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"rollcall/app/mail"
	"rollcall/app/mail/mailtest"
)

// desk is a writer that hands out one answer and remembers how it ended.
type desk struct {
	message mail.Message
	write   error
	record  error
	ends    []error
}

func (d *desk) Write(context.Context, mail.Letter) (mail.Message, error) { return d.message, d.write }

func (d *desk) Posted(_ context.Context, _ mail.Letter, failed error) error {
	d.ends = append(d.ends, failed)
	return d.record
}

func TestTheOffice(t *testing.T) {
	server := mailtest.New(t, mailtest.Config{Refuse: func(to string, _ int) error {
		switch {
		case strings.HasPrefix(to, "nobody"):
			return mailtest.Permanent
		case strings.HasPrefix(to, "full"):
			return mailtest.Temporary
		}
		return nil
	}})
	to := func(address string) mail.Message { m := letter(); m.To = address; return m }
	broken := errors.New("the database is away")
	for name, c := range map[string]struct {
		desk  *desk
		last  bool
		retry bool
		ends  int
		word  string
	}{
		"what was taken is recorded":                          {desk: &desk{message: to("ada@example.com")}, ends: 1},
		"a failure to record it sends no second copy":         {desk: &desk{message: to("ada@example.com"), record: broken}, ends: 1},
		"what is unwanted is not sent":                        {desk: &desk{write: mail.ErrUnwanted}},
		"what can't be written now is tried again":            {desk: &desk{write: broken}, retry: true},
		"what is refused for now is tried again":              {desk: &desk{message: to("full@example.com")}, retry: true},
		"what is refused for now the last time is given up":   {desk: &desk{message: to("full@example.com")}, last: true, ends: 1, word: "try again later"},
		"what is refused for good is given up the first time": {desk: &desk{message: to("nobody@example.com")}, ends: 1, word: "no such mailbox"},
	} {
		t.Run(name, func(t *testing.T) {
			office := mail.NewOffice(sender(t, server.URL()), slog.New(slog.DiscardHandler), map[mail.Kind]mail.Writer{mail.KindInvitation: c.desk})
			err := office.Deliver(t.Context(), mail.Letter{Kind: mail.KindInvitation, ID: "1", Generation: 1}, c.last)
			if (err != nil) != c.retry || len(c.desk.ends) != c.ends {
				t.Fatalf("got %v, and it ended %d times", err, len(c.desk.ends))
			}
			if c.ends > 0 && (c.desk.ends[0] != nil) != (c.word != "") || c.word != "" && !strings.Contains(c.desk.ends[0].Error(), c.word) {
				t.Errorf("it ended with %v", c.desk.ends[0])
			}
		})
	}
	t.Run("a letter that nobody writes is dropped", func(t *testing.T) {
		office := mail.NewOffice(sender(t, server.URL()), slog.New(slog.DiscardHandler), nil)
		if err := office.Deliver(t.Context(), mail.Letter{Kind: "postcard"}, false); err != nil {
			t.Error(err)
		}
	})
}
