package webhook

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/mail"
	"rollcall/db"
)

// NoticeKind is what a notice tells of.
type NoticeKind string

// The kinds of notices, a closed list.
const (
	NoticeFailing  NoticeKind = "failing"  // enough attempts failed in a row
	NoticeHalf     NoticeKind = "half"     // half of the time until it is disabled has passed
	NoticeNearly   NoticeKind = "nearly"   // nine tenths of it
	NoticeDisabled NoticeKind = "disabled" // it was disabled
	NoticeGone     NoticeKind = "gone"     // it was disabled because the receiver answered 410
)

// Notice is something that was told about a webhook's health, with the facts as they were.
type Notice struct {
	ID           string // UUID, version 7
	Kind         NoticeKind
	At           time.Time
	Failures     int
	FailingSince time.Time
	DisableAt    time.Time // what it announced; zero when the webhook was disabled with it
	Last         Trouble
	Letters      []NoticeLetter // none where mail is not set up, or nobody has an address
}

// NoticeLetter is the copy of a notice for one mailbox.
type NoticeLetter struct {
	Email    string
	MailedAt time.Time // zero until the mail server has taken it
	Failure  string    // why it can't be delivered; "" otherwise
}

// stage is how far the notices of a countdown have gone.
type stage int

// The stages, in their order.
const (
	stageNone stage = iota
	stageFailing
	stageHalf
	stageNearly
)

// kind is what a notice of the stage is called.
func (s stage) kind() NoticeKind {
	return [...]NoticeKind{"", NoticeFailing, NoticeHalf, NoticeNearly}[s]
}

// Bounds of the notices about one webhook.
const (
	failingGap   = time.Hour // a webhook that goes up and down tells of it this often at most
	maxNoticed   = 50        // administrators that a notice is mailed to
	shownNotices = 20        // on the webhook's page
	keptNotices  = 90 * 24 * time.Hour
)

// stageAt is how far a failing webhook's countdown has come.
func (s *Service) stageAt(h standing, now time.Time) stage {
	switch past := now.Sub(h.counting); {
	case past >= s.limits.DisableAfter/10*9:
		return stageNearly
	case past >= s.limits.DisableAfter/2:
		return stageHalf
	}
	return stageFailing
}

// warn gives the notice that a failing webhook's countdown has come to, once: of several that are due at the same moment
// the first tells it all. During an outage of ours nothing is announced, for the webhook will not be disabled for it.
func (s *Service) warn(ctx context.Context, tx *db.Tx, h standing, now time.Time) error {
	reached := s.stageAt(h, now)
	if reached <= h.warned {
		return nil
	}
	kind := reached.kind()
	if h.warned == stageNone {
		kind = NoticeFailing
	}
	if wait, err := s.notYet(ctx, tx, h, reached, now); err != nil || wait {
		return err
	}
	h.counting = s.inTime(h, reached, now)
	changed, err := changedOne(tx.Exec(ctx, `UPDATE webhooks SET warned = $2, counting_from = $3
		WHERE id = $1 AND warned < $2 AND failures > 0 AND enabled AND deleted_at IS NULL`, h.id, reached, h.counting))
	if err != nil {
		return fmt.Errorf("note a notice about webhook %s: %w", h.id, err)
	}
	if !changed {
		return nil
	}
	return s.giveNotice(ctx, tx, h, kind, now)
}

// inTime is from when a countdown counts whose notice is given now. A last notice that comes late, because this server
// was not running or the failures were few until now, leaves people a tenth of the time all the same.
func (s *Service) inTime(h standing, reached stage, now time.Time) time.Time {
	if reached < stageNearly || s.disableAt(h.counting).Sub(now) >= s.limits.DisableAfter/20 {
		return h.counting
	}
	return now.Add(-s.limits.DisableAfter / 10 * 9).Truncate(time.Microsecond)
}

// notYet reports that a notice has to wait for a later look. What is the first and the last one at once does not: nothing
// is disabled before it is given.
func (s *Service) notYet(ctx context.Context, tx *db.Tx, h standing, reached stage, now time.Time) (bool, error) {
	if h.warned != stageNone {
		return s.ourOutage(ctx, tx, h)
	}
	if reached == stageNearly {
		return false, nil
	}
	rows, err := tx.Query(ctx, `SELECT at FROM notices WHERE webhook_id = $1 AND kind = 'failing' ORDER BY id DESC LIMIT 1`, h.id)
	if err != nil {
		return false, fmt.Errorf("find the last notice about webhook %s: %w", h.id, err)
	}
	last, err := collect(rows, func(row scanner) (at time.Time, err error) { return at, row.Scan(&at) })
	return len(last) > 0 && now.Sub(last[0]) < failingGap, err
}

