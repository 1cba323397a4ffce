package webhook

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"

	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
)

// DiscardSecrets takes a database over whose key is lost, as a restored backup without its key file is: every webhook
// gets a new signing secret, sealed with the service's key, and is paused until somebody has told its receiver, and
// each has its audit row. It returns how many there were. With the right key there is nothing to discard and nothing
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
	rows, err := tx.Query(ctx, `SELECT `+webhookColumns+` FROM webhooks w JOIN organizations o ON o.id = w.organization_id ORDER BY w.id`)
	if err != nil {
		return 0, fmt.Errorf("list webhooks: %w", err)
	}
	all, err := collect(rows, scanWebhook)
	if err != nil {
		return 0, fmt.Errorf("list webhooks: %w", err)
	}
	for _, w := range all {
		if err := s.replaceSecret(ctx, tx, w); err != nil {
			return 0, fmt.Errorf("replace the secret of webhook %s: %w", w.ID, err)
		}
		if w.DeletedAt.IsZero() {
			living++
		}
	}
	return living, nil
}

func (s *Service) replaceSecret(ctx context.Context, tx *db.Tx, w Webhook) error {
	if _, err := tx.Exec(ctx, `UPDATE webhooks SET secret = $2 WHERE id = $1`, w.ID, s.sealKey(w.ID, newSecret())); err != nil || !w.DeletedAt.IsZero() {
		return err
	}
	now := s.clock.Now()
	_, err := tx.Exec(ctx, `UPDATE webhooks SET enabled = FALSE, pause = CASE WHEN enabled THEN 'paused' ELSE pause END,
			paused_at = CASE WHEN enabled THEN $2 ELSE paused_at END, version = version + 1, updated_at = $2, updated_by = $3
		WHERE id = $1`, w.ID, now, access.System().Username)
	if err != nil {
		return err
	}
	if err := hold(ctx, tx, w.ID); err != nil {
		return err
	}
	entry := audit.Entry{Action: "webhook.discard_secret", OrganizationID: w.OrganizationID, Object: "webhook", ObjectID: w.ID,
		After: map[string]string{"name": w.Name, "secret": "(new)"}}
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
