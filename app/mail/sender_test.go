package mail_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/mail"
	"rollcall/app/mail/mailtest"
	"rollcall/app/outbound/outboundtest"
)

func letter() mail.Message {
	return mail.Message{ID: "one.1", To: "ada@example.com", Subject: "Grüße, Ada ✓", Text: "Hello Ada,\n\nhttps://rollcall.example/invitations/" + strings.Repeat("x", 200) + "\n.\nSee you – soon."}
}

func sender(t *testing.T, rawURL string) *mail.Sender {
	t.Helper()
	s, err := mail.New(rawURL, "rollcall.example")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSending(t *testing.T) {
	t.Run("a message arrives as it was written", func(t *testing.T) {
		server := mailtest.New(t, mailtest.Config{})
		if err := sender(t, server.URL()+"?from=Our+Rollcall+%3Croll%40example.com%3E").Send(t.Context(), letter()); err != nil {
			t.Fatal(err)
		}
		got := server.Wait(t, "ada@example.com", 1)[0]
		want := letter()
		if diff := cmp.Diff([]string{"roll@example.com", want.Subject, want.Text}, []string{got.From, got.Subject, strings.TrimSuffix(got.Text, "\n")}); diff != "" {
			t.Error(diff)
		}
		for name, want := range map[string]string{"From": `"Our Rollcall" <roll@example.com>`, "To": "<ada@example.com>", "Message-Id": "<one.1@example.com>", "Auto-Submitted": "auto-generated"} {
			if got := got.Header.Get(name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		if got.Header.Get("Date") == "" || strings.Contains(got.Raw, "\n\n.\r") {
			t.Errorf("%s", got.Raw)
		}
	})
	t.Run("nothing that people are called adds a header or a recipient", func(t *testing.T) {
		server := mailtest.New(t, mailtest.Config{})
		for _, evil := range []string{"x\r\nBcc: eve@example.com", "x\nBcc: eve@example.com", "x\r\n\r\nbody", "x\u2028Bcc: eve@example.com", "\x00\xff\r", strings.Repeat("long ", 1000)} {
			m := letter()
			m.Subject, m.ID = evil, evil
			if err := sender(t, server.URL()).Send(t.Context(), m); err != nil {
				t.Fatalf("%q: %v", evil, err)
			}
		}
		for _, got := range server.Mails() {
			if got.To != "ada@example.com" || got.Header.Get("Bcc") != "" || len(got.Header["Subject"]) != 1 || strings.ContainsAny(got.Subject, "\r\n\x00") || len(got.Subject) > 1000 {
				t.Errorf("%s", got.Raw)
			}
			if !strings.HasPrefix(got.Text, "Hello Ada,") {
				t.Errorf("the text begins differently: %q", got.Text[:20])
			}
		}
	})
	t.Run("what is no single address is sent nowhere, and never will be", func(t *testing.T) {
		server := mailtest.New(t, mailtest.Config{})
		for _, to := range []string{"", "ada", "ada@example.com, eve@example.com", "Ada <ada@example.com>", "ada@example.com\r\nRCPT TO:<eve@example.com>", "a b@example.com"} {
			m := letter()
			m.To = to
			if err := sender(t, server.URL()).Send(t.Context(), m); err == nil || !mail.Permanent(err) {
				t.Errorf("%q: %v", to, err)
			}
		}
		if n := len(server.Mails()); n != 0 {
			t.Errorf("%d mails", n)
		}
	})
	t.Run("a user and password are given, and a wrong one is worth another try", func(t *testing.T) {
		server := mailtest.New(t, mailtest.Config{User: "rollcall", Password: "p@ss w/ord"})
		with := func(user, password string) string {
			u, _ := url.Parse(server.URL())
			u.User = url.UserPassword(user, password)
			return u.String()
		}
		if err := sender(t, with("rollcall", "p@ss w/ord")).Send(t.Context(), letter()); err != nil {
			t.Fatal(err)
		}
		if got := server.Mails()[0].User; got != "rollcall" {
			t.Errorf("authenticated as %q", got)
		}
		for _, wrong := range []string{with("rollcall", "no"), server.URL()} {
			if err := sender(t, wrong).Send(t.Context(), letter()); err == nil || mail.Permanent(err) {
				t.Errorf("got %v", err)
			}
		}
	})
	t.Run("a mailbox that doesn't exist is refused for good, a full one for now", func(t *testing.T) {
		server := mailtest.New(t, mailtest.Config{Refuse: func(to string, _ int) error {
			if strings.HasPrefix(to, "ada") {
				return mailtest.Permanent
			}
			return mailtest.Temporary
		}})
		m := letter()
		if err := sender(t, server.URL()).Send(t.Context(), m); !mail.Permanent(err) || !strings.Contains(err.Error(), "no such mailbox") {
			t.Errorf("got %v", err)
		}
		m.To = "bob@example.com"
		if err := sender(t, server.URL()).Send(t.Context(), m); err == nil || mail.Permanent(err) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a server that is not there is worth another try", func(t *testing.T) {
		if err := sender(t, "smtp://"+outboundtest.Refusing(t)).Send(t.Context(), letter()); err == nil || mail.Permanent(err) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a server that says nothing is left when the caller's patience ends", func(t *testing.T) {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer listener.Close()
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if err := sender(t, "smtp://"+listener.Addr().String()).Send(ctx, letter()); err == nil || mail.Permanent(err) {
			t.Errorf("got %v", err)
		}
	})
}

func TestEncryption(t *testing.T) {
	served, trusted := certificate(t)
	for name, config := range map[string]mailtest.Config{"STARTTLS where the server offers it": {TLS: served}, "TLS from the start with smtps": {TLS: served, Implicit: true}} {
		t.Run(name, func(t *testing.T) {
			server := mailtest.New(t, config)
			s := sender(t, server.URL())
			if err := s.Send(t.Context(), letter()); err == nil {
				t.Fatal("a certificate of nobody's was believed")
			}
			s.Trust(trusted)
			if err := s.Send(t.Context(), letter()); err != nil {
				t.Fatal(err)
			}
			if got := server.Mails(); len(got) != 1 || !got[0].Encrypted {
				t.Errorf("%+v", got)
			}
		})
	}
}

// certificate makes one for 127.0.0.1, for a server and for a client that trusts it.
func certificate(t *testing.T) (served, trusted *tls.Config) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, &tls.Config{RootCAs: pool, ServerName: "127.0.0.1"}
}

func TestTheURL(t *testing.T) {
	for _, good := range []string{"smtp://mail.example.com", "smtps://user:p%40ss@mail.example.com:465?from=a@b.example", "smtp://[::1]:25/", "smtp://user%40example.com:x@mail.example.com"} {
		sender(t, good)
	}
	for bad, words := range map[string]string{
		"mail.example.com:25":                  "must be like smtp://",
		"http://mail.example.com":              "must be like smtp://",
		"smtp://":                              "must be like smtp://",
		"smtp://mail.example.com/path":         "must be like smtp://",
		"smtp://mail.example.com:0":            "must be like smtp://",
		"smtp://mail.example.com:99999":        "must be like smtp://",
		"smtp://u:hunter2@mail.example.com:x":  "must be like smtp://",
		"smtp://mail.example.com#x":            "must be like smtp://",
		"smtp://mail.example.com?from=nobody":  "no sender's address",
		"smtp://u:hunter2@h.example?tls=none":  `can't have "tls"`,
		"\x00":                                 "must be like smtp://",
		"smtp://u:hunter2@h.example/?from=a,b": "no sender's address",
	} {
		s, err := mail.New(bad, "rollcall.example")
		if err == nil || s != nil || !strings.Contains(err.Error(), words) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	t.Run("without a sender it is the user, or rollcall at the server's domain", func(t *testing.T) {
		server := mailtest.New(t, mailtest.Config{User: "roll@example.com", Password: "x"})
		for domain, from := range map[string]string{"rollcall.example": "rollcall@rollcall.example", "127.0.0.1": "rollcall@localhost", "localhost": "rollcall@localhost"} {
			plain := mailtest.New(t, mailtest.Config{})
			s, err := mail.New(plain.URL(), domain)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Send(t.Context(), letter()); err != nil {
				t.Fatal(err)
			}
			if got := plain.Mails()[0].From; got != from {
				t.Errorf("%s: from %s, want %s", domain, got, from)
			}
		}
		if err := sender(t, "smtp://roll%40example.com:x@"+server.Addr).Send(t.Context(), letter()); err != nil {
			t.Fatal(err)
		}
		if got := server.Mails()[0].From; got != "roll@example.com" {
			t.Errorf("from %s", got)
		}
	})
}
