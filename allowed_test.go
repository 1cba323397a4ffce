package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// outboundWorld is a server whose only webhook hears of every log-in.
type outboundWorld struct {
	*serving
	inbox   *inbox
	browser *http.Client
	hook    string // the page of the webhook
	token   string
}

// newOutboundWorld starts the server in a folder that may have one already.
func newOutboundWorld(t *testing.T, dir string, env ...string) *outboundWorld {
	t.Helper()
	rollcall(t, dir, nil, testPassword+"\n", "user", "create", "--username", "ada", "--email", "ada@acme.example", "--organization", "acme", "--admin", "--password-stdin").done(t)
	token := strings.TrimSpace(rollcall(t, dir, nil, "", "token", "create", "--username", "ada", "--name", "test").done(t).out)
	w := &outboundWorld{serving: serve(t, dir, env...), inbox: newInbox(t), token: token}
	status, body := w.save("demo", w.inbox.url)
	var made struct{ ID string }
	if err := json.Unmarshal([]byte(body), &made); err != nil || status != http.StatusOK {
		t.Fatalf("creating the webhook answered %d %s", status, body)
	}
	w.hook = "/organizations/acme/webhooks/" + made.ID
	return w
}

func (w *outboundWorld) save(name, url string) (int, string) {
	w.t.Helper()
	return w.ask(http.MethodPost, "/api/organizations/acme/webhooks", w.token, `{"name":"`+name+`","type":"USER_LOGIN","url":"`+url+`","enabled":true}`)
}

// happens is what the webhook hears of.
func (w *outboundWorld) happens() {
	w.t.Helper()
	w.browser = browser(w.t)
	w.logIn(w.browser, "ada")
}

// shows waits until the webhook's page has those words, and returns it.
func (w *outboundWorld) shows(words string) (page string) {
	w.t.Helper()
	until(w.t, "the webhook's page says "+words, func() bool {
		answer, err := w.browser.Get(w.url + w.hook)
		if err != nil {
			w.t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		content, err := io.ReadAll(answer.Body)
		if err != nil {
			w.t.Fatal(err)
		}
		page = string(content)
		return strings.Contains(page, words)
	})
	return page
}

func TestTheListOfTargetsIsReadAgainOnSIGHUP(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "targets")
	write := func(content string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("# receivers\n127.0.0.1 # ours\n\n10.0.0.0/8, 192.168.0.0/16\n")
	w := newOutboundWorld(t, dir, "ROLLCALL_ALLOW_TARGETS_FILE="+file, "ROLLCALL_RETRY_SCHEDULE=1h")
	hangup := func() {
		t.Helper()
		if err := w.cmd.Process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
	}
	w.happens()
	w.inbox.wait(t, 1)
	t.Run("a wrong file keeps the old list and says so in one line", func(t *testing.T) {
		write("0.0.0.0/0\n10.0.0.0/99\n")
		hangup()
		if said := w.await("what webhooks may reach stays as it was"); said["level"] != "ERROR" || !strings.Contains(said["error"].(string), "10.0.0.0/99") || said["file"] != file {
			t.Errorf("it says %v", said)
		}
		w.happens()
		w.inbox.wait(t, 2)
	})
	t.Run("a host that is not in it any more is not called again", func(t *testing.T) {
		write("10.0.0.0/8\n")
		hangup()
		if said := w.await("read again what webhooks may reach"); said["entries"] != 1.0 {
			t.Errorf("it says %v", said)
		}
		w.happens()
		w.shows("Not allowed")
		if n := len(w.inbox.wait(t, 2)); n != 2 {
			t.Errorf("the receiver got %d requests", n)
		}
		if status, body := w.save("another", w.inbox.url); status != http.StatusUnprocessableEntity {
			t.Errorf("saving it again answered %d %s", status, body)
		}
	})
	w.stop()
}

func TestOnlyHTTPS(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w := newOutboundWorld(t, dir, "ROLLCALL_ALLOW_TARGETS=127.0.0.1")
	w.happens()
	w.inbox.wait(t, 1)
	w.shows("Plain http: not encrypted.")
	w.stop()
	w.serving = serve(t, dir, "ROLLCALL_ALLOW_TARGETS=127.0.0.1", "ROLLCALL_HTTPS_ONLY=1", "ROLLCALL_RETRY_SCHEDULE=1h")
	t.Run("a webhook that was there already is not called any more", func(t *testing.T) {
		w.happens()
		w.shows("Not allowed")
		if n := len(w.inbox.wait(t, 1)); n != 1 {
			t.Errorf("the receiver got %d requests", n)
		}
	})
	t.Run("no other can be made", func(t *testing.T) {
		if status, body := w.save("another", "http://example.com/"); status != http.StatusUnprocessableEntity || !strings.Contains(body, "https:// only") {
			t.Errorf("plain http is answered with %d %s", status, body)
		}
		if status, body := w.save("another", "https://example.com/"); status != http.StatusOK {
			t.Errorf("https is answered with %d %s", status, body)
		}
	})
	w.stop()
	rollcall(t, dir, []string{"ROLLCALL_HTTPS_ONLY=perhaps"}, "", "serve").sentence(t, "ROLLCALL_HTTPS_ONLY", `"perhaps"`)
}

func TestTheFileOfTargets(t *testing.T) {
	file := filepath.Join(t.TempDir(), "targets")
	if err := os.WriteFile(file, []byte("# all of it\r\n10.0.0.0/8, *.corp.example # two\r\n\r\n hooks.internal:8443\n,"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Run("has entries in lines and between commas, and words behind #", func(t *testing.T) {
		got, err := deliverySettings{AllowTargetsFile: file}.allowed()
		if diff := cmp.Diff([]string{"10.0.0.0/8", "*.corp.example", "hooks.internal:8443"}, got); diff != "" || err != nil {
			t.Error(diff, err)
		}
	})
	t.Run("and a list in a variable are one too many", func(t *testing.T) {
		_, err := deliverySettings{AllowTargets: "10.0.0.0/8", AllowTargetsFile: file}.allowed()
		refused(t, err, "ROLLCALL_ALLOW_TARGETS and ROLLCALL_ALLOW_TARGETS_FILE")
	})
	t.Run("must be there when the server starts", func(t *testing.T) {
		_, err := deliverySettings{AllowTargetsFile: file + ".not"}.allowed()
		refused(t, err, "ROLLCALL_ALLOW_TARGETS_FILE")
	})
	t.Run("may be empty", func(t *testing.T) {
		if err := os.Truncate(file, 0); err != nil {
			t.Fatal(err)
		}
		if got, err := (deliverySettings{AllowTargetsFile: file}).allowed(); err != nil || len(got) != 0 {
			t.Errorf("%q, %v", got, err)
		}
	})
}
