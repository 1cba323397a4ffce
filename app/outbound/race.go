package outbound

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"time"
)

var errNoAddress = errors.New("the name has no address")

// race is several connections tried for one name.
type race struct {
	dial    func(netip.AddrPort) (net.Conn, error)
	results chan raced
}

type raced struct {
	conn net.Conn
	err  error
}

// run starts the candidates one after another and returns the first connection, or the first candidate's error when
// none succeeds: it is the one that the resolver prefers.
func (r *race) run(ctx context.Context, candidates []netip.AddrPort) (net.Conn, error) {
	done := make(chan struct{})
	defer close(done)
	next := time.NewTimer(0)
	defer next.Stop()
	var started, failed int
	var first error
	for {
		select {
		case <-next.C:
			go r.try(candidates[started], done)
			if started++; started < len(candidates) {
				next.Reset(headStart)
			}
		case result := <-r.results:
			if result.err == nil {
				return result.conn, nil
			}
			if first == nil {
				first = result.err
			}
			if failed++; failed == len(candidates) {
				return nil, first
			}
			if started < len(candidates) {
				next.Reset(0)
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (r *race) try(to netip.AddrPort, done <-chan struct{}) {
	conn, err := r.dial(to)
	select {
	case r.results <- raced{conn, err}:
	case <-done:
		if conn != nil {
			conn.Close()
		}
	}
}
