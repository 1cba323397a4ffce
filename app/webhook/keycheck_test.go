package webhook_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestCheckKey(t *testing.T) {
	otherKey := bytes.Repeat([]byte{8}, 32)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		stored := func() (value string) {
			w.scan(`SELECT COALESCE((SELECT value FROM settings WHERE name = 'secret_key_check'), '')`, nil, &value)
			return value
		}
		t.Run("the first key becomes the database's own", func(t *testing.T) {
			if err := w.CheckKey(t.Context()); err != nil || stored() == "" {
				t.Error(stored(), err)
			}
		})
		first := stored()
		t.Run("the same key is right ever after, and nothing is written", func(t *testing.T) {
			if err := w.serviceWith(theKey).CheckKey(t.Context()); err != nil || stored() != first {
				t.Error(err)
			}
		})
		t.Run("another key is refused by a sentence that names the setting, and nothing is written", func(t *testing.T) {
			err := w.serviceWith(otherKey).CheckKey(t.Context())
			if !errors.Is(err, webhook.ErrWrongKey) || !strings.Contains(err.Error(), "ROLLCALL_SECRET_KEY") || stored() != first {
				t.Error(err)
			}
		})
		t.Run("a damaged check is not overwritten either", func(t *testing.T) {
			for _, damaged := range []string{"", "not base64!", "AAAA"} {
				w.exec(`UPDATE settings SET value = $1 WHERE name = 'secret_key_check'`, damaged)
				if err := w.CheckKey(t.Context()); !errors.Is(err, webhook.ErrWrongKey) || stored() != damaged {
					t.Errorf("%q: %v", damaged, err)
				}
			}
		})
		t.Run("when the check is lost, the secrets tell the right key from a wrong one", func(t *testing.T) {
			w.create(form("hook"))
			w.exec(`DELETE FROM settings WHERE name = 'secret_key_check'`)
			if err := w.serviceWith(otherKey).CheckKey(t.Context()); !errors.Is(err, webhook.ErrWrongKey) || stored() != "" {
				t.Errorf("the wrong key: %v", err)
			}
			if err := w.CheckKey(t.Context()); err != nil || stored() == "" {
				t.Errorf("the right key: %v", err)
			}
		})
	})
}

func TestSecretsAtRest(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		one, secret, err := w.Create(t.Context(), w.alice, "acme", form("one"))
		if err != nil {
			t.Fatal(err)
		}
		two := w.create(form("two"))
		t.Run("the row holds neither the secret nor its key", func(t *testing.T) {
			var sealed []byte
			w.scan(`SELECT secret FROM webhooks WHERE id = $1`, []any{one.ID}, &sealed)
			if bytes.Contains(sealed, []byte(secret)) || bytes.Contains(sealed, []byte(secret[6:])) || len(sealed) != 12+32+16 {
				t.Errorf("%d bytes: %x", len(sealed), sealed)
			}
		})
		t.Run("a secret moved to another webhook's row is no secret there", func(t *testing.T) {
			w.exec(`UPDATE webhooks SET secret = (SELECT secret FROM webhooks WHERE id = $1) WHERE id = $2`, one.ID, two.ID)
			if revealed, err := w.RevealSecret(t.Context(), w.alice, "acme", two.ID); err == nil {
				t.Errorf("revealed %q", revealed)
			}
		})
	})
}
