package views

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"rollcall/app/event"
	"rollcall/app/outbound"
	"rollcall/app/webhook"
)

// NewWebhookURL is the page with the form of a new webhook of the place at root.
func NewWebhookURL(root string) string { return WebhooksURL(root) + "/new" }

// DeleteWebhooksURL is the question before the webhooks with those ids, of the place at root, are deleted.
func DeleteWebhooksURL(root string, ids ...string) string {
	target := WebhooksURL(root) + "/delete"
	if len(ids) == 0 {
		return target
	}
	return target + "?" + url.Values{"id": ids}.Encode()
}

// urlParts is a webhook's URL in the pieces that pages show.
type urlParts struct{ host, rest, masked string }

// shortURL takes a URL apart. Values of the query and user-info may be secrets: they become dots.
func shortURL(raw string) urlParts {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return urlParts{host: raw, masked: raw}
	}
	rest := u.EscapedPath()
	if u.RawQuery != "" {
		rest += "?" + outbound.MaskedQuery(u.RawQuery)
	}
	if rest == "/" {
		rest = ""
	}
	return urlParts{host: u.Host, rest: rest, masked: u.Scheme + "://" + u.Host + rest}
}

// MaskedURL is a URL as it may be shown: what may be a secret in it is dots.
func MaskedURL(raw string) string { return shortURL(raw).masked }

func webAddress(raw string) bool {
	u, err := url.Parse(raw)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https")
}

func plainHTTP(raw string) bool { return strings.HasPrefix(strings.ToLower(raw), "http://") }

// wire is the name of an event type; lines may break after its underscores. templ would put spaces around a <wbr>.
func wire(t event.Type) templ.Component {
	return templ.Raw(strings.ReplaceAll(templ.EscapeString(string(t)), "_", "_<wbr>"))
}

func joinTypes(types []event.Type) string { return strings.Join(typeNames(types), ", ") }

// look is how a delivery's state is drawn.
type look struct {
	tone Tone
	icon string
}

// deliveryLook is the tone and icon of a delivery's state.
func deliveryLook(d webhook.Delivery) look {
	switch {
	case d.InFlight:
		return look{Calm, "send"}
	case d.State == webhook.Delivered:
		return look{Good, "check"}
	case d.State == webhook.Failed:
		return look{Bad, "cross"}
	case d.State == webhook.Retrying:
		return look{Waiting, "retry"}
	case d.State == webhook.Held:
		return look{Neutral, "pause"}
	case d.State == webhook.Cancelled:
		return look{Neutral, "ban"}
	}
	return look{Calm, "clock"}
}

// stateWord is a delivery's state as a word; what is being sent right now says so.
func stateWord(d webhook.Delivery) string {
	if d.InFlight {
		return "Sending"
	}
	return StateWord(d.State)
}

// StateWord is the state as pages write it: "Delivered".
func StateWord(s webhook.State) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(string(s[:1])) + string(s[1:])
}

// statusText is the state with what it needs to be understood: "Delivered 200", "Retrying 3 of 10", "Failed: DNS".
func statusText(d webhook.Delivery) string {
	word := stateWord(d)
	switch {
	case d.InFlight:
		return word
	case d.State == webhook.Delivered && d.LastStatus/100 == 2: // a redelivery after it may have failed
		return fmt.Sprintf("%s %d", word, d.LastStatus)
	case d.State == webhook.Retrying:
		return fmt.Sprintf("%s %d of %d", word, d.Attempts, d.MaxAttempts)
	case d.State == webhook.Failed && failureReason(d) != "":
		return word + ": " + failureReason(d)
	}
	return word
}

// failureReason is why the last attempt failed, in two words: "DNS", "HTTP 500"; "" when it didn't.
func failureReason(d webhook.Delivery) string {
	if d.LastClass == outbound.HTTPStatus && d.LastStatus != 0 {
		return "HTTP " + strconv.Itoa(d.LastStatus)
	}
	return d.LastClass.Label()
}

// lastMoment is when something last happened to a delivery.
func lastMoment(d webhook.Delivery) time.Time {
	if !d.FinishedAt.IsZero() {
		return d.FinishedAt
	}
	return d.CreatedAt
}

func deleteSentence(d webhook.DeleteSummary) string {
	return Count(d.Pending, "pending delivery", "pending deliveries") + " will be cancelled, " + Count(d.Records, "record", "records") + " removed."
}

func daySentence(day [24]webhook.Hour) string {
	delivered, failed := 0, 0
	for _, h := range day {
		delivered += h.Delivered
		failed += h.Failed
	}
	if delivered+failed == 0 {
		return "Last 24 hours: nothing"
	}
	return fmt.Sprintf("Last 24 hours: %s delivered, %s failed", Number(delivered), Number(failed))
}

type dayBar struct{ class, x, y, height string }

// dayBars lays the hours side by side on 96 by 24 units. An hour without anything is a tick on the ground; anything
// that happened is at least 2 units high, so that one failure among thousands is seen.
func dayBars(day [24]webhook.Hour) []dayBar {
	const ground, tallest, least = 24.0, 22.0, 2.0
	most := 1
	for _, h := range day {
		most = max(most, h.Delivered+h.Failed)
	}
	unit := func(n int) float64 {
		if n == 0 {
			return 0
		}
		return max(least, tallest*float64(n)/float64(most))
	}
	var bars []dayBar
	add := func(class string, i int, top, height float64) {
		bars = append(bars, dayBar{class, strconv.Itoa(i * 4), fmt.Sprintf("%.1f", top), fmt.Sprintf("%.1f", height)})
	}
	for i, h := range day {
		good, bad := unit(h.Delivered), unit(h.Failed)
		if over := good + bad - tallest; over > 0 {
			good -= over
		}
		if good+bad == 0 {
			add("bar-none", i, ground-1, 1)
			continue
		}
		add("bar-good", i, ground-good, good)
		add("bar-bad", i, ground-good-bad, bad)
	}
	return bars
}

// verifySnippets are language and text. They use the reference libraries of Standard Webhooks.
func verifySnippets() [][2]string {
	return [][2]string{
		{"Node.js", `import { Webhook } from "standardwebhooks";

// rawBody: the bytes as they came, before any JSON parser
const event = new Webhook(process.env.ROLLCALL_SIGNING_SECRET)
  .verify(rawBody, request.headers); // throws when forged or too old`},
		{"Python", `from standardwebhooks.webhooks import Webhook

# raw_body: the bytes as they came, before any JSON parser
event = Webhook(os.environ["ROLLCALL_SIGNING_SECRET"]).verify(raw_body, headers)  # raises when forged or too old`},
		{"Go", `wh, err := standardwebhooks.NewWebhook(os.Getenv("ROLLCALL_SIGNING_SECRET"))
// body: the bytes as they came
if err := wh.Verify(body, r.Header); err != nil {
	http.Error(w, "forged or too old", http.StatusUnauthorized)
}`},
	}
}
