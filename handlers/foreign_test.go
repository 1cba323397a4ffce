package handlers

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/db/dbtest"
)

// ofHistory are the addresses that hold an id of a webhook or of what became of it.
var ofHistory = regexp.MustCompile(`/:(webhook|delivery|attempt|event|operation)\b|/webhooks/delete$`)

// TestForeignIDsInOnesOwnPlaces has the administrator of another organization use each address that holds the id of a
// webhook, delivery, attempt, event or operation, with ids of acme, under places that they do administer (OUT-93). That
// acme's own addresses are not there for them is TestForeignOrganizationsLookLikeNone.
func TestForeignIDsInOnesOwnPlaces(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	outsider := w.people["outsider"]
	mine := map[string]string{org: "/organizations/initech"}
	for _, kind := range []access.SpaceKind{access.Pipe, access.Table} {
		create := w.directory.CreatePipe
		if kind == access.Table {
			create = w.directory.CreateTable
		}
		made, err := create(t.Context(), access.Command(), directory.InOrganization("initech"), directory.SpaceForm{Name: "Mine"})
		if err != nil {
			t.Fatal(err)
		}
		mine[org+"/"+string(kind)+"s/:"+string(kind)] = fmt.Sprintf("/organizations/initech/%ss/%d", kind, made.ID)
	}
	places, tried := regexp.MustCompile(`^/organizations/acme(/(pipes|tables)/[^/]+)?`), 0
	for _, r := range behindDoors(w.site) {
		if !ofHistory.MatchString(r.path) || r.door.token() && !strings.Contains(r.path, ":organization") {
			continue
		}
		tried++
		t.Run(r.method+" "+r.path, func(t *testing.T) {
			w.t, w.site.t = t, t
			theirs := tries[r.method+" "+r.path](w, w.people["admin"])
			for pattern, place := range mine {
				try := theirs
				if r.door.token() {
					try.path = strings.Replace(try.path, "/acme/", "/initech/", 1)
				} else {
					try.path = places.ReplaceAllString(try.path, place)
				}
				if r.method == get && try.want == http.StatusSeeOther { // a part of a page, which leads to the page unless htmx asks
					try.browser = outsider.browser.htmx()
				}
				before := w.dump()
				if a := w.send(r, outsider, try); a.status != http.StatusNotFound {
					t.Errorf("under %s it is answered with %d\n%s", pattern, a.status, a.text())
				}
				if w.dump() != before {
					t.Errorf("under %s it changed something", pattern)
				}
			}
		})
	}
	if tried < 60 {
		t.Errorf("only %d addresses were tried", tried)
	}
}
