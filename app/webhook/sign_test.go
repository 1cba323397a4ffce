package webhook

import (
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"rollcall/app/event"
)

func keyOf(t testing.TB, secret string) []byte {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretPrefix))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// The vectors of contracts/standard-webhooks.md.
func TestSignVectors(t *testing.T) {
	const (
		id       = "msg_p5jXN8AQM9LWM0D4loKWxJek"
		short    = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
		long     = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
		byShort  = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
		byLong   = "v1,O4Gjv1HqPqsMrjmczoggs/sWA8gZD0VyHG+fLh4+ktI="
		jsonBody = `{"test": 2432232314}`
	)
	multibyte, err := hex.DecodeString("7b226e616d65223a225a6fc3ab20e29c93227d")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []struct {
		name    string
		secrets []string
		body    string
		want    string
	}{
		{"1: a secret of 24 bytes", []string{short}, jsonBody, byShort},
		{"2: an empty body", []string{short}, "", "v1,v48jdbgvh29KJz2Qc+ghw8G6vG3nAKnujWBg8oM/62A="},
		{"3: a body with characters of several bytes", []string{short}, string(multibyte), "v1,vT3tN68XcRInbQKUomiMDHFgj+JsG9OroWEdDcWGJ5M="},
		{"4: a secret of 32 bytes", []string{long}, jsonBody, byLong},
		{"5: two secrets, the new one first", []string{long, short}, jsonBody, byLong + " " + byShort},
	} {
		t.Run(v.name, func(t *testing.T) {
			var keys [][]byte
			for _, secret := range v.secrets {
				keys = append(keys, keyOf(t, secret))
			}
			got, err := sign(keys, id, time.Unix(1614265330, 0), []byte(v.body))
			if err != nil || got != v.want {
				t.Fatalf("got %s, %v; want %s", got, err, v.want)
			}
		})
	}
}

func TestHeaders(t *testing.T) {
	d := Delivery{ID: "018f0000-0000-7000-8000-000000000001", EventID: "018f0000-0000-7000-8000-000000000002",
		Type: event.UserCreated, OccurredAt: time.Date(2026, 7, 1, 12, 0, 0, 120_000, time.UTC), Body: []byte(`{"a":1}`)}
	at := time.Now()
	key := newSecret()
	signature, err := sign([][]byte{key}, d.ID, at, d.Body)
	if err != nil {
		t.Fatal(err)
	}

	t.Run("are those of the contract, and no more", func(t *testing.T) {
		want := http.Header{}
		for name, value := range map[string]string{
			"Content-Type": "application/json", "User-Agent": "Rollcall/1.2.3",
			"webhook-id": d.ID, "webhook-timestamp": "1782907200", "webhook-signature": signature,
			"Rollcall-Event": "USER_CREATED", "Rollcall-Event-Id": d.EventID, "Rollcall-Event-Time": "2026-07-01T12:00:00.000120Z",
			"Rollcall-Attempt": "3",
		} {
			want.Set(name, value)
		}
		if diff := cmp.Diff(want, headers(d, 3, time.Unix(1782907200, 999), "1.2.3", signature)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a test says that it is one", func(t *testing.T) {
		d := d
		d.Test = true
		if got := headers(d, 1, at, "1.2.3", signature).Get("Rollcall-Test"); got != "true" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("an independent receiver verifies them", func(t *testing.T) {
		receiver, err := standardwebhooks.NewWebhook(showSecret(key))
		if err != nil {
			t.Fatal(err)
		}
		if err := receiver.Verify(d.Body, headers(d, 1, at, "1.2.3", signature)); err != nil {
			t.Error(err)
		}
		if err := receiver.Verify([]byte(`{"a":2}`), headers(d, 1, at, "1.2.3", signature)); err == nil {
			t.Error("a changed body was accepted")
		}
	})
	t.Run("what is stored has no signature, no secret and nothing of the webhook's own, and what is sent keeps them", func(t *testing.T) {
		sent := headers(d, 1, at, "1.2.3", signature)
		for _, name := range []string{"Authorization", "X-Token", "Api-Key", "Client-Secret", "Cookie", "X-Password"} {
			sent.Set(name, "hunter2")
		}
		own := http.Header{"X-Colour": {"hunter2"}}
		sent["X-Colour"] = own["X-Colour"]
		for name, values := range masked(sent, own) {
			if got := values[0]; got == "hunter2" || got == signature {
				t.Errorf("%s is stored as %q", name, got)
			}
		}
		if sent.Get("Webhook-Signature") != signature || masked(sent, own).Get("Webhook-Id") != d.ID {
			t.Error("masking changed what is sent, or what is no secret")
		}
	})
}

func TestNewSecret(t *testing.T) {
	one, other := showSecret(newSecret()), showSecret(newSecret())
	if one == other || !strings.HasPrefix(one, "whsec_") || len(keyOf(t, one)) != 32 {
		t.Errorf("got %s and %s", one, other)
	}
}

func BenchmarkSign(b *testing.B) {
	keys, body := [][]byte{newSecret()}, []byte(strings.Repeat("x", 300))
	for b.Loop() {
		if _, err := sign(keys, "018f0000-0000-7000-8000-000000000001", time.Now(), body); err != nil {
			b.Fatal(err)
		}
	}
}
