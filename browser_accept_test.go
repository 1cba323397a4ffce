package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/mail/mailtest"
)

// The page behind a link in every state that an invitation can be in.
func TestEveryPageBehindALinkIsAccessible(t *testing.T) {
	t.Parallel()
	s := newStage(t, "")
	acme := directory.InOrganization("acme")
	s.user("acme", "Alan Turing", false)
	s.user("initech", "Peter Gibbons", false)
	bob := s.user("acme", "Bob Kahn", true)
	table := s.space(access.Table, directory.SpaceForm{Name: "Suppliers"})
	_, open := s.invite(acme, "grace@acme.example", access.Normal)
	_, guest := s.invite(directory.InTable(table.UUID), "peter@initech.example", access.Member)
	_, used := s.invite(acme, "linus@acme.example", access.CompanyGuest)
	_, _, err := s.directory.Accept(t.Context(), access.Actor{Kind: access.KindNobody, Source: "page"}, strings.TrimPrefix(used, "/invitations/"), directory.AcceptForm{Name: "Linus", Password: testPassword})
	s.must(nil, err)
	id, expired := s.invite(acme, "expired@acme.example", access.Normal)
	s.expire(id)
	id, revoked := s.invite(acme, "revoked@acme.example", access.Normal)
	s.must(nil, s.directory.RevokeInvitation(t.Context(), s.ada, id))
	id, replaced := s.invite(acme, "replaced@acme.example", access.Normal)
	_, _, err = s.directory.ResendInvitation(t.Context(), s.ada, id)
	s.must(nil, err)
	ada := s.ada
	s.ada = access.Actor{Kind: access.KindUser, UserID: bob.ID, Username: bob.Username, Name: bob.Name, Email: bob.Email, Source: "page"}
	_, orphan := s.invite(acme, "orphan@acme.example", access.Normal)
	s.ada = ada
	s.must(nil, s.directory.SetRole(t.Context(), s.ada, "acme", bob.ID, access.Normal))

	w := openWindow(t, s.baseURL, true)
	for _, page := range []struct{ name, path, title string }{
		{"open", open, "Join Acme – Rollcall"},
		{"sign-in-first", guest, "Join Acme – Rollcall"},
		{"used", used, "This invitation was used – Rollcall"},
		{"expired", expired, "This invitation has expired – Rollcall"},
		{"revoked", revoked, "This invitation was taken back – Rollcall"},
		{"replaced", replaced, "There is a newer link – Rollcall"},
		{"inviter", orphan, "This invitation no longer counts – Rollcall"},
		{"nothing", "/invitations/x", "This is no invitation – Rollcall"},
		{"catalogue-signed-out", "/docs/events", "Event types – Rollcall"},
	} {
		w.visit(page.path)
		w.inspect(page.name, page.title)
	}
	w.visit(open)
	w.write("username", "Not a username")
	w.write("password", "short")
	w.submit("Create account")
	w.see("2 fields need another look")
	w.hasFocus("error-summary")
	w.inspect("open-refused", "Join Acme – Rollcall")

	w.logIn("alan")
	w.visit(open)
	w.inspect("somebody-else", "This invitation is for somebody else – Rollcall")
	w.press("Log out and open the invitation")
	w.at(open)
	w.see("Create account")
	w.visit(guest)
	w.press("Log in")
	w.write("login", "peter")
	w.write("password", testPassword)
	w.press("Log in")
	w.at(guest)
	w.inspect("join", "Join Acme – Rollcall")
	w.press("Join as Peter Gibbons")
	w.toast("You are a guest of Acme now.")
	w.see("Suppliers")
	w.inspect("joined", "Members – Suppliers – Acme")
}

// Somebody who was invited to a pipe comes with the keyboard alone, with scripts and without, from the link to the pipe.
func TestAnInvitationIsAcceptedByKeyboard(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			acceptByKeyboard(t, scripts)
		})
	}
}

