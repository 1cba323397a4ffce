package outbound

import (
	"context"
	"crypto/tls"
	"net/http/httptrace"
	"net/url"
	"sync"
	"time"
)

// stage is how far a trip has come.
type stage int

const (
	stageBegun stage = iota
	stageDNS
	stageConnect
	stageTLS
	stageSent   // there is a connection, the request is on its way
	stageAnswer // the first byte of the answer has come
)

// tripKey finds the trip of a request in its context.
type tripKey struct{}

// trip is one request on one connection: where it goes, and what was seen on the way. net/http may go on dialling for a
// request that has already been served by another connection, or has failed, so everything seen is under a mutex and
// what comes after the connection was chosen is not noted.
type trip struct {
	to       target
	proxy    *url.URL // nil: directly
	secured  bool     // the proxy is spoken to by TLS, which dialProxy sees to
	deadline time.Time

	mu     sync.Mutex
	stage  stage
	begun  time.Time // of the present stage
	phases Phases
	conn   *conn
	reused bool
	over   bool

	certificateWanted bool // the receiver asked for a client certificate
}

// withTrace returns the context that makes net/http report to the trip.
func (t *trip) withTrace(ctx context.Context) context.Context {
	ctx = context.WithValue(ctx, tripKey{}, t)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		TLSHandshakeStart:    t.handshakeStarts,
		GotConn:              t.gotConn,
		GotFirstResponseByte: t.firstByte,
	})
}

// enter notes that a stage of making the connection begins, and ends the one before it.
func (t *trip) enter(s stage) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.stage < stageSent && !t.over {
		t.advance(s)
	}
}

// advance adds the time since the last change to the phase that ends here. The caller holds the mutex.
func (t *trip) advance(s stage) {
	now := time.Now()
	switch t.stage {
	case stageDNS:
		t.phases.DNS = now.Sub(t.begun)
	case stageConnect:
		t.phases.Connect = now.Sub(t.begun)
	case stageTLS:
		t.phases.TLS = now.Sub(t.begun)
	case stageSent:
		t.phases.FirstByte = now.Sub(t.begun)
	case stageAnswer:
		t.phases.Body = now.Sub(t.begun)
	}
	t.stage, t.begun = s, now
}

func (t *trip) handshakeStarts() { t.enter(stageTLS) }

// noCertificate answers a receiver that asks for a client certificate: there is none, but a refusal can now be explained.
func noCertificate(info *tls.CertificateRequestInfo) (*tls.Certificate, error) {
	if t, ok := info.Context().Value(tripKey{}).(*trip); ok {
		t.mu.Lock()
		t.certificateWanted = true
		t.mu.Unlock()
	}
	return &tls.Certificate{}, nil
}

// gotConn learns which connection it is. A kept connection, or one that was made for another request, has cost this
// one nothing, so its phases are dropped. The deadline on the connection itself is the second line: it holds even where
// net/http no longer heeds the context.
func (t *trip) gotConn(info httptrace.GotConnInfo) {
	c := connOf(info.Conn)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.advance(stageSent)
	t.reused = info.Reused
	if c == nil {
		return
	}
	t.conn = c
	if info.Reused || c.madeFor != t {
		t.phases = Phases{}
	}
	c.SetDeadline(t.deadline.Add(deadlineGrace))
	if secure, ok := info.Conn.(*tls.Conn); ok && c.tlsVersion == "" {
		c.learn(secure.ConnectionState())
	}
}

func (t *trip) firstByte() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.stage == stageSent && !t.over {
		t.advance(stageAnswer)
	}
}

// end closes the last phase and returns what was seen; later reports change nothing that was returned.
func (t *trip) end() seen {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.over {
		t.advance(t.stage)
		t.over = true
	}
	return seen{stage: t.stage, phases: t.phases, conn: t.conn, reused: t.reused, certificateWanted: t.certificateWanted}
}

// hangUp closes the connection at once, below net/http and TLS.
func (t *trip) hangUp() {
	t.mu.Lock()
	c := t.conn
	t.mu.Unlock()
	if c != nil {
		c.Close()
	}
}

// seen is what a trip has to tell when it is over.
type seen struct {
	stage  stage
	phases Phases
	conn   *conn
	reused bool

	certificateWanted bool
}
