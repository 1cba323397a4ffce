package webhook

import (
	"fmt"
	"testing"
	"time"

	"rollcall/app/outbound"
)

func TestWhatFollowsFromAnAttempt(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	schedule := []time.Duration{5 * time.Second, 5 * time.Minute}
	first := waiting{Delivery: Delivery{State: Pending, DueReason: DueAtOnce}}
	retry := func(step int) waiting {
		return waiting{Delivery: Delivery{State: Retrying, DueReason: DueBySchedule}, step: step, from: LaneRetry}
	}
	manual := func(state State) waiting {
		return waiting{Delivery: Delivery{State: state, DueReason: DueManual}, step: 2, by: "ada"}
	}
	test := waiting{Delivery: Delivery{State: Pending, DueReason: DueTest, Test: true}, by: "ada"}
	again := func(state State) waiting {
		return waiting{Delivery: Delivery{State: state, DueReason: DueManual, Test: true}, by: "ada"}
	}
	answer := func(status int) outbound.Result { return outbound.Result{Status: status, Class: outbound.HTTPStatus} }
	ok := outbound.Result{Status: 204}

	cases := []struct {
		name     string
		delivery waiting
		result   outbound.Result
		state    State
		lane     Lane
		reason   DueReason
		wait     time.Duration // at least; a tenth more at most
		step     int
		counts   bool
		disable  bool
	}{
		{"2xx delivers", first, ok, Delivered, "", "", 0, 0, true, false},
		{"a first failure waits for the first step", first, answer(500), Retrying, LaneRetry, DueBySchedule, 5 * time.Second, 1, true, false},
		{"the next failure waits for the next step", retry(1), answer(404), Retrying, LaneRetry, DueBySchedule, 5 * time.Minute, 2, true, false},
		{"the schedule's end is the delivery's", retry(2), answer(500), Failed, "", "", 0, 2, true, false},
		{"503 waits a minute at least", first, answer(503), Retrying, LaneRetry, DueThrottle, time.Minute, 1, true, false},
		{"so does 502", first, answer(502), Retrying, LaneRetry, DueThrottle, time.Minute, 1, true, false},
		{"and 504", first, answer(504), Retrying, LaneRetry, DueThrottle, time.Minute, 1, true, false},
		{"and 429", first, answer(429), Retrying, LaneRetry, DueThrottle, time.Minute, 1, true, false},
		{"the minute is not added to a step that is longer", retry(1), answer(503), Retrying, LaneRetry, DueBySchedule, 5 * time.Minute, 2, true, false},
		{"a receiver that asks for less than a minute gets a minute", first, outbound.Result{Status: 503, Class: outbound.HTTPStatus, RetryAfter: 10 * time.Second}, Retrying, LaneRetry, DueThrottle, time.Minute, 1, true, false},
		{"500 waits for no minute", first, answer(500), Retrying, LaneRetry, DueBySchedule, 5 * time.Second, 1, true, false},
		{"429 waits as long as the receiver asks", first, outbound.Result{Status: 429, Class: outbound.HTTPStatus, RetryAfter: 2 * time.Hour}, Retrying, LaneRetry, DueRetryAfter, 2 * time.Hour, 1, true, false},
		{"a receiver can't shorten the schedule", retry(1), outbound.Result{Status: 429, Class: outbound.HTTPStatus, RetryAfter: time.Second}, Retrying, LaneRetry, DueBySchedule, 5 * time.Minute, 2, true, false},
		{"Retry-After means nothing with 500", first, outbound.Result{Status: 500, Class: outbound.HTTPStatus, RetryAfter: 2 * time.Hour}, Retrying, LaneRetry, DueBySchedule, 5 * time.Second, 1, true, false},
		{"no answer in time waits a minute", first, outbound.Result{Class: outbound.TimeoutResponse}, Retrying, LaneRetry, DueThrottle, time.Minute, 1, true, false},
		{"no connection in time waits a minute", first, outbound.Result{Class: outbound.TimeoutConnect}, Retrying, LaneRetry, DueThrottle, time.Minute, 1, true, false},
		{"a refused connection goes by the schedule", first, outbound.Result{Class: outbound.ConnectionRefused}, Retrying, LaneRetry, DueBySchedule, 5 * time.Second, 1, true, false},
		{"a name that can't be looked up goes by the schedule", first, outbound.Result{Class: outbound.DNSFailed}, Retrying, LaneRetry, DueBySchedule, 5 * time.Second, 1, true, false},
		{"a target that is refused goes by the schedule", first, outbound.Result{Class: outbound.AddressRefused}, Retrying, LaneRetry, DueBySchedule, 5 * time.Second, 1, true, false},
		{"a redirect is a failure", first, outbound.Result{Status: 302, Class: outbound.RedirectNotFollowed}, Retrying, LaneRetry, DueBySchedule, 5 * time.Second, 1, true, false},
		{"our own proxy's failure is tried again and not the receiver's", first, outbound.Result{Class: outbound.ConnectionRefused, ProxyFailed: true}, Retrying, LaneRetry, DueBySchedule, 5 * time.Second, 1, false, false},
		{"410 gives up and disables", first, answer(410), Failed, "", "", 0, 0, true, true},
		{"a stop of the process uses up no step", retry(1), outbound.Result{Class: outbound.Interrupted}, Retrying, LaneRetry, DueBySchedule, 0, 1, false, false},
		{"a test is tried once", test, answer(500), Failed, "", "", 0, 0, false, false},
		{"a test's 410 disables nothing", test, answer(410), Failed, "", "", 0, 0, false, false},
		{"a test's 410 disables nothing when a person asked for it again either", again(Failed), answer(410), Failed, "", "", 0, 0, false, false},
		{"sending a test again never undoes that it was delivered", again(Delivered), answer(500), Delivered, "", "", 0, 0, false, false},
		{"redelivering a failed one can deliver it", manual(Failed), ok, Delivered, "", "", 0, 2, false, false},
		{"redelivering a failed one is one attempt", manual(Failed), answer(500), Failed, "", "", 0, 2, false, false},
		{"redelivering a cancelled one leaves it cancelled", manual(Cancelled), answer(500), Cancelled, "", "", 0, 2, false, false},
		{"redelivering never undoes a delivery", manual(Delivered), answer(500), Delivered, "", "", 0, 2, false, false},
		{"a manual 410 never undoes a delivery", manual(Delivered), answer(410), Delivered, "", "", 0, 2, false, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v := decide(c.delivery, c.result, schedule, now)
			if v.state != c.state || v.lane != c.lane || v.reason != c.reason || v.step != c.step || v.counts != c.counts || v.disable != c.disable {
				t.Errorf("decided %+v", v)
			}
			if c.lane == "" {
				if !v.due.IsZero() {
					t.Errorf("due at %v, want never", v.due)
				}
				return
			}
			if wait := v.due.Sub(now); wait < c.wait || wait > c.wait+c.wait/10 {
				t.Errorf("waits %v, want %v and a tenth more at most", wait, c.wait)
			}
		})
	}
}

