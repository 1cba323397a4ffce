package webhook_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/event"
	"rollcall/app/outbound/outboundtest"
	"rollcall/app/webhook"
)

// Whatever an answer holds, both engines store it and give it back (OUT-70 to OUT-72).
func TestWhatAReceiverAnswersIsStoredAsItCame(t *testing.T) {
	bodies := map[string]string{
		"markup": "<html><script>alert(1)</script><img src=x onerror=alert(2)>", "bytes that are no UTF-8": "a\xff\xfe\xc3", "a NUL": "a\x00b",
		"what moves a terminal's cursor": "\x1b[2J\x1b]0;title\a", "64 KiB of combining marks": "a" + strings.Repeat("\u0301", 32<<10), "gzip": "\x1f\x8b\x08\x00\x00",
	}
	clinics(t, nil, func(t *testing.T, c *clinic) {
		for name, body := range bodies {
			t.Run(name, func(t *testing.T) {
				answer := fmt.Sprintf("%sContent-Type: text/html\r\nContent-Length: %d\r\nSet-Cookie: hunter2\r\nX-Auth-Token: hunter2\r\nX-Words: \xff\u202e<b>\r\nLocation: https://example.com/%s\r\n\r\n%s",
					"HTTP/1.1 302 \x1b[2J\r\n", len(body), strings.Repeat("x", 20_000), body)
				hook := c.hook("hook", outboundtest.Listen(t, outboundtest.Say(answer)))
				c.happens(event.UserCreated)
				c.work()
				_, attempts, _, err := c.Delivery(t.Context(), c.alice, "acme", c.deliveries(hook.ID)[0].ID)
				if err != nil || len(attempts) != 1 {
					t.Fatal(len(attempts), err)
				}
				got := attempts[0].Result
				if kept := body[:min(len(body), 16<<10)]; string(got.Body) != kept || got.Truncated != (len(body) > len(kept)) {
					t.Errorf("%d of %d bytes were kept, truncated %v", len(got.Body), len(body), got.Truncated)
				}
				all := fmt.Sprint(got.Header, got.Error, got.Location)
				if strings.Contains(all, "hunter2") || strings.ContainsAny(all, "\x00\x1b\u202e") || !utf8.ValidString(all) {
					t.Errorf("stored is %q", all)
				}
				if len(got.Location) > 2048+utf8.UTFMax || len(got.Error) > 400 {
					t.Errorf("a location of %d bytes, a sentence of %d", len(got.Location), len(got.Error))
				}
				if err := c.DeleteByID(t.Context(), c.alice, hook.ID); err != nil {
					t.Fatal(err)
				}
			})
		}
	})
}

// The log is the operator's: a line is one line, whatever a receiver says, and few of them tell of many failures (OUT-71).
func TestTheLogTellsOfFailuresInFewLinesThatAReceiverCannotForge(t *testing.T) {
	var log bytes.Buffer
	clinics(t, func(config *webhook.Config) {
		log.Reset()
		config.Log = slog.New(slog.NewJSONHandler(&log, nil))
	}, func(t *testing.T, c *clinic) {
		hook := c.hook("hook", outboundtest.Listen(t, outboundtest.Say("SSH-2.0-\x1b[2J\u009b1m\xff\u202e\\n{\"msg\":\"forged\"}"+strings.Repeat("x", 3000)+"\r\n")))
		for range 20 {
			c.happens(event.UserCreated)
		}
		c.work()
		var told []map[string]any
		for line := range strings.Lines(log.String()) {
			var entry map[string]any
			if err := json.Unmarshal([]byte(line), &entry); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			told = append(told, entry)
		}
		if len(told) != 1 {
			t.Fatalf("%d lines: %s", len(told), log.String())
		}
		deliveries := map[string]bool{}
		for _, d := range c.deliveries(hook.ID) {
			deliveries[d.ID] = true
		}
		detail := told[0]["detail"].(string)
		if !deliveries[told[0]["delivery"].(string)] || len(detail) > 600 || !strings.Contains(detail, "127.0.0.1:") || strings.ContainsAny(detail, "\x1b\u009b\u202e\n") {
			t.Errorf("the line is %q", told[0])
		}
		if diff := cmp.Diff([]any{"an attempt failed", hook.ID, "response_invalid"}, []any{told[0]["msg"], told[0]["webhook"], told[0]["class"]}); diff != "" {
			t.Error(diff)
		}
	})
}
