package directory

import (
	"context"
	"fmt"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/event"
	"rollcall/app/mail"
	"rollcall/db"
)

// maxSends is how many links one mailbox is sent in about an hour, so that nobody is pestered with us.
const (
	maxSends   = 20
	sendWindow = time.Hour
)

// MailConfigured reports whether invitations are mailed. If not, their links are to be shown.
func (s *Service) MailConfigured() bool { return s.post != nil }

// ResendInvitation sends a new link for seven days more; the one before opens nothing from then on. It also takes back
// an expiry or a revocation. It returns the link, "" when it is mailed. No event tells of it: it is the same invitation.
// TooMany when the mailbox has had 20 of them within an hour.
func (s *Service) ResendInvitation(ctx context.Context, actor access.Actor, id string) (Invitation, string, error) {
	var sent Invitation
	var link string
	entry := audit.Entry{Action: "invitation.resend", Object: "invitation", ObjectID: id}
	err := s.changeInvitation(ctx, actor, entry, id, func(ctx context.Context, tx *db.Tx, i Invitation, entry *audit.Entry) error {
		if err := i.maySend(); err != nil {
			return err
		}
		entry.After = map[string]any{"email": i.Email}
		var err error
		if link, err = s.dispatch(ctx, tx, actor, i.ID, i.Email, i.generation+1); err != nil {
			return err
		}
		sent, err = s.invitationByID(ctx, tx, i.ID)
		return err
	})
	return sent, link, err
}

// maySend refuses where accepting would change nothing.
func (i Invitation) maySend() error {
	switch {
	case i.userState == Removed:
		return errNoInvitation()
	case i.State == InvitationAccepted || i.NewAccount && i.userState != Invited:
		return app.Errorf(app.Conflict, "This invitation was accepted already.").Because(app.ReasonUsed)
	}
	return nil
}

// RevokeInvitation takes the link of an invitation back; the user stays invited until they are removed. Revoking again
// changes nothing.
func (s *Service) RevokeInvitation(ctx context.Context, actor access.Actor, id string) error {
	entry := audit.Entry{Action: "invitation.revoke", Object: "invitation", ObjectID: id}
	return s.changeInvitation(ctx, actor, entry, id, func(ctx context.Context, tx *db.Tx, i Invitation, entry *audit.Entry) error {
		switch i.State {
		case InvitationAccepted:
			return i.refusal()
		case InvitationRevoked:
			entry.Action = ""
			return nil
		}
		entry.Before = map[string]any{"email": i.Email, "state": i.State}
		return revokeInvitations(ctx, tx, "id = $1", i.ID, s.clock.Now())
	})
}

// InvitationLink is the link of a pending invitation, to be copied by those who may manage the members. Conflict when
// invitations are mailed: then only the mailbox has it, which proves whose the address is.
func (s *Service) InvitationLink(ctx context.Context, actor access.Actor, id string) (string, error) {
	i, err := s.invitationByID(ctx, s.db, id)
	if err != nil {
		return "", err
	}
	if _, err := s.seeAt(ctx, actor, i.where(), manageMembers); err != nil {
		return "", hidden(err)
	}
	if s.MailConfigured() {
		return "", app.Errorf(app.Conflict, "Invitations are mailed, so only the mailbox has the link: send the invitation again if it got lost.")
	}
	if err := i.refusal(); err != nil {
		return "", err
	}
	token, err := s.links.token(i.ID, i.generation)
	if err != nil {
		return "", err
	}
	if hashToken(token) != i.hash {
		return "", app.Errorf(app.Conflict, "The key that this link was made with is gone: send the invitation again.")
	}
	return s.links.url(token), nil
}

// changeInvitation runs one use-case about an invitation for somebody who may manage the members of its place.
func (s *Service) changeInvitation(ctx context.Context, actor access.Actor, entry audit.Entry, id string, fn func(context.Context, *db.Tx, Invitation, *audit.Entry) error) error {
	return s.log.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		i, err := s.invitationByID(ctx, tx, id)
		if err != nil {
			return err
		}
		if _, err := enterAt(ctx, tx, actor, entry, i.where(), manageMembers); err != nil {
			return hidden(err)
		}
		if i, err = s.invitationByID(ctx, tx, id); err != nil { // again, now that the organization is locked
			return err
		}
		return fn(ctx, tx, i, entry)
	})
}

// hidden makes an invitation to a place that the actor can't see unknown.
func hidden(err error) error {
	if app.Is(err, app.NotFound) {
		return errNoInvitation()
	}
	return err
}

// dispatch gives the invitation another link, good for seven days, and puts its letter in the post; without SMTP it
// returns the link. actor is who invites from now on.
func (s *Service) dispatch(ctx context.Context, tx *db.Tx, actor access.Actor, id, email string, generation int64) (string, error) {
	if err := s.sparing(ctx, tx, email); err != nil {
		return "", err
	}
	token, err := s.links.token(id, generation)
	if err != nil {
		return "", err
	}
	now := s.clock.Now()
	_, err = tx.Exec(ctx, `UPDATE invitations SET hash = $2, generation = $3, sent_at = $4, expires_at = $5, revoked_at = NULL, mailed_at = NULL, mail_error = '',
		inviter_id = $6, inviter_name = $7, email = $8, email_folded = $9, inviter_service_id = $10 WHERE id = $1`,
		id, hashToken(token), generation, now, now.Add(InvitationLife), idOrNull(actor.UserID), actor.Name, email, fold(email), idOrNull(actor.ServiceID))
	if err != nil {
		return "", fmt.Errorf("send invitation %s: %w", id, err)
	}
	if s.post == nil {
		return s.links.url(token), nil
	}
	return "", s.post.Post(ctx, tx, mail.Letter{Kind: mail.KindInvitation, ID: id, Generation: generation})
}

