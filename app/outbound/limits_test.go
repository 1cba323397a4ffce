package outbound

import (
	"net/http"
	"testing"
	"time"
)

func TestTheLimitsThatApplyWhenNoneAreSet(t *testing.T) {
	c := newClient(t, Config{})
	got := c.cfg
	if got.ConnectTimeout != 5*time.Second || got.AttemptTimeout != 15*time.Second {
		t.Errorf("%v to connect, %v for an attempt", got.ConnectTimeout, got.AttemptTimeout)
	}
	if got.MaxResponseRead != 64<<10 || got.MaxResponseKeep != 16<<10 || got.MaxResponseHeaders != 32<<10 {
		t.Errorf("%d bytes are read, %d kept, and %d of the header", got.MaxResponseRead, got.MaxResponseKeep, got.MaxResponseHeaders)
	}
	for _, transport := range []*http.Transport{c.strict.pooled.Load(), c.strict.fresh, c.lax.pooled.Load(), c.lax.fresh} {
		if transport.MaxResponseHeaderBytes != 32<<10 || transport.TLSHandshakeTimeout != 5*time.Second || !transport.DisableCompression {
			t.Errorf("a connection takes %d bytes of header, %v for TLS, and decompresses: %v", transport.MaxResponseHeaderBytes, transport.TLSHandshakeTimeout, !transport.DisableCompression)
		}
	}
}
