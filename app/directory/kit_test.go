package directory_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/db"
	"rollcall/db/dbtest"
)

const password = "seven green bottles"

// house is a directory on a fresh database, with the site's administrator at home in the organization "site".
type house struct {
	*directory.Service
	db     *db.DB
	access *access.Service
	clock  *handClock
	root   access.Actor // the command line
	made   int
}

// each runs the test on both engines.
func each(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(d)
		h.user(t, "site", "root", access.Admin)
		test(t, h)
	})
}

func newHouse(d *db.DB) *house {
	h := &house{db: d, clock: &handClock{now: time.Date(2026, 3, 4, 5, 6, 7, 8000, time.UTC)}, root: access.Command()}
	h.access = access.New(d, audit.New(d, h.clock), h.clock)
	h.Service = h.with(nil)
	return h
}

// with is another directory on the same database, with a changed configuration.
func (h *house) with(change func(*directory.Config)) *directory.Service {
	c := directory.Config{DB: h.db, Audit: audit.New(h.db, h.clock), Access: h.access, Clock: h.clock, Publish: record, DeleteWebhooks: forget,
		Key: bytes.Repeat([]byte{7}, 32), BaseURL: "https://rollcall.example"}
	if change != nil {
		change(&c)
	}
	return directory.New(c)
}

// handClock is moved by hand.
type handClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// record is a Publish that only keeps the event, in the transaction it is told in.
func record(ctx context.Context, tx *db.Tx, e event.Event) error {
	facts, err := json.Marshal(e)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO events (id, type, occurred_at, subject_user_id, subject, source, facts) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		e.ID, string(e.Type), e.At, e.Facts.Subject.ID, e.Facts.Subject.Username, e.Source, string(facts))
	return err
}

// forget is a DeleteWebhooks that leaves a trace: an event of no type about user 0.
func forget(ctx context.Context, tx *db.Tx, scope event.Scope, id int64, by string) (int, error) {
	return 3, record(ctx, tx, event.Event{ID: app.NewUUID(), Source: by, Places: []event.Place{{Scope: scope, ID: id}}})
}

// told gives the events about a user, oldest first, and forgets them.
func (h *house) told(t *testing.T, userID int64) (events []event.Event) {
	t.Helper()
	err := h.db.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		events = nil
		rows, err := tx.Query(ctx, "SELECT facts FROM events WHERE subject_user_id = $1 ORDER BY id", userID)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var text string
			var e event.Event
			if err := errors.Join(rows.Scan(&text), json.Unmarshal([]byte(text), &e)); err != nil {
				return err
			}
			events = append(events, e)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "DELETE FROM events WHERE subject_user_id = $1", userID)
		return err
	})
	must(t, err)
	return events
}

// types are the types of the events about a user since they were last asked for.
func (h *house) types(t *testing.T, userID int64) (types []event.Type) {
	t.Helper()
	for _, e := range h.told(t, userID) {
		types = append(types, e.Type)
	}
	return types
}

// row is an audit row, without what differs between runs.
type row struct{ Action, Object, Outcome string }

// audited gives the audit rows since they were last asked for, oldest first, and forgets them.
func (h *house) audited(t *testing.T) (found []row) {
	t.Helper()
	err := h.db.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		found = nil
		rows, err := tx.Query(ctx, "SELECT action, object, outcome FROM audit_log ORDER BY id")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var r row
			if err := rows.Scan(&r.Action, &r.Object, &r.Outcome); err != nil {
				return err
			}
			found = append(found, r)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "DELETE FROM audit_log")
		return err
	})
	must(t, err)
	return found
}

// org makes an organization with an administrator of its own, called after it.
func (h *house) org(t *testing.T, seats int64) (name string, admin directory.User) {
	t.Helper()
	h.made++
	o, err := h.CreateOrganization(t.Context(), h.root, directory.CreateOrganization{Title: fmt.Sprintf("Club %d", h.made), Seats: seats})
	must(t, err)
	return o.Name, h.user(t, o.Name, "admin-"+o.Name, access.Admin)
}

// user makes an active user without a password.
func (h *house) user(t *testing.T, org, username string, role access.Role) directory.User {
	t.Helper()
	u, err := h.CreateUserByCommand(t.Context(), h.root, directory.CommandUser{
		Organization: org, Username: username, Email: username + "@example.com", Admin: role == access.Admin})
	must(t, err)
	if role.Guest() {
		must(t, h.SetRole(t.Context(), h.root, org, u.ID, role))
	}
	return u
}

// someone is user with a name that nobody else has.
func (h *house) someone(t *testing.T, org string) directory.User {
	t.Helper()
	h.made++
	return h.user(t, org, fmt.Sprintf("someone%d", h.made), access.Normal)
}

func (h *house) guest(t *testing.T, org string, u directory.User, role access.Role) {
	t.Helper()
	_, err := h.AddGuest(t.Context(), h.root, org, u.Username, role)
	must(t, err)
}

func (h *house) group(t *testing.T, org, name string, members ...directory.User) directory.Group {
	t.Helper()
	g, err := h.CreateGroup(t.Context(), h.root, org, name, "")
	must(t, err)
	for _, m := range members {
		must(t, h.AddToGroup(t.Context(), h.root, org, g.ID, m.ID))
	}
	return g
}

// as is the user acting in a browser.
func as(u directory.User) access.Actor {
	return access.Actor{Kind: access.KindUser, UserID: u.ID, Username: u.Username, Name: u.Name, Email: u.Email, SiteAdmin: u.SiteAdmin, Source: "page"}
}

func nobody() access.Actor {
	return access.Actor{Kind: access.KindNobody, Source: "page", Address: "192.0.2.7"}
}

func (h *house) account(t *testing.T, u directory.User) directory.User {
	t.Helper()
	u, err := h.Account(t.Context(), as(u))
	must(t, err)
	return u
}

func (h *house) seats(t *testing.T, org string) directory.Seats {
	t.Helper()
	s, err := h.SeatsOf(t.Context(), h.root, org)
	must(t, err)
	return s
}

// place is where an event is heard, by the organization's name.
func (h *house) place(t *testing.T, org string) event.Place {
	t.Helper()
	o, _, err := h.Organization(t.Context(), h.root, org)
	must(t, err)
	return event.Place{Scope: event.ScopeOrganization, ID: o.ID}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused wants a refusal with that code, and each of the words in its sentence.
func refused(t *testing.T, err error, code app.Code, words ...string) *app.Error {
	t.Helper()
	var refusal *app.Error
	if !errors.As(err, &refusal) || refusal.Code != code {
		t.Fatalf("got %v, want a refusal with the code %s", err, code)
	}
	for _, w := range words {
		if !strings.Contains(refusal.Message, w) {
			t.Errorf("%q doesn't say %q", refusal.Message, w)
		}
	}
	return refusal
}

// fields are the names of the fields that a refusal is about.
func fields(refusal *app.Error) (names []string) {
	for _, f := range refusal.Fields {
		names = append(names, f.Name)
	}
	return names
}

func same[T any](t *testing.T, got, want T, opts ...cmp.Option) {
	t.Helper()
	if diff := cmp.Diff(want, got, opts...); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// together runs fn n times at the same moment and counts how often it had no error.
func together(n int, fn func(i int) error) (done int) {
	start := make(chan struct{})
	results := make(chan error, n)
	for i := range n {
		go func() {
			<-start
			results <- fn(i)
		}()
	}
	close(start)
	for range n {
		if <-results == nil {
			done++
		}
	}
	return done
}
