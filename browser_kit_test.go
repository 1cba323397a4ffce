package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	protocol "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// screenshots is where the browser tests leave pictures of every page, for people to look at.
const screenshots = "tmp/screenshots"

// window is one window of a headless Chromium, with nothing in it of other windows.
type window struct {
	t   *testing.T
	ctx context.Context
	url string // of the server

	mu         sync.Mutex
	complaints []string // errors of scripts and of the Content-Security-Policy
}

// theBrowser is the one Chromium of this process. It starts with the first window and ends with the last test.
var theBrowser struct {
	sync.Mutex
	ctx context.Context
	end context.CancelFunc
}

// startBrowser gives the context of the one Chromium.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	path := chromium(t)
	b := &theBrowser
	b.Lock()
	defer b.Unlock()
	if b.ctx != nil {
		return b.ctx
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true))
	allocator, endProcess := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, end := chromedp.NewContext(allocator)
	if _, err := chromedp.CallBrowser(ctx, protocol.GetVersion, cdp.Empty{}); err != nil {
		endProcess()
		t.Fatalf("start the browser: %v", err)
	}
	b.ctx, b.end = ctx, func() { end(); endProcess() }
	return ctx
}

// endBrowser ends the one Chromium, if it has been started.
func endBrowser() {
	b := &theBrowser
	b.Lock()
	defer b.Unlock()
	if b.ctx != nil {
		b.end()
	}
}

// openWindow opens a window that shares neither cookies nor storage with others. When the test ends, no script and no
// policy may have complained in it.
func openWindow(t *testing.T, url string, scripts bool) *window {
	t.Helper()
	ctx, cancel := chromedp.NewContext(startBrowser(t), chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	w := &window{t: t, ctx: ctx, url: url}
	if err := chromedp.Listen(ctx, w.listen); err != nil {
		t.Fatalf("open a window: %v", err)
	}
	w.wear(looks()[0])
	w.command("listen to complaints", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, log.Enable, cdp.Empty{})
		return err
	})
	w.command("switch scripts", func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !scripts})
		return err
	})
	t.Cleanup(w.content)
	return w
}

// content checks that nothing complained.
func (w *window) content() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.complaints {
		w.t.Errorf("the browser complained: %s", c)
	}
}

// chromium finds the browser; without one the test is skipped, or fails where it is required.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if strings.Contains(os.Getenv("ROLLCALL_TEST_REQUIRE"), "browser") {
		t.Fatal("Chromium is not installed: install it, or run make deps on Debian.")
	}
	t.Skip("Chromium is not installed: run make deps, or make check.")
	return ""
}

// listen notes what scripts and the policy complain about. That a page answers 4xx is for the tests to judge.
func (w *window) listen(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		w.complaints = append(w.complaints, fmt.Sprint(e.ExceptionDetails.Text, " ", e.ExceptionDetails.Exception))
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			w.complaints = append(w.complaints, e.Entry.Text)
		}
	}
}

// do runs a step with patience.
func (w *window) do(what string, step chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	w.command(what, func(ctx context.Context) error { return chromedp.Do(ctx, step) })
}

// command is do for what is no step.
func (w *window) command(what string, command func(ctx context.Context) error) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	if err := command(ctx); err != nil {
		w.picture("failed")
		w.t.Fatalf("%s: %v", what, err)
	}
}

// ask runs a step that answers and changes nothing: a page that goes away meanwhile is asked again.
func ask[T any](w *window, what string, step chromedp.Action[T]) T {
	w.t.Helper()
	var answer T
	w.command(what, func(ctx context.Context) (err error) {
		for {
			if answer, err = chromedp.Run(ctx, step); err == nil || ctx.Err() != nil || !leaving(err) {
				return err
			}
		}
	})
	return answer
}

// leaving reports whether a page could not answer because another one is taking its place.
func leaving(err error) bool {
	for _, words := range []string{"navigated or closed", "Not attached to an active page", "Cannot find context", "Execution context was destroyed"} {
		if strings.Contains(err.Error(), words) {
			return true
		}
	}
	return false
}

// visit opens a path of the server.
func (w *window) visit(path string) {
	w.t.Helper()
	w.do("visit "+path, chromedp.Navigate(w.url+path))
}

// see waits until the page shows this text.
func (w *window) see(text string) {
	w.t.Helper()
	ask(w, "see "+text, chromedp.WaitVisible(fmt.Sprintf(`//body//*[not(self::script)][contains(normalize-space(.), %q)]`, text)))
}

// press clicks the link or button with exactly this text, the last one if there are several.
func (w *window) press(text string) {
	w.t.Helper()
	click(w, "press "+text, fmt.Sprintf(`(//*[self::a or self::button][normalize-space(.)=%q])[last()]`, text))
}

// clickOn clicks the element of a CSS selector.
func (w *window) clickOn(selector string) {
	w.t.Helper()
	click(w, "click on "+selector, chromedp.CSS(selector))
}

// click clicks an element as soon as the page has it. A page that renews itself may take the element away after it was
// found and before it is clicked: then it is looked for again.
func click[S chromedp.Selectable](w *window, what string, selector S) {
	w.t.Helper()
	ask(w, what+", which is there", chromedp.WaitVisible(selector))
	w.command(what, func(ctx context.Context) error {
		for {
			if err := chromedp.Do(ctx, chromedp.Click(selector, chromedp.NodeVisible)); err == nil || ctx.Err() != nil || !gone(err) {
				return err
			}
		}
	})
}

// gone reports whether an element could not be clicked because it is no longer on the page.
func gone(err error) bool {
	for _, words := range []string{"Could not find node", "No node with given id", "Node is detached", "does not have a layout object", "Could not compute content quads", "invalid dimensions"} {
		if strings.Contains(err.Error(), words) {
			return true
		}
	}
	return false
}

// write types into the field of that name.
func (w *window) write(field, text string) {
	w.t.Helper()
	selector := chromedp.CSS(fmt.Sprintf(`[name=%q]`, field))
	ask(w, "see the field "+field, chromedp.WaitReady(selector))
	w.do("write "+field, chromedp.SendKeys(selector, text))
}

// at waits until the window shows a page whose path has that suffix.
func (w *window) at(suffix string) string {
	w.t.Helper()
	var url string
	until(w.t, "the window is at "+suffix, func() bool {
		url = ask(w, "ask where", chromedp.Location())
		path, _, _ := strings.Cut(strings.TrimPrefix(url, w.url), "?")
		return strings.HasSuffix(path, suffix)
	})
	return url
}

// logIn logs in through the form.
func (w *window) logIn(login string) {
	w.t.Helper()
	w.visit("/login")
	w.write("login", login)
	w.write("password", testPassword)
	w.press("Log in")
	w.at("/organizations")
}

// count is how many elements a CSS selector finds.
func (w *window) count(selector string) int {
	w.t.Helper()
	return len(ask(w, "count "+selector, chromedp.Nodes(chromedp.CSSAll(selector), chromedp.AtLeast(0))))
}

// link is where the first link of a CSS selector leads.
func (w *window) link(selector string) string {
	w.t.Helper()
	return ask(w, "read link "+selector, chromedp.AttributeValue(chromedp.CSS(selector), "href")).Value
}