// The other classes wait by the schedule, whatever they are.
func TestOnlyAReceiverThatAsksForItGetsAMinute(t *testing.T) {
	first := waiting{Delivery: Delivery{State: Pending, DueReason: DueAtOnce}}
	for _, class := range outbound.Classes() {
		v := decide(first, outbound.Result{Class: class}, []time.Duration{5 * time.Second}, time.Now())
		want := DueBySchedule
		switch class {
		case outbound.TimeoutConnect, outbound.TimeoutResponse:
			want = DueThrottle
		case outbound.Interrupted:
			want = DueAtOnce
		}
		if v.reason != want || v.state.Final() {
			t.Errorf("%s: %s, %s", class, v.state, v.reason)
		}
	}
}

func TestJitterIsNeverEarlierAndATenthAtMost(t *testing.T) {
	for _, wait := range []time.Duration{0, 1, 5 * time.Second, 24 * time.Hour} {
		least, most := 2*wait+time.Hour, time.Duration(0)
		for range 2000 {
			got := jittered(wait)
			least, most = min(least, got), max(most, got)
		}
		if least < wait || most > wait+wait/10 {
			t.Errorf("%v became %v to %v", wait, least, most)
		}
		if wait > time.Second && (least > wait+wait/50 || most < wait+wait*8/100) {
			t.Errorf("%v is spread over %v to %v only", wait, least, most)
		}
	}
}

func TestTheScheduleIsTheOneOfStandardWebhooks(t *testing.T) {
	var total time.Duration
	for _, wait := range DefaultSchedule() {
		total += wait
	}
	if n := len(DefaultSchedule()) + 1; n != 10 || total.Round(time.Hour) != 76*time.Hour {
		t.Errorf("%d attempts over %v", n, total)
	}
	if got := fmt.Sprint(DefaultSchedule()); got != "[5s 5m0s 30m0s 2h0m0s 5h0m0s 10h0m0s 14h0m0s 20h0m0s 24h0m0s]" {
		t.Errorf("the waits are %s", got)
	}
}
