package webhook

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"rollcall/app/access"
	"rollcall/db"
)

// Bounds of how often webhooks are looked after.
const (
	leastWatch = 250 * time.Millisecond
	mostWatch  = 15 * time.Second
)

// WatchEvery is how often Watch is to be called, so that what was announced happens about on time.
func (s *Service) WatchEvery() time.Duration {
	return min(max(s.limits.DisableAfter/20, leastWatch), mostWatch)
}

// Watch judges webhooks by time: a webhook without traffic is disabled when it was announced too, and told of before.
// Several processes may do so at once; each notice is given, and each webhook disabled, by one of them.
func (s *Service) Watch(ctx context.Context) error {
	if err := s.noteReached(ctx); err != nil {
		return err
	}
	rows, err := s.db.Query(ctx, `SELECT `+standingColumns+` FROM webhooks WHERE failures > 0 AND enabled AND deleted_at IS NULL`)
	if err != nil {
		return fmt.Errorf("list failing webhooks: %w", err)
	}
	failing, err := collect(rows, scanStanding)
	if err != nil {
		return fmt.Errorf("list failing webhooks: %w", err)
	}
	now := s.clock.Now()
	var failed error
	for _, h := range failing {
		if s.due(h, now) {
			failed = errors.Join(failed, s.judgeAgain(ctx, h.id, now))
		}
	}
	return failed
}

// due reports whether something may follow from how long a webhook has been failing.
func (s *Service) due(h standing, now time.Time) bool {
	if h.failures < s.limits.FailingAfter {
		return false
	}
	return s.over(h, now) || s.stageAt(h, now) > h.warned
}

// judgeAgain reads the webhook under its lock: a result may have been recorded meanwhile.
func (s *Service) judgeAgain(ctx context.Context, id string, now time.Time) error {
	err := s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "webhook", id); err != nil {
			return err
		}
		h, err := scanStanding(tx.QueryRow(ctx, `SELECT `+standingColumns+` FROM webhooks WHERE id = $1`, id))
		if err != nil {
			return err
		}
		_, err = s.judge(ctx, tx, h, false, now)
		return err
	})
	if err != nil {
		return fmt.Errorf("judge webhook %s: %w", id, err)
	}
	return nil
}

// Health is what a webhook's page says of its health, beyond what the webhook itself says.
type Health struct {
	LastSuccess time.Time // of the newest deliveries that succeeded, tests apart; zero when there is none
	// Certificate is when the certificate ends that the receiver showed last, of the newest deliveries that ended; zero
	// without TLS, when there are none, or when it is not verified.
	Certificate time.Time
	OurOutage   bool     // no receiver can be reached from this server: the webhook is not disabled for that
	Notices     []Notice // the newest 20, the newest first
}

// Health says how a webhook has been doing. Errors as in Webhook.
func (s *Service) Health(ctx context.Context, actor access.Actor, organization, id string) (health Health, err error) {
	w, err := s.Webhook(ctx, actor, organization, id)
	if err != nil {
		return Health{}, err
	}
	if health.Notices, err = listNotices(ctx, s.db, w.ID); err != nil {
		return Health{}, err
	}
	if w.Failing {
		if health.OurOutage, err = s.ourOutage(ctx, s.db, standing{id: w.ID}); err != nil {
			return Health{}, err
		}
	}
	if health.LastSuccess, err = s.lastSuccess(ctx, w); err != nil {
		return Health{}, err
	}
	health.Certificate, err = s.lastCertificate(ctx, w)
	return health, err
}

// lastCertificate is read from the attempts of the newest deliveries, at the URL that the webhook has now.
func (s *Service) lastCertificate(ctx context.Context, w Webhook) (time.Time, error) {
	ids, args := idsOfPage(w, Filter{Limit: 20}, Delivered, Failed)
	if ids == "" || w.Unverified {
		return time.Time{}, nil
	}
	rows, err := s.db.Query(ctx, `SELECT certificate_expires_at FROM attempts WHERE delivery_id IN (`+ids+`) AND certificate_expires_at IS NOT NULL
		AND url = $`+strconv.Itoa(len(args)+1)+` ORDER BY started_at DESC LIMIT 1`, append(args, w.URL)...)
	if err != nil {
		return time.Time{}, fmt.Errorf("find the certificate of webhook %s: %w", w.ID, err)
	}
	last, err := collect(rows, func(row scanner) (at time.Time, err error) { return at, row.Scan(&at) })
	if err != nil || len(last) == 0 {
		return time.Time{}, err
	}
	return last[0], nil
}

// lastSuccess is read from the deliveries, so that no row of a healthy webhook's is written for it: when the last of its
// newest hundred that succeeded was done.
func (s *Service) lastSuccess(ctx context.Context, w Webhook) (time.Time, error) {
	ids, args := idsOfPage(w, Filter{State: Delivered, Limit: 100})
	if ids == "" {
		return time.Time{}, nil
	}
	rows, err := s.db.Query(ctx, `SELECT finished_at FROM deliveries WHERE id IN (`+ids+`) AND NOT test ORDER BY finished_at DESC LIMIT 1`, args...)
	if err != nil {
		return time.Time{}, fmt.Errorf("find the last success of webhook %s: %w", w.ID, err)
	}
	last, err := collect(rows, func(row scanner) (at time.Time, err error) { return at, row.Scan(&at) })
	if err != nil || len(last) == 0 {
		return time.Time{}, err
	}
	return last[0], nil
}
