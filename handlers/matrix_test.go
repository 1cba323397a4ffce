package handlers

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/access"
	"rollcall/db/dbtest"
)

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
