package graphql

import (
	"sync"
	"time"

	"rollcall/app"
)

// The rate of one token (contracts/pipefy.md, Limits), and how many tokens are watched at most. Each process counts
// for itself.
const (
	rateMost   = 500
	rateWithin = 30 * time.Second
	tokensKept = 4096
)

// rate counts the operations of every token over the last 30 seconds, exactly: a bucket that refills would let more
// through than the contract says.
type rate struct {
	clock  app.Clock
	mu     sync.Mutex
	tokens map[string]*[]time.Time // when each operation came, oldest first; never empty
}

func newRate(clock app.Clock) *rate {
	return &rate{clock: clock, tokens: map[string]*[]time.Time{}}
}

// take counts n operations of a token, all or none. TooMany says when there will be room for them. n is at most
// rateMost.
func (r *rate) take(token string, n int) error {
	if n <= 0 {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.clock.Now()
	times := r.of(token, now)
	for len(*times) > 0 && !(*times)[0].After(now.Add(-rateWithin)) {
		*times = (*times)[1:]
	}
	if over := len(*times) + n - rateMost; over > 0 {
		return &app.Error{Code: app.TooMany, RetryAfter: (*times)[over-1].Add(rateWithin).Sub(now),
			Message: "This token has asked 500 times within 30 seconds, which is the most: wait, and ask again."}
	}
	for range n {
		*times = append(*times, now)
	}
	return nil
}

// of is what is known of a token. For a new one room is made, should there be none: what is idle goes first, and then
// whoever asked longest ago.
func (r *rate) of(token string, now time.Time) *[]time.Time {
	if times, known := r.tokens[token]; known {
		return times
	}
	if len(r.tokens) >= tokensKept {
		r.makeRoom(now)
	}
	times := new([]time.Time)
	r.tokens[token] = times
	return times
}

func (r *rate) makeRoom(now time.Time) {
	oldest, last := "", now
	for token, times := range r.tokens {
		at := (*times)[len(*times)-1]
		if !at.After(now.Add(-rateWithin)) {
			delete(r.tokens, token)
		} else if !at.After(last) {
			oldest, last = token, at
		}
	}
	if len(r.tokens) >= tokensKept {
		delete(r.tokens, oldest)
	}
}
