package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// The main job, as an administrator does it: with scripts and without.
func TestTheMainJobInTheBrowser(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mainJob(t, scripts)
		})
	}
}

func mainJob(t *testing.T, scripts bool) {
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
	w := openWindow(t, s.url, scripts)

	w.logIn("ada")
	w.clickOn(`main a[href="/organizations/acme"]`)
	w.press("Webhooks")
	w.at("/organizations/acme/webhooks")
	w.press("+ Add Webhook")
	w.at("/organizations/acme/webhooks/new")
	w.clickOn(`input[type=checkbox][value=USER_CREATED]`)
	w.write("name", "demo")
	w.write("url", inbox.url)
	w.press("Create webhook")
	w.at("/organizations/acme/webhooks")
	w.toast("Webhook created successfully")
	shown := ask(w, "read the secret", chromedp.TextContent(chromedp.CSS(`#secret`)))
	secret := regexp.MustCompile(`whsec_[A-Za-z0-9+/]{43}=`).FindString(shown)
	w.picture("created")

	s.logIn(browser(t), "grace") // for the first time
	got := inbox.wait(t, 1)[0]
	verifier, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	if err := verifier.Verify(got.body, got.header); err != nil {
		t.Error(err)
	}
	want := regexp.MustCompile(`^\{"type":"USER_CREATED","webhook":\{"id":"[0-9a-f]{24}","organization":"acme","name":"demo"\},"payload":\{"username":"grace","email":"grace@acme\.example","userId":"[0-9a-f]{24}","organization":"acme","remainingSeats":null\}\}$`)
	if !want.Match(got.body) {
		t.Errorf("the receiver got %s", got.body)
	}

	w.visit("/organizations/acme/webhooks")
	w.clickOn(`main tbody a`)
	w.see("Send test")
	w.reload(strings.TrimPrefix(w.at(""), s.url), "Delivered 200")
	w.see("grace@acme.example")
	w.picture("history")
	w.clickOn(`main tbody a[href*="/deliveries/"]`)
	w.see("Attempt 1")
	w.see(got.header.Get("webhook-id"))
	w.see("thank you")
	w.picture("delivery")

	w.press("Webhooks")
	w.at("/organizations/acme/webhooks")
	w.clickOn(`tbody input[type=checkbox]`)
	w.press("Delete webhooks")
	w.see("Delete demo?")
	if modal := w.count(`dialog:modal`) == 1; modal != scripts { // without scripts the question is a page
		t.Errorf("the question is a modal: %v", modal)
	}
	w.picture("confirm")
	w.press("Delete")
	w.toast("Webhook(s) deleted successfully")
	w.at("/organizations/acme/webhooks")
	w.picture("deleted")
	if rows := w.count(`tbody tr`); rows != 0 {
		t.Errorf("%d webhooks are left", rows)
	}
}

// toast waits for a message in the region at the bottom right that is announced.
func (w *window) toast(text string) {
	w.t.Helper()
	var at []float64 // its left and top edge, asked for in one breath with its text: it goes away by itself
	until(w.t, "there is the toast "+text, func() bool {
		at = ask(w, "find the toast "+text, chromedp.Evaluate[[]float64](fmt.Sprintf(`[...document.querySelectorAll("[role=status] [data-toast]")]
			.filter((toast) => toast.checkVisibility() && [toast, ...toast.querySelectorAll("*")].some((e) => e.textContent.trim().replace(/\s+/g, " ") === %q))
			.flatMap((toast) => [toast.getBoundingClientRect().left, toast.getBoundingClientRect().top])`, text)))
		return len(at) > 0
	})
	if at[0] < 640 || at[1] < 450 {
		w.t.Errorf("the toast is at %v, %v, which is not the bottom right", at[0], at[1])
	}
}

// inboxRequest is one request that an inbox got.
type inboxRequest struct {
	path   string
	header http.Header
	body   []byte
}

// inbox is a receiver that keeps what it gets.
type inbox struct {
	url string
	mu  sync.Mutex
	got []inboxRequest
}

func newInbox(t *testing.T) *inbox {
	t.Helper()
	in := &inbox{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		in.mu.Lock()
		in.got = append(in.got, inboxRequest{r.URL.Path, r.Header.Clone(), body})
		in.mu.Unlock()
		if strings.HasSuffix(r.URL.Path, "/fails") {
			w.WriteHeader(http.StatusInternalServerError)
		}
		_, _ = io.WriteString(w, "thank you")
	}))
	t.Cleanup(server.Close)
	in.url = strings.Replace(server.URL, "localhost", "127.0.0.1", 1) + "/hooks"
	return in
}

func (in *inbox) wait(t *testing.T, n int) []inboxRequest {
	t.Helper()
	var got []inboxRequest
	until(t, fmt.Sprintf("the receiver has %d requests", n), func() bool {
		in.mu.Lock()
		defer in.mu.Unlock()
		got = append([]inboxRequest(nil), in.got...)
		return len(got) >= n
	})
	return got
}
