package webhook_test

import (
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
)

func TestAnAttemptCopiedAsCurlIsTheSameRequest(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Fatal("this test runs curl, as people will: install it (on Debian: apt-get install curl)")
	}
	each(t, webhook.Config{}, func(t *testing.T, w *site) {
		r := newReceiver(t, ok)
		hook := w.createWith(t, r.url+"?a=1&b='x", map[string]string{"Authorization": hush})
		e := w.event(event.UserLogin)
		e.Facts.Subject.Name = "Grace 'O''Hara' `$HOME` \\ @file\n"
		w.publishEvent(t, e)
		sent := r.wait(t, 1)[0]
		d, attempts := w.settled(t, hook.ID)
		command, err := w.hooks.Curl(t.Context(), w.admin, "acme", d.ID, attempts[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		t.Run("run by a shell it sends the same bytes under the same id, and its signature verifies", func(t *testing.T) {
			if out, err := exec.CommandContext(t.Context(), "sh", "-c", strings.Replace(command, "curl ", "curl --silent --show-error ", 1)).CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			got := r.wait(t, 2)[1]
			if string(got.body) != string(sent.body) || got.id() != sent.id() {
				t.Errorf("sent %s %q, by curl %s %q", sent.id(), sent.body, got.id(), got.body)
			}
			secret, err := w.hooks.RevealSecret(t.Context(), w.admin, "acme", hook.ID)
			if err != nil {
				t.Fatal(err)
			}
			if err := verify(secret, got); err != nil {
				t.Error(err)
			}
		})
		t.Run("values of its own headers are not in it", func(t *testing.T) {
			if strings.Contains(command, hush) || !strings.Contains(command, "Authorization: "+webhook.Mask) {
				t.Error(command)
			}
		})
		t.Run("each look has its audit row", func(t *testing.T) {
			var n int
			if err := w.db.QueryRow(t.Context(), `SELECT COUNT(*) FROM audit_log WHERE action = 'delivery.copy_as_curl'`).Scan(&n); err != nil || n != 1 {
				t.Errorf("%d rows (%v)", n, err)
			}
		})
		t.Run("an attempt that is not there is not found", func(t *testing.T) {
			_, err := w.hooks.Curl(t.Context(), w.admin, "acme", d.ID, app.NewUUID())
			refused(t, err, app.NotFound)
		})
		t.Run("nothing is signed for a deleted webhook", func(t *testing.T) {
			if _, err := w.hooks.Delete(t.Context(), w.admin, "acme", hook.ID); err != nil {
				t.Fatal(err)
			}
			_, err := w.hooks.Curl(t.Context(), w.admin, "acme", d.ID, attempts[0].ID)
			refused(t, err, app.Conflict)
		})
		w.atRest(t)
	})
}

func TestUseLocation(t *testing.T) {
	each(t, webhook.Config{}, func(t *testing.T, w *site) {
		final := newReceiver(t, ok)
		from := newRedirect(t, final.url)
		hook := w.createWith(t, from, map[string]string{"Authorization": hush})
		w.publish(t, event.UserLogin)
		d, attempts := w.attempted(t, hook.ID)
		t.Run("the attempt says where it was redirected, and nothing went there", func(t *testing.T) {
			if got := attempts[0].Result.Location; got != final.url || final.count() != 0 {
				t.Errorf("location %q, %d requests there", got, final.count())
			}
		})
		changed, err := w.hooks.UseLocation(t.Context(), w.admin, "acme", d.ID, attempts[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		t.Run("the webhook has that URL, and lost the values for another host", func(t *testing.T) {
			if changed.URL != final.url || len(changed.HeadersCleared) != 1 {
				t.Errorf("URL %s, cleared %v", changed.URL, changed.HeadersCleared)
			}
		})
		t.Run("a second time the redirect is of a URL that it no longer has", func(t *testing.T) {
			_, err := w.hooks.UseLocation(t.Context(), w.admin, "acme", d.ID, attempts[0].ID)
			refused(t, err, app.Conflict)
		})
		t.Run("the next attempt arrives there", func(t *testing.T) {
			if _, err := w.hooks.Redeliver(t.Context(), w.admin, "acme", d.ID); err != nil {
				t.Fatal(err)
			}
			if got := final.wait(t, 1)[0]; got.id() != d.ID || got.header.Get("Authorization") != "" {
				t.Errorf("%s arrived with Authorization %q", got.id(), got.header.Get("Authorization"))
			}
			_, attempts := w.settled(t, hook.ID)
			_, err := w.hooks.UseLocation(t.Context(), w.admin, "acme", d.ID, attempts[0].ID)
			refused(t, err, app.Conflict) // it was not redirected
		})
		w.atRest(t)
	})
}

func TestALocationIsCheckedLikeAnyURL(t *testing.T) {
	each(t, webhook.Config{}, func(t *testing.T, w *site) {
		hook := w.createWith(t, newRedirect(t, "http://10.0.0.1/inside"), nil)
		w.publish(t, event.UserLogin)
		d, attempts := w.attempted(t, hook.ID)
		_, err := w.hooks.UseLocation(t.Context(), w.admin, "acme", d.ID, attempts[0].ID)
		refused(t, err, app.Invalid)
		if now := w.hook(t, hook.ID); now.URL != hook.URL {
			t.Errorf("the URL is %s", now.URL)
		}
	})
}

// newRedirect is a receiver that redirects; it returns its URL.
func newRedirect(t *testing.T, to string) string {
	t.Helper()
	server := httptest.NewServer(http.RedirectHandler(to, http.StatusPermanentRedirect))
	t.Cleanup(server.Close)
	return server.URL + "/hooks"
}

// attempted waits until the webhook's only delivery has an attempt and returns both.
func (w *site) attempted(t *testing.T, hookID string) (d webhook.Delivery, attempts []webhook.Attempt) {
	t.Helper()
	waitFor(t, "an attempt", func() bool {
		page, err := w.hooks.Deliveries(t.Context(), w.admin, "acme", hookID, webhook.Filter{})
		if err != nil || len(page.Deliveries) != 1 {
			t.Fatalf("%d deliveries (%v)", len(page.Deliveries), err)
		}
		if d, attempts, _, err = w.hooks.Delivery(t.Context(), w.admin, "acme", page.Deliveries[0].ID); err != nil {
			t.Fatal(err)
		}
		return len(attempts) > 0 && d.Attempts == len(attempts)
	})
	return d, attempts
}
