package handlers

import (
	"fmt"
	"net/http"
	"testing"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// audited is one row of the audit log, as far as this test looks.
type audited struct{ action, actor, outcome string }

// lastAudited is the id of the last row.
func (s *site) lastAudited() (last int64) {
	s.t.Helper()
	if err := s.db.QueryRow(s.t.Context(), "SELECT COALESCE(MAX(id), 0) FROM audit_log").Scan(&last); err != nil {
		s.t.Fatal(err)
	}
	return last
}

// auditedAfter reads the rows that came after the row with that id.
func (s *site) auditedAfter(last int64) (rows []audited) {
	s.t.Helper()
	found, err := s.db.Query(s.t.Context(), "SELECT action, actor_name, outcome FROM audit_log WHERE id > $1 ORDER BY id", last)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = found.Close() }()
	for found.Next() {
		var row audited
		if err := found.Scan(&row.action, &row.actor, &row.outcome); err != nil {
			s.t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

// leavesNoRow are the routes that change something no use-case of the domain is about, and the look at an invitation,
// which programs take as well as people.
var leavesNoRow = map[string]bool{"POST /theme": true, "POST /shortcuts": true, "GET /invitations/:token": true}

func TestEveryChangeAndEveryRefusalLeavesItsAuditRow(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	for _, r := range behindDoors(w.site) {
		name := r.method + " " + r.path
		if leavesNoRow[name] {
			continue
		}
		for _, role := range everybody {
			who := w.people[role]
			if r.door != visitor && !who.actor.SignedIn() {
				continue // turned away at the door, before any use-case
			}
			t.Run(name+" as "+role, func(t *testing.T) {
				w.t, w.site.t = t, t
				try := tries[name](w, who)
				last, before := w.lastAudited(), w.version()
				a := w.send(r, who, try)
				rows := w.auditedAfter(last)
				switch {
				case r.method == get && a.status == http.StatusNotFound:
					return // nothing was found: whoever mistypes an address fills no log
				case a.status >= 400 && (len(rows) != 1 || rows[0].outcome != "refused"):
					t.Errorf("it was refused with %d and left the rows %v", a.status, rows)
				case a.status < 400 && len(rows) == 0 && w.version() != before:
					t.Errorf("it changed something and left no row")
				}
				for _, row := range rows {
					if row.actor != who.actor.Username {
						t.Errorf("the row %v does not name %q", row, who.actor.Username)
					}
				}
			})
		}
	}
}

func TestWhatIsRefusedForAnotherReasonLeavesItsAuditRow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := newClient(t, d)
		b := c.loggedIn("ada")
		u := c.user("acme", "grace", false)
		for name, send := range map[string]func() answer{
			"a webhook that is not there is enabled": func() answer { return c.call(patch, hooks+"/none", `{"enabled":true}`) },
			"a webhook that is not there is deleted": func() answer { return c.call(del, hooks+"/none", "") },
			"another username is typed than the removed": func() answer {
				return b.post(fmt.Sprintf("/organizations/acme/users/%d/removal", u.ID), "confirm", "ada")
			},
			"a password is reset that is too short": func() answer {
				return b.post(fmt.Sprintf("/organizations/acme/users/%d/password", u.ID), "password", "short")
			},
			"a test is of a type that the webhook has not": func() answer { return b.post("/organizations/acme/webhooks/none/test", "type", "NONE") },
		} {
			t.Run(name, func(t *testing.T) {
				last := c.lastAudited()
				a := send()
				rows := c.auditedAfter(last)
				if a.status < 400 || len(rows) != 1 || rows[0].outcome != "refused" || rows[0].actor != "ada" {
					t.Errorf("answered %d and left the rows %v", a.status, rows)
				}
			})
		}
	})
}
