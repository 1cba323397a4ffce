package directory

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/event"
	"rollcall/db"
)

// Invitee is one row of an invitation.
type Invitee struct {
	Email string
	Role  string // one of the place's
}

// Outcome is what became of somebody who was invited.
type Outcome string

// The outcomes, a closed list.
const (
	OutcomeInvited Outcome = "invited" // a new user, who has a link to make the account with
	OutcomeGuest   Outcome = "guest"   // a user of another organization, who becomes a guest by accepting
	OutcomeMember  Outcome = "member"  // a member of the organization, who is in the pipe or table at once
)

// InviteResult is one row that was done.
type InviteResult struct {
	Index      int  // of the row
	User       User // of OutcomeGuest only the number and what the address says: the rest is the home organization's
	Role       access.Role
	Outcome    Outcome
	Invitation string // id; "" for OutcomeMember
	Link       string // to be handed over; "" when it is mailed, and for OutcomeMember
}

// Invite invites addresses to an organization, pipe or table, at most 100 at a time. A row that is refused doesn't stop
// the others. message, at most 1,000 characters, goes into the letter.
//
// An address without an account becomes an invited user of the organization, with a seat and with member rows from the
// start; in a pipe or table the role is of it, and the organization's is external_guest. A member of the organization is
// in the pipe or table at once. A user of another organization becomes a guest by accepting, and is nothing here before.
// Each invitation is told once, by the organization (contracts/pipefy.md, Member rules).
func (s *Service) Invite(ctx context.Context, actor access.Actor, where Where, rows []Invitee, message string) ([]InviteResult, []RowError, error) {
	entry := audit.Entry{Action: "invitation.send", Object: "user"}
	var p problems
	message = p.paragraph("message", "Message", message, descriptionChars)
	if len(rows) == 0 {
		p.add("email", "Say whom to invite: at least one address.")
	}
	if err := p.err(); err != nil {
		return nil, nil, s.refused(ctx, actor, entry, err)
	}
	return eachRow(ctx, s, actor, entry, where, rows, func(i int, row Invitee) (InviteResult, error) {
		invited, err := s.invite(ctx, actor, where, row, message)
		invited.Index = i
		return invited, err
	})
}

func (s *Service) invite(ctx context.Context, actor access.Actor, where Where, row Invitee, message string) (InviteResult, error) {
	var invited InviteResult
	entry := audit.Entry{Action: "invitation.send", Object: "user"}
	err := s.changeAt(ctx, actor, entry, where, manageMembers, func(ctx context.Context, tx *db.Tx, p spot, entry *audit.Entry) error {
		o, err := row.checked(p)
		if err != nil {
			return err
		}
		o.actor, o.message = actor, message
		invited, err = s.welcome(ctx, tx, p, o, entry)
		return err
	})
	return invited, err
}

// offer is one row, checked.
type offer struct {
	actor   access.Actor
	email   string
	role    access.Role // in the place
	message string
}

func (r Invitee) checked(at spot) (offer, error) {
	var p problems
	email := p.email(r.Email)
	role, err := at.parseRole(r.Role)
	if refusal, ok := errors.AsType[*app.Error](err); ok && p == nil {
		return offer{}, refusal // with its reason
	}
	p.take(err)
	return offer{email: email, role: role}, p.err()
}

// welcome does what is to be done for the address, by whose it is.
func (s *Service) welcome(ctx context.Context, tx *db.Tx, p spot, o offer, entry *audit.Entry) (InviteResult, error) {
	u, known, err := userByEmail(ctx, tx, o.email)
	if err != nil {
		return InviteResult{}, err
	}
	entry.After = map[string]any{"email": o.email, "role": o.role, "in": p.title()}
	if !known {
		return s.inviteStranger(ctx, tx, p, o, entry)
	}
	entry.ObjectID = objectID(u.ID)
	m, err := memberByID(ctx, tx, p.Place, u.ID)
	switch {
	case app.Is(err, app.NotFound):
		return s.inviteGuest(ctx, tx, p, o, u)
	case err != nil:
		return InviteResult{}, err
	case p.inside():
		return s.addToSpace(ctx, tx, p, o, m, entry)
	}
	return s.inviteAgain(ctx, tx, p, o, m)
}

// inviteStranger makes an invited user of an address without an account.
func (s *Service) inviteStranger(ctx context.Context, tx *db.Tx, p spot, o offer, entry *audit.Entry) (InviteResult, error) {
	n := newcomer{Name: localPart(o.email), Email: o.email, State: Invited, Role: o.role}
	if p.inside() {
		n.Role = access.ExternalGuest
	}
	id, err := s.admit(ctx, tx, p.Place, n, entry)
	if err != nil {
		return InviteResult{}, err
	}
	if p.inside() {
		if err := insertSpaceMember(ctx, tx, p.SpaceID, id, o.role, s.clock.Now()); err != nil {
			return InviteResult{}, err
		}
	}
	u, err := userByID(ctx, tx, id)
	if err != nil {
		return InviteResult{}, err
	}
	return s.send(ctx, tx, p, o, u, OutcomeInvited)
}

