package webhook_test

import (
	"context"
	"net"
	"strings"
	"testing"

	"rollcall/app/event"
	"rollcall/app/outbound"
	"rollcall/app/webhook"
	"rollcall/db"
)

// TestAURLThatWasNeverCheckedIsStillNotCalled puts URLs past the form into the database: what guards the network is the
// door through which requests go, not the form.
func TestAURLThatWasNeverCheckedIsStillNotCalled(t *testing.T) {
	canary, err := net.Listen("tcp", ":0")
	if err != nil {
		t.Fatal(err)
	}
	touched := make(chan string, 100)
	go func() {
		for {
			conn, err := canary.Accept()
			if err != nil {
				close(touched)
				return
			}
			touched <- conn.RemoteAddr().String()
			conn.Close()
		}
	}()
	_, port, err := net.SplitHostPort(canary.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	each(t, webhook.Config{}, func(t *testing.T, w *site) {
		for _, bad := range []string{"http://127.0.0.2:PORT/", "http://localhost:PORT/", "http://[::1]:PORT/", "http://2130706434:PORT/", "http://0x7f.2:PORT/",
			"http://user:pw@127.0.0.2:PORT/", "http://[::ffff:127.0.0.2]:PORT/", "http://0.0.0.0:PORT/", "ftp://127.0.0.2:PORT/", "http://①②⑦.⓪.⓪.②:PORT/"} {
			t.Run(bad, func(t *testing.T) {
				hook := w.createWith(t, "https://example.com/", nil)
				w.inTx(t, func(ctx context.Context, tx *db.Tx) error {
					_, err := tx.Exec(ctx, `UPDATE webhooks SET url = $1 WHERE id = $2`, strings.Replace(bad, "PORT", port, 1), hook.ID)
					return err
				})
				w.publish(t, event.UserLogin)
				_, attempts := w.attempted(t, hook.ID)
				if got := attempts[0].Result; got.Class != outbound.AddressRefused || got.Status != 0 || got.Address != "" {
					t.Errorf("attempted: %s %q at %q", got.Class, got.Error, got.Address)
				}
				if _, err := w.hooks.Delete(t.Context(), w.admin, "acme", hook.ID); err != nil {
					t.Fatal(err)
				}
			})
		}
	})
	if err := canary.Close(); err != nil {
		t.Fatal(err)
	}
	for from := range touched {
		t.Errorf("the canary was called from %s", from)
	}
}
