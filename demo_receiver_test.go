package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

const testSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

// post sends a signed body to the receiver and returns the status.
func post(t *testing.T, url, secret, id, body string) int {
	t.Helper()
	signer, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	signature, err := signer.Sign(id, now, []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = http.Header{"Webhook-Id": {id}, "Webhook-Signature": {signature}, "Webhook-Timestamp": {unix(now)}, "Rollcall-Event": {"USER_LOGIN"}, "Rollcall-Attempt": {"1"}}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	return answer.StatusCode
}

func TestReceiver(t *testing.T) {
	var terminal bytes.Buffer
	r, err := newReceiver(&terminal)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(r)
	defer server.Close()
	page := func(query ...string) string {
		answer, err := http.Get(server.URL + "/" + strings.Join(query, ""))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		html, _ := io.ReadAll(answer.Body)
		return string(html)
	}
	if err := r.expect("/hr", testSecret, http.StatusNoContent, ""); err != nil {
		t.Fatal(err)
	}
	t.Run("the empty page says what to do", func(t *testing.T) {
		if !strings.Contains(page(), "Nothing yet") {
			t.Fatal(page())
		}
	})
	t.Run("a good signature is shown as valid, and the body escaped", func(t *testing.T) {
		if status := post(t, server.URL+"/hr", testSecret, "a", `{"payload":{"username":"<b>bo"}}`); status != http.StatusNoContent {
			t.Fatalf("status %d", status)
		}
		if html := page(); !strings.Contains(html, "✓ valid") || strings.Contains(html, "<b>bo") || !strings.Contains(html, "&lt;b&gt;bo") {
			t.Fatal(html)
		}
		if !strings.Contains(terminal.String(), "signature valid") {
			t.Fatal(terminal.String())
		}
	})
	t.Run("a bad signature is refused and shown", func(t *testing.T) {
		if status := post(t, server.URL+"/hr", "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "b", "{}"); status != http.StatusUnauthorized {
			t.Fatalf("status %d", status)
		}
		if !strings.Contains(page(), "✗") {
			t.Fatal(page())
		}
	})
	t.Run("the same webhook-id again is recognised", func(t *testing.T) {
		post(t, server.URL+"/hr", testSecret, "a", "{}")
		if !strings.Contains(page(), "seen before") {
			t.Fatal(page())
		}
	})
	t.Run("the page reloads by itself until one wants to read", func(t *testing.T) {
		if !strings.Contains(page(), `http-equiv="refresh"`) || strings.Contains(page("?still"), `http-equiv="refresh"`) {
			t.Fatal(page("?still"))
		}
	})
	t.Run("a path of somebody's own takes what comes, and says that nothing was checked", func(t *testing.T) {
		if status := post(t, server.URL+"/mine", testSecret, "c", "{}"); status != http.StatusNoContent {
			t.Fatalf("status %d", status)
		}
		if !strings.Contains(page(), "not checked") || !strings.Contains(terminal.String(), "signature not checked") {
			t.Fatal(page(), terminal.String())
		}
	})
	t.Run("a path answers what it is told to", func(t *testing.T) {
		if err := r.expect("/crm", testSecret, http.StatusInternalServerError, "down"); err != nil {
			t.Fatal(err)
		}
		if status := post(t, server.URL+"/crm", testSecret, "d", "{}"); status != http.StatusInternalServerError {
			t.Fatalf("status %d", status)
		}
	})
	t.Run("a secret that is none is refused", func(t *testing.T) {
		if err := r.expect("/x", "whsec_*", http.StatusOK, ""); err == nil {
			t.Fatal("taken")
		}
	})
}

// unix is a time as the signature's header has it.
func unix(at time.Time) string { return strconv.FormatInt(at.Unix(), 10) }
