package webhook_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// Results of both lanes, tests, a person and the look by time may change a webhook's health in the same moment.
func TestHealthUnderTraffic(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		log := &safeLog{}
		w := newSite(t, d, webhook.Config{Schedule: []time.Duration{time.Millisecond, time.Millisecond, time.Millisecond},
			Limits: webhook.Limits{FailingAfter: 2, DisableFailures: 4, DisableAfter: time.Microsecond}, Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelError}))})
		r := newReceiver(t, func(n int, _ received) int { return []int{500, 500, 500, 500, 500, 500, 200, 410}[n%8] })
		hook, _ := w.create(t, r, "hr")
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() {
				for range 25 {
					w.publish(t, event.UserCreated)
					if _, err := w.hooks.SetEnabled(t.Context(), w.admin, "acme", hook.ID, true); err != nil {
						t.Error(err)
					}
					if _, err := w.hooks.SendTest(t.Context(), w.admin, "acme", hook.ID, ""); err != nil {
						t.Error(err)
					}
					if _, err := w.hooks.KeepTrying(t.Context(), w.admin, "acme", hook.ID); err != nil && !app.Is(err, app.Conflict) {
						t.Error(err)
					}
					if err := w.hooks.Watch(context.WithoutCancel(t.Context())); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		r.wait(t, 50)
		if lines := log.String(); lines != "" {
			t.Errorf("the log says\n%s", lines)
		}
	})
}

// safeLog keeps what is logged.
type safeLog struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *safeLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *safeLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.TrimSpace(l.text.String())
}
