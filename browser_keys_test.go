package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"rollcall/app/event"
	"rollcall/app/webhook"
)

// keyboard is a window on a server with a webhook that has three deliveries.
type keyboard struct {
	*window
	inbox *inbox
	hook  string   // the path of its history
	rows  []string // where the links of its rows lead, from the top
}

// newKeyboard waits until all is delivered, so that no row changes under the keys.
func newKeyboard(t *testing.T) *keyboard {
	t.Helper()
	s, in := newStage(t, ""), newInbox(t)
	k := &keyboard{window: openWindow(t, s.baseURL, true), inbox: in}
	k.logIn("ada")
	hook, _, err := s.webhooks.Create(t.Context(), s.ada, "acme", webhook.Form{Name: "hr-sync", URL: in.url, Types: []event.Type{event.UserLogin}, Enabled: true})
	s.must(hook, err)
	s.happen(t, hook, 3)
	k.hook = "/organizations/acme/webhooks/" + hook.ID
	until(t, "three are delivered", func() bool {
		k.visit(k.hook)
		return k.count("#deliveries [data-row=delivered]") == 3
	})
	if err := json.Unmarshal([]byte(k.read(`JSON.stringify([...document.querySelectorAll("#deliveries tbody th > a")].map((a) => a.getAttribute("href")))`)), &k.rows); err != nil {
		t.Fatal(err)
	}
	return k
}

// keys presses keys as a keyboard does: one that a script takes types nothing. chromedp alone types it by itself.
func (k *keyboard) keys(keys ...string) {
	k.t.Helper()
	whole := func(p *input.DispatchKeyEventParams) {
		switch {
		case p.Type == kb.KeyChar:
			p.Type = kb.KeyUp
		case p.Type == kb.KeyDown && p.Key == "Enter":
			p.Text = "\r"
		case p.Type == kb.KeyDown && len(p.Key) == 1:
			p.Text = p.Key
		}
	}
	for _, key := range keys {
		k.do("press "+key, chromedp.KeyEvent(key, whole))
	}
}

// isAt waits until the link with the focus leads there. It must be seen to have it, and be in view.
func (k *keyboard) isAt(t *testing.T, href string) {
	t.Helper()
	const where = `(() => { const e = document.activeElement, box = e.getBoundingClientRect(), header = document.querySelector(".header").getBoundingClientRect();
		return (e.getAttribute("href") ?? "") + (e.matches(":focus-visible") && box.top >= header.bottom && box.bottom <= innerHeight ? "" : ", but is not to be seen"); })()`
	until(t, fmt.Sprintf("the focus is at %q, to be seen", href), func() bool { return k.read(where) == href })
}

// quiet presses keys and checks that nothing came of it.
func (k *keyboard) quiet(t *testing.T, keys ...string) {
	t.Helper()
	k.nothingComesOf(t, keys, func() { k.keys(keys...) })
}

// nothingComesOf checks that pressing sends no form, opens no dialog and leaves the focus where it was.
func (k *keyboard) nothingComesOf(t *testing.T, keys []string, press func()) {
	t.Helper()
	k.read(`(window.before = document.activeElement, window.sent ??= (document.addEventListener("submit", () => { window.sent++; }), 0), window.sent = 0, "")`)
	press()
	if got := k.read(`[window.sent, document.querySelectorAll("dialog[open]").length, document.activeElement === window.before].join()`); got != "0,0,true" {
		t.Errorf("after %q: forms sent, dialogs open, focus kept: %s", keys, got)
	}
}

