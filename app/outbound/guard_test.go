package outbound

import (
	"encoding/binary"
	"math/rand/v2"
	"net"
	"net/netip"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

var refusedAddresses = strings.Fields(`
	0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.0 100.100.100.200 100.127.255.255 127.0.0.1 127.255.255.254 168.63.129.16
	169.254.0.1 169.254.169.254 169.254.170.2 172.16.0.0 172.31.255.255 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1
	198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255
	:: ::1 ::ffff:127.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::a9fe:a9fe
	64:ff9b::808:808 100::1 2001::1 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:c0a8:1:: 2002:808:808:: 3fff::1 5f00::1
	fc00::1 fd00:ec2::254 fd20:ce::254 fd00:42::42 fd7a:115c:a1e0::1 fe80::1 fe80::1%eth0 2606:4700::1%eth0 febf:ffff::1 fec0::1 ff02::1 ff0e::1`)

var publicAddresses = strings.Fields(`
	1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1 169.253.255.255 169.255.0.0 172.15.255.255
	172.32.0.0 192.0.1.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255 ::ffff:8.8.8.8 2606:4700:4700::1111 2001:4860:4860::8888`)

func newTestGuard(t testing.TB, listen string, entries ...string) *guard {
	t.Helper()
	g, err := newGuard(entries, listen)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// dialled asks the guard as the operating system's connect does, for a name that resolved to the address.
func dialled(g *guard, addr, port string) error {
	return g.dialling(net.JoinHostPort(addr, port), target{host: "receiver.example"})
}

func TestAddressesThatMayNotBeDialled(t *testing.T) {
	g := newTestGuard(t, "")
	for _, addr := range refusedAddresses {
		for _, port := range []string{"80", "443", "8443"} {
			if dialled(g, addr, port) == nil {
				t.Errorf("%s port %s is dialled", addr, port)
			}
		}
	}
	for _, addr := range publicAddresses {
		if err := dialled(g, addr, "443"); err != nil {
			t.Errorf("%s is not dialled: %v", addr, err)
		}
	}
}

func TestAnAddressThatCannotBeReadIsNotDialled(t *testing.T) {
	g := newTestGuard(t, "", "0.0.0.0/0", "::/0", "receiver.example")
	for _, address := range []string{"", ":80", "8.8.8.8", "8.8.8.8:", "8.8.8.8:x", "8.8.8.8:0", "1.2.3.4%eth0:1", "[fe80::1%eth0]:80", "receiver.example:80", "[::]:80", "/run/docker.sock"} {
		if err := g.dialling(address, target{host: "receiver.example"}); err == nil {
			t.Errorf("%q is dialled", address)
		}
	}
}

// special is the IANA registries of special-purpose addresses, written down here once more, with what the guard adds.
var special = func() (all []netip.Prefix) {
	for _, s := range strings.Fields(`
		0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24
		192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 168.63.129.16/32
		2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20`) {
		all = append(all, netip.MustParsePrefix(s))
	}
	slices.SortFunc(all, netip.Prefix.Compare)
	return all
}()

// allocated is what of IPv6 is given out as global unicast.
var allocated = netip.MustParsePrefix("2000::/3")

func specialOrOwn(addr netip.Addr, own *ownAddresses) bool {
	after := sort.Search(len(special), func(i int) bool { return addr.Less(special[i].Addr()) }) // none lies within another
	if after > 0 && special[after-1].Contains(addr) {
		return true
	}
	return own.has(addr) || addr.Is6() && !allocated.Contains(addr) || !addr.IsGlobalUnicast()
}

func TestTheVerdictIsThatOfTheRegistriesForRandomAddresses(t *testing.T) {
	check := func(g *guard, addr netip.Addr) bool {
		refused := g.verdict(netip.AddrPortFrom(addr, 443), "receiver.example") != nil
		want := specialOrOwn(addr, g.own)
		if refused != want {
			t.Errorf("%s: refused is %v, want %v", addr, refused, want)
		}
		return refused == want
	}
	g := newTestGuard(t, "")
	for _, prefix := range special {
		check(g, prefix.Addr())
		check(g, prefix.Addr().Prev())
		check(g, prefix.Masked().Addr().Next())
	}
	const parts, addresses = 4, 1_000_000
	var all sync.WaitGroup
	for part := range uint64(parts) {
		all.Go(func() {
			g, random := newTestGuard(t, ""), rand.New(rand.NewPCG(1, part)) // its own: they would wait for each other's locks
			for n := 0; n < addresses/parts && check(g, randomAddress(random)); n++ {
			}
		})
	}
	all.Wait()
}

// randomAddress is one of either family. Half of them are in a range of the registries or beside it, because addresses at
// random hardly ever hit a small one.
func randomAddress(random *rand.Rand) netip.Addr {
	switch random.IntN(4) {
	case 0:
		var v4 [4]byte
		binary.BigEndian.PutUint32(v4[:], random.Uint32())
		return netip.AddrFrom4(v4)
	case 1:
		var v6 [16]byte
		binary.BigEndian.PutUint64(v6[:], random.Uint64())
		binary.BigEndian.PutUint64(v6[8:], random.Uint64())
		if random.IntN(2) == 0 {
			v6[0] = 0x20 | v6[0]&0x1f // within what is allocated
		}
		return netip.AddrFrom16(v6)
	}
	prefix := special[random.IntN(len(special))]
	bytes := prefix.Addr().AsSlice()
	noise := random.Uint64()
	for bit := prefix.Bits() - random.IntN(2); bit < prefix.Addr().BitLen(); bit++ { // half of them in it, the others beside it
		bytes[bit/8] ^= byte(noise>>(bit%64)&1) << (7 - bit%8)
	}
	addr, _ := netip.AddrFromSlice(bytes)
	return addr
}

// verdicts checks targets, with what the operator allowed, as "name=address:port" or "address:port" for a literal.
type verdicts struct {
	name    string
	listen  string
	allow   []string
	reached []string
	refused []string
}

func TestWhatAnAllowancePermits(t *testing.T) {
	metadata := []string{"169.254.169.254:80", "168.63.129.16:80", "100.100.100.200:80", "[fd00:ec2::254]:80", "[fe80::1]:80", "[::]:80", "0.0.0.0:80", "255.255.255.255:80", "224.0.0.1:80"}
	for _, test := range []verdicts{
		{"private ranges open neither loopback nor metadata", "", []string{"10.0.0.0/8", "192.168.0.0/16", "fc00::/7", "100.64.0.0/10"},
			[]string{"10.1.2.3:80", "10.1.2.3:9000", "192.168.1.1:8080", "[fd12::1]:443", "100.64.0.1:80"}, slices.Concat(metadata, []string{"127.0.0.1:80", "[::1]:80", "172.16.0.1:80"})},
		{"not even the widest range does", "", []string{"0.0.0.0/0", "::/0"},
			[]string{"10.1.2.3:80", "172.16.0.1:80", "[fd12::1]:443"}, slices.Concat(metadata, []string{"127.0.0.1:80", "[::1]:80", "[64:ff9b::7f00:1]:80", "[::7f00:1]:80", "[2002:a9fe:a9fe::]:80"})},
		{"a range of link-local addresses opens nothing", "", []string{"169.254.0.0/16", "fe80::/10"}, nil, metadata},
		{"a single address opens itself, whatever it is", "", []string{"169.254.169.254", "fd00:ec2::254", "127.0.0.1/32"},
			[]string{"169.254.169.254:80", "[fd00:ec2::254]:80", "127.0.0.1:8080", "x.example=127.0.0.1:9000"}, []string{"169.254.169.253:80", "127.0.0.2:80", "x.example=169.254.170.2:80"}},
		{"a range of loopback opens loopback", "", []string{"127.0.0.0/8"},
			[]string{"127.0.0.1:80", "127.9.9.9:40000", "x.example=127.0.0.1:40000"}, []string{"[::1]:80", "[::ffff:0:127.0.0.1]:80", "10.0.0.1:80"}},
		{"a name opens what it resolves to, but no metadata", "", []string{"hooks.internal"},
			[]string{"hooks.internal=10.0.0.1:80", "hooks.internal=127.0.0.1:8080", "hooks.internal=[fd12::1]:80"},
			[]string{"hooks.internal=169.254.169.254:80", "hooks.internal=168.63.129.16:80", "hooks.internal=[fd00:ec2::254]:80", "hooks.internal=[fe80::1]:80", "hooks.internal=0.0.0.0:80",
				"other.internal=10.0.0.1:80", "x.hooks.internal=10.0.0.1:80", "10.0.0.1:80"}},
		{"a wildcard opens true sub-domains, without loopback", "", []string{"*.Example.com."},
			[]string{"a.example.com=10.0.0.1:80", "a.b.example.com=10.0.0.1:80"},
			[]string{"example.com=10.0.0.1:80", "evilexample.com=10.0.0.1:80", "a.example.com.evil.test=10.0.0.1:80", "a.example.com=127.0.0.1:80", "a.example.com=169.254.169.254:80"}},
		{"an entry with a port opens that port, also that of a service", "", []string{"10.0.0.5:22", "db.internal:5432", "[fd12::1]:9200"},
			[]string{"10.0.0.5:22", "db.internal=10.0.0.7:5432", "[fd12::1]:9200"}, []string{"10.0.0.5:80", "db.internal=10.0.0.7:80", "[fd12::1]:80"}},
		{"a range does not open the ports of services", "", []string{"10.0.0.0/8", "db.internal"},
			[]string{"10.0.0.5:81"}, []string{"10.0.0.5:22", "10.0.0.5:6379", "db.internal=10.0.0.5:5432"}},
		{"NAT64 is judged by the address behind it", "", []string{"64:ff9b::/96", "2001::/32"},
			[]string{"[64:ff9b::808:808]:443", "x.example=[64:ff9b::808:808]:443"},
			[]string{"[64:ff9b::7f00:1]:443", "[64:ff9b::a9fe:a9fe]:443", "[64:ff9b::a00:1]:443", "[64:ff9b:1::808:808]:443", "[2001:0:1:2:3:4:80ff:fffe]:443"}},
		{"this server is not its own receiver, even in an allowed range", "127.0.0.1:8080", []string{"127.0.0.0/8", "me.internal"},
			[]string{"127.0.0.1:8081", "127.0.0.2:8080"}, []string{"127.0.0.1:8080", "me.internal=127.0.0.1:8080"}},
		{"unless an entry names it with its port", "127.0.0.1:8080", []string{"127.0.0.1:8080"}, []string{"127.0.0.1:8080"}, []string{"127.0.0.1:8081"}},
		{"a server that listens everywhere is everywhere on this machine", ":8080", []string{"127.0.0.0/8", "::1"},
			[]string{"127.0.0.1:8081", "[::1]:8081"}, []string{"127.0.0.1:8080", "[::1]:8080", "127.3.2.1:8080"}},
	} {
		t.Run(test.name, func(t *testing.T) { test.check(t, newTestGuard(t, test.listen, test.allow...)) })
	}
}

func (v verdicts) check(t *testing.T, g *guard) {
	for _, to := range slices.Concat(v.reached, v.refused) {
		name, address, named := strings.Cut(to, "=")
		if !named {
			name, address = "", name
		}
		refusal := g.verdict(netip.MustParseAddrPort(address), name)
		if want := slices.Contains(v.refused, to); (refusal != nil) != want {
			t.Errorf("%s: refused is %v, want %v", to, refusal, want)
		}
	}
}

func TestNamesAreMatchedWholeAndInOneSpelling(t *testing.T) {
	c := newClient(t, Config{Allow: []string{"*.lan", "Receiver", "bücher.internal", "db.internal:5432"}})
	for raw, accepted := range map[string]bool{
		"http://a.lan/": true, "http://A.LAN./": true, "http://receiver:9000/": true, "http://bücher.internal/": true, "http://xn--bcher-kva.internal/": true, "http://db.internal:5432/": true,
		"http://lan/": false, "http://evillan/": false, "http://x.receiver.corp/": false, "http://db.internal/": false, "http://receiver:22/": false, "http://alan.local/": false,
	} {
		if _, err := c.CheckURL(raw); (err == nil) != accepted {
			t.Errorf("%q: %v", raw, err)
		}
	}
}

// TestAWildcardIsForTrueSubDomainsOnly has names of which each is spelt like the allowed ones, and resolves to the same
// private address, so that nothing but the name can decide (OUT-94).
func TestAWildcardIsForTrueSubDomainsOnly(t *testing.T) {
	allowed := []string{"a.example.com", "a.b.example.com", "A.EXAMPLE.com", "a.example.com.", "xn--bcher-kva.example.com", "bücher.example.com"}
	refused := []string{"example.com", "EXAMPLE.com", "example.com.", "evilexample.com", "a.evilexample.com", "example.com.evil.test", "a.example.com.evil.test",
		"example.comm", "a.example.org", "aexample.com", "10-0-0-5.example.com.nip.test"}
	var at atomic.Value
	at.Store("10.0.0.5")
	server := &nameServer{answer: func(string) dnsAnswer { return addresses(at.Load().(string)) }}
	c := newClient(t, patient(Config{Resolver: server.resolver(), Allow: []string{"*.Example.com"}}))
	unplug(c, "10.0.0.5", "192.168.1.1") // a refused connection says that the guard let it through
	for class, hosts := range map[ErrorClass][]string{ConnectionRefused: allowed, AddressRefused: refused} {
		for _, host := range hosts {
			got := post(t, c, "http://"+host+"/")
			if got.Class != class {
				t.Errorf("%s: %s (%s), want %s", host, got.Class, got.LogDetail, class)
			}
		}
	}
	t.Run("an address has no name, whatever its reverse entry says", func(t *testing.T) {
		asked := len(server.questions())
		for _, addr := range []string{"10.0.0.5", "[fd00::5]"} {
			wantClass(t, post(t, c, "http://"+addr+"/"), AddressRefused)
		}
		if n := len(server.questions()) - asked; n != 0 {
			t.Errorf("%d questions were asked", n)
		}
	})
	t.Run("what a sub-domain resolves to may be private, and neither loopback nor metadata", func(t *testing.T) {
		for addr, class := range map[string]ErrorClass{"127.0.0.1": AddressRefused, "::1": AddressRefused, "169.254.169.254": AddressRefused, "192.168.1.1": ConnectionRefused} {
			at.Store(addr)
			if got := post(t, c, "http://a.example.com/"); got.Class != class {
				t.Errorf("%s: %s (%s)", addr, got.Class, got.LogDetail)
			}
		}
	})
}

func TestABadAllowanceStopsTheStart(t *testing.T) {
	for _, entry := range []string{
		"10.0.0.0/33", "10.0.0.5/8", "::ffff:10.0.0.0/104", "::ffff:10.0.0.1", "fe80::1%eth0", "http://example.com", "example.com/path", "*", "*.", "a.*.example.com", "*example.com",
		"127.1", "0x7f000001", "10.0.0.1:0", "10.0.0.1:99999", "example.com:0", "example.com:http", "user@example.com", "a b", "-a.example", "*.10.0.0.1", "[::1", "*.example.com:22:22",
	} {
		_, err := New(Config{Allow: []string{"10.0.0.0/8", entry}})
		if err == nil || !strings.Contains(err.Error(), setting) || !strings.Contains(err.Error(), entry) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: the start is stopped with %v", entry, err)
		}
	}
	for _, listen := range []string{"8080", "127.0.0.1:http:80", "127.0.0.1:x"} {
		if _, err := New(Config{OwnAddress: listen}); err == nil || !strings.Contains(err.Error(), listen) {
			t.Errorf("the own address %q: %v", listen, err)
		}
	}
	if _, err := New(Config{Allow: []string{"", " ", " 10.0.0.0/8 "}}); err != nil {
		t.Errorf("empty entries: %v", err)
	}
}

func TestReceiversOnRandomPortsAreNeverOnTheListOfServices(t *testing.T) {
	for port := range servicePorts {
		if port >= 32768 {
			t.Errorf("port %d is one that systems hand out at random", port)
		}
	}
}
