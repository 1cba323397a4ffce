package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/app/mail/mailtest"
	"rollcall/app/webhook"
	"rollcall/db"
)

// A receiver begins to fail, and its webhook is told of by a real mail server and disabled when its time is over; a test
// that succeeds enables it again, and what was held arrives.
func TestAFailingWebhookIsToldOfByMailAndDisabled(t *testing.T) {
	t.Parallel()
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			post := mailtest.New(t, mailtest.Config{})
			var status, got atomic.Int64
			status.Store(500)
			receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				got.Add(1)
				w.WriteHeader(int(status.Load()))
			}))
			t.Cleanup(receiver.Close)
			s := wiredWith(t, engine, post.URL(), func(o *options) {
				o.allowTargets = []string{"127.0.0.1"}
				o.schedule = []time.Duration{100 * time.Millisecond, 100 * time.Millisecond, time.Hour}
				o.limits = webhook.Limits{FailingAfter: 2, DisableFailures: 3}
			})
			ctx, who := t.Context(), access.Command()
			_, err := s.directory.CreateUserByCommand(ctx, who, directory.CommandUser{Organization: "acme", Username: "ada", Email: "ada@acme.example", Admin: true})
			if err != nil {
				t.Fatal(err)
			}
			hook, _, err := s.webhooks.Create(ctx, who, "acme", webhook.Form{Name: "hr-sync", URL: receiver.URL, Types: []event.Type{event.UserDisabled}, Enabled: true})
			if err != nil {
				t.Fatal(err)
			}
			bob, err := s.directory.CreateUserByCommand(ctx, who, directory.CommandUser{Organization: "acme", Username: "bob", Email: "bob@acme.example"})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.directory.Disable(ctx, who, "acme", bob.ID); err != nil {
				t.Fatal(err)
			}
			until(t, "three failures", func() bool { return got.Load() == 3 })
			for i, want := range []string{"is failing", "will be disabled on", "Last notice: ", "was disabled"} {
				letters := post.Wait(t, "ada@acme.example", i+1)
				earlier(t, s, []time.Duration{36, 29, 8, 0}[i]*time.Hour)
				if !strings.Contains(letters[i].Subject, want) || !strings.Contains(letters[i].Text, "https://rollcall.example/organizations/acme/webhooks/"+hook.ID) {
					t.Errorf("letter %d is %q:\n%s", i, letters[i].Subject, letters[i].Text)
				}
			}
			if found, err := s.webhooks.Webhook(ctx, who, "acme", hook.ID); err != nil || found.Condition() != webhook.ConditionDisabled {
				t.Fatalf("%s (%v)", found.Condition(), err)
			}
			status.Store(204)
			before := got.Load()
			if _, err := s.webhooks.SendTest(ctx, who, "acme", hook.ID, ""); err != nil {
				t.Fatal(err)
			}
			until(t, "the test and what was held at the receiver", func() bool { return got.Load() == before+2 })
			until(t, "the webhook enabled", func() bool {
				found, err := s.webhooks.Webhook(ctx, who, "acme", hook.ID)
				return err == nil && found.Condition() == webhook.ConditionEnabled
			})
			until(t, "what became of each letter on the page", func() bool {
				health, err := s.webhooks.Health(ctx, who, "acme", hook.ID)
				mailed := 0
				for _, n := range health.Notices {
					if len(n.Letters) == 1 && !n.Letters[0].MailedAt.IsZero() {
						mailed++
					}
				}
				return err == nil && mailed == 4
			})
		})
	}
}

// earlier has the countdown begin that much earlier, and looks after the webhooks.
func earlier(t *testing.T, s *server, by time.Duration) {
	t.Helper()
	ctx := t.Context()
	err := s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		var from time.Time
		if err := tx.QueryRow(ctx, `SELECT counting_from FROM webhooks`).Scan(&from); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE webhooks SET counting_from = $1`, from.Add(-by))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.webhooks.Watch(ctx); err != nil {
		t.Fatal(err)
	}
}
