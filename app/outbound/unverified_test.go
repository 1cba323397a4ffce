package outbound

import (
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// lax makes one attempt for which any certificate will do.
func lax(t *testing.T, c *Client, url string) Result {
	t.Helper()
	return c.Do(t.Context(), Request{URL: url, Body: []byte("{}"), Unverified: true})
}

func TestACertificateThatNeedNotBeVerified(t *testing.T) {
	ours, stranger := newAuthority(t), newAuthority(t)
	for name, l := range map[string]leaf{
		"self-signed":       {name: "receiver.internal", selfSigned: true},
		"expired":           {name: "receiver.internal", ends: time.Now().Add(-time.Hour)},
		"not valid yet":     {name: "receiver.internal", begins: time.Now().Add(time.Hour)},
		"for another name":  {name: "other.example"},
		"from a stranger":   {name: "receiver.internal"},
		"as good as others": {name: "receiver.internal"},
	} {
		t.Run(name+" is taken, and the result says that nobody looked", func(t *testing.T) {
			from := stranger
			if name == "as good as others" {
				from = ours
			}
			url := secureReceiver(t, "receiver.internal", &tls.Config{Certificates: []tls.Certificate{from.issue(t, l)}})
			c := secureClient(t, ours)
			for range 2 { // a new connection and the kept one
				got := lax(t, c, url)
				wantClass(t, got, "")
				if !got.Unverified || got.TLSVersion != "TLS 1.3" || got.CertificateExpires.IsZero() {
					t.Errorf("unverified %v, %s, %s", got.Unverified, got.TLSVersion, got.CertificateExpires)
				}
				host := strings.TrimPrefix(url, "https://")
				if want := "receiver.internal " + host + " HTTP/1.1 "; string(got.Body) != want {
					t.Errorf("the receiver saw %q, want %q", got.Body, want)
				}
			}
			if strict := post(t, c, url); from == stranger && strict.Class != TLSFailed || strict.Unverified {
				t.Errorf("whoever asks for a valid one gets class %q, unverified %v", strict.Class, strict.Unverified)
			}
		})
	}
	t.Run("over plain http there is none", func(t *testing.T) {
		loot := newCanary(t)
		got := lax(t, newClient(t, Config{Allow: loopback}), "http://"+loot.address)
		wantClass(t, got, "")
		if got.Unverified || got.TLSVersion != "" {
			t.Errorf("%+v", got)
		}
	})
}

func TestEverythingElseIsAskedOfAReceiverThatIsNotVerified(t *testing.T) {
	ca := newAuthority(t)
	certificates := []tls.Certificate{ca.issue(t, leaf{name: "receiver.internal"})}
	for name, test := range map[string]struct {
		settings *tls.Config
		words    string
	}{
		"a version of TLS that is not too old": {&tls.Config{Certificates: certificates, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}, "older than 1.2"},
		"no certificate of ours":               {&tls.Config{Certificates: certificates, ClientAuth: tls.RequireAnyClientCert}, "wants a client certificate"},
	} {
		t.Run(name, func(t *testing.T) {
			got := lax(t, secureClient(t, ca), secureReceiver(t, "receiver.internal", test.settings))
			wantClass(t, got, TLSFailed)
			if !strings.Contains(got.Error, test.words) {
				t.Errorf("people read %q", got.Error)
			}
		})
	}
	t.Run("an address that webhooks may reach", func(t *testing.T) {
		loot := newCanary(t)
		server := newNameServer(map[string]dnsAnswer{"inside.example": addresses("127.0.0.1"), "metadata.example": addresses("169.254.169.254")})
		c := newClient(t, Config{Resolver: server.resolver()})
		for _, host := range []string{"inside.example", "metadata.example", "127.0.0.1", "[::1]", "10.0.0.1", "localhost"} {
			got := lax(t, c, "https://"+host+":"+loot.port+"/")
			wantClass(t, got, AddressRefused)
		}
		loot.wantUntouched(t)
	})
}

// TestConnectionsAreNotSharedWithUnverifiedOnes has a receiver whose certificate is good count its connections, and
// one whose certificate is bad be asked by both kinds of requests at once.
func TestConnectionsAreNotSharedWithUnverifiedOnes(t *testing.T) {
	ca := newAuthority(t)
	t.Run("each kind keeps its own", func(t *testing.T) {
		var made, resumed atomic.Int64
		settings := &tls.Config{Certificates: []tls.Certificate{ca.issue(t, leaf{name: "receiver.internal"})}}
		settings.VerifyConnection = func(state tls.ConnectionState) error {
			made.Add(1)
			if state.DidResume {
				resumed.Add(1)
			}
			return nil
		}
		url, c := secureReceiver(t, "receiver.internal", settings), secureClient(t, ca)
		for range 3 {
			if got := lax(t, c, url); got.Class != "" || !got.Unverified {
				t.Errorf("%q, unverified %v", got.Class, got.Unverified)
			}
			if got := post(t, c, url); got.Class != "" || got.Unverified {
				t.Errorf("%q, unverified %v", got.Class, got.Unverified)
			}
		}
		if made.Load() != 2 || resumed.Load() != 0 {
			t.Errorf("%d connections, %d of them resumed; want one for each kind", made.Load(), resumed.Load())
		}
	})
	t.Run("whoever asks for a valid certificate never rides with one who does not", func(t *testing.T) {
		url := secureReceiver(t, "receiver.internal", &tls.Config{Certificates: []tls.Certificate{ca.issue(t, leaf{name: "receiver.internal", selfSigned: true})}})
		c := secureClient(t, ca)
		var all sync.WaitGroup
		for n := range 60 {
			all.Go(func() {
				got := c.Do(t.Context(), Request{URL: url, Body: []byte("{}"), Unverified: n%2 == 0})
				if want := map[bool]ErrorClass{true: "", false: TLSFailed}[n%2 == 0]; got.Class != want {
					t.Errorf("class %q (%s), want %q", got.Class, got.LogDetail, want)
				}
			})
		}
		all.Wait()
	})
}

// secureProxy is a proxy that is spoken to by TLS and leads every tunnel to one address.
func secureProxy(t *testing.T, certificate tls.Certificate, to string) (port string, tunnels *atomic.Int64) {
	t.Helper()
	tunnels = &atomic.Int64{}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tunnels.Add(1)
		receiver, err := net.Dial("tcp", to)
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		client, _, _ := http.NewResponseController(w).Hijack()
		io.WriteString(client, "HTTP/1.1 200 OK\r\n\r\n")
		go func() { io.Copy(receiver, client); receiver.Close() }()
		io.Copy(client, receiver)
		client.Close()
	}))
	server.Config.ErrorLog = silent()
	server.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	server.StartTLS()
	t.Cleanup(server.Close)
	_, port, _ = net.SplitHostPort(server.Listener.Addr().String())
	return port, tunnels
}

