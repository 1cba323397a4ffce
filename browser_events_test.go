package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// The pages of events, the search and a refused filter, in every look; and the walk from a webhook's history to the event,
// on to why another webhook was not told, by links and plain forms.
func TestEventsInTheBrowser(t *testing.T) {
	t.Parallel()
	inbox, dir := newInbox(t), t.TempDir()
	env := []string{"ROLLCALL_ALLOW_TARGETS=127.0.0.1", "ROLLCALL_RETRY_SCHEDULE=1h"}
	rollcall(t, dir, env, testPassword+"\n", "user", "create", "--username", "ada", "--email", "ada@acme.example", "--organization", "acme", "--admin", "--password-stdin").done(t)
	token := strings.TrimSpace(rollcall(t, dir, env, "", "token", "create", "--username", "ada", "--name", "test").done(t).out)
	s := serve(t, dir, env...)
	for name, rest := range map[string]string{"works": `"url":"` + inbox.url + `","enabled":true`, "fails": `"url":"` + inbox.url + `/fails","enabled":true`, "paused": `"url":"` + inbox.url + `/p","enabled":false`} {
		if status, body := s.ask(http.MethodPost, "/api/organizations/acme/webhooks", token, `{"name":"`+name+`","type":"USER_LOGIN",`+rest+`}`); status != http.StatusOK {
			t.Fatalf("creating a webhook answered %d: %s", status, body)
		}
	}
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			w := openWindow(t, s.url, scripts)
			w.logIn("ada")
			w.reload(w.hookPage("works"), "Delivered 200")
			w.clickOn(`#deliveries tbody a[href*="/events/"]`)
			w.see("Heard in")
			w.see("Disabled by an API since")
			w.visit("/organizations/acme/events?q=nobody@example.com")
			w.see("No event matches")
			w.press("Clear filters")
			w.see("not sent")
		})
	}
	w := openWindow(t, s.url, true)
	w.logIn("ada")
	w.visit("/organizations/acme/events")
	event := w.link(`main tbody a[href*="/events/"]`)
	w.visit("/organizations/acme/webhooks")
	webhook := w.link(`main tbody th a[href*="/webhooks/"]`)
	pages := map[string]string{"events": "/organizations/acme/events", "events-none": "/organizations/acme/events?type=USER_DISABLED", "event": event, "search": "/search", "search-found": "/search?q=ada@acme.example",
		"search-refused": "/search?q=ada", "history-filtered": webhook + "?class=5xx&q=ada@acme.example&from=2020-01-01T10:00", "history-refused": webhook + "?q=ada"}
	for name, path := range pages {
		w.visit(path)
		w.everyLook(name)
	}
	t.Run("rows wait while a filter has the focus, and go on when it has left", func(t *testing.T) {
		w.visit(webhook)
		w.do("put the focus on a filter", chromedp.Focus(chromedp.CSS("#filter-q")))
		ask(w, "listen to polls", chromedp.Evaluate[bool](`window.waited = 0, document.addEventListener("htmx:config:request", (e) => setTimeout(() => { if (e.defaultPrevented) window.waited++; })), true`))
		polls := func() int { return ask(w, "count polls", chromedp.Evaluate[int]("window.waited")) }
		until(t, "a poll waited", func() bool { return polls() > 0 }) // so that none is under way from before
		rows, before := w.count("#deliveries tbody tr"), polls()
		s.logIn(browser(t), "ada")
		until(t, "another poll waited", func() bool { return polls() > before+1 })
		if now := w.count("#deliveries tbody tr"); now != rows {
			t.Errorf("%d rows became %d", rows, now)
		}
		ask(w, "leave the filter", chromedp.Evaluate[bool]("document.activeElement.blur(), true"))
		until(t, "the row came", func() bool { return w.count("#deliveries tbody tr") > rows })
	})
}
