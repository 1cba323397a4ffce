package handlers

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
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
