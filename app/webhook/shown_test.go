package webhook_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/outbound"
	"rollcall/app/webhook"
)

const pass = "hunter2-12345678" // what a redirect has in its query

// TestWhatMayBeSecretInARedirectIsNotShown: it is treated like what may be secret in the webhook's own URL.
func TestWhatMayBeSecretInARedirectIsNotShown(t *testing.T) {
	each(t, webhook.Config{}, func(t *testing.T, w *site) {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "/final?token="+pass+"&x=1")
			w.Header().Set("Link", "</final?token="+pass+">; rel=canonical")
			w.WriteHeader(http.StatusTemporaryRedirect)
			fmt.Fprintf(w, `<a href="/final?token=%s&amp;x=1">moved</a>`, pass)
		}))
		t.Cleanup(server.Close)
		hook := w.createWith(t, server.URL+"/hooks", nil)
		w.publish(t, event.UserLogin)
		d, attempts := w.attempted(t, hook.ID)
		t.Run("not where it points to, nor in the rest of the answer", func(t *testing.T) {
			r := attempts[0].Shown()
			for what, text := range map[string]string{"location": r.Location, "header": fmt.Sprint(r.Header), "body": string(r.Body), "sentence": r.Error} {
				if strings.Contains(text, pass) || !strings.Contains(text, "/final?token=…") && what != "header" {
					t.Errorf("the %s: %s", what, text)
				}
			}
			if got := r.Header.Get("Location"); got != "/final?token=…&x=…" {
				t.Errorf("Location: %s", got)
			}
		})
		t.Run("not in the sentence that pages, letters and logs have", func(t *testing.T) {
			for _, text := range []string{attempts[0].Result.Error, w.hook(t, hook.ID).LastError.Text} {
				if want := "points to " + server.URL + "/final?token=…&x=…;"; !strings.Contains(text, want) {
					t.Errorf("%q lacks %q", text, want)
				}
			}
		})
		t.Run("but the URL can be used as it came, and no audit row has it", func(t *testing.T) {
			changed, err := w.hooks.UseLocation(t.Context(), w.admin, "acme", d.ID, attempts[0].ID)
			if want := server.URL + "/final?token=" + pass + "&x=1"; err != nil || changed.URL != want {
				t.Errorf("the URL is %s (%v)", changed.URL, err)
			}
			var rows int
			if err := w.db.QueryRow(t.Context(), `SELECT COUNT(*) FROM audit_log WHERE before LIKE $1 OR after LIKE $1 OR reason LIKE $1`, "%"+pass+"%").Scan(&rows); err != nil || rows != 0 {
				t.Errorf("%d audit rows have it (%v)", rows, err)
			}
		})
	})
}

func TestARedirectThatRepeatsAHeaderCanNotBeUsed(t *testing.T) {
	each(t, webhook.Config{}, func(t *testing.T, w *site) {
		hook := w.createWith(t, newEcho(t, http.StatusFound), map[string]string{"X-Key": pass})
		w.publish(t, event.UserLogin)
		d, attempts := w.attempted(t, hook.ID)
		_, err := w.hooks.UseLocation(t.Context(), w.admin, "acme", d.ID, attempts[0].ID)
		refused(t, err, app.Conflict)
		if now := w.hook(t, hook.ID); now.URL != hook.URL {
			t.Errorf("the URL is %s", now.URL)
		}
	})
}

func TestWhatIsShownOfAnAnswer(t *testing.T) {
	answer := func(location, body string) webhook.Attempt {
		return webhook.Attempt{Result: outbound.Result{Location: location, Header: http.Header{"Location": {location}}, Body: []byte(body)}}
	}
	t.Run("a value is found by itself, decoded, and with its name when it is short", func(t *testing.T) {
		got := string(answer("https://example.com/?key=a%2Fb-c%2Fd-e&token=abc&n=1", `a%2Fb-c%2Fd-e a/b-c/d-e token=abc abc n=1`).Shown().Body)
		if want := `… … token=… abc n=1`; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	})
	t.Run("an answer that points nowhere is shown as it came", func(t *testing.T) {
		a := answer("", "token=abc\xff")
		delete(a.Result.Header, "Location")
		if got := a.Shown(); string(got.Body) != "token=abc\xff" || len(got.Header) != 0 || got.Location != "" {
			t.Errorf("%+v", got)
		}
	})
	t.Run("what is stored is not touched", func(t *testing.T) {
		a := answer("/?token="+pass, pass)
		a.Shown()
		if a.Result.Header.Get("Location") != "/?token="+pass || string(a.Result.Body) != pass {
			t.Errorf("%+v", a.Result)
		}
	})
}
