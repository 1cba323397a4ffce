package webhook

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"rollcall/app/outbound"
)

// Shown is what came of the attempt as pages and files show it. Where an answer points to is masked like the webhook's own
// URL: what may be a secret in it is dots, also where the rest of the answer repeats it. It is stored as it came, as that
// URL is, for UseLocation.
func (a Attempt) Shown() outbound.Result {
	r := a.Result
	r.Header = r.Header.Clone()
	urls := []string{r.Location}
	for _, name := range []string{"Location", "Content-Location"} {
		for i, value := range r.Header[name] {
			urls = append(urls, value)
			r.Header[name][i] = outbound.MaskedURL(value)
		}
	}
	r.Location = outbound.MaskedURL(r.Location)
	if dots := repeats(urls); len(dots) > 0 {
		replacer := strings.NewReplacer(dots...)
		r.Error, r.Body = replacer.Replace(r.Error), []byte(replacer.Replace(string(r.Body)))
		for _, values := range r.Header {
			for i := range values {
				values[i] = replacer.Replace(values[i])
			}
		}
	}
	return r
}

// repeats is what of the URLs is looked for in an answer, and what it is replaced by, in turns: the values of queries, with
// their names and without, as they are and decoded. The longest is first, and what is shorter than leastEchoed not there.
func repeats(urls []string) (oldnew []string) {
	dots := map[string]string{}
	for _, raw := range urls {
		raw, _, _ = strings.Cut(raw, "#")
		_, query, _ := strings.Cut(raw, "?")
		for pair := range strings.SplitSeq(query, "&") {
			if name, value, _ := strings.Cut(pair, "="); value != "" {
				decoded, _ := url.QueryUnescape(value) // "" when it is not encoded
				dots[pair], dots[value], dots[decoded] = name+"=…", "…", "…"
			}
		}
	}
	for _, old := range slices.SortedFunc(maps.Keys(dots), longestFirst) {
		if len(old) >= leastEchoed {
			oldnew = append(oldnew, old, dots[old])
		}
	}
	return oldnew
}
