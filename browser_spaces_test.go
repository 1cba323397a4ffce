package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/app/webhook"
)

// Every page of pipes, tables, members, invitations and service accounts, full and empty, refused and asking.
func TestEveryPageOfPipesAndTablesIsAccessible(t *testing.T) {
	t.Parallel()
	s := newStage(t, "")
	x := s.scenery(newInbox(t))
	const org = "/organizations/acme"
	onboarding, reconciliation, suppliers := org+"/pipes/"+fmt.Sprint(x.pipe.ID), org+"/pipes/"+fmt.Sprint(x.empty.ID), org+"/tables/"+x.table.SUID
	w := openWindow(t, s.baseURL, true)
	w.logIn("ada")
	for _, page := range []struct{ name, path, title string }{
		{"pipes", org + "/pipes", "Pipes – Acme"},
		{"pipes-none-match", org + "/pipes?q=nothing", "Pipes – Acme"},
		{"pipes-none", "/organizations/empty/pipes", "Pipes – empty"},
		{"pipe-new", org + "/pipes/new", "New pipe – Acme"},
		{"tables", org + "/tables", "Tables – Acme"},
		{"tables-none", "/organizations/empty/tables", "Tables – empty"},
		{"table-new", org + "/tables/new", "New table – Acme"},
		{"pipe", onboarding, "Members – Onboarding – Acme"},
		{"pipe-none-match", onboarding + "?q=nobody&role=admin", "Members – Onboarding – Acme"},
		{"pipe-empty", reconciliation, "Members – " + x.empty.Name + " – Acme"},
		{"table", suppliers, "Members – Suppliers – Acme"},
		{"pipe-settings", onboarding + "/settings", "Settings – Onboarding – Acme"},
		{"table-settings", suppliers + "/settings", "Settings – Suppliers – Acme"},
		{"pipe-delete", onboarding + "/delete", "Delete – Onboarding – Acme"},
		{"table-delete", suppliers + "/delete", "Delete – Suppliers – Acme"},
		{"invitations", org + "/invitations", "Invitations – Acme"},
		{"invitations-none", "/organizations/empty/invitations", "Invitations – empty"},
		{"invite", org + "/invitations/new", "Invite – Acme"},
		{"invitation-pending", org + "/invitations/" + x.pending, "margaret@acme.example – Acme"},
		{"invitation-expired", org + "/invitations/" + x.expired, "expired@acme.example – Acme"},
		{"invitation-revoked", org + "/invitations/" + x.revoked, "revoked@acme.example – Acme"},
		{"pipe-invitations", onboarding + "/invitations", "Invitations – Onboarding – Acme"},
		{"pipe-invitations-none", reconciliation + "/invitations", "Invitations – " + x.empty.Name + " – Acme"},
		{"pipe-invite", onboarding + "/invitations/new", "Invite – Onboarding – Acme"},
		{"table-invite", suppliers + "/invitations/new", "Invite – Suppliers – Acme"},
		{"pipe-webhooks", onboarding + "/webhooks", "Webhooks – Onboarding – Acme"},
		{"pipe-webhooks-none", reconciliation + "/webhooks", "Webhooks – " + x.empty.Name + " – Acme"},
		{"pipe-webhook-new", onboarding + "/webhooks/new", "Add webhook – Onboarding – Acme"},
		{"table-webhook-new", suppliers + "/webhooks/new", "Add webhook – Suppliers – Acme"},
		{"pipe-webhook", onboarding + "/webhooks/" + x.hook.ID, "Deliveries – chat – Onboarding – Acme"},
		{"table-webhook", suppliers + "/webhooks/" + x.broken.ID, "Deliveries – ledger – Suppliers – Acme"},
		{"pipe-webhook-edit", onboarding + "/webhooks/" + x.hook.ID + "/edit", "Edit chat – Onboarding – Acme"},
		{"table-webhook-delete", suppliers + "/webhooks/delete?id=" + x.broken.ID, "Delete webhooks – Suppliers – Acme"},
		{"organization-webhook-new", org + "/webhooks/new", "Add webhook – Acme"},
		{"organization-webhooks-none", "/organizations/empty/webhooks", "Webhooks – empty"},
		{"services-none", "/organizations/empty/service-accounts", "Service accounts – empty"},
		{"catalogue", "/docs/events", "Event types – Rollcall"},
		{"pipe-nothing", org + "/pipes/999", "Not found – Acme"},
	} {
		w.visit(page.path)
		w.inspect(page.name, page.title)
	}
	w.visit(onboarding + "/webhooks/" + x.hook.ID)
	w.visit(w.link(`main tbody a[href*="/deliveries/"]`))
	w.inspect("pipe-delivery", "Delivery – chat – Onboarding – Acme")

	formsComeBack(w, onboarding)
	questions(w, onboarding)
	handingOver(w, onboarding)
	secrets(w)
	seenByMembers(t, s, onboarding)
}

