package access

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/sync/semaphore"
	"golang.org/x/text/unicode/norm"
)

// argonParams are the costs of argon2id: memory in KiB, passes, lanes.
type argonParams struct {
	memory uint32
	time   uint32
	lanes  uint8
}

// current is what new hashes are made with: OWASP's second choice, 19 MiB and two passes (ASVS 5.0, appendix C).
// The first, 46 MiB and one pass, is as strong but more than twice as hungry on a small machine.
func current() argonParams { return argonParams{memory: 19456, time: 2, lanes: 1} }

const (
	saltBytes = 16
	keyBytes  = 32
)

// hasher derives keys from passwords, a bounded number at a time: fifty people who sign in at once must neither take
// a gigabyte nor every core.
type hasher struct {
	slots  *semaphore.Weighted
	derive func(password, salt []byte, time, memory uint32, lanes uint8, keyLen uint32) []byte
	dummy  string // the hash that a password for nobody is compared with
}

func newHasher() *hasher {
	return &hasher{
		slots:  semaphore.NewWeighted(maxHashing()),
		derive: argon2.IDKey,
		dummy:  encodeHash(current(), make([]byte, saltBytes), make([]byte, keyBytes)),
	}
}

// maxHashing is how many passwords are hashed at once. Twice the cores: one waits for memory while another computes.
func maxHashing() int64 { return 2 * int64(runtime.GOMAXPROCS(0)) }

// HashPassword checks the rules for passwords and makes a hash to store, a PHC string of about 100 bytes. It takes tens
// of milliseconds and waits for its turn: never call it inside a transaction. The error is a refusal of the field
// "password", or the context's while waiting.
func (s *Service) HashPassword(ctx context.Context, password string) (string, error) {
	if err := CheckPassword(password); err != nil {
		return "", err
	}
	salt := make([]byte, saltBytes)
	rand.Read(salt)
	key, err := s.hasher.key(ctx, password, salt, current(), keyBytes)
	if err != nil {
		return "", err
	}
	return encodeHash(current(), salt, key), nil
}

// VerifyPassword reports whether the password is the one that the hash was made of, and whether the hash is weaker than
// new ones and is to be replaced. An empty hash stands for somebody who does not exist or has no password: the same work
// is done and the answer is no. A password longer than any that is accepted is refused at once, whoever it is for. It
// takes as long as HashPassword: never call it inside a transaction.
func (s *Service) VerifyPassword(ctx context.Context, hash, password string) (ok, upgrade bool, err error) {
	if len(password) > maxPasswordBytes {
		return false, false, nil
	}
	nobody := hash == ""
	if nobody {
		hash = s.hasher.dummy
	}
	params, salt, want, err := decodeHash(hash)
	if err != nil {
		return false, false, err
	}
	got, err := s.hasher.key(ctx, password, salt, params, uint32(len(want)))
	if err != nil {
		return false, false, err
	}
	ok = subtle.ConstantTimeCompare(got, want) == 1 && !nobody
	return ok, ok && weaker(params, salt, want), nil
}

func (h *hasher) key(ctx context.Context, password string, salt []byte, p argonParams, length uint32) ([]byte, error) {
	if err := h.slots.Acquire(ctx, 1); err != nil {
		return nil, fmt.Errorf("wait to hash a password: %w", err)
	}
	defer h.slots.Release(1)
	return h.derive(normalize(password), salt, p.time, p.memory, p.lanes, length), nil
}

// normalize makes one spelling of what looks alike: é is one code point on one keyboard and two on another (NIST SP 800-63B).
func normalize(password string) []byte { return norm.NFC.Bytes([]byte(password)) }

// weaker reports whether a hash was made with less than new ones. 46 MiB in one pass counts as strong too.
func weaker(p argonParams, salt, key []byte) bool {
	now := current()
	strong := p.memory >= now.memory && p.time >= now.time || p.memory >= 47104 && p.time >= 1
	return !strong || len(salt) < saltBytes || len(key) < keyBytes
}

func encodeHash(p argonParams, salt, key []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.memory, p.time, p.lanes, b64.EncodeToString(salt), b64.EncodeToString(key))
}

var errHash = errors.New("a stored password hash is not one of argon2id version 19 within bounds")

// decodeHash reads a PHC string. The bounds keep a damaged row from taking the machine's memory.
func decodeHash(hash string) (p argonParams, salt, key []byte, err error) {
	var version int
	var text64 string
	n, err := fmt.Sscanf(hash, "$argon2id$v=%d$m=%d,t=%d,p=%d$%s", &version, &p.memory, &p.time, &p.lanes, &text64)
	if err != nil || n != 5 || version != argon2.Version {
		return p, nil, nil, errHash
	}
	if p.memory < 8 || p.memory > 1<<20 || p.time < 1 || p.time > 64 || p.lanes < 1 {
		return p, nil, nil, errHash
	}
	salt, key, err = decodeSaltAndKey(text64)
	return p, salt, key, err
}

func decodeSaltAndKey(text string) (salt, key []byte, err error) {
	first, second, found := strings.Cut(text, "$")
	if !found {
		return nil, nil, errHash
	}
	if salt, err = base64.RawStdEncoding.DecodeString(first); err != nil || len(salt) < 8 || len(salt) > 64 {
		return nil, nil, errHash
	}
	if key, err = base64.RawStdEncoding.DecodeString(second); err != nil || len(key) < 16 || len(key) > 128 {
		return nil, nil, errHash
	}
	return salt, key, nil
}
