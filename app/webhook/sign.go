package webhook

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// sign makes the value of webhook-signature for these exact bytes: one signature for each key, the current one first
// (contracts/standard-webhooks.md). A key is the decoded secret; id must have no dot in it.
func sign(keys [][]byte, id string, at time.Time, body []byte) (string, error) {
	signatures := make([]string, len(keys))
	for i, key := range keys {
		signer, err := standardwebhooks.NewWebhookRaw(key)
		if err != nil {
			return "", err
		}
		if signatures[i], err = signer.Sign(id, at, body); err != nil {
			return "", err
		}
	}
	return strings.Join(signatures, " "), nil
}

// headers is everything that a request carries besides Host and Content-Length. attempt is the number that is expected
// for it, at the moment of sending.
func headers(d Delivery, attempt int, at time.Time, version, signature string) http.Header {
	h := http.Header{
		"Content-Type":        {"application/json"},
		"User-Agent":          {"Rollcall/" + version},
		"Webhook-Id":          {d.ID},
		"Webhook-Timestamp":   {strconv.FormatInt(at.Unix(), 10)},
		"Webhook-Signature":   {signature},
		"Rollcall-Event":      {string(d.Type)},
		"Rollcall-Event-Id":   {d.EventID},
		"Rollcall-Event-Time": {d.OccurredAt.UTC().Format(eventTime)},
		"Rollcall-Attempt":    {strconv.Itoa(attempt)},
	}
	if d.Test {
		h["Rollcall-Test"] = []string{"true"}
	}
	return h
}

// eventTime is RFC 3339 with all six digits of the microseconds, so that receivers can order by the text.
const eventTime = "2006-01-02T15:04:05.000000Z07:00"

// masked is a copy of request headers that may be stored and shown: secret values are replaced by the mask. Those of the
// webhook's own headers are sealed at rest, so none of them is stored in the open, whatever its name.
func masked(h, own http.Header) http.Header {
	shown := make(http.Header, len(h))
	for name, values := range h {
		if _, sealed := own[name]; !sealed && !secretName(name) {
			shown[name] = values
			continue
		}
		hidden := make([]string, len(values))
		for i := range hidden {
			hidden[i] = Mask
		}
		shown[name] = hidden
	}
	return shown
}

// secretName reports whether the name of a header looks as if its value were secret (contracts/pipefy.md, Scalars).
func secretName(name string) bool {
	name = strings.ToLower(name)
	for _, word := range []string{"authorization", "token", "secret", "key", "signature", "cookie", "password"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}
