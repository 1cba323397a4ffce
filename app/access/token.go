package access

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"rollcall/app"
	"rollcall/app/audit"
	"rollcall/db"
)

// Token is what is known of an API token after its secret was shown once. It acts as its user and may do what the user may.
type Token struct {
	ID         string // public: 16 characters, also the beginning of the secret
	UserID     int64
	Name       string // 1 to 100 characters, unique among the user's live tokens
	CreatedAt  time.Time
	CreatedBy  string    // username of whoever made it
	ExpiresAt  time.Time // zero: never
	LastUsedAt time.Time // zero: never used; exact to a minute
}

// CreateToken makes an API token for a user and returns it with its secret, which nobody can see again. People make their
// own; the command line makes anybody's. expires is zero for never. Errors: Invalid for the fields "name" and "expires",
// Conflict (duplicate) for a name that a live token of the user has, Forbidden for an API token or another person's
// account, NotFound when the user is not active.
func (s *Service) CreateToken(ctx context.Context, actor Actor, userID int64, name string, expires time.Time) (Token, string, error) {
	id, secret := newTokenSecret(tokenPrefix)
	now := s.clock.Now()
	t := Token{ID: id, UserID: userID, Name: strings.TrimSpace(name), CreatedAt: now, CreatedBy: actor.Username}
	if !expires.IsZero() {
		t.ExpiresAt = expires.UTC().Truncate(time.Microsecond)
	}
	entry := audit.Entry{Action: "token.create", Object: "token", ObjectID: id}
	err := s.log.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, e *audit.Entry) error {
		if err := mayMakeToken(actor, t, now); err != nil {
			return err
		}
		e.After = map[string]any{"user": userID, "name": t.Name, "expires": expires}
		return addToken(ctx, tx, t, hashSecret(secret))
	})
	if err != nil {
		return Token{}, "", err
	}
	return t, secret, nil
}

func mayMakeToken(actor Actor, t Token, now time.Time) error {
	if err := mayManageCredentials(actor); err != nil {
		return err
	}
	if actor.UserID != t.UserID && actor.Kind != KindCommand {
		return app.Errorf(app.Forbidden, "You can make API tokens only for yourself.")
	}
	var wrong []app.Field
	if n := utf8.RuneCountInString(t.Name); n < 1 || n > 100 || plain(t.Name, 100) != t.Name {
		wrong = append(wrong, app.Field{Name: "name", Message: "Give the token a name of 1 to 100 characters that says what uses it."})
	}
	if !t.ExpiresAt.IsZero() && !t.ExpiresAt.After(now) {
		wrong = append(wrong, app.Field{Name: "expires", Message: "Choose an expiry date in the future, or none."})
	}
	if wrong != nil {
		return app.Refuse(wrong...)
	}
	return nil
}

// addToken frees the name of an expired token first: what no longer works should not be in the way.
func addToken(ctx context.Context, tx *db.Tx, t Token, hash string) error {
	if err := requireActive(ctx, tx, t.UserID); err != nil {
		return err
	}
	if err := revokeExpiredToken(ctx, tx, t.UserID, t.Name, t.CreatedAt); err != nil {
		return err
	}
	added, err := insertToken(ctx, tx, t, hash)
	if err != nil {
		return err
	}
	if !added {
		taken := app.Field{Name: "name", Message: fmt.Sprintf("There is a token named %q already: choose another name, or revoke that one first.", t.Name)}
		return &app.Error{Code: app.Conflict, Reason: app.ReasonDuplicate, Message: taken.Message, Fields: []app.Field{taken}}
	}
	return nil
}

func requireActive(ctx context.Context, tx *db.Tx, userID int64) error {
	var state string
	err := tx.QueryRow(ctx, `SELECT state FROM users WHERE id = $1`, userID).Scan(&state)
	if errors.Is(err, sql.ErrNoRows) || err == nil && state != "active" {
		return app.Errorf(app.NotFound, "There is no such user, or the user is not active.")
	}
	if err != nil {
		return fmt.Errorf("find user %d: %w", userID, err)
	}
	return nil
}

