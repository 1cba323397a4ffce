package access_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// hands is a clock that a test moves.
type hands struct {
	mu  sync.Mutex
	now time.Time
}

func (h *hands) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *hands) move(by time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(by)
}

// world is a database with two organizations: acme, whose administrator is ann and whose member is bob, and foreign with zoe.
type world struct {
	*testing.T
	*access.Service
	d             *db.DB
	clock         *hands
	fill          func(w *world)
	acme, foreign int64
	ann, bob, zoe int64
}

// each runs the test on both engines; the cases within have a fresh world each, on one database.
func each(t *testing.T, test func(w *world)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(newWorld(t, d, populate)) })
}

// eachEmpty is each without anybody in the world.
func eachEmpty(t *testing.T, test func(w *world)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(newWorld(t, d, func(*world) {})) })
}

func newWorld(t *testing.T, d *db.DB, fill func(w *world)) *world {
	t.Helper()
	w := &world{T: t, d: d, clock: &hands{now: time.Date(2026, 3, 14, 9, 0, 0, 0, time.UTC)}, fill: fill}
	w.restart()
	fill(w)
	return w
}

func populate(w *world) {
	w.Helper()
	w.acme, w.foreign = w.organization("acme", "Acme Inc."), w.organization("foreign", "Foreign Ltd.")
	w.ann, w.bob, w.zoe = w.user(w.acme, "ann", access.Admin), w.user(w.acme, "bob", access.Normal), w.user(w.foreign, "zoe", access.Admin)
}

// Run runs one case in a world in which nothing has happened yet. Emptying tables is a hundred times cheaper than a database.
func (w *world) Run(name string, test func(w *world)) {
	w.Helper()
	w.T.Run(name, func(t *testing.T) {
		for _, table := range []string{"audit_log", "setup_codes", "sign_in_failures", "tokens", "access_tokens", "service_accounts", "sessions", "space_members", "spaces", "members", "users", "organizations"} {
			w.exec(`DELETE FROM ` + table)
		}
		test(newWorld(t, w.d, w.fill))
	})
}

// restart forgets everything that is only in memory.
func (w *world) restart() { w.Service = access.New(w.d, audit.New(w.d, w.clock), w.clock) }

func (w *world) organization(name, title string) int64 {
	w.Helper()
	return w.insert(`INSERT INTO organizations (name, title, created_at) VALUES ($1, $2, $3) RETURNING id`, name, title, w.clock.Now())
}

func (w *world) user(home int64, username string, role access.Role) int64 {
	w.Helper()
	id := w.insert(`INSERT INTO users (hex_id, uuid, organization_id, name, name_folded, username, username_folded, email, email_folded, state, created_at)
		VALUES ($1, $2, $3, $4, $5, $5, $5, $6, $6, 'active', $7) RETURNING id`,
		app.NewHexID(w.clock.Now()), app.NewUUID(), home, strings.ToUpper(username), username, username+"@example.com", w.clock.Now())
	w.member(home, id, role)
	return id
}

func (w *world) member(organization, user int64, role access.Role) {
	w.Helper()
	w.exec(`INSERT INTO members (organization_id, user_id, role, created_at) VALUES ($1, $2, $3, $4)`, organization, user, role, w.clock.Now())
}

// space makes a pipe or table and returns its numeric id.
func (w *world) space(organization int64, kind access.SpaceKind, suid string) int64 {
	w.Helper()
	return w.insert(`INSERT INTO spaces (kind, suid, uuid, organization_id, name, name_folded, created_at) VALUES ($1, $2, $3, $4, $2, $2, $5) RETURNING id`,
		kind, suid, app.NewUUID(), organization, w.clock.Now())
}

func (w *world) spaceMember(space, user int64, role access.Role) {
	w.Helper()
	w.exec(`INSERT INTO space_members (space_id, user_id, role, created_at) VALUES ($1, $2, $3, $4)`, space, user, role, w.clock.Now())
}

func (w *world) insert(query string, args ...any) (id int64) {
	w.Helper()
	w.tx(func(ctx context.Context, tx *db.Tx) error { return tx.QueryRow(ctx, query, args...).Scan(&id) })
	return id
}

func (w *world) exec(query string, args ...any) {
	w.Helper()
	w.tx(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	})
}

func (w *world) tx(fn func(ctx context.Context, tx *db.Tx) error) {
	w.Helper()
	w.must(w.d.Tx(w.Context(), fn))
}

func (w *world) state(user int64, state string) {
	w.Helper()
	w.exec(`UPDATE users SET state = $2 WHERE id = $1`, user, state)
}

func (w *world) count(query string, args ...any) (n int) {
	w.Helper()
	w.must(w.d.QueryRow(w.Context(), query, args...).Scan(&n))
	return n
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// refused fails unless err is a refusal with that code, and returns it.
func (w *world) refused(err error, code app.Code) *app.Error {
	w.Helper()
	var refusal *app.Error
	if !errors.As(err, &refusal) || refusal.Code != code {
		w.Fatalf("got %v, want a refusal with the code %s", err, code)
	}
	if !strings.HasSuffix(refusal.Message, ".") {
		w.Errorf("%q is not a sentence", refusal.Message)
	}
	return refusal
}

// signIn starts a session and returns its secret.
func (w *world) signIn(user int64) (secret string) {
	w.Helper()
	w.tx(func(ctx context.Context, tx *db.Tx) (err error) {
		secret, err = w.StartSession(ctx, tx, user, "192.0.2.1", "Test/1.0")
		return err
	})
	return secret
}

// actor signs the user in and returns who the pages take them for.
func (w *world) actor(user int64) access.Actor {
	w.Helper()
	actor, err := w.Session(w.Context(), w.signIn(user), false)
	w.must(err)
	actor.Source, actor.Address = "page", "192.0.2.1"
	return actor
}

// holds reports whether the text stands anywhere in what access and audit have stored.
func (w *world) holds(text string) bool {
	w.Helper()
	for _, table := range []string{"sessions", "tokens", "access_tokens", "service_accounts", "sign_in_failures", "setup_codes", "audit_log"} {
		if strings.Contains(w.dump(table), text) {
			return true
		}
	}
	return false
}

func (w *world) dump(table string) string {
	w.Helper()
	rows, err := w.d.Query(w.Context(), `SELECT * FROM `+table)
	w.must(err)
	defer rows.Close()
	columns, err := rows.Columns()
	w.must(err)
	var all strings.Builder
	for rows.Next() {
		values, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		w.must(rows.Scan(into...))
		fmt.Fprintln(&all, values)
	}
	w.must(rows.Err())
	return all.String()
}

// audited lists the audit rows of one action as "who outcome".
func (w *world) audited(action string) (lines []string) {
	w.Helper()
	rows, err := w.d.Query(w.Context(), `SELECT actor_name, outcome FROM audit_log WHERE action = $1 ORDER BY id`, action)
	w.must(err)
	defer rows.Close()
	for rows.Next() {
		var who, outcome string
		w.must(rows.Scan(&who, &outcome))
		lines = append(lines, who+" "+outcome)
	}
	w.must(rows.Err())
	return lines
}

// together runs fn that many times at once and returns what each answered.
func together(times int, fn func() error) []error {
	answers, start := make([]error, times), make(chan struct{})
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() {
			<-start
			answers[i] = fn()
		})
	}
	close(start)
	all.Wait()
	return answers
}
