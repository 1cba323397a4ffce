package handlers

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
)

// much is how much of everything an organization gets.
type much struct {
	users       int // all of whom are in the first pipe, table and group
	spaces      int // of each kind
	webhooks    int // of the organization, of the first pipe and of the first table
	groups      int
	invitations int // to the organization, to the first pipe and to the first table
	services    int
	changes     int // of roles, each of which is a delivery for every webhook of its place
}

// large is an organization with much of everything, and the browser of its administrator.
type large struct {
	*site
	browser *browser
	acme    int64
	made    int                 // of everything, so that no two names are alike
	first   map[string]string   // by an address and a parameter in it: what stands there
	hooks   map[string][]string // by the pattern of a place's address: ids of its webhooks
}

func newLarge(t testing.TB, d *db.DB, m much) *large {
	t.Helper()
	l := &large{site: newSite(t, d), first: map[string]string{}, hooks: map[string][]string{}}
	l.clock.pass(time.Since(l.clock.Now()).Truncate(time.Microsecond)) // the ids of deliveries know no other clock, and figures count by ids
	l.acme = l.user("acme", "ada", true).OrganizationID
	l.browser = l.loggedIn("ada")
	l.grow(m)
	return l
}

// grow adds that much.
func (l *large) grow(m much) {
	l.t.Helper()
	l.enlist(m.users)
	for range m.spaces {
		l.space(l.directory.CreatePipe)
		l.space(l.directory.CreateTable)
	}
	for range m.groups {
		g, err := l.directory.CreateGroup(l.t.Context(), access.Command(), "acme", l.name("Group "), "")
		l.must(err)
		l.remember(org+"/groups/:group", fmt.Sprint(g.ID))
	}
	for range m.services {
		s, _, err := l.access.CreateServiceAccount(l.t.Context(), access.Command(), "acme", l.name("Service "), access.Normal)
		l.must(err)
		l.remember(org+"/service-accounts/:account", fmt.Sprint(s.ID))
	}
	l.fill()
	for at, place := range l.places() {
		l.listen(at, place, m)
	}
	l.settle()
}

// place is one where webhooks listen.
type place struct {
	where directory.Where
	at    event.Place
	user  int64 // who gets another role in it
}

// places are the organization and its first pipe and table, by the patterns of their addresses.
func (l *large) places() map[string]place {
	l.t.Helper()
	user := l.number("SELECT id FROM users WHERE username = 'crowd'")
	all := map[string]place{org: {inAcme, event.Place{Scope: event.ScopeOrganization, ID: l.acme}, user}}
	for kind, in := range map[access.SpaceKind]func(string) directory.Where{access.Pipe: directory.InPipe, access.Table: directory.InTable} {
		at := org + "/" + string(kind) + "s/:" + string(kind)
		id := l.number("SELECT id FROM spaces WHERE kind = $1 ORDER BY id LIMIT 1", kind)
		l.first[at] = fmt.Sprint(id)
		all[at] = place{in(fmt.Sprint(id)), event.Place{Scope: event.Scope(kind), ID: id}, user}
	}
	return all
}

// listen gives a place webhooks, invitations, and changes for the webhooks to tell of.
func (l *large) listen(at string, p place, m much) {
	l.t.Helper()
	ctx, command := l.t.Context(), access.Command()
	for range m.webhooks {
		name := l.name("hook")
		w, _, err := l.webhooks.CreateAt(ctx, command, p.at, webhook.Form{Name: name, URL: "https://example.com/" + name, Types: []event.Type{event.UserRoleSet}, Enabled: true})
		l.must(err)
		l.remember(at+"/webhooks/:webhook", w.ID)
		l.hooks[at] = append(l.hooks[at], w.ID)
	}
	for range m.invitations {
		done, _, err := l.directory.Invite(ctx, command, p.where, []directory.Invitee{{Email: l.name("invited") + "@example.com", Role: "admin"}}, "")
		l.must(err)
		l.remember(at+"/invitations/:invitation", done[0].Invitation)
	}
	for i := range m.changes {
		role := []string{"admin", "member"}[i%2]
		_, err := l.directory.SetRoleAt(ctx, command, p.where, directory.Ref{ID: p.user}, role)
		l.must(err)
	}
	l.first[at+"/events/:event"] = l.text("SELECT MAX(event_id) FROM event_places WHERE scope = $1 AND scope_id = $2", p.at.Scope, p.at.ID)
	l.first[at+"/deliveries/:delivery"] = l.text("SELECT MAX(id) FROM deliveries WHERE webhook_id = $1", l.first[at+"/webhooks/:webhook"])
	l.first[at+"/events/:event"] = l.text("SELECT MAX(event_id) FROM deliveries WHERE webhook_id = $1", l.first[at+"/webhooks/:webhook"])
}

