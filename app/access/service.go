package access

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"unicode"

	"rollcall/app"
	"rollcall/app/audit"
	"rollcall/db"
)

// Service proves who somebody is and remembers it: passwords, sign-in sessions, API tokens, the throttle of failures and
// the setup code. It is safe for concurrent use.
type Service struct {
	db       *db.DB
	log      *audit.Log
	clock    app.Clock
	hasher   *hasher
	throttle *throttle
}

// New makes the service on a database. The log gets a row for each session ended and each token made or revoked.
func New(d *db.DB, log *audit.Log, clock app.Clock) *Service {
	return &Service{db: d, log: log, clock: clock, hasher: newHasher(), throttle: &throttle{db: d, clock: clock}}
}

// newSecret makes what a browser holds for its session: 256 random bits, readable in a cookie.
func newSecret() string {
	var b [32]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the process instead
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// hashSecret is what the database keeps of a secret. Plain SHA-256 is enough where the secret itself is random
// and at least 100 bits long: there is nothing to guess from.
func hashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// plain makes text from a client's header fit for a TEXT column and a page: valid UTF-8, printable, at most max runes.
// PostgreSQL refuses anything that is not UTF-8, so a strange User-Agent would otherwise refuse the sign-in.
func plain(text string, max int) string {
	text = strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > max {
		text = string(runes[:max])
	}
	return text
}

// key is a name or id from a path as it is, or "", which no row has, when no row can have it.
func key(text string) string {
	if text != plain(text, 64) {
		return ""
	}
	return text
}
