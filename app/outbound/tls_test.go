package outbound

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// testCA signs certificates for the tests' receivers.
type testCA struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	pool *x509.CertPool
}

func newAuthority(t *testing.T) *testCA {
	t.Helper()
	a := &testCA{key: newKey(t), pool: x509.NewCertPool()}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "An authority"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: time.Now().Add(48 * time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, a.key.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	if a.cert, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	a.pool.AddCert(a.cert)
	return a
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// leaf is what a receiver's certificate says.
type leaf struct {
	name       string
	ip         net.IP
	begins     time.Time
	ends       time.Time
	selfSigned bool
}

var expiry = time.Now().Add(24 * time.Hour).UTC().Truncate(time.Second)

func (a *testCA) issue(t *testing.T, l leaf) tls.Certificate {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "A receiver"},
		NotBefore: time.Now().Add(-24 * time.Hour), NotAfter: expiry, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if l.name != "" {
		template.DNSNames = []string{l.name}
	}
	if l.ip != nil {
		template.IPAddresses = []net.IP{l.ip}
	}
	if !l.begins.IsZero() {
		template.NotBefore = l.begins
	}
	if !l.ends.IsZero() {
		template.NotAfter = l.ends
	}
	key, parent, signer := newKey(t), a.cert, a.key
	if l.selfSigned {
		parent, signer = template, key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// secureReceiver answers over TLS with what it saw of the request; the URL is by the given host.
func secureReceiver(t *testing.T, host string, settings *tls.Config) (url string) {
	t.Helper()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, r.TLS.ServerName+" "+r.Host+" "+r.Proto+" "+r.TLS.NegotiatedProtocol)
	}))
	server.Config.ErrorLog = silent()
	server.EnableHTTP2 = true
	server.TLS = settings
	server.StartTLS()
	t.Cleanup(server.Close)
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	return "https://" + net.JoinHostPort(host, port)
}

// silent is the log of a server whose complaints are what the test wants.
func silent() *log.Logger { return log.New(io.Discard, "", 0) }

// secureClient trusts the authority and finds every name on loopback.
func secureClient(t *testing.T, a *testCA) *Client {
	t.Helper()
	return newClient(t, patient(a.trusted()))
}

func (a *testCA) trusted() Config {
	server := &nameServer{answer: func(string) dnsAnswer { return addresses("127.0.0.1") }}
	return Config{Resolver: server.resolver(), RootCAs: a.pool, Allow: []string{"127.0.0.1", "receiver.internal"}}
}

func TestWhatIsWrongWithTLSIsSaid(t *testing.T) {
	ours, stranger := newAuthority(t), newAuthority(t)
	good := ours.issue(t, leaf{name: "receiver.internal"})
	settings := func(c tls.Certificate) *tls.Config { return &tls.Config{Certificates: []tls.Certificate{c}} }
	demanding := settings(good)
	demanding.ClientAuth = tls.RequireAnyClientCert
	demandingOld := settings(good)
	demandingOld.ClientAuth, demandingOld.MaxVersion = tls.RequireAnyClientCert, tls.VersionTLS12
	old := settings(good)
	old.MinVersion, old.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
	picky := &tls.Config{GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return nil, io.EOF }}

	said := map[string]string{}
	for _, test := range []struct {
		name     string
		settings *tls.Config
		words    string
	}{
		{"self-signed", settings(ours.issue(t, leaf{name: "receiver.internal", selfSigned: true})), "self-signed"},
		{"expired", settings(ours.issue(t, leaf{name: "receiver.internal", ends: time.Now().Add(-time.Hour)})), "expired on 20"},
		{"not valid yet", settings(ours.issue(t, leaf{name: "receiver.internal", begins: time.Now().Add(time.Hour)})), "not valid before 20"},
		{"for another name", settings(ours.issue(t, leaf{name: "other.example"})), "is for other.example, not for “receiver.internal”"},
		{"for no name", settings(ours.issue(t, leaf{ip: net.IPv4(127, 0, 0, 1)})), "is not for “receiver.internal”"},
		{"for another address than a literal one", settings(ours.issue(t, leaf{ip: net.IPv4(127, 0, 0, 2)})), "is not for “127.0.0.1”"},
		{"from an unknown authority", settings(stranger.issue(t, leaf{name: "receiver.internal"})), "authority that this server does not know"},
		{"with old versions only", old, "older than 1.2"},
		{"demanding a client certificate", demanding, "wants a client certificate"},
		{"demanding a client certificate under TLS 1.2", demandingOld, "wants a client certificate"},
		{"refusing the handshake", picky, "handshake failed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			host := "receiver.internal"
			if strings.Contains(test.name, "literal") {
				host = "127.0.0.1"
			}
			got := post(t, secureClient(t, ours), secureReceiver(t, host, test.settings))
			wantClass(t, got, TLSFailed)
			if !strings.Contains(got.Error, test.words) || !strings.HasSuffix(got.Error, ".") {
				t.Errorf("people read %q, want something with %q", got.Error, test.words)
			}
			said[got.Error] = test.name
		})
	}
	if len(said) != 10 {
		t.Errorf("the reasons are not told apart: %q", said)
	}
}

