package outbound

import "strings"

// MaskedURL is a URL as it may be shown and logged: dots stand for the values in its query, its fragment and its
// user-info, each of which may be somebody's secret. It takes the text apart by itself (RFC 3986 section 3), for what a
// receiver sends need not be a URL that net/url can read.
func MaskedURL(raw string) string {
	rest, fragment, _ := strings.Cut(raw, "#")
	path, query, asks := strings.Cut(rest, "?")
	if before, after, ok := strings.Cut(path, "//"); ok {
		authority, _, _ := strings.Cut(after, "/")
		if at := strings.LastIndexByte(authority, '@'); at >= 0 {
			path = before + "//…" + after[at:]
		}
	}
	if asks {
		path += "?" + MaskedQuery(query)
	}
	if fragment != "" {
		path += "#…"
	}
	return path
}

// MaskedQuery is the query of a URL as it may be shown: what stands after a "=" becomes dots.
func MaskedQuery(query string) string {
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		if name, value, ok := strings.Cut(pair, "="); ok && value != "" {
			pairs[i] = name + "=…"
		}
	}
	return strings.Join(pairs, "&")
}
