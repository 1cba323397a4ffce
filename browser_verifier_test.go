package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"rollcall/app/access"
	"rollcall/app/directory"
	"rollcall/app/event"
	"rollcall/app/webhook"
)

// verifiers is where the verifier of Standard Webhooks' authors for JavaScript lies.
const verifiers = "testdata/standardwebhooks"

// A receiver written in JavaScript verifies what we sign (OUT-54, OUT-55): the published verifier, run by a browser.
func TestTheVerifierForJavaScriptAcceptsWhatWeSign(t *testing.T) {
	s := newStage(t, "")
	w := openWindow(t, s.baseURL, true)
	inbox := newInbox(t)
	zoe, err := s.directory.CreateUserByCommand(t.Context(), access.Command(), directory.CommandUser{Organization: "acme", Name: "Zoë “Ünal” 李", Username: "zoe", Email: "zoe@acme.example", Password: testPassword})
	s.must(zoe, err)
	hook, first, err := s.webhooks.Create(t.Context(), s.ada, "acme", webhook.Form{Name: "café", URL: inbox.url, Types: []event.Type{event.UserRoleSet}, Enabled: true})
	s.must(hook, err)
	sent := 0
	next := func() inboxRequest {
		role := []access.Role{access.Admin, access.Normal}[sent%2]
		s.must(nil, s.directory.SetRole(t.Context(), s.ada, "acme", zoe.ID, role))
		sent++
		return inbox.wait(t, sent)[sent-1]
	}
	got := next()
	t.Run("with the secret, and with the bytes as they came", func(t *testing.T) {
		w.verified(t, first, got, "")
		if !strings.Contains(string(got.body), "Zoë") {
			t.Errorf("the body has only ASCII in it, which tests less: %s", got.body)
		}
	})
	t.Run("not with a body, an id, a time or a secret of somebody else's", func(t *testing.T) {
		w.verified(t, first, inboxRequest{got.path, got.header, append([]byte(" "), got.body...)}, "No matching signature found")
		w.verified(t, first, got.with("Webhook-Id", "018f0000-0000-7000-8000-000000000001"), "No matching signature found")
		w.verified(t, first, got.with("Webhook-Timestamp", "1614265330"), "Message timestamp too old")
		w.verified(t, "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", got, "No matching signature found")
	})
	_, second, err := s.webhooks.RotateSecret(t.Context(), s.ada, "acme", hook.ID, webhook.DefaultOverlap)
	s.must(hook, err)
	t.Run("during the overlap of a rotation with the new secret and with the old one", func(t *testing.T) {
		got := next()
		if n := len(strings.Fields(got.header.Get("Webhook-Signature"))); n != 2 {
			t.Fatalf("%d signatures", n)
		}
		w.verified(t, second, got, "")
		w.verified(t, first, got, "")
		w.verified(t, first, inboxRequest{got.path, got.header, append([]byte(" "), got.body...)}, "No matching signature found")
	})
	_, err = s.webhooks.EndOverlap(t.Context(), s.ada, "acme", hook.ID)
	s.must(hook, err)
	t.Run("after it with the new one only", func(t *testing.T) {
		got := next()
		w.verified(t, second, got, "")
		w.verified(t, first, got, "No matching signature found")
	})
}

// with is the request with another value of a header.
func (r inboxRequest) with(name, value string) inboxRequest {
	header := r.header.Clone()
	header.Set(name, value)
	return inboxRequest{header: header, body: r.body}
}

// verified runs the verifier on a request and compares its complaint; "" is none.
func (w *window) verified(t *testing.T, secret string, r inboxRequest, want string) {
	t.Helper()
	header := map[string]string{}
	for _, name := range []string{"Webhook-Id", "Webhook-Timestamp", "Webhook-Signature"} {
		header[name] = r.header.Get(name)
	}
	call := javascript(t, map[string]any{"files": packageFiles(t), "secret": secret, "header": header, "body": string(r.body)})
	if got := ask(w, "verify", chromedp.Evaluate[string](call)); got != want {
		t.Errorf("the verifier says %q, want %q", got, want)
	}
}

// javascript loads the files as CommonJS modules and has the verifier judge. A relative name is a file beside the one
// that asks, another one a package.
func javascript(t *testing.T, given map[string]any) string {
	t.Helper()
	text, err := json.Marshal(given)
	if err != nil {
		t.Fatal(err)
	}
	return `(({files, secret, header, body}) => {
		const loaded = {};
		const load = (path) => {
			if (loaded[path]) return loaded[path].exports;
			const module = loaded[path] = {exports: {}};
			const require = (name) => name.startsWith("./")
				? load(path.slice(0, path.lastIndexOf("/")) + name.slice(1) + ".js")
				: load(name + "/" + JSON.parse(files[name + "/package.json"]).main.replace("./", ""));
			new Function("module", "exports", "require", files[path])(module, module.exports, require);
			return module.exports;
		};
		const {Webhook} = load("standardwebhooks/dist/index.js");
		try {
			const event = new Webhook(secret).verify(body, header);
			return JSON.stringify(event) === JSON.stringify(JSON.parse(body)) ? "" : "something else was verified";
		} catch (e) { return e.message; }
	})(` + string(text) + `)`
}

// packageFiles reads the verifier's packages, which must be those of the README.
func packageFiles(t *testing.T) map[string]string {
	t.Helper()
	readme, err := os.ReadFile(filepath.Join(verifiers, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, line := range regexp.MustCompile(`(?m)^([0-9a-f]{64})  (\S+)$`).FindAllStringSubmatch(string(readme), -1) {
		content, err := os.ReadFile(filepath.Join(verifiers, line[2]))
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != line[1] {
			t.Fatalf("%s is not the file of the README", line[2])
		}
		files[line[2]] = string(content)
	}
	err = filepath.WalkDir(verifiers, func(path string, entry fs.DirEntry, err error) error {
		if name, _ := filepath.Rel(verifiers, path); err == nil && !entry.IsDir() && name != "README.md" && files[name] == "" {
			t.Fatalf("%s is not in the README", name)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatal(err, len(files))
	}
	return files
}
