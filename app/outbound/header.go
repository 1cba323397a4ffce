package outbound

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	// maxRetryAfter is the longest wait that a receiver can ask for.
	maxRetryAfter = 24 * time.Hour
	// maxLocation is how much of a Location is kept: more than a URL may have, even when the cut falls into a character,
	// so that one that was cut is never accepted as a webhook's URL.
	maxLocation = maxURL + utf8.UTFMax
	// masked stands where the value of a secret header was.
	masked = "(not stored)"
)

// storable makes an answer's header fit to be stored and shown: secrets masked, valid UTF-8 without NUL, which
// PostgreSQL refuses. Its size is bounded by what is read at all.
func storable(header http.Header) http.Header {
	for name, values := range header {
		for i, value := range values {
			if secretHeader(name) {
				values[i] = masked
			} else {
				values[i] = clean(value)
			}
		}
	}
	return header
}

// secretHeader reports whether an answer's header is likely to hold a secret of the receiver's. net/http has already
// brought names into their canonical form.
func secretHeader(name string) bool {
	if name == "Authentication-Info" {
		return true
	}
	lower := strings.ToLower(name)
	for _, part := range []string{"token", "secret", "password", "api-key", "apikey", "auth-key", "access-key", "authorization", "cookie", "session", "signature"} {
		if strings.Contains(lower, part) {
			return true
		}
	}
	return false
}

// clean replaces what can't be stored as text, would move a terminal's cursor, or turns the order of letters around.
func clean(s string) string {
	if !strings.ContainsFunc(s, unclean) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unclean(r) {
			return '\uFFFD'
		}
		return r
	}, s)
}

// unclean is a control character, of the sets C0 and C1, or of those that change the direction of writing, or (as which an
// invalid byte is read) the replacement character.
func unclean(r rune) bool {
	return r != '\t' && unicode.IsControl(r) || r == utf8.RuneError || unicode.Is(unicode.Bidi_Control, r)
}

// retryAfter reads RFC 9110 section 10.2.3: seconds or an HTTP date. What is neither, is negative or in the past asks
// for nothing; what is too long is cut.
func retryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	if value == "" {
		return 0
	}
	if onlyOf(value, "0123456789") {
		seconds, err := strconv.ParseInt(value, 10, 64)
		if err != nil || seconds > int64(maxRetryAfter/time.Second) {
			return maxRetryAfter
		}
		return time.Duration(seconds) * time.Second
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	return min(max(at.Sub(now), 0), maxRetryAfter)
}

// Location is where the header of an answer from that URL points to, made absolute where possible, a little more than 2,048 bytes at most;
// "" for nowhere. It is for people to read and never to be called by itself.
func Location(header http.Header, from string) string {
	raw := header.Get("Location")
	if base, err := url.Parse(from); err == nil && raw != "" {
		if u, err := base.Parse(raw); err == nil {
			raw = u.String()
		}
	}
	raw = clean(raw)
	return strings.ToValidUTF8(raw[:min(len(raw), maxLocation)], "")
}
