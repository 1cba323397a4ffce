package db

import (
	"regexp"
	"strings"
)

var urlScheme = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9+.-]*:`)

// parseURL splits a database URL into its engine and what that engine opens: a path, or the URL itself.
func parseURL(url string) (Engine, string, error) {
	switch {
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		return PostgreSQL, url, nil
	case strings.HasPrefix(url, "sqlite:"):
		return SQLite, sqlitePath(strings.TrimPrefix(url, "sqlite:")), nil
	case url == "", strings.TrimSpace(url) != url:
		return "", "", refuse(nil, "The database URL is empty or begins or ends with a space: give a file path or postgres://….")
	case urlScheme.MatchString(url) && !windowsPath(url):
		// The URL is not repeated: it may hold a password.
		return "", "", refuse(nil, "The database URL has an unknown kind %q: give a file path, sqlite:PATH or postgres://….", urlScheme.FindString(url))
	}
	return SQLite, url, nil
}

// sqlitePath accepts sqlite:///absolute as well, the form other programs use.
func sqlitePath(rest string) string {
	if strings.HasPrefix(rest, "///") {
		return rest[2:]
	}
	return rest
}

func windowsPath(s string) bool { return len(s) > 2 && s[1] == ':' && (s[2] == '\\' || s[2] == '/') }
