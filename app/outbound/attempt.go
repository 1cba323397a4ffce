package outbound

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"time"
)

// Do makes one attempt: it POSTs and says what came of it. It returns when the answer has been read, or the attempt's
// time is over, or ctx is cancelled (class interrupted). It never follows a redirect and never repeats a request that
// the receiver may have begun to answer.
func (c *Client) Do(ctx context.Context, r Request) Result {
	began := time.Now()
	a := &attempt{client: c, caller: ctx, began: began}
	a.result.Started = began.UTC().Truncate(time.Microsecond)
	to, err := c.parse(r.URL)
	if err != nil {
		a.fail(AddressRefused, err.Error(), "the URL is not one that may be called")
		return a.done(seen{})
	}
	limited, cancel := context.WithDeadline(ctx, began.Add(c.cfg.AttemptTimeout))
	defer cancel()
	a.to = to
	a.lines = c.strict
	if r.Unverified && to.url.Scheme == "https" {
		a.lines = c.lax
	}
	a.run(limited, r)
	return a.result
}

// attempt is one Do.
type attempt struct {
	client *Client
	caller context.Context // cancelled when the process stops
	began  time.Time
	to     target
	lines  *lines
	result Result
}

func (a *attempt) run(ctx context.Context, r Request) {
	resp, t, err := a.send(ctx, r)
	if err == nil {
		err = a.read(resp, t)
	}
	saw := t.end()
	if err != nil {
		a.explain(err, t, saw)
	}
	a.done(saw)
}

// send makes the request on a kept connection or a new one. A kept connection may have been closed by the receiver in
// the moment in which it was chosen; that says nothing about the receiver, so when not a byte came back the request
// is made once more on a connection of its own. The receiver tells a repeated request by its webhook-id.
func (a *attempt) send(ctx context.Context, r Request) (*http.Response, *trip, error) {
	resp, t, err := a.trip(ctx, a.lines.pooled.Load(), r)
	if err == nil || ctx.Err() != nil {
		return resp, t, err
	}
	if saw := t.end(); saw.reused && saw.stage == stageSent {
		return a.trip(ctx, a.lines.fresh, r)
	}
	return nil, t, err
}

func (a *attempt) trip(ctx context.Context, via *http.Transport, r Request) (*http.Response, *trip, error) {
	t := &trip{to: a.to, deadline: a.began.Add(a.client.cfg.AttemptTimeout), begun: time.Now()}
	var err error
	if t.proxy, err = a.client.chooseProxy(a.to.url); err != nil {
		return nil, t, err
	}
	t.secureProxy()
	resp, err := via.RoundTrip(a.request(t.withTrace(ctx), r))
	return resp, t, err
}

func (a *attempt) request(ctx context.Context, r Request) *http.Request {
	header := r.Header
	if header == nil {
		header = http.Header{}
	}
	body := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(r.Body)), nil }
	req := &http.Request{
		Method: http.MethodPost, URL: a.to.url, Host: a.to.url.Host, Header: header,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		ContentLength: int64(len(r.Body)), GetBody: body, Body: http.NoBody,
	}
	if len(r.Body) > 0 {
		req.Body, _ = body()
	}
	return req.WithContext(ctx)
}

// fail notes a failure; the first one noted stays.
func (a *attempt) fail(class ErrorClass, text, detail string) {
	if a.result.Class == "" {
		a.result.Class, a.result.Error, a.result.LogDetail = class, text, detail
	}
}

// done completes the result with what the trip saw.
func (a *attempt) done(saw seen) Result {
	a.result.Phases = saw.phases
	a.result.Phases.Total = time.Since(a.began)
	if saw.conn != nil {
		a.result.Address = saw.conn.address
		a.result.TLSVersion, a.result.CertificateExpires = saw.conn.tlsVersion, saw.conn.expires
		a.result.Unverified = saw.conn.unverified
	}
	return a.result
}
