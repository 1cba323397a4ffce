package webhook

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
)

// keyBytes is the length of the key that seals secrets: AES-256.
const keyBytes = 32

var errUnsealed = errors.New("sealed value can't be opened: wrong key, or not the value that was sealed there")

// sealer keeps values at rest: AES-256-GCM with a random nonce in front. A value is bound to its table, row and
// column, so that one moved elsewhere in the database does not open.
type sealer struct{ aead cipher.AEAD }

func newSealer(key []byte) (sealer, error) {
	if len(key) != keyBytes {
		return sealer{}, errors.New("webhook: the key must have 32 bytes")
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return sealer{}, err
	}
	aead, err := cipher.NewGCM(block)
	return sealer{aead}, err
}

func (s sealer) seal(plain []byte, table, row, column string) []byte {
	nonce := make([]byte, s.aead.NonceSize(), s.aead.NonceSize()+len(plain)+s.aead.Overhead())
	rand.Read(nonce) // never fails: crypto/rand ends the process instead
	return s.aead.Seal(nonce, nonce, plain, place(table, row, column))
}

func (s sealer) open(sealed []byte, table, row, column string) ([]byte, error) {
	if len(sealed) < s.aead.NonceSize() {
		return nil, errUnsealed
	}
	nonce, box := sealed[:s.aead.NonceSize()], sealed[s.aead.NonceSize():]
	plain, err := s.aead.Open(nil, nonce, box, place(table, row, column))
	if err != nil {
		return nil, errUnsealed
	}
	return plain, nil
}

func place(table, row, column string) []byte { return []byte(table + "|" + row + "|" + column) }
