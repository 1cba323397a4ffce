package handlers

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/app/outbound"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/handlers/session"
)

// password is everybody's in these tests.
const password = "seven purple giraffes"

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

func (c *handClock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// quietQueue takes jobs and does nothing with them: what is delivered is other tests' business.
type quietQueue struct{}

func (quietQueue) Enqueue(context.Context, *db.Tx, ...webhook.Job) error { return nil }
func (quietQueue) Operate(context.Context, *db.Tx, ...string) error      { return nil }

// logBook keeps what was logged.
type logBook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *logBook) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *logBook) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// site is a whole Rollcall behind a real HTTP server.
type site struct {
	t         testing.TB
	db        *db.DB
	clock     *handClock
	log       *logBook
	access    *access.Service
	directory *directory.Service
	webhooks  *webhook.Service
	config    Config
	server    *httptest.Server
	url       string
	outbound  outbound.Config
	watch     watch
}

// newSite serves the database at a free port of the loopback.
func newSite(t testing.TB, d *db.DB) *site {
	t.Helper()
	return newSiteThatSends(t, d, outbound.Config{})
}

// newSiteThatSends is a site with what the operator decides about outgoing requests.
func newSiteThatSends(t testing.TB, d *db.DB, sends outbound.Config) *site {
	t.Helper()
	s := &site{t: t, outbound: sends, db: d, clock: &handClock{now: time.Date(2026, 3, 14, 9, 26, 53, 0, time.UTC)}, log: &logBook{}}
	s.server = httptest.NewUnstartedServer(nil)
	s.url = "http://" + s.server.Listener.Addr().String()
	s.services()
	s.config = Config{
		Access: s.access, Directory: s.directory, Webhooks: s.webhooks, BaseURL: parse(t, s.url),
		Log:   slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Clock: s.clock, SessionKey: bytes.Repeat([]byte{1}, 32), Ready: d.Ready,
	}
	s.server.Config = NewServer("", s.handler(nil))
	s.server.Start()
	t.Cleanup(s.server.Close)
	t.Cleanup(func() {
		if s.watch.observer != nil {
			_ = s.watch.observer.Close()
		}
	})
	return s
}

func (s *site) services() {
	s.t.Helper()
	log := audit.New(s.db, s.clock)
	client, err := outbound.New(s.outbound)
	if err != nil {
		s.t.Fatal(err)
	}
	s.webhooks, err = webhook.New(webhook.Config{
		DB: s.db, Audit: log, Clock: s.clock, Client: client, Queue: quietQueue{}, Key: bytes.Repeat([]byte{2}, 32),
		Log: slog.New(slog.DiscardHandler), BaseURL: s.url, Version: "test",
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.access = access.New(s.db, log, s.clock)
	s.directory = directory.New(directory.Config{DB: s.db, Audit: log, Access: s.access, Clock: s.clock,
		Publish: s.webhooks.Publish, DeleteWebhooks: s.webhooks.DeleteOfScope, Key: bytes.Repeat([]byte{3}, 32), BaseURL: s.url})
}

// handler builds the handler with a changed configuration, for requests that a real client doesn't send.
func (s *site) handler(change func(*Config)) http.Handler {
	s.t.Helper()
	config := s.config
	if change != nil {
		change(&config)
	}
	h, err := New(config)
	if err != nil {
		s.t.Fatal(err)
	}
	return h
}

// user makes an active user; the first one is also the site's administrator.
func (s *site) user(organization, username string, admin bool) directory.User {
	s.t.Helper()
	u, err := s.directory.CreateUserByCommand(s.t.Context(), access.Command(), directory.CommandUser{
		Organization: organization, Username: username, Name: strings.ToUpper(username[:1]) + username[1:],
		Email: username + "@example.com", Password: password, Admin: admin,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return u
}

// token makes an API token of the user.
func (s *site) token(u directory.User) string {
	s.t.Helper()
	_, secret, err := s.access.CreateToken(s.t.Context(), access.Command(), u.ID, "test", time.Time{})
	if err != nil {
		s.t.Fatal(err)
	}
	return secret
}

// sessionSecret is what the browser's session cookie says.
func (s *site) sessionSecret(b *browser) string {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	for _, c := range b.client.Jar.Cookies(parse(s.t, s.url)) {
		r.AddCookie(c)
	}
	return session.New(s.config.SessionKey, false).Secret(echo.New().NewContext(r, httptest.NewRecorder()))
}

// events lists the types of the events so far, oldest first.
func (s *site) events() []event.Type {
	s.t.Helper()
	rows, err := s.db.Query(s.t.Context(), "SELECT type FROM events ORDER BY id")
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	var types []event.Type
	for rows.Next() {
		var t event.Type
		if err := rows.Scan(&t); err != nil {
			s.t.Fatal(err)
		}
		types = append(types, t)
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
	return types
}

func parse(t testing.TB, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// userNamed finds one user.
func userNamed(query string) directory.UserFilter { return directory.UserFilter{Query: query} }