// scenery is what the pages of the tour show.
type scenery struct {
	pipe, empty, table        directory.Space
	pending, expired, revoked string // invitations
	hook, broken              webhook.Webhook
}

// scenery has a full pipe and an empty one with a long name, a table, invitations in each state, and a webhook that works
// and one that doesn't.
func (s *stage) scenery(in *inbox) (x scenery) {
	ctx, acme := s.t.Context(), directory.InOrganization("acme")
	grace, alan := s.user("acme", "Grace Hopper", false), s.user("acme", "Alan Turing", false)
	s.user("empty", "Peter Gibbons", true)
	x.pipe = s.space(access.Pipe, directory.SpaceForm{Name: "Onboarding", Description: "From the signed contract to the first day", Icon: "users", Color: "green", Public: true})
	x.empty = s.space(access.Pipe, directory.SpaceForm{Name: "Quarterly reconciliation of suppliers, contractors and Donaudampfschifffahrtsgesellschaften"})
	x.table = s.space(access.Table, directory.SpaceForm{Name: "Suppliers", Description: "Whom we buy from", Color: "orange"})
	pipe, table := directory.InPipe(x.pipe.UUID), directory.InTable(x.table.UUID)
	for _, where := range []directory.Where{pipe, table} {
		s.invite(where, grace.Email, access.Admin)
		s.invite(where, "linus.member.with-a-long-name@subsidiary.department.example.com", access.Member)
	}
	s.invite(pipe, alan.Email, access.ReadAndComment)
	s.invite(pipe, "peter@empty.example", access.MyCardsOnly)
	x.pending, _ = s.invite(acme, "margaret@acme.example", access.Normal)
	x.expired, _ = s.invite(acme, "expired@acme.example", access.Admin)
	s.expire(x.expired)
	x.revoked, _ = s.invite(acme, "revoked@acme.example", access.CompanyGuest)
	s.must(nil, s.directory.RevokeInvitation(ctx, s.ada, x.revoked))
	x.hook = s.hook(event.Place{Scope: event.ScopePipe, ID: x.pipe.ID}, "chat", in.url)
	x.broken = s.hook(event.Place{Scope: event.ScopeTable, ID: x.table.ID}, "ledger", in.url+"/fails")
	for _, role := range []access.Role{access.Creator, access.ReadAndComment} {
		s.must(s.directory.SetRoleAt(ctx, s.ada, pipe, directory.Ref{ID: alan.ID}, string(role)))
	}
	s.must(s.directory.SetRoleAt(ctx, s.ada, table, directory.Ref{ID: grace.ID}, string(access.Member)))
	in.wait(s.t, 3)
	return x
}

// formsComeBack looks at every form after it was refused: the summary of what is wrong has the focus.
func formsComeBack(w *window, pipe string) {
	const org = "/organizations/acme"
	for _, form := range []struct {
		name, path, button, says, title string
		typed                           map[string]string
	}{
		{"pipe-new-refused", org + "/pipes/new", "Create pipe", "1 field needs another look", "New pipe – Acme", map[string]string{"description": "What was typed stays."}},
		{"pipe-settings-refused", pipe + "/settings", "Save pipe", "1 field needs another look", "Settings – Onboarding – Acme", map[string]string{"name": strings.Repeat("x", 200)}},
		{"invite-refused", org + "/invitations/new", "Invite", "1 field needs another look", "Invite – Acme", nil},
		{"pipe-invite-refused", pipe + "/invitations/new", "Invite", "Nobody was invited.", "Invite – Onboarding – Acme", map[string]string{"email": "nobody\ngrace@acme.example", "message": "See you Monday."}},
		{"pipe-webhook-new-refused", pipe + "/webhooks/new", "Create webhook", "fields need another look", "Add webhook – Onboarding – Acme", map[string]string{"url": "http://10.0.0.1/"}},
		{"services-refused", org + "/service-accounts", "Create service account", "1 field needs another look", "Service accounts – Acme", nil},
	} {
		w.visit(form.path)
		for field, text := range form.typed {
			w.write(field, text)
		}
		w.submit(form.button)
		w.see(form.says)
		w.hasFocus("error-summary")
		w.inspect(form.name, form.title)
	}
}

