package outbound

import (
	"bytes"
	"compress/gzip"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"unicode/utf8"

	"rollcall/app/outbound/outboundtest"
)

// Whatever a receiver does, the attempt on it ends with the class that is its due, by one connection (OUT-60 to OUT-67,
// OUT-73).
func TestHostileReceivers(t *testing.T) {
	for _, h := range outboundtest.Hostile() {
		t.Run(h.Name, func(t *testing.T) {
			t.Parallel()
			var connections atomic.Int64
			url := rawServer(t, func(c *peer) { connections.Add(1); h.Serve(c) })
			limits := patient
			if class := ErrorClass(h.Class); class == TimeoutResponse || class == HTTPStatus { // some of these end by nothing else
				limits = quick
			}
			c := newClient(t, limits(Config{Allow: loopback}))
			got := post(t, c, url)
			wantClass(t, got, ErrorClass(h.Class))
			if got.Status != h.Status {
				t.Errorf("status %d, want %d", got.Status, h.Status)
			}
			if got.BodySize > 64<<10 || len(got.Body) > 16<<10 {
				t.Errorf("%d bytes read, %d kept", got.BodySize, len(got.Body))
			}
			if n := connections.Load(); n != 1 {
				t.Errorf("%d connections for one attempt", n)
			}
		})
	}
}

func TestAPlainRequestToAPortOfTLS(t *testing.T) {
	url := secureReceiver(t, "127.0.0.1", &tls.Config{Certificates: []tls.Certificate{newAuthority(t).issue(t, leaf{ip: net.IPv4(127, 0, 0, 1)})}})
	got := post(t, newClient(t, patient(Config{Allow: loopback})), strings.Replace(url, "https://", "http://", 1))
	wantClass(t, got, HTTPStatus)
	if got.Status != 400 {
		t.Errorf("status %d", got.Status)
	}
}

// Of an answer's header no more is read than the limit, by many lines or by a long one (OUT-64).
func TestHowMuchOfAHeaderIsRead(t *testing.T) {
	c := newClient(t, patient(Config{Allow: loopback, MaxResponseHeaders: 8 << 10}))
	fill := func(size int) string { return ok + "Content-Length: 0\r\nX: " + strings.Repeat("x", size) + "\r\n\r\n" }
	wantClass(t, post(t, c, rawServer(t, say(fill(8<<10-100)))), "")
	wantClass(t, post(t, c, rawServer(t, say(fill(8<<10+100)))), ResponseInvalid)
	many := ok + "Content-Length: 0\r\n" + strings.Repeat("X: y\r\n", 1200) + "\r\n"
	wantClass(t, post(t, c, rawServer(t, say(many))), "")
	wantClass(t, post(t, c, rawServer(t, say(many[:len(many)-2]+strings.Repeat("X: y\r\n", 200)+"\r\n"))), ResponseInvalid)
}

func TestAReceiverThatAnswersBeforeItHasReadTheBody(t *testing.T) {
	url := rawServer(t, func(c *peer) {
		io.ReadFull(c, make([]byte, 10))
		io.WriteString(c, ok+"Content-Length: 2\r\n\r\nok")
		<-c.Over
	})
	got := postBody(t, newClient(t, patient(Config{Allow: loopback})), url, bytes.Repeat([]byte("x"), 8<<20))
	wantClass(t, got, "")
	if string(got.Body) != "ok" {
		t.Errorf("body %q", got.Body)
	}
}

func TestAReceiverThatTakesNoMoreConnections(t *testing.T) {
	c := newClient(t, quick(Config{Allow: loopback}))
	got := post(t, c, "http://"+fullBacklog(t)+"/")
	wantClass(t, got, TimeoutConnect)
	if got.Address != "" || got.Phases.Connect <= 0 {
		t.Errorf("%+v", got)
	}
}

func TestAPortWhereNothingListens(t *testing.T) {
	got := post(t, newClient(t, Config{Allow: loopback}), "http://"+outboundtest.Refusing(t))
	wantClass(t, got, ConnectionRefused)
}

func TestHowMuchOfAnAnswerIsKept(t *testing.T) {
	for _, test := range []struct {
		name       string
		answer     string
		kept, read int
		truncated  bool
	}{
		{"an empty one", ok + "Content-Length: 0\r\n\r\n", 0, 0, false},
		{"a short one", ok + "Content-Length: 5\r\n\r\nhello", 5, 5, false},
		{"as much as is kept", ok + "Content-Length: 10\r\n\r\n" + strings.Repeat("x", 10), 10, 10, false},
		{"one byte more than is kept", ok + "Content-Length: 11\r\n\r\n" + strings.Repeat("x", 11), 10, 11, true},
		{"as much as is read", ok + "Content-Length: 100\r\n\r\n" + strings.Repeat("x", 100), 10, 100, true},
		{"more than is read", ok + "Content-Length: 101\r\n\r\n" + strings.Repeat("x", 101), 10, 100, true},
		{"less than an error promises", "HTTP/1.1 500 x\r\nContent-Length: 9\r\n\r\nhello", 5, 5, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			url := rawServer(t, say(test.answer))
			got := post(t, newClient(t, quick(Config{Allow: loopback, MaxResponseKeep: 10, MaxResponseRead: 100})), url)
			if len(got.Body) != test.kept || got.BodySize != int64(test.read) || got.Truncated != test.truncated {
				t.Errorf("kept %d, read %d, truncated %v; want %d, %d, %v", len(got.Body), got.BodySize, got.Truncated, test.kept, test.read, test.truncated)
			}
		})
	}
}

