package directory

import (
	"context"
	"fmt"
	"strings"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/event"
	"rollcall/db"
)

// AcceptForm is what somebody says who makes an account by an invitation. The address is the invitation's and can't be
// chosen, nor can the role.
type AcceptForm struct {
	Name      string // 1–200 characters
	Username  string // "" keeps the proposed one
	Password  string
	UserAgent string // of the browser, for the list of sessions
}

// OpenInvitation is the invitation behind a link, for the page that asks whether to accept; looking consumes nothing,
// for programs look at what is mailed. What can't be accepted is refused, with the invitation beside the error where
// it is known: NotFound for what never was a link, and Conflict with the reason used, expired, revoked, replaced (a newer
// link was sent) or inviter (whoever invited may do so no more); Forbidden with other_user when somebody else is signed in.
func (s *Service) OpenInvitation(ctx context.Context, actor access.Actor, token string) (Invitation, error) {
	i, err := s.invitationByToken(ctx, s.db, token)
	if err != nil {
		return i, err
	}
	return i, forWhom(actor, i)
}

// forWhom refuses everybody who is signed in and not the one who is invited.
func forWhom(actor access.Actor, i Invitation) error {
	if actor.SignedIn() && actor.UserID != i.UserID {
		return app.Errorf(app.Forbidden, "This invitation is for %s, and you are signed in as %s: log out first, then open the link again.", i.Email, actor.Username).Because(app.ReasonOtherUser)
	}
	return nil
}

// invitationByToken finds a pending invitation that its link still opens.
func (s *Service) invitationByToken(ctx context.Context, q db.Queryer, token string) (Invitation, error) {
	unknown := app.Errorf(app.NotFound, "This is no link of an invitation: open it as a whole, or ask whoever invited you to send it again.")
	id, ok := readToken(token)
	if !ok {
		return Invitation{}, unknown
	}
	i, err := s.invitationByID(ctx, q, id)
	if app.Is(err, app.NotFound) {
		return Invitation{}, unknown
	}
	if err != nil {
		return Invitation{}, err
	}
	switch {
	case hashToken(token) == i.hash:
	case s.links.replaced(token, i):
		return i, app.Errorf(app.Conflict, "A newer link was sent to %s, and this one opens nothing any more: use the newer one.", i.Email).Because(app.ReasonReplaced)
	default:
		return Invitation{}, unknown
	}
	if err := i.refusal(); err != nil {
		return i, err
	}
	return i, s.stillInvited(ctx, q, i)
}

// stillInvited refuses when whoever invited may do so no more, or when the address is no longer the user's.
func (s *Service) stillInvited(ctx context.Context, q db.Queryer, i Invitation) error {
	switch {
	case i.userEmail != i.emailFolded:
		i.State = InvitationRevoked
		return i.refusal()
	case i.NewAccount && i.userState != Invited:
		i.State = InvitationAccepted
		return i.refusal()
	}
	if i.inviterID == 0 && i.serviceID == 0 {
		return nil // the command line
	}
	inviter, err := i.sender(ctx, q)
	if err != nil {
		return err
	}
	p, err := i.where().find(ctx, q, inviter)
	if err == nil {
		err = p.check(inviter, manageMembers)
	}
	if app.Is(err, app.NotFound) || app.Is(err, app.Forbidden) || app.Is(err, app.Unauthenticated) {
		return app.Errorf(app.Conflict, "%s, who invited you, may no longer do so: ask an administrator of %s to send the invitation again.", i.InvitedBy, i.Title).Because(app.ReasonInviter)
	}
	return err
}

// sender is whoever sent the last link, as they are now: nobody, if that is a user who is not active.
func (i Invitation) sender(ctx context.Context, q db.Queryer) (access.Actor, error) {
	if i.serviceID != 0 {
		return access.Actor{Kind: access.KindService, ServiceID: i.serviceID}, nil
	}
	user := access.Actor{Kind: access.KindUser}
	var state UserState
	err := q.QueryRow(ctx, "SELECT id, site_admin, state FROM users WHERE id = $1", i.inviterID).Scan(&user.UserID, &user.SiteAdmin, &state)
	if err != nil {
		return access.Actor{}, fmt.Errorf("inviter %d: %w", i.inviterID, err)
	}
	if state != Active {
		return access.Actor{Kind: access.KindNobody}, nil
	}
	return user, nil
}

// Accept makes the account of an invited user and signs them in: it returns the secret of their session, and it is
// their first login. The link works once. The role is the one that the user has at that moment; the seat was taken when
// they were invited. It tells user.invitation_acceptance, and then what every first login tells.
func (s *Service) Accept(ctx context.Context, actor access.Actor, token string, form AcceptForm) (User, string, error) {
	entry := audit.Entry{Action: "invitation.accept", Object: "invitation"}
	i, err := s.OpenInvitation(ctx, actor, token)
	entry.ObjectID, entry.OrganizationID = i.ID, i.OrganizationID
	if err == nil && !i.NewAccount {
		err = errSignInFirst(i)
	}
	if err == nil {
		err = form.check(i)
	}
	if err != nil {
		return User{}, "", s.refused(ctx, actor, entry, err)
	}
	hash, err := s.access.HashPassword(ctx, form.Password)
	if err != nil {
		return User{}, "", s.refused(ctx, actor, entry, err)
	}
	actor = actingAs(actor, User{ID: i.UserID, Name: form.Name, Username: form.Username, Email: i.Email})
	var user User
	var secret string
	err = s.log.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		i, err := s.spend(ctx, tx, token, i)
		if err != nil {
			return err
		}
		entry.After = map[string]any{"username": form.Username, "email": i.Email}
		if err := s.makeAccount(ctx, tx, i, form, hash); err != nil {
			return err
		}
		if secret, err = s.firstEntry(ctx, tx, actor, i, form.UserAgent); err != nil {
			return err
		}
		user, err = userByID(ctx, tx, i.UserID)
		return err
	})
	if err != nil {
		return User{}, "", err
	}
	return user, secret, nil
}

