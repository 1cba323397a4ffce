package webhook_test

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/outbound"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// unverified is a form of a webhook that takes any certificate.
func unverified() webhook.Form {
	f := ofSpace()
	f.Unverified = true
	return f
}

func TestAWebhookThatTakesAnyCertificate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		t.Run("none does unless somebody says so", func(t *testing.T) {
			f := ofSpace()
			f.URL = "https://strict.example.com/"
			if hook := w.createAt(acme, f); hook.Unverified || w.at(hook.ID).Unverified {
				t.Error("it takes any")
			}
		})
		hook := w.createAt(acme, unverified())
		t.Run("it is kept until somebody takes it back", func(t *testing.T) {
			if !hook.Unverified || !w.at(hook.ID).Unverified {
				t.Fatal("it is not stored")
			}
			w.setEnabled(hook.ID, false)
			w.setEnabled(hook.ID, true)
			if got := w.updated(hook.ID, webhook.Patch{Name: to("renamed"), URL: to(hook.URL + "/other")}); !got.Unverified || got.VerifiedAgain {
				t.Errorf("a change of something else made it %v", got.Unverified)
			}
			back := w.updated(hook.ID, webhook.Patch{Unverified: to(false)})
			if back.Unverified || w.at(hook.ID).Unverified || back.VerifiedAgain {
				t.Errorf("taken back it is %v, again %v", w.at(hook.ID).Unverified, back.VerifiedAgain)
			}
			w.updated(hook.ID, webhook.Patch{Unverified: to(true)})
		})
		t.Run("each change is in the audit log, as it was and as it is", func(t *testing.T) {
			for _, c := range []struct{ before, after string }{{`"verifyCertificate":false`, `"verifyCertificate":true`}, {`"verifyCertificate":true`, `"verifyCertificate":false`}} {
				n := w.count(`SELECT COUNT(*) FROM audit_log WHERE action = 'webhook.edit' AND outcome = 'done' AND actor_name <> '' AND before LIKE $1 AND after LIKE $2`, "%"+c.before+"%", "%"+c.after+"%")
				if n != 1 {
					t.Errorf("%d rows say that it went from %s to %s", n, c.before, c.after)
				}
			}
			if n := w.count(`SELECT COUNT(*) FROM audit_log WHERE action = 'webhook.create' AND object_id = $1 AND after LIKE '%"verifyCertificate":false%'`, hook.ID); n != 1 {
				t.Errorf("%d rows say that it was made so", n)
			}
		})
		t.Run("only an administrator of its organization may change it", func(t *testing.T) {
			for name, who := range map[string]struct {
				try  func() error
				code app.Code
			}{
				"a member": {func() error {
					_, err := w.Update(t.Context(), w.carol, hook.ID, webhook.Patch{Unverified: to(false)})
					return err
				}, app.Forbidden},
				"the administrator of another organization": {func() error {
					_, err := w.Update(t.Context(), w.bob, hook.ID, webhook.Patch{Unverified: to(false)})
					return err
				}, app.NotFound},
			} {
				t.Run(name, func(t *testing.T) {
					refused(t, who.try(), who.code)
					if !w.at(hook.ID).Unverified {
						t.Error("it was changed")
					}
				})
			}
		})
		t.Run("plain http has no certificate", func(t *testing.T) {
			plain := unverified()
			plain.URL = "http://plain.example.com/"
			_, _, err := w.CreateAt(t.Context(), w.alice, acme, plain)
			because(t, err, app.Invalid, app.ReasonInput, "unverified")
			plain.Unverified = false
			made := w.createAt(acme, plain)
			_, err = w.update(made.ID, webhook.Patch{Unverified: to(true)})
			because(t, err, app.Invalid, app.ReasonInput, "unverified")
			if w.at(made.ID).Unverified {
				t.Error("it was stored")
			}
		})
	})
}

