package outbound

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
	"time"
)

type rawConn = syscall.RawConn

// maxLogDetail bounds what a receiver can write into the server's log with one answer.
const maxLogDetail = 400

// explain finds the class of an error and the sentence for people. The error itself goes to the log only: it may hold
// an address that a name resolved to, or the receiver's own words.
func (a *attempt) explain(err error, t *trip, saw seen) {
	if a.caller.Err() != nil {
		a.fail(Interrupted, "This server was stopped before the answer was complete.", shorten(clean(err.Error()), maxLogDetail))
		return
	}
	a.result.ProxyFailed = t.proxy != nil && saw.stage <= stageConnect
	class, text := a.classify(err, saw)
	if a.result.ProxyFailed {
		text = "The proxy of this server could not be used; the receiver was not reached."
	}
	a.fail(class, text, endpoint(t.proxy, a.to)+": "+shorten(clean(err.Error()), maxLogDetail))
}

func (a *attempt) classify(err error, saw seen) (ErrorClass, string) {
	var refused *refusal
	var lookup *lookupError
	switch {
	case errors.As(err, &refused):
		return AddressRefused, a.refusedText(refused)
	case errors.As(err, &lookup):
		return DNSFailed, a.lookupText(lookup)
	case isTimeout(err):
		return a.timeout(saw.stage)
	}
	if text := tlsText(err, a.to.host, saw); text != "" {
		return TLSFailed, text
	}
	return a.broken(err, saw.stage)
}

// refusedText tells a person about what that person typed. About what a name resolves to it says only that: which
// addresses there are inside is nobody's business.
func (a *attempt) refusedText(r *refusal) string {
	if a.to.addr.IsValid() {
		return r.sentence()
	}
	return fmt.Sprintf("“%s” resolves to an address that webhooks may not reach. If it is meant, the operator of this server can allow it with %s.", a.to.host, setting)
}

func (a *attempt) lookupText(e *lookupError) string {
	var dns *net.DNSError
	switch {
	case errors.As(e.err, &dns) && dns.IsNotFound, errors.Is(e.err, errNoAddress):
		return fmt.Sprintf("There is no address for the host name “%s”.", a.to.host)
	case isTimeout(e.err):
		return fmt.Sprintf("Looking up the host name “%s” took too long.", a.to.host)
	}
	return fmt.Sprintf("The host name “%s” could not be looked up.", a.to.host)
}

// timeout says which of the limits it was that ran out.
func (a *attempt) timeout(reached stage) (ErrorClass, string) {
	cfg := a.client.cfg
	switch reached {
	case stageDNS:
		return DNSFailed, fmt.Sprintf("Looking up the host name “%s” took too long.", a.to.host)
	case stageBegun, stageConnect:
		return TimeoutConnect, fmt.Sprintf("No connection within %s.", a.spent(cfg.ConnectTimeout))
	case stageTLS:
		return TimeoutConnect, fmt.Sprintf("The TLS handshake was not complete within %s.", a.spent(cfg.ConnectTimeout))
	case stageSent:
		return TimeoutResponse, fmt.Sprintf("No answer within %s.", cfg.AttemptTimeout)
	}
	if a.result.Status != 0 {
		return TimeoutResponse, fmt.Sprintf("The receiver answered %s, but the answer did not end within %s.", statusText(a.result.Status), cfg.AttemptTimeout)
	}
	return TimeoutResponse, fmt.Sprintf("The answer began but was not complete within %s.", cfg.AttemptTimeout)
}

// spent is the limit that applied: an attempt may be allowed less time than a connection.
func (a *attempt) spent(limit time.Duration) time.Duration {
	return min(limit, a.client.cfg.AttemptTimeout)
}

// broken is a connection that could not be made, was lost, or carried something that is not HTTP.
func (a *attempt) broken(err error, reached stage) (ErrorClass, string) {
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return ConnectionRefused, fmt.Sprintf("The connection to port %d was refused.", a.to.port)
	case reached == stageBegun:
		return ResponseInvalid, "The request can't be sent as it is: check the webhook's own headers."
	case reached < stageSent && isLost(err):
		return ConnectionReset, "The receiver closed the connection while it was being made."
	case reached < stageSent:
		return ConnectionRefused, "The receiver could not be reached from this server."
	case reached == stageSent && spokeFirst(err):
		return ResponseInvalid, "The receiver spoke before it was asked, which HTTP/1.1 does not: check the port and the scheme."
	case reached == stageSent:
		return ConnectionReset, "The receiver closed the connection without an answer."
	case isLost(err) && a.result.Status != 0:
		return ConnectionReset, fmt.Sprintf("The receiver answered %s and closed the connection before the end of its answer.", statusText(a.result.Status))
	case isLost(err):
		return ConnectionReset, "The receiver closed the connection in the middle of its answer."
	}
	return ResponseInvalid, "The answer is not valid HTTP/1.1, or its header is too large."
}

// spokeFirst reports that something came from the receiver before the request was on its way, as from a mail server. The
// standard library has no exported error for it; a test fails when its words change.
func spokeFirst(err error) bool {
	return strings.Contains(err.Error(), "readLoopPeekFailLocked") && !isLost(err)
}

func isTimeout(err error) bool {
	var timeout interface{ Timeout() bool }
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout()
}
