package webhook_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rollcall/app/audit"
	"rollcall/app/event"
	"rollcall/app/mail"
	"rollcall/app/outbound"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// clinic is a world whose webhooks reach a real receiver on loopback, by a clock that is moved by hand. Names can't be
// looked up in it.
type clinic struct {
	*world
	post     *letterBox
	receiver *receiver
	status   atomic.Int64 // what the receiver answers
}

// clinics runs a test in a clinic on either engine; change may change what its service is made of.
func clinics(t *testing.T, change func(*webhook.Config), test func(t *testing.T, c *clinic)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := &clinic{world: newWorld(t, d), post: &letterBox{}}
		c.status.Store(500)
		c.receiver = newReceiver(t, func(int, received) int { return int(c.status.Load()) })
		c.Service = c.another(t, change)
		test(t, c)
	})
}

// another is a second process on the same database.
func (c *clinic) another(t *testing.T, change func(*webhook.Config)) *webhook.Service {
	t.Helper()
	s, err := webhook.New(c.config(t, change))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (c *clinic) config(t *testing.T, change func(*webhook.Config)) webhook.Config {
	t.Helper()
	nobody := &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("the name server is down")
	}}
	client, err := outbound.New(outbound.Config{Allow: []string{"127.0.0.1"}, Resolver: nobody})
	if err != nil {
		t.Fatal(err)
	}
	config := webhook.Config{DB: c.db, Audit: audit.New(c.db, c.clock), Clock: c.clock, Client: client, Queue: c.jobs, Key: theKey,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), BaseURL: "https://rollcall.example", Mail: c.post}
	if change != nil {
		change(&config)
	}
	return config
}

// hook makes a webhook that goes to the receiver, unless a URL is given.
func (c *clinic) hook(name string, url ...string) webhook.Webhook {
	c.t.Helper()
	f := form(name)
	f.URL = append(url, c.receiver.url)[0]
	return c.create(f)
}

// next takes a job whose time has come.
func (l *jobList) next(now time.Time) (webhook.Job, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := slices.IndexFunc(l.jobs, func(j webhook.Job) bool { return !j.At.After(now) })
	if i < 0 {
		return webhook.Job{}, false
	}
	job := l.jobs[i]
	l.jobs = slices.Delete(l.jobs, i, i+1)
	return job, true
}

// work works every job whose time has come.
func (c *clinic) work() {
	c.t.Helper()
	for {
		job, found := c.jobs.next(c.clock.Now())
		if !found {
			return
		}
		if err := c.Deliver(c.t.Context(), job); err != nil {
			c.t.Fatal(err)
		}
	}
}

// fails has as many first attempts end badly, at once, for every webhook that listens.
func (c *clinic) fails(attempts int) {
	c.t.Helper()
	for range attempts {
		c.happens(event.UserCreated)
	}
	c.work()
}

// answers is an event with the receiver answering that status.
func (c *clinic) answers(status int) {
	c.t.Helper()
	c.status.Store(int64(status))
	c.happens(event.UserCreated)
	c.work()
}

// after moves the clock on without letting retries happen, and looks after the webhooks.
func (c *clinic) after(d time.Duration) {
	c.t.Helper()
	c.clock.pass(d)
	if err := c.Watch(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
}

// told is what notices a webhook has, the oldest first.
func (c *clinic) told(id string) (kinds []webhook.NoticeKind) {
	c.t.Helper()
	for _, n := range slices.Backward(c.health(id).Notices) {
		kinds = append(kinds, n.Kind)
	}
	return kinds
}

func (c *clinic) health(id string) webhook.Health {
	c.t.Helper()
	h, err := c.Health(c.t.Context(), c.alice, "acme", id)
	if err != nil {
		c.t.Fatal(err)
	}
	return h
}

// test sends a test and waits for nothing but its attempt.
func (c *clinic) test(id string, status int) {
	c.t.Helper()
	c.status.Store(int64(status))
	if _, err := c.SendTest(c.t.Context(), c.alice, "acme", id, ""); err != nil {
		c.t.Fatal(err)
	}
	c.work()
}

// letterBox is a mail.Post that keeps the letters whose transaction was committed.
type letterBox struct {
	mu      sync.Mutex
	letters []mail.Letter
}

func (b *letterBox) Post(_ context.Context, tx *db.Tx, letters ...mail.Letter) error {
	letters = slices.Clone(letters)
	tx.AfterCommit(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.letters = append(b.letters, letters...)
	})
	return nil
}

// take returns the letters since the last take.
func (b *letterBox) take() []mail.Letter {
	b.mu.Lock()
	defer b.mu.Unlock()
	taken := b.letters
	b.letters = nil
	return taken
}

// one is the only letter since the last take.
func (b *letterBox) one(t *testing.T) mail.Letter {
	t.Helper()
	taken := b.take()
	if len(taken) != 1 {
		t.Fatalf("%d letters were posted, want one", len(taken))
	}
	return taken[0]
}

// mentions checks that a text has all of these words.
func mentions(t testing.TB, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%q is missing in\n%s", w, text)
		}
	}
}