// sparing refuses to pester a mailbox.
func (s *Service) sparing(ctx context.Context, tx *db.Tx, email string) error {
	var sends int64
	err := tx.QueryRow(ctx, "SELECT CAST(COALESCE(SUM(generation), 0) AS BIGINT) FROM invitations WHERE email_folded = $1 AND sent_at > $2 AND generation > 0",
		fold(email), s.clock.Now().Add(-sendWindow)).Scan(&sends)
	if err != nil {
		return fmt.Errorf("count what was sent: %w", err)
	}
	if sends >= maxSends {
		return &app.Error{Code: app.TooMany, RetryAfter: sendWindow, Message: email + " was sent many invitations within the hour: try again later."}
	}
	return nil
}

// insertInvitation makes the row; its link is dispatch's.
func (s *Service) insertInvitation(ctx context.Context, tx *db.Tx, p spot, id string, userID int64, newAccount bool, o offer) error {
	now := s.clock.Now()
	_, err := tx.Exec(ctx, `INSERT INTO invitations (id, hash, generation, organization_id, scope, scope_id, user_id, new_account, email, email_folded, role, message, inviter_name, created_at, sent_at, expires_at)
		VALUES ($1, $1, 0, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', $11, $11, $11)`,
		id, p.ID, p.place().Scope, p.place().ID, userID, newAccount, o.email, fold(o.email), string(o.role), o.message, now)
	if err != nil {
		return fmt.Errorf("insert invitation: %w", err)
	}
	return nil
}

func updateOffer(ctx context.Context, tx *db.Tx, id string, o offer) error {
	if _, err := tx.Exec(ctx, "UPDATE invitations SET role = $2, message = $3 WHERE id = $1", id, string(o.role), o.message); err != nil {
		return fmt.Errorf("invitation %s: %w", id, err)
	}
	return nil
}

// readdress moves the open invitations of an invited user to another address: the link at the old one ends.
func (s *Service) readdress(ctx context.Context, tx *db.Tx, actor access.Actor, userID int64, email string) error {
	rows, err := tx.Query(ctx, "SELECT "+invitationColumns+invitationFrom+"WHERE i.user_id = $1 AND i.new_account AND i.accepted_at IS NULL ORDER BY i.id", userID)
	if err != nil {
		return fmt.Errorf("invitations of user %d: %w", userID, err)
	}
	open, err := collect(rows, func(row scanner) (Invitation, error) { return scanInvitation(row, s.clock.Now()) })
	if err != nil {
		return err
	}
	for _, i := range open {
		if i.State == InvitationPending {
			_, err = s.dispatch(ctx, tx, actor, i.ID, email, i.generation+1)
		} else {
			_, err = tx.Exec(ctx, "UPDATE invitations SET email = $2, email_folded = $3 WHERE id = $1", i.ID, email, fold(email))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// revokeInvitations revokes the open ones for which the condition holds; id is its $1, and the rest begin at $3.
func revokeInvitations(ctx context.Context, tx *db.Tx, condition string, id any, now time.Time, rest ...any) error {
	_, err := tx.Exec(ctx, "UPDATE invitations SET revoked_at = $2 WHERE accepted_at IS NULL AND revoked_at IS NULL AND "+condition, append([]any{id, now}, rest...)...)
	if err != nil {
		return fmt.Errorf("revoke invitations: %w", err)
	}
	return nil
}

// moveInvitations is for a pipe or table that goes: who was to make an account is still invited to the organization, and
// who was to be a guest only there is no more.
func (s *Service) moveInvitations(ctx context.Context, tx *db.Tx, p spot) error {
	_, err := tx.Exec(ctx, `UPDATE invitations SET scope = $3, scope_id = organization_id, role = $4 WHERE scope = $1 AND scope_id = $2 AND new_account AND accepted_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM invitations other WHERE other.user_id = invitations.user_id AND other.scope = $3
			AND other.scope_id = invitations.organization_id AND other.accepted_at IS NULL)`, p.Kind, p.SpaceID, event.ScopeOrganization, string(access.ExternalGuest))
	if err != nil {
		return fmt.Errorf("move invitations of %s %d: %w", p.Kind, p.SpaceID, err)
	}
	return revokeInvitations(ctx, tx, "scope = $3 AND scope_id = $1", p.SpaceID, s.clock.Now(), p.Kind)
}

func insertSpaceMember(ctx context.Context, tx *db.Tx, space, user int64, role access.Role, now time.Time) error {
	_, err := tx.Exec(ctx, "INSERT INTO space_members (space_id, user_id, role, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", space, user, string(role), now)
	if err != nil {
		return fmt.Errorf("insert member %d of %d: %w", user, space, err)
	}
	return nil
}
