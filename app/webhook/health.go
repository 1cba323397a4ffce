package webhook

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"rollcall/app/audit"
	"rollcall/app/outbound"
	"rollcall/db"
)

// Trouble is a failed attempt, as far as health needs to know of it.
type Trouble struct {
	Class  outbound.ErrorClass
	Status int    // 0 when there was no answer
	Text   string // one line for people
	At     time.Time
}

// Limits say when a webhook is failing and when it is disabled (delivery.md, Health of a webhook).
type Limits struct {
	FailingAfter    int           // failed attempts in a row that make it failing; default 5
	DisableFailures int           // failed attempts in a row, at least, before it is disabled; default 10
	DisableAfter    time.Duration // how long it has to be failing for that, at least; default 72 h
}

// DefaultLimits is the limits that apply when none are set.
func DefaultLimits() Limits {
	return Limits{FailingAfter: 5, DisableFailures: 10, DisableAfter: 72 * time.Hour}
}

func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	if l.FailingAfter == 0 {
		l.FailingAfter = d.FailingAfter
	}
	if l.DisableFailures == 0 {
		l.DisableFailures = max(d.DisableFailures, l.FailingAfter)
	}
	if l.DisableAfter == 0 {
		l.DisableAfter = d.DisableAfter
	}
	return l
}

// check refuses limits by which a webhook would be disabled before anybody heard that it is failing.
func (l Limits) check() error {
	if l.FailingAfter < 1 || l.DisableFailures < l.FailingAfter || l.DisableAfter < 0 {
		return fmt.Errorf("webhook: failing after %d, disabled after %d failures and %s: the first must be at least 1, the second at least the first, the third no less than 0",
			l.FailingAfter, l.DisableFailures, l.DisableAfter)
	}
	return nil
}

// standing is a webhook's health as its row has it.
type standing struct {
	id             string
	organizationID int64
	name, url      string
	email          string
	enabled        bool
	failures       int
	since          time.Time // of the first of them
	counting       time.Time // when the countdown to disabling began
	warned         stage
	last           Trouble
}

// The columns of a standing.
const standingColumns = `id, organization_id, name, url, email, enabled AND deleted_at IS NULL, failures, failing_since, counting_from, warned,
	error_class, error_status, error_text, error_at`

func scanStanding(row scanner) (h standing, err error) {
	var since, counting, at sql.NullTime
	err = row.Scan(&h.id, &h.organizationID, &h.name, &h.url, &h.email, &h.enabled, &h.failures, &since, &counting, &h.warned,
		&h.last.Class, &h.last.Status, &h.last.Text, &at)
	h.since, h.counting, h.last.At = since.Time, counting.Time, at.Time
	return h, err
}

// tally is what the attempts of one commit mean for their webhook's health.
type tally struct {
	failures  int // in a row, at the end
	succeeded bool
	gone      bool // the receiver said so
	last      Trouble
	tested    *sending // a test that succeeded; nil for none
}

// count sums attempts up in the order in which they ended. Tests, redeliveries that fail and what we cut off ourselves
// don't count; a success is a success, whoever asked for it, for the receiver did answer.
func count(sent []sending, verdicts []verdict, now time.Time) (t tally) {
	for i, v := range verdicts {
		result, test := sent[i].attempt.Result, sent[i].delivery.Test
		switch {
		case sent[i].unsent || result.Class == outbound.Interrupted:
		case succeeded(result) && test:
			t.tested = &sent[i]
		case test:
		case succeeded(result):
			t.failures, t.succeeded = 0, true
		default:
			if v.counts {
				t.failures++
			}
			if v.counts || v.disable {
				t.last = Trouble{result.Class, result.Status, result.Error, now}
			}
		}
		t.gone = t.gone || v.disable
	}
	return t
}

// recordHealth counts failed attempts in a row, and notes the last error with them. The row is written only when
// something changes, so that a healthy webhook's is never touched. What follows from it is judge's.
func (s *Service) recordHealth(ctx context.Context, tx *db.Tx, id string, sent []sending, t tally, now time.Time) (h standing, err error) {
	for _, one := range sent {
		if one.attempt.Result.Status != 0 {
			s.reached.Store(now.UnixMicro())
		}
	}
	if t.succeeded {
		if err := resetHealth(ctx, tx, id); err != nil {
			return standing{}, err
		}
	}
	if t.failures == 0 && !t.gone {
		return standing{}, nil
	}
	h, err = scanStanding(tx.QueryRow(ctx, `UPDATE webhooks SET failures = failures + $2, failing_since = COALESCE(failing_since, $3),
			counting_from = COALESCE(counting_from, $3), error_class = $4, error_status = $5, error_text = $6, error_at = $3
		WHERE id = $1 RETURNING `+standingColumns, id, t.failures, now, string(t.last.Class), t.last.Status, t.last.Text))
	if err != nil {
		return standing{}, fmt.Errorf("count the failures of webhook %s: %w", id, err)
	}
	return h, nil
}

