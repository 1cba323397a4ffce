package outbound

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"rollcall/app/outbound/outboundtest"
)

// receiver is an ordinary HTTP server that a client made with the loopback allowance may reach.
func receiver(t *testing.T, handle http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	return server.URL
}

func TestRedirectsAreFailuresAndNeverFollowed(t *testing.T) {
	loot := newCanary(t)
	var hits atomic.Int64
	var location string
	var status int
	url := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		hits.Add(1)
		if location != "" {
			w.Header()["Location"] = []string{location}
		}
		w.WriteHeader(status)
	})
	c := newClient(t, Config{Allow: loopback})
	targets := map[string]string{
		"http://" + loot.address + "/x": "http://" + loot.address + "/x",
		"http://169.254.169.254/":       "http://169.254.169.254/",
		"https://example.com/new?a=1":   "https://example.com/new?a=1",
		"file:///etc/passwd":            "file:///etc/passwd",
		"/itself":                       url + "/itself",
		"//" + loot.address + "/y":      "http://" + loot.address + "/y",
		"http://%zz":                    "http://%zz",
		"":                              "",
	}
	for _, status = range []int{300, 301, 302, 303, 304, 307, 308, 399} {
		for to, want := range targets {
			location = to
			got := post(t, c, url+"/hook")
			wantClass(t, got, RedirectNotFollowed)
			if got.Status != status || got.Location != want {
				t.Errorf("%d to %q: status %d, location %q", status, to, got.Status, got.Location)
			}
			if want != "" && !strings.Contains(got.Error, MaskedURL(want)) {
				t.Errorf("the text %q does not name the target %q", got.Error, want)
			}
		}
	}
	if want := int64(8 * len(targets)); hits.Load() != want {
		t.Errorf("%d requests, want %d", hits.Load(), want)
	}
	loot.wantUntouched(t)

	location, status = "https://example.com/"+strings.Repeat("x", 20_000), 302
	if got := post(t, c, url); len(got.Location) > maxLocation || len(got.Error) > 400 {
		t.Errorf("a huge location: %d bytes, text of %d", len(got.Location), len(got.Error))
	}
	t.Run("a target that was cut is never accepted as a URL", func(t *testing.T) {
		for _, rest := range []string{"/" + strings.Repeat("x", 3000), "/?" + strings.Repeat("x", 2028) + strings.Repeat("ü", 400), "/?" + strings.Repeat("x", 2029) + strings.Repeat("ü", 400)} {
			cut := Location(http.Header{"Location": {"https://example.com" + rest}}, url)
			if normalized, err := c.CheckURL(cut); err == nil {
				t.Errorf("%d bytes are accepted, as %d", len(cut), len(normalized))
			}
		}
	})
}

func TestAProxyInTheEnvironmentIsIgnoredUnlessAskedFor(t *testing.T) {
	proxy := newCanary(t)
	url := receiver(t, func(http.ResponseWriter, *http.Request) {})
	server := newNameServer(map[string]dnsAnswer{"receiver.internal": addresses("127.0.0.1")})
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"} {
		t.Setenv(name, "http://"+proxy.address)
	}
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(url, "http://"))
	c := newClient(t, Config{Resolver: server.resolver(), Allow: []string{"receiver.internal"}})
	wantClass(t, post(t, c, "http://receiver.internal:"+port), "")
	wantClass(t, post(t, c, "https://receiver.internal:"+port), TLSFailed) // it speaks no TLS, but it was reached directly
	proxy.wantUntouched(t)
}

// proxyServer is a proxy that answers for every receiver and refuses tunnels.
func proxyServer(t *testing.T) (address string, asked *atomic.Value) {
	asked = &atomic.Value{}
	asked.Store("")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Store(fmt.Sprintf("%s %s %s", r.Method, r.RequestURI, r.Header.Get("Proxy-Authorization")))
		if r.Method == http.MethodConnect {
			w.WriteHeader(http.StatusProxyAuthRequired)
		}
	}))
	t.Cleanup(server.Close)
	return server.Listener.Addr().String(), asked
}

