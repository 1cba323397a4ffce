package access

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/binary"
	"hash/crc32"
	"strings"
)

// An API token is "rc_" (a service account's access token "ra_", its client secret "rs_"), 16 characters that name it, 40 that are secret (200 random bits) and 7 check digits: the CRC-32
// of all before them. The prefix lets scanners of source code find leaked ones, the digits let them, and us, tell
// a token from something that only looks like one (the format that GitHub made known).
const (
	tokenPrefix   = "rc_"
	accessPrefix  = "ra_"
	clientPrefix  = "rs_"
	prefixLen     = len(tokenPrefix)
	tokenIDBytes  = 10
	tokenKeyBytes = 25
	tokenIDLen    = 16
	tokenLen      = prefixLen + tokenIDLen + 40 + 7
)

// tokenText writes lower-case base 32: a double click selects the whole token, in any terminal.
var tokenText = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// newTokenSecret makes a token and its public id, which is part of it.
func newTokenSecret(prefix string) (id, secret string) {
	var b [tokenIDBytes + tokenKeyBytes]byte
	rand.Read(b[:])
	id = tokenText.EncodeToString(b[:tokenIDBytes])
	body := prefix + id + tokenText.EncodeToString(b[tokenIDBytes:])
	return id, body + checkDigits(body)
}

// readTokenID returns the public id of a token, or false for what no token can be, without asking the database.
func readTokenID(prefix, secret string) (string, bool) {
	if len(secret) != tokenLen || !strings.HasPrefix(secret, prefix) {
		return "", false
	}
	body := secret[:tokenLen-7]
	if checkDigits(body) != secret[tokenLen-7:] {
		return "", false
	}
	id := body[prefixLen : prefixLen+tokenIDLen]
	_, err := tokenText.DecodeString(id) // whoever counts check digits can still send bytes that no column takes
	return id, err == nil
}

func checkDigits(body string) string {
	var sum [4]byte
	binary.BigEndian.PutUint32(sum[:], crc32.ChecksumIEEE([]byte(body)))
	return tokenText.EncodeToString(sum[:])
}
