package handlers

import (
	"context"
	"encoding/json"
	"html"
	"net/http"
	"strings"
	"testing"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// redirectedTo records an attempt of a delivery that was answered by a redirect, and returns its id.
func (s *site) redirectedTo(d webhook.Delivery, location string) string {
	s.t.Helper()
	id := app.NewUUID()
	err := s.db.Tx(s.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO attempts (delivery_id, id, number, trigger_kind, triggered_by, started_at, url, request_headers, status, response_headers,
				response_body, response_size, truncated, error_class, error_text, dns_us, connect_us, tls_us, first_byte_us, body_us, total_us, address,
				tls_version, certificate_expires_at, next_reason)
			SELECT $1, $2, 1, 'schedule', '', $3, url, '{"Webhook-Id":["x"],"Webhook-Signature":["********"]}', 308, $4, $5, 3, $6, 'redirect_not_followed', 'It redirects.',
				0, 1000, 2500, 0, 0, 3500, '203.0.114.7:443', 'TLS 1.3', $7, '' FROM webhooks WHERE id = $8`,
			d.ID, id, s.clock.Now(), `{"Location":["`+location+`"]}`, []byte("\xff<b>"), true, s.clock.Now().Add(13*24*time.Hour), d.WebhookID)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return id
}

func TestAttemptsOnTheDeliveryPage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		w, sent := s.history()
		attempt := s.redirectedTo(sent, "https://example.org/final?token=hunter2")
		path := "/organizations/acme/deliveries/" + sent.ID
		t.Run("a redirect is explained with where it points to, and the URL can be used", func(t *testing.T) {
			ada.get(path).says(t, 200, "It redirects.", "<code>https://example.org/final?token=…</code>", "The dots stand for what may be secret", "Use that URL for this webhook", "In less than 14 days", "203.0.114.7:443", "TLS 1.3", "Truncated")
		})
		t.Run("what may be secret in where it points to is not shown", func(t *testing.T) {
			for _, page := range []string{path, path + "/download"} {
				ada.get(page).lacks(t, "hunter2")
			}
			ada.get(path).says(t, 200, "Location: https://example.org/final?token=…")
			ada.get(path+"/download").says(t, 200, `"https://example.org/final?token=…"`)
		})
		t.Run("the command is a page, or a modal for htmx, and each look is a POST", func(t *testing.T) {
			a := ada.post(path + "/attempts/" + attempt + "/curl")
			a.says(t, 200, "<html", "The attempt as curl", "curl "+html.EscapeString("'https://example.com/hr-sync'"), "Webhook-Signature: v1,")
			a = ada.htmx().post(path + "/attempts/" + attempt + "/curl")
			a.says(t, 200, "<dialog", "data-open", "--data-raw")
			a.lacks(t, "<html")
			ada.get(path+"/attempts/"+attempt+"/curl").says(t, 405)
		})
		t.Run("the delivery is downloaded as JSON with what its page shows", func(t *testing.T) {
			a := ada.get(path + "/download")
			if got := a.header.Get("Content-Disposition"); got != `attachment; filename="delivery-`+sent.ID+`.json"` || !strings.HasPrefix(a.header.Get("Content-Type"), "application/json") {
				t.Errorf("%s, %s", got, a.header.Get("Content-Type"))
			}
			var file struct {
				ID, State, Body string
				Attempts        []struct {
					Phases   map[string]float64 `json:"phasesMs"`
					Request  struct{ URL string }
					Response struct {
						Status     int
						BodyBase64 []byte
						Truncated  bool
					}
					Error struct{ Class, Advice string }
				}
			}
			if err := json.Unmarshal([]byte(a.body), &file); err != nil {
				t.Fatal(err)
			}
			if file.ID != sent.ID || file.State != "pending" || file.Body != string(sent.Body) || len(file.Attempts) != 1 {
				t.Fatalf("%+v", file)
			}
			got := file.Attempts[0]
			if got.Phases["tls"] != 2.5 || got.Response.Status != 308 || string(got.Response.BodyBase64) != "\xff<b>" || !got.Response.Truncated || got.Error.Class != "redirect_not_followed" || got.Error.Advice == "" {
				t.Errorf("%+v", got)
			}
		})
		t.Run("using the URL changes the webhook", func(t *testing.T) {
			ada.post(path+"/attempts/"+attempt+"/location").leads(t, hooksPath+"/"+w.ID)
			now, err := s.webhooks.Webhook(t.Context(), access.Command(), "acme", w.ID)
			if err != nil || now.URL != "https://example.org/final?token=hunter2" {
				t.Errorf("%s (%v)", now.URL, err)
			}
			ada.get(path).lacks(t, "Use that URL")
			ada.post(path+"/attempts/"+attempt+"/location").says(t, http.StatusConflict, "another URL by now")
		})
	})
}

func TestWhereARedirectPointsToIsInert(t *testing.T) {
	s, ada := acme(t, dbtest.SQLite(t))
	_, sent := s.history()
	quoted, err := json.Marshal(polyglot)
	if err != nil {
		t.Fatal(err)
	}
	s.redirectedTo(sent, strings.Trim(string(quoted), `"`))
	path := "/organizations/acme/deliveries/" + sent.ID
	a := ada.get(path)
	a.says(t, 200, "308", "It redirects.", "javascript:/*")
	checkInert(t, path, a.body)
}

func TestRotation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		w := s.newHook("hr-sync")
		path := hooksPath + "/" + w.ID
		ada.get(path).says(t, 200, path+"/secret/rotation")
		ada.get(path+"/secret/rotation").says(t, 200, "Rotate the signing secret", `value="24" selected`)
		t.Run("an overlap that is none comes back into the form", func(t *testing.T) {
			for _, overlap := range []string{"", "-1", "169", "x", "1e1", "99999999999"} {
				ada.post(path+"/secret/rotation", "overlap", overlap).says(t, 422, "0 to 7 days", `id="field-overlap"`)
			}
		})
		ada.post(path+"/secret/rotation", "overlap", "48").leads(t, path+"?rotated=1")
		t.Run("the new secret is shown once, with until when the old one signs", func(t *testing.T) {
			page := ada.get(path + "?rotated=1")
			secret := secretPattern.FindString(html.UnescapeString(page.body))
			page.says(t, 200, "The signing secret was replaced", "2026-03-16 09:26:53 UTC")
			if now, err := s.webhooks.RevealSecret(t.Context(), access.Command(), "acme", w.ID); err != nil || now != secret {
				t.Errorf("shown %q, is %q (%v)", secret, now, err)
			}
			again := ada.get(path + "?rotated=1")
			again.says(t, 200, "An old secret also signs until", "End the overlap now")
			again.lacks(t, "whsec_", "The signing secret was replaced")
		})
		t.Run("the overlap can be ended", func(t *testing.T) {
			ada.post(path+"/secret/rotation/removal").leads(t, path)
			ada.get(path).lacks(t, "also signs until")
		})
		t.Run("without an overlap it says what that means", func(t *testing.T) {
			ada.post(path+"/secret/rotation", "overlap", "0").leads(t, path+"?rotated=1")
			ada.get(path+"?rotated=1").says(t, 200, "signed with the new secret only")
		})
	})
}
