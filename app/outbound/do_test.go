package outbound

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestTheRequestIsWhatWasAskedFor(t *testing.T) {
	var seen []string
	url := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		seen = []string{r.Method, r.RequestURI, r.Proto, r.Host, strconv.FormatInt(r.ContentLength, 10), string(body)}
		for _, name := range []string{"Content-Type", "User-Agent", "Webhook-Id", "Accept-Encoding", "Cookie", "Transfer-Encoding"} {
			seen = append(seen, strings.Join(r.Header.Values(name), "|"))
		}
		w.Header().Set("Set-Cookie", "session=1")
		w.Header().Set("Retry-After", "7")
		w.WriteHeader(http.StatusAccepted)
		io.WriteString(w, "thanks")
	})
	c := newClient(t, Config{Allow: loopback})
	header := http.Header{"Content-Type": {"application/json"}, "User-Agent": {"Rollcall/test"}, "Webhook-Id": {"018f"}}
	host := strings.TrimPrefix(url, "http://")
	for range 2 { // the second time a cookie would come back
		before := time.Now().Add(-time.Microsecond)
		got := c.Do(t.Context(), Request{URL: url + "/a%2Fb?x=1", Header: header, Body: []byte("{}")})
		wantClass(t, got, "")
		want := []string{"POST", "/a%2Fb?x=1", "HTTP/1.1", host, "2", "{}", "application/json", "Rollcall/test", "018f", "", "", ""}
		if diff := cmp.Diff(want, seen); diff != "" {
			t.Error(diff)
		}
		if got.Status != 202 || string(got.Body) != "thanks" || got.BodySize != 6 || got.Truncated || got.RetryAfter != 7*time.Second || got.Address != host {
			t.Errorf("%+v", got)
		}
		if got.Started.Before(before) || got.Started.Location() != time.UTC || got.Started.Nanosecond()%1000 != 0 {
			t.Errorf("started at %v", got.Started)
		}
	}
	if diff := cmp.Diff(http.Header{"Content-Type": {"application/json"}, "User-Agent": {"Rollcall/test"}, "Webhook-Id": {"018f"}}, header); diff != "" {
		t.Errorf("the caller's header was changed:\n%s", diff)
	}
	wantClass(t, c.Do(t.Context(), Request{URL: url}), "")
	if seen[4] != "0" {
		t.Errorf("an empty body has the length %s", seen[4])
	}
}

func TestTheStatusDecides(t *testing.T) {
	var status int
	url := receiver(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(status) })
	c := newClient(t, Config{Allow: loopback})
	for want, all := range map[ErrorClass][]int{"": {200, 201, 202, 204, 205, 226, 299}, HTTPStatus: {400, 401, 404, 408, 410, 418, 429, 499, 500, 502, 503, 504, 599}} {
		for _, status = range all {
			got := post(t, c, url)
			wantClass(t, got, want)
			if got.Status != status || want != "" && !strings.Contains(got.Error, strconv.Itoa(status)) {
				t.Errorf("%d: %+v", status, got)
			}
		}
	}
}

func TestTimeIsSplitIntoPhases(t *testing.T) {
	port := newCanary(t).port
	server := newNameServer(map[string]dnsAnswer{"receiver.internal": addresses("127.0.0.1")})
	c := newClient(t, Config{Resolver: server.resolver(), Allow: []string{"receiver.internal"}})
	first := post(t, c, "http://receiver.internal:"+port).Phases
	if first.DNS <= 0 || first.Connect <= 0 || first.TLS != 0 || first.FirstByte <= 0 || first.DNS+first.Connect+first.FirstByte+first.Body > first.Total {
		t.Errorf("a new connection: %+v", first)
	}
	second := post(t, c, "http://receiver.internal:"+port).Phases
	if second.DNS != 0 || second.Connect != 0 || second.TLS != 0 || second.FirstByte <= 0 || second.Total <= 0 {
		t.Errorf("the kept connection: %+v", second)
	}
}

func TestAStopInterruptsAnAttempt(t *testing.T) {
	for name, serve := range map[string]func(*peer){"before the answer": hold, "in the middle of the answer": say(ok + "Content-Length: 10\r\n\r\nx")} {
		t.Run(name, func(t *testing.T) {
			stop, cancel := context.WithCancel(t.Context())
			url := rawServer(t, func(c *peer) {
				time.AfterFunc(50*time.Millisecond, cancel)
				serve(c)
			})
			c := newClient(t, Config{Allow: loopback, AttemptTimeout: patience})
			wantClass(t, c.Do(stop, Request{URL: url, Body: []byte("{}")}), Interrupted)
			wantClass(t, c.Do(stop, Request{URL: url, Body: []byte("{}")}), Interrupted)
		})
	}
}

// keptAlive answers the first request on a connection as it should and the second one otherwise.
func keptAlive(second func(*peer), requests *atomic.Int64) func(*peer) {
	return func(c *peer) {
		in := bufio.NewReader(c)
		for n := 0; ; n++ {
			r, err := http.ReadRequest(in)
			if err != nil {
				return
			}
			io.Copy(io.Discard, r.Body)
			requests.Add(1)
			if n > 0 {
				second(c)
				return
			}
			io.WriteString(c, ok+"Content-Length: 2\r\n\r\nok")
		}
	}
}

