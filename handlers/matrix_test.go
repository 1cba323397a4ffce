package handlers

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
	"rollcall/handlers/pages"
	"rollcall/handlers/rest"
)

// world is a site with somebody in each role of the organization acme, and fresh things for every try.
type world struct {
	*site
	made   int
	people map[string]knocker
	spaces map[access.SpaceKind]spot // that tries share
}

// knocker is somebody who knocks at the doors.
type knocker struct {
	actor   access.Actor // as the policy sees them
	role    access.Role  // in acme
	browser *browser
	token   string
}

// everybody is who knocks: nobody, the administrator of another organization, each role, and the site's administrator.
var everybody = []string{"anonymous", "outsider", "external", "company", "normal", "admin", "site"}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	return worldOf(t, newSite(t, d))
}

// worldOf settles people on a site without any.
func worldOf(t *testing.T, s *site) *world {
	t.Helper()
	w := &world{site: s, people: map[string]knocker{}, spaces: map[access.SpaceKind]spot{}}
	w.user("hq", "site", true)
	for _, name := range []string{"admin", "normal"} {
		w.user("acme", name, name == "admin")
	}
	w.user("initech", "outsider", true)
	for name, role := range map[string]access.Role{"external": access.ExternalGuest, "company": access.CompanyGuest} {
		w.user("initech", name, false)
		if _, err := w.directory.AddGuest(t.Context(), access.Command(), "acme", name, role); err != nil {
			t.Fatal(err)
		}
	}
	roles := map[string]access.Role{"external": access.ExternalGuest, "company": access.CompanyGuest, "normal": access.Normal, "admin": access.Admin}
	for _, name := range everybody[1:] {
		w.people[name] = w.knock(name, roles[name])
	}
	w.people["anonymous"] = knocker{browser: w.browser()}
	return w
}

// knock logs somebody in and gives them an API token.
func (w *world) knock(name string, role access.Role) knocker {
	w.t.Helper()
	who := knocker{browser: w.loggedIn(name), role: role}
	actor, err := w.access.Session(w.t.Context(), w.sessionSecret(who.browser), false)
	if err != nil {
		w.t.Fatal(err)
	}
	who.actor = actor
	if _, who.token, err = w.access.CreateToken(w.t.Context(), access.Command(), actor.UserID, "to use", time.Time{}); err != nil {
		w.t.Fatal(err)
	}
	w.call(who.token, get, "/api/organizations/acme/webhooks", "") // its last use is then now, and stays so
	return who
}

// otherSession is the public id of a second session of somebody.
func (w *world) otherSession(who knocker) string {
	w.t.Helper()
	if !who.actor.SignedIn() {
		return "none"
	}
	actor, err := w.access.Session(w.t.Context(), w.sessionSecret(w.loggedIn(who.actor.Username)), false)
	if err != nil {
		w.t.Fatal(err)
	}
	return actor.SessionID
}

// otherToken is the public id of another token of somebody.
func (w *world) otherToken(who knocker) string {
	w.t.Helper()
	if !who.actor.SignedIn() {
		return "none"
	}
	token, _, err := w.access.CreateToken(w.t.Context(), access.Command(), who.actor.UserID, w.name("token"), time.Time{})
	if err != nil {
		w.t.Fatal(err)
	}
	return token.ID
}

// name is a new one each time.
func (w *world) name(prefix string) string {
	w.made++
	return fmt.Sprintf("%s%d", prefix, w.made)
}

// target is a fresh user of acme to do something to, as the number in addresses.
func (w *world) target() directory.User {
	w.t.Helper()
	name := w.name("target")
	u, err := w.directory.CreateUserByCommand(w.t.Context(), access.Command(), directory.CommandUser{
		Organization: "acme", Username: name, Name: name, Email: name + "@example.com"})
	if err != nil {
		w.t.Fatal(err)
	}
	return u
}