// resetHealth starts a webhook's health anew. What the last error was stays known.
func resetHealth(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE webhooks SET failures = 0, failing_since = NULL, counting_from = NULL, warned = 0
		WHERE id = $1 AND (failures <> 0 OR failing_since IS NOT NULL)`, id)
	if err != nil {
		return fmt.Errorf("reset the health of webhook %s: %w", id, err)
	}
	return nil
}

// judge draws what follows from a webhook's health, within the transaction that found it so: nothing, a notice, or that
// it is disabled, which it reports. gone: its receiver asked not to be called again.
func (s *Service) judge(ctx context.Context, tx *db.Tx, h standing, gone bool, now time.Time) (disabled bool, err error) {
	switch {
	case !h.enabled:
		return false, nil
	case gone:
		return s.disable(ctx, tx, h, NoticeGone, now)
	case h.failures < s.limits.FailingAfter:
		return false, nil
	}
	if !s.over(h, now) || h.warned < stageNearly { // who was never told that it is near is told first
		return false, s.warn(ctx, tx, h, now)
	}
	ours, err := s.ourOutage(ctx, tx, h)
	if err != nil || ours {
		return false, err
	}
	return s.disable(ctx, tx, h, NoticeDisabled, now)
}

// over reports whether a failing webhook has failed often and long enough to be disabled.
func (s *Service) over(h standing, now time.Time) bool {
	return h.failures >= s.limits.DisableFailures && !now.Before(s.disableAt(h.counting))
}

// disableAt is when a countdown that began then ends.
func (s *Service) disableAt(counting time.Time) time.Time {
	if counting.IsZero() {
		return time.Time{}
	}
	return counting.Add(s.limits.DisableAfter)
}

// assess fills in what follows from a webhook's counters.
func (s *Service) assess(w *Webhook, counting time.Time) {
	if w.Failing = w.Failures >= s.limits.FailingAfter; !w.Failing || !w.Enabled {
		return
	}
	w.DisableAt, w.Missing = s.disableAt(counting), max(s.limits.DisableFailures-w.Failures, 0)
}

// well is a webhook whose health starts anew.
func (w Webhook) well() Webhook {
	w.Failures, w.FailingSince, w.Failing, w.DisableAt, w.Missing = 0, time.Time{}, false, time.Time{}, 0
	return w
}

// disable disables a webhook automatically, and tells of it. It is one conditional update, so that of several processes
// one does it, and that a success that was recorded meanwhile keeps the webhook enabled. It counts as an edit, so that a
// form filled in before is refused.
func (s *Service) disable(ctx context.Context, tx *db.Tx, h standing, why NoticeKind, now time.Time) (bool, error) {
	failures, counting, told := s.limits.DisableFailures, now.Add(-s.limits.DisableAfter), stageNearly
	if why == NoticeGone {
		failures, counting, told = 0, now, stageNone
	}
	changed, err := changedOne(tx.Exec(ctx, `UPDATE webhooks SET enabled = FALSE, pause = 'automatic', paused_at = $2, version = version + 1, updated_at = $2, updated_by = $3
		WHERE id = $1 AND enabled AND deleted_at IS NULL AND failures >= $4 AND counting_from <= $5 AND warned >= $6`, h.id, now, system().Username, failures, counting, told))
	if err != nil {
		return false, fmt.Errorf("disable webhook %s: %w", h.id, err)
	}
	if !changed {
		return false, nil
	}
	entry := audit.Entry{Action: "webhook.disable", OrganizationID: h.organizationID, Object: "webhook", ObjectID: h.id,
		After: map[string]any{"name": h.name, "reason": s.reason(h, why)}}
	if err := s.audit.Write(ctx, tx, system(), entry, nil); err != nil {
		return false, err
	}
	if err := s.giveNotice(ctx, tx, h, why, now); err != nil {
		return false, err
	}
	return true, s.hold(ctx, tx, h.id, now)
}

// reason is why a webhook was disabled, for its audit row.
func (s *Service) reason(h standing, why NoticeKind) string {
	if why == NoticeGone {
		return "the receiver answered 410 Gone"
	}
	return fmt.Sprintf("%d attempts failed in a row, since %s", h.failures, moment(h.since))
}
