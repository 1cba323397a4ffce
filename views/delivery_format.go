package views

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"rollcall/app/outbound"
	"rollcall/app/webhook"
)

// HistoryURL is a page of a webhook's deliveries: the filter and the place in the list are all in it.
func HistoryURL(root, id string, f webhook.Filter) string {
	q := FilterQuery(f)
	if len(q) == 0 {
		return WebhookURL(root, id)
	}
	return WebhookURL(root, id) + "?" + q.Encode()
}

func olderURL(p Page, h History) string {
	if h.Page.Older == "" {
		return ""
	}
	f := h.Filter
	f.Before, f.After = h.Page.Older, ""
	return HistoryURL(p.Root(), h.Webhook.ID, f)
}

func newerURL(p Page, h History) string {
	if h.Page.Newer == "" {
		return ""
	}
	f := h.Filter
	f.Before, f.After = "", h.Page.Newer
	return HistoryURL(p.Root(), h.Webhook.ID, f)
}

// pollMode: only the newest page refreshes itself; an older one would only ever show the same.
func pollMode(h History) string {
	if h.newest() {
		return "live"
	}
	return "paused"
}

func pollTrigger(h History) string {
	if h.newest() {
		return "every 3s, deliveries-changed from:body"
	}
	return "deliveries-changed from:body"
}

func attemptsText(d webhook.Delivery) string {
	if d.MaxAttempts == 0 || d.Attempts > d.MaxAttempts {
		return fmt.Sprint(d.Attempts)
	}
	return fmt.Sprintf("%d/%d", d.Attempts, d.MaxAttempts)
}

// dueSentence says why the next attempt is when it is.
func dueSentence(r webhook.DueReason) string {
	switch r {
	case webhook.DueAtOnce:
		return "as soon as there is a slot"
	case webhook.DueBySchedule:
		return "by the schedule"
	case webhook.DueRetryAfter:
		return "because the receiver asked to wait (Retry-After)"
	case webhook.DueThrottle:
		return "at least a minute later, because the receiver is overloaded or slow"
	case webhook.DueManual:
		return "because somebody pressed Redeliver"
	case webhook.DueTest:
		return "because it is a test"
	}
	return ""
}

// triggerText says what made an attempt happen.
func triggerText(a webhook.Attempt) string {
	switch a.Trigger {
	case webhook.TriggerManual:
		return "manual, by " + a.TriggeredBy
	case webhook.TriggerTest:
		return "test"
	}
	return "by the schedule"
}

// attemptText is what came of an attempt: "200 OK", "500 Internal Server Error", "DNS".
func attemptText(a webhook.Attempt) string {
	r := a.Result
	if r.Status != 0 && (r.Class == "" || r.Class == outbound.HTTPStatus || r.Class == outbound.RedirectNotFollowed) {
		return strings.TrimSpace(fmt.Sprintf("%d %s", r.Status, http.StatusText(r.Status)))
	}
	return r.Class.Label()
}

// attemptPhases are the phases that happened, in order; the last may be the one in which it failed.
func attemptPhases(p outbound.Phases) []Phase {
	all := []Phase{{"DNS", "dns", p.DNS}, {"Connect", "connect", p.Connect}, {"TLS", "tls", p.TLS}, {"First byte", "wait", p.FirstByte}, {"Body", "body", p.Body}}
	return slices.DeleteFunc(all, func(ph Phase) bool { return ph.Took <= 0 })
}

// certificateSoon is how long before its end a certificate is warned of.
const certificateSoon = 14 * 24 * time.Hour

// certificateWarning says what whoever looks now has to know of the end of a certificate; "" when there is time.
func certificateWarning(now, expires time.Time) string {
	switch {
	case expires.IsZero() || expires.Sub(now) >= certificateSoon:
		return ""
	case !expires.After(now):
		return "It has expired since."
	}
	return "In less than 14 days."
}

// body is bytes as a page can show them.
type body struct {
	Pretty string // indented JSON; "" when it is not JSON or already looks like that
	Raw    string
	Note   string // what is not as it came
}

// readAnswer makes the body of an answer readable: what is not fit to be read is shown with a mark and said so, and what
// is no text not at all.
func readAnswer(r outbound.Result) body {
	text, whole, ok := r.Text()
	if !ok {
		return body{Note: "Binary, " + Bytes(int64(len(r.Body))) + ": not shown here. The download has it as Base64."}
	}
	out := readBody([]byte(text))
	if !whole {
		out.Note = "Some bytes are not text (UTF-8) or control a terminal; they are shown as \uFFFD."
	}
	return out
}

// readBody makes text readable: JSON is indented without changing its order or numbers.
func readBody(b []byte) body {
	out := body{Raw: string(b)}
	var pretty bytes.Buffer
	if len(b) > 0 && (b[0] == '{' || b[0] == '[') && json.Indent(&pretty, b, "", "  ") == nil && pretty.String() != out.Raw {
		out.Pretty = pretty.String()
	}
	return out
}

// headerLines are "Name: value" lines, sorted by name.
func headerLines(h http.Header) string {
	names := make([]string, 0, len(h))
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	var b strings.Builder
	for _, name := range names {
		for _, value := range h[name] {
			b.WriteString(name + ": " + value + "\n")
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// shown is the secret that the facts show: a new one has a place of its own.
func (h History) shown() string {
	if h.Rotated {
		return ""
	}
	return h.Secret
}
