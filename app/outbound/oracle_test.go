package outbound

import (
	"context"
	"net"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/outbound/outboundtest"
)

// watchDials counts the connections that the client asks the operating system for.
func watchDials(c *Client) *atomic.Int64 {
	asked := &atomic.Int64{}
	guarded := c.dialer.ControlContext
	c.dialer.ControlContext = func(ctx context.Context, network, address string, raw syscall.RawConn) error {
		asked.Add(1)
		return guarded(ctx, network, address, raw)
	}
	return asked
}

// TestARefusedTargetTellsNothing asks for targets inside of which some would answer, some refuse, some stay silent and
// some are not there. Whoever may not reach them must not learn which is which (OUT-90): not by words, not by a status and
// not by time. That it is not by time needs no clock: nothing is asked that could take its time.
func TestARefusedTargetTellsNothing(t *testing.T) {
	open := newCanary(t)
	_, full, _ := strings.Cut(fullBacklog(t), ":")
	_, closed, _ := strings.Cut(outboundtest.Refusing(t), ":")
	ports := map[string]string{"open": open.port, "closed": closed, "silent": full}
	inside := map[string]string{"loopback": "127.0.0.1", "private": "10.0.0.1", "metadata": "169.254.169.254", "filtered": "192.0.2.1",
		"six": "::1", "unique local": "fd00::1", "reserved": "240.0.0.1", "shared": "100.64.0.1", "wire server": "168.63.129.16"}
	at := map[string]dnsAnswer{}
	for name, addr := range inside {
		at[strings.ReplaceAll(name, " ", "-")+".example"] = addresses(addr)
	}
	server := newNameServer(at)
	c := newClient(t, Config{Resolver: server.resolver()})
	dials := watchDials(c)

	var first Result
	for host := range at {
		for _, scheme := range []string{"http", "https"} {
			for port, number := range ports {
				t.Run("by the name "+host+", "+scheme+", "+port+" port", func(t *testing.T) {
					asked := len(server.questions())
					got := post(t, c, scheme+"://"+host+":"+number+"/")
					wantClass(t, got, AddressRefused)
					if n := len(server.questions()) - asked; n != 2 || got.Phases.DNS == 0 {
						t.Errorf("%d questions were asked, want one for each family", n)
					}
					for _, text := range []string{got.Error, got.Class.Advice(), got.Address, got.Location} {
						if strings.ContainsAny(text, "0123456789") {
							t.Errorf("people read %q", text)
						}
					}
					got.Error = strings.ReplaceAll(got.Error, host, "NAME")
					got.Started, got.LogDetail, got.Phases.DNS, got.Phases.Total = time.Time{}, "", 0, 0
					if first.Class == "" {
						first = got
					}
					if diff := cmp.Diff(first, got); diff != "" {
						t.Errorf("it can be told from another one:\n%s", diff)
					}
				})
			}
		}
	}
	t.Run("by a literal address not even a name server is asked", func(t *testing.T) {
		asked := len(server.questions())
		for name, addr := range inside {
			said := map[string]bool{}
			for _, number := range ports {
				got := post(t, c, "http://"+net.JoinHostPort(addr, number)+"/")
				wantClass(t, got, AddressRefused)
				said[strings.ReplaceAll(got.Error, number, "PORT")] = true
				if total := got.Phases.Total; got.Phases != (Phases{Total: total}) || got.Status != 0 || got.Address != "" {
					t.Errorf("%s: %+v", name, got)
				}
			}
			if len(said) != 1 {
				t.Errorf("%s is refused in words that depend on the port: %v", name, said)
			}
		}
		if len(server.questions()) != asked {
			t.Error("a name server was asked")
		}
	})
	t.Run("no connection was asked for", func(t *testing.T) {
		if n := dials.Load(); n != 0 {
			t.Errorf("%d connections", n)
		}
		open.wantUntouched(t)
	})
	t.Run("as it would have been where it is allowed", func(t *testing.T) {
		c := newClient(t, Config{Resolver: server.resolver(), Allow: loopback})
		dials := watchDials(c)
		wantClass(t, post(t, c, "http://loopback.example:"+open.port+"/"), "")
		wantClass(t, post(t, c, "http://loopback.example:"+ports["closed"]+"/"), ConnectionRefused)
		if dials.Load() != 2 {
			t.Errorf("%d connections", dials.Load())
		}
	})
}
