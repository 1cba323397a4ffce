package outbound

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"sync"
	"time"
)

// metadata are the addresses at which clouds hand credentials to whatever runs inside them, and that are not
// link-local: Azure's WireServer, Alibaba's, Oracle's, and the IPv6 ones of AWS, Google and Scaleway.
var metadata = []netip.Addr{
	netip.MustParseAddr("168.63.129.16"),
	netip.MustParseAddr("100.100.100.200"),
	netip.MustParseAddr("192.0.0.192"),
	netip.MustParseAddr("fd00:ec2::254"),
	netip.MustParseAddr("fd20:ce::254"),
	netip.MustParseAddr("fd00:42::42"),
}

// thisNetwork is RFC 791's; only 0.0.0.0 of it is in use, as a name of the machine itself.
var thisNetwork = netip.MustParsePrefix("0.0.0.0/8")

// noSingleMachine is what can't be allowed at all. On most systems 0.0.0.0 and :: connect to the machine itself, which
// would be a second name for loopback.
func noSingleMachine(addr netip.Addr) bool {
	return addr.IsUnspecified() || addr.IsMulticast() || thisNetwork.Contains(addr) || addr == netip.AddrFrom4([4]byte{255, 255, 255, 255})
}

func linkLocalOrMetadata(addr netip.Addr) bool {
	return addr.IsLinkLocalUnicast() || slices.Contains(metadata, addr)
}

// carriers are the IPv6 ranges whose addresses lead to an IPv4 address, with the place where it stands: IPv4-compatible
// (RFC 4291), IPv4-translated (RFC 2765), NAT64 (RFC 6052, RFC 8215), Teredo (RFC 4380, inverted) and 6to4 (RFC 3056).
var carriers = []struct {
	prefix   netip.Prefix
	at       int
	inverted bool
}{
	{netip.MustParsePrefix("::/96"), 12, false},
	{netip.MustParsePrefix("::ffff:0:0:0/96"), 12, false},
	{netip.MustParsePrefix("64:ff9b::/96"), 12, false},
	{netip.MustParsePrefix("64:ff9b:1::/48"), 12, false},
	{netip.MustParsePrefix("2001::/32"), 12, true},
	{netip.MustParsePrefix("2002::/16"), 2, false},
}

// embedded returns the IPv4 address that an IPv6 address leads to. It is judged like one that is called directly, so
// that a NAT64 network can be allowed without opening what lies behind the translator.
func embedded(addr netip.Addr) (netip.Addr, bool) {
	if !addr.Is6() {
		return netip.Addr{}, false
	}
	for _, c := range carriers {
		if !c.prefix.Contains(addr) {
			continue
		}
		bytes := addr.As16()
		inner := [4]byte(bytes[c.at : c.at+4])
		if c.inverted {
			for i := range inner {
				inner[i] ^= 0xff
			}
		}
		return netip.AddrFrom4(inner), true
	}
	return netip.Addr{}, false
}

// ownRefresh is how long the list of this machine's addresses is used before it is read again.
const ownRefresh = 15 * time.Second

// ownAddresses knows the addresses of this machine and where this server listens.
type ownAddresses struct {
	host netip.Addr // where this server listens; unspecified: everywhere on this machine
	port uint16     // 0: not known

	read func() ([]net.Addr, error)
	mu   sync.Mutex
	at   time.Time
	all  []netip.Addr
}

func newOwnAddresses(listen string) (*ownAddresses, error) {
	own := &ownAddresses{read: net.InterfaceAddrs}
	if err := own.setListen(listen); err != nil {
		return nil, err
	}
	if err := own.refresh(time.Now()); err != nil {
		return nil, fmt.Errorf("read the addresses of this machine: %w", err)
	}
	return own, nil
}

func (o *ownAddresses) setListen(listen string) error {
	if listen == "" {
		return nil
	}
	host, portText, err := net.SplitHostPort(listen)
	if err != nil {
		return fmt.Errorf("the address to listen on, “%s”, is not of the form host:port", listen)
	}
	port, err := strconv.ParseUint(portText, 10, 16)
	if err != nil {
		return fmt.Errorf("the address to listen on, “%s”, has no valid port", listen)
	}
	o.port, o.host = uint16(port), netip.IPv6Unspecified()
	if addr, err := netip.ParseAddr(host); err == nil {
		o.host = addr.Unmap().WithZone("")
	}
	return nil
}

// listens reports whether a connection to that address and port would reach this server. A listener with a host name,
// or on all addresses, is taken to be on every address of this machine.
func (o *ownAddresses) listens(addr netip.Addr, port uint16) bool {
	if o.port == 0 || port != o.port {
		return false
	}
	if o.host.IsUnspecified() {
		return addr.IsLoopback() || o.has(addr)
	}
	return addr == o.host
}

// has reports whether the address is one of this machine's.
func (o *ownAddresses) has(addr netip.Addr) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if now := time.Now(); now.Sub(o.at) > ownRefresh {
		o.refresh(now) // on an error the last known list stays: it is better than none
	}
	return slices.Contains(o.all, addr)
}

func (o *ownAddresses) refresh(now time.Time) error {
	list, err := o.read()
	o.at = now
	if err != nil {
		return err
	}
	o.all = o.all[:0]
	for _, a := range list {
		if n, ok := a.(*net.IPNet); ok {
			if addr, ok := netip.AddrFromSlice(n.IP); ok {
				o.all = append(o.all, addr.Unmap().WithZone(""))
			}
		}
	}
	return nil
}