func TestTheKeyboardShortcuts(t *testing.T) {
	t.Parallel()
	k := newKeyboard(t)
	t.Run("j and k go over the rows, and stay at the ends", func(t *testing.T) {
		k.visit(k.hook)
		for _, step := range []struct {
			key string
			row int
		}{{"j", 0}, {"j", 1}, {"j", 2}, {"j", 2}, {"k", 1}, {"k", 0}, {"k", 0}} {
			k.keys(step.key)
			k.isAt(t, k.rows[step.row])
		}
		k.keys("j", kb.Enter)
		k.at(k.rows[1][strings.LastIndex(k.rows[1], "/"):])
	})
	t.Run("from elsewhere they begin at what can be seen", func(t *testing.T) {
		k.visit(k.hook)
		k.do("make the window low", chromedp.EmulateViewport(1280, 200))
		k.read(`(document.querySelectorAll("#deliveries tbody tr")[1].scrollIntoView(), "")`)
		k.keys("k")
		k.isAt(t, k.rows[1])
		k.wear(looks()[0])
	})
	t.Run("r sends what the page is about again", func(t *testing.T) {
		k.visit(k.rows[0])
		k.see("Attempt 1")
		k.keys("r")
		k.toast("Redelivery queued")
		k.inbox.wait(t, 4)
	})
	t.Run("r sends the row's delivery again, and nothing without one", func(t *testing.T) {
		k.visit(k.hook)
		k.quiet(t, "r")
		k.keys("j", "j", "r")
		k.toast("Redelivery queued")
		sent := k.inbox.wait(t, 5)
		if last := sent[4].header.Get("webhook-id"); !strings.HasSuffix(k.rows[1], last) {
			t.Errorf("%s was sent again, not %s", last, k.rows[1])
		}
		k.isAt(t, k.rows[1])
	})
	t.Run("they are there for what htmx brings", func(t *testing.T) {
		k.visit(k.hook)
		k.do("filter", chromedp.SetValue(chromedp.CSS("#filter-status"), "delivered"))
		k.read(`(window.old = document.querySelector("#deliveries"), document.querySelector("#filter-status").dispatchEvent(new Event("change", {bubbles: true})), "")`)
		until(t, "the rows were brought", func() bool {
			return k.read(`String(document.querySelector("#deliveries") !== window.old && location.href.includes("status=delivered"))`) == "true"
		})
		k.keys("j", "j")
		k.isAt(t, k.rows[1])
	})
	t.Run("what a search found are rows as well", func(t *testing.T) {
		k.visit("/search?q=ada@acme.example")
		k.keys("j")
		k.isAt(t, k.link("main .found a"))
	})
	t.Run("/ goes to the page's search field, else to the header's, else to the page that has one", func(t *testing.T) {
		for path, field := range map[string]string{k.hook: "filter-q", "/organizations": "site-q"} {
			k.visit(path)
			k.keys("/")
			if got := k.read(`document.activeElement.id + document.activeElement.value`); got != field {
				t.Errorf("%s: the focus is at %q", path, got)
			}
		}
		k.wear(looks()[3])
		k.visit("/organizations")
		k.keys("/")
		k.at("/search")
		until(t, "the field has the focus", func() bool { return k.read(`document.activeElement.id`) == "field-q" })
		k.wear(looks()[0])
	})
	t.Run("a field that is typed into keeps its keys", func(t *testing.T) {
		k.visit(k.hook)
		k.keys("/")
		k.quiet(t, "j", "k", "r", "/", "?")
		if got := k.read(`document.activeElement.value`); got != "jkr/?" {
			t.Errorf("%q was typed", got)
		}
		k.do("go to a list of choices", chromedp.Focus(chromedp.CSS("#filter-status")))
		k.quiet(t, "j", "k", "/", "?")
	})
	t.Run("with a modifier they are the browser's", func(t *testing.T) {
		k.visit(k.hook)
		for _, modifier := range []chromedp.Modifier{chromedp.ModifierCtrl, chromedp.ModifierAlt, chromedp.ModifierMeta} {
			for _, key := range []string{"j", "/", "?"} {
				k.nothingComesOf(t, []string{fmt.Sprint("modifier ", modifier), key}, func() {
					k.do("press with a modifier", chromedp.KeyEvent(key, chromedp.KeyModifiers(modifier)))
				})
			}
		}
	})
	t.Run("what lies over the page keeps them", func(t *testing.T) {
		k.visit("/organizations/acme/webhooks")
		for _, menu := range []string{"main tbody .button-icon", ".account-button"} {
			k.clickOn(menu)
			k.quiet(t, "j", "r", "/", "?")
			k.keys(kb.Escape)
			until(t, "the menu is closed", func() bool { return k.count(":popover-open") == 0 })
		}
		k.keys("j")
		k.isAt(t, k.hook)
	})
	t.Run("a page without a table or a search field has nothing for them to do", func(t *testing.T) {
		k.visit("/organizations/acme/settings")
		k.read(`(document.querySelector(".site-search").remove(), document.querySelector(".site-search-link").remove(), "")`)
		k.quiet(t, "j", "k", "r", "/")
	})
}

func TestTheShortcutsAreShownAndSwitchedOff(t *testing.T) {
	t.Parallel()
	k := newKeyboard(t)
	t.Run("? shows them, and Escape leads back to where the focus was", func(t *testing.T) {
		k.visit(k.hook)
		k.keys("j", "?")
		k.see("Go to the next row")
		if f := k.focused(); f != "h2 shortcuts-title" {
			t.Errorf("%q has the focus", f)
		}
		k.keys("j", "r", "/", "?")
		if f := k.focused(); f != "h2 shortcuts-title" || k.count("dialog:modal") != 1 {
			t.Errorf("%q has the focus, %d dialogs are open", f, k.count("dialog:modal"))
		}
		k.everyLook("shortcuts")
		k.keys(kb.Escape)
		until(t, "it is closed", func() bool { return k.count("dialog[open]") == 0 })
		k.isAt(t, k.rows[0])
		if got := len(k.inbox.wait(t, 3)); got != 3 {
			t.Errorf("%d requests were made", got)
		}
	})
	t.Run("the dialog is opened without a key as well, and switches them off at once and for good", func(t *testing.T) {
		k.press("Keyboard shortcuts")
		k.see("Go to the next row")
		k.clickOn("#shortcuts [value=off]")
		if got := k.read(`document.activeElement.getAttribute("aria-pressed")`); got != "true" {
			t.Errorf("the switch is pressed: %s", got)
		}
		k.clickOn(`#shortcuts [command=close]`)
		until(t, "it is closed", func() bool { return k.count("dialog[open]") == 0 })
		k.quiet(t, "j", "k", "r", "/", "?")
		until(t, "it is kept", func() bool {
			k.visit(k.hook)
			return k.read("document.documentElement.dataset.shortcuts") == "off"
		})
		k.quiet(t, "j", "k", "r", "/", "?")
		k.visit(k.rows[0])
		k.quiet(t, "r", "?")
	})
	t.Run("the account's menu switches them on again", func(t *testing.T) {
		k.visit(k.hook)
		k.clickOn(".account-button")
		k.accessible("the account's menu")
		k.picture("menu")
		k.clickOn("#account-menu [name=shortcuts][value=on]")
		k.keys(kb.Escape, "j")
		k.isAt(t, k.rows[0])
	})
	t.Run("without scripts there is nothing of them", func(t *testing.T) {
		plain := openWindow(t, k.url, false)
		plain.logIn("ada")
		if got := plain.read(`String([...document.querySelectorAll(".footer button, [name=shortcuts]")].filter((e) => e.checkVisibility()).length)`); got != "0" {
			t.Errorf("%s buttons are shown", got)
		}
	})
}
