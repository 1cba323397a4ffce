package webhook

import (
	"sync"
	"time"
)

// turns gives out the places for the requests that the process has in flight. Who may have one, and who is next, the
// rules of share.go say; here the places are counted. A drain that waits for a place waits in memory, its deliveries in
// the database: it is no attempt and no failure (docs/decisions/004-fairness.md).
type turns struct {
	now        func() time.Time
	places     int
	perWebhook int
	trustFor   time.Duration

	mu            sync.Mutex
	lines         map[string]*line // by webhook; those at work, and those heard of lately
	organizations map[int64]int    // places held by each
	waiting       map[*turn]bool   // who wants more places
	tickets       int64
	swept         time.Time

	held held
}

// held counts the places that are given out.
type held struct {
	all            int
	retries        int
	doubted        int // by webhooks that are not trusted
	doubtedRetries int
	failing        int // by those that fail or don't answer
}

// line is one webhook as far as places go: what it holds, and how it has answered lately.
type line struct {
	webhookID    string
	organization int64
	first, retry int // places held
	turns        int // drains that use the line
	allowed      int // places it may hold: grows by one with each success and is halved by each failure
	trust        trust
	failed       bool      // its last answer was a failure, or none
	answered     time.Time // when it last succeeded
	heard        time.Time // when it last answered anything, or began to be asked
}

// turn is one drain's claim to places of its webhook's line. Its methods may be called from several goroutines.
type turn struct {
	all     *turns
	line    *line
	lane    Lane
	wants   int
	granted int           // places that are the drain's but not used yet
	ticket  int64         // who has waited longer has the lower one
	ready   chan struct{} // says that places were granted
}

func newTurns(places, perWebhook int, now func() time.Time) *turns {
	return &turns{now: now, places: places, perWebhook: perWebhook, trustFor: trustFor, lines: map[string]*line{}, organizations: map[int64]int{}, waiting: map[*turn]bool{}}
}

// join puts a drain in line. failing is what the database knows of the webhook; what the process has seen itself since
// is newer and counts more.
func (t *turns) join(webhookID string, organization int64, lane Lane, failing bool) *turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	l := t.lines[webhookID]
	if l == nil {
		l = &line{webhookID: webhookID, organization: organization, allowed: min(firstPlaces, t.perWebhook), failed: failing}
		if failing {
			l.allowed = 1
		}
		t.lines[webhookID] = l
	}
	l.turns++
	t.judge(l, t.now())
	return &turn{all: t, line: l, lane: lane, ready: make(chan struct{}, 1)}
}

// ask says how many more places the drain can use, and returns how many it has got. It never waits: places that come
// later are announced on ready, and got by asking again. What was granted and is no longer wanted goes back.
func (w *turn) ask(more int) (got int) {
	t := w.all
	t.mu.Lock()
	defer t.mu.Unlock()
	for w.granted > more {
		w.granted--
		t.count(w.line, w.lane, -1)
	}
	w.want(more - w.granted)
	t.dispatch()
	got, w.granted = w.granted, 0
	w.want(more - got)
	return got
}

// want keeps the drain among those that wait as long as it wants something.
func (w *turn) want(n int) {
	if w.wants = n; n == 0 {
		delete(w.all.waiting, w)
	} else if !w.all.waiting[w] {
		w.all.waiting[w] = true
		w.all.tickets++
		w.ticket = w.all.tickets
	}
}

// done gives a place back whose request has ended, and notes how.
func (w *turn) done(how ending) {
	t := w.all
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	w.line.note(how, now, t.perWebhook)
	t.count(w.line, w.lane, -1)
	t.judge(w.line, now)
	t.dispatch()
}

// leave ends the drain's claim. Its requests have ended before.
func (w *turn) leave() {
	w.ask(0)
	w.all.mu.Lock()
	defer w.all.mu.Unlock()
	w.line.turns--
}

// dispatch grants free places until nobody who waits may have one.
func (t *turns) dispatch() {
	if len(t.waiting) == 0 {
		return
	}
	now := t.now()
	t.sweep(now)
	for {
		next := t.next()
		if next == nil {
			return
		}
		if next.line.out() == 0 {
			next.line.heard = now
		}
		t.count(next.line, next.lane, 1)
		next.granted++
		next.want(next.wants - 1)
		t.tickets++
		next.ticket = t.tickets
		select {
		case next.ready <- struct{}{}:
		default: // announced already, and not heard yet
		}
	}
}

// count notes n more places of a line as held.
func (t *turns) count(l *line, lane Lane, n int) {
	held := l.holds(lane)
	*held += n
	t.held.add(l.trust, lane, n)
	if t.organizations[l.organization] += n; t.organizations[l.organization] == 0 {
		delete(t.organizations, l.organization)
	}
}

func (h *held) add(of trust, lane Lane, n int) {
	retries := 0
	if lane == LaneRetry {
		retries = n
	}
	h.all += n
	h.retries += retries
	if of != trusted {
		h.doubted += n
		h.doubtedRetries += retries
	}
	if of == failing {
		h.failing += n
	}
}

// judge brings a line's trust up to date.
func (t *turns) judge(l *line, now time.Time) {
	trust := l.judged(now, t.trustFor)
	if trust == l.trust {
		return
	}
	t.held.add(l.trust, LaneFirst, -l.first)
	t.held.add(l.trust, LaneRetry, -l.retry)
	l.trust = trust
	t.held.add(l.trust, LaneFirst, l.first)
	t.held.add(l.trust, LaneRetry, l.retry)
}

// sweep sees, now and then, who has become slow meanwhile, and forgets who has not been heard of for long.
func (t *turns) sweep(now time.Time) {
	if now.Sub(t.swept) < sweepGap && !now.Before(t.swept) {
		return
	}
	t.swept = now
	for id, l := range t.lines {
		if l.turns == 0 && now.Sub(l.heard) > t.trustFor {
			delete(t.lines, id)
			continue
		}
		t.judge(l, now)
	}
}

// Places is how many requests the process has in flight, or is about to make, and how many lanes of webhooks wait for a
// place.
func (s *Service) Places() (inFlight, waiting int) { return s.turns.load() }

func (t *turns) load() (inFlight, waiting int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.held.all, len(t.waiting)
}

func (l *line) out() int { return l.first + l.retry }

// holds is where the line counts the places of a lane.
func (l *line) holds(lane Lane) *int {
	if lane == LaneRetry {
		return &l.retry
	}
	return &l.first
}
