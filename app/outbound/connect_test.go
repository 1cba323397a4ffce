package outbound

import (
	"context"
	"errors"
	"net"
	"sync/atomic"
	"testing"
	"time"
)

// TestEveryConnectionPassesTheGuard asks where nothing can pass by: what the operating system is told to connect to.
func TestEveryConnectionPassesTheGuard(t *testing.T) {
	c := newClient(t, Config{})
	loot := newCanary(t)
	var refused *refusal
	for scheme, port := range map[string]string{"http": "80", "https": "443"} {
		to, err := c.parse(scheme + "://receiver.example/")
		if err != nil {
			t.Fatal(err)
		}
		ctx := context.WithValue(t.Context(), tripKey{}, &trip{to: to, deadline: time.Now().Add(patience)})
		for _, addr := range refusedAddresses {
			if err := c.dialer.ControlContext(ctx, "tcp", net.JoinHostPort(addr, port), nil); !errors.As(err, &refused) {
				t.Errorf("%s to %s: %v", scheme, addr, err)
			}
		}
		for _, addr := range publicAddresses {
			if err := c.dialer.ControlContext(ctx, "tcp", net.JoinHostPort(addr, port), nil); err != nil {
				t.Errorf("%s to %s: %v", scheme, addr, err)
			}
		}
		if _, err := c.dialer.DialContext(ctx, "tcp", loot.address); !errors.As(err, &refused) {
			t.Errorf("a connection to loopback ends with %v", err)
		}
		if _, err := c.dial(ctx, "tcp", "1.1.1.1:"+port); !errors.Is(err, errUnguarded) {
			t.Errorf("a connection to another place than the attempt's ends with %v", err)
		}
	}
	if _, err := c.dialer.DialContext(t.Context(), "tcp", loot.address); !errors.Is(err, errUnguarded) {
		t.Errorf("a connection outside of an attempt ends with %v", err)
	}
	loot.wantUntouched(t)
}

func TestTheAddressesOfThisMachineAreNotDialled(t *testing.T) {
	g := newTestGuard(t, "")
	list, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range list {
		if dialled(g, a.(*net.IPNet).IP.String(), "443") == nil {
			t.Errorf("%s, this machine's, is dialled", a)
		}
	}

	public := &net.IPNet{IP: net.ParseIP("203.0.114.7"), Mask: net.CIDRMask(24, 32)}
	if err := dialled(g, "203.0.114.7", "443"); err != nil {
		t.Fatalf("somebody else's public address: %v", err)
	}
	g.own.read = func() ([]net.Addr, error) { return []net.Addr{public}, nil }
	g.own.at = g.own.at.Add(-2 * ownRefresh)
	if dialled(g, "203.0.114.7", "443") == nil {
		t.Error("a public address that this machine got while running is dialled")
	}
	if err := dialled(g, "203.0.114.8", "443"); err != nil {
		t.Errorf("its neighbour: %v", err)
	}
}

// TestAServiceOnThisMachineIsNotReached listens on every address that this machine has.
func TestAServiceOnThisMachineIsNotReached(t *testing.T) {
	listener, err := net.Listen("tcp", ":0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	touched := make(chan string, 1)
	go func() {
		if conn, err := listener.Accept(); err == nil {
			touched <- conn.LocalAddr().String()
			conn.Close()
		}
	}()
	list, err := net.InterfaceAddrs()
	if err != nil || len(list) == 0 {
		t.Fatalf("%v, %v", list, err)
	}
	var mine atomic.Value
	server := &nameServer{answer: func(string) dnsAnswer { return addresses(mine.Load().(string)) }}
	c := newClient(t, patient(Config{Resolver: server.resolver()}))
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	for _, a := range list {
		address := a.(*net.IPNet).IP.String()
		mine.Store(address)
		wantClass(t, post(t, c, "http://"+net.JoinHostPort(address, port)+"/"), AddressRefused)
		wantClass(t, post(t, c, "http://me.example:"+port+"/"), AddressRefused)
	}
	select {
	case address := <-touched:
		t.Errorf("%s was reached", address)
	default:
	}
}
