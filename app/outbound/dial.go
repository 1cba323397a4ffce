package outbound

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"time"
)

const (
	// maxCandidates is how many addresses of one name are tried; all of them are judged.
	maxCandidates = 8
	// headStart is how long an address may try alone before the next joins it (RFC 8305 section 8).
	headStart = 250 * time.Millisecond
)

// lookupError is a name that could not be looked up.
type lookupError struct{ err error }

func (e *lookupError) Error() string { return e.err.Error() }
func (e *lookupError) Unwrap() error { return e.err }

// dial makes a connection for the trip in the context, and only to where that trip goes. The context no longer ends
// with the request (net/http keeps dialling for whoever comes next), so the time limit is set here.
func (c *Client) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	t, ok := ctx.Value(tripKey{}).(*trip)
	if !ok {
		return nil, errUnguarded
	}
	ctx, cancel := context.WithTimeout(ctx, c.cfg.ConnectTimeout)
	defer cancel()
	made, err := c.dialTrip(ctx, t, network, addr)
	if err != nil {
		return nil, err
	}
	made.SetDeadline(t.deadline.Add(deadlineGrace))
	return &conn{Conn: made, address: made.RemoteAddr().String(), madeFor: t}, nil
}

func (c *Client) dialTrip(ctx context.Context, t *trip, network, addr string) (net.Conn, error) {
	if t.proxy != nil {
		return c.dialProxy(ctx, t, network, addr)
	}
	if addr != t.to.hostPort() {
		return nil, fmt.Errorf("%w: to %s instead of %s", errUnguarded, addr, t.to.hostPort())
	}
	candidates, err := c.candidates(ctx, t)
	if err != nil {
		return nil, err
	}
	t.enter(stageConnect)
	return c.race(ctx, candidates)
}

// dialProxy connects to the operator's own proxy, which the guard has nothing to say about.
func (c *Client) dialProxy(ctx context.Context, t *trip, network, addr string) (net.Conn, error) {
	if host, _, err := net.SplitHostPort(addr); err != nil || host != t.proxy.Hostname() {
		return nil, fmt.Errorf("%w: to %s instead of the proxy", errUnguarded, addr)
	}
	t.enter(stageConnect)
	var dialer net.Dialer
	made, err := dialer.DialContext(ctx, network, addr)
	if err != nil || !t.secured {
		return made, err
	}
	secure := tls.Client(made, &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: c.cfg.RootCAs, ServerName: t.proxy.Hostname()})
	if err := secure.HandshakeContext(ctx); err != nil {
		made.Close()
		return nil, err
	}
	return secure, nil
}

// candidates returns the addresses to try, every one of them judged. One address that is refused refuses the whole
// answer: a name that also points inside is an attack or a mistake, and which of its addresses wins a race must not
// decide.
func (c *Client) candidates(ctx context.Context, t *trip) ([]netip.AddrPort, error) {
	if t.to.addr.IsValid() {
		return []netip.AddrPort{netip.AddrPortFrom(t.to.addr, t.to.port)}, nil
	}
	t.enter(stageDNS)
	addrs, err := c.cfg.Resolver.LookupNetIP(ctx, "ip", c.question(t.to))
	if err != nil {
		return nil, &lookupError{err}
	}
	all := make([]netip.AddrPort, len(addrs))
	for i, addr := range addrs {
		all[i] = netip.AddrPortFrom(addr.Unmap(), t.to.port)
		if refusal := c.guard.verdict(all[i], t.to.host); refusal != nil {
			return nil, refusal
		}
	}
	return alternate(all), nil
}

// question is the name as the resolver is asked for it. The final dot keeps the search list of resolv.conf out of it:
// api.hooks means that name and no other. It also keeps the hosts file out, on every resolver, so a name that the
// operator has allowed by itself is asked for as it is: that is how localhost and a container's neighbours are found.
func (c *Client) question(to target) string {
	if c.guard.namedExactly(to.host, to.port) {
		return to.host
	}
	return to.host + "."
}

// alternate puts the address families in turn, beginning with the family that the resolver prefers, so that a network
// where one of them is broken costs one head start, and cuts the list.
func alternate(all []netip.AddrPort) []netip.AddrPort {
	var preferred, other []netip.AddrPort
	for _, a := range all {
		if a.Addr().Is4() == all[0].Addr().Is4() {
			preferred = append(preferred, a)
		} else {
			other = append(other, a)
		}
	}
	mixed := make([]netip.AddrPort, 0, len(all))
	for i := range max(len(preferred), len(other)) {
		if i < len(preferred) {
			mixed = append(mixed, preferred[i])
		}
		if i < len(other) {
			mixed = append(mixed, other[i])
		}
	}
	return mixed[:min(len(mixed), maxCandidates)]
}

// race connects to the first candidate that answers. The next one starts when the last has failed or has had its head
// start; whoever comes in late is closed.
func (c *Client) race(ctx context.Context, candidates []netip.AddrPort) (net.Conn, error) {
	if len(candidates) == 0 {
		return nil, &lookupError{errNoAddress}
	}
	if len(candidates) == 1 {
		return c.dialer.DialContext(ctx, "tcp", candidates[0].String())
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := &race{results: make(chan raced), dial: func(to netip.AddrPort) (net.Conn, error) {
		return c.dialer.DialContext(ctx, "tcp", to.String())
	}}
	return r.run(ctx, candidates)
}

// endpoint names the place that a trip dials, for the log.
func endpoint(proxy *url.URL, to target) string {
	if proxy != nil {
		return "the proxy " + proxy.Host
	}
	return to.hostPort()
}