// inviteAgain sends a new link to somebody whose account was never made and who has no link that works, with the role
// that is wanted now, and tells of the role first if it is another. Anybody else who is a member has nothing to be invited to.
func (s *Service) inviteAgain(ctx context.Context, tx *db.Tx, p spot, o offer, m Member) (InviteResult, error) {
	waits, err := s.hasWorkingLink(ctx, tx, m)
	switch {
	case err != nil:
		return InviteResult{}, err
	case m.State == Invited && !m.Guest && waits:
		return InviteResult{}, taken("email", "%s is invited to %s already: send the invitation again instead.", o.email, p.Title)
	case m.State != Invited || m.Guest:
		return InviteResult{}, taken("email", "%s is a member of %s already: set the role instead.", o.email, p.Title)
	}
	if before := m.Role; before != o.role {
		m.Role = o.role
		if err := s.setRole(ctx, tx, o.actor, p, m, before); err != nil {
			return InviteResult{}, err
		}
	}
	return s.send(ctx, tx, p, o, m.User, OutcomeInvited)
}

// addToSpace puts a member of the organization into a pipe or table.
func (s *Service) addToSpace(ctx context.Context, tx *db.Tx, p spot, o offer, m Member, entry *audit.Entry) (InviteResult, error) {
	if m.State == Disabled {
		return InviteResult{}, app.Errorf(app.Conflict, "%s is disabled: enable the user first.", m.Name)
	}
	_, err := memberAt(ctx, tx, p, Ref{ID: m.ID})
	if err == nil {
		return InviteResult{}, taken("email", "%s is a member of %s already: set the role instead.", o.email, p.title())
	}
	if !app.Is(err, app.NotFound) {
		return InviteResult{}, err
	}
	if err := insertSpaceMember(ctx, tx, p.SpaceID, m.ID, o.role, s.clock.Now()); err != nil {
		return InviteResult{}, err
	}
	waits, err := s.hasWorkingLink(ctx, tx, m)
	if err != nil {
		return InviteResult{}, err
	}
	if m.State == Invited && !waits {
		return s.send(ctx, tx, p, o, m.User, OutcomeInvited)
	}
	entry.Action = string(p.Kind) + ".add"
	return InviteResult{User: m.User, Role: o.role, Outcome: OutcomeMember}, nil
}

// hasWorkingLink reports whether somebody who is invited has a link that makes the account.
func (s *Service) hasWorkingLink(ctx context.Context, q db.Queryer, m Member) (bool, error) {
	var yes bool
	err := q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM invitations WHERE user_id = $1 AND new_account AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $2)`,
		m.ID, s.clock.Now()).Scan(&yes)
	if err != nil {
		return false, fmt.Errorf("links of user %d: %w", m.ID, err)
	}
	return yes, nil
}

// inviteGuest asks a user of another organization.
func (s *Service) inviteGuest(ctx context.Context, tx *db.Tx, p spot, o offer, u User) (InviteResult, error) {
	open, found, err := s.openInvitation(ctx, tx, u.ID, p.place())
	if err != nil {
		return InviteResult{}, err
	}
	if found && open.State == InvitationPending {
		return InviteResult{}, taken("email", "%s is invited to %s already: send the invitation again instead.", o.email, p.title())
	}
	stranger := User{ID: u.ID, Name: localPart(o.email), Username: slug(localPart(o.email), "._", "user"), Email: o.email, State: Invited}
	return s.send(ctx, tx, p, o, stranger, OutcomeGuest)
}

// send makes the invitation, or makes the open one new, tells of it and has it mailed.
func (s *Service) send(ctx context.Context, tx *db.Tx, p spot, o offer, u User, outcome Outcome) (InviteResult, error) {
	open, found, err := s.openInvitation(ctx, tx, u.ID, p.place())
	if err != nil {
		return InviteResult{}, err
	}
	id := open.ID
	if !found {
		id = app.NewUUID()
		err = s.insertInvitation(ctx, tx, p, id, u.ID, outcome == OutcomeInvited, o)
	} else {
		err = updateOffer(ctx, tx, id, o)
	}
	if err != nil {
		return InviteResult{}, err
	}
	link, err := s.dispatch(ctx, tx, o.actor, id, o.email, open.generation+1)
	if err != nil {
		return InviteResult{}, err
	}
	told := s.notice(Member{User: u}, o.actor, event.UserInvitationSent, spot{access.SpacePlace{Place: p.Place}})
	if err := s.publish(ctx, tx, told); err != nil {
		return InviteResult{}, err
	}
	return InviteResult{User: u, Role: o.role, Outcome: outcome, Invitation: id, Link: link}, nil
}

// localPart is what stands before the @.
func localPart(email string) string {
	local, _, _ := strings.Cut(email, "@")
	return local
}

// userByEmail finds a user who is not removed by address.
func userByEmail(ctx context.Context, q db.Queryer, email string) (User, bool, error) {
	u, err := scanUser(q.QueryRow(ctx, "SELECT "+userColumns+userFrom+"WHERE u.email_folded = $1 AND u.state <> 'removed'", fold(email)))
	if errors.Is(err, sql.ErrNoRows) {
		return User{}, false, nil
	}
	if err != nil {
		return User{}, false, fmt.Errorf("user by address: %w", err)
	}
	return u, true, nil
}
