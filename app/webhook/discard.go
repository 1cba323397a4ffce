package webhook

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"

	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
)

// DiscardSecrets takes a database over whose key is lost, as a restored backup without its key file is: every webhook
// gets a new signing secret, sealed with the service's key, loses its own headers, and is paused until somebody has told
// its receiver, and each has its audit row. It returns how many there were. With the right key there is nothing to discard and nothing
// happens. To be called once, in place of CheckKey.
func (s *Service) DiscardSecrets(ctx context.Context) (discarded int, err error) {
	err = s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		discarded = 0
		if err := tx.Lock(ctx, "settings", keyCheck); err != nil {
			return err
		}
		known, err := s.opensWhatIsThere(ctx, tx)
		if err == nil && known {
			return nil
		}
		if err != nil && !errors.Is(err, ErrWrongKey) {
			return err
		}
		if discarded, err = s.replaceSecrets(ctx, tx); err != nil {
			return err
		}
		return s.storeKeyCheck(ctx, tx)
	})
	return discarded, err
}

// replaceSecrets gives every webhook a new secret, those that are deleted too, so that none is left that the key can't
// open. It returns how many of them are not deleted.
func (s *Service) replaceSecrets(ctx context.Context, tx *db.Tx) (living int, err error) {
	rows, err := tx.Query(ctx, `SELECT id, organization_id, name, deleted_at, headers IS NOT NULL FROM webhooks ORDER BY id`)
	if err != nil {
		return 0, fmt.Errorf("list webhooks: %w", err)
	}
	all, err := collect(rows, scanSealed)
	if err != nil {
		return 0, fmt.Errorf("list webhooks: %w", err)
	}
	for _, w := range all {
		if err := s.replaceSecret(ctx, tx, w); err != nil {
			return 0, fmt.Errorf("replace the secret of webhook %s: %w", w.id, err)
		}
		if !w.deleted.Valid {
			living++
		}
	}
	return living, nil
}

// sealed is a webhook as far as it can be read without the key.
type sealed struct {
	id             string
	organizationID int64
	name           string
	deleted        sql.NullTime
	headers        bool // it has some
}

func scanSealed(row scanner) (w sealed, err error) {
	return w, row.Scan(&w.id, &w.organizationID, &w.name, &w.deleted, &w.headers)
}

func (s *Service) replaceSecret(ctx context.Context, tx *db.Tx, w sealed) error {
	if _, err := tx.Exec(ctx, `UPDATE webhooks SET secret = $2, old_keys = NULL, headers = NULL WHERE id = $1`, w.id, s.sealKey(w.id, newSecret())); err != nil || w.deleted.Valid {
		return err
	}
	now := s.clock.Now()
	_, err := tx.Exec(ctx, `UPDATE webhooks SET enabled = FALSE, pause = CASE WHEN enabled THEN 'paused' ELSE pause END,
			paused_at = CASE WHEN enabled THEN $2 ELSE paused_at END, version = version + 1, updated_at = $2, updated_by = $3
		WHERE id = $1`, w.id, now, access.System().Username)
	if err != nil {
		return err
	}
	if err := s.hold(ctx, tx, w.id, now); err != nil {
		return err
	}
	after := map[string]string{"name": w.name, "secret": "(new)"}
	if w.headers {
		after["headers"] = "(cleared)"
	}
	entry := audit.Entry{Action: "webhook.discard_secret", OrganizationID: w.organizationID, Object: "webhook", ObjectID: w.id, After: after}
	return s.audit.Write(ctx, tx, access.System(), entry, nil)
}

// storeKeyCheck makes the service's key the database's own.
func (s *Service) storeKeyCheck(ctx context.Context, tx *db.Tx) error {
	sealed := base64.StdEncoding.EncodeToString(s.sealer.seal([]byte(keyWord), "settings", keyCheck, "value"))
	_, err := tx.Exec(ctx, `INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value`, keyCheck, sealed)
	if err != nil {
		return fmt.Errorf("store the check of the secret key: %w", err)
	}
	return nil
}