func TestAKeptConnectionThatTheReceiverHasClosed(t *testing.T) {
	for name, second := range map[string]func(*peer){"by closing": func(*peer) {}, "by a reset": func(c *peer) { c.SetLinger(0) }} {
		t.Run(name+" costs one more request and no failure", func(t *testing.T) {
			var requests atomic.Int64
			url := rawServer(t, keptAlive(second, &requests))
			c := newClient(t, Config{Allow: loopback})
			for range 4 {
				wantClass(t, post(t, c, url), "")
			}
			// 1; 2 on the kept one, repeated as 3; the repeating connection is not kept, so 4; 5 on the kept one, repeated as 6.
			if n := requests.Load(); n != 6 {
				t.Errorf("%d requests for four attempts, want 6", n)
			}
		})
	}
}

func TestARequestIsNotRepeated(t *testing.T) {
	for name, second := range map[string]func(*peer){
		"when the answer had begun":       func(c *peer) { io.WriteString(c, "HTTP/1.1 2") },
		"when the receiver had it longer": hold,
		"when the answer is no HTTP":      func(c *peer) { io.WriteString(c, "220 mail.example ESMTP\r\n") },
	} {
		t.Run(name, func(t *testing.T) {
			var requests atomic.Int64
			url := rawServer(t, keptAlive(second, &requests))
			c := newClient(t, quick(Config{Allow: loopback}))
			wantClass(t, post(t, c, url), "")
			if got := post(t, c, url); got.Class == "" || requests.Load() != 2 {
				t.Errorf("class %q, %d requests", got.Class, requests.Load())
			}
		})
	}
	t.Run("more than once", func(t *testing.T) {
		var requests atomic.Int64
		var broken atomic.Bool
		url := rawServer(t, func(c *peer) {
			if broken.Load() {
				requests.Add(1)
				return
			}
			keptAlive(func(*peer) { broken.Store(true) }, &requests)(c)
		})
		c := newClient(t, Config{Allow: loopback})
		wantClass(t, post(t, c, url), "")
		wantClass(t, post(t, c, url), ConnectionReset)
		if n := requests.Load(); n != 3 {
			t.Errorf("%d requests, want 3", n)
		}
	})
}

func TestAHeaderThatCannotBeSentIsNotBlamedOnTheReceiver(t *testing.T) {
	loot := newCanary(t)
	c := newClient(t, Config{Allow: loopback})
	for name, value := range map[string]string{"X": "a\r\nY: b", "X Y": "a", "": "a", "Z": "a\x00"} {
		got := c.Do(t.Context(), Request{URL: "http://" + loot.address, Header: http.Header{name: {value}}})
		wantClass(t, got, ResponseInvalid)
		if !strings.Contains(got.Error, "headers") {
			t.Errorf("%q: %q: people read %q", name, value, got.Error)
		}
	}
	loot.wantUntouched(t)
}

func TestAReceiverCannotFillTheLog(t *testing.T) {
	url := rawServer(t, say("SSH-"+strings.Repeat("x\x1b", 10_000)+"\r\n"))
	got := post(t, newClient(t, Config{Allow: loopback}), url)
	wantClass(t, got, ResponseInvalid)
	if len(got.LogDetail) > 600 || strings.ContainsAny(got.LogDetail, "\x1b\n") {
		t.Errorf("%d bytes: %q", len(got.LogDetail), got.LogDetail)
	}
}

func TestAnAnswerThatIsCutOffClosesItsConnection(t *testing.T) {
	var connections atomic.Int64
	url := rawServer(t, func(c *peer) {
		connections.Add(1)
		say(ok + "Content-Length: 200000\r\n\r\n" + strings.Repeat("x", 70_000))(c)
	})
	c := newClient(t, Config{Allow: loopback})
	for range 3 {
		got := post(t, c, url)
		wantClass(t, got, "")
		if got.BodySize != 64<<10 || !got.Truncated {
			t.Errorf("%d bytes, truncated %v", got.BodySize, got.Truncated)
		}
	}
	if connections.Load() != 3 {
		t.Errorf("%d connections, want 3", connections.Load())
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"": 0, "0": 0, "120": 2 * time.Minute, " 120 ": 2 * time.Minute, "86400": 24 * time.Hour, "99999999": 24 * time.Hour, "99999999999999999999999": 24 * time.Hour,
		"-5": 0, "+5": 0, "1.5": 0, "soon": 0, "0x10": 0, "12 apples": 0, "١٢": 0,
		"Mon, 04 May 2026 03:04:01 GMT": 2 * time.Minute, "Monday, 04-May-26 03:04:01 GMT": 2 * time.Minute, "Mon May  4 03:04:01 2026": 2 * time.Minute,
		"Mon, 04 May 2026 03:00:01 GMT": 0, "Mon, 04 May 2099 03:00:01 GMT": 24 * time.Hour, "Mon, 04 May": 0,
	} {
		if got := retryAfter(value, now); got != want {
			t.Errorf("%q: %v, want %v", value, got, want)
		}
	}
}

func TestEveryClassHasALabelAndAdvice(t *testing.T) {
	want := []ErrorClass{
		"http_status", "redirect_not_followed", "timeout_connect", "timeout_response", "dns_failed", "connection_refused",
		"connection_reset", "tls_failed", "address_refused", "response_invalid", "interrupted",
	}
	if diff := cmp.Diff(want, Classes()); diff != "" {
		t.Fatal(diff)
	}
	labels := map[string]bool{}
	for _, c := range Classes() {
		if c.Label() == "" || len(strings.Fields(c.Label())) > 3 || labels[c.Label()] {
			t.Errorf("%s is called %q", c, c.Label())
		}
		labels[c.Label()] = true
		if !strings.HasSuffix(c.Advice(), ".") || strings.Contains(c.Advice(), "\n") {
			t.Errorf("%s: %q", c, c.Advice())
		}
	}
	if ErrorClass("").Label() != "" || ErrorClass("new").Advice() != "" {
		t.Error("a word that is not in the list has a label or advice")
	}
}
