package webhook_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/event"
	"rollcall/app/outbound"
	"rollcall/app/webhook"
	"rollcall/db"
)

// world is a service on a database with two organizations: acme (id 1) and umbrella (id 2), each with an administrator.
// alice administers acme and bob umbrella; carol is a normal member of acme.
type world struct {
	*webhook.Service
	t     testing.TB
	db    *db.DB
	clock *clock
	jobs  *jobList

	alice, bob, carol access.Actor
}

var theKey = bytes.Repeat([]byte{7}, 32)

func newWorld(t testing.TB, d *db.DB) *world {
	t.Helper()
	w := &world{t: t, db: d, clock: &clock{now: time.Now().UTC().Truncate(time.Microsecond)}, jobs: &jobList{}}
	w.Service = w.serviceWith(theKey)
	w.exec(`INSERT INTO organizations (name, title, created_at) VALUES ('acme', 'Acme & Sons', $1), ('umbrella', 'Umbrella', $1)`, w.clock.now)
	w.alice = w.user("alice", 1, access.Admin)
	w.bob = w.user("bob", 2, access.Admin)
	w.carol = w.user("carol", 1, access.Normal)
	return w
}

func (w *world) serviceWith(key []byte) *webhook.Service {
	w.t.Helper()
	client, err := outbound.New(outbound.Config{})
	if err != nil {
		w.t.Fatal(err)
	}
	s, err := webhook.New(webhook.Config{DB: w.db, Audit: audit.New(w.db, w.clock), Clock: w.clock, Client: client, Queue: w.jobs, Key: key,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Version: "1.2.3", Zone: time.FixedZone("BRT", -3*60*60), Schedule: webhook.DefaultSchedule()})
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

func (w *world) user(name string, organization int64, role access.Role) access.Actor {
	w.exec(`INSERT INTO users (hex_id, uuid, organization_id, name, name_folded, username, username_folded, email, email_folded, state, created_at)
		VALUES ($1, $2, $3, $4, $4, $4, $4, $5, $5, 'active', $6)`, app.NewHexID(w.clock.now), app.NewUUID(), organization, name, name+"@example.com", w.clock.now)
	var id int64
	w.scan(`SELECT id FROM users WHERE username = $1`, []any{name}, &id)
	w.exec(`INSERT INTO members (organization_id, user_id, role, created_at) VALUES ($1, $2, $3, $4)`, organization, id, role, w.clock.now)
	return access.Actor{Kind: access.KindUser, UserID: id, Username: name, Name: name, Source: "page"}
}

// exec changes the database directly, for what other rooms would have done.
func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	err := w.db.Tx(w.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) scan(query string, args []any, into ...any) {
	w.t.Helper()
	if err := w.db.QueryRow(w.t.Context(), query, args...).Scan(into...); err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
}

func (w *world) count(query string, args ...any) (n int) {
	w.t.Helper()
	w.scan(query, args, &n)
	return n
}

// form is one that Create accepts.
func form(name string, types ...event.Type) webhook.Form {
	if len(types) == 0 {
		types = []event.Type{event.UserCreated}
	}
	return webhook.Form{Name: name, URL: "https://example.com/" + name, Types: types, Enabled: true}
}

func (w *world) create(f webhook.Form) webhook.Webhook {
	w.t.Helper()
	made, _, err := w.Create(w.t.Context(), w.alice, "acme", f)
	if err != nil {
		w.t.Fatal(err)
	}
	return made
}

func (w *world) setEnabled(id string, enabled bool) webhook.Webhook {
	w.t.Helper()
	set, err := w.SetEnabled(w.t.Context(), w.alice, "acme", id, enabled)
	if err != nil {
		w.t.Fatal(err)
	}
	return set
}

// happens publishes an event about a user of acme, heard in acme unless places are given.
func (w *world) happens(t event.Type, places ...event.Place) event.Event {
	w.t.Helper()
	if len(places) == 0 {
		places = []event.Place{{Scope: event.ScopeOrganization, ID: 1}}
	}
	seats := int64(5)
	e := event.Event{ID: app.NewUUID(), Type: t, At: w.clock.Now(), Places: places, Source: "page", Facts: event.Facts{
		Subject:        event.User{ID: w.carol.UserID, HexID: "66ec445884b4103f670d0c86", Name: "Carol", Username: "carol", Email: "carol@example.com"},
		Home:           event.Organization{ID: 1, Name: "acme", Title: "Acme & Sons"},
		RemainingSeats: &seats, GroupName: "R&D",
	}}
	w.publish(e)
	return e
}

func (w *world) publish(e event.Event) {
	w.t.Helper()
	if err := w.db.Tx(w.t.Context(), func(ctx context.Context, tx *db.Tx) error { return w.Publish(ctx, tx, e) }); err != nil {
		w.t.Fatal(err)
	}
}

// deliveries is the newest page of a webhook's history.
func (w *world) deliveries(webhookID string) []webhook.Delivery {
	w.t.Helper()
	page, err := w.Deliveries(w.t.Context(), w.alice, "acme", webhookID, webhook.Filter{})
	if err != nil {
		w.t.Fatal(err)
	}
	return page.Deliveries
}

func (w *world) delivery(id string) webhook.Delivery {
	w.t.Helper()
	d, _, _, err := w.Delivery(w.t.Context(), w.alice, "acme", id)
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

// ends writes what the record of an attempt would: the delivery is done.
func (w *world) ends(id string, state webhook.State) {
	w.t.Helper()
	w.exec(`UPDATE deliveries SET state = $2, attempts = attempts + 1, lane = NULL, due_at = NULL, due_reason = '', due_by = '', finished_at = $3 WHERE id = $1`,
		id, state, w.clock.Now())
}

// retries writes what the record of a failed attempt would: the delivery is due again in an hour.
func (w *world) retries(id string) {
	w.t.Helper()
	w.exec(`UPDATE deliveries SET state = 'retrying', attempts = attempts + 1, step = step + 1, lane = 'retry', due_at = $2, due_reason = 'schedule' WHERE id = $1`,
		id, w.clock.Now().Add(time.Hour))
}

// audited is the actions, with their outcomes, in the order in which they happened.
func (w *world) audited() (actions []string) {
	w.t.Helper()
	rows, err := w.db.Query(w.t.Context(), `SELECT action, outcome FROM audit_log ORDER BY id`)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var action, outcome string
		if err := rows.Scan(&action, &outcome); err != nil {
			w.t.Fatal(err)
		}
		actions = append(actions, action+" "+outcome)
	}
	return actions
}

// clock is moved by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// jobList is a queue that only remembers, and only what was committed.
type jobList struct {
	mu         sync.Mutex
	jobs       []webhook.Job
	operations []string
}

func (l *jobList) Enqueue(_ context.Context, tx *db.Tx, jobs ...webhook.Job) error {
	jobs = slices.Clone(jobs)
	tx.AfterCommit(func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.jobs = append(l.jobs, jobs...)
	})
	return nil
}

func (l *jobList) Operate(_ context.Context, tx *db.Tx, ids ...string) error {
	ids = slices.Clone(ids)
	tx.AfterCommit(func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.operations = append(l.operations, ids...)
	})
	return nil
}

// takeOperations returns the operations since the last time.
func (l *jobList) takeOperations() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	taken := l.operations
	l.operations = nil
	return taken
}

// take returns the jobs since the last take, as "webhook lane".
func (l *jobList) take() (taken []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, job := range l.jobs {
		taken = append(taken, job.WebhookID+" "+string(job.Lane))
	}
	l.jobs = nil
	return taken
}

// idle lets every lane rest, as its job would when nothing is due any more.
func (w *world) idle() {
	w.jobs.take()
	w.exec(`UPDATE lanes SET busy = FALSE, due_at = NULL`)
}

// refused checks that an error is a refusal with that code, and returns its sentence.
func refused(t testing.TB, err error, code app.Code) string {
	t.Helper()
	if app.CodeOf(err) != code || err == nil {
		t.Fatalf("got %v (%s), want a refusal with the code %s", err, app.CodeOf(err), code)
	}
	return err.Error()
}