// giveNotice writes a notice down and posts its letters, in the transaction of what it tells.
func (s *Service) giveNotice(ctx context.Context, tx *db.Tx, h standing, kind NoticeKind, now time.Time) error {
	id, disableAt := app.NewUUID(), time.Time{}
	if kind != NoticeDisabled && kind != NoticeGone {
		disableAt = s.disableAt(h.counting)
	}
	_, err := tx.Exec(ctx, `INSERT INTO notices (id, webhook_id, kind, at, failures, failing_since, disable_at, error_class, error_status, error_text, error_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		id, h.id, kind, now, h.failures, optionalTime(h.since), optionalTime(disableAt), string(h.last.Class), h.last.Status, h.last.Text, optionalTime(h.last.At))
	if err != nil {
		return fmt.Errorf("insert a notice about webhook %s: %w", h.id, err)
	}
	if err := forgetNotices(ctx, tx, h.id, now.Add(-keptNotices)); err != nil || s.post == nil {
		return err
	}
	addresses, err := noticed(ctx, tx, h.organizationID, h.email)
	if err != nil || len(addresses) == 0 {
		return err
	}
	letters := make([]mail.Letter, len(addresses))
	for i, address := range addresses {
		letters[i] = mail.Letter{Kind: mail.KindNotice, ID: id, Generation: int64(i + 1)}
		if _, err := tx.Exec(ctx, `INSERT INTO notice_letters (notice_id, number, email) VALUES ($1, $2, $3)`, id, i+1, address); err != nil {
			return fmt.Errorf("insert a letter about webhook %s: %w", h.id, err)
		}
	}
	return s.post.Post(ctx, tx, letters...)
}

// forgetNotices removes a webhook's notices that are older than that. It is done where a notice is added, so that they
// stay few without anybody who looks through all of them.
func forgetNotices(ctx context.Context, tx *db.Tx, webhookID string, before time.Time) error {
	for _, query := range []string{
		`DELETE FROM notice_letters WHERE notice_id IN (SELECT id FROM notices WHERE webhook_id = $1 AND at < $2)`,
		`DELETE FROM notices WHERE webhook_id = $1 AND at < $2`,
	} {
		if _, err := tx.Exec(ctx, query, webhookID, before); err != nil {
			return fmt.Errorf("forget old notices about webhook %s: %w", webhookID, err)
		}
	}
	return nil
}

// noticed is the addresses that notices about a webhook go to: its own, or those of the organization's administrators.
func noticed(ctx context.Context, q db.Queryer, organizationID int64, own string) ([]string, error) {
	if own != "" {
		return []string{own}, nil
	}
	rows, err := q.Query(ctx, `SELECT u.email FROM members m JOIN users u ON u.id = m.user_id
		WHERE m.organization_id = $1 AND m.role = $2 AND u.state = 'active' ORDER BY u.id`, organizationID, string(access.Admin))
	if err != nil {
		return nil, fmt.Errorf("list the administrators of organization %d: %w", organizationID, err)
	}
	addresses, err := collect(rows, func(row scanner) (address string, err error) { return address, row.Scan(&address) })
	return addresses[:min(len(addresses), maxNoticed)], err
}

// listNotices is the newest notices about a webhook, the newest first, with their letters.
func listNotices(ctx context.Context, q db.Queryer, webhookID string) ([]Notice, error) {
	rows, err := q.Query(ctx, `SELECT `+noticeColumns+` FROM notices WHERE webhook_id = $1 ORDER BY id DESC LIMIT $2`, webhookID, shownNotices)
	if err != nil {
		return nil, fmt.Errorf("list the notices about webhook %s: %w", webhookID, err)
	}
	notices, err := collect(rows, scanNotice)
	if err != nil || len(notices) == 0 {
		return nil, err
	}
	letters, err := lettersOf(ctx, q, notices)
	for i := range notices {
		notices[i].Letters = letters[notices[i].ID]
	}
	return notices, err
}

// The columns of a notice.
const noticeColumns = `id, kind, at, failures, failing_since, disable_at, error_class, error_status, error_text, error_at`

func scanNotice(row scanner) (n Notice, err error) {
	var since, disable, at sql.NullTime
	err = row.Scan(&n.ID, &n.Kind, &n.At, &n.Failures, &since, &disable, &n.Last.Class, &n.Last.Status, &n.Last.Text, &at)
	n.FailingSince, n.DisableAt, n.Last.At = since.Time, disable.Time, at.Time
	return n, err
}

// lettersOf is the letters of notices, by notice.
func lettersOf(ctx context.Context, q db.Queryer, notices []Notice) (map[string][]NoticeLetter, error) {
	ids := make([]any, len(notices))
	for i, n := range notices {
		ids[i] = n.ID
	}
	rows, err := q.Query(ctx, `SELECT notice_id, email, mailed_at, failure FROM notice_letters WHERE notice_id IN (`+placeholders(1, len(ids))+`) ORDER BY notice_id, number`, ids...)
	if err != nil {
		return nil, fmt.Errorf("list letters: %w", err)
	}
	defer rows.Close()
	letters := map[string][]NoticeLetter{}
	for rows.Next() {
		var id string
		var l NoticeLetter
		var mailed sql.NullTime
		if err := rows.Scan(&id, &l.Email, &mailed, &l.Failure); err != nil {
			return nil, fmt.Errorf("list letters: %w", err)
		}
		l.MailedAt = mailed.Time
		letters[id] = append(letters[id], l)
	}
	return letters, rows.Err()
}