// bomb is gzip of that many zeros in about a thousandth of the bytes.
func bomb(t *testing.T, size int) []byte {
	t.Helper()
	const part = 1 << 20
	var once bytes.Buffer
	w := gzip.NewWriter(&once)
	w.Write(make([]byte, part))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return bytes.Repeat(once.Bytes(), size/part)
}

// Nothing is asked for encoded, and what comes encoded all the same is stored as it came: never unpacked, so that what it
// would become costs nothing (OUT-70).
func TestAnEncodedAnswerIsStoredAsItCame(t *testing.T) {
	huge := bomb(t, 1<<30)
	var nested bytes.Buffer
	w := gzip.NewWriter(&nested)
	w.Write(bomb(t, 64<<20))
	w.Close()
	for _, test := range []struct {
		name, encoding string
		body           []byte
	}{
		{"gzip of a gibibyte", "gzip", huge},
		{"gzip of gzip", "gzip, gzip", nested.Bytes()},
		{"gzip that says it is plain", "", bomb(t, 1<<20)},
		{"gzip that is cut off", "gzip", huge[:500]},
		{"gzip that is none", "gzip", []byte("\x1f\x8b\x08 no gzip at all")},
		{"text that says it is gzip", "gzip", []byte("plain text")},
		{"br", "br", []byte("\x8b\x03\x80brotli\x03")},
		{"zstd", "zstd", []byte("\x28\xb5\x2f\xfd\x04\x00\x29\x00\x00zstd\x00\x00\x00\x00")},
		{"deflate", "deflate", []byte("\x78\x9c\x4b\x04\x00\x00\x62\x00\x62")},
	} {
		t.Run(test.name, func(t *testing.T) {
			answer := fmt.Appendf(nil, "%sContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n%s", ok, test.encoding, len(test.body), test.body)
			url := rawServer(t, func(c *peer) {
				if outboundtest.ReadRequest(c) == nil {
					c.Write(answer)
					hold(c)
				}
			})
			c := newClient(t, Config{Allow: loopback})
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			got := post(t, c, url)
			runtime.ReadMemStats(&after)
			wantClass(t, got, "")
			if used := after.TotalAlloc - before.TotalAlloc; used > 1<<20 {
				t.Errorf("%d bytes of memory were taken", used)
			}
			if !bytes.HasPrefix(test.body, got.Body) || got.BodySize != int64(min(len(test.body), 64<<10)) || len(got.Body) == 0 || got.Header.Get("Content-Encoding") != test.encoding {
				t.Errorf("%d bytes read, %d kept, header %v", got.BodySize, len(got.Body), got.Header)
			}
		})
	}
}

func TestAnAnswersHeaderIsFitToBeStored(t *testing.T) {
	url := rawServer(t, say(ok+"Content-Length: 0\r\nSet-Cookie: session=canary1\r\nset-cookie: canary2\r\nX-Auth-Token: canary3\r\nX-Api-Key: canary4\r\n"+
		"X-Session-Id: canary5\r\nAuthorization: canary6\r\nX-Set-Cookie: canary7\r\nX-Signature: canary8\r\nProxy-Authorization: canary9\r\n"+
		"X-Bytes: a\xff\xfeb\r\nX-Plain: kept, as it is\r\nX-Words: größer\r\nX-Turned: \u202ea\u009b2J\r\nX-Marks: a"+strings.Repeat("\u0301", 2000)+"\r\n\r\n"))
	got := post(t, newClient(t, Config{Allow: loopback}), url)
	all := fmt.Sprint(got.Header)
	if strings.Contains(all, "canary") || !utf8.ValidString(all) || strings.ContainsAny(all, "\x1b\x07\x00") {
		t.Errorf("the header is %q", all)
	}
	for name, want := range map[string]string{"Set-Cookie": masked, "X-Plain": "kept, as it is", "X-Words": "größer", "X-Bytes": "a\uFFFD\uFFFDb", "X-Turned": "\uFFFDa\uFFFD2J"} {
		if got.Header.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, got.Header.Get(name), want)
		}
	}
}
