package webhook_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"rollcall/app/event"
	"rollcall/app/webhook"
)

// verifiedAt checks a request as a receiver would whose clock shows any time.
func verifiedAt(secret string, r received) error {
	verifier, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		return err
	}
	return verifier.VerifyIgnoringTimestamp(r.body, r.header)
}

// OUT-54: a receiver tells repetitions by the id, and every attempt is signed for its own time.
func TestEveryAttemptHasTheSameIDAndItsOwnTime(t *testing.T) {
	clinics(t, func(c *webhook.Config) { c.Schedule = []time.Duration{time.Minute, time.Hour} }, func(t *testing.T, c *clinic) {
		hook := c.hook("hook")
		secret, err := c.RevealSecret(t.Context(), c.alice, "acme", hook.ID)
		if err != nil {
			t.Fatal(err)
		}
		c.happens(event.UserCreated)
		id := c.deliveries(hook.ID)[0].ID
		if !regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`).MatchString(id) {
			t.Errorf("the id is %q: a dot in it could move the border between id and time in what is signed", id)
		}
		var times []string
		attempt := func() {
			t.Helper()
			times = append(times, strconv.FormatInt(c.clock.Now().Unix(), 10))
			c.work()
		}
		attempt()
		c.clock.pass(2 * time.Minute)
		attempt()
		c.clock.pass(2 * time.Hour)
		c.status.Store(200)
		attempt()
		c.clock.pass(time.Hour)
		if _, err := c.Redeliver(t.Context(), c.alice, "acme", id); err != nil { // by hand, after it was delivered
			t.Fatal(err)
		}
		attempt()
		var sent []string
		stored := c.delivery(id).Body
		signatures := map[string]bool{}
		for i, r := range c.receiver.wait(t, 4) {
			sent = append(sent, r.header.Get("webhook-timestamp"))
			signatures[r.header.Get("webhook-signature")] = true
			if r.id() != id || string(r.body) != string(stored) {
				t.Errorf("attempt %d has the id %s and the body %s", i+1, r.id(), r.body)
			}
			if err := verifiedAt(secret, r); err != nil {
				t.Errorf("attempt %d: %v", i+1, err)
			}
			r.body = append([]byte(" "), r.body...)
			if verifiedAt(secret, r) == nil {
				t.Errorf("attempt %d verifies with another body", i+1)
			}
		}
		if diff := cmp.Diff(times, sent); diff != "" || len(signatures) != 4 {
			t.Errorf("%d signatures; times\n%s", len(signatures), diff)
		}
	})
}

// OUT-55: what was replaced signs until its time is over, and not a moment longer.
func TestAReplacedSecretSignsUntilItsTimeIsOver(t *testing.T) {
	clinics(t, nil, func(t *testing.T, c *clinic) {
		c.status.Store(200)
		hook := c.hook("hook")
		old, err := c.RevealSecret(t.Context(), c.alice, "acme", hook.ID)
		if err != nil {
			t.Fatal(err)
		}
		_, fresh, err := c.RotateSecret(t.Context(), c.alice, "acme", hook.ID, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		sent := 0
		signs := func() [2]bool {
			c.happens(event.UserCreated)
			c.work()
			sent++
			r := c.receiver.wait(t, sent)[sent-1]
			return [2]bool{verifiedAt(fresh, r) == nil, verifiedAt(old, r) == nil}
		}
		for _, step := range []struct {
			passes time.Duration
			want   [2]bool // the new one signs, the old one signs
		}{{0, [2]bool{true, true}}, {time.Hour - time.Second, [2]bool{true, true}}, {time.Second, [2]bool{true, false}}, {time.Hour, [2]bool{true, false}}} {
			c.clock.pass(step.passes)
			if got := signs(); got != step.want {
				t.Errorf("after %v more: the new and the old one sign %v, want %v", step.passes, got, step.want)
			}
		}
	})
}

// OUT-58: what a receiver asks for with 429 or 503 is heeded within bounds, and what can't be understood is not.
func TestWhatRetryAfterAsksForDecidesWhenTheNextAttemptIs(t *testing.T) {
	type wait struct {
		reason      webhook.DueReason
		least, most time.Duration
	}
	throttled := wait{webhook.DueThrottle, time.Minute, time.Minute}
	in := func(d time.Duration) string { return time.Now().UTC().Add(d).Format("Mon, 02 Jan 2006 15:04:05 GMT") }
	cases := map[string]struct {
		value string
		want  wait
	}{
		"seconds":                   {"120", wait{webhook.DueRetryAfter, 2 * time.Minute, 2 * time.Minute}},
		"a date":                    {in(2 * time.Hour), wait{webhook.DueRetryAfter, 100 * time.Minute, 2 * time.Hour}},
		"a date that is past":       {in(-2 * time.Hour), throttled},
		"a date far away":           {in(1000 * time.Hour), wait{webhook.DueRetryAfter, 24 * time.Hour, 24 * time.Hour}},
		"less than the least":       {"5", throttled},
		"a negative number":         {"-120", throttled},
		"more than a day":           {"99999999", wait{webhook.DueRetryAfter, 24 * time.Hour, 24 * time.Hour}},
		"more than a number can be": {"99999999999999999999999999", wait{webhook.DueRetryAfter, 24 * time.Hour, 24 * time.Hour}},
		"a fraction":                {"120.5", throttled},
		"garbage":                   {"in a while", throttled},
		"nothing":                   {"", throttled},
	}
	clinics(t, nil, func(t *testing.T, c *clinic) {
		for name, asked := range cases {
			for _, status := range []int{429, 503} {
				t.Run(fmt.Sprintf("%s with %d", name, status), func(t *testing.T) {
					hook := c.hook("hook", answering(t, status, map[string]string{"Retry-After": asked.value}))
					c.happens(event.UserCreated)
					c.work()
					d := c.deliveries(hook.ID)[0]
					if wait := d.DueAt.Sub(c.clock.Now()); d.State != webhook.Retrying || d.DueReason != asked.want.reason || wait < asked.want.least || wait > asked.want.most {
						t.Errorf("%s, due in %v (%s), want %+v", d.State, wait, d.DueReason, asked.want)
					}
					if err := c.DeleteByID(t.Context(), c.alice, hook.ID); err != nil {
						t.Fatal(err)
					}
				})
			}
		}
	})
}

// answering is the URL of a receiver that always answers that status with these headers.
func answering(t *testing.T, status int, headers map[string]string) (url string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for name, value := range headers {
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/hooks"
}
