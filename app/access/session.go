package access

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"rollcall/app"
	"rollcall/app/audit"
	"rollcall/db"
)

// How long a session lives. Rollcall is left open in a tab through a working day, so half an hour would only teach people
// weak passwords; a night ends it (ASVS 7.3.1 asks for a documented choice). Whatever happens, a week is the end of it.
const (
	SessionIdle = 12 * time.Hour     // without a request that touches it
	SessionLife = 7 * 24 * time.Hour // since the sign-in
)

// touchEvery is how exactly a last-seen or last-used time is kept. Finer would make every request a write.
const touchEvery = time.Minute

// touchPatience is how long a request waits for its turn to write such a time.
const touchPatience = time.Second

// Session is one browser in which somebody is signed in.
type Session struct {
	ID         string // public: it opens nothing
	CreatedAt  time.Time
	LastSeenAt time.Time // exact to a minute
	Address    string    // where it was started from
	UserAgent  string    // at most 300 characters
	Current    bool      // the one that asks
}

const secretLen = 43 // characters of newSecret

// StartSession begins a session within the transaction of the sign-in and returns its secret, 43 characters for a cookie.
// The secret is new each time: one that a browser brought along is never taken over. The caller has proved who the user
// is and, in the same transaction, that nothing of it changed since: still active, still that password.
func (s *Service) StartSession(ctx context.Context, tx *db.Tx, userID int64, address, userAgent string) (secret string, err error) {
	now := s.clock.Now()
	if err := deleteExpiredSessions(ctx, tx, userID, now); err != nil {
		return "", err
	}
	secret = newSecret()
	session := Session{ID: app.NewUUID(), CreatedAt: now, LastSeenAt: now, Address: plain(address, 64), UserAgent: plain(userAgent, 300)}
	if err := insertSession(ctx, tx, userID, hashSecret(secret), session); err != nil {
		return "", err
	}
	return secret, nil
}

// RenewSession gives a session another secret within the transaction and returns it: after a change of the password
// what the browser held before opens nothing. NotFound when the session is gone.
func (s *Service) RenewSession(ctx context.Context, tx *db.Tx, id string) (secret string, err error) {
	secret = newSecret()
	changed, err := affected(tx.Exec(ctx, `UPDATE sessions SET hash = $2 WHERE id = $1`, id, hashSecret(secret)))
	if err != nil {
		return "", fmt.Errorf("renew session %s: %w", id, err)
	}
	if changed == 0 {
		return "", noSuchSession()
	}
	return secret, nil
}

// Session is the actor that the secret belongs to, as the user is now, in one read. Unauthenticated when the session is
// gone, expired, or its user is not active. With touch its idle time starts anew, written at most once a minute; a poll
// by a timer passes false and extends nothing. The caller adds Source, Address and RequestID.
func (s *Service) Session(ctx context.Context, secret string, touch bool) (Actor, error) {
	if len(secret) != secretLen {
		return Actor{}, signedOut()
	}
	now := s.clock.Now()
	actor, seen, err := sessionByHash(ctx, s.db, hashSecret(secret), now)
	if errors.Is(err, sql.ErrNoRows) {
		return Actor{}, signedOut()
	}
	if err != nil {
		return Actor{}, fmt.Errorf("find session: %w", err)
	}
	if touch && now.Sub(seen) >= touchEvery {
		s.touch(ctx, `UPDATE sessions SET last_seen_at = $2 WHERE id = $1 AND last_seen_at <= $3`, actor.SessionID, now)
	}
	return actor, nil
}

// touch writes a time that nothing depends on but later touches; of many at once the first writes. When the write fails (a
// full disk) or its turn does not come soon, reading goes on: the only loss is an earlier end of idleness.
func (s *Service) touch(ctx context.Context, query, id string, now time.Time) {
	ctx, cancel := context.WithTimeout(ctx, touchPatience)
	defer cancel()
	_ = s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, query, id, now, now.Add(-touchEvery))
		return err
	})
}

// Sessions lists the actor's live sessions, the one seen last first. Forbidden for an API token.
func (s *Service) Sessions(ctx context.Context, actor Actor) ([]Session, error) {
	if err := mayManageCredentials(actor); err != nil {
		return nil, err
	}
	sessions, err := listSessions(ctx, s.db, actor.UserID, s.clock.Now())
	if err != nil {
		return nil, fmt.Errorf("list sessions of user %d: %w", actor.UserID, err)
	}
	for i := range sessions {
		sessions[i].Current = sessions[i].ID == actor.SessionID
	}
	return sessions, nil
}

// EndSession ends one of the actor's own sessions, by public id. NotFound when there is none, or it is somebody else's.
func (s *Service) EndSession(ctx context.Context, actor Actor, id string) error {
	id = key(id)
	entry := audit.Entry{Action: "session.end", Object: "session", ObjectID: id}
	return s.log.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, _ *audit.Entry) error {
		if err := mayManageCredentials(actor); err != nil {
			return err
		}
		ended, err := affected(tx.Exec(ctx, `DELETE FROM sessions WHERE id = $1 AND user_id = $2`, id, actor.UserID))
		if err != nil {
			return fmt.Errorf("end session %s: %w", id, err)
		}
		if ended == 0 {
			return noSuchSession()
		}
		return nil
	})
}

// EndOtherSessions ends every session of the actor's but the one that asks.
func (s *Service) EndOtherSessions(ctx context.Context, actor Actor) error {
	entry := audit.Entry{Action: "session.end_others", Object: "user", ObjectID: fmt.Sprint(actor.UserID)}
	return s.log.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, e *audit.Entry) error {
		if err := mayManageCredentials(actor); err != nil {
			return err
		}
		ended, err := deleteSessions(ctx, tx, actor.UserID, actor.SessionID)
		if ended == 0 {
			e.Action = ""
		}
		e.After = map[string]int64{"ended": ended}
		return err
	})
}

// SignOut ends the session of that secret. It does nothing when there is none: who is signed out already is signed out.
// Where the actor of the request is at hand, EndSession with its SessionID says in the audit row where it came from.
func (s *Service) SignOut(ctx context.Context, secret string) error {
	actor, err := s.Session(ctx, secret, false)
	if app.Is(err, app.Unauthenticated) {
		return nil
	}
	if err != nil {
		return err
	}
	actor.Source = "page"
	if err := s.EndSession(ctx, actor, actor.SessionID); err != nil && !app.Is(err, app.NotFound) {
		return err
	}
	return nil
}

// EndUserSessions ends a user's sessions within the transaction that disables the user or changes the password, but for
// the one with the public id exceptID ("" for none).
func (s *Service) EndUserSessions(ctx context.Context, tx *db.Tx, userID int64, exceptID string) error {
	_, err := deleteSessions(ctx, tx, userID, exceptID)
	return err
}

// mayManageCredentials refuses an API token: one that leaked must not be able to make others or to lock its owner out.
func mayManageCredentials(actor Actor) error {
	switch {
	case !actor.SignedIn():
		return signedOut()
	case actor.Kind == KindToken || actor.Kind == KindService:
		return app.Errorf(app.Forbidden, "An API token can't manage sessions or API tokens: log in with a password.")
	}
	return nil
}

func noSuchSession() error {
	return app.Errorf(app.NotFound, "There is no such session: it may have ended already.")
}

func signedOut() error { return app.Errorf(app.Unauthenticated, "Log in to continue.") }
