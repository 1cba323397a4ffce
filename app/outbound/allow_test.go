package outbound

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// keeper is a receiver that keeps its connections open and counts them. It holds back the answer to every POST to /slow.
type keeper struct {
	url     string
	port    string
	arrived chan struct{} // a POST to /slow is there
	answer  chan struct{} // lets it be answered

	mu   sync.Mutex
	open map[net.Conn]bool
	made int
}

func newKeeper(t *testing.T) *keeper {
	t.Helper()
	k := &keeper{arrived: make(chan struct{}), answer: make(chan struct{}), open: map[net.Conn]bool{}}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			k.arrived <- struct{}{}
			<-k.answer
		}
	}))
	server.Config.ConnState = k.watch
	server.Start()
	t.Cleanup(server.Close)
	k.url = server.URL
	_, k.port, _ = net.SplitHostPort(server.Listener.Addr().String())
	return k
}

func (k *keeper) watch(c net.Conn, state http.ConnState) {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch state {
	case http.StateNew:
		k.open[c] = true
		k.made++
	case http.StateClosed, http.StateHijacked:
		delete(k.open, c)
	}
}

// connections is how many are open, and how many there were.
func (k *keeper) connections() (open, made int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.open), k.made
}

// wantAllClosed waits until the receiver sees that nobody keeps a connection to it.
func (k *keeper) wantAllClosed(t *testing.T) {
	t.Helper()
	for deadline := time.Now().Add(patience); ; <-time.After(time.Millisecond) {
		if open, _ := k.connections(); open == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("a connection to a receiver that is not allowed any more stays open")
		}
	}
}

func allow(t *testing.T, c *Client, entries ...string) {
	t.Helper()
	if err := c.Allow(entries); err != nil {
		t.Fatal(err)
	}
}

func TestAnAllowanceThatIsTakenBackHoldsForTheNextAttempt(t *testing.T) {
	server := newNameServer(map[string]dnsAnswer{"hooks.example.com": addresses("127.0.0.1")})
	for name, url := range map[string]string{"of an address": "http://127.0.0.1:PORT/", "of what a name resolves to": "http://hooks.example.com:PORT/"} {
		t.Run(name, func(t *testing.T) {
			k := newKeeper(t)
			url := strings.Replace(url, "PORT", k.port, 1)
			c := newClient(t, Config{Allow: loopback, Resolver: server.resolver()})
			for range 3 {
				wantClass(t, post(t, c, url), "")
			}
			if open, made := k.connections(); open != 1 || made != 1 {
				t.Fatalf("%d connections are open of %d, want one that is kept", open, made)
			}
			allow(t, c, "10.0.0.0/8")
			k.wantAllClosed(t)
			wantClass(t, post(t, c, url), AddressRefused)
			if _, made := k.connections(); made != 1 {
				t.Errorf("%d connections were made", made)
			}
			allow(t, c, "10.0.0.0/8", "127.0.0.1")
			wantClass(t, post(t, c, url), "")
		})
	}
	t.Run("while a request is on its way, whose connection is not used again", func(t *testing.T) {
		k := newKeeper(t)
		c := newClient(t, Config{Allow: loopback, Resolver: server.resolver()})
		url := "http://hooks.example.com:" + k.port
		slow := make(chan Result, 1)
		go func() { slow <- c.Do(t.Context(), Request{URL: url + "/slow"}) }()
		<-k.arrived
		allow(t, c)
		wantClass(t, post(t, c, url), AddressRefused) // asks for a connection, so that those that come back may be kept again
		close(k.answer)
		wantClass(t, <-slow, "")
		wantClass(t, post(t, c, url), AddressRefused)
		k.wantAllClosed(t)
		allow(t, c, loopback...)
		wantClass(t, post(t, c, url), "")
		if _, made := k.connections(); made != 2 {
			t.Errorf("%d connections were made, want a second one", made)
		}
	})
	t.Run("for what is saved as well", func(t *testing.T) {
		c := newClient(t, Config{Allow: []string{"hooks.internal"}})
		if _, err := c.CheckURL("https://hooks.internal/"); err != nil {
			t.Fatal(err)
		}
		allow(t, c)
		_, err := c.CheckURL("https://hooks.internal/")
		wantURLRefusal(t, err)
	})
}

func TestAWrongListLeavesTheOldOne(t *testing.T) {
	k := newKeeper(t)
	c := newClient(t, Config{Allow: loopback})
	wantClass(t, post(t, c, k.url), "")
	if err := c.Allow([]string{"0.0.0.0/0", "10.0.0.0/99"}); err == nil || !strings.Contains(err.Error(), "10.0.0.0/99") {
		t.Fatalf("the wrong list is answered with %v", err)
	}
	wantClass(t, post(t, c, k.url), "")
	if open, made := k.connections(); open != 1 || made != 1 {
		t.Errorf("%d connections are open of %d: the old one was not kept", open, made)
	}
	if dialled(c.guard, "10.0.0.1", "80") == nil {
		t.Error("the good entry of a wrong list counts")
	}
}

// TestListsMayChangeUnderLoad is for the race detector, and for attempts that see neither list.
func TestListsMayChangeUnderLoad(t *testing.T) {
	k := newKeeper(t)
	c := newClient(t, Config{Allow: loopback})
	var senders sync.WaitGroup
	for range 4 {
		senders.Go(func() {
			for range 50 {
				if got := c.Do(t.Context(), Request{URL: k.url}); got.Class != "" && got.Class != AddressRefused {
					t.Errorf("%s: %s (%s)", got.Class, got.Error, got.LogDetail)
				}
			}
		})
	}
	for range 50 {
		allow(t, c)
		allow(t, c, loopback...)
	}
	senders.Wait()
	wantClass(t, post(t, c, k.url), "")
}

func TestPlainHTTPIsRefusedWhereOnlyHTTPSIsAllowed(t *testing.T) {
	k := newKeeper(t)
	secure := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(secure.Close)
	roots := secure.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	c := newClient(t, Config{Allow: loopback, HTTPSOnly: true, RootCAs: roots})
	for _, raw := range []string{k.url, strings.Replace(k.url, "http", "HTTP", 1), "http://example.com/", "http://example.com:443/"} {
		_, err := c.CheckURL(raw)
		if message := wantURLRefusal(t, err); !strings.Contains(message, "https://") || strings.Contains(message, setting) {
			t.Errorf("%q: %q", raw, message)
		}
		wantClass(t, post(t, c, raw), AddressRefused)
	}
	if _, made := k.connections(); made != 0 {
		t.Errorf("%d connections were made", made)
	}
	if _, err := c.CheckURL("https://example.com/"); err != nil {
		t.Error(err)
	}
	wantClass(t, post(t, c, secure.URL), "")
	if normalized, err := newClient(t, Config{}).CheckURL("http://example.com/"); err != nil || normalized != "http://example.com/" {
		t.Errorf("without the setting: %q, %v", normalized, err)
	}
}
