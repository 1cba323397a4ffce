package webhook

import (
	"math/rand/v2"
	"net/http"
	"time"

	"rollcall/app/outbound"
)

// throttlePause is the least wait after an answer that says "not now": 429, 502, 503, 504 and timeouts (delivery.md, What counts).
const throttlePause = 60 * time.Second

// DefaultSchedule is the waits between tries: Standard Webhooks' example, ten attempts over about 75 hours.
func DefaultSchedule() []time.Duration {
	return []time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour,
		10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour}
}

// verdict is what follows from one attempt.
type verdict struct {
	state   State
	due     time.Time // of the next attempt; zero when none
	reason  DueReason
	by      string // who asked for the next attempt; "" for the schedule
	lane    Lane   // "" when none
	step    int    // steps of the schedule used up
	disable bool   // the receiver said that it is gone
	counts  bool   // towards the webhook's health
}

// decide says what follows from an attempt that ended now (delivery.md, What counts and What people can do).
func decide(d waiting, result outbound.Result, schedule []time.Duration, now time.Time) verdict {
	delivered := succeeded(result)
	by := d.trigger()
	v := verdict{state: d.State, step: d.step, counts: by == TriggerSchedule && !result.ProxyFailed}
	switch {
	case delivered:
		v.state = Delivered
	case result.Class == outbound.Interrupted:
		v.due, v.reason, v.by, v.lane, v.counts = now, d.DueReason, d.by, d.from, false
	case result.Status == http.StatusGone && !d.Test:
		v.disable = true
		v.state = d.givenUp()
	case d.Test:
		v.state = d.givenUp()
	case !d.State.Final():
		v.again(result, schedule, now)
	}
	return v
}

// again puts the delivery on the next step of the schedule, or gives it up when there is none.
func (v *verdict) again(result outbound.Result, schedule []time.Duration, now time.Time) {
	if v.step >= len(schedule) {
		v.state = Failed
		return
	}
	wait, reason := jittered(schedule[v.step]), DueBySchedule
	if throttled(result) && wait < throttlePause {
		wait, reason = throttlePause, DueThrottle
	}
	if result.RetryAfter > wait && throttled(result) {
		wait, reason = result.RetryAfter, DueRetryAfter
	}
	v.state, v.lane, v.reason, v.due = Retrying, LaneRetry, reason, now.Add(wait).Truncate(time.Microsecond)
	v.step++
}

// jittered adds up to a tenth, so that receivers that failed together are not tried together; never less.
func jittered(wait time.Duration) time.Duration { return wait + rand.N(wait/10+1) }

// throttled reports whether the receiver asked for a pause, in words or by not answering in time.
func throttled(r outbound.Result) bool {
	switch r.Status {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return r.Class == outbound.TimeoutConnect || r.Class == outbound.TimeoutResponse
}

func succeeded(r outbound.Result) bool { return r.Class == "" && r.Status/100 == 2 }

// waiting is a delivery that is due, with what only the drain needs to know of it.
type waiting struct {
	Delivery
	step int    // steps of the schedule used up
	by   string // who asked for this attempt; "" for the schedule
	from Lane   // where it waited
}

// trigger is what makes the next attempt happen.
func (w waiting) trigger() Trigger {
	switch w.DueReason {
	case DueManual:
		return TriggerManual
	case DueTest:
		return TriggerTest
	}
	return TriggerSchedule
}

// givenUp is the state of a delivery that is not tried again: what is final already stays what it is.
func (w waiting) givenUp() State {
	if w.State.Final() {
		return w.State
	}
	return Failed
}
