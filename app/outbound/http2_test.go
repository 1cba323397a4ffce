package outbound

import (
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
)

// frame is a frame of HTTP/2 (RFC 9113 section 4.1).
func frame(kind, flags byte, stream uint32, payload string) string {
	head := make([]byte, 9)
	binary.BigEndian.PutUint32(head, uint32(len(payload))<<8)
	head[3], head[4] = kind, flags
	binary.BigEndian.PutUint32(head[5:], stream)
	return string(head) + payload
}

// HTTP/1.1 is all that is spoken, so whatever HTTP/2 could do to a client is an invalid answer (OUT-75).
func TestOnlyHTTP1IsSpoken(t *testing.T) {
	ca := newAuthority(t)
	certificate := ca.issue(t, leaf{name: "receiver.internal"})
	t.Run("no other protocol is offered in the handshake", func(t *testing.T) {
		var mu sync.Mutex
		var offered []string
		settings := &tls.Config{Certificates: []tls.Certificate{certificate}, GetConfigForClient: func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			mu.Lock()
			defer mu.Unlock()
			offered = append(offered, hello.SupportedProtos...)
			return nil, nil
		}}
		got := post(t, secureClient(t, ca), secureReceiver(t, "receiver.internal", settings))
		wantClass(t, got, "")
		mu.Lock()
		defer mu.Unlock()
		if slices.ContainsFunc(offered, func(p string) bool { return p != "http/1.1" }) || !strings.Contains(string(got.Body), "HTTP/1.1") {
			t.Errorf("offered %q, spoken %s", offered, got.Body)
		}
	})
	settings := frame(4, 0, 0, "")
	for name, frames := range map[string]string{
		"settings without end":             settings,
		"streams that are reset":           settings + frame(3, 0, 1, "\x00\x00\x00\x08"),
		"goodbyes without end":             settings + frame(7, 0, 0, "\x00\x00\x00\x00\x00\x00\x00\x00"),
		"a window of nothing":              frame(4, 0, 0, "\x00\x04\x00\x00\x00\x00"),
		"headers that go on and never end": settings + frame(1, 0, 1, "\x88") + strings.Repeat(frame(9, 0, 1, strings.Repeat("\x00\x01a\x01b", 100)), 20),
		"pings without end":                settings + frame(6, 0, 0, "12345678"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, secure := range []bool{true, false} {
				flood := func(c net.Conn) {
					for err := error(nil); err == nil; {
						_, err = io.WriteString(c, frames)
					}
				}
				serve := func(c *peer) { flood(c) }
				if secure {
					serve = func(c *peer) {
						flood(tls.Server(c, &tls.Config{Certificates: []tls.Certificate{certificate}}))
					}
				}
				url := strings.Replace(rawServer(t, serve), "127.0.0.1", "receiver.internal", 1)
				if secure {
					url = strings.Replace(url, "http://", "https://", 1)
				}
				wantClass(t, post(t, secureClient(t, ca), url), ResponseInvalid)
			}
		})
	}
}
