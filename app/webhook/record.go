package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rollcall/db"
)

// results is what one commit records: attempts of one webhook, and the end of the job when rest is set.
type results struct {
	job  Job
	open bool // the webhook was enabled when its deliveries were read
	sent []sending
	rest bool

	doubted bool // the webhook is not trusted: its results stand aside for others
}

func (r results) ids() []string {
	ids := make([]string, len(r.sent))
	for i, sent := range r.sent {
		ids[i] = sent.delivery.ID
	}
	return ids
}

// recordPatiently records results, and again when that fails, for half a minute: what is not recorded is sent again.
// took is as record has it.
func (s *Service) recordPatiently(ctx context.Context, r results) (rested bool, took time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for pause := 50 * time.Millisecond; ; pause *= 2 {
		if rested, took, err = s.record(ctx, r); err == nil {
			return rested, took, nil
		}
		s.log.Error("recording attempts failed", "webhook", r.job.WebhookID, "attempts", len(r.sent), "error", err)
		select {
		case <-ctx.Done():
			return false, 0, err
		case <-time.After(pause):
		}
	}
}

// record writes attempts, what becomes of their deliveries, the webhook's health and when it goes on, as one
// transaction. An attempt that is recorded already is passed over.
//
// took is how long the transaction was at work, without its commit.
func (s *Service) record(ctx context.Context, r results) (rested bool, took time.Duration, err error) {
	if r.doubted {
		s.aside <- struct{}{}
		defer func() { <-s.aside }()
	}
	err = s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		rested = false
		began := time.Now()
		defer func() { took = time.Since(began) }()
		lock := tx.LockShared
		if !r.open {
			lock = tx.Lock // for what waits is settled too
		}
		if err := lock(ctx, "webhook", r.job.WebhookID); err != nil {
			return err
		}
		if err := s.recordAttempts(ctx, tx, r); err != nil {
			return err
		}
		if !r.open {
			if err := s.settleClosed(ctx, tx, r.job); err != nil {
				return err
			}
		}
		if r.rest {
			rested, err = s.rest(ctx, tx, r.job)
		}
		return err
	})
	return rested, took, err
}

func (s *Service) recordAttempts(ctx context.Context, tx *db.Tx, r results) error {
	now := s.clock.Now()
	sent, verdicts, err := s.insertAttempts(ctx, tx, r.sent, now)
	if err != nil {
		return err
	}
	t := count(sent, verdicts, now)
	health, err := s.recordHealth(ctx, tx, r.job.WebhookID, sent, t, now)
	if err != nil {
		return err
	}
	var retry time.Time // the earliest
	for i, one := range sent {
		v := verdicts[i]
		if err := s.moveOn(ctx, tx, one, v, now); err != nil {
			return fmt.Errorf("record attempt of delivery %s: %w", one.delivery.ID, err)
		}
		if v.lane == LaneRetry && (retry.IsZero() || v.due.Before(retry)) {
			retry = v.due
		}
	}
	if t.tested != nil {
		if err := s.reopenTested(ctx, tx, *t.tested, now); err != nil {
			return err
		}
	}
	disabled, err := s.judge(ctx, tx, health, t.gone, now)
	if err != nil || disabled || retry.IsZero() {
		return err
	}
	return s.wake(ctx, tx, LaneRetry, retry, r.job.WebhookID)
}

// insertAttempts writes attempts with what follows from each, and returns those that were not there yet. Of the others
// nothing more is recorded: a commit whose answer was lost is made a second time, and must not count a failure twice.
func (s *Service) insertAttempts(ctx context.Context, tx *db.Tx, all []sending, now time.Time) (sent []sending, verdicts []verdict, err error) {
	for _, one := range all {
		if one.unsent {
			continue
		}
		v := decide(one.delivery, one.attempt.Result, s.schedule, now)
		one.attempt.NextAt, one.attempt.NextReason = v.due, v.reason
		added, err := insertAttempt(ctx, tx, one.attempt)
		if err != nil {
			return nil, nil, fmt.Errorf("record attempt of delivery %s: %w", one.delivery.ID, err)
		}
		if added {
			sent, verdicts = append(sent, one), append(verdicts, v)
		}
	}
	return sent, verdicts, nil
}