func errSignInFirst(i Invitation) error {
	return app.Errorf(app.Unauthenticated, "%s has an account already: log in to it, then open the link again.", i.Email).Because(app.ReasonSignIn)
}

func (f *AcceptForm) check(i Invitation) error {
	var p problems
	f.Name = p.text("name", "Name", f.Name, textChars)
	if f.Username = strings.TrimSpace(f.Username); f.Username == "" {
		f.Username = i.Username
	}
	f.Username = p.username(f.Username)
	p.password(f.Password)
	return p.err()
}

// spend accepts the invitation within tx, once: of many at the same moment one changes the row. Everything is asked again
// under the lock of the organization, and of the home of a guest.
func (s *Service) spend(ctx context.Context, tx *db.Tx, token string, seen Invitation) (Invitation, error) {
	var home int64
	if err := tx.QueryRow(ctx, "SELECT organization_id FROM users WHERE id = $1", seen.UserID).Scan(&home); err != nil {
		return Invitation{}, fmt.Errorf("home of user %d: %w", seen.UserID, err)
	}
	if err := lockOrganizations(ctx, tx, seen.OrganizationID, home); err != nil {
		return Invitation{}, err
	}
	i, err := s.invitationByToken(ctx, tx, token)
	if err != nil {
		return i, err
	}
	now := s.clock.Now()
	n, err := affected(tx.Exec(ctx, `UPDATE invitations SET accepted_at = $3 WHERE id = $1 AND hash = $2 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $3`,
		i.ID, hashToken(token), now))
	if err != nil {
		return i, fmt.Errorf("accept invitation %s: %w", i.ID, err)
	}
	if n == 0 {
		i.State = InvitationAccepted
		return i, i.refusal()
	}
	return i, nil
}

// makeAccount gives the invited user a name and a password. Links to the same account that went elsewhere end.
func (s *Service) makeAccount(ctx context.Context, tx *db.Tx, i Invitation, form AcceptForm, hash string) error {
	if err := freeForOthers(ctx, tx, i.UserID, form.Username, i.Email); err != nil {
		return err
	}
	n, err := affected(tx.Exec(ctx, `UPDATE users SET state = 'active', name = $2, name_folded = $3, username = $4, username_folded = $5, password_hash = $6
		WHERE id = $1 AND state = 'invited'`, i.UserID, form.Name, plain(form.Name), form.Username, fold(form.Username), hash))
	if err := updated(err, i.UserID); err != nil {
		return err
	}
	if n == 0 {
		i.State = InvitationAccepted
		return i.refusal()
	}
	return revokeInvitations(ctx, tx, "user_id = $1 AND new_account", i.UserID, s.clock.Now())
}

// firstEntry tells of the acceptance and signs the new user in.
func (s *Service) firstEntry(ctx context.Context, tx *db.Tx, actor access.Actor, i Invitation, userAgent string) (string, error) {
	u, err := userByID(ctx, tx, i.UserID)
	if err != nil {
		return "", err
	}
	organization := spot{access.SpacePlace{Place: access.Place{ID: i.OrganizationID, Name: i.Organization, Title: i.Title}}}
	if err := s.publish(ctx, tx, s.notice(Member{User: u}, actor, event.UserInvitationAcceptance, organization)); err != nil {
		return "", err
	}
	return s.firstVisit(ctx, tx, actor, userAgent)
}

// AcceptAsGuest makes the actor, a user of another organization, a guest: a member with the role of the invitation, or an
// external_guest of the organization with that role in the pipe or table. It needs the session of the one who is
// invited, and works once. No event tells of it: no account is made (contracts/pipefy.md, Member rules).
func (s *Service) AcceptAsGuest(ctx context.Context, actor access.Actor, token string) (Organization, error) {
	entry := audit.Entry{Action: "invitation.accept", Object: "invitation"}
	i, err := s.OpenInvitation(ctx, actor, token)
	entry.ObjectID, entry.OrganizationID = i.ID, i.OrganizationID
	if err == nil && (i.NewAccount || actor.Kind != access.KindUser) {
		err = errSignInFirst(i)
	}
	if err != nil {
		return Organization{}, s.refused(ctx, actor, entry, err)
	}
	var joined Organization
	err = s.log.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		i, err := s.spend(ctx, tx, token, i)
		if err != nil {
			return err
		}
		entry.After = map[string]any{"email": i.Email, "role": i.Role, "in": i.PlaceName}
		if err := s.joinAsGuest(ctx, tx, i); err != nil {
			return err
		}
		joined, err = organizationByID(ctx, tx, i.OrganizationID)
		return err
	})
	return joined, err
}

// joinAsGuest makes the member rows. Who has become a member of the organization meanwhile keeps that role.
func (s *Service) joinAsGuest(ctx context.Context, tx *db.Tx, i Invitation) error {
	isMember, err := memberExists(ctx, tx, i.OrganizationID, i.UserID)
	if err != nil {
		return err
	}
	role := i.Role
	if i.Scope != event.ScopeOrganization {
		role = access.ExternalGuest
	}
	if !isMember {
		if err := insertMember(ctx, tx, i.OrganizationID, i.UserID, role, s.clock.Now()); err != nil {
			return err
		}
	}
	if i.Scope == event.ScopeOrganization {
		return nil
	}
	return insertSpaceMember(ctx, tx, i.ScopeID, i.UserID, i.Role, s.clock.Now())
}
