package outbound

import (
	"crypto/tls"
	"net"
	"time"
)

// deadlineGrace is how much later than the attempt's own deadline that of its connection is: the context should win,
// because it says why.
const deadlineGrace = 500 * time.Millisecond

// conn is a connection that the guard has let through, with what every attempt on it has to tell.
type conn struct {
	net.Conn
	address    string // ip:port of the other end
	madeFor    *trip
	tlsVersion string
	expires    time.Time // of the receiver's certificate
	unverified bool      // nobody looked whether that certificate is valid
}

// learn keeps what the handshake showed.
func (c *conn) learn(state tls.ConnectionState) {
	c.tlsVersion = tls.VersionName(state.Version)
	c.unverified = len(state.VerifiedChains) == 0
	if len(state.PeerCertificates) > 0 {
		c.expires = state.PeerCertificates[0].NotAfter.UTC()
	}
}

// connOf finds our connection below the receiver's TLS.
func connOf(c net.Conn) *conn {
	for {
		switch layer := c.(type) {
		case *conn:
			return layer
		case *tls.Conn:
			c = layer.NetConn()
		default:
			return nil
		}
	}
}
