package directory

import (
	"context"
	"fmt"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/event"
	"rollcall/db"
)

// Disable is DisableAt for pages: the organization by its name, the user by number.
func (s *Service) Disable(ctx context.Context, actor access.Actor, org string, userID int64) error {
	_, err := s.DisableAt(ctx, actor, InOrganization(org), Ref{ID: userID})
	return err
}

// DisableAt shuts a user of an organization out, and returns the user as they are then: sessions end at once, tokens are
// refused for as long as it lasts, the seat is free. Only the home organization can, and never the last active
// administrator of any organization. It is told to every organization where the user is a member; disabling again changes
// and tells nothing.
func (s *Service) DisableAt(ctx context.Context, actor access.Actor, where Where, who Ref) (Member, error) {
	var disabled Member
	entry := audit.Entry{Action: "user.disable", Object: "user", ObjectID: who.named()}
	err := s.changeEverywhere(ctx, actor, entry, where, who, func(ctx context.Context, tx *db.Tx, _ spot, m Member, entry *audit.Entry) error {
		if err := m.atHome("disable"); err != nil {
			return err
		}
		before := m.State
		disabled = m
		disabled.State = Disabled
		switch before {
		case Disabled:
			entry.Action = ""
			return nil
		case Invited:
			return app.Errorf(app.Conflict, "%s has not accepted the invitation yet: remove the user instead.", m.Name)
		}
		if err := keepAdministrators(ctx, tx, actor, m, 0); err != nil {
			return err
		}
		entry.Before, entry.After = map[string]any{"state": before}, map[string]any{"state": Disabled}
		return s.disable(ctx, tx, actor, m.ID)
	})
	return disabled, err
}

func (s *Service) disable(ctx context.Context, tx *db.Tx, actor access.Actor, userID int64) error {
	if err := updateState(ctx, tx, userID, Disabled); err != nil {
		return err
	}
	if err := s.access.EndUserSessions(ctx, tx, userID, ""); err != nil {
		return err
	}
	n, err := s.noticeOf(ctx, tx, actor, userID)
	if err != nil {
		return err
	}
	return s.publish(ctx, tx, n.event(event.UserDisabled))
}

// Enable is EnableAt for pages: the organization by its name, the user by number.
func (s *Service) Enable(ctx context.Context, actor access.Actor, org string, userID int64) error {
	_, err := s.EnableAt(ctx, actor, InOrganization(org), Ref{ID: userID})
	return err
}

// EnableAt lets a disabled user in again, if a seat is free, and returns the user as they are then. Only the home
// organization can. Enabling somebody active changes nothing; no event type tells of it.
func (s *Service) EnableAt(ctx context.Context, actor access.Actor, where Where, who Ref) (Member, error) {
	var enabled Member
	entry := audit.Entry{Action: "user.enable", Object: "user", ObjectID: who.named()}
	err := s.changeMember(ctx, actor, entry, where, who, func(ctx context.Context, tx *db.Tx, p spot, m Member, entry *audit.Entry) error {
		if err := m.atHome("enable"); err != nil {
			return err
		}
		before := m.State
		enabled = m
		enabled.State = Active
		switch before {
		case Active:
			entry.Action = ""
			return nil
		case Invited:
			return app.Errorf(app.Conflict, "%s has not accepted the invitation yet.", m.Name)
		}
		if err := takeSeat(ctx, tx, p.ID, p.Title); err != nil {
			return err
		}
		entry.Before, entry.After = map[string]any{"state": before}, map[string]any{"state": Active}
		return updateState(ctx, tx, m.ID, Active)
	})
	return enabled, err
}

// removeFromHome is the end of an account. Nothing that opens doors survives it: reviving the user must not bring
// back an old password, or the rights over the site.
func (s *Service) removeFromHome(ctx context.Context, tx *db.Tx, userID int64) error {
	_, err := tx.Exec(ctx, "UPDATE users SET state = 'removed', site_admin = FALSE, password_hash = '' WHERE id = $1", userID)
	if err != nil {
		return fmt.Errorf("remove user %d: %w", userID, err)
	}
	if err := revokeInvitations(ctx, tx, "user_id = $1", userID, s.clock.Now()); err != nil {
		return err
	}
	if err := s.access.EndUserSessions(ctx, tx, userID, ""); err != nil {
		return err
	}
	return s.access.RevokeUserTokens(ctx, tx, userID)
}

func updateState(ctx context.Context, tx *db.Tx, userID int64, state UserState) error {
	if _, err := tx.Exec(ctx, "UPDATE users SET state = $2 WHERE id = $1", userID, string(state)); err != nil {
		return fmt.Errorf("user %d becomes %s: %w", userID, state, err)
	}
	return nil
}