func TestHandshakesThatGoWrongBelowTLS(t *testing.T) {
	ca := newAuthority(t)
	for _, test := range []struct {
		name  string
		serve func(*peer)
		class ErrorClass
		words string
	}{
		{"a receiver that never answers the handshake", hold, TimeoutConnect, "handshake was not complete"},
		{"a receiver that closes", func(c *peer) { io.ReadFull(c, make([]byte, 100)) }, TLSFailed, "closed the connection during the TLS handshake"},
		{"a receiver that resets", func(c *peer) { c.Read(make([]byte, 1)); c.SetLinger(0) }, TLSFailed, "during the TLS handshake"},
		{"a receiver without TLS", func(c *peer) { io.WriteString(c, "HTTP/1.1 400 Bad Request\r\n\r\n"); hold(c) }, TLSFailed, "http://"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			url := strings.Replace(rawServer(t, test.serve), "http://", "https://", 1)
			limits := patient
			if test.class == TimeoutConnect {
				limits = quick
			}
			got := post(t, newClient(t, limits(ca.trusted())), url)
			wantClass(t, got, test.class)
			if !strings.Contains(got.Error, test.words) {
				t.Errorf("people read %q, want something with %q", got.Error, test.words)
			}
			if got.TLSVersion != "" {
				t.Errorf("TLS version %q without a handshake", got.TLSVersion)
			}
		})
	}
}

func TestTLSThatWorks(t *testing.T) {
	ca := newAuthority(t)
	optional := &tls.Config{Certificates: []tls.Certificate{ca.issue(t, leaf{name: "receiver.internal"})}, ClientAuth: tls.RequestClientCert}
	old := &tls.Config{Certificates: optional.Certificates, MaxVersion: tls.VersionTLS12}
	literal := &tls.Config{Certificates: []tls.Certificate{ca.issue(t, leaf{ip: net.IPv4(127, 0, 0, 1)})}}
	for _, test := range []struct {
		name, host string
		settings   *tls.Config
		version    string
	}{
		{"a receiver that would like a client certificate", "receiver.internal", optional, "TLS 1.3"},
		{"TLS 1.2", "receiver.internal", old, "TLS 1.2"},
		{"an address with a certificate for it", "127.0.0.1", literal, "TLS 1.3"},
	} {
		t.Run(test.name, func(t *testing.T) {
			url := secureReceiver(t, test.host, test.settings)
			c := secureClient(t, ca)
			for _, connection := range []string{"a new connection", "the kept one"} {
				got := post(t, c, url)
				wantClass(t, got, "")
				host := strings.TrimPrefix(url, "https://")
				name := test.host
				if net.ParseIP(name) != nil {
					name = ""
				}
				if want := name + " " + host + " HTTP/1.1 "; string(got.Body) != want {
					t.Errorf("over %s the receiver saw %q, want %q", connection, got.Body, want)
				}
				if got.TLSVersion != test.version || !got.CertificateExpires.Equal(expiry) || !strings.HasPrefix(got.Address, "127.0.0.1:") {
					t.Errorf("over %s: %s, %s, %s", connection, got.TLSVersion, got.CertificateExpires, got.Address)
				}
				if fresh := connection == "a new connection"; (got.Phases.TLS > 0) != fresh || (got.Phases.Connect > 0) != fresh {
					t.Errorf("over %s: %+v", connection, got.Phases)
				}
			}
		})
	}
}
