package webhook

import (
	"bytes"
	"cmp"
	"net/http"
	"slices"
	"strings"

	"rollcall/app/outbound"
)

// leastEchoed is the length of the shortest value that is looked for in an answer, in bytes: that of a mask, so that
// nothing grows, and one below which values are found in everything.
const leastEchoed = len(Mask)

// withoutOwn is what came of an attempt without the values of the webhook's own headers. Receivers that fail like to print
// what they were sent, and what they print is kept, shown and logged. It knows the values as they were sent, whole and
// word by word ("Bearer" apart from the token), and not what a receiver makes of them.
func withoutOwn(r outbound.Result, own http.Header) outbound.Result {
	for _, value := range echoes(own) {
		r.Body = bytes.ReplaceAll(r.Body, []byte(value), []byte(Mask))
		for _, text := range []*string{&r.Error, &r.LogDetail, &r.Location} {
			*text = strings.ReplaceAll(*text, value, Mask)
		}
		for _, values := range r.Header {
			for i := range values {
				values[i] = strings.ReplaceAll(values[i], value, Mask)
			}
		}
	}
	return r
}

// echoes is what is looked for, the longest first: a word of a value must not be taken out of it before it is found.
func echoes(own http.Header) (all []string) {
	for _, values := range own {
		for _, value := range values {
			for _, text := range append(strings.Fields(value), value) {
				if len(text) >= leastEchoed && !slices.Contains(all, text) {
					all = append(all, text)
				}
			}
		}
	}
	slices.SortFunc(all, longestFirst)
	return all
}

func longestFirst(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) }
