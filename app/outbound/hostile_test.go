package outbound

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"
)

// say answers with fixed bytes and then holds the connection open.
func say(answer string) func(*peer) {
	return func(c *peer) {
		if readRequest(c) == nil {
			io.WriteString(c, answer)
			hold(c)
		}
	}
}

// drip answers with a beginning and then byte by byte, for ever.
func drip(beginning, more string) func(*peer) {
	return func(c *peer) {
		if readRequest(c) != nil {
			return
		}
		_, err := io.WriteString(c, beginning)
		for tick := time.NewTicker(20 * time.Millisecond); err == nil; <-tick.C {
			_, err = io.WriteString(c, more)
		}
	}
}

// flood answers with a beginning and then as fast as it can, for ever.
func flood(beginning, more string) func(*peer) {
	return func(c *peer) {
		if readRequest(c) != nil {
			return
		}
		_, err := io.WriteString(c, beginning)
		for chunk := strings.Repeat(more, 1+4096/len(more)); err == nil; {
			_, err = io.WriteString(c, chunk)
		}
	}
}

// cut answers and closes, with a reset when hard.
func cut(answer string, hard bool) func(*peer) {
	return func(c *peer) {
		if readRequest(c) != nil {
			return
		}
		io.WriteString(c, answer)
		if hard {
			c.SetLinger(0)
		}
	}
}

const ok = "HTTP/1.1 200 OK\r\n"

