package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// Pipefy's half of the main job: somebody is invited, accepts in a window of their own, gets other roles, and leaves a
// pipe. The receiver gets each body, and the history shows it.
func TestPeopleComeAndGoInTheBrowser(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			peopleComeAndGo(t, scripts)
		})
	}
}

func peopleComeAndGo(t *testing.T, scripts bool) {
	inbox, dir := newInbox(t), t.TempDir()
	env := []string{"ROLLCALL_ALLOW_TARGETS=127.0.0.1"}
	rollcall(t, dir, env, testPassword+"\n", "user", "create", "--username", "ada", "--email", "ada@acme.example", "--organization", "acme", "--admin", "--password-stdin").done(t)
	s := serve(t, dir, env...)
	w := openWindow(t, s.url, scripts)
	w.logIn("ada")
	organization := w.addHook("/organizations/acme", inbox.url+"/org", "user.invitation_sent", "user.invitation_acceptance", "user.role_set")
	w.visit("/organizations/acme/pipes/new")
	w.write("name", "Onboarding")
	w.press("Create pipe")
	w.toast("Onboarding was created.")
	pipe := w.addHook("/organizations/acme/pipes/1", inbox.url+"/pipe", "user.role_set", "user.removal_from_pipe")

	w.visit("/organizations/acme/users")
	w.press("Invite people")
	w.write("email", "grace@acme.example")
	w.write("message", "See you Monday.")
	w.press("Invite")
	w.see("Hand over the link")
	w.picture("invited")
	link := strings.TrimSpace(ask(w, "read the link", chromedp.TextContent(chromedp.CSS(`.secret code`))))
	inbox.wait(t, 1)

	other := openWindow(t, s.url, scripts)
	other.visit(strings.TrimPrefix(link, s.url))
	other.see("Join acme")
	other.see("See you Monday.")
	other.picture("accept")
	other.write("password", testPassword)
	other.press("Create account")
	other.toast("Welcome, grace.")
	other.at("/organizations/acme/users")
	inbox.wait(t, 2)
	other.visit(strings.TrimPrefix(link, s.url))
	other.see("This invitation was used")
	other.picture("used")

	w.visit("/organizations/acme/users?q=grace")
	w.press("grace")
	w.choose(`select[name=role]`, "Company guest")
	w.press("Save role")
	w.toast("Role changed.")
	inbox.wait(t, 3)

	w.visit("/organizations/acme/pipes/1")
	w.press("Invite members")
	w.write("email", "grace@acme.example")
	w.press("Invite")
	w.toast("grace is a member now.")
	w.choose(`tbody select[name=role]`, "Read and comment")
	w.picture("members")
	w.press("Save role of grace")
	w.toast("grace is Read and comment now.")
	inbox.wait(t, 4)
	w.press("Remove grace from Onboarding")
	w.toast("grace was removed.")
	inbox.wait(t, 5)

	bodies := map[string]string{}
	for _, got := range inbox.wait(t, 5) {
		hook := organization
		if strings.Contains(string(got.body), `"pipe_id"`) {
			hook = pipe
		}
		bodies[w.shows(hook, got)] = string(got.body)
	}
	for what, part := range map[string]string{
		"user.invitation_sent of organization":       `"user_invited_by":{"id":`,
		"user.invitation_acceptance of organization": `"accepted_at":"`,
		"user.role_set of organization":              `"previous_role":"normal","new_role":"company_guest"`,
		"user.role_set of pipe":                      `"previous_role":"member","new_role":"read_and_comment"`,
		"user.removal_from_pipe of pipe":             `"user_removed_by":{"id":`,
	} {
		if !strings.Contains(bodies[what], part) || !strings.Contains(bodies[what], `"email":"grace@acme.example"`) {
			t.Errorf("of %s the receiver got %s", what, bodies[what])
		}
	}
}

// addHook adds a webhook to the place at that address, and returns the address of its history.
func (w *window) addHook(root, url string, types ...string) string {
	w.t.Helper()
	w.visit(root + "/webhooks/new")
	for _, typ := range types {
		w.clickOn(fmt.Sprintf(`input[type=checkbox][value=%q]`, typ))
	}
	w.write("name", "demo of "+root)
	w.write("url", url)
	w.press("Create webhook")
	w.toast("Webhook created successfully")
	return w.link(`main tbody a[href*="/webhooks/"]`)
}

// shows checks that the history shows what the receiver got, byte for byte, and says which event type of what it is.
func (w *window) shows(hook string, got inboxRequest) string {
	w.t.Helper()
	var body struct {
		Data struct {
			PayloadID string `json:"payload_id"`
			Action    string
		}
	}
	if err := json.Unmarshal(got.body, &body); err != nil {
		w.t.Fatal(err)
	}
	root, _, _ := strings.Cut(hook, "/webhooks/")
	delivery := root + "/deliveries/" + body.Data.PayloadID
	w.visit(hook)
	if w.count(fmt.Sprintf(`main tbody a[href=%q]`, delivery)) == 0 {
		w.t.Errorf("the history has no link to %s", delivery)
	}
	w.reload(delivery, "Delivered 200")
	if shown := ask(w, "read the body", chromedp.TextContent(chromedp.CSS(`#body`))); !strings.Contains(shown, string(got.body)) {
		w.t.Errorf("the page of %s shows %s, the receiver got %s", delivery, shown, got.body)
	}
	if strings.Contains(root, "/pipes/") {
		return body.Data.Action + " of pipe"
	}
	return body.Data.Action + " of organization"
}

// choose picks an option by typing its label, as people without a mouse do.
func (w *window) choose(selector, label string) {
	w.t.Helper()
	w.do("choose "+label, chromedp.SendKeys(chromedp.CSS(selector), label[:4]))
}