// TestAnotherReceiverIsVerified: what was given up for one receiver is not given up for the next one.
func TestAnotherReceiverIsVerified(t *testing.T) {
	for name, c := range map[string]struct {
		url    string
		wanted *bool // as the form or the client says; nil for a client that knows nothing of it
		want   bool
		again  bool
	}{
		"another path keeps it":                                 {"https://endpoint.com/other", nil, true, false},
		"the default port spelt out keeps it":                   {"https://endpoint.com:443/", to(true), true, false},
		"another host, by a client that knows nothing of it":    {"https://evil.example.com", nil, false, true},
		"another host, with the form's mark still there":        {"https://evil.example.com", to(true), false, true},
		"another host, with the mark taken away":                {"https://evil.example.com", to(false), false, false},
		"a sub-domain":                                          {"https://a.endpoint.com", to(true), false, true},
		"another port":                                          {"https://endpoint.com:8443", to(true), false, true},
		"another scheme, where there is no certificate anyway":  {"http://endpoint.com", to(true), false, true},
		"the same URL, by a client that knows nothing of it":    {"https://endpoint.com", nil, true, false},
		"the same URL, with the form's mark as it always looks": {"https://endpoint.com", to(true), true, false},
	} {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				w := newWorld(t, d)
				f := unverified()
				f.URL = "https://endpoint.com"
				hook := w.createAt(acme, f)
				got := w.updated(hook.ID, webhook.Patch{URL: &c.url, Unverified: c.wanted})
				if got.Unverified != c.want || got.VerifiedAgain != c.again {
					t.Errorf("unverified %v, verified again %v; want %v and %v", got.Unverified, got.VerifiedAgain, c.want, c.again)
				}
				if now := w.at(hook.ID); now.Unverified != c.want || now.VerifiedAgain {
					t.Errorf("read back: unverified %v, verified again %v", now.Unverified, now.VerifiedAgain)
				}
			})
		})
	}
	t.Run("somebody can say it of the new one at once, if it was not said of the old one", func(t *testing.T) {
		dbtest.Each(t, func(t *testing.T, d *db.DB) {
			w := newWorld(t, d)
			hook := w.createAt(acme, ofSpace())
			got := w.updated(hook.ID, webhook.Patch{URL: to("https://other.example.com"), Unverified: to(true)})
			if !got.Unverified || got.VerifiedAgain {
				t.Errorf("unverified %v, verified again %v", got.Unverified, got.VerifiedAgain)
			}
		})
	})
	t.Run("the target of a redirect is another receiver, too", func(t *testing.T) {
		each(t, webhook.Config{}, func(t *testing.T, w *site) {
			final := newReceiver(t, ok)
			from := strangeReceiver(t, http.RedirectHandler(final.url, http.StatusFound))
			hook := w.takesAny(t, "moved", from)
			w.publish(t, event.UserLogin)
			d, attempts := w.attempted(t, hook.ID)
			changed, err := w.hooks.UseLocation(t.Context(), w.admin, "acme", d.ID, attempts[0].ID)
			if err != nil || changed.Unverified || !changed.VerifiedAgain {
				t.Errorf("unverified %v, verified again %v (%v)", changed.Unverified, changed.VerifiedAgain, err)
			}
		})
	})
}

// strangeReceiver answers over TLS with a certificate that no authority we know has signed.
func strangeReceiver(t *testing.T, handler http.Handler) (url string) {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL + "/hooks"
}

// takesAny makes a webhook that takes any certificate.
func (w *site) takesAny(t *testing.T, name, url string) webhook.Webhook {
	t.Helper()
	hook, _, err := w.hooks.Create(t.Context(), w.admin, "acme", webhook.Form{Name: name, URL: url, Enabled: true, Unverified: true,
		Types: []event.Type{event.UserCreated, event.UserLogin}})
	if err != nil {
		t.Fatal(err)
	}
	return hook
}

func TestDeliveringToAReceiverThatIsNotVerified(t *testing.T) {
	each(t, webhook.Config{}, func(t *testing.T, w *site) {
		url := strangeReceiver(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.Copy(io.Discard, r.Body) }))
		lax, strict := w.takesAny(t, "lax", url), w.createWith(t, url, nil)
		w.publish(t, event.UserLogin)
		d, attempts := w.attempted(t, lax.ID)
		t.Run("it arrives, and its attempt keeps that nobody looked", func(t *testing.T) {
			r := attempts[0].Result
			if d.State != webhook.Delivered || r.Class != "" || !r.Unverified || r.TLSVersion == "" {
				t.Errorf("%s, class %q, unverified %v, %q", d.State, r.Class, r.Unverified, r.TLSVersion)
			}
		})
		t.Run("copied as curl it asks as little", func(t *testing.T) {
			command, err := w.hooks.Curl(t.Context(), w.admin, "acme", d.ID, attempts[0].ID)
			if err != nil || !strings.Contains(command, " \\\n  --insecure \\\n") {
				t.Errorf("%s (%v)", command, err)
			}
		})
		refusing, attempts := w.attempted(t, strict.ID)
		t.Run("at the same moment another webhook refuses the same receiver", func(t *testing.T) {
			r := attempts[0].Result
			if refusing.State != webhook.Retrying || r.Class != outbound.TLSFailed || r.Unverified {
				t.Errorf("%s, class %q, unverified %v", refusing.State, r.Class, r.Unverified)
			}
			command, err := w.hooks.Curl(t.Context(), w.admin, "acme", refusing.ID, attempts[0].ID)
			if err != nil || strings.Contains(command, "insecure") {
				t.Errorf("%s (%v)", command, err)
			}
		})
		t.Run("taken back, the next attempt is refused though the connection was kept", func(t *testing.T) {
			if _, err := w.hooks.Update(t.Context(), w.admin, lax.ID, webhook.Patch{Unverified: to(false)}); err != nil {
				t.Fatal(err)
			}
			if _, err := w.hooks.Redeliver(t.Context(), w.admin, "acme", d.ID); err != nil {
				t.Fatal(err)
			}
			waitFor(t, "a second attempt", func() bool {
				_, attempts = w.settled(t, lax.ID)
				return len(attempts) == 2
			})
			if r := attempts[0].Result; r.Class != outbound.TLSFailed || r.Unverified {
				t.Errorf("class %q, unverified %v", r.Class, r.Unverified)
			}
		})
	})
}
