package webhook_test

import (
	"context"
	"fmt"
	"net"
	"strings"
	"testing"

	"rollcall/app/event"
	"rollcall/app/outbound"
	"rollcall/app/webhook"
	"rollcall/db"
)

// uncheckedURLs are some of each kind that can't be saved; app/outbound has every spelling. PORT is that of a canary on
// every address of this machine. These sites may reach 127.0.0.1, so the canary is called by other names.
var uncheckedURLs = []string{
	"ftp://127.0.0.2:PORT/", "gopher://127.0.0.2:PORT/_x", "ws://127.0.0.2:PORT/", "file:///etc/passwd", "javascript:alert(1)", "data:text/plain,x",
	"", "http:127.0.0.2:PORT", "http:/127.0.0.2:PORT/", "//127.0.0.2:PORT/", "http:///x", "http://:PORT/",
	"http://user:pw@127.0.0.2:PORT/", "http://example.com@127.0.0.2:PORT/", "http://@[::1]:PORT",
	`http://127.0.0.2:PORT\@example.com/`, " http://127.0.0.2:PORT/", "http://127%2e0.0.2:PORT/", "http://example.com%2f@127.0.0.2:PORT/", "http://127.0.0.2:PORT/\r\nX: 1", "http://127.0.0.2:PORT/a b",
	"http://127.0.0.1:0/", "http://127.0.0.1:-1/", "http://127.0.0.1:65536/", "http://127.0.0.1:800000000000000000000/",
	"http://127.0.0.1:22/", "http://127.0.0.1:6379/", "http://example.com:25/",
	"http://2130706434:PORT/", "http://0x7f.2:PORT/", "http://0x7f000002:PORT/", "http://0177.0.0.2:PORT/", "http://127.2:PORT/", "http://127.000.000.002:PORT/", "http://0:PORT/", "http://0o177.0.0.2:PORT/",
	"http://①②⑦.⓪.⓪.②:PORT/", "http://127。0。0。2:PORT/", "http://１２７.0.0.2:PORT/", "http://ⓛocalhost:PORT/",
	"http://[::1]:PORT/", "http://[::]:PORT/", "http://[::ffff:127.0.0.2]:PORT/", "http://[::ffff:7f00:2]:PORT/", "http://[::127.0.0.2]:PORT/", "http://[::ffff:0:127.0.0.2]:PORT/", "http://[::1%25lo]:PORT/", "http://[::1%25.example.com]:PORT/",
	"http://localhost:PORT/", "http://LOCALHOST.:PORT/", "http://x.localhost:PORT/", "http://db:PORT/", "http://metadata.google.internal/",
	"http://127.0.0.2:PORT/" + strings.Repeat("x", 2049), "http://" + strings.Repeat("a", 64) + ".localhost:PORT/",
	`http://127.0.0.2:PORT/"><img src=x onerror=alert(1)>`,
	"http://127.0.0.2:PORT/", "https://127.0.0.2:PORT/", "http://0.0.0.0:PORT/", "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/", "http://[64:ff9b::7f00:2]:PORT/",
}

// TestAURLThatWasNeverCheckedIsStillNotCalled puts URLs past the form into the database: what guards the network is the
// door through which requests go, not the form.
func TestAURLThatWasNeverCheckedIsStillNotCalled(t *testing.T) {
	port, calls := newTripwire(t)
	each(t, webhook.Config{}, func(t *testing.T, w *site) {
		hooks := map[string]string{}
		for i, bad := range uncheckedURLs {
			hook, _, err := w.hooks.Create(t.Context(), w.admin, "acme", webhook.Form{Name: fmt.Sprintf("bad-%d", i), URL: "https://example.com/", Enabled: true, Types: []event.Type{event.UserLogin}})
			if err != nil {
				t.Fatal(err)
			}
			hooks[bad] = hook.ID
		}
		w.inTx(t, func(ctx context.Context, tx *db.Tx) error {
			for bad, id := range hooks {
				if _, err := tx.Exec(ctx, `UPDATE webhooks SET url = $1 WHERE id = $2`, strings.Replace(bad, "PORT", port, 1), id); err != nil {
					return err
				}
			}
			return nil
		})
		w.publish(t, event.UserLogin)
		for bad, id := range hooks {
			_, attempts := w.attempted(t, id)
			if got := attempts[0].Result; got.Class != outbound.AddressRefused || got.Status != 0 || got.Address != "" || got.Error == "" {
				t.Errorf("%q was attempted: %s %q at %q", bad, got.Class, got.Error, got.Address)
			}
		}
	})
	for _, from := range calls() {
		t.Errorf("the canary was called from %s", from)
	}
}

// newTripwire listens on every address of this machine; calls ends that and returns who connected.
func newTripwire(t *testing.T) (port string, calls func() []string) {
	t.Helper()
	listener, err := net.Listen("tcp", ":0")
	if err != nil {
		t.Fatal(err)
	}
	all := make(chan []string, 1)
	go func() {
		var from []string
		for {
			conn, err := listener.Accept()
			if err != nil {
				all <- from
				return
			}
			from = append(from, conn.RemoteAddr().String())
			conn.Close()
		}
	}()
	if _, port, err = net.SplitHostPort(listener.Addr().String()); err != nil {
		t.Fatal(err)
	}
	return port, func() []string { listener.Close(); return <-all }
}
