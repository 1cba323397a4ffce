package webhook_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/event"
	"rollcall/app/outbound"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
	"rollcall/jobs"
)

// patience is how long a test waits for what must happen, on a machine that has much else to do; attemptTimeout is longer
// than any test takes, so that a receiver that a test has hang does so until the test lets it go.
const (
	patience       = 2 * time.Minute
	attemptTimeout = 15 * time.Minute
)

// site is the room with a real queue, in an organization "acme" with an administrator.
type site struct {
	db     *db.DB
	hooks  *webhook.Service
	queue  *jobs.Client
	via    func(webhook.Queue) webhook.Queue // what stands before the queue after the next start; nil for nothing
	config webhook.Config
	admin  access.Actor
	acme   int64
}

// each runs a test on a site of either engine.
func each(t *testing.T, config webhook.Config, test func(t *testing.T, w *site)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(t, newSite(t, d, config)) })
}

// newSite starts a site, which is stopped when the test ends.
func newSite(t *testing.T, d *db.DB, config webhook.Config) *site {
	t.Helper()
	w := &site{db: d, config: config, admin: access.Command()}
	err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		return tx.QueryRow(ctx, `INSERT INTO organizations (name, title, created_at) VALUES ('acme', 'Acme', $1) RETURNING id`, app.SystemClock{}.Now()).Scan(&w.acme)
	})
	if err != nil {
		t.Fatal(err)
	}
	w.start(t)
	t.Cleanup(func() { w.stop(t, patience) })
	return w
}

func (w *site) start(t *testing.T) {
	t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	client, err := outbound.New(outbound.Config{Allow: []string{"127.0.0.1"}, AttemptTimeout: attemptTimeout})
	if err != nil {
		t.Fatal(err)
	}
	if w.queue, err = jobs.New(w.db, quiet, attemptTimeout); err != nil {
		t.Fatal(err)
	}
	c := w.config
	c.DB, c.Audit, c.Queue = w.db, audit.New(w.db, app.SystemClock{}), w.queue
	if c.Clock == nil {
		c.Clock = app.SystemClock{}
	}
	if c.Client == nil {
		c.Client = client
	}
	if w.via != nil {
		c.Queue = w.via(w.queue)
	}
	c.Key, c.Version = make([]byte, 32), "test"
	if c.Log == nil {
		c.Log = quiet
	}
	if w.hooks, err = webhook.New(c); err != nil {
		t.Fatal(err)
	}
	if err := w.queue.Start(t.Context(), w.hooks); err != nil {
		t.Fatal(err)
	}
}

// newProcess is another process on the same database, which does not work its queue.
func newProcess(t *testing.T, w *site) *webhook.Service {
	t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	queue, err := jobs.New(w.db, quiet, attemptTimeout)
	if err != nil {
		t.Fatal(err)
	}
	client, err := outbound.New(outbound.Config{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := webhook.New(webhook.Config{DB: w.db, Audit: audit.New(w.db, app.SystemClock{}), Clock: app.SystemClock{}, Client: client, Queue: queue,
		Key: make([]byte, 32), Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// stop ends the queue; after grace it cuts off what is out.
func (w *site) stop(t *testing.T, grace time.Duration) {
	t.Helper()
	if w.queue == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	if err := w.queue.Stop(ctx); err != nil {
		t.Errorf("stopping the queue: %v", err)
	}
	w.queue = nil
}

func (w *site) create(t *testing.T, r *receiver, name string) (webhook.Webhook, string) {
	t.Helper()
	hook, secret, err := w.hooks.Create(t.Context(), w.admin, "acme", webhook.Form{Name: name, URL: r.url, Enabled: true,
		Types: []event.Type{event.UserCreated, event.UserLogin, event.UserDisabled}})
	if err != nil {
		t.Fatal(err)
	}
	return hook, secret
}

func (w *site) event(typ event.Type) event.Event {
	return event.Event{ID: app.NewUUID(), Type: typ, At: app.SystemClock{}.Now(), Source: "page", Places: []event.Place{{Scope: event.ScopeOrganization, ID: w.acme}},
		Facts: event.Facts{Home: event.Organization{ID: w.acme, Name: "acme", Title: "Acme"},
			Subject: event.User{ID: 7, HexID: "66ec445884b4103f670d0c86", Name: "Grace", Username: "grace", Email: "grace@acme.test"}}}
}

func (w *site) publish(t *testing.T, typ event.Type) event.Event {
	t.Helper()
	e := w.event(typ)
	w.publishEvent(t, e)
	return e
}

func (w *site) publishEvent(t *testing.T, e event.Event) {
	t.Helper()
	if err := w.db.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return w.hooks.Publish(ctx, tx, e) }); err != nil {
		t.Error(err)
	}
}

// background runs work beside the test, which does not end before it.
func (w *site) background(t *testing.T, work func()) {
	done := make(chan struct{})
	go func() { defer close(done); work() }()
	t.Cleanup(func() { <-done })
}

func (w *site) hook(t *testing.T, id string) webhook.Webhook {
	t.Helper()
	hook, err := w.hooks.Webhook(t.Context(), w.admin, "acme", id)
	if err != nil {
		t.Fatal(err)
	}
	return hook
}

func (w *site) now() time.Time { return app.SystemClock{}.Now() }

func (w *site) setEnabled(t *testing.T, id string, enabled bool) {
	t.Helper()
	if _, err := w.hooks.SetEnabled(t.Context(), w.admin, "acme", id, enabled); err != nil {
		t.Fatal(err)
	}
}

// settled waits until the webhook's only delivery is final and returns it with its attempts.
func (w *site) settled(t *testing.T, hookID string) (webhook.Delivery, []webhook.Attempt) {
	t.Helper()
	var delivery webhook.Delivery
	var attempts []webhook.Attempt
	waitFor(t, "the delivery's end", func() bool {
		page, err := w.hooks.Deliveries(t.Context(), w.admin, "acme", hookID, webhook.Filter{})
		if err != nil || len(page.Deliveries) != 1 {
			t.Fatalf("%d deliveries (%v)", len(page.Deliveries), err)
		}
		if delivery, attempts, _, err = w.hooks.Delivery(t.Context(), w.admin, "acme", page.Deliveries[0].ID); err != nil {
			t.Fatal(err)
		}
		return delivery.State.Final()
	})
	return delivery, attempts
}

// states counts the webhook's deliveries.
func (w *site) states(t *testing.T, hookID string) map[webhook.State]int {
	t.Helper()
	page, err := w.hooks.Deliveries(t.Context(), w.admin, "acme", hookID, webhook.Filter{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	states := map[webhook.State]int{}
	for _, d := range page.Deliveries {
		states[d.State]++
	}
	return states
}

// atRest waits until nothing is due or under way.
func (w *site) atRest(t *testing.T) {
	t.Helper()
	waitFor(t, "all lanes at rest", func() bool {
		var moving int
		err := w.db.QueryRow(t.Context(), `SELECT (SELECT COUNT(*) FROM lanes WHERE busy) + (SELECT COUNT(*) FROM deliveries WHERE lane IS NOT NULL)`).Scan(&moving)
		if err != nil {
			t.Fatal(err)
		}
		return moving == 0
	})
}

func waitFor(t *testing.T, what string, done func() bool) {
	t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	tick := time.NewTicker(3 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatalf("waited %v for %s", patience, what)
		}
	}
}