func TestTheCertificateOfTheServersOwnProxyIsVerifiedAllTheSame(t *testing.T) {
	ca := newAuthority(t)
	url := secureReceiver(t, "receiver.example", &tls.Config{Certificates: []tls.Certificate{ca.issue(t, leaf{name: "receiver.example", selfSigned: true})}})
	for name, test := range map[string]struct {
		proxy leaf
		works bool
	}{
		"one that is valid is used":     {leaf{name: "localhost"}, true},
		"one that is not valid is not":  {leaf{name: "localhost", selfSigned: true}, false},
		"one for another name is not":   {leaf{name: "other.example"}, false},
		"one that has expired is not":   {leaf{name: "localhost", ends: time.Now().Add(-time.Hour)}, false},
		"one for an address is not one": {leaf{ip: net.IPv4(127, 0, 0, 2)}, false},
	} {
		t.Run(name, func(t *testing.T) {
			port, tunnels := secureProxy(t, ca.issue(t, test.proxy), strings.Replace(strings.TrimPrefix(url, "https://"), "receiver.example", "127.0.0.1", 1))
			t.Setenv("HTTPS_PROXY", "https://localhost:"+port)
			t.Setenv("NO_PROXY", "")
			c := newClient(t, Config{ProxyFromEnvironment: true, RootCAs: ca.pool, AttemptTimeout: patience})
			got := lax(t, c, url)
			if test.works {
				wantClass(t, got, "")
				if !got.Unverified || tunnels.Load() != 1 {
					t.Errorf("unverified %v, %d tunnels", got.Unverified, tunnels.Load())
				}
				wantClass(t, post(t, c, url), TLSFailed) // the receiver's own is not valid
				return
			}
			if !got.ProxyFailed || got.Status != 0 || tunnels.Load() != 0 {
				t.Errorf("%+v, %d tunnels", got, tunnels.Load())
			}
		})
	}
}

func TestAnAllowanceThatIsTakenBackHoldsForUnverifiedConnectionsToo(t *testing.T) {
	ca := newAuthority(t)
	server := newNameServer(map[string]dnsAnswer{"receiver.example": addresses("127.0.0.1")})
	c := newClient(t, Config{Resolver: server.resolver(), RootCAs: ca.pool, Allow: loopback})
	url := secureReceiver(t, "receiver.example", &tls.Config{Certificates: []tls.Certificate{ca.issue(t, leaf{name: "receiver.example", selfSigned: true})}})
	wantClass(t, lax(t, c, url), "")
	if err := c.Allow(nil); err != nil {
		t.Fatal(err)
	}
	wantClass(t, lax(t, c, url), AddressRefused)
}
