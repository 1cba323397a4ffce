package directory

import (
	"context"
	"fmt"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
)

// ChangePassword sets the actor's own password, knowing the current one. Every session of theirs ends but the one it
// was done in, which goes on under the secret that is returned. Only a person in a session can: a token must not take
// the account over. Wrong guesses are throttled apart from sign-ins, so that a session left open doesn't help guessing.
func (s *Service) ChangePassword(ctx context.Context, actor access.Actor, current, password string) (secret string, err error) {
	entry := audit.Entry{Action: "user.password", Object: "user", ObjectID: objectID(actor.UserID)}
	known, err := s.checkCurrent(ctx, actor, current, password)
	if err != nil {
		return "", s.refused(ctx, actor, entry, err)
	}
	hash, err := s.access.HashPassword(ctx, password)
	if err != nil {
		return "", s.refused(ctx, actor, entry, err)
	}
	err = s.log.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		if err := replaceHash(ctx, tx, actor.UserID, known, hash); err != nil {
			return err
		}
		if err := s.access.EndUserSessions(ctx, tx, actor.UserID, actor.SessionID); err != nil {
			return err
		}
		secret, err = s.access.RenewSession(ctx, tx, actor.SessionID)
		return err
	})
	if err != nil {
		return "", err
	}
	return secret, nil
}

// checkCurrent compares the current password and gives back the hash that it was compared with.
func (s *Service) checkCurrent(ctx context.Context, actor access.Actor, current, password string) (hash string, err error) {
	if actor.Kind != access.KindUser || actor.UserID == 0 {
		return "", app.Errorf(app.Unauthenticated, "Log in to change your password.")
	}
	if err := access.CheckPassword(password); err != nil {
		return "", err
	}
	guesses := "password of user " + objectID(actor.UserID) // no login has spaces
	if err := s.access.SignInAllowed(ctx, guesses, ""); err != nil {
		return "", err
	}
	if err := s.db.QueryRow(ctx, "SELECT password_hash FROM users WHERE id = $1", actor.UserID).Scan(&hash); err != nil {
		return "", fmt.Errorf("password of user %d: %w", actor.UserID, err)
	}
	right, _, err := s.access.VerifyPassword(ctx, hash, current)
	if err != nil || right {
		return hash, err
	}
	if err := s.access.SignInFailed(ctx, guesses, ""); err != nil {
		return "", err
	}
	return "", app.Refuse(app.Field{Name: "current", Message: "The current password is wrong."})
}

// replaceHash sets a password that nobody else changed since it was compared.
func replaceHash(ctx context.Context, tx *db.Tx, userID int64, known, hash string) error {
	n, err := affected(tx.Exec(ctx, "UPDATE users SET password_hash = $2 WHERE id = $1 AND state = 'active' AND password_hash = $3", userID, hash, known))
	if err != nil {
		return fmt.Errorf("password of user %d: %w", userID, err)
	}
	if n == 0 {
		return app.Errorf(app.Conflict, "The password was changed at the same moment: log in again.").Because(app.ReasonStale)
	}
	return nil
}

func errNoUser() *app.Error { return app.Errorf(app.NotFound, "There is no such user.") }

// ResetPassword sets somebody else's password, and ends all their sessions: by the command line, or by an
// administrator of the user's home organization. That of a site's administrator only such a one can set, and
// nobody their own, for which the old one must be known.
func (s *Service) ResetPassword(ctx context.Context, actor access.Actor, userID int64, password string) error {
	entry := audit.Entry{Action: "user.password_reset", Object: "user", ObjectID: objectID(userID)}
	if err := mayReset(ctx, s.db, actor, userID, &entry); err != nil {
		return s.refused(ctx, actor, entry, err)
	}
	hash, err := s.access.HashPassword(ctx, password)
	if err != nil {
		return s.refused(ctx, actor, entry, err)
	}
	return s.log.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		if err := mayReset(ctx, tx, actor, userID, entry); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "UPDATE users SET password_hash = $2 WHERE id = $1", userID, hash); err != nil {
			return fmt.Errorf("password of user %d: %w", userID, err)
		}
		return s.access.EndUserSessions(ctx, tx, userID, "")
	})
}

// ResetMemberPassword is ResetPassword by way of one organization: whoever is no member of it is NotFound there.
func (s *Service) ResetMemberPassword(ctx context.Context, actor access.Actor, org string, userID int64, password string) error {
	entry := audit.Entry{Action: "user.password_reset", Object: "user", ObjectID: objectID(userID)}
	place, err := s.see(ctx, actor, org, access.ManageUsers)
	entry.OrganizationID = place.ID
	if err == nil {
		_, err = memberByID(ctx, s.db, place, userID)
	}
	if err != nil {
		return s.refused(ctx, actor, entry, err)
	}
	return s.ResetPassword(ctx, actor, userID, password)
}

func mayReset(ctx context.Context, q db.Queryer, actor access.Actor, userID int64, entry *audit.Entry) error {
	u, err := scanUser(q.QueryRow(ctx, "SELECT "+userColumns+userFrom+"WHERE u.id = $1 AND u.state <> 'removed'", userID))
	if err != nil {
		return noRows(err, errNoUser())
	}
	place, err := access.OrganizationPlaceByID(ctx, q, actor, u.OrganizationID)
	if app.Is(err, app.NotFound) {
		return errNoUser()
	}
	if err != nil {
		return err
	}
	entry.OrganizationID = place.ID
	if err := place.Check(actor, access.ManageUsers); err != nil {
		return err
	}
	if actor.UserID == u.ID {
		return app.Errorf(app.Forbidden, "Change your own password on your account page, where the current one is asked for.")
	}
	return Member{User: u}.mayBeEdited(actor)
}
