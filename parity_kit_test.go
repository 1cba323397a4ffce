package main

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/db"
)

// parity is a running server, a receiver, a look into the database, and people who act: root, the site's administrator;
// ada, who administers every world; norm, who is in every world and may do nothing there; vic, who is in none.
type parity struct {
	t         *testing.T
	server    *serving
	inbox     *parityInbox
	db        *db.DB
	access    *access.Service
	directory *directory.Service
	people    map[string]parityPerson
	labels    map[string]string    // what ids that were seen so far are the ids of
	things    map[string]string    // what can be named by them, whichever is used
	rows      map[string]parityRow // that were read so far
	last      []parityRow          // all that there was after the last operation; nil when something has been made since
	worlds    int
}

// parityPerson is somebody with a browser and an API token.
type parityPerson struct {
	browser *http.Client
	token   string
	id      int64
}

func newParity(t *testing.T, url string, env []string) *parity {
	t.Helper()
	k := &parity{t: t, inbox: newParityInbox(t), labels: map[string]string{}, things: map[string]string{}, rows: map[string]parityRow{}, people: map[string]parityPerson{}}
	k.server = serve(t, t.TempDir(), append(env, testKey, "ROLLCALL_ALLOW_TARGETS=127.0.0.1")...)
	var err error
	if k.db, err = db.Open(t.Context(), db.Config{URL: url, Mode: db.Beside}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = k.db.Close() })
	clock := app.SystemClock{}
	log := audit.New(k.db, clock)
	k.access = access.New(k.db, log, clock)
	k.directory = directory.New(directory.Config{DB: k.db, Audit: log, Access: k.access, Clock: clock, Publish: unheard})
	k.spreadNumbers()
	for _, name := range []string{"root", "ada", "norm", "vic"} {
		k.people[name] = k.person(name)
	}
	return k
}

// spreadNumbers has the numbers of each kind of thing begin at another million, so that a number in any text says of what
// it is the number.
func (k *parity) spreadNumbers() {
	k.t.Helper()
	err := k.db.Tx(k.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		for i, table := range []string{"organizations", "users", "groups", "spaces", "service_accounts"} {
			from := (i + 1) * 1_000_000
			query := fmt.Sprintf("INSERT INTO sqlite_sequence (name, seq) VALUES ('%s', %d)", table, from)
			if k.db.Engine() == db.PostgreSQL {
				query = fmt.Sprintf("ALTER TABLE %s ALTER COLUMN id RESTART WITH %d", table, from+1)
			}
			if _, err := tx.Exec(ctx, query); err != nil {
				return err
			}
		}
		return nil
	})
	k.must(err)
}

// person makes a user of the organization hq; the first is the site's administrator.
func (k *parity) person(name string) parityPerson {
	k.t.Helper()
	u, err := k.directory.CreateUserByCommand(k.t.Context(), access.Command(), directory.CommandUser{
		Organization: "hq", Username: name, Name: name, Email: name + "@hq.example", Password: testPassword, Admin: name == "root"})
	k.must(err)
	_, token, err := k.access.CreateToken(k.t.Context(), access.Command(), u.ID, "parity", time.Time{})
	k.must(err)
	p := parityPerson{browser: browser(k.t), token: token, id: u.ID}
	k.server.logIn(p.browser, name)
	return p
}

// parityWorld is an organization with a pipe, a table, a group and webhooks that hear everything in these places.
// Its name is in the name of everything that is made in it.
type parityWorld struct {
	*parity
	name  string
	id    int64
	users map[string]directory.User // grace, who is in everything; alan, who is in nothing more; eve, who is at home elsewhere
	pipe  directory.Space
	table directory.Space
	group directory.Group
	hooks map[event.Scope]string // ids of the webhooks
	made  string                 // id of what was made for an operation
}