// moveOn moves an attempt's delivery on, unless somebody else decided about it meanwhile: then only a success changes
// what they said. Who asked for a redelivery while the attempt was out has decided, too: the next attempt is now, and
// theirs.
func (s *Service) moveOn(ctx context.Context, tx *db.Tx, sent sending, v verdict, now time.Time) error {
	d, result := sent.delivery, sent.attempt.Result
	moved, err := changedOne(tx.Exec(ctx, `UPDATE deliveries SET attempts = attempts + 1, last_status = $2, last_class = $3, last_duration_us = $4,
			state = $5, step = $6, lane = $7, due_at = $8, due_reason = $9, due_by = $13, finished_at = CASE WHEN $10 THEN $11 ELSE finished_at END
		WHERE id = $1 AND state = $12 AND lane IS NOT NULL AND due_reason = $14`,
		d.ID, result.Status, string(result.Class), result.Phases.Total.Microseconds(),
		v.state, v.step, optionalText(string(v.lane)), optionalTime(v.due), v.reason, v.state.Final() && v.state != d.State, now, d.State, v.by, d.DueReason))
	if err != nil {
		return err
	}
	if !moved {
		return s.moveOnDecided(ctx, tx, sent, v, now)
	}
	if v.state != d.State {
		s.meter.end(tx, v.state, 1)
	}
	return nil
}

// moveOnDecided is moveOn for a delivery about which somebody else has decided.
func (s *Service) moveOnDecided(ctx context.Context, tx *db.Tx, sent sending, v verdict, now time.Time) error {
	d, result := sent.delivery, sent.attempt.Result
	var arrived bool // now, and not before
	err := tx.QueryRow(ctx, `UPDATE deliveries SET attempts = attempts + 1, last_status = $2, last_class = $3, last_duration_us = $4,
			state = CASE WHEN $5 THEN 'delivered' WHEN state = 'pending' THEN 'retrying' ELSE state END,
			step = CASE WHEN lane IS NOT NULL AND NOT $5 THEN $7 ELSE step END,
			finished_at = CASE WHEN $5 AND state <> 'delivered' THEN $6 ELSE finished_at END,
			lane = CASE WHEN $5 THEN NULL ELSE lane END, due_at = CASE WHEN $5 THEN NULL ELSE due_at END
		WHERE id = $1 RETURNING COALESCE($5 AND finished_at = $6, FALSE)`,
		d.ID, result.Status, string(result.Class), result.Phases.Total.Microseconds(), v.state == Delivered, now, v.step).Scan(&arrived)
	if errors.Is(err, errNoRows) {
		return nil
	}
	if arrived {
		s.meter.end(tx, Delivered, 1)
	}
	return err
}

// settleClosed holds what waits for a webhook that is not enabled, and cancels it for one that is deleted, some at a
// time: an event, or an attempt's result, and a pause that happened in the same moment can leave such deliveries behind.
func (s *Service) settleClosed(ctx context.Context, tx *db.Tx, job Job) error {
	to, err := standpointOf(ctx, tx, job.WebhookID)
	if err != nil || to == wantsSent {
		return err
	}
	_, err = s.settleSome(ctx, tx, job.WebhookID, to, settleAtOnce, s.clock.Now())
	return err
}

// insertAttempt adds an attempt and numbers it; false when it is there already or its delivery is gone.
func insertAttempt(ctx context.Context, tx *db.Tx, a Attempt) (bool, error) {
	request, err := json.Marshal(a.Request)
	if err != nil {
		return false, err
	}
	response, err := json.Marshal(a.Result.Header)
	if err != nil {
		return false, err
	}
	r, p := a.Result, a.Result.Phases
	result, err := tx.Exec(ctx, `INSERT INTO attempts (delivery_id, id, number, trigger_kind, triggered_by, started_at, url, request_headers, status,
			response_headers, response_body, response_size, truncated, error_class, error_text, dns_us, connect_us, tls_us, first_byte_us, body_us, total_us,
			address, tls_version, certificate_expires_at, unverified, next_at, next_reason)
		SELECT id, $2, attempts + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26
		FROM deliveries WHERE id = $1
		ON CONFLICT DO NOTHING`,
		a.DeliveryID, a.ID, a.Trigger, a.TriggeredBy, r.Started.UTC().Truncate(time.Microsecond), a.URL, string(request), r.Status,
		string(response), r.Body, r.BodySize, r.Truncated, string(r.Class), r.Error, p.DNS.Microseconds(), p.Connect.Microseconds(), p.TLS.Microseconds(),
		p.FirstByte.Microseconds(), p.Body.Microseconds(), p.Total.Microseconds(),
		r.Address, r.TLSVersion, optionalTime(r.CertificateExpires), r.Unverified, optionalTime(a.NextAt), a.NextReason)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n == 1, err
}