// group is a fresh group of acme with one member.
func (w *world) group() (group, member int64) {
	w.t.Helper()
	g, err := w.directory.CreateGroup(w.t.Context(), access.Command(), "acme", w.name("Group "), "")
	if err != nil {
		w.t.Fatal(err)
	}
	u := w.target()
	if err := w.directory.AddToGroup(w.t.Context(), access.Command(), "acme", g.ID, u.ID); err != nil {
		w.t.Fatal(err)
	}
	return g.ID, u.ID
}

// hook is a fresh webhook of acme.
func (w *world) hook() webhook.Webhook {
	w.t.Helper()
	made, _, err := w.webhooks.Create(w.t.Context(), access.Command(), "acme", webhook.Form{
		Name: w.name("hook"), URL: "https://example.com/", Types: []event.Type{event.UserCreated}, Enabled: true})
	if err != nil {
		w.t.Fatal(err)
	}
	return made
}

// token reports whether the door is opened by a token.
func (d door) token() bool { return d == program || d == querier }

// outcome is what the table of routes and the policy say about somebody at a route.
func outcome(r route, who knocker, t try) int {
	ok := t.want
	if ok == 0 {
		ok = map[string]int{get: http.StatusOK, post: http.StatusSeeOther}[r.method]
	}
	inPlace := strings.Contains(r.path, ":organization")
	if kind := kindOf(r); kind != "" && who.actor.SignedIn() {
		return outcomeInSpace(r, who, kind, ok)
	}
	switch {
	case r.door == person && !who.actor.SignedIn():
		return http.StatusSeeOther // to the log-in page
	case r.door.token() && !who.actor.SignedIn():
		return http.StatusUnauthorized
	case r.action == "":
		return ok
	case inPlace && who.role == "" && !who.actor.SiteAdmin:
		return http.StatusNotFound
	case (access.Place{ID: 1, Role: who.role}).Allows(who.actor, r.action):
		return ok
	}
	return http.StatusForbidden
}

// send sends the try through the route's door.
func (w *world) send(r route, who knocker, t try) answer {
	w.t.Helper()
	if t.path == "" {
		t.path = r.path
	}
	if r.door.token() {
		return w.call(who.token, r.method, t.path, t.json)
	}
	b := t.browser
	if b == nil {
		b = who.browser
	}
	if r.method == get {
		return b.get(t.path)
	}
	return b.post(t.path, t.form...)
}

// behindDoors are the routes that ask who comes.
func behindDoors(s *site) []route {
	routes := (&server{Config: s.config, pages: &pages.Pages{}, rest: &rest.API{}}).routes()
	return slices.DeleteFunc(routes, func(r route) bool { return r.door == plain })
}

func TestEveryRouteAgainstEveryRole(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	routes := behindDoors(w.site)
	rows := map[string]bool{}
	for _, r := range routes {
		name := r.method + " " + r.path
		rows[name] = true
		make, known := tries[name]
		if !known {
			t.Errorf("the matrix has no row for %s", name)
			continue
		}
		for _, role := range everybody {
			t.Run(name+" as "+role, func(t *testing.T) {
				w.t, w.site.t = t, t
				who := w.people[role]
				try := make(w, who)
				want, before := outcome(r, who, try), w.dump()
				a := w.send(r, who, try)
				if a.status != want {
					t.Fatalf("answered %d, want %d\n%s", a.status, want, a.text())
				}
				if r.door == person && !who.actor.SignedIn() && !strings.HasPrefix(a.header.Get("Location"), "/login") {
					t.Errorf("leads to %q", a.header.Get("Location"))
				}
				if refused := a.status >= 400 || !who.actor.SignedIn(); (refused || r.method == get) && w.dump() != before {
					t.Errorf("it changed the database")
				}
			})
		}
	}
	for name := range tries {
		if !rows[name] {
			t.Errorf("the matrix has a row for %s, which is no route", name)
		}
	}
}

