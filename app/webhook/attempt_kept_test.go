package webhook_test

import (
	"bytes"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"rollcall/app/event"
	"rollcall/app/outbound"
	"rollcall/app/webhook"
)

// What was seen of a request over TLS is in the attempt, as the receiver saw it.
func TestAnAttemptKeepsWhatWasSeen(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("X-Receiver", "hr")
		w.WriteHeader(http.StatusTeapot)
		_, _ = w.Write(bytes.Repeat([]byte("x"), 20<<10))
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Config.SetKeepAlivesEnabled(false) // a kept connection has no phases
	server.StartTLS()
	t.Cleanup(server.Close)
	roots := server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	client, err := outbound.New(outbound.Config{Allow: []string{"127.0.0.1"}, RootCAs: roots})
	if err != nil {
		t.Fatal(err)
	}
	each(t, webhook.Config{Client: client}, func(t *testing.T, w *site) {
		before := w.now()
		hook := w.createWith(t, server.URL+"/hooks", nil)
		w.publish(t, event.UserLogin)
		_, attempts := w.attempted(t, hook.ID)
		a := attempts[0]
		r, p := a.Result, a.Result.Phases
		t.Run("the address, the version of TLS, and when the certificate ends", func(t *testing.T) {
			if want := server.Certificate().NotAfter; r.Address != server.Listener.Addr().String() || r.TLSVersion != "TLS 1.3" || !r.CertificateExpires.Equal(want) {
				t.Errorf("%s, %s, until %v, want %v", r.Address, r.TLSVersion, r.CertificateExpires, want)
			}
			if h, err := w.hooks.Health(t.Context(), w.admin, "acme", hook.ID); err != nil || !h.Certificate.IsZero() {
				t.Errorf("of a delivery that goes on the webhook says %v (%v)", h.Certificate, err)
			}
		})
		t.Run("when it began, and how long each phase took", func(t *testing.T) {
			if r.Started.Before(before) || p.Connect <= 0 || p.TLS <= 0 || p.FirstByte <= 0 || p.Total < p.Connect+p.TLS+p.FirstByte {
				t.Errorf("began %v, %+v", r.Started, p)
			}
		})
		t.Run("what was answered: status, headers, and as much of the body as is kept", func(t *testing.T) {
			if r.Status != http.StatusTeapot || r.Header.Get("X-Receiver") != "hr" || len(r.Body) != 16<<10 || r.BodySize != 20<<10 || !r.Truncated {
				t.Errorf("%d, %v, %d bytes of %d, truncated %v", r.Status, r.Header, len(r.Body), r.BodySize, r.Truncated)
			}
		})
		t.Run("what it is called, what to do, and what comes next and why", func(t *testing.T) {
			if r.Class != outbound.HTTPStatus || r.Error == "" || r.Class.Advice() == "" || a.NextReason != webhook.DueBySchedule || a.NextAt.Sub(r.Started) < 5*time.Second {
				t.Errorf("%s, %q, again at %v for %s", r.Class, r.Error, a.NextAt, a.NextReason)
			}
		})
	})
}

// A redelivery is the same request once more, by whom, and whatever comes of it what arrived has arrived.
func TestARedeliveryIsTheSameRequestOnceMore(t *testing.T) {
	each(t, webhook.Config{}, func(t *testing.T, w *site) {
		var status atomic.Int64
		status.Store(200)
		r := newReceiver(t, func(int, received) int { return int(status.Load()) })
		hook, secret := w.create(t, r, "hr")
		w.publish(t, event.UserLogin)
		d, _ := w.settled(t, hook.ID)
		status.Store(500)
		if _, err := w.hooks.Redeliver(t.Context(), w.admin, "acme", d.ID); err != nil {
			t.Fatal(err)
		}
		got := r.wait(t, 2)
		var attempts []webhook.Attempt
		waitFor(t, "both attempts", func() bool {
			d, attempts = w.settled(t, hook.ID)
			return d.Attempts == 2 && len(attempts) == 2
		})
		if got[0].id() != got[1].id() || !bytes.Equal(got[0].body, got[1].body) || verify(secret, got[1]) != nil {
			t.Errorf("%s with %s, then %s with %s (%v)", got[0].id(), got[0].body, got[1].id(), got[1].body, verify(secret, got[1]))
		}
		if a := attempts[0]; a.Number != 2 || a.Trigger != webhook.TriggerManual || a.TriggeredBy != w.admin.Username || a.Result.Status != 500 || !a.NextAt.IsZero() {
			t.Errorf("got %+v", a)
		}
		if d.State != webhook.Delivered || d.Attempts != 2 || !d.DueAt.IsZero() || w.hook(t, hook.ID).Failures != 0 {
			t.Errorf("got %+v with %d failures", d, w.hook(t, hook.ID).Failures)
		}
	})
}
