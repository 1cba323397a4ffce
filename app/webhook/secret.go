package webhook

import (
	"crypto/rand"
	"encoding/base64"
)

const (
	secretPrefix = "whsec_" // Standard Webhooks, Signature scheme
	secretBytes  = 32
)

// newSecret makes the random key that a webhook's deliveries are signed with.
func newSecret() []byte {
	key := make([]byte, secretBytes)
	rand.Read(key) // never fails: crypto/rand ends the process instead
	return key
}

// showSecret writes a key as its owner gets it.
func showSecret(key []byte) string { return secretPrefix + base64.StdEncoding.EncodeToString(key) }

func (s *Service) sealKey(webhookID string, key []byte) []byte {
	return s.sealer.seal(key, "webhooks", webhookID, "secret")
}

// signingKey opens what the column webhooks.secret holds.
func (s *Service) signingKey(webhookID string, sealed []byte) ([]byte, error) {
	return s.sealer.open(sealed, "webhooks", webhookID, "secret")
}
