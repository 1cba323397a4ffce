package webhook

import "strings"

// MaskedQuery is the query of a webhook's URL as pages and audit rows show it: what stands after a "=" may be the
// receiver's token, and becomes dots.
func MaskedQuery(query string) string {
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		if name, value, ok := strings.Cut(pair, "="); ok && value != "" {
			pairs[i] = name + "=…"
		}
	}
	return strings.Join(pairs, "&")
}

// maskedURL is a URL with its query masked.
func maskedURL(url string) string {
	path, query, found := strings.Cut(url, "?")
	if !found {
		return url
	}
	return path + "?" + MaskedQuery(query)
}