func acceptByKeyboard(t *testing.T, scripts bool) {
	s := newStage(t, "")
	pipe := s.space(access.Pipe, directory.SpaceForm{Name: "Onboarding"})
	_, link := s.invite(directory.InPipe(pipe.UUID), "grace@acme.example", access.Member)
	w := openWindow(t, s.baseURL, scripts)
	w.visit(link)
	w.see("the pipe Onboarding of Acme")
	w.keys(kb.Tab) // the skip link
	w.see("Skip to content")
	w.keys(kb.Enter, kb.Tab, kb.End, " Hopper", kb.Tab, kb.Tab, "short", kb.Enter)
	w.see("1 field needs another look")
	w.hasFocus("error-summary")
	w.keys(kb.Tab, kb.Enter) // from the summary, which has the focus, to the field that it is about
	w.hasFocus("input")
	w.keys(testPassword, kb.Enter)
	w.toast("Welcome, grace Hopper.")
	w.at("/pipes/1")
	w.see("Onboarding")
	w.visit(link)
	w.see("This invitation was used")
	w.press("Go to the organizations")
	w.at("/organizations")
}

// keys types what is no text of one field.
func (w *window) keys(keys ...string) {
	w.t.Helper()
	for _, k := range keys {
		w.do("type", chromedp.KeyEvent(k))
	}
}

// Where a mail server is set, the pages promise letters and show no links.
func TestInvitationPagesWithMail(t *testing.T) {
	t.Parallel()
	post := mailtest.New(t, mailtest.Config{Refuse: func(to string, _ int) error {
		if strings.HasPrefix(to, "nobody") {
			return mailtest.Permanent
		}
		return nil
	}})
	s := newStage(t, post.URL())
	s.space(access.Pipe, directory.SpaceForm{Name: "Onboarding"})
	w := openWindow(t, s.baseURL, true)
	w.logIn("ada")
	w.visit("/organizations/acme/invitations/new")
	w.see("Everybody gets a letter with a link of their own, good for seven days.")
	w.inspect("invite", "Invite – Acme")
	w.write("email", "grace@acme.example")
	w.press("Invite")
	w.see("1 person invited")
	w.see("The letter is on its way.")
	w.see("Makes an account by the link in the letter.")
	w.inspect("invited-one", "Invited – Acme")
	w.visit("/organizations/acme/pipes/1/invitations/new")
	w.write("email", "nobody@acme.example\nada@acme.example\nlinus@acme.example")
	w.press("Invite")
	w.see("2 people invited")
	w.see("The letters are on their way")
	w.see("Ada Lovelace is in Onboarding now.")
	w.inspect("invited-many", "Invited – Onboarding – Acme")
	if links := w.count(".secret"); links > 0 {
		t.Errorf("there are %d links", links)
	}

	grace := post.Wait(t, "grace@acme.example", 1)[0]
	until(t, "the list says what was not delivered", func() bool {
		w.visit("/organizations/acme/invitations")
		return w.count(".badge.tone-bad") == 1
	})
	w.inspect("list", "Invitations – Acme")
	w.press("nobody@acme.example")
	w.see("The letter could not be delivered")
	w.inspect("not-delivered", "nobody@acme.example – Acme")
	w.visit("/organizations/acme/invitations")
	w.press("grace@acme.example")
	w.see("Send again")
	w.reload(strings.TrimPrefix(w.at(""), w.url), "Mailed")
	if links := w.count(".secret"); links > 0 {
		t.Errorf("there are %d links", links)
	}
	w.inspect("mailed", "grace@acme.example – Acme")
	w.press("Send again")
	w.toast("The invitation to grace@acme.example is on its way again.")
	newer := post.Wait(t, "grace@acme.example", 2)[1]

	w.visit(handedOver.FindString(newer.Text))
	w.see("This invitation is for somebody else")
	other := openWindow(t, s.baseURL, true)
	other.visit(handedOver.FindString(grace.Text))
	other.see("There is a newer link")
	other.visit(handedOver.FindString(newer.Text))
	other.write("password", testPassword)
	other.press("Create account")
	other.toast("Welcome, grace.")
}
