package views

import (
	"strings"
	"testing"
	"time"

	"rollcall/app/event"
	"rollcall/app/outbound"
	"rollcall/app/webhook"
)

var noon = time.Date(2026, 10, 7, 12, 0, 0, 0, time.UTC)

func TestAgo(t *testing.T) {
	for _, c := range []struct {
		from time.Duration // before noon; negative is after it
		want string
	}{
		{0, "just now"}, {4 * time.Second, "just now"}, {5 * time.Second, "5 s ago"}, {59 * time.Second, "59 s ago"},
		{time.Minute, "1 min ago"}, {59*time.Minute + 59*time.Second, "59 min ago"}, {time.Hour, "1 h ago"}, {23 * time.Hour, "23 h ago"},
		{24 * time.Hour, "1 day ago"}, {29 * 24 * time.Hour, "29 days ago"}, {30 * 24 * time.Hour, "7 Sep 2026"},
		{24*time.Hour - time.Second, "23 h ago"}, {72*time.Hour - time.Second, "2 days ago"}, {30*24*time.Hour - time.Second, "29 days ago"},
	} {
		t.Run(c.want, func(t *testing.T) {
			if got := Ago(noon, noon.Add(-c.from)); got != c.want {
				t.Errorf("%v: %q", c.from, got)
			}
		})
	}
}

