package webhook

import "context"

// turns bounds the requests that the process has in flight; retries hold at most half of the places, so that first
// attempts never wait for a place behind retries alone.
type turns struct{ all, retries chan struct{} }

func newTurns(places int) turns {
	return turns{all: make(chan struct{}, places), retries: make(chan struct{}, max(1, places/2))}
}

// take waits for a place; false when ctx ends first.
func (t turns) take(ctx context.Context, lane Lane) (leave func(), ok bool) {
	if lane == LaneRetry {
		if !enter(ctx, t.retries) {
			return nil, false
		}
		if !enter(ctx, t.all) {
			<-t.retries
			return nil, false
		}
		return func() { <-t.all; <-t.retries }, true
	}
	return func() { <-t.all }, enter(ctx, t.all)
}

func enter(ctx context.Context, gate chan struct{}) bool {
	select {
	case gate <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}
