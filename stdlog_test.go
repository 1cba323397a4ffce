package main

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"rollcall/app/outbound/outboundtest"
)

func TestReportsOfLibrariesAreShortLinesOfOurLog(t *testing.T) {
	var out bytes.Buffer
	r := reports{slog.New(slog.NewJSONHandler(&out, nil))}
	_, _ = io.WriteString(r, `Unsolicited response received on idle HTTP channel starting with "x"; err=<nil>`+"\n")
	if out.Len() > 0 {
		t.Errorf("a receiver's words are in the log: %s", out.String())
	}
	_, _ = io.WriteString(r, "something is wrong\xff: "+strings.Repeat("x", 5000)+"\n")
	var said line
	if err := json.Unmarshal(out.Bytes(), &said); err != nil || said["msg"] != "a library reports" || out.Len() > 2*maxReport {
		t.Errorf("%v: %s", err, out.String())
	}
}

// A receiver that goes on after its answer writes nothing into the log, with which it could be filled (OUT-71).
func TestAReceiverThatSaysTooMuchIsNotQuotedInTheLog(t *testing.T) {
	t.Parallel()
	url := outboundtest.Listen(t, outboundtest.Say("HTTP/1.1 204 No Content\r\n\r\n"+strings.Repeat("canary\n", 500)))
	dir, env := t.TempDir(), []string{testKey, "ROLLCALL_ALLOW_TARGETS=127.0.0.1"}
	rollcall(t, dir, env, testPassword+"\n", "user", "create", "--username", "ada", "--email", "ada@acme.example", "--organization", "acme", "--admin", "--password-stdin").done(t)
	token := strings.TrimSpace(rollcall(t, dir, env, "", "token", "create", "--username", "ada", "--name", "test").done(t).out)
	s := serve(t, dir, env...)
	if status, body := s.ask(http.MethodPost, "/api/organizations/acme/webhooks", token, `{"name":"noisy","type":"USER_CREATED","url":"`+url+`","enabled":true}`); status != http.StatusOK {
		t.Fatalf("making the webhook answered %d %s", status, body)
	}
	client := browser(t)
	s.logIn(client, "ada") // for the first time
	until(t, "it is delivered", func() bool {
		answer, err := client.Get(s.url + "/organizations/acme/webhooks")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		page, err := io.ReadAll(answer.Body)
		return err == nil && strings.Contains(string(page), "1 delivered")
	})
	s.stop()
	for _, l := range s.lines {
		if text, _ := json.Marshal(l); l["level"] == nil || strings.Contains(string(text), "canary") {
			t.Errorf("the log says %s", text)
		}
	}
}
