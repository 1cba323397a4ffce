package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/app/mail/mailtest"
	"rollcall/app/webhook"
	"rollcall/db"
)

// The story of an outage, as an administrator lives it: a receiver starts failing, the page and the mail say so and when it
// will be disabled, it is disabled, a test passes, it is enabled again, and everything that was missed arrives, once.
func TestTheStoryOfAnOutageInTheBrowser(t *testing.T) {
	t.Parallel()
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			outage(t, engine)
		})
	}
}

// missedInTheOutage is enough for the catch-up to take a while: many batches, each with a pause.
const missedInTheOutage = 3000

func outage(t *testing.T, engine db.Engine) {
	post, receiver := mailtest.New(t, mailtest.Config{}), newPatient(t)
	s := wiredWith(t, engine, post.URL(), func(o *options) {
		o.baseURL, o.allowTargets, o.workers = "http://"+o.listener.Addr().String(), []string{"127.0.0.1"}, 64
		o.schedule = slices.Repeat([]time.Duration{250 * time.Millisecond}, 5000)
		o.limits = webhook.Limits{FailingAfter: 2, DisableFailures: 3}
	})
	go func() { _ = s.http.Serve(s.listener) }() // ends with the server
	command := access.Command()
	_, err := s.directory.CreateUserByCommand(t.Context(), command, directory.CommandUser{Organization: "acme", Username: "ada", Email: "ada@acme.example", Password: testPassword, Admin: true})
	if err != nil {
		t.Fatal(err)
	}
	w := openWindow(t, s.baseURL, true)
	w.logIn("ada")
	hook, _, err := s.webhooks.Create(t.Context(), command, "acme", webhook.Form{Name: "hr-sync", URL: receiver.url, Types: []event.Type{event.UserLogin}, Enabled: true})
	if err != nil {
		t.Fatal(err)
	}
	w.visit("/organizations/acme/webhooks/" + hook.ID)

	receiver.ill.Store(true)
	before := s.happen(t, hook, 1)
	w.see("This webhook is failing")
	w.see("It will be disabled on")
	w.see("The receiver answered 500")
	w.picture("failing")
	until(t, "it failed often enough", func() bool {
		found, err := s.webhooks.Webhook(t.Context(), command, "acme", hook.ID)
		return err == nil && found.Failures >= 3
	})
	for i, want := range []string{"is failing", "will be disabled on", "Last notice: ", "was disabled"} { // within 72 hours
		letter := post.Wait(t, "ada@acme.example", i+1)[i]
		earlier(t, s, []time.Duration{36, 29, 8, 0}[i]*time.Hour)
		if !strings.Contains(letter.Subject, want) || !strings.Contains(letter.Text, w.url+"/organizations/acme/webhooks/"+hook.ID) {
			t.Errorf("letter %d is %q:\n%s", i, letter.Subject, letter.Text)
		}
	}
	w.see("This webhook was disabled automatically")
	w.picture("disabled")

	missed := s.happen(t, hook, missedInTheOutage)
	w.see("3,000 events were missed since")
	receiver.ill.Store(false)
	w.press("Send test")
	w.see("Delivered 200")
	w.see("Send all 3,000")
	if found, err := s.webhooks.Webhook(t.Context(), command, "acme", hook.ID); err != nil || !found.Enabled {
		t.Fatalf("after the test the webhook is %s (%v)", found.Condition(), err)
	}
	w.picture("asks")
	w.accessible("the question what to send")

	w.press("Send all 3,000")
	w.see("Catch-up of 3,000 missed events")
	ask(w, "see the progress", chromedp.WaitVisible(chromedp.CSS(`#operations progress`)))
	w.picture("catching-up")
	w.accessible("a catch-up under way")
	w.see("3,000 deliveries made.")
	receiver.hasOnce(t, append(before, missed...))
	until(t, "nothing is left to send", func() bool {
		counts, err := s.webhooks.DaySummary(t.Context(), command, "acme", hook.ID)
		return err == nil && counts.OldestPending.IsZero()
	})
	w.visit("/organizations/acme/webhooks/" + hook.ID)
	w.see("3,001")
	w.picture("caught-up")
	if asks := w.count(`#catch-up form`); asks != 0 {
		t.Error("the page asks again what to send")
	}
}

// happen has so many people log in, and returns the ids of the events.
func (s *server) happen(t *testing.T, hook webhook.Webhook, count int) []string {
	t.Helper()
	ids := make([]string, count)
	next := atomic.Int64{}
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < count; i = int(next.Add(1)) - 1 {
				ids[i] = app.NewUUID()
				e := event.Event{ID: ids[i], Type: event.UserLogin, At: app.SystemClock{}.Now(), Source: "page", Places: []event.Place{{Scope: hook.Scope, ID: hook.ScopeID}},
					Facts: event.Facts{Home: event.Organization{ID: hook.OrganizationID, Name: "acme", Title: "acme"},
						Subject: event.User{ID: int64(i % 300), HexID: fmt.Sprintf("%024x", i), Username: fmt.Sprintf("user%d", i), Email: fmt.Sprintf("user%d@acme.example", i)}}}
				if err := s.db.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return s.webhooks.Publish(ctx, tx, e) }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	return ids
}

// patient is a receiver that is ill for a while. While it is well it counts what it takes, by webhook-id.
type patient struct {
	url string
	ill atomic.Bool

	mu    sync.Mutex
	taken map[string]int    // requests by webhook-id
	event map[string]string // event ids by webhook-id
}

func newPatient(t *testing.T) *patient {
	t.Helper()
	p := &patient{taken: map[string]int{}, event: map[string]string{}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if p.ill.Load() {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		p.take(r.Header)
	}))
	t.Cleanup(server.Close)
	p.url = server.URL + "/hooks"
	return p
}

func (p *patient) take(h http.Header) {
	if h.Get("Rollcall-Test") != "" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.taken[h.Get("webhook-id")]++
	p.event[h.Get("webhook-id")] = h.Get("Rollcall-Event-Id")
}

// hasOnce waits until the receiver has taken a delivery of each event, and checks that it took none twice.
func (p *patient) hasOnce(t *testing.T, events []string) {
	t.Helper()
	until(t, "everything has arrived", func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		return len(p.taken) >= len(events)
	})
	p.mu.Lock()
	defer p.mu.Unlock()
	arrived := map[string]bool{}
	for id, times := range p.taken {
		if times != 1 {
			t.Errorf("delivery %s arrived %d times", id, times)
		}
		arrived[p.event[id]] = true
	}
	for _, id := range events {
		if !arrived[id] {
			t.Errorf("event %s has not arrived", id)
		}
	}
	if len(p.taken) != len(events) {
		t.Errorf("%d deliveries arrived of %d events", len(p.taken), len(events))
	}
}
