package webhook_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"strings"
	"testing"

	"rollcall/app/event"
	"rollcall/app/webhook"
)

// newEcho is a receiver that answers with all that it was sent, in the way of pages for errors; it returns its URL.
func newEcho(t *testing.T, status int) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, err := httputil.DumpRequest(r, true)
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("X-Seen", r.Header.Get("Authorization"))
		w.Header().Set("Location", "/login?key="+r.Header.Get("X-Key"))
		w.WriteHeader(status)
		fmt.Fprintf(w, "%s and %s by itself", sent, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
	}))
	t.Cleanup(server.Close)
	return server.URL + "/hooks"
}

// TestAReceiverThatPrintsWhatItWasSent must not bring the values of headers into the history (OUT-91).
func TestAReceiverThatPrintsWhatItWasSent(t *testing.T) {
	for _, status := range []int{200, 302, 500} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			each(t, webhook.Config{}, func(t *testing.T, w *site) {
				hook := w.createWith(t, newEcho(t, status), map[string]string{"Authorization": hush, "X-Key": "hunter2-12345678-hunter2", "X-Colour": "blue"})
				w.publish(t, event.UserLogin)
				_, attempts := w.attempted(t, hook.ID)
				r := attempts[0].Result
				for what, text := range map[string]string{"body": string(r.Body), "headers": fmt.Sprint(r.Header), "error": r.Error, "location": r.Location, "trouble": w.hook(t, hook.ID).LastError.Text} {
					if strings.Contains(text, "hunter2") {
						t.Errorf("the %s: %s", what, text)
					}
				}
				for _, kept := range []string{"POST /hooks HTTP/1.1", "Authorization: " + webhook.Mask, "X-Colour: blue", "and " + webhook.Mask + " by itself"} {
					if !strings.Contains(string(r.Body), kept) {
						t.Errorf("the answer lacks %q:\n%s", kept, r.Body)
					}
				}
				w.holdsNothingOf(t, "hunter2")
			})
		})
	}
}
