package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/app/webhook"
)

// Passwords are slow to hash, memberships are not, so a world has few users in many groups: at least so many users, and
// of groups as many as stay below what an organization may have.
const (
	benchUsers  = 20
	benchGroups = 900
)

// bench is one run: a server, the receivers, and what is being measured.
type bench struct {
	benchCommand
	server   *server
	hooks    *benchReceivers
	progress io.Writer
	run      string // makes names unique when a database is used again
}

// newBenchRun makes the run's part of names.
func newBenchRun() string { return strings.ToLower(rand.Text()[:8]) }

// world is one organization whose changes are measured: each change takes one user out of one group, which fires one
// event and can happen once.
type world struct {
	organization string
	users        []int64
	groups       []int64
	changes      int
}

// begin refuses a database that somebody else uses, and starts serving.
func (b *bench) begin(ctx context.Context) error {
	others, err := b.server.directory.Organizations(ctx, access.Command())
	if err != nil {
		return err
	}
	for _, o := range others {
		if !strings.HasPrefix(o.Name, "bench-") {
			return fmt.Errorf("the database has the organization %q, which no benchmark has made: give an empty database", o.Name)
		}
	}
	if err := b.server.jobs.Start(ctx, b.server.webhooks); err != nil {
		return err
	}
	go func() { _ = b.server.http.Serve(b.server.listener) }() // it ends with http.ErrServerClosed
	return nil
}

// close ends the receivers first, so that nothing hangs, and then the server.
func (b *bench) close(ctx context.Context) error {
	return errors.Join(b.hooks.Close(), b.server.stop(ctx))
}

func (b *bench) say(format string, args ...any) {
	_, _ = fmt.Fprintf(b.progress, format+"\n", args...)
}

// newWorld makes an organization with enough memberships for that many changes.
func (b *bench) newWorld(ctx context.Context, name string, changes int) (*world, error) {
	made, err := b.server.directory.CreateOrganization(ctx, access.Command(), directory.CreateOrganization{
		Title: "Benchmark " + b.run, Name: fmt.Sprintf("bench-%s-%s", b.run, name)})
	if err != nil {
		return nil, fmt.Errorf("make an organization: %w", err)
	}
	w := &world{organization: made.Name, changes: changes}
	users := max(benchUsers, (changes+benchGroups-1)/benchGroups)
	for i := range users {
		username := fmt.Sprintf("bench-%s-%s-%d", b.run, name, i)
		user, err := b.server.directory.AddUser(ctx, access.Command(), w.organization, directory.AddUser{Name: username, Username: username,
			Email: username + "@bench.example", Password: rand.Text(), Role: access.Normal})
		if err != nil {
			return nil, fmt.Errorf("add a user: %w", err)
		}
		w.users = append(w.users, user.ID)
	}
	for i := range (changes + users - 1) / users {
		group, err := b.server.directory.CreateGroup(ctx, access.Command(), w.organization, fmt.Sprintf("bench-%d", i), "")
		if err != nil {
			return nil, fmt.Errorf("make a group: %w", err)
		}
		w.groups = append(w.groups, group.ID)
	}
	return w, together(ctx, b.Callers, changes, func(ctx context.Context, i int) error {
		return b.server.directory.AddToGroup(ctx, access.Command(), w.organization, w.groups[i/len(w.users)], w.users[i%len(w.users)])
	})
}

// change makes change i of the world: the use-case that a page calls, from the policy to the commit.
func (b *bench) change(ctx context.Context, w *world, i int) error {
	return b.server.directory.RemoveFromGroup(ctx, access.Command(), w.organization, w.groups[i/len(w.users)], w.users[i%len(w.users)])
}

// listen makes a webhook of the world that sends to a path of the receivers, and returns its id.
func (b *bench) listen(ctx context.Context, w *world, name, path string) (string, error) {
	made, _, err := b.server.webhooks.Create(ctx, access.Command(), w.organization, webhook.Form{Name: name, URL: "http://" + b.hooks.address + path,
		Types: []event.Type{event.UserRemovedFromGroup}, Enabled: true})
	if err != nil {
		return "", fmt.Errorf("make a webhook: %w", err)
	}
	return made.ID, nil
}

// together calls do for 0 to n-1 with that many callers, and returns the first error.
func together(ctx context.Context, callers, n int, do func(ctx context.Context, i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(callers, n) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				if err := do(ctx, i); err != nil {
					cancel(err)
				}
			}
		})
	}
	all.Wait()
	return context.Cause(ctx)
}

// benchReceivers serves the receivers of a run on a free port of this machine.
type benchReceivers struct {
	*http.Server
	address string // host:port
	now     atomic.Pointer[benchReceiver]
	back    chan struct{} // closed when who was away is back
	others  atomic.Int64  // deliveries that others than the measured webhooks have answered
}

func newBenchReceivers() (*benchReceivers, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen for the benchmark's receivers: %w", err)
	}
	h := &benchReceivers{address: listener.Addr().String(), back: make(chan struct{})}
	h.Server = &http.Server{ReadHeaderTimeout: 5 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/other", "/hang", "/away":
			h.serveOther(r)
		default:
			h.now.Load().ServeHTTP(w, r)
		}
	})}
	go func() { _ = h.Serve(listener) }() // it ends with http.ErrServerClosed
	return h, nil
}

// serveOther answers for the neighbours of those that are measured: /other does, /hang never, /away when it is back.
func (h *benchReceivers) serveOther(r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body) // only then does Go notice that the other side has gone
	back := h.back
	switch r.URL.Path {
	case "/hang":
		back = nil
		fallthrough
	case "/away":
		select {
		case <-back:
		case <-r.Context().Done():
			return
		}
	}
	h.others.Add(1)
}
