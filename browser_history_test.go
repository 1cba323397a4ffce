package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// What an administrator does on a webhook's history: try it, send something again, look at what failed, see who waits.
func TestTheHistoryInTheBrowser(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inbox, dir := newInbox(t), t.TempDir()
			env := []string{"ROLLCALL_ALLOW_TARGETS=127.0.0.1", "ROLLCALL_RETRY_SCHEDULE=1h"}
			rollcall(t, dir, env, testPassword+"\n", "user", "create", "--username", "ada", "--email", "ada@acme.example", "--organization", "acme", "--admin", "--password-stdin").done(t)
			token := strings.TrimSpace(rollcall(t, dir, env, "", "token", "create", "--username", "ada", "--name", "test").done(t).out)
			s := serve(t, dir, env...)
			for name, url := range map[string]string{"works": inbox.url, "fails": inbox.url + "/fails"} {
				if status, body := s.ask(http.MethodPost, "/api/organizations/acme/webhooks", token, `{"name":"`+name+`","type":"USER_LOGIN","url":"`+url+`","enabled":true}`); status != http.StatusOK {
					t.Fatalf("creating a webhook answered %d: %s", status, body)
				}
			}
			w := openWindow(t, s.url, scripts)
			w.logIn("ada")
			inbox.wait(t, 2)

			history := w.hookPage("works")
			w.reload(history, "Delivered 200")
			w.press("Send test")
			inbox.wait(t, 3)
			if scripts {
				w.see("Test of works") // a panel that waits for the answer, and a row that comes by itself
				w.see("answered in")
			}
			w.see("demo@example.com")
			w.reload(history, "1/1")
			w.clickOn(`tbody tr:last-child form[action$="/redelivery"] button`)
			w.toast("Redelivery queued")
			first, again := inbox.wait(t, 4)[:2], inbox.wait(t, 4)[3]
			if !slices.ContainsFunc(first, func(r inboxRequest) bool {
				return r.header.Get("webhook-id") == again.header.Get("webhook-id") && string(r.body) == string(again.body)
			}) {
				t.Errorf("sent again was %s", again.body)
			}
			w.reload(history, "2/2")
			w.picture("redelivered")
			w.press("Pause")
			w.toast("Webhook paused")
			w.see("Paused")
			s.logIn(browser(t), "ada") // unheard here
			w.press("Resume")
			w.toast("Webhook resumed")

			fails := w.hookPage("fails")
			w.reload(fails, "Retrying 1 of 2")
			w.visit(fails + "?status=failed")
			w.see("No delivery matches")
		})
	}
}

// reload visits a page until it has that text: what happened is recorded a moment later, and a page without scripts stays
// as it was.
func (w *window) reload(path, text string) {
	w.t.Helper()
	until(w.t, path+" has "+text, func() bool {
		w.visit(path)
		return strings.Contains(ask(w, "read the page", chromedp.Evaluate[string](`document.body.innerText.replace(/\s+/g, " ")`)), text)
	})
}

// hookPage is the page of a webhook of acme, by its name.
func (w *window) hookPage(name string) (path string) {
	w.t.Helper()
	w.visit("/organizations/acme/webhooks")
	link := ask(w, "find "+name, chromedp.AttributeValue(fmt.Sprintf(`//main//tbody//a[normalize-space(.)=%q]`, name), "href"))
	return strings.TrimPrefix(link.Value, w.url)
}
