package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// answered records an attempt of a delivery with that answer.
func (s *site) answered(d webhook.Delivery, header http.Header, body []byte) {
	s.t.Helper()
	headers, err := json.Marshal(header)
	if err != nil {
		s.t.Fatal(err)
	}
	err = s.db.Tx(s.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO attempts (delivery_id, id, number, trigger_kind, triggered_by, started_at, url, request_headers, status, response_headers,
				response_body, response_size, truncated, error_class, error_text, dns_us, connect_us, tls_us, first_byte_us, body_us, total_us, address, tls_version, next_reason)
			SELECT $1, $2, 1, 'test', '', $3, url, '{}', 500, $4, $5, $6, $7, 'http_status', 'The receiver answered 500.', 0, 0, 0, 0, 0, 1, '', '', '' FROM webhooks WHERE id = $8`,
			d.ID, app.NewUUID(), s.clock.Now(), string(headers), body, len(body), false, d.WebhookID)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// Whatever a receiver answers is inert on the page of its delivery and no trap in the download (OUT-70, OUT-71).
func TestWhatReceiversAnswerIsInert(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		w := s.newHook("hr-sync")
		for name, c := range map[string]struct {
			body  string
			shows string // escaped as in the page
		}{
			"markup with scripts":         {polyglot, "pwned"},
			"bytes of another encoding":   {"gr\xf6\xdfer als alles, was war", "gr\uFFFD\uFFFDer als alles"},
			"a terminal's commands":       {"0123456789\x1b[2J\x1b]0;title\x07 0123456789 0123456789", "0123456789\uFFFD[2J\uFFFD]0;title"},
			"a NUL":                       {"a\x00b", "Binary, 3 bytes"},
			"compressed":                  {"\x1f\x8b\x08\x00\x00\x00\x00\x00\xff", "Binary, 9 bytes"},
			"letters in turned order":     {"0123456789 0123456789\u202etxt.exe", "0123456789\uFFFDtxt.exe"},
			"16 KiB of combining marks":   {"a" + strings.Repeat("\u0301", 8<<10), "a\u0301\u0301"},
			"markup that is cut in two":   {strings.Repeat("<b>", 5000) + "<scr", "&lt;scr"},
			"JSON with markup and escape": {`{"a":"</script><b id=pwned>\u001b[2J"}`, "pwned"},
		} {
			t.Run(name, func(t *testing.T) {
				sent, err := s.webhooks.SendTest(t.Context(), access.Command(), "acme", w.ID, "USER_CREATED")
				if err != nil {
					t.Fatal(err)
				}
				s.answered(sent, http.Header{"Content-Type": {"text/html"}, "X-Evil": {polyglot}}, []byte(c.body))
				path := "/organizations/acme/deliveries/" + sent.ID
				page := ada.get(path)
				checkInert(t, path, page.body)
				if !strings.Contains(page.body, c.shows) || strings.ContainsAny(page.body, "\x00\x1b\x07\u202e") || !utf8.ValidString(page.body) {
					t.Errorf("the page has no %q, or what is not fit for a page", c.shows)
				}
				file := ada.get(path + "/download")
				var content struct {
					Attempts []struct {
						Response struct {
							Body       string
							BodyBase64 []byte
						}
					}
				}
				if err := json.Unmarshal([]byte(file.body), &content); err != nil || !utf8.ValidString(file.body) || strings.ContainsAny(file.body, "\x00\x1b") {
					t.Fatalf("the download is no JSON that a terminal may show: %v", err)
				}
				if r := content.Attempts[0].Response; r.Body+string(r.BodyBase64) != c.body {
					t.Errorf("the download has %q", fmt.Sprint(r))
				}
			})
		}
	})
}
