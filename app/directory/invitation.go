package directory

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/db"
)

// InvitationLife is how long a link can be used after it was sent.
const InvitationLife = 7 * 24 * time.Hour

// InvitationState is where an invitation stands.
type InvitationState string

// The states of an invitation, a closed list (product.md).
const (
	InvitationPending  InvitationState = "pending"
	InvitationAccepted InvitationState = "accepted"
	InvitationRevoked  InvitationState = "revoked"
	InvitationExpired  InvitationState = "expired"
)

// Invitation is an address that was invited with a role. Its user is in the table of users from the start: a new one in
// the state invited, or somebody at home elsewhere, who is a guest only after accepting.
type Invitation struct {
	ID             string // UUID
	OrganizationID int64
	Organization   string // name
	Title          string // of the organization
	Scope          event.Scope
	ScopeID        int64
	PlaceName      string // of the pipe or table, or the organization's title
	UserID         int64
	NewAccount     bool   // accepting makes the account of an invited user
	Name           string // proposed for the new account; "" for a guest
	Username       string // proposed for the new account; "" for a guest
	Email          string
	Role           access.Role // in the place; that of the present moment where the user has it already
	Message        string
	State          InvitationState
	InvitedBy      string // name of whoever sent it last
	CreatedAt      time.Time
	SentAt         time.Time // of the last link
	ExpiresAt      time.Time
	MailedAt       time.Time // when the mail server took the letter; zero: not yet, or without SMTP
	MailError      string    // why the letter could not be delivered; "" while there is nothing to say

	generation  int64
	hash        string
	emailFolded string
	inviterID   int64 // 0: a service account or the command line
	serviceID   int64 // 0: a user or the command line
	userState   UserState
	userEmail   string // the user's present address, folded
	acceptedAt  time.Time
	revokedAt   time.Time
}

// where is the place of the invitation.
func (i Invitation) where() Where { return at(i.Scope, i.ScopeID) }

// state is where the invitation stands at that time.
func (i Invitation) state(now time.Time) InvitationState {
	switch {
	case !i.acceptedAt.IsZero():
		return InvitationAccepted
	case !i.revokedAt.IsZero():
		return InvitationRevoked
	case !i.ExpiresAt.After(now):
		return InvitationExpired
	}
	return InvitationPending
}

// refusal is why an invitation that is not pending can't be accepted; nil if it is.
func (i Invitation) refusal() error {
	switch i.State {
	case InvitationAccepted:
		return app.Errorf(app.Conflict, "This invitation was accepted already: log in instead.").Because(app.ReasonUsed)
	case InvitationRevoked:
		return app.Errorf(app.Conflict, "This invitation was taken back: ask an administrator of %s for a new one.", i.Title).Because(app.ReasonRevoked)
	case InvitationExpired:
		return app.Errorf(app.Conflict, "This invitation has expired: ask an administrator of %s to send it again.", i.Title).Because(app.ReasonExpired)
	}
	return nil
}

const invitationColumns = `i.id, i.organization_id, org.name, org.title, i.scope, i.scope_id, COALESCE(sp.name, org.title), i.user_id, i.new_account, u.name, u.username,
	i.email, COALESCE(sm.role, CASE WHEN i.scope = 'organization' THEN m.role END, i.role), i.message, i.inviter_name, i.created_at, i.sent_at, i.expires_at,
	i.mailed_at, i.mail_error, i.generation, i.hash, i.email_folded, COALESCE(i.inviter_id, 0), COALESCE(i.inviter_service_id, 0), u.state, u.email_folded, i.accepted_at, i.revoked_at`

const invitationFrom = ` FROM invitations i JOIN organizations org ON org.id = i.organization_id JOIN users u ON u.id = i.user_id
	LEFT JOIN spaces sp ON i.scope <> 'organization' AND sp.id = i.scope_id
	LEFT JOIN space_members sm ON sm.space_id = sp.id AND sm.user_id = i.user_id
	LEFT JOIN members m ON m.organization_id = i.organization_id AND m.user_id = i.user_id `

func scanInvitation(row scanner, now time.Time) (Invitation, error) {
	var i Invitation
	var mailed, accepted, revoked sql.NullTime
	err := row.Scan(&i.ID, &i.OrganizationID, &i.Organization, &i.Title, &i.Scope, &i.ScopeID, &i.PlaceName, &i.UserID, &i.NewAccount, &i.Name, &i.Username,
		&i.Email, &i.Role, &i.Message, &i.InvitedBy, &i.CreatedAt, &i.SentAt, &i.ExpiresAt,
		&mailed, &i.MailError, &i.generation, &i.hash, &i.emailFolded, &i.inviterID, &i.serviceID, &i.userState, &i.userEmail, &accepted, &revoked)
	i.CreatedAt, i.SentAt, i.ExpiresAt, i.MailedAt = i.CreatedAt.UTC(), i.SentAt.UTC(), i.ExpiresAt.UTC(), timeOrZero(mailed)
	i.acceptedAt, i.revokedAt = timeOrZero(accepted), timeOrZero(revoked)
	if !i.NewAccount {
		i.Name, i.Username = "", "" // of somebody who is at home elsewhere, and has not agreed to be known here
	}
	i.State = i.state(now)
	return i, err
}

func errNoInvitation() *app.Error { return app.Errorf(app.NotFound, "There is no such invitation.") }

func (s *Service) invitationByID(ctx context.Context, q db.Queryer, id string) (Invitation, error) {
	i, err := scanInvitation(q.QueryRow(ctx, "SELECT "+invitationColumns+invitationFrom+"WHERE i.id = $1", foldInput(id, 64)), s.clock.Now())
	if err != nil {
		return Invitation{}, noRows(err, errNoInvitation())
	}
	return i, nil
}

// openInvitation finds the one invitation of a user to a place that is not accepted; found is false for none.
func (s *Service) openInvitation(ctx context.Context, q db.Queryer, userID int64, place event.Place) (i Invitation, found bool, err error) {
	i, err = scanInvitation(q.QueryRow(ctx, "SELECT "+invitationColumns+invitationFrom+"WHERE i.user_id = $1 AND i.scope = $2 AND i.scope_id = $3 AND i.accepted_at IS NULL",
		userID, place.Scope, place.ID), s.clock.Now())
	if errors.Is(err, sql.ErrNoRows) {
		return Invitation{}, false, nil
	}
	return i, err == nil, err
}

// Invitations lists those to an organization, with those to its pipes and tables, or those to one pipe or table, that
// nobody has accepted yet; the newest first, at most 1,000. Who may manage the members may see them.
func (s *Service) Invitations(ctx context.Context, actor access.Actor, where Where) ([]Invitation, error) {
	p, err := s.seeAt(ctx, actor, where, manageMembers)
	if err != nil {
		return nil, err
	}
	condition, args := "WHERE i.organization_id = $1", []any{p.ID}
	if p.inside() {
		condition, args = condition+" AND i.scope = $2 AND i.scope_id = $3", append(args, p.Kind, p.SpaceID)
	}
	rows, err := s.db.Query(ctx, "SELECT "+invitationColumns+invitationFrom+condition+` AND i.accepted_at IS NULL AND u.state <> 'removed'
		AND (i.scope = 'organization' OR sp.id IS NOT NULL) ORDER BY i.sent_at DESC, i.id DESC LIMIT 1000`, args...)
	if err != nil {
		return nil, fmt.Errorf("list invitations of %d: %w", p.ID, err)
	}
	now := s.clock.Now()
	return collect(rows, func(row scanner) (Invitation, error) { return scanInvitation(row, now) })
}
