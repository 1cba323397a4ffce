package outbound

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"sync/atomic"

	"code.dny.dev/ssrf"
)

// guard decides where requests may go. Without allowances that is every address that the IANA registries call global
// unicast, except this machine's own, on every port but those of well-known other services.
//
// What an entry of ROLLCALL_ALLOW_TARGETS permits:
//   - a range: its addresses, but loopback only when the range lies within loopback, so that 0.0.0.0/0 opens the private
//     networks and not this machine;
//   - an address: that one, be it loopback, link-local or a cloud's metadata service;
//   - a host name: what it resolves to, private and loopback addresses included, but never link-local or metadata;
//   - *.name: what the sub-domains resolve to, private addresses included but not loopback, because whoever can add a
//     record there could otherwise aim at this machine;
//   - any but a range with :port: that port only, and also where the port is on the list of services or is this server's
//     own.
type guard struct {
	allowed  atomic.Pointer[[]allowance] // replaced as a whole
	registry *ssrf.Guardian
	own      *ownAddresses
}

func newGuard(entries []string, listen string) (*guard, error) {
	g := &guard{registry: ssrf.New(ssrf.WithAnyPort(), ssrf.WithAnyNetwork())}
	if err := g.allow(entries); err != nil {
		return nil, err
	}
	var err error
	g.own, err = newOwnAddresses(listen)
	return g, err
}

// allow puts another list of allowances in the place of the present one, unless an entry is wrong.
func (g *guard) allow(entries []string) error {
	allowed, err := parseAllowances(entries)
	if err == nil {
		g.allowed.Store(&allowed)
	}
	return err
}

// refusal is a target that the guard refuses. Its parts make the sentence for what somebody typed; the log gets all of
// it in any case.
type refusal struct {
	what  string // what was typed, or the address that a name led to
	why   string // the rest of a sentence that begins with what
	entry string // what to add to the setting; "" where nothing helps
}

// Error is for the log only.
func (r *refusal) Error() string { return r.what + " " + r.why }

// sentence is for the person who typed it.
func (r *refusal) sentence() string {
	if r.entry == "" {
		return fmt.Sprintf("%s %s.", r.what, r.why)
	}
	return fmt.Sprintf("%s %s. If it is meant, the operator of this server can allow it by adding %s to %s.", r.what, r.why, r.entry, setting)
}

// errUnguarded is our own mistake: a connection was asked for that no attempt stands behind.
var errUnguarded = errors.New("a connection outside of an attempt")

// spelled judges what can be judged without DNS: a literal address, a name that only means something inside, a port.
func (g *guard) spelled(t target) *refusal {
	if t.addr.IsValid() {
		return g.verdict(netip.AddrPortFrom(t.addr, t.port), "")
	}
	grant := g.grant(netip.Addr{}, t.port, t.host)
	if service := servicePorts[t.port]; service != "" && !grant.port {
		return portRefusal(t.host, t.port, service)
	}
	if internalName(t.host) && !grant.covered {
		return &refusal{what: "“" + t.host + "”", why: "is a name of an internal network", entry: t.host}
	}
	return nil
}

// dialling judges an address that the operating system is about to be asked to connect to. What can't be read is refused.
func (g *guard) dialling(address string, t target) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return &refusal{what: strconv.Quote(address), why: "can't be read as an address with a port"}
	}
	if refusal := g.verdict(to, t.name()); refusal != nil {
		return refusal
	}
	return nil
}

// grant is what the allowances give to one target.
type grant struct {
	covered  bool // some entry
	exact    bool // an entry of a single address
	loopback bool // an entry that is about loopback, or a host name
	port     bool // an entry that names the port
}

func (g *guard) grant(addr netip.Addr, port uint16, name string) grant {
	var sum grant
	for _, a := range *g.allowed.Load() {
		byAddress := a.matchesAddress(addr, port)
		if !byAddress && !a.matchesName(name, port) {
			continue
		}
		sum.covered = true
		sum.port = sum.port || a.port != 0
		sum.exact = sum.exact || byAddress && a.prefix.IsSingleIP()
		sum.loopback = sum.loopback || byAddress && a.prefix.Addr().IsLoopback() || !byAddress && !a.wild
	}
	return sum
}

// namedExactly reports whether an entry, not a wildcard, names the host.
func (g *guard) namedExactly(name string, port uint16) bool {
	return slices.ContainsFunc(*g.allowed.Load(), func(a allowance) bool { return !a.wild && a.matchesName(name, port) })
}

// verdict judges one concrete address, reached by a name or ("") as a literal.
func (g *guard) verdict(to netip.AddrPort, name string) *refusal {
	addr, port := to.Addr().Unmap(), to.Port()
	grant := g.grant(addr, port, name)
	what := addr.String()
	if !addr.IsValid() || addr.Zone() != "" || port == 0 || noSingleMachine(addr) {
		return &refusal{what: what, why: "is not the address of one machine and can't be called"}
	}
	if g.own.listens(addr, port) && !grant.port {
		return &refusal{what: hostPort(addr, port), why: "is the address of this server itself", entry: hostPort(addr, port)}
	}
	if service := servicePorts[port]; service != "" && !grant.port {
		return portRefusal(what, port, service)
	}
	if linkLocalOrMetadata(addr) {
		return refusedUnless(grant.exact, what, "belongs to the local link or to a cloud's metadata service")
	}
	if addr.IsLoopback() {
		return refusedUnless(grant.loopback, what, "is this machine's loopback address, not one on the public internet")
	}
	return g.ordinary(addr, port, grant)
}

// ordinary judges what only needs to be covered by some entry.
func (g *guard) ordinary(addr netip.Addr, port uint16, grant grant) *refusal {
	if inner, ok := embedded(addr); ok && g.verdict(netip.AddrPortFrom(inner, port), "") != nil {
		return &refusal{what: addr.String(), why: "leads to " + inner.String() + ", which webhooks may not reach"}
	}
	if grant.covered {
		return nil
	}
	if g.own.has(addr) {
		return refusedUnless(false, addr.String(), "is an address of the machine that this server runs on")
	}
	if g.registry.SafeAddr(addr) != nil {
		return refusedUnless(false, addr.String(), "is not an address on the public internet")
	}
	return nil
}

func refusedUnless(allowed bool, addr, why string) *refusal {
	if allowed {
		return nil
	}
	return &refusal{what: addr, why: why, entry: addr}
}

func portRefusal(host string, port uint16, service string) *refusal {
	entry := net.JoinHostPort(host, strconv.Itoa(int(port)))
	return &refusal{what: "Port " + strconv.Itoa(int(port)), why: "is used by " + service + ", which is no webhook receiver", entry: entry}
}

func hostPort(addr netip.Addr, port uint16) string { return netip.AddrPortFrom(addr, port).String() }