// hostile receivers, with the class of what comes of them. Status 0 where there is no usable answer.
var hostile = []struct {
	name   string
	serve  func(*peer)
	class  ErrorClass
	status int
}{
	{"accepts and never answers", hold, TimeoutResponse, 0},
	{"never reads", func(c *peer) { <-c.over }, TimeoutResponse, 0},
	{"sends header bytes one by one", drip(ok+"X: ", "x"), TimeoutResponse, 0},
	{"sends header lines one by one", drip(ok, "X: y\r\n"), TimeoutResponse, 0},
	{"sends body bytes one by one", drip(ok+"\r\n", "x"), TimeoutResponse, 200},
	{"sends chunks one by one", drip(ok+"Transfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"), TimeoutResponse, 200},
	{"never ends an error's body", drip("HTTP/1.1 500 x\r\n\r\n", "x"), HTTPStatus, 500},
	{"never ends the body of a 410", say("HTTP/1.1 410 Gone\r\nContent-Length: 10\r\n\r\nx"), HTTPStatus, 410},
	{"holds an HTTP/1.0 answer without length open", say("HTTP/1.0 200 OK\r\n\r\nx"), TimeoutResponse, 200},
	{"sends a body without end", flood(ok+"\r\n", "x"), "", 200},
	{"announces 10 GB", flood(ok+"Content-Length: 10737418240\r\n\r\n", "x"), "", 200},
	{"sends chunks without end", flood(ok+"Transfer-Encoding: chunked\r\n\r\n", "1000\r\n"+strings.Repeat("x", 4096)+"\r\n"), "", 200},
	{"sends chunk extensions without end", flood(ok+"Transfer-Encoding: chunked\r\n\r\n", "1;"+strings.Repeat("e", 3000)+"\r\nx\r\n"), ResponseInvalid, 200},
	{"sends one chunk header without end", flood(ok+"Transfer-Encoding: chunked\r\n\r\n", "0"), ResponseInvalid, 200},
	{"sends trailers without end", flood(ok+"Transfer-Encoding: chunked\r\n\r\n0\r\n", "X: y\r\n"), ResponseInvalid, 200},
	{"sends 1 MiB of one header", say(ok + "X: " + strings.Repeat("x", 1<<20) + "\r\n\r\n"), ResponseInvalid, 0},
	{"sends 10,000 headers", say(ok + strings.Repeat("X: y\r\n", 10_000) + "\r\n"), ResponseInvalid, 0},
	{"sends a status line without end", flood("HTTP/1.1 200 ", "x"), ResponseInvalid, 0},
	{"sends 102 for ever", flood("", "HTTP/1.1 102 Processing\r\n\r\n"), ResponseInvalid, 0},
	{"sends 103 one by one", drip("", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"), TimeoutResponse, 0},
	{"sends 100 and nothing else", say("HTTP/1.1 100 Continue\r\n\r\n"), TimeoutResponse, 0},
	{"switches protocols and holds", say("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"), ResponseInvalid, 101},
	{"switches protocols and drips", drip("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n", "x"), ResponseInvalid, 101},
	{"switches protocols without saying to which", say("HTTP/1.1 101 Switching Protocols\r\n\r\n"), ResponseInvalid, 101},
	{"closes without an answer", cut("", false), ConnectionReset, 0},
	{"resets without an answer", cut("", true), ConnectionReset, 0},
	{"closes in the middle of the header", cut(ok+"X: ", false), ConnectionReset, 0},
	{"closes in the middle of the body", cut(ok+"Content-Length: 10\r\n\r\nx", false), ConnectionReset, 200},
	{"closes in the middle of a chunk", cut(ok+"Transfer-Encoding: chunked\r\n\r\n5\r\nx", false), ConnectionReset, 200},
	{"closes in the middle of an error's body", cut("HTTP/1.1 503 x\r\nContent-Length: 10\r\n\r\nx", false), HTTPStatus, 503},
	{"speaks SSH", say("SSH-2.0-OpenSSH_9.9\r\n"), ResponseInvalid, 0},
	{"speaks mail", say("220 mail.example ESMTP\r\n"), ResponseInvalid, 0},
	{"speaks TLS", say("\x15\x03\x01\x00\x02\x02\x28"), TimeoutResponse, 0},
	{"speaks HTTP/2", say("\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64HTTP/2\r\n"), ResponseInvalid, 0},
	{"answers status 000", say("HTTP/1.1 000 x\r\nContent-Length: 0\r\n\r\n"), ResponseInvalid, 0},
	{"answers status 099", say("HTTP/1.1 099 x\r\nContent-Length: 0\r\n\r\n"), ResponseInvalid, 99},
	{"answers status 999", say("HTTP/1.1 999 x\r\nContent-Length: 0\r\n\r\n"), HTTPStatus, 999},
	{"answers status 1000", say("HTTP/1.1 1000 x\r\n\r\n"), ResponseInvalid, 0},
	{"answers status -20", say("HTTP/1.1 -20 x\r\n\r\n"), ResponseInvalid, 0},
	{"answers two lengths", say(ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx"), ResponseInvalid, 0},
	{"answers a negative length", say(ok + "Content-Length: -1\r\n\r\n"), ResponseInvalid, 0},
	{"answers an unknown transfer encoding", say(ok + "Transfer-Encoding: gzip\r\n\r\n"), ResponseInvalid, 0},
	{"answers a control character in a header", say(ok + "X: \x1b[2J\r\n\r\n"), ResponseInvalid, 0},
	{"answers a NUL in a header", say(ok + "X: a\x00b\r\n\r\n"), ResponseInvalid, 0},
	{"answers a bad chunk", say(ok + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"), ResponseInvalid, 200},
	{"answers after 204 with a body", say("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 500 x\r\n\r\n"), "", 204},
}

func TestHostileReceivers(t *testing.T) {
	for _, h := range hostile {
		t.Run(h.name, func(t *testing.T) {
			t.Parallel()
			var connections atomic.Int64
			url := rawServer(t, func(c *peer) { connections.Add(1); h.serve(c) })
			c := newClient(t, quick(Config{Allow: loopback}))
			got := post(t, c, url)
			wantClass(t, got, h.class)
			if got.Status != h.status {
				t.Errorf("status %d, want %d", got.Status, h.status)
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

func TestAReceiverThatAnswersBeforeItHasReadTheBody(t *testing.T) {
	url := rawServer(t, func(c *peer) {
		io.ReadFull(c, make([]byte, 10))
		io.WriteString(c, ok+"Content-Length: 2\r\n\r\nok")
		<-c.over
	})
	got := postBody(t, newClient(t, quick(Config{Allow: loopback})), url, bytes.Repeat([]byte("x"), 8<<20))
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
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	got := post(t, newClient(t, Config{Allow: loopback}), "http://"+listener.Addr().String())
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

func TestAnEncodedAnswerIsStoredAsItCame(t *testing.T) {
	var bomb bytes.Buffer
	w := gzip.NewWriter(&bomb)
	w.Write(make([]byte, 8<<20))
	w.Close()
	for _, encoding := range []string{"gzip", "br", "zstd", "deflate", "gzip, gzip"} {
		url := rawServer(t, say(fmt.Sprintf("%sContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n%s", ok, encoding, bomb.Len(), bomb.String())))
		got := post(t, newClient(t, Config{Allow: loopback}), url)
		wantClass(t, got, "")
		if !bytes.HasPrefix(bomb.Bytes(), got.Body) || got.BodySize != int64(bomb.Len()) || got.Header.Get("Content-Encoding") != encoding {
			t.Errorf("%s: %d bytes read, header %v", encoding, got.BodySize, got.Header)
		}
	}
}

func TestAnAnswersHeaderIsFitToBeStored(t *testing.T) {
	url := rawServer(t, say(ok+"Content-Length: 0\r\nSet-Cookie: session=canary1\r\nset-cookie: canary2\r\nX-Auth-Token: canary3\r\nX-Api-Key: canary4\r\n"+
		"X-Bytes: a\xff\xfeb\r\nX-Plain: kept, as it is\r\nX-Words: größer\r\n\r\n"))
	got := post(t, newClient(t, Config{Allow: loopback}), url)
	all := fmt.Sprint(got.Header)
	if strings.Contains(all, "canary") || !utf8.ValidString(all) || strings.ContainsAny(all, "\x1b\x07\x00") {
		t.Errorf("the header is %q", all)
	}
	for name, want := range map[string]string{"Set-Cookie": masked, "X-Plain": "kept, as it is", "X-Words": "größer", "X-Bytes": "a\uFFFD\uFFFDb"} {
		if got.Header.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, got.Header.Get(name), want)
		}
	}
}

func TestHostileReceiversTogetherLeaveNothingBehindAndHoldUpNobody(t *testing.T) {
	c := newClient(t, Config{Allow: loopback, ConnectTimeout: time.Second, AttemptTimeout: 2 * time.Second})
	well := newCanary(t)
	wellURL := "http://" + well.address
	wantClass(t, post(t, c, wellURL), "")
	c.CloseIdle()
	before := runtime.NumGoroutine()
	t.Run("at once", func(t *testing.T) {
		var all sync.WaitGroup
		for i := range 200 {
			url := rawServer(t, hostile[i%len(hostile)].serve)
			all.Go(func() { c.Do(t.Context(), Request{URL: url, Body: []byte("{}")}) })
		}
		for range 50 {
			wantClass(t, post(t, c, wellURL), "")
		}
		all.Wait()
	})
	c.CloseIdle()
	for deadline := time.Now().Add(patience); runtime.NumGoroutine() > before+5; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines, %d before\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
	}
}
