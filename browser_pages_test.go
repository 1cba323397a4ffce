package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// The first-run page, empty and after a refusal, like every page below.
func TestTheFirstRunPageIsAccessible(t *testing.T) {
	t.Parallel()
	s := serve(t, t.TempDir())
	w := openWindow(t, s.url, true)
	w.visit("/")
	w.at("/setup")
	w.everyLook("setup")
	for field, text := range map[string]string{"code": "wrong", "organization": "Acme", "name": "Ada", "username": "Not a username", "email": "ada@acme.example", "password": "short"} {
		w.write(field, text)
	}
	w.press("Set up Rollcall")
	w.see("Username must start with")
	w.everyLook("setup-refused")
}

// Every page in both themes and at a phone's width: accessible by axe-core's rules, no complaint of the browser, and a
// picture for people to look at.
func TestEveryPageIsAccessible(t *testing.T) {
	t.Parallel()
	inbox := newInbox(t)
	dir := t.TempDir()
	env := []string{"ROLLCALL_ALLOW_TARGETS=127.0.0.1"}
	for _, name := range []string{"ada", "grace"} {
		args := []string{"user", "create", "--username", name, "--email", name + "@acme.example", "--organization", "acme", "--password-stdin"}
		if name == "ada" {
			args = append(args, "--admin")
		}
		rollcall(t, dir, env, testPassword+"\n", args...).done(t)
	}
	s := serve(t, dir, env...)
	token := strings.TrimSpace(rollcall(t, dir, env, "", "token", "create", "--username", "ada", "--name", "test").done(t).out)
	for name, url := range map[string]string{"works": inbox.url, "fails": inbox.url + "/fails"} {
		if status, body := s.ask(http.MethodPost, "/api/organizations/acme/webhooks", token, `{"name":"`+name+`","type":"USER_LOGIN","url":"`+url+`","enabled":true,"description":"for the pictures"}`); status != http.StatusOK {
			t.Fatalf("creating a webhook answered %d: %s", status, body)
		}
	}
	ada := browser(t)
	s.logIn(ada, "ada")
	inbox.wait(t, 2)
	if answer, err := ada.PostForm(s.url+"/organizations/acme/groups", url.Values{"name": {"On call"}, "description": {"who gets up at night"}}); err != nil || answer.StatusCode >= 400 {
		t.Fatalf("creating a group: %v", err)
	}

	if answer, err := ada.PostForm(s.url+"/organizations/acme/service-accounts", url.Values{"name": {"Terraform"}, "role": {"admin"}}); err != nil || answer.StatusCode >= 400 {
		t.Fatalf("creating a service account: %v", err)
	}

	w := openWindow(t, s.url, true)
	w.do("visit a bad page", chromedp.Navigate(`data:text/html,<html><img src="data:,"><input></html>`))
	if len(w.violations()) == 0 {
		t.Error("the check finds nothing wrong in a page without title, language, labels and texts")
	}
	w.visit("/login")
	w.see("Log in")
	w.everyLook("login")
	w.logIn("ada")
	w.visit("/organizations/acme/webhooks")
	webhook := w.link(`main tbody a[href*="/webhooks/"]`)
	w.visit(webhook)
	delivery := w.link(`main tbody a[href*="/deliveries/"]`)
	w.visit("/organizations/acme/groups")
	group := w.link(`main tbody a[href*="/groups/"]`)
	w.visit("/organizations/acme/users?q=grace")
	user := w.link(`main tbody a[href*="/users/"]`)
	pages := []string{"/organizations", "/organizations/new", "/account", "/organizations/acme/settings", "/organizations/acme/users", "/organizations/acme/users?q=nobody", "/organizations/acme/users/new",
		user, user + "/edit", user + "/removal", "/organizations/acme/guests/new", "/organizations/acme/groups", "/organizations/acme/groups/new", group, group + "/edit", group + "/delete",
		"/organizations/acme/webhooks", "/organizations/acme/webhooks/new", webhook, webhook + "?status=failed", webhook + "/edit", "/organizations/acme/webhooks/delete?id=" + webhook[strings.LastIndex(webhook, "/")+1:], delivery, "/organizations/nobody", "/docs/events",
		"/organizations/acme/service-accounts", "/organizations/acme/service-accounts/1/secret", "/organizations/acme/service-accounts/1/delete"}
	names := strings.NewReplacer(webhook, "webhook", delivery, "delivery", user, "user", group, "group", webhook[strings.LastIndex(webhook, "/")+1:], "webhook",
		"/organizations/acme/", "", "/", "-", "?", "-", "=", "-")
	for _, path := range pages {
		w.visit(path)
		w.everyLook(names.Replace(path))
	}
}
