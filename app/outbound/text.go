package outbound

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Text is the answer's body as people may read it: valid UTF-8 whose only control characters are tabs and line breaks;
// what is not fit is replaced by U+FFFD, which whole says it did not have to. ok is false for what is no text: with a
// NUL, unreadable in more than one place of ten, or compressed. The bytes as they came are in Body.
func (r Result) Text() (text string, whole, ok bool) {
	body := r.Body
	if r.Truncated {
		body = withoutBroken(body)
	}
	all, bad := 0, 0
	text = strings.Map(func(c rune) rune {
		all++
		if c == '\n' || c == '\r' || !unclean(c) {
			return c
		}
		bad++
		return utf8.RuneError
	}, string(body))
	if bytes.IndexByte(body, 0) >= 0 || bad*10 > all || bad > 0 && r.encoded() {
		return "", false, false
	}
	return text, bad == 0, true
}

// encoded reports whether the answer says that it is compressed.
func (r Result) encoded() bool {
	encoding := r.Header.Get("Content-Encoding")
	return encoding != "" && !strings.EqualFold(encoding, "identity")
}

// withoutBroken leaves out the character at the end that the limit of what is kept cut in two.
func withoutBroken(b []byte) []byte {
	for i := len(b) - 1; i >= max(0, len(b)-utf8.UTFMax); i-- {
		if utf8.RuneStart(b[i]) {
			if !utf8.FullRune(b[i:]) {
				return b[:i]
			}
			break
		}
	}
	return b
}