func TestAProxyThatIsAskedFor(t *testing.T) {
	proxy, asked := proxyServer(t)
	loot := newCanary(t)
	t.Setenv("HTTP_PROXY", "http://operator:swordfish@"+proxy)
	t.Setenv("HTTPS_PROXY", "http://operator:swordfish@"+proxy)
	t.Setenv("NO_PROXY", "direct.example,.example.com,10.0.0.0/8")
	server := newNameServer(map[string]dnsAnswer{"direct.example": addresses("127.0.0.1")})
	c := newClient(t, patient(Config{ProxyFromEnvironment: true, Resolver: server.resolver()}))

	t.Run("carries the request, although its own address is not public", func(t *testing.T) {
		got := post(t, c, "http://receiver.example/hook")
		wantClass(t, got, "")
		if got.Address != proxy || !strings.HasPrefix(asked.Load().(string), "POST http://receiver.example/hook Basic ") {
			t.Errorf("%s saw %q", got.Address, asked.Load())
		}
	})
	t.Run("gets no request for a target that is refused by its spelling", func(t *testing.T) {
		asked.Store("")
		for _, url := range []string{"http://10.0.0.1/", "http://169.254.169.254/", "http://metadata.google.internal/", "http://[::1]/", "http://receiver.example:22/", "http://" + proxy + "/",
			"https://10.0.0.1/", "https://[::1]/", "https://localhost/", "http://[::1%25.example.com]:" + loot.port + "/", "http://2130706433:" + loot.port + "/", "https://user:pw@receiver.example/"} {
			wantClass(t, post(t, c, url), AddressRefused)
		}
		if asked.Load() != "" {
			t.Errorf("the proxy saw %q", asked.Load())
		}
		loot.wantUntouched(t)
	})
	t.Run("does not switch the guard off for what goes past it", func(t *testing.T) {
		wantClass(t, post(t, c, "http://direct.example:"+loot.port+"/"), AddressRefused)
		loot.wantUntouched(t)
	})
	t.Run("is to blame when it refuses, and its password is not told", func(t *testing.T) {
		got := post(t, c, "https://receiver.example/hook")
		if !got.ProxyFailed || got.Class == "" || got.Status != 0 {
			t.Errorf("%+v", got)
		}
		if strings.Contains(got.Error+got.LogDetail, "swordfish") {
			t.Errorf("the password is in %q or %q", got.Error, got.LogDetail)
		}
	})
}

func TestAProxyThatIsNotThereIsNotTheReceiversFault(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://operator:swordfish@"+outboundtest.Refusing(t))
	got := post(t, newClient(t, patient(Config{ProxyFromEnvironment: true})), "http://receiver.example/")
	wantClass(t, got, ConnectionRefused)
	if !got.ProxyFailed || !strings.Contains(got.Error, "proxy") || strings.Contains(got.Error+got.LogDetail, "swordfish") {
		t.Errorf("%+v", got)
	}
}

func TestAProxyThatIsSpokenToByTLS(t *testing.T) {
	asked := make(chan string, 10)
	proxy := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.Method + " " + r.RequestURI
		if r.Method == http.MethodConnect {
			w.WriteHeader(http.StatusProxyAuthRequired)
		}
	}))
	proxy.Config.ErrorLog = log.New(io.Discard, "", 0)
	proxy.StartTLS()
	t.Cleanup(proxy.Close)
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY"} {
		t.Setenv(name, strings.Replace(proxy.URL, "https://", "https://operator:swordfish@", 1))
	}
	t.Run("carries requests", func(t *testing.T) {
		c := newClient(t, Config{ProxyFromEnvironment: true, RootCAs: proxy.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs})
		got := post(t, c, "http://receiver.example/hook")
		wantClass(t, got, "")
		if saw := <-asked; saw != "POST http://receiver.example/hook" || got.TLSVersion != "" {
			t.Errorf("it saw %q; %+v", saw, got)
		}
		got = post(t, c, "https://receiver.example/hook")
		if saw := <-asked; saw != "CONNECT receiver.example:443" || !got.ProxyFailed {
			t.Errorf("it saw %q; %+v", saw, got)
		}
	})
	t.Run("is to blame when its certificate is not valid", func(t *testing.T) {
		c := newClient(t, Config{ProxyFromEnvironment: true})
		for _, url := range []string{"http://receiver.example/", "https://receiver.example/"} {
			got := post(t, c, url)
			if got.Class == "" || !got.ProxyFailed || !strings.Contains(got.Error, "proxy") || strings.Contains(got.Error+got.LogDetail, "swordfish") {
				t.Errorf("%s: %+v", url, got)
			}
		}
		if len(asked) != 0 {
			t.Errorf("it saw %q", <-asked)
		}
	})
}

func TestAProxySettingThatCannotBeReadStopsTheStart(t *testing.T) {
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY"} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, "http://operator:swordfish@proxy:port:80")
			_, err := New(Config{ProxyFromEnvironment: true})
			if err == nil || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "swordfish") {
				t.Errorf("the start is stopped with %v", err)
			}
		})
	}
}