// enlist adds users of acme.
func (l *large) enlist(n int) {
	l.t.Helper()
	l.write(func(ctx context.Context, tx *db.Tx) error {
		for range n {
			name := l.name("crowd")
			if _, found := l.first[org+"/users/:user"]; !found {
				name = "crowd"
			}
			var id int64
			err := tx.QueryRow(ctx, `INSERT INTO users (hex_id, uuid, organization_id, name, name_folded, username, username_folded, email, email_folded, state, created_at)
				VALUES ($1, $1, $2, $1, $1, $1, $1, $3, $3, 'active', $4) RETURNING id`, name, l.acme, name+"@example.com", l.clock.Now()).Scan(&id)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `INSERT INTO members (organization_id, user_id, role, created_at) VALUES ($1, $2, 'member', $3)`, l.acme, id, l.clock.Now()); err != nil {
				return err
			}
			l.first[org+"/users/:user"] = fmt.Sprint(id)
		}
		return nil
	})
}

func (l *large) space(create func(context.Context, access.Actor, directory.Where, directory.SpaceForm) (directory.Space, error)) {
	l.t.Helper()
	_, err := create(l.t.Context(), access.Command(), inAcme, spaceForm(l.name("Space "), false))
	l.must(err)
}

// fill puts everybody into the first pipe, table and group, and some into each other one.
func (l *large) fill() {
	l.t.Helper()
	l.write(func(ctx context.Context, tx *db.Tx) error {
		for _, query := range []string{
			`INSERT INTO space_members (space_id, user_id, role, created_at) SELECT sp.id, u.id, 'member', u.created_at FROM spaces sp JOIN users u ON u.username LIKE 'crowd%'
				WHERE sp.id IN (SELECT MIN(id) FROM spaces GROUP BY kind) OR u.id % 500 = sp.id % 500 ON CONFLICT DO NOTHING`,
			`INSERT INTO group_members (group_id, user_id, created_at) SELECT g.id, u.id, u.created_at FROM groups g JOIN users u ON u.username LIKE 'crowd%'
				WHERE g.id IN (SELECT MIN(id) FROM groups) OR u.id % 50 = g.id % 50 ON CONFLICT DO NOTHING`,
		} {
			if _, err := tx.Exec(ctx, query); err != nil {
				return err
			}
		}
		return nil
	})
}

// settle has everything delivered that waits.
func (l *large) settle() {
	l.t.Helper()
	l.write(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE deliveries SET state = 'delivered', lane = NULL, due_at = NULL, due_reason = '', finished_at = created_at, attempts = 1, last_status = 200 WHERE lane IS NOT NULL`)
		return err
	})
}

// address is that of a route, with what was made first in the place of its parameters.
func (l *large) address(pattern string) string {
	l.t.Helper()
	parts := strings.Split(strings.Replace(pattern, org, "/organizations/acme", 1), "/")
	for i, part := range parts {
		if strings.HasPrefix(part, ":") {
			prefix, _, _ := strings.Cut(pattern, part)
			if parts[i] = l.first[prefix+part]; parts[i] == "" {
				l.t.Fatalf("there is nothing to open at %s%s: make one", prefix, part)
			}
		}
	}
	return strings.Join(parts, "/")
}

// opened is a page that is opened: by the pattern of its address, or as it was filtered.
type opened struct{ name, path string }

// pages are all that an administrator can open, with some of their filters.
func (l *large) pages() []opened {
	var all []opened
	add := func(pattern, query string) {
		all = append(all, opened{strings.TrimPrefix(pattern, org) + query, l.address(pattern) + query})
	}
	for _, r := range behindDoors(l.site) {
		leadsOn := r.path == org || strings.HasSuffix(r.path, ":delivery/test") || strings.HasSuffix(r.path, "/operations")
		refused := strings.HasSuffix(r.path, "/cancellation") // nothing waits any more
		asks, isDelete := strings.CutSuffix(r.path, "/webhooks/delete")
		switch {
		case r.method != get || r.door != person || leadsOn || refused:
		case isDelete:
			chosen := url.Values{"id": l.hooks[asks]}
			all = append(all, opened{strings.TrimPrefix(r.path, org), l.address(r.path) + "?" + chosen.Encode()})
		case strings.HasSuffix(r.path, ":webhook/redelivery"):
			add(r.path, "?status=delivered")
		default:
			add(r.path, "")
		}
	}
	for _, query := range []string{"?q=crowd9", "?q=nobody", "?role=admin", "?state=disabled"} {
		add(org+"/users", query)
	}
	add(org+"/pipes", "?q=7")
	add(org+"/pipes/:pipe", "?q=crowd9")
	add(org+"/webhooks/:webhook", "?status=failed")
	return all
}

// name is a new one each time.
func (l *large) name(prefix string) string {
	l.made++
	return fmt.Sprintf("%s%d", prefix, l.made)
}

// remember keeps the first of its kind.
func (l *large) remember(pattern, id string) {
	if l.first[pattern] == "" {
		l.first[pattern] = id
	}
}

func (l *large) must(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
}

func (l *large) write(fn func(ctx context.Context, tx *db.Tx) error) {
	l.t.Helper()
	l.must(l.db.Tx(l.t.Context(), fn))
}

func (l *large) number(query string, args ...any) (n int64) {
	l.t.Helper()
	l.must(l.db.QueryRow(l.t.Context(), query, args...).Scan(&n))
	return n
}

func (l *large) text(query string, args ...any) (s string) {
	l.t.Helper()
	l.must(l.db.QueryRow(l.t.Context(), query, args...).Scan(&s))
	return s
}
