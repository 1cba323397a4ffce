package webhook

import (
	"cmp"
	"time"

	"rollcall/app/outbound"
)

// The measures of fairness (docs/decisions/004-fairness.md).
const (
	firstPlaces  = 2                      // that a webhook may hold before it has answered
	slowAfter    = 500 * time.Millisecond // without any answer while requests are out, a webhook is taken for failing
	trustFor     = 10 * time.Second       // after a success
	sweepGap     = 50 * time.Millisecond
	pagePerPlace = 8 // deliveries that a drain reads ahead for each place
)

// trust is what is expected of a webhook's receiver. Trusted ones may have any place; all others together hold at most
// half of them, so that receivers that hang never hold the other half, whether it is known of them already or not.
type trust int

const (
	untried trust = iota // nothing is known of it lately
	trusted              // it succeeded lately, and does not keep us waiting now
	failing              // its last attempt failed, or it keeps us waiting
)

// ending is what the end of a request says about the receiver.
type ending int

const (
	saysNothing ending = iota // it was not made, or ended by us
	saysWell
	saysBadly
)

func endingOf(r outbound.Result) ending {
	switch {
	case succeeded(r):
		return saysWell
	case r.Class == outbound.Interrupted:
		return saysNothing
	}
	return saysBadly
}

// note takes in how a request has ended.
func (l *line) note(how ending, now time.Time, most int) {
	switch how {
	case saysWell:
		l.failed, l.answered, l.heard = false, now, now
		l.allowed = min(most, l.allowed+1)
	case saysBadly:
		l.failed, l.heard = true, now
		l.allowed = max(1, l.allowed/2)
	}
}

func (l *line) judged(now time.Time, trustFor time.Duration) trust {
	switch {
	case l.failed, l.out() > 0 && now.Sub(l.heard) > slowAfter:
		return failing
	case !l.answered.IsZero() && now.Sub(l.answered) <= trustFor:
		return trusted
	}
	return untried
}

// next is who gets the next place: of those that may have one, who belongs to the organization that holds the fewest,
// then to the webhook that holds the fewest; first attempts before retries; and who has waited longest. Nil when nobody
// may.
func (t *turns) next() *turn {
	var next *turn
	for w := range t.waiting {
		if t.admits(w) && (next == nil || t.compare(w, next) < 0) {
			next = w
		}
	}
	return next
}

func (t *turns) compare(a, b *turn) int {
	return cmp.Or(cmp.Compare(t.organizations[a.line.organization], t.organizations[b.line.organization]),
		cmp.Compare(a.line.out(), b.line.out()),
		cmp.Compare(a.lane, b.lane), // "first" before "retry"
		cmp.Compare(a.ticket, b.ticket))
}

// admits reports whether the drain may have one more place now.
//
// Beyond its first place a webhook gets one only while it holds less than half as many as are free, and its
// organization less than three times as many; the first one, while the organization holds less than fifteen times as
// many. So a few can use nearly all of them, and yet some are always free for who comes next. The first place of its
// first attempts is a first one too, or they would wait for its own retries that hang.
func (t *turns) admits(w *turn) bool {
	l, free := w.line, t.places-t.held.all
	if free <= 0 || l.out() >= t.perWebhook || *l.holds(w.lane) >= l.limit(w.lane) {
		return false
	}
	half := max(1, t.places/2)
	if w.lane == LaneRetry && t.held.retries >= half {
		return false
	}
	if l.trust != trusted {
		if w.lane == LaneRetry && t.held.doubtedRetries >= max(1, half/2) || l.trust == failing && t.held.failing >= max(1, half*3/4) {
			return false
		}
		if free = min(free, half-t.held.doubted); free <= 0 {
			return false
		}
	}
	organization := t.organizations[l.organization]
	if l.out() == 0 || w.lane == LaneFirst && l.first == 0 {
		return organization < 15*free
	}
	return 2*l.out() < free && organization < 3*free
}

// limit is how many places the line may hold for a lane. Retries leave some, so that first attempts never wait for
// retries alone.
func (l *line) limit(lane Lane) int {
	if lane == LaneRetry {
		return max(1, l.allowed*3/4)
	}
	return l.allowed
}

// The most drains that may wait for their first place, of each lane; more give way to others, for the queue has a bound
// of its own on how many jobs run at a time. Trusted webhooks soon get their turn.
const (
	waitingDoubted = 200
	waitingTrusted = 600
)

// doubt orders those that wait: who is less in doubt does not give way to who is more so.
var doubt = [...]int{trusted: 0, untried: 1, failing: 2}

// comeBack is how long a drain stays away that gives way; up to as long again is added by chance.
const comeBack = 10 * time.Second

// crowded reports whether too many drains wait in the same lane, so that one that has no place should come back later.
func (w *turn) crowded() bool {
	t := w.all
	t.mu.Lock()
	defer t.mu.Unlock()
	if w.line.out() > 0 || !t.waiting[w] {
		return false
	}
	before, most := 0, waitingDoubted
	if w.line.trust == trusted {
		most = waitingTrusted
	}
	if w.lane == LaneRetry { // whose pool is half as large
		most /= 2
	}
	for other := range t.waiting {
		if other.lane == w.lane && other.line.out() == 0 && doubt[other.line.trust] <= doubt[w.line.trust] && other.ticket < w.ticket {
			before++
		}
	}
	return before >= most
}

// commitsAside is how many commits of webhooks in doubt may wait for the database's writer at a time: the requests of a
// hundred receivers that hang time out in one moment, and what is recorded of them must not be before a healthy one's.
const commitsAside = 2

// doubted reports whether the webhook is not trusted.
func (w *turn) doubted() bool {
	w.all.mu.Lock()
	defer w.all.mu.Unlock()
	return w.line.trust != trusted
}

// page is how many deliveries the drain should read at a time: few as long as it may send few.
func (w *turn) page() int {
	w.all.mu.Lock()
	defer w.all.mu.Unlock()
	return pagePerPlace * w.line.allowed
}
