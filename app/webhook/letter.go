package webhook

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"rollcall/app/event"
	"rollcall/app/mail"
	"rollcall/db"
)

// Letters writes the letters of notices: a mail.Writer.
func (s *Service) Letters() mail.Writer { return letters{s} }

// MailConfigured reports whether notices are mailed. If not, only pages show them.
func (s *Service) MailConfigured() bool { return s.post != nil }

type letters struct{ *Service }

// untold is what becomes of a letter that was overtaken.
const untold = "It was no longer true, or no longer theirs to know, when it could have been sent."

// Write makes the letter of a notice for one mailbox, unless it is no longer true: the webhook answers again, the
// countdown began anew, it was enabled or deleted; or unless the mailbox is no longer one that notices go to.
func (s letters) Write(ctx context.Context, l mail.Letter) (mail.Message, error) {
	n, webhookID, email, err := loadLetter(ctx, s.db, l)
	if errors.Is(err, errNoRows) {
		return mail.Message{}, mail.ErrUnwanted
	}
	if err != nil {
		return mail.Message{}, err
	}
	w, err := s.oneWebhook(ctx, s.db, "w.id = $1", webhookID)
	if err != nil {
		return mail.Message{}, err
	}
	addresses, err := noticed(ctx, s.db, w.OrganizationID, w.Email)
	if err != nil {
		return mail.Message{}, err
	}
	if !n.holds(w) || !slices.Contains(addresses, email) {
		if err := s.end(ctx, l, "failure", untold); err != nil {
			return mail.Message{}, err
		}
		return mail.Message{}, mail.ErrUnwanted
	}
	ours, err := s.ourOutage(ctx, s.db, standing{id: w.ID})
	if err != nil {
		return mail.Message{}, err
	}
	text := letterText{Notice: n, w: w, now: s.clock.Now(), limits: s.limits, link: s.baseURL + webhookPath(w), outage: ours}
	return mail.Message{ID: fmt.Sprintf("%s.%d", n.ID, l.Generation), To: email, Subject: text.subject(), Text: text.body()}, nil
}

// loadLetter is a notice, the webhook it is about, and the mailbox that the letter is for.
func loadLetter(ctx context.Context, q db.Queryer, l mail.Letter) (n Notice, webhookID, email string, err error) {
	err = q.QueryRow(ctx, `SELECT n.webhook_id, l.email FROM notices n JOIN notice_letters l ON l.notice_id = n.id
		WHERE n.id = $1 AND l.number = $2 AND l.mailed_at IS NULL`, l.ID, l.Generation).Scan(&webhookID, &email)
	if err == nil {
		n, err = scanNotice(q.QueryRow(ctx, `SELECT `+noticeColumns+` FROM notices WHERE id = $1`, l.ID))
	}
	if err != nil {
		return Notice{}, "", "", fmt.Errorf("load notice %s: %w", l.ID, err)
	}
	return n, webhookID, email, nil
}

// holds reports whether what a notice says is still so.
func (n Notice) holds(w Webhook) bool {
	switch {
	case !w.DeletedAt.IsZero():
		return false
	case n.Kind == NoticeDisabled || n.Kind == NoticeGone:
		return !w.Enabled && w.Pause == PausedByRule && w.PausedAt.Equal(n.At)
	case !w.Failing || !w.FailingSince.Equal(n.FailingSince):
		return false
	}
	return n.Kind == NoticeFailing || w.DisableAt.Equal(n.DisableAt)
}

// Posted remembers with the notice how a letter of it ended, for those who look after the webhook.
func (s letters) Posted(ctx context.Context, l mail.Letter, failed error) error {
	if failed != nil {
		return s.end(ctx, l, "failure", printable(failed.Error(), 300))
	}
	return s.end(ctx, l, "mailed_at", s.clock.Now())
}

