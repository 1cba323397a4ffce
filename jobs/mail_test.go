package jobs

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"rollcall/app/mail"
	"rollcall/app/mail/mailtest"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// desk writes letters to the address that is their id, and remembers how they ended.
type desk struct {
	mu   sync.Mutex
	ends map[string]error
}

func (d *desk) Write(_ context.Context, l mail.Letter) (mail.Message, error) {
	return mail.Message{ID: "x", To: l.ID, Subject: "Hello", Text: "Hello"}, nil
}

func (d *desk) Posted(_ context.Context, l mail.Letter, failed error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ends[l.ID] = failed
	return nil
}

func (d *desk) ended(id string) (error, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	err, ok := d.ends[id]
	return err, ok
}

// mailing starts a client whose letters go to the server, with short waits.
func mailing(t *testing.T, d *db.DB, server *mailtest.Server, tries int) (*Client, *desk) {
	t.Helper()
	client := quietClient(t, d, 50*time.Millisecond)
	desk := begin(t, d, client, server, tries)
	return client, desk
}

func begin(t *testing.T, d *db.DB, client *Client, server *mailtest.Server, tries int) *desk {
	t.Helper()
	sender, err := mail.New(server.URL(), "rollcall.example")
	if err != nil {
		t.Fatal(err)
	}
	desk := &desk{ends: map[string]error{}}
	client.mail.waits = make([]time.Duration, tries-1)
	for i := range client.mail.waits {
		client.mail.waits[i] = 10 * time.Millisecond
	}
	client.Letters(mail.NewOffice(sender, slog.New(slog.DiscardHandler), map[mail.Kind]mail.Writer{mail.KindInvitation: desk}))
	run(t, d, client)
	return desk
}

func run(t *testing.T, d *db.DB, client *Client) {
	t.Helper()
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
}

func post(t *testing.T, d *db.DB, client *Client, to string) {
	t.Helper()
	if err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		return client.Post(ctx, tx, mail.Letter{Kind: mail.KindInvitation, ID: to, Generation: 1})
	}); err != nil {
		t.Fatal(err)
	}
}

func TestALetterIsSentAfterTheCommit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		server := mailtest.New(t, mailtest.Config{})
		client, desk := mailing(t, d, server, 3)
		refusal := errors.New("refused")
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			return errors.Join(client.Post(ctx, tx, mail.Letter{Kind: mail.KindInvitation, ID: "rolled-back@example.com"}), refusal)
		})
		if !errors.Is(err, refusal) {
			t.Fatal(err)
		}
		post(t, d, client, "ada@example.com")
		server.Wait(t, "ada@example.com", 1)
		waitFor(t, "the end of the letter", func() bool { err, ok := desk.ended("ada@example.com"); return ok && err == nil })
		if n := len(server.Mails()); n != 1 {
			t.Errorf("%d mails", n)
		}
	})
}

func TestALetterIsTriedAgainUntilItIsTaken(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		server := mailtest.New(t, mailtest.Config{Refuse: func(_ string, try int) error {
			if try < 3 {
				return mailtest.Temporary
			}
			return nil
		}})
		client, desk := mailing(t, d, server, 5)
		post(t, d, client, "ada@example.com")
		server.Wait(t, "ada@example.com", 1)
		waitFor(t, "the end of the letter", func() bool { err, ok := desk.ended("ada@example.com"); return ok && err == nil })
		if n := server.Tries("ada@example.com"); n != 3 {
			t.Errorf("%d tries", n)
		}
	})
}

func TestALetterIsGivenUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		server := mailtest.New(t, mailtest.Config{Refuse: func(to string, _ int) error {
			if to == "nobody@example.com" {
				return mailtest.Permanent
			}
			return mailtest.Temporary
		}})
		client, desk := mailing(t, d, server, 3)
		for to, tries := range map[string]int{"full@example.com": 3, "nobody@example.com": 1} {
			post(t, d, client, to)
			waitFor(t, "the end of the letter", func() bool { err, ok := desk.ended(to); return ok && err != nil })
			if n := server.Tries(to); n != tries {
				t.Errorf("%s: %d tries", to, n)
			}
		}
	})
}

func TestALetterSurvivesTheProcess(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		server := mailtest.New(t, mailtest.Config{})
		post(t, d, quietClient(t, d, fetchPoll), "ada@example.com")
		mailing(t, d, server, 3)
		server.Wait(t, "ada@example.com", 1)
	})
}

func TestWithoutAMailServerOldLettersAreDropped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		client := quietClient(t, d, 50*time.Millisecond)
		post(t, d, client, "ada@example.com")
		run(t, d, client)
		waitFor(t, "the end of the job", func() bool {
			var left int
			if err := d.QueryRow(t.Context(), `SELECT COUNT(*) FROM river_job WHERE kind = 'mail' AND state <> 'completed'`).Scan(&left); err != nil {
				t.Fatal(err)
			}
			return left == 0
		})
	})
}

func TestALetterIsTriedForAboutADay(t *testing.T) {
	var sum time.Duration
	for _, wait := range mailWaits() {
		sum += wait
	}
	if sum < 23*time.Hour || sum > 25*time.Hour {
		t.Errorf("the tries last %v", sum)
	}
}
