package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// receiverInPython loads the published package from the folder that it is given, as a receiver would, and prints what its
// verifier complains of. Anything but a complaint ends it with an error.
const receiverInPython = `
import base64, json, sys
sys.path.insert(0, sys.argv[1])
from standardwebhooks import Webhook, WebhookVerificationError
asked = json.load(sys.stdin.buffer)
body = base64.b64decode(asked["body"])
try:
    event = Webhook(asked["secret"]).verify(body, asked["header"])
    sys.stdout.write("" if event == json.loads(body) else "something else was verified")
except WebhookVerificationError as complaint:
    sys.stdout.write(str(complaint))
`

// A receiver written in Python verifies what we sign (OUT-54, OUT-55): the published verifier, which needs nothing but
// Python itself.
func TestTheVerifierForPythonAcceptsWhatWeSign(t *testing.T) {
	python, library := pythonPath(t), pythonLibrary(t)
	newStage(t, "").playVerified(func(t *testing.T, secret string, r inboxRequest) string {
		t.Helper()
		asked, err := json.Marshal(map[string]any{"secret": secret, "header": r.signed(), "body": r.body})
		if err != nil {
			t.Fatal(err)
		}
		// Isolated from settings and packages of whoever runs this, and writing nothing into the module cache.
		cmd := exec.CommandContext(t.Context(), python, "-I", "-B", "-c", receiverInPython, library)
		var complaint, wrong bytes.Buffer
		cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(asked), &complaint, &wrong
		if err := cmd.Run(); err != nil {
			t.Fatalf("%v: %s", err, wrong.String())
		}
		return complaint.String()
	})
}

// pythonPath finds Python; without it the test is skipped, or fails where it is required.
func pythonPath(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("python3")
	if err == nil {
		return path
	}
	if strings.Contains(os.Getenv("ROLLCALL_TEST_REQUIRE"), "python") {
		t.Fatal("Python is not installed: install python3, or run make deps on Debian.")
	}
	t.Skip("Python is not installed: run make deps, or make check.")
	return ""
}

// pythonLibrary is the folder of the verifier's package for Python. It is a part of the Go module that signs, in the
// version and with the checksum of go.mod and go.sum, so there is no copy of it here.
func pythonLibrary(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/standard-webhooks/standard-webhooks/libraries").Output()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(strings.TrimSpace(string(out)), "python")
}

// Without Python that leg is skipped with a sentence, or fails where it is required.
func TestWithoutPython(t *testing.T) {
	for require, want := range map[string]string{"": "--- SKIP", "python": "--- FAIL"} {
		t.Run("required: "+require, func(t *testing.T) {
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestTheVerifierForPythonAcceptsWhatWeSign$", "-test.v")
			cmd.Env = append(cmd.Environ(), "PATH="+t.TempDir(), "ROLLCALL_TEST_REQUIRE="+require)
			out, err := cmd.CombinedOutput()
			if !strings.Contains(string(out), want) || !strings.Contains(string(out), "run make deps") || (err != nil) != (require != "") {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}
