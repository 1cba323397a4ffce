package directory

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/mail"
	"rollcall/db"
)

// Letters writes the letters of invitations: a mail.Writer.
func (s *Service) Letters() mail.Writer { return letters{s} }

type letters struct{ *Service }

// Write makes the letter of an invitation, unless the invitation was accepted or revoked meanwhile, has expired, or a
// newer letter is on its way.
func (s letters) Write(ctx context.Context, l mail.Letter) (mail.Message, error) {
	i, err := s.invitationByID(ctx, s.db, l.ID)
	if app.Is(err, app.NotFound) {
		return mail.Message{}, mail.ErrUnwanted
	}
	if err != nil {
		return mail.Message{}, err
	}
	token, err := s.links.token(i.ID, l.Generation)
	if err != nil {
		return mail.Message{}, err
	}
	if i.State != InvitationPending || i.generation != l.Generation || hashToken(token) != i.hash {
		return mail.Message{}, mail.ErrUnwanted
	}
	by := i.inviter()
	return mail.Message{ID: fmt.Sprintf("%s.%d", i.ID, l.Generation), To: i.Email,
		Subject: by + " invited you to " + i.PlaceName, Text: i.letter(by, s.links.url(token))}, nil
}

// inviter is how the letter names who invites.
func (i Invitation) inviter() string {
	if i.inviterID == 0 {
		return "An administrator of " + i.Title
	}
	return i.InvitedBy
}

// letter is the text. Only the words of the message and names are anybody's own, and each message's line is marked as
// quoted, so that nobody takes it for ours.
func (i Invitation) letter(by, link string) string {
	place := i.Title
	if i.Scope != event.ScopeOrganization {
		place = "the " + string(i.Scope) + " " + i.PlaceName + " of " + i.Title
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Hello,\n\n%s invites you to join %s.\n", by, place)
	if i.Message != "" {
		fmt.Fprintf(&b, "\n> %s\n", strings.ReplaceAll(i.Message, "\n", "\n> "))
	}
	if i.NewAccount {
		b.WriteString("\nOpen this link to choose a name and a password:\n")
	} else {
		b.WriteString("\nYou have an account already. Log in, then open this link to accept:\n")
	}
	fmt.Fprintf(&b, "\n%s\n\nThe link is for %s, works once, and ends on %s.\nIf you did not expect this letter, there is nothing to do.\n",
		link, i.Email, i.ExpiresAt.Format("2 January 2006 at 15:04 UTC"))
	return b.String()
}

// Posted remembers with the invitation how its letter ended, for those who look after it.
func (s letters) Posted(ctx context.Context, l mail.Letter, failed error) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		query, arg := "UPDATE invitations SET mailed_at = $3, mail_error = '' WHERE id = $1 AND generation = $2", any(s.clock.Now())
		if failed != nil {
			query, arg = "UPDATE invitations SET mail_error = $3 WHERE id = $1 AND generation = $2", oneLine(failed.Error())
		}
		if _, err := tx.Exec(ctx, query, l.ID, l.Generation, arg); err != nil {
			return fmt.Errorf("letter of invitation %s: %w", l.ID, err)
		}
		return nil
	})
}

// oneLine makes what a mail server said fit for a column and a page.
func oneLine(text string) string {
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, "?"), func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }), " ")
	if utf8.RuneCountInString(text) > 300 {
		text = string([]rune(text)[:300]) + "…"
	}
	return text
}
