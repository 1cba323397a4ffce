package main

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"rollcall/app/access"
	"rollcall/app/webhook"
	"rollcall/db"
)

// TestUpgrade takes a whole database that release 00006 has left when it was killed, with requests out, and opens it with
// this program: nothing that was there is lost or changed, what is new has its values, people and programs get in as
// before, and what was to be sent is sent as it was.
func TestUpgrade(t *testing.T) {
	t.Parallel()
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			inbox := newInbox(t)
			r := newReleased(t, engine, strings.TrimSuffix(inbox.url, "/hooks"))
			before := r.snapshot(nil)
			for table, was := range before {
				if len(was.rows) == 0 {
					t.Errorf("there is nothing in %s: the test tests less than it says", table)
				}
			}
			r.upgrade()
			t.Run("every row is as it was", func(t *testing.T) {
				now := r.snapshot(before)
				for table, was := range before {
					is := now[table]
					if table == "settings" { // migrations note there what they did
						is.rows = slices.DeleteFunc(is.rows, func(row string) bool { return !slices.Contains(was.rows, row) })
					}
					if !slices.Equal(was.rows, is.rows) {
						t.Errorf("%s had\n%s\nand has\n%s", table, strings.Join(was.rows, "\n"), strings.Join(is.rows, "\n"))
					}
				}
			})
			t.Run("what is new has its values", func(t *testing.T) { r.newValues(t) })
			r.goesOn(t, inbox)
		})
	}
}

// newValues counts the rows whose new columns have not the values that the migration is to give them.
func (r *released) newValues(t *testing.T) {
	for what, query := range map[string]string{
		"organizations without a uuid of their own":   `SELECT COUNT(*) - COUNT(DISTINCT CASE WHEN LENGTH(CAST(uuid AS TEXT)) = 36 THEN uuid END) FROM organizations`,
		"founders that are not those who founded":     `SELECT COUNT(*) FROM organizations WHERE COALESCE(created_by, 0) <> CASE name WHEN 'initech' THEN (SELECT id FROM users WHERE username = 'ada') ELSE 0 END`,
		"lanes that are unsettled":                    `SELECT COUNT(*) FROM lanes WHERE unsettled`,
		"failing webhooks without a countdown":        `SELECT COUNT(*) FROM webhooks WHERE (failing_since IS NULL) <> (counting_from IS NULL)`,
		"webhooks that were told of or have an error": `SELECT COUNT(*) FROM webhooks WHERE warned <> 0 OR error_class <> '' OR error_text <> '' OR error_at IS NOT NULL`,
		"webhooks that lost deliveries or keys":       `SELECT COUNT(*) FROM webhooks WHERE removed_until <> '' OR old_keys IS NOT NULL`,
		"failures without their outcome":              `SELECT COUNT(*) FROM deliveries WHERE last_status >= 500 AND outcome <> '5xx' OR last_class <> '' AND outcome IS NULL`,
		"events that are not found by their subject":  `SELECT COUNT(*) FROM events WHERE subject_folded <> LOWER(subject)`,
		"invitations of a service account":            `SELECT COUNT(*) FROM invitations WHERE inviter_service_id IS NOT NULL`,
		"misses, notices and operations":              `SELECT (SELECT COUNT(*) FROM misses) + (SELECT COUNT(*) FROM notices) + (SELECT COUNT(*) FROM operations)`,
	} {
		if n := r.text(query); n != "0" {
			t.Errorf("%s: %s", what, n)
		}
	}
	if failing := r.text(`SELECT COUNT(*) FROM webhooks WHERE failing_since IS NOT NULL`); failing == "0" {
		t.Error("no webhook was failing: the test tests less than it says")
	}
}

// goesOn serves the upgraded database.
func (r *released) goesOn(t *testing.T, inbox *inbox) {
	due, held := r.bodies(`lane IS NOT NULL`), r.bodies(`state = 'held'`)
	history := r.bodies(`webhook_id NOT IN (SELECT id FROM webhooks WHERE deleted_at IS NOT NULL)`) // the others' goes as it should
	if len(due) == 0 || len(held) == 0 {
		t.Fatalf("%d deliveries are due and %d held: the test tests less than it says", len(due), len(held))
	}
	s := wiredWith(t, r.engine, "", func(o *options) {
		o.databaseURL, o.allowTargets, o.workers = r.url, []string{"127.0.0.1"}, 16
		o.baseURL = "http://" + o.listener.Addr().String()
	})
	go func() { _ = s.http.Serve(s.listener) }() // ends with the server
	t.Run("what was due is sent as it was", func(t *testing.T) { r.arrives(t, inbox, due) })
	t.Run("what was held is sent when its webhook goes on", func(t *testing.T) {
		paused := r.text(`SELECT id FROM webhooks WHERE name = 'paused'`)
		if _, err := s.webhooks.SetEnabled(t.Context(), access.Command(), "acme", paused, true); err != nil {
			t.Fatal(err)
		}
		maps.Copy(due, held)
		r.arrives(t, inbox, due)
	})
	t.Run("the whole history can be read", func(t *testing.T) { r.readable(t, s, history) })
	t.Run("people and programs get in", func(t *testing.T) {
		outside := &serving{t: t, url: s.baseURL}
		outside.logIn(browser(t), "bob")
		if status, body := outside.get("/api/organizations/acme/webhooks", r.shown.Token); status != http.StatusOK || !strings.Contains(body, `"works"`) {
			t.Errorf("the list of webhooks is %d %s", status, body)
		}
	})
}

// arrives waits until the receiver has all of these deliveries and no other, signed with the secrets that were shown.
func (r *released) arrives(t *testing.T, inbox *inbox, want map[string]string) {
	t.Helper()
	got := map[string]string{}
	until(t, fmt.Sprintf("%d deliveries have arrived", len(want)), func() bool {
		for _, request := range inbox.wait(t, 0) {
			got[request.header.Get("webhook-id")] = string(request.body)
		}
		return len(got) >= len(want)
	})
	if !maps.Equal(got, want) {
		t.Errorf("arrived are\n%v\nwant\n%v", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
	}
	for _, request := range inbox.wait(t, 0) {
		if err := r.verify(request); err != nil {
			t.Errorf("%s: %v", request.header.Get("webhook-id"), err)
		}
	}
}

// readable reads each delivery with its attempts as its page does, and finds each in its webhook's list.
func (r *released) readable(t *testing.T, s *server, want map[string]string) {
	const elsewhere = ` AND webhook_id <> (SELECT id FROM webhooks WHERE name = 'fails')` // where it goes on
	until(t, "everything is done", func() bool { return len(r.bodies(`finished_at IS NULL`+elsewhere)) == 0 })
	listed := map[string]bool{}
	for id, body := range want {
		d, attempts, hook, err := s.webhooks.Delivery(t.Context(), access.Command(), "acme", id)
		if err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		if string(d.Body) != body || len(attempts) != d.Attempts || d.Attempts == 0 || d.OccurredAt.After(time.Now()) {
			t.Errorf("%s has %d attempts of %d: %+v", id, len(attempts), d.Attempts, d)
		}
		if !listed[hook.ID] {
			listed[hook.ID] = true
			page, err := s.webhooks.DeliveriesByID(t.Context(), access.Command(), hook.ID, webhook.Filter{})
			if n := r.text(`SELECT COUNT(*) FROM deliveries WHERE webhook_id = '` + hook.ID + `'`); err != nil || fmt.Sprint(len(page.Deliveries)) != n {
				t.Errorf("the history of %s has %d deliveries of %s (%v)", hook.Name, len(page.Deliveries), n, err)
			}
		}
	}
}
