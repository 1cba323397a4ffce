package webhook

import (
	"context"
	"fmt"
	"net/http"

	"rollcall/app"
	"rollcall/app/outbound"
)

// sending is one attempt that has ended.
type sending struct {
	delivery waiting
	attempt  Attempt
	unsent   bool  // no request was made: nothing to record
	err      error // our own fault that kept it from being made
}

// says is what the attempt tells of the receiver.
func (s sending) says() ending {
	if s.unsent {
		return saysNothing
	}
	return endingOf(s.attempt.Result)
}

// attempt makes one request. Its caller has a place for it.
func (s *Service) attempt(ctx context.Context, t target, d waiting) sending {
	s.flying.Store(d.ID, true)
	defer s.flying.Delete(d.ID)
	a := Attempt{ID: app.NewUUID(), DeliveryID: d.ID, Trigger: d.trigger(), TriggeredBy: d.by, URL: t.url}
	header, err := s.signedHeaders(t, d)
	if err != nil {
		return sending{delivery: d, unsent: true, err: fmt.Errorf("sign delivery %s: %w", d.ID, err)}
	}
	a.Request = masked(header, t.own)
	a.Result = withoutOwn(s.client.Do(ctx, outbound.Request{URL: t.url, Header: header, Body: d.Body, Unverified: t.unverified}), t.own)
	s.meter.attempt(a.Result)
	return sending{delivery: d, attempt: a}
}

func (s *Service) signedHeaders(t target, d waiting) (http.Header, error) {
	now := s.clock.Now()
	signature, err := sign(t.keys(now), d.ID, now, d.Body)
	header := headers(d.Delivery, d.Attempts+1, now, s.version, signature)
	for name, values := range t.own {
		if _, ours := header[name]; !ours {
			header[name] = values
		}
	}
	return header, err
}