func TestForeignOrganizationsLookLikeNone(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	for _, r := range behindDoors(w.site) {
		if !strings.Contains(r.path, ":organization") {
			continue
		}
		t.Run(r.method+" "+r.path, func(t *testing.T) {
			w.t, w.site.t = t, t
			who := w.people["outsider"]
			try := tries[r.method+" "+r.path](w, who)
			foreign := w.send(r, who, try)
			try.path = strings.Replace(try.path, "/acme", "/none", 1)
			unknown := w.send(r, who, try)
			if foreign.status != http.StatusNotFound || unknown.status != http.StatusNotFound {
				t.Errorf("answered %d for a foreign one and %d for none", foreign.status, unknown.status)
			}
			if got := strings.ReplaceAll(foreign.body, "/acme", "/none"); got != unknown.body {
				t.Error(cmp.Diff(unknown.body, got))
			}
			foreign.header.Del("X-Request-Id")
			unknown.header.Del("X-Request-Id")
			foreign.header.Del("Date")
			unknown.header.Del("Date")
			foreign.header.Del("Content-Length")
			unknown.header.Del("Content-Length")
			if diff := cmp.Diff(unknown.header, foreign.header); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestForeignThingsLookLikeNone(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	g, member := w.group()
	admin := w.people["outsider"].browser // administrator of initech, where these ids are nothing
	pipe := w.space(access.Pipe)
	foreign, hook, sent := strings.Replace(pipe.root, "acme", "initech", 1), w.hookAt(pipe).ID, w.sentAt(pipe).ID
	for _, path := range []string{
		foreign, foreign + "/webhooks", foreign + "/webhooks/" + hook, "/organizations/initech/webhooks/" + hook, "/organizations/initech/deliveries/" + sent,
		"/organizations/initech/pipes/0", "/organizations/initech/pipes/x", "/organizations/initech/tables/ZdeRdE",
		fmt.Sprintf("/organizations/initech/users/%d", member), fmt.Sprintf("/organizations/initech/users/%d/edit", member),
		fmt.Sprintf("/organizations/initech/users/%d/removal", member), fmt.Sprintf("/organizations/initech/groups/%d", g),
		fmt.Sprintf("/organizations/initech/groups/%d/edit", g), fmt.Sprintf("/organizations/initech/groups/%d/delete", g),
		"/organizations/initech/users/0", "/organizations/initech/users/x", "/organizations/initech/users/99999999999999999999",
	} {
		admin.get(path).says(t, http.StatusNotFound, "Not found")
	}
	before := w.dump()
	for _, path := range []string{
		foreign + "/settings", foreign + "/delete", foreign + fmt.Sprintf("/members/%d/role", member), foreign + fmt.Sprintf("/members/%d/removal", member),
		foreign + "/invitations", foreign + "/webhooks", foreign + "/webhooks/" + hook + "/pause", "/organizations/initech/webhooks/" + hook + "/pause",
		fmt.Sprintf("/organizations/initech/users/%d", member), fmt.Sprintf("/organizations/initech/users/%d/role", member),
		fmt.Sprintf("/organizations/initech/users/%d/password", member), fmt.Sprintf("/organizations/initech/users/%d/disablement", member),
		fmt.Sprintf("/organizations/initech/users/%d/disablement/removal", member), fmt.Sprintf("/organizations/initech/users/%d/removal", member),
		fmt.Sprintf("/organizations/initech/groups/%d", g), fmt.Sprintf("/organizations/initech/groups/%d/delete", g),
		fmt.Sprintf("/organizations/initech/groups/%d/members", g), fmt.Sprintf("/organizations/initech/groups/%d/members/%d/removal", g, member),
	} {
		admin.post(path, "name", "x", "username", "x", "email", "x@example.com", "password", password, "role", "admin", "login", "outsider").
			says(t, http.StatusNotFound, "Not found")
	}
	if w.dump() != before {
		t.Error("something of acme was changed from initech")
	}
}
