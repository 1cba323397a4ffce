package directory

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/event"
	"rollcall/db"
)

// credentials are what a sign-in is checked against.
type credentials struct {
	userID int64
	hash   string // "" when there is no such user or no password yet
	state  UserState
}

// SignIn lets a user in by username or address and password, and returns the secret of the new session. A wrong
// password, an unknown user and one who is not active get one answer after the same work. The first sign-in of a
// user's life tells USER_CREATED, exactly once; each tells USER_LOGIN. Only failures count towards throttling.
// actor brings the door, the client's address and the id of the request.
func (s *Service) SignIn(ctx context.Context, actor access.Actor, login, password, userAgent string) (string, User, error) {
	account := foldInput(login, emailBytes)
	entry := audit.Entry{Action: "user.sign_in", Object: "user"}
	if err := s.access.SignInAllowed(ctx, account, actor.Address); err != nil {
		return "", User{}, s.refused(ctx, actor, entry, err)
	}
	known, err := credentialsOf(ctx, s.db, account)
	if err != nil {
		return "", User{}, err
	}
	right, upgrade, err := s.access.VerifyPassword(ctx, known.hash, password)
	if err != nil {
		return "", User{}, err
	}
	if !right || known.state != Active {
		return "", User{}, s.turnAway(ctx, actor, entry, account, known)
	}
	return s.letIn(ctx, actor, visit{known, account, s.rehash(ctx, upgrade, known.hash, password), userAgent}, entry)
}

// turnAway counts the failure and leaves its row. The row names the user who was meant, but never what was typed:
// people type passwords there.
func (s *Service) turnAway(ctx context.Context, actor access.Actor, entry audit.Entry, account string, known credentials) error {
	if err := s.access.SignInFailed(ctx, account, actor.Address); err != nil {
		return err
	}
	if known.userID != 0 {
		entry.ObjectID = objectID(known.userID)
	}
	return s.refused(ctx, actor, entry, errWrongPassword())
}

func errWrongPassword() *app.Error {
	return app.Errorf(app.Unauthenticated, "The username, address or password is wrong.")
}

// rehash gives the hash to keep from now on: a new one when the old one's parameters are outdated. A password that
// today's rules would refuse keeps its old hash: signing in is not the moment to argue.
func (s *Service) rehash(ctx context.Context, outdated bool, hash, password string) string {
	if !outdated {
		return hash
	}
	if better, err := s.access.HashPassword(ctx, password); err == nil {
		return better
	}
	return hash
}

// visit is a sign-in whose password was right.
type visit struct {
	known     credentials
	account   string // as it was typed, folded
	hash      string // the one to keep
	userAgent string
}

// letIn is the transaction of a sign-in. The user acts from here on, so the audit row and the events name them.
func (s *Service) letIn(ctx context.Context, actor access.Actor, v visit, entry audit.Entry) (secret string, user User, err error) {
	who, err := userByID(ctx, s.db, v.known.userID)
	if err != nil {
		return "", User{}, err
	}
	actor = actingAs(actor, who)
	entry.ObjectID, entry.OrganizationID = objectID(who.ID), who.OrganizationID
	err = s.log.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		if err := touchUser(ctx, tx, v, s.clock.Now()); err != nil {
			return err
		}
		if err := s.access.SignInSucceeded(ctx, tx, v.account); err != nil {
			return err
		}
		secret, err = s.beginSession(ctx, tx, actor, v.userAgent)
		if err != nil {
			return err
		}
		user, err = userByID(ctx, tx, who.ID)
		return err
	})
	if err != nil {
		return "", User{}, err
	}
	return secret, user, nil
}

// actingAs is the client of a sign-in, now known to be that user.
func actingAs(actor access.Actor, u User) access.Actor {
	actor.Kind, actor.UserID, actor.SiteAdmin = access.KindUser, u.ID, u.SiteAdmin
	actor.Username, actor.Name, actor.Email = u.Username, u.Name, u.Email
	return actor
}

// touchUser records the login, if the user is still active and the password still the one that was checked: both
// could change while it was checked, outside any transaction.
func touchUser(ctx context.Context, tx *db.Tx, v visit, now time.Time) error {
	n, err := affected(tx.Exec(ctx, `UPDATE users SET last_login_at = $2, password_hash = $3
		WHERE id = $1 AND state = 'active' AND password_hash = $4`, v.known.userID, now, v.hash, v.known.hash))
	if err != nil {
		return fmt.Errorf("record login of user %d: %w", v.known.userID, err)
	}
	if n == 0 {
		return errWrongPassword()
	}
	return nil
}

// beginSession starts the session and tells of the login, and of the first one. That is decided by one conditional
// update: of two at the same moment, one finds the time set already.
func (s *Service) beginSession(ctx context.Context, tx *db.Tx, actor access.Actor, userAgent string) (string, error) {
	now := s.clock.Now()
	first, err := affected(tx.Exec(ctx, "UPDATE users SET first_login_at = $2 WHERE id = $1 AND first_login_at IS NULL", actor.UserID, now))
	if err != nil {
		return "", fmt.Errorf("first login of user %d: %w", actor.UserID, err)
	}
	secret, err := s.access.StartSession(ctx, tx, actor.UserID, actor.Address, userAgent)
	if err != nil {
		return "", err
	}
	return secret, s.tellLogin(ctx, tx, actor, first == 1)
}

func (s *Service) tellLogin(ctx context.Context, tx *db.Tx, actor access.Actor, first bool) error {
	n, err := s.noticeOf(ctx, tx, actor, actor.UserID)
	if err != nil {
		return err
	}
	if first {
		seats, err := seatsOf(ctx, tx, n.home.ID)
		if err != nil {
			return err
		}
		created := n.event(event.UserCreated)
		created.Facts.RemainingSeats = seats.Remaining
		if err := s.publish(ctx, tx, created); err != nil {
			return err
		}
	}
	return s.publish(ctx, tx, n.event(event.UserLogin))
}

// credentialsOf finds what an account is checked against, the zero value for one that doesn't exist.
func credentialsOf(ctx context.Context, q db.Queryer, account string) (credentials, error) {
	var c credentials
	err := q.QueryRow(ctx, "SELECT u.id, u.password_hash, u.state FROM users u WHERE "+loginColumn(account)+" = $1 AND u.state <> 'removed'", account).
		Scan(&c.userID, &c.hash, &c.state)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return credentials{}, fmt.Errorf("credentials: %w", err)
	}
	return c, nil
}

// affected is the number of rows that a statement changed.
func affected(result sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}
