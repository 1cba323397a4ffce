package visit

import (
	"net/url"
	"path"
	"strings"
)

// Local returns where on this host a "next" from a request may lead, and fallback when it would lead anywhere else.
// Browsers read a backslash as a slash, skip tabs and line ends, and take "//host" for another host; so only what is
// plainly a path of ours passes, and it is written anew from its parts.
func Local(next, fallback string) string {
	if !strings.HasPrefix(next, "/") || strings.ContainsAny(next, "\\\x7f") || strings.ContainsFunc(next, func(r rune) bool { return r < ' ' }) {
		return fallback
	}
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || u.Opaque != "" {
		return fallback
	}
	if clean := path.Clean(u.Path); strings.Contains(u.Path, "//") || strings.ContainsAny(u.Path, "\\\t\r\n") || (clean != u.Path && clean+"/" != u.Path) {
		return fallback
	}
	return (&url.URL{Path: u.Path, RawQuery: u.RawQuery}).RequestURI()
}