// TestAgoOfWhatIsToCome has the borders of a countdown: a person who reads "2 days" reads 48 hours.
func TestAgoOfWhatIsToCome(t *testing.T) {
	const s, m, h = time.Second, time.Minute, time.Hour
	for _, c := range []struct {
		ahead time.Duration
		want  string
	}{
		{1, "any moment now"}, {5*s - 1, "any moment now"}, {5 * s, "in 5 s"}, {59*s + 499*time.Millisecond, "in 59 s"},
		{59*s + 500*time.Millisecond, "in 1 min"}, {m, "in 1 min"}, {90*s - 1, "in 1 min"}, {90 * s, "in 2 min"}, {59*m + 29*s, "in 59 min"},
		{59*m + 30*s, "in 1 h"}, {90*m - 1, "in 1 h"}, {90 * m, "in 2 h"}, {23*h + 29*m, "in 23 h"},
		{23*h + 30*m, "in 1 day"}, {24 * h, "in 1 day"}, {24*h + 29*m, "in 1 day"}, {24*h + 30*m, "in 1 day 1 h"}, {47*h + 29*m, "in 1 day 23 h"}, {47*h + 30*m, "in 2 days"},
		{71*h + 29*m, "in 2 days 23 h"}, {71*h + 59*m, "in 3 days"}, {72*h - 1, "in 3 days"}, {72 * h, "in 3 days"}, {73 * h, "in 3 days 1 h"},
		{95*h + 29*m, "in 3 days 23 h"}, {95*h + 30*m, "in 4 days"}, {97 * h, "in 4 days"}, {4*day + 12*h - 1, "in 4 days"}, {4*day + 12*h, "in 5 days"},
		{29 * day, "in 29 days"}, {30*day - s, "in 30 days"}, {30 * day, "6 Nov 2026"},
	} {
		if got := Ago(noon, noon.Add(c.ahead)); got != c.want {
			t.Errorf("%v: %q, want %q", c.ahead, got, c.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for want, got := range map[string]string{
		"0": Number(0), "999": Number(999), "1,204": Number(1204), "-1,204": Number(-1204), "1,000,000": Number(1000000),
		"1 delivery": Count(1, "delivery", "deliveries"), "2,000 deliveries": Count(2000, "delivery", "deliveries"),
		"870 µs": Duration(870 * time.Microsecond), "42.1 ms": Duration(42100 * time.Microsecond), "182 ms": Duration(182 * time.Millisecond),
		"1.24 s": Duration(1240 * time.Millisecond), "2 min 5 s": Duration(125 * time.Second),
		"1 byte": Bytes(1), "16.0 KiB": Bytes(16 << 10), "1.5 MiB": Bytes(3 << 19),
		"12:00:00": Clock(noon, noon), "3 Oct 12:00": Clock(noon, noon.AddDate(0, 0, -4)), "7 Oct 2025": Clock(noon, noon.AddDate(-1, 0, 0)),
		"AL": initials("Ada Lovelace"), "GH": initials("grace brewster murray hopper"), "Ö": initials("öykü"), "": initials("  "),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestShortURL(t *testing.T) {
	t.Run("what may be a secret is not shown", func(t *testing.T) {
		got := shortURL("https://user:pw@hooks.example.com:8443/in?token=abc&x=1&flag")
		want := urlParts{"hooks.example.com:8443", "/in?token=…&x=…&flag", "https://hooks.example.com:8443/in?token=…&x=…&flag"}
		if got != want {
			t.Errorf("%+v", got)
		}
	})
	t.Run("a bare host has no rest", func(t *testing.T) {
		if got := shortURL("http://10.0.0.7:9000/"); got.rest != "" || got.host != "10.0.0.7:9000" {
			t.Errorf("%+v", got)
		}
	})
	t.Run("what is no URL is shown as it is", func(t *testing.T) {
		if got := shortURL("::"); got.host != "::" {
			t.Errorf("%+v", got)
		}
	})
}

func TestStatusText(t *testing.T) {
	for want, d := range map[string]webhook.Delivery{
		"Pending":          {State: webhook.Pending},
		"Sending":          {State: webhook.Pending, InFlight: true},
		"Delivered 204":    {State: webhook.Delivered, LastStatus: 204},
		"Delivered":        {State: webhook.Delivered, LastClass: outbound.HTTPStatus, LastStatus: 500},
		"Retrying 3 of 10": {State: webhook.Retrying, Attempts: 3, MaxAttempts: 10, LastClass: outbound.DNSFailed},
		"Failed: DNS":      {State: webhook.Failed, LastClass: outbound.DNSFailed},
		"Failed: HTTP 500": {State: webhook.Failed, LastClass: outbound.HTTPStatus, LastStatus: 500},
		"Failed":           {State: webhook.Failed},
		"Held":             {State: webhook.Held},
		"Cancelled":        {State: webhook.Cancelled},
	} {
		if got := statusText(d); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestPace(t *testing.T) {
	for name, c := range map[string]struct {
		delivery webhook.Delivery
		want     Pace
	}{
		"what is under way is asked about fast":        {webhook.Delivery{State: webhook.Pending, InFlight: true}, Fast},
		"what is due is asked about fast":              {webhook.Delivery{State: webhook.Pending, DueAt: noon}, Fast},
		"a retry in hours is asked about now and then": {webhook.Delivery{State: webhook.Retrying, DueAt: noon.Add(2 * time.Hour)}, Slow},
		"a redelivery of a delivered one is awaited":   {webhook.Delivery{State: webhook.Delivered, DueAt: noon}, Fast},
		"what is finished is not asked about":          {webhook.Delivery{State: webhook.Delivered}, Still},
		"what is held is not asked about":              {webhook.Delivery{State: webhook.Held}, Still},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (DeliveryDetail{Delivery: c.delivery}).Pace(noon); got != c.want {
				t.Errorf("%q", got)
			}
		})
	}
}

func TestReadBody(t *testing.T) {
	t.Run("JSON is indented, order and numbers kept", func(t *testing.T) {
		got := readBody([]byte(`{"b":1.50,"a":[12345678901234567890]}`))
		if want := "{\n  \"b\": 1.50,\n  \"a\": [\n    12345678901234567890\n  ]\n}"; got.Pretty != want {
			t.Errorf("%s", got.Pretty)
		}
	})
	t.Run("what only looks like JSON is raw", func(t *testing.T) {
		if got := readBody([]byte(`{"a":`)); got.Pretty != "" || got.Raw != `{"a":` {
			t.Errorf("%+v", got)
		}
	})
	t.Run("bytes that are no text are marked", func(t *testing.T) {
		if got := readAnswer(outbound.Result{Body: []byte("0123456789\xffb")}); got.Raw != "0123456789\uFFFDb" || got.Note == "" {
			t.Errorf("%+v", got)
		}
	})
	t.Run("what is no text is only said", func(t *testing.T) {
		if got := readAnswer(outbound.Result{Body: make([]byte, 2000)}); got.Raw != "" || !strings.HasPrefix(got.Note, "Binary, 2") {
			t.Errorf("%+v", got)
		}
	})
}

func TestDayBars(t *testing.T) {
	var day [24]webhook.Hour
	day[3] = webhook.Hour{Delivered: 4000}
	day[4] = webhook.Hour{Delivered: 3999, Failed: 1}
	t.Run("the text says what the bars show", func(t *testing.T) {
		if got := daySentence(day); got != "Last 24 hours: 7,999 delivered, 1 failed" {
			t.Error(got)
		}
		if got := daySentence([24]webhook.Hour{}); got != "Last 24 hours: nothing" {
			t.Error(got)
		}
	})
	t.Run("one failure among thousands is still seen", func(t *testing.T) {
		for _, b := range dayBars(day) {
			if b.class == "bar-bad" && b.x == "16" && b.height == "2.0" {
				return
			}
		}
		t.Errorf("%+v", dayBars(day))
	})
	t.Run("no bar leaves its box", func(t *testing.T) {
		for _, b := range dayBars(day) {
			if strings.HasPrefix(b.y, "-") || strings.HasPrefix(b.height, "-") {
				t.Errorf("%+v", b)
			}
		}
	})
}

func TestHistoryURL(t *testing.T) {
	got := HistoryURL("/organizations/acme", "66ec", webhook.Filter{State: webhook.Failed, Type: event.UserLogin, Before: "x"})
	if want := "/organizations/acme/webhooks/66ec?before=x&status=failed&type=USER_LOGIN"; got != want {
		t.Error(got)
	}
	if got := HistoryURL("/organizations/acme", "66ec", webhook.Filter{}); got != "/organizations/acme/webhooks/66ec" {
		t.Error(got)
	}
}
