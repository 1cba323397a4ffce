package webhook

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"

	"rollcall/db"
)

// keyCheck is the name of the setting that tells a wrong key before it does harm: a known word, sealed.
const (
	keyCheck = "secret_key_check"
	keyWord  = "rollcall"
)

// ErrWrongKey says that the key is not the one that this database's secrets are sealed with.
var ErrWrongKey = errors.New("ROLLCALL_SECRET_KEY is not the key that the secrets in this database were sealed with: " +
	"set the key that belongs to the database, or put its key file back beside it; if the key is lost, start once with --discard-secrets; nothing was changed")

// CheckKey compares the service's key with the one that the database's secrets are sealed with, and returns
// ErrWrongKey when they differ. In a database without secrets it makes the key the database's own. To be called once,
// before anything is sealed or sent.
func (s *Service) CheckKey(ctx context.Context) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "settings", keyCheck); err != nil {
			return err
		}
		known, err := s.opensWhatIsThere(ctx, tx)
		if err != nil || known {
			return err
		}
		return s.storeKeyCheck(ctx, tx)
	})
}

// opensWhatIsThere tries the key on the sealed word; known is false when there is none yet. A database that has
// secrets but no word is asked for one of its secrets instead, so that a lost row can't make a wrong key the right one.
func (s *Service) opensWhatIsThere(ctx context.Context, q db.Queryer) (known bool, err error) {
	var text string
	err = q.QueryRow(ctx, `SELECT value FROM settings WHERE name = $1`, keyCheck).Scan(&text)
	if errors.Is(err, errNoRows) {
		return false, s.opensSomeSecret(ctx, q)
	}
	if err != nil {
		return false, fmt.Errorf("read the check of the secret key: %w", err)
	}
	sealed, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return false, ErrWrongKey
	}
	if word, err := s.sealer.open(sealed, "settings", keyCheck, "value"); err != nil || string(word) != keyWord {
		return false, ErrWrongKey
	}
	return true, nil
}

func (s *Service) opensSomeSecret(ctx context.Context, q db.Queryer) error {
	var id string
	var sealed []byte
	err := q.QueryRow(ctx, `SELECT id, secret FROM webhooks ORDER BY id LIMIT 1`).Scan(&id, &sealed)
	if errors.Is(err, errNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read a secret to check the key: %w", err)
	}
	if _, err := s.signingKey(id, sealed); err != nil {
		return ErrWrongKey
	}
	return nil
}
