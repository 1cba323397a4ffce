package webhook

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
)

// How long a replaced secret may go on signing (delivery.md, What people can do), and how many can do so at a time: each
// is a signature in every request.
const (
	DefaultOverlap = 24 * time.Hour
	MostOverlap    = 7 * 24 * time.Hour
	mostOldKeys    = 4
)

// oldKey is a signing key that was replaced, and until when it signs beside the present one.
type oldKey struct {
	Key   []byte    `json:"key"`
	Until time.Time `json:"until"`
}

// RotateSecret gives a webhook a new signing secret and returns it. For the overlap, 0 to MostOverlap, deliveries carry
// signatures of both, so that the receiver can change over without missing one. Errors: NotFound; Invalid for another
// overlap; Conflict when too many secrets still sign.
func (s *Service) RotateSecret(ctx context.Context, actor access.Actor, organization, id string, overlap time.Duration) (Webhook, string, error) {
	if overlap < 0 || overlap > MostOverlap {
		return Webhook{}, "", app.Refuse(app.Field{Name: "overlap", Message: "The old secret can go on signing for 0 to 7 days: choose from the list."})
	}
	fresh := newSecret()
	w, err := s.changeKeys(ctx, actor, organization, id, "webhook.rotate_secret", func(key []byte, old []oldKey, now time.Time) ([]byte, []oldKey, error) {
		if overlap == 0 {
			return fresh, old, nil
		}
		if len(old) == mostOldKeys {
			return nil, nil, app.Errorf(app.Conflict, "Four old secrets of this webhook still sign. End their overlap first, or wait for it.")
		}
		return fresh, append([]oldKey{{key, now.Add(overlap)}}, old...), nil
	})
	if err != nil {
		return Webhook{}, "", err
	}
	return w, showSecret(fresh), nil
}

// EndOverlap makes the secrets that were replaced stop signing now. Where none signs any more nothing happens.
func (s *Service) EndOverlap(ctx context.Context, actor access.Actor, organization, id string) (Webhook, error) {
	return s.changeKeys(ctx, actor, organization, id, "webhook.end_overlap", func(key []byte, old []oldKey, _ time.Time) ([]byte, []oldKey, error) {
		if len(old) == 0 {
			return nil, nil, nil
		}
		return key, nil, nil
	})
}

// rotation says what a webhook's keys become, given what they are; no key stands for no change.
type rotation func(key []byte, old []oldKey, now time.Time) ([]byte, []oldKey, error)

// changeKeys is a change of a webhook's keys. It counts as an edit.
func (s *Service) changeKeys(ctx context.Context, actor access.Actor, organization, id, action string, rotate rotation) (Webhook, error) {
	var w Webhook
	entry := audit.Entry{Action: action, Object: "webhook", ObjectID: id}
	err := s.audit.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		place, err := manage(ctx, tx, actor, inOrganization(organization), entry)
		if err != nil {
			return err
		}
		if w, err = s.lockedWebhook(ctx, tx, place, id); err != nil {
			return err
		}
		now := s.clock.Now()
		key, old, err := s.keysOf(ctx, tx, w.ID)
		if err != nil {
			return err
		}
		if key, old, err = rotate(key, valid(old, now), now); err != nil {
			return err
		}
		if key == nil {
			entry.Action = ""
			return nil
		}
		entry.After = map[string]any{"name": w.Name, "oldSecretsUntil": untils(old)}
		if err := s.updateKeys(ctx, tx, w.ID, key, old, actor.Username, now); err != nil {
			return err
		}
		tx.AfterCommit(func() { s.bells.change(w.ID) })
		w, err = s.webhookOf(ctx, tx, place, id)
		return err
	})
	if err != nil {
		return Webhook{}, err
	}
	return w, nil
}

// valid is those keys that still sign.
func valid(keys []oldKey, now time.Time) []oldKey {
	var still []oldKey
	for _, k := range keys {
		if k.Until.After(now) {
			still = append(still, k)
		}
	}
	return still
}

func untils(keys []oldKey) []time.Time {
	times := make([]time.Time, len(keys))
	for i, k := range keys {
		times[i] = k.Until
	}
	return times
}

// keysOf reads and opens the keys of a webhook: the present one and those that it replaced.
func (s *Service) keysOf(ctx context.Context, q db.Queryer, webhookID string) ([]byte, []oldKey, error) {
	var sealedKey, sealedOld []byte
	if err := q.QueryRow(ctx, `SELECT secret, old_keys FROM webhooks WHERE id = $1`, webhookID).Scan(&sealedKey, &sealedOld); err != nil {
		return nil, nil, fmt.Errorf("read the secrets of webhook %s: %w", webhookID, err)
	}
	key, err := s.signingKey(webhookID, sealedKey)
	if err != nil {
		return nil, nil, fmt.Errorf("open the secret of webhook %s: %w", webhookID, err)
	}
	old, err := s.openOldKeys(webhookID, sealedOld)
	return key, old, err
}

func (s *Service) updateKeys(ctx context.Context, tx *db.Tx, webhookID string, key []byte, old []oldKey, by string, now time.Time) error {
	sealedOld, err := s.sealOldKeys(webhookID, old)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE webhooks SET secret = $2, old_keys = $3, version = version + 1, updated_at = $4, updated_by = $5 WHERE id = $1`,
		webhookID, s.sealKey(webhookID, key), sealedOld, now, by)
	if err != nil {
		return fmt.Errorf("update the secrets of webhook %s: %w", webhookID, err)
	}
	return nil
}

func (s *Service) sealOldKeys(webhookID string, keys []oldKey) ([]byte, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	text, err := json.Marshal(keys)
	if err != nil {
		return nil, fmt.Errorf("seal the old secrets of webhook %s: %w", webhookID, err)
	}
	return s.sealer.seal(text, "webhooks", webhookID, "old_keys"), nil
}

// openOldKeys opens what the column webhooks.old_keys holds, the newest key first.
func (s *Service) openOldKeys(webhookID string, sealed []byte) (keys []oldKey, err error) {
	if sealed == nil {
		return nil, nil
	}
	text, err := s.sealer.open(sealed, "webhooks", webhookID, "old_keys")
	if err == nil {
		err = json.Unmarshal(text, &keys)
	}
	if err != nil {
		return nil, fmt.Errorf("open the old secrets of webhook %s: %w", webhookID, err)
	}
	return keys, nil
}
