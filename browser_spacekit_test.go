package main

import (
	"context"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
)

// stage is a server in this process: tests set up by its use-cases what its pages show.
type stage struct {
	*server
	t   *testing.T
	ada access.Actor // the site's administrator, at home in acme
}

// newStage serves on a free port until the test ends, with ada and her organization Acme. smtpURL is "" for no mail.
func newStage(t *testing.T, smtpURL string) *stage {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s, err := open(t.Context(), options{databaseURL: "sqlite:" + filepath.Join(t.TempDir(), "rollcall.db"), log: slog.New(slog.NewTextHandler(io.Discard, nil)), listener: listener,
		baseURL: "http://" + listener.Addr().String(), allowTargets: []string{"127.0.0.1"}, attemptTimeout: 30 * time.Second, workers: 8, smtpURL: smtpURL})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- s.serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the server ended: %v", err)
		}
	})
	st := &stage{server: s, t: t}
	ada := st.user("acme", "Ada Lovelace", true)
	st.ada = access.Actor{Kind: access.KindUser, UserID: ada.ID, Username: ada.Username, Name: ada.Name, Email: ada.Email, SiteAdmin: true, Source: "page"}
	st.must(s.directory.RenameOrganization(ctx, st.ada, "acme", "Acme"))
	return st
}

// must ends the test when a use-case refuses.
func (s *stage) must(_ any, err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// user adds somebody whose username is their first name.
func (s *stage) user(org, name string, admin bool) directory.User {
	s.t.Helper()
	username := strings.ToLower(strings.Fields(name)[0])
	u, err := s.directory.CreateUserByCommand(s.t.Context(), access.Command(), directory.CommandUser{Organization: org, Name: name, Username: username,
		Email: username + "@" + org + ".example", Password: testPassword, Admin: admin})
	s.must(u, err)
	return u
}

// space makes a pipe or table of acme.
func (s *stage) space(kind access.SpaceKind, form directory.SpaceForm) directory.Space {
	s.t.Helper()
	create := s.directory.CreatePipe
	if kind == access.Table {
		create = s.directory.CreateTable
	}
	made, err := create(s.t.Context(), s.ada, directory.InOrganization("acme"), form)
	s.must(made, err)
	return made
}

// invite invites one address with a message, and returns the invitation with its link ("" when it is mailed, or when
// nothing is left to accept).
func (s *stage) invite(where directory.Where, email string, role access.Role) (id, link string) {
	s.t.Helper()
	done, refused, err := s.directory.Invite(s.t.Context(), s.ada, where, []directory.Invitee{{Email: email, Role: string(role)}}, "See you Monday.\nBring <cake>.")
	if err != nil || len(refused) > 0 {
		s.t.Fatal(err, refused)
	}
	return done[0].Invitation, strings.TrimPrefix(done[0].Link, s.baseURL)
}

// expire lets seven days pass for one invitation.
func (s *stage) expire(id string) {
	s.t.Helper()
	s.must(nil, s.db.Tx(s.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE invitations SET expires_at = $2 WHERE id = $1", id, time.Now().UTC().Add(-time.Hour).Truncate(time.Microsecond))
		return err
	}))
}

// hook makes a webhook that hears of roles.
func (s *stage) hook(at event.Place, name, url string) webhook.Webhook {
	s.t.Helper()
	made, _, err := s.webhooks.CreateAt(s.t.Context(), s.ada, at, webhook.Form{Name: name, URL: url, Types: []event.Type{event.UserRoleSet}, Enabled: true, Description: "for the pictures"})
	s.must(made, err)
	return made
}

// submit sends the first form that has such a button, without the browser's own checks: what the server says is to be seen.
func (w *window) submit(button string) {
	w.t.Helper()
	w.do("switch the browser's checks off", chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("form").forEach((f) => { f.noValidate = true; })`))
	w.press(button)
}

// focused is the element that has the focus: its name, id and classes.
func (w *window) focused() string {
	w.t.Helper()
	return ask(w, "ask for the focus", chromedp.Evaluate[string](`(({localName, id, className}) => [localName, id, className].join(" ").trim())(document.activeElement)`))
}

// hasFocus waits until the element that has the focus is called so, or is of such a class.
func (w *window) hasFocus(word string) {
	w.t.Helper()
	until(w.t, word+" has the focus", func() bool { return strings.Contains(w.focused(), word) })
}

var handedOver = regexp.MustCompile(`/invitations/[0-9a-f]{32}[A-Za-z0-9_-]{43}`)
