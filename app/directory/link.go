package directory

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
)

// links makes the links of invitations. What a link proves is a code of 256 bits, the HMAC (RFC 2104) of the
// invitation's id and generation under a key that is not in the database: so the job that sends the letter can make the
// link again, and nothing that lies in the database, the queue or a backup opens an account.
type links struct {
	key     []byte
	baseURL string
}

const (
	linkIDLen = 32 // hex digits of the invitation's id
	tokenLen  = linkIDLen + 43
)

// token is what the link ends in: the invitation's id and its code.
func (l links) token(id string, generation int64) (string, error) {
	if len(l.key) == 0 {
		return "", errors.New("there is no key to make links with")
	}
	mac := hmac.New(sha256.New, l.key)
	fmt.Fprintf(mac, "invitation %s %d", id, generation)
	return strings.ReplaceAll(id, "-", "") + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)), nil
}

func (l links) url(token string) string { return l.baseURL + "/invitations/" + token }

// hashToken is what the database keeps of a token.
func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// readToken gives the id of the invitation that a token is for, or false for what no token can be.
func readToken(token string) (id string, ok bool) {
	if len(token) != tokenLen {
		return "", false
	}
	u, err := uuid.Parse(token[:linkIDLen])
	return u.String(), err == nil
}

// replaced reports whether a token is that of an earlier generation of the invitation.
func (l links) replaced(token string, i Invitation) bool {
	for generation := max(1, i.generation-100); generation < i.generation; generation++ {
		if older, err := l.token(i.ID, generation); err == nil && hmac.Equal([]byte(older), []byte(token)) {
			return true
		}
	}
	return false
}
