package main

import (
	"log/slog"
	"net"
	"regexp"
	"strings"
	"testing"
	"time"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/mail/mailtest"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// wired is a server of this process that works its jobs and mails its letters, and stops with the test.
func wired(t *testing.T, engine db.Engine, smtpURL string) *server {
	t.Helper()
	return wiredWith(t, engine, smtpURL, func(*options) {})
}

func wiredWith(t *testing.T, engine db.Engine, smtpURL string, change func(*options)) *server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o := options{databaseURL: dbtest.URL(t, engine), key: []byte("a key for tests, and only those!"), log: slog.New(slog.DiscardHandler),
		listener: listener, baseURL: "https://rollcall.example", attemptTimeout: 30 * time.Second, workers: 4, smtpURL: smtpURL}
	change(&o)
	s, err := open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.jobs.Start(t.Context(), s.webhooks); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.stop(t.Context()); err != nil && !strings.Contains(err.Error(), "context canceled") {
			t.Error(err)
		}
		listener.Close()
	})
	return s
}

// An invitation is mailed by a durable job to a real mail server, and the link in the letter makes the account.
func TestInvitationsAreMailed(t *testing.T) {
	t.Parallel()
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			post := mailtest.New(t, mailtest.Config{Refuse: func(to string, try int) error {
				if strings.HasPrefix(to, "nobody") {
					return mailtest.Permanent
				}
				return nil
			}})
			s := wired(t, engine, post.URL())
			ctx, here := t.Context(), directory.InOrganization("acme")
			_, err := s.directory.CreateUserByCommand(ctx, access.Command(), directory.CommandUser{Organization: "acme", Username: "ada", Email: "ada@acme.example", Admin: true})
			if err != nil {
				t.Fatal(err)
			}
			done, bad, err := s.directory.Invite(ctx, access.Command(), here, []directory.Invitee{{Email: "grace@acme.example", Role: "normal"}, {Email: "nobody@acme.example", Role: "normal"}}, "Welcome!")
			if err != nil || len(bad) != 0 || done[0].Link != "" {
				t.Fatal(done, bad, err)
			}
			letter := post.Wait(t, "grace@acme.example", 1)[0]
			if letter.From != "rollcall@rollcall.example" || letter.Subject != "An administrator of acme invited you to acme" || !strings.Contains(letter.Text, "\n> Welcome!\n") {
				t.Errorf("the letter is\n%s", letter.Raw)
			}
			link := regexp.MustCompile(`(?m)^https://rollcall\.example/invitations/(\S+)$`).FindStringSubmatch(letter.Text)
			if link == nil {
				t.Fatalf("there is no link in\n%s", letter.Text)
			}
			if _, _, err := s.directory.Accept(ctx, access.Actor{Source: "page"}, link[1], directory.AcceptForm{Name: "Grace", Password: "seven green bottles"}); err != nil {
				t.Fatal(err)
			}
			t.Run("what can't be delivered is said in the list", func(t *testing.T) {
				until(t, "the refusal in the list", func() bool {
					list, err := s.directory.Invitations(ctx, access.Command(), here)
					return err == nil && len(list) == 1 && strings.Contains(list[0].MailError, "no such mailbox")
				})
			})
		})
	}
}
