package webhook_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func (w *site) rotate(t *testing.T, id string, overlap time.Duration) string {
	t.Helper()
	_, secret, err := w.hooks.RotateSecret(t.Context(), w.admin, "acme", id, overlap)
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

func TestARotatedSecretSignsBesideTheNewOneForItsOverlap(t *testing.T) {
	each(t, webhook.Config{}, func(t *testing.T, w *site) {
		r := newReceiver(t, ok)
		hook, first := w.create(t, r, "hr")
		sent := 0
		next := func() received {
			w.publish(t, event.UserLogin)
			sent++
			return r.wait(t, sent)[sent-1]
		}
		second := w.rotate(t, hook.ID, webhook.DefaultOverlap)
		t.Run("both verify during the overlap, the new one's signature first", func(t *testing.T) {
			got := next()
			for _, secret := range []string{first, second} {
				if err := verify(secret, got); err != nil {
					t.Errorf("%s: %v", secret, err)
				}
			}
			signatures := strings.Fields(got.header.Get("webhook-signature"))
			if len(signatures) != 2 {
				t.Fatalf("signatures %q", signatures)
			}
			got.header.Set("webhook-signature", signatures[0])
			if verify(second, got) != nil {
				t.Error("the first signature is not the new secret's")
			}
		})
		third := w.rotate(t, hook.ID, 0)
		t.Run("rotated without an overlap it ends at once; one in its overlap goes on", func(t *testing.T) {
			got := next()
			if verify(third, got) != nil || verify(first, got) != nil {
				t.Error("a secret that should sign does not")
			}
			if verify(second, got) == nil {
				t.Error("a secret without an overlap still signs")
			}
		})
		if _, err := w.hooks.EndOverlap(t.Context(), w.admin, "acme", hook.ID); err != nil {
			t.Fatal(err)
		}
		t.Run("an overlap that was ended is over", func(t *testing.T) {
			got := next()
			if verify(third, got) != nil || verify(first, got) == nil || len(strings.Fields(got.header.Get("webhook-signature"))) != 1 {
				t.Errorf("signed with %s", got.header.Get("webhook-signature"))
			}
		})
		w.atRest(t)
	})
}

func TestRotateSecret(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		made := w.create(form("hr-sync"))
		first, err := w.RevealSecret(t.Context(), w.alice, "acme", made.ID)
		if err != nil {
			t.Fatal(err)
		}
		rotated, secret, err := w.RotateSecret(t.Context(), w.alice, "acme", made.ID, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		t.Run("it says until when the old one signs, counts as an edit, and leaves an audit row without a secret", func(t *testing.T) {
			if diff := cmp.Diff([]time.Time{w.clock.now.Add(time.Hour)}, rotated.OldSecretsUntil); diff != "" || rotated.Version != made.Version+1 || rotated.UpdatedBy != "alice" {
				t.Errorf("version %d by %s, old secrets %s", rotated.Version, rotated.UpdatedBy, diff)
			}
			var after string
			w.scan(`SELECT after FROM audit_log WHERE action = 'webhook.rotate_secret' AND outcome = 'done'`, nil, &after)
			if strings.Contains(after, "whsec_") || !strings.Contains(after, "hr-sync") {
				t.Errorf("the audit row says %s", after)
			}
		})
		t.Run("what is shown from now on is the new one", func(t *testing.T) {
			if now, err := w.RevealSecret(t.Context(), w.alice, "acme", made.ID); err != nil || now != secret || now == first {
				t.Errorf("%s and %s before, %s returned (%v)", now, first, secret, err)
			}
		})
		t.Run("the old one is sealed at rest", func(t *testing.T) {
			var stored []byte
			w.scan(`SELECT old_keys FROM webhooks WHERE id = $1`, []any{made.ID}, &stored)
			if len(stored) == 0 || bytes.Contains(stored, []byte("key")) || bytes.Contains(stored, []byte(strings.TrimPrefix(first, "whsec_"))) {
				t.Errorf("stored %q", stored)
			}
		})
		t.Run("after its time it is not there any more", func(t *testing.T) {
			w.clock.pass(time.Hour)
			if now := w.byID(made.ID); len(now.OldSecretsUntil) != 0 {
				t.Errorf("old secrets until %v", now.OldSecretsUntil)
			}
		})
		t.Run("ending an overlap that is over changes nothing", func(t *testing.T) {
			before := w.byID(made.ID)
			after, err := w.EndOverlap(t.Context(), w.alice, "acme", made.ID)
			if diff := cmp.Diff(before, after); diff != "" || err != nil {
				t.Error(err, diff)
			}
		})
		t.Run("an overlap below 0 or above 7 days is refused", func(t *testing.T) {
			for _, overlap := range []time.Duration{-time.Second, webhook.MostOverlap + 1} {
				_, _, err := w.RotateSecret(t.Context(), w.alice, "acme", made.ID, overlap)
				refused(t, err, app.Invalid)
			}
		})
		t.Run("the fifth secret that would still sign is refused", func(t *testing.T) {
			for range 4 {
				if _, _, err := w.RotateSecret(t.Context(), w.alice, "acme", made.ID, webhook.MostOverlap); err != nil {
					t.Fatal(err)
				}
			}
			_, _, err := w.RotateSecret(t.Context(), w.alice, "acme", made.ID, webhook.MostOverlap)
			refused(t, err, app.Conflict)
		})
	})
}
