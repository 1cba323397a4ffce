package webhook

import (
	"context"
	"crypto/rand"
	"encoding/base64"

	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
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

// RevealSecret shows the signing secret of a webhook to an administrator. Each reveal has its audit row, without which
// nothing is shown.
func (s *Service) RevealSecret(ctx context.Context, actor access.Actor, organization, id string) (string, error) {
	var secret string
	entry := audit.Entry{Action: "webhook.reveal_secret", Object: "webhook", ObjectID: id}
	err := s.audit.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		place, err := manage(ctx, tx, actor, inOrganization(organization), entry)
		if err != nil {
			return err
		}
		w, err := s.webhookOf(ctx, tx, place, id)
		if err != nil {
			return err
		}
		key, _, err := s.keysOf(ctx, tx, w.ID)
		secret = showSecret(key)
		return err
	})
	if err != nil {
		return "", err
	}
	return secret, nil
}

func (s *Service) sealKey(webhookID string, key []byte) []byte {
	return s.sealer.seal(key, "webhooks", webhookID, "secret")
}

// signingKey opens what the column webhooks.secret holds.
func (s *Service) signingKey(webhookID string, sealed []byte) ([]byte, error) {
	return s.sealer.open(sealed, "webhooks", webhookID, "secret")
}
