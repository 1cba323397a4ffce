package outbound

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"
)

// Config is what the operator of the server decides about outgoing requests. The zero value is a sound default.
type Config struct {
	// Allow is ROLLCALL_ALLOW_TARGETS: what may be reached besides the public internet. Each entry is a CIDR range, an
	// address, a host name or *.name (true sub-domains only), the last three also with :port. See guard.go for what an
	// entry permits.
	Allow []string
	// ConnectTimeout bounds name lookup and TCP together, and the TLS handshake on its own. Default 5 s.
	ConnectTimeout time.Duration
	// AttemptTimeout bounds the whole attempt, reading the answer's body included. Default 15 s.
	AttemptTimeout time.Duration
	// MaxResponseRead is how many bytes of an answer's body are read at most. Default 64 KiB.
	MaxResponseRead int64
	// MaxResponseKeep is how many bytes of an answer's body are kept at most. Default 16 KiB.
	MaxResponseKeep int
	// MaxResponseHeaders is how many bytes of status line and headers are read at most. Default 32 KiB.
	MaxResponseHeaders int64
	// ProxyFromEnvironment honours HTTP_PROXY, HTTPS_PROXY and NO_PROXY as they were when New was called. Default no.
	ProxyFromEnvironment bool
	// Resolver looks names up; the system's when nil.
	Resolver *net.Resolver
	// RootCAs are the authorities a receiver's certificate may come from; the system's when nil.
	RootCAs *x509.CertPool
	// OwnAddress is the address this server listens on, as host:port. It is never a target, even within an allowed
	// range, unless an entry of Allow names it with its port: a webhook that calls its own server is a loop.
	OwnAddress string
	// HTTPSOnly refuses http://, when a URL is saved and for one that was saved before. Default no.
	HTTPSOnly bool
}

// Connections that stay open between requests. The number per host is above what one webhook may have in flight, so
// that a burst does not open and close a connection for each request; the total bounds file descriptors.
const (
	idleConnections        = 512
	idleConnectionsPerHost = 128
	idleTimeout            = 20 * time.Second
)

// Client sends requests. It is safe for concurrent use; connections are kept and shared.
type Client struct {
	cfg     Config
	guard   *guard
	proxy   func(*url.URL) (*url.URL, error) // nil: never a proxy
	dialer  net.Dialer                       // asks the guard about every address
	strict  *lines                           // to receivers whose certificate must be valid
	lax     *lines                           // to those of which that is not asked: see Request.Unverified
	buffers sync.Pool                        // *[]byte for reading bodies
}

// New makes a client. A bad entry of Allow, or an OwnAddress that is no host:port, is an error with one sentence that
// names the setting.
func New(cfg Config) (*Client, error) {
	cfg = withDefaults(cfg)
	guard, err := newGuard(cfg.Allow, cfg.OwnAddress)
	if err != nil {
		return nil, err
	}
	c := &Client{cfg: cfg, guard: guard}
	if cfg.ProxyFromEnvironment {
		if c.proxy, err = proxyFromEnvironment(); err != nil {
			return nil, err
		}
	}
	c.dialer = net.Dialer{ControlContext: c.control}
	c.strict, c.lax = c.lines(false), c.lines(true)
	c.buffers.New = func() any { b := make([]byte, cfg.MaxResponseKeep+readChunk); return &b }
	return c, nil
}

// Allow puts another list in the place of Config.Allow, for every attempt that begins from now on. Connections were made
// under the old list, so none of them is used again: those that wait for a next request are closed at once, the others
// after the request that they carry. A bad entry is an error like that of New, and the old list stays.
func (c *Client) Allow(entries []string) error {
	if err := c.guard.allow(entries); err != nil {
		return err
	}
	c.strict.renew()
	c.lax.renew()
	return nil
}

// CloseIdle closes the connections that wait for a next request.
func (c *Client) CloseIdle() {
	c.strict.closeIdle()
	c.lax.closeIdle()
}

// lines are the connections to one kind of receivers. The two kinds share nothing, not even resumable TLS sessions: a
// connection over which a certificate was not verified must never carry a request for which it has to be.
type lines struct {
	transport func() *http.Transport         // makes one of the kind
	pooled    atomic.Pointer[http.Transport] // keeps connections; a new one for each list of allowances
	fresh     *http.Transport                // one connection for one request: see attempt.send
}

func (c *Client) lines(unverified bool) *lines {
	l := &lines{transport: func() *http.Transport { return c.transport(unverified) }}
	l.pooled.Store(l.transport())
	l.fresh = l.transport()
	l.fresh.DisableKeepAlives = true
	return l
}

// renew takes a new transport. Nobody asks the old one for a connection again, so it keeps none that comes back to it.
func (l *lines) renew() { l.pooled.Swap(l.transport()).CloseIdleConnections() }

func (l *lines) closeIdle() {
	l.pooled.Load().CloseIdleConnections()
	l.fresh.CloseIdleConnections()
}

func withDefaults(cfg Config) Config {
	if cfg.ConnectTimeout <= 0 {
		cfg.ConnectTimeout = 5 * time.Second
	}
	if cfg.AttemptTimeout <= 0 {
		cfg.AttemptTimeout = 15 * time.Second
	}
	if cfg.MaxResponseRead <= 0 {
		cfg.MaxResponseRead = 64 << 10
	}
	if cfg.MaxResponseKeep <= 0 {
		cfg.MaxResponseKeep = 16 << 10
	}
	if cfg.MaxResponseHeaders <= 0 {
		cfg.MaxResponseHeaders = 32 << 10
	}
	if cfg.Resolver == nil {
		cfg.Resolver = net.DefaultResolver
	}
	return cfg
}

// transport speaks HTTP/1.1 only: every hostile trick of HTTP/2's frames is out of reach, and one request at a time on
// a connection is what the deadline on the connection needs. It is used through RoundTrip, never through http.Client,
// so there are no redirects and no cookies to switch off. This is the only place that can leave a certificate unverified.
func (c *Client) transport(unverified bool) *http.Transport {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Transport{
		Proxy:                  chosenProxy,
		DialContext:            c.dial,
		Protocols:              protocols,
		TLSHandshakeTimeout:    c.cfg.ConnectTimeout,
		DisableCompression:     true, // an answer is stored as it came; decoding would undo the limit on its size
		MaxIdleConns:           idleConnections,
		MaxIdleConnsPerHost:    idleConnectionsPerHost,
		IdleConnTimeout:        idleTimeout,
		MaxResponseHeaderBytes: c.cfg.MaxResponseHeaders,
		TLSClientConfig: &tls.Config{
			MinVersion:           tls.VersionTLS12,
			RootCAs:              c.cfg.RootCAs,
			ClientSessionCache:   tls.NewLRUClientSessionCache(idleConnections),
			GetClientCertificate: noCertificate,
			InsecureSkipVerify:   unverified,
		},
	}
}

// control is the guard where it can't be passed by: the operating system's connect is about to be called with exactly
// this address.
func (c *Client) control(ctx context.Context, _, address string, _ rawConn) error {
	t, ok := ctx.Value(tripKey{}).(*trip)
	if !ok {
		return errUnguarded
	}
	return c.guard.dialling(address, t.to)
}
