package main

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/app/outbound"
	"rollcall/app/webhook"
	"rollcall/db"
)

// What is set is what an attempt is held to, all the way from the flags to what the history keeps.
func TestTheSettingsOfSendingReachTheAttempt(t *testing.T) {
	t.Parallel()
	set := serveCommand{
		deliverySettings: deliverySettings{AllowTargets: "127.0.0.1", RetrySchedule: "7m,9m", AttemptTimeout: "5s", Workers: "3", FailingAfter: "1", DisableFailures: "7", DisableAfter: "5h"},
		boundSettings:    boundSettings{MaxRequestBody: "256KiB", MaxResponseRead: "8KiB", MaxResponseKept: "2KiB", MaxResponseHeaders: "4KiB"},
	}
	hang := make(chan struct{})
	var asked atomic.Int64
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		switch asked.Add(1) {
		case 1:
			http.Error(w, strings.Repeat("x", 16<<10), http.StatusInternalServerError)
		case 2:
			w.Header().Set("X-Large", strings.Repeat("x", 8<<10))
		default:
			<-hang
		}
	}))
	t.Cleanup(receiver.Close)
	t.Cleanup(func() { close(hang) })
	s := wiredWith(t, db.SQLite, "", func(o *options) {
		o.log = slog.New(slog.DiscardHandler)
		if err := set.deliveryOptions(o); err != nil {
			t.Fatal(err)
		}
	})
	ctx, who := t.Context(), access.Command()
	user, err := s.directory.CreateUserByCommand(ctx, who, directory.CommandUser{Organization: "acme", Username: "ada", Email: "ada@acme.example"})
	if err != nil {
		t.Fatal(err)
	}
	hook, _, err := s.webhooks.Create(ctx, who, "acme", webhook.Form{Name: "hr", URL: receiver.URL, Types: []event.Type{event.UserDisabled}, Enabled: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.directory.Disable(ctx, who, "acme", user.ID); err != nil {
		t.Fatal(err)
	}
	// next is the delivery with so many attempts, the newest first.
	next := func(n int) (d webhook.Delivery, attempts []webhook.Attempt) {
		t.Helper()
		until(t, "the next attempt", func() bool {
			page, err := s.webhooks.Deliveries(ctx, who, "acme", hook.ID, webhook.Filter{})
			if err != nil || len(page.Deliveries) != 1 || page.Deliveries[0].Attempts < n {
				return false
			}
			d, attempts, _, err = s.webhooks.Delivery(ctx, who, "acme", page.Deliveries[0].ID)
			return err == nil
		})
		return d, attempts
	}
	d, attempts := next(1)
	first := attempts[0]
	t.Run("how much is read and kept", func(t *testing.T) {
		if r := first.Result; r.BodySize != 8<<10 || len(r.Body) != 2<<10 || !r.Truncated {
			t.Errorf("%d bytes were read and %d kept, truncated %v", r.BodySize, len(r.Body), r.Truncated)
		}
	})
	t.Run("the schedule", func(t *testing.T) {
		if wait := first.NextAt.Sub(first.Result.Started); d.MaxAttempts != 3 || wait < 7*time.Minute || wait > 8*time.Minute {
			t.Errorf("attempt 1 of %d, the next after %v", d.MaxAttempts, wait)
		}
	})
	t.Run("when a webhook is failing and when it is disabled", func(t *testing.T) {
		h, err := s.webhooks.Webhook(ctx, who, "acme", hook.ID)
		if left := h.DisableAt.Sub(h.FailingSince); err != nil || !h.Failing || left != 5*time.Hour || h.Missing != 6 {
			t.Errorf("failing %v, disabled after %v and %d more (%v)", h.Failing, left, h.Missing, err)
		}
	})
	t.Run("how many requests there may be", func(t *testing.T) {
		if m, err := s.webhooks.Measure(ctx); err != nil || m.Places != 3 {
			t.Errorf("%d (%v)", m.Places, err)
		}
	})
	if _, err := s.webhooks.Redeliver(ctx, who, "acme", d.ID); err != nil {
		t.Fatal(err)
	}
	t.Run("how large a header may be", func(t *testing.T) {
		if _, attempts := next(2); attempts[0].Result.Class != outbound.ResponseInvalid {
			t.Errorf("it was %s", attempts[0].Result.Class)
		}
	})
	t.Run("how long an attempt may take", func(t *testing.T) {
		redelivered := func() bool {
			got, err := s.webhooks.Redeliver(ctx, who, "acme", d.ID)
			return err == nil && got.DueReason == webhook.DueManual
		}
		until(t, "the next click, which is not the same as the last", redelivered)
		if _, attempts := next(3); attempts[0].Result.Error != "No answer within 5s." {
			t.Errorf("it says %q", attempts[0].Result.Error)
		}
	})
}
