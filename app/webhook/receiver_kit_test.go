package webhook_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// received is one request as the receiver got it.
type received struct {
	header http.Header
	body   []byte
}

func (r received) id() string { return r.header.Get("webhook-id") }

// verify checks a request as an independent receiver would: with the library of Standard Webhooks.
func verify(secret string, r received) error {
	verifier, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		return err
	}
	return verifier.Verify(r.body, r.header)
}

// receiver is an HTTP server on loopback that keeps what it gets. answer gets the request's number, from 1, and says
// the status; it may block.
type receiver struct {
	url string

	mu   sync.Mutex
	got  []received // when answered
	out  int        // not answered yet
	in   int
	most int
}

func newReceiver(t *testing.T, answer func(n int, r received) int) *receiver {
	t.Helper()
	r := &receiver{}
	over := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(request.Body)
		if err != nil {
			return
		}
		got := received{request.Header.Clone(), body}
		answered := make(chan int, 1)
		go func() { answered <- answer(r.begin(), got) }()
		var status int
		select {
		case status = <-answered:
		case <-over: // the test has failed before it let go
			return
		}
		r.end(got)
		w.WriteHeader(status)
		if status == http.StatusOK {
			io.WriteString(w, "thank you")
		}
	}))
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(over) })
	r.url = server.URL + "/hooks"
	return r
}

func (r *receiver) begin() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.in++
	r.out++
	r.most = max(r.most, r.out)
	return r.in
}

func (r *receiver) end(got received) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.out--
	r.got = append(r.got, got)
}

func (r *receiver) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.in
}

func (r *receiver) mostAtOnce() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.most
}

// wait waits until n requests were answered and returns them.
func (r *receiver) wait(t *testing.T, n int) []received {
	t.Helper()
	var got []received
	waitFor(t, "the receiver's requests", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		got = append([]received(nil), r.got...)
		return len(got) >= n
	})
	return got
}

// waitOut waits until n requests are with the receiver at the same time.
func (r *receiver) waitOut(t *testing.T, n int) {
	t.Helper()
	waitFor(t, "requests at the receiver", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.out >= n
	})
}
