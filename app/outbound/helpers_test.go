package outbound

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"rollcall/app"
	"rollcall/app/outbound/outboundtest"
)

// newClient makes a client that is closed with the test.
func newClient(t testing.TB, cfg Config) *Client {
	t.Helper()
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseIdle)
	return c
}

// patience is how long a test waits for what must happen; it is never the thing that is tested.
const patience = time.Minute

// quick is a client whose attempts are over soon, for receivers that never answer.
func quick(cfg Config) Config {
	cfg.ConnectTimeout, cfg.AttemptTimeout = time.Second, 2*time.Second
	return cfg
}

// patient is a client whose attempts may take as long as they need on a machine that has much else to do, for receivers
// that do answer.
func patient(cfg Config) Config {
	cfg.ConnectTimeout, cfg.AttemptTimeout = patience/2, patience/2
	return cfg
}

// unplug has connections that the guard let pass to these addresses end as at a closed port, and counts them: nobody is
// there, and how a network says so is not what is tested.
func unplug(c *Client, addrs ...string) *atomic.Int64 {
	passed := &atomic.Int64{}
	guarded := c.dialer.ControlContext
	c.dialer.ControlContext = func(ctx context.Context, network, address string, raw syscall.RawConn) error {
		if err := guarded(ctx, network, address, raw); err != nil {
			return err
		}
		if host, _, _ := net.SplitHostPort(address); !slices.Contains(addrs, host) {
			return nil
		}
		passed.Add(1)
		return syscall.ECONNREFUSED
	}
	return passed
}

// post makes one attempt, and fails the test when it does not return.
func post(t *testing.T, c *Client, url string) Result {
	t.Helper()
	return postBody(t, c, url, []byte(`{"type":"USER_CREATED"}`))
}

func postBody(t *testing.T, c *Client, url string, body []byte) Result {
	t.Helper()
	done := make(chan Result, 1)
	go func() {
		done <- c.Do(context.Background(), Request{URL: url, Header: http.Header{"Content-Type": {"application/json"}}, Body: body})
	}()
	select {
	case result := <-done:
		return result
	case <-time.After(patience):
		t.Fatal("the attempt does not end")
		return Result{}
	}
}

// wantClass checks the class and that people get a sentence with a failure, and none without.
func wantClass(t *testing.T, got Result, want ErrorClass) {
	t.Helper()
	if got.Class != want {
		t.Fatalf("class %q (%s; log: %s), want %q", got.Class, got.Error, got.LogDetail, want)
	}
	if (got.Error == "") != (want == "") || strings.ContainsAny(got.Error, "\r\n\x00") {
		t.Errorf("class %q comes with the text %q", got.Class, got.Error)
	}
}

// wantURLRefusal checks that an error is about the field "url" and is a full sentence.
func wantURLRefusal(t *testing.T, err error) string {
	t.Helper()
	e, ok := err.(*app.Error)
	if !ok || e.Code != app.Invalid || len(e.Fields) != 1 || e.Fields[0].Name != "url" {
		t.Fatalf("got %#v, want a refusal of the field url", err)
	}
	if !strings.HasSuffix(e.Message, ".") || len(e.Message) > 600 {
		t.Errorf("not a sentence: %q", e.Message)
	}
	return e.Message
}

// canary counts the connections that reach it.
type canary struct {
	address string
	port    string
	hits    atomic.Int64
}

// newCanary listens on loopback, on IPv4, and answers everything with 200.
func newCanary(t *testing.T) *canary {
	t.Helper()
	c := &canary{}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			c.hits.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	c.address = server.Listener.Addr().String()
	_, c.port, _ = net.SplitHostPort(c.address)
	return c
}

func (c *canary) wantUntouched(t *testing.T) {
	t.Helper()
	if n := c.hits.Load(); n != 0 {
		t.Errorf("%d connections reached the canary", n)
	}
}

// What receivers of the tests are made of.
type peer = outboundtest.Peer

func rawServer(t *testing.T, serve func(*peer)) (url string) {
	t.Helper()
	return outboundtest.Listen(t, serve)
}

func hold(c *peer)                  { outboundtest.Hold(c) }
func say(answer string) func(*peer) { return outboundtest.Say(answer) }

const ok = outboundtest.OK

// loopback is what a test's own receivers need.
var loopback = []string{"127.0.0.1"}

// underResolver is set in a test binary that was started again for one of Go's two resolvers.
const underResolver = "OUTBOUND_TEST_RESOLVER"

// bothResolvers runs the calling test again in a process of its own under Go's and under the C library's resolver: they
// read numbers in host names differently, and the program carries both because its SQLite driver needs C.
func bothResolvers(t *testing.T, test func(t *testing.T)) {
	if os.Getenv(underResolver) != "" {
		test(t)
		return
	}
	for _, resolver := range []string{"go", "cgo"} {
		t.Run("under the resolver "+resolver, func(t *testing.T) {
			t.Parallel()
			name, _, _ := strings.Cut(t.Name(), "/")
			cmd := exec.Command(os.Args[0], "-test.run=^"+name+"$", "-test.count=1")
			cmd.Env = append(os.Environ(), "GODEBUG=netdns="+resolver, underResolver+"="+resolver)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