// Tokens lists the actor's tokens that were not revoked, expired ones too, the newest first.
func (s *Service) Tokens(ctx context.Context, actor Actor) ([]Token, error) {
	if err := mayManageCredentials(actor); err != nil {
		return nil, err
	}
	tokens, err := listTokens(ctx, s.db, actor.UserID)
	if err != nil {
		return nil, fmt.Errorf("list tokens of user %d: %w", actor.UserID, err)
	}
	return tokens, nil
}

// RevokeToken makes a token useless from its next request on. People revoke their own, the site's administrator and the
// command line anybody's. NotFound when there is none, it was revoked, or it is somebody else's.
func (s *Service) RevokeToken(ctx context.Context, actor Actor, id string) error {
	id = key(id)
	entry := audit.Entry{Action: "token.revoke", Object: "token", ObjectID: id}
	return s.log.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, e *audit.Entry) error {
		if err := mayManageCredentials(actor); err != nil {
			return err
		}
		name, owner, err := revokeToken(ctx, tx, id, actor, s.clock.Now())
		if errors.Is(err, sql.ErrNoRows) {
			return app.Errorf(app.NotFound, "There is no such API token: it may have been revoked already.")
		}
		e.After = map[string]any{"user": owner, "name": name}
		return err
	})
}

// RevokeUserTokens revokes all tokens of a user within the transaction that removes the user. A disabled user's tokens
// need no revoking: they are refused while the user is disabled.
func (s *Service) RevokeUserTokens(ctx context.Context, tx *db.Tx, userID int64) error {
	_, err := tx.Exec(ctx, `UPDATE tokens SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL`, userID, s.clock.Now())
	if err != nil {
		return fmt.Errorf("revoke tokens of user %d: %w", userID, err)
	}
	return nil
}

// Token is the actor that an API token or a service account's access token stands for, as its user or account is now, in
// one read. A token that is malformed, unknown, expired, revoked, or whose user is not active is refused alike:
// Unauthenticated. Wrong ones count against the address,
// and from a number of them on are answered TooMany; a right one always works, whatever else comes from its network.
// The caller adds Source, Address and RequestID.
func (s *Service) Token(ctx context.Context, secret, address string) (Actor, error) {
	now, kind := s.clock.Now(), apiToken
	if strings.HasPrefix(secret, accessPrefix) {
		kind = accessToken
	}
	actor, used, err := s.findToken(ctx, kind, secret, now)
	if errors.Is(err, sql.ErrNoRows) {
		return Actor{}, s.wrongToken(ctx, address)
	}
	if err != nil {
		return Actor{}, fmt.Errorf("find token: %w", err)
	}
	if now.Sub(used) >= touchEvery {
		s.touch(ctx, kind.touch, actor.TokenID, now)
	}
	return actor, nil
}

// bearer is one kind of token that a request can bring. find reads a live one by its public id: whom it stands for, its
// hash, and when it was used last; touch writes that.
type bearer struct {
	prefix string
	find   func(ctx context.Context, q db.Queryer, id string, now time.Time) (Actor, string, time.Time, error)
	touch  string
}

var (
	apiToken    = bearer{tokenPrefix, tokenByID, `UPDATE tokens SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $3)`}
	accessToken = bearer{accessPrefix, accessTokenByID, `UPDATE service_accounts SET last_used_at = $2
		WHERE id = (SELECT service_account_id FROM access_tokens WHERE id = $1) AND (last_used_at IS NULL OR last_used_at <= $3)`}
)

func (s *Service) findToken(ctx context.Context, kind bearer, secret string, now time.Time) (Actor, time.Time, error) {
	id, ok := readTokenID(kind.prefix, secret)
	if !ok {
		return Actor{}, time.Time{}, sql.ErrNoRows
	}
	actor, hash, used, err := kind.find(ctx, s.db, id, now)
	if err != nil {
		return Actor{}, time.Time{}, err
	}
	if subtle.ConstantTimeCompare([]byte(hash), []byte(hashSecret(secret))) != 1 {
		return Actor{}, time.Time{}, sql.ErrNoRows
	}
	return actor, used, nil
}

func (s *Service) wrongToken(ctx context.Context, address string) error {
	keys := tokenLimits(address)
	if err := s.throttle.allowed(ctx, keys); err != nil {
		return err
	}
	if err := s.throttle.failed(ctx, keys); err != nil {
		return err
	}
	return app.Errorf(app.Unauthenticated, "This API token is not valid: it may be mistyped, expired or revoked.")
}