func (s letters) end(ctx context.Context, l mail.Letter, column string, value any) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE notice_letters SET `+column+` = $3 WHERE notice_id = $1 AND number = $2`, l.ID, l.Generation, value); err != nil {
			return fmt.Errorf("letter %d of notice %s: %w", l.Generation, l.ID, err)
		}
		return nil
	})
}

// letterText is what a letter is made of. Names and what a receiver answered are anybody's own words: names stand in
// quotes on our lines, an answer on lines marked as quoted, and nothing of either can begin a line of its own.
type letterText struct {
	Notice
	w      Webhook
	now    time.Time
	limits Limits
	link   string
	outage bool // no receiver can be reached from this server
}

func (t letterText) subject() string {
	hook := "The webhook " + t.hook()
	switch t.Kind {
	case NoticeHalf:
		return hook + " will be disabled on " + moment(t.DisableAt)
	case NoticeNearly:
		return "Last notice: the webhook " + t.hook() + " will be disabled on " + moment(t.DisableAt)
	case NoticeDisabled:
		return hook + " was disabled"
	case NoticeGone:
		return hook + " was disabled: its receiver is gone"
	}
	return hook + " is failing"
}

// hook names the webhook and what it is of.
func (t letterText) hook() string {
	place := printable(t.w.PlaceName, 100)
	if t.w.Scope != event.ScopeOrganization {
		place = "the " + string(t.w.Scope) + " " + place + " of " + t.w.OrganizationName
	}
	return "“" + printable(t.w.Name, 100) + "” of " + place
}

func (t letterText) body() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Hello,\n\n%s\n", t.opening())
	if t.Last.Text != "" && t.Kind != NoticeGone {
		fmt.Fprintf(&b, "\nThe last error, on %s:\n\n> %s\n", moment(t.Last.At), printable(t.Last.Text, 300))
	}
	if advice := t.Last.Class.Advice(); advice != "" && t.Kind != NoticeGone {
		fmt.Fprintf(&b, "\nWhat to do: %s\n", advice)
	}
	fmt.Fprintf(&b, "\n%s\n\n%s\n\n%s\n", t.outlook(), t.link, t.why())
	return b.String()
}

func (t letterText) opening() string {
	where := hostShown(t.w.URL)
	switch t.Kind {
	case NoticeDisabled:
		return fmt.Sprintf("The webhook %s was disabled on %s: since %s no attempt to deliver to %s has succeeded, %s in a row.",
			t.hook(), moment(t.At), moment(t.FailingSince), where, attempts(t.Failures))
	case NoticeGone:
		return fmt.Sprintf("The webhook %s was disabled on %s: its receiver at %s answered 410 Gone, by which it asks not to be called again.",
			t.hook(), moment(t.At), where)
	}
	return fmt.Sprintf("The webhook %s is failing: since %s no attempt to deliver to %s has succeeded, %s in a row.",
		t.hook(), moment(t.FailingSince), where, attempts(t.Failures))
}

// outlook is what happens when.
func (t letterText) outlook() string {
	switch {
	case t.Kind == NoticeDisabled:
		return "Nothing is sent there any more. What was waiting is held, and what happens from now on is kept in mind. When the receiver is repaired, press “Send test” on the webhook's page: " +
			"a test that succeeds enables the webhook again; so does “Resume”. Then what was held goes on, and you can choose what becomes of what was missed."
	case t.Kind == NoticeGone:
		return "Nothing is sent there any more. If that is right, delete the webhook. If not, repair the receiver or change the URL, and press “Send test” on the webhook's page: " +
			"a test that succeeds enables it again, and what was held goes on."
	case t.outage:
		return "No receiver of other webhooks can be reached from this server either, so its own network or name lookup is probably at fault. " +
			"The webhook is not disabled for that: deliveries wait and are tried again."
	}
	return fmt.Sprintf("Rollcall keeps trying. %s One success puts an end to this. To leave it more time, press “Keep trying” on the webhook's page. "+
		"When it is disabled, nothing that waits is lost: it is held until the webhook is enabled again.", t.deadline())
}

// deadline is when the webhook will be disabled, as things are now.
func (t letterText) deadline() string {
	switch {
	case t.w.Missing > 0 && !t.now.Before(t.w.DisableAt):
		return fmt.Sprintf("Unless an attempt succeeds before, the webhook will be disabled when %d attempts in a row have failed.", t.limits.DisableFailures)
	case t.w.Missing == 0:
		return fmt.Sprintf("Unless an attempt succeeds before, the webhook will be disabled on %s.", moment(t.w.DisableAt))
	}
	return fmt.Sprintf("Unless an attempt succeeds before, the webhook will be disabled on %s, or when %d attempts in a row have failed if that is later.",
		moment(t.w.DisableAt), t.limits.DisableFailures)
}

// why is why this mailbox gets the letter.
func (t letterText) why() string {
	if t.w.Email != "" {
		return "You get this letter because notices about this webhook go to " + t.w.Email + "."
	}
	return "You get this letter because you are an administrator of " + t.w.OrganizationName + ". To have notices about this webhook sent elsewhere, enter a notice e-mail in its form."
}

func attempts(n int) string {
	if n == 1 {
		return "1 attempt"
	}
	return strconv.Itoa(n) + " attempts"
}

// moment is a time in a letter.
func moment(t time.Time) string { return t.UTC().Format("2 January 2006 at 15:04 UTC") }

// hostShown is where a webhook points, without what may be a secret: path and query are left out.
func hostShown(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return "its URL"
	}
	return u.Scheme + "://" + u.Host
}

// webhookPath is the address of a webhook's page. A pipe's is its number, a table's its suid, as everywhere.
func webhookPath(w Webhook) string {
	path := "/organizations/" + url.PathEscape(w.OrganizationName)
	switch w.Scope {
	case event.ScopePipe:
		path += "/pipes/" + strconv.FormatInt(w.ScopeID, 10)
	case event.ScopeTable:
		path += "/tables/" + url.PathEscape(w.PlaceSUID)
	}
	return path + "/webhooks/" + w.ID
}

// printable makes one line of at most that many characters of a text.
func printable(text string, most int) string {
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, "?"), func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }), " ")
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