// questions looks at the modals that ask before something is lost.
func questions(w *window, pipe string) {
	for _, q := range []struct{ name, path, open, says, title string }{
		{"pipe-delete-modal", pipe + "/settings", "Delete pipe", "Delete Onboarding?", "Settings – Onboarding – Acme"},
		{"pipe-webhook-delete-modal", pipe + "/webhooks", "Delete", "Delete chat?", "Webhooks – Onboarding – Acme"},
	} {
		w.visit(q.path)
		if q.open == "Delete" {
			w.clickOn("main tbody .button-icon")
		}
		w.press(q.open)
		w.see(q.says)
		w.hasFocus("button-secondary") // Cancel
		w.inspect(q.name, q.title)
		w.do("press Escape", chromedp.KeyEvent(kb.Escape))
		until(w.t, "the modal is gone", func() bool { return w.count("dialog[open]") == 0 })
		w.hasFocus("button")
	}
}

// handingOver looks at what comes after inviting, where links are to be handed over.
func handingOver(w *window, pipe string) {
	w.visit("/organizations/acme/invitations/new")
	w.write("email", "barbara@acme.example")
	w.press("Invite")
	w.see("Hand over the link")
	w.see("It opens one invitation, once, within seven days.")
	w.see("The list of invitations has it for later.")
	w.inspect("invited-one", "Invited – Acme")
	w.press("Copy")
	w.see("Copied")
	w.wear(looks()[3])
	if code := ask(w, "measure the link", chromedp.Evaluate[int](`Math.round(document.querySelector(".secret code").clientWidth)`)); code < 160 {
		w.t.Errorf("on a phone the link is %d pixels wide", code)
	}
	w.wear(looks()[0])
	w.visit(pipe + "/invitations/new")
	w.write("email", "radia@acme.example, edsger@acme.example; ada@acme.example\nnobody, grace@acme.example")
	w.press("Invite")
	w.see("Hand over the links")
	w.see("2 addresses were not invited")
	w.inspect("invited-many", "Invited – Onboarding – Acme")
	w.visit(pipe + "/invitations")
	w.press("radia@acme.example")
	w.press("Make a new link")
	w.see("A new link was made")
	w.inspect("invitation-renewed", "radia@acme.example – Onboarding – Acme")
	w.press("Revoke")
	w.toast("Invitation revoked: its link opens nothing any more.")
	w.inspect("invitations-toast", "Invitations – Onboarding – Acme")
}

// secrets looks at the panels with what is shown once.
func secrets(w *window) {
	w.visit("/organizations/acme/service-accounts")
	w.write("name", "Terraform")
	w.press("Create service account")
	w.see("Keep its client secret")
	w.inspect("services-created", "Service accounts – Acme")
	w.visit("/organizations/acme/service-accounts/1/secret")
	w.inspect("services-renew", "Renew the secret of Terraform – Acme")
	w.visit("/organizations/acme/service-accounts/1/delete")
	w.inspect("services-delete", "Delete Terraform – Acme")
	w.visit("/organizations/acme/tables")
	w.clickOn("main tbody a")
	w.press("Webhooks")
	w.press("+ Add Webhook")
	w.clickOn(`input[type=checkbox][value="user.removal_from_table"]`)
	w.write("name", "warehouse")
	w.write("url", "https://example.com/hooks")
	w.press("Create webhook")
	w.see("Keep its signing secret")
	w.inspect("table-webhook-created", "Webhooks – Suppliers – Acme")
}

// seenByMembers looks at a pipe with the eyes of those who manage little of it.
func seenByMembers(t *testing.T, s *stage, pipe string) {
	for _, who := range []struct {
		login string
		pages map[string][2]string
	}{
		{"alan", map[string][2]string{
			"seen-pipe":      {pipe, "Members – Onboarding – Acme"},
			"seen-pipes":     {"/organizations/acme/pipes", "Pipes – Acme"},
			"seen-tables":    {"/organizations/acme/tables", "Tables – Acme"},
			"seen-forbidden": {"/organizations/acme/pipes/new", "Not allowed – Acme"},
		}},
		{"grace", map[string][2]string{
			"managed-pipe":        {pipe, "Members – Onboarding – Acme"},
			"managed-invitations": {pipe + "/invitations", "Invitations – Onboarding – Acme"},
		}},
	} {
		w := openWindow(t, s.baseURL, true)
		w.logIn(who.login)
		for name, page := range who.pages {
			w.visit(page[0])
			w.inspect(name, page[1])
		}
	}
}