func (k *parity) newWorld() *parityWorld {
	k.t.Helper()
	k.worlds++
	k.last = nil
	w := &parityWorld{parity: k, name: fmt.Sprintf("w%03d", k.worlds), users: map[string]directory.User{}, hooks: map[event.Scope]string{}}
	ctx, command, in := k.t.Context(), access.Command(), directory.InOrganization(w.name)
	o, err := k.directory.CreateOrganization(ctx, command, directory.CreateOrganization{Title: "Org " + w.name, Name: w.name})
	k.must(err)
	w.id = o.ID
	for login, role := range map[string]access.Role{"ada": access.Admin, "norm": access.Normal} {
		_, err := k.directory.AddGuest(ctx, command, w.name, login, role)
		k.must(err)
	}
	w.user("grace", w.name)
	w.user("alan", w.name)
	w.user("eve", "hq")
	w.pipe, err = k.directory.CreatePipe(ctx, command, in, directory.SpaceForm{Name: "Pipe " + w.name})
	k.must(err)
	w.table, err = k.directory.CreateTable(ctx, command, in, directory.SpaceForm{Name: "Table " + w.name})
	k.must(err)
	for _, where := range []directory.Where{directory.InPipe(w.pipe.UUID), directory.InTable(w.table.UUID)} {
		_, refused, err := k.directory.Invite(ctx, command, where, []directory.Invitee{{Email: w.email("grace"), Role: "member"}}, "")
		if k.must(err); len(refused) > 0 {
			k.t.Fatal(refused)
		}
	}
	w.group, err = k.directory.CreateGroup(ctx, command, w.name, "Group "+w.name, "")
	k.must(err)
	k.must(k.directory.AddToGroup(ctx, command, w.name, w.group.ID, w.users["grace"].ID))
	w.listen()
	return w
}

// user makes a user whose names and address have the world's name in them.
func (w *parityWorld) user(name, home string) {
	w.t.Helper()
	u, err := w.directory.CreateUserByCommand(w.t.Context(), access.Command(), directory.CommandUser{
		Organization: home, Username: name + "-" + w.name, Name: name + " of " + w.name, Email: w.email(name)})
	w.must(err)
	w.users[name] = u
}

// email is the address of somebody of the world. Usernames are made of what is before the @.
func (w *parityWorld) email(name string) string { return name + "-" + w.name + "@example.com" }

// listen makes a webhook of each place that hears everything there.
func (w *parityWorld) listen() {
	w.t.Helper()
	for _, p := range w.places() {
		form := []string{"name", "ears-" + w.name + "-" + string(p.scope), "url", w.inbox.url + "/" + w.name + "/ears-" + string(p.scope), "enabled", "on"}
		for _, t := range event.Fired(p.scope) {
			form = append(form, "type", string(t))
		}
		w.page("ada", p.root+"/webhooks", form...).done(w.t)
		w.hooks[p.scope] = w.text("SELECT id FROM webhooks WHERE scope = $1 AND scope_id = $2", p.scope, p.id)
	}
}

// parityPlace is where something can be done in a world, as the doors say it.
type parityPlace struct {
	scope event.Scope
	id    int64
	root  string // the address of its page
	input string // what an input of the GraphQL API says of it
}

func (w *parityWorld) at(scope event.Scope) parityPlace {
	switch scope {
	case event.ScopePipe:
		return parityPlace{scope, w.pipe.ID, fmt.Sprintf("/organizations/%s/pipes/%d", w.name, w.pipe.ID), fmt.Sprintf("pipe_id: %d", w.pipe.ID)}
	case event.ScopeTable:
		return parityPlace{scope, w.table.ID, fmt.Sprintf("/organizations/%s/tables/%s", w.name, w.table.SUID), fmt.Sprintf("table_id: %q", w.table.SUID)}
	}
	return parityPlace{event.ScopeOrganization, w.id, "/organizations/" + w.name, fmt.Sprintf("organization_id: %d", w.id)}
}

// space is the world's pipe or table.
func (w *parityWorld) space(scope event.Scope) directory.Space {
	if scope == event.ScopeTable {
		return w.table
	}
	return w.pipe
}

func (w *parityWorld) places() []parityPlace {
	return []parityPlace{w.at(event.ScopeOrganization), w.at(event.ScopePipe), w.at(event.ScopeTable)}
}

// settle waits until everything that was to be sent has arrived.
func (k *parity) settle() {
	k.t.Helper()
	until(k.t, "everything is delivered", func() bool {
		var waiting int
		k.must(k.db.QueryRow(k.t.Context(), "SELECT COUNT(*) FROM deliveries WHERE lane IS NOT NULL").Scan(&waiting))
		return waiting == 0
	})
}

func (k *parity) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

// text is one text that the database has.
func (k *parity) text(query string, args ...any) (s string) {
	k.t.Helper()
	k.must(k.db.QueryRow(k.t.Context(), query, args...).Scan(&s))
	return s
}
