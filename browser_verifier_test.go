package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/chromedp/chromedp"
)

// verifiers is where the verifier of Standard Webhooks' authors for JavaScript lies.
const verifiers = "testdata/standardwebhooks"

// A receiver written in JavaScript verifies what we sign (OUT-54, OUT-55): the published verifier, run by a browser.
func TestTheVerifierForJavaScriptAcceptsWhatWeSign(t *testing.T) {
	s := newStage(t, "")
	w := openWindow(t, s.baseURL, true)
	s.playVerified(w.verified)
}

// verified runs the verifier on a request and returns its complaint; "" is none.
func (w *window) verified(t *testing.T, secret string, r inboxRequest) string {
	t.Helper()
	call := javascript(t, map[string]any{"files": packageFiles(t), "secret": secret, "header": r.signed(), "body": string(r.body)})
	return ask(w, "verify", chromedp.Evaluate[string](call))
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
