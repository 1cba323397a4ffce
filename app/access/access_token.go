package access

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"rollcall/app"
	"rollcall/app/audit"
	"rollcall/db"
)

// AccessTokenLife is how long an access token can be used (contracts/pipefy.md, Transport).
const AccessTokenLife = 24 * time.Hour

// maxAccessTokens is how many live tokens a service account has: a client that asks for one with every request shall not
// fill the database. The oldest gives way.
const maxAccessTokens = 1000

// AccessToken is what a service account gets for its client id and secret (RFC 6749, 4.4).
type AccessToken struct {
	Secret    string // the bearer token: "ra_" and 63 characters, shown here only
	ExpiresIn time.Duration
}

// IssueAccessToken trades a client id and secret for an access token. An unknown client, a deleted one and a wrong secret
// are refused alike: Unauthenticated. Failures count against the client id and the address, like those of a sign-in, and
// from a number of them on are answered TooMany.
func (s *Service) IssueAccessToken(ctx context.Context, clientID, clientSecret, address string) (AccessToken, error) {
	entry := audit.Entry{Action: "access_token.issue", Object: "service_account"}
	clientID = key(clientID)
	nobody := Actor{Kind: KindNobody, Source: "graphql", Address: address}
	guesses := "client " + clientID // no login has spaces
	if err := s.SignInAllowed(ctx, guesses, address); err != nil {
		return AccessToken{}, s.refuse(ctx, nobody, entry, err)
	}
	account, err := s.client(ctx, clientID, clientSecret)
	if errors.Is(err, sql.ErrNoRows) {
		if err := s.SignInFailed(ctx, guesses, address); err != nil {
			return AccessToken{}, err
		}
		return AccessToken{}, s.refuse(ctx, nobody, entry, errWrongClient())
	}
	if err != nil {
		return AccessToken{}, err
	}
	account.Source, account.Address = "graphql", address
	entry.ObjectID = strconv.FormatInt(account.ServiceID, 10)
	return s.issue(ctx, account, entry, hashSecret(clientSecret), guesses)
}

// issue makes the token, if the account still has the secret that was compared.
func (s *Service) issue(ctx context.Context, account Actor, entry audit.Entry, hash, guesses string) (AccessToken, error) {
	id, secret := newTokenSecret(accessPrefix)
	err := s.log.Do(ctx, account, entry, func(ctx context.Context, tx *db.Tx, e *audit.Entry) error {
		organization, err := lockClient(ctx, tx, account.ServiceID, hash)
		if err != nil {
			return err
		}
		e.OrganizationID = organization
		if err := s.SignInSucceeded(ctx, tx, guesses); err != nil {
			return err
		}
		return insertAccessToken(ctx, tx, id, hashSecret(secret), account.ServiceID, s.clock.Now())
	})
	if err != nil {
		return AccessToken{}, err
	}
	return AccessToken{Secret: secret, ExpiresIn: AccessTokenLife}, nil
}

// RevokeAccessToken ends an access token before its time. One that is none, or has ended, is no error (RFC 7009, 2.2).
func (s *Service) RevokeAccessToken(ctx context.Context, secret string) error {
	actor, _, err := s.findToken(ctx, accessToken, secret, s.clock.Now())
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find access token: %w", err)
	}
	actor.Source = "graphql"
	entry := audit.Entry{Action: "access_token.revoke", Object: "service_account", ObjectID: strconv.FormatInt(actor.ServiceID, 10)}
	return s.log.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, _ *audit.Entry) error {
		if _, err := tx.Exec(ctx, `DELETE FROM access_tokens WHERE id = $1`, actor.TokenID); err != nil {
			return fmt.Errorf("revoke access token: %w", err)
		}
		return nil
	})
}

// client finds the service account that has the secret; sql.ErrNoRows for none.
func (s *Service) client(ctx context.Context, clientID, clientSecret string) (Actor, error) {
	a, hash := Actor{Kind: KindService}, ""
	err := s.db.QueryRow(ctx, `SELECT id, client_id, name, secret_hash FROM service_accounts WHERE client_id = $1 AND deleted_at IS NULL`, clientID).
		Scan(&a.ServiceID, &a.Username, &a.Name, &hash)
	if err == nil && subtle.ConstantTimeCompare([]byte(hash), []byte(hashSecret(clientSecret))) != 1 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return Actor{}, fmt.Errorf("find client: %w", err)
	}
	return a, nil
}

func errWrongClient() *app.Error {
	return app.Errorf(app.Unauthenticated, "The client id or the client secret is wrong.")
}

// refuse leaves the audit row of a refusal that came before the transaction, and hands the error back.
func (s *Service) refuse(ctx context.Context, actor Actor, entry audit.Entry, err error) error {
	refusal, ok := errors.AsType[*app.Error](err)
	if !ok {
		return err
	}
	return errors.Join(err, s.log.Refused(ctx, actor, entry, refusal))
}

// lockClient makes sure, until the end of the transaction, that the account is there with that secret: the update of its
// row waits for whoever deletes it or renews the secret, who then finds the token to end.
func lockClient(ctx context.Context, tx *db.Tx, id int64, hash string) (organization int64, err error) {
	err = tx.QueryRow(ctx, `UPDATE service_accounts SET secret_hash = secret_hash WHERE id = $1 AND secret_hash = $2 AND deleted_at IS NULL
		RETURNING organization_id`, id, hash).Scan(&organization)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, errWrongClient()
	}
	if err != nil {
		return 0, fmt.Errorf("find service account %d: %w", id, err)
	}
	return organization, nil
}

func insertAccessToken(ctx context.Context, tx *db.Tx, id, hash string, account int64, now time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM access_tokens WHERE service_account_id = $1 AND (expires_at <= $2 OR id IN (
		SELECT t.id FROM access_tokens t WHERE t.service_account_id = $1 ORDER BY t.expires_at DESC, t.id LIMIT 1000000 OFFSET $3))`, account, now, maxAccessTokens-1)
	if err != nil {
		return fmt.Errorf("end old access tokens of service account %d: %w", account, err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO access_tokens (id, hash, service_account_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)`,
		id, hash, account, now, now.Add(AccessTokenLife))
	if err != nil {
		return fmt.Errorf("insert access token of service account %d: %w", account, err)
	}
	return nil
}

// accessTokenByID is tokenByID for a service account's access token.
func accessTokenByID(ctx context.Context, q db.Queryer, id string, now time.Time) (Actor, string, time.Time, error) {
	a, hash, used := Actor{Kind: KindService, TokenID: id}, "", sql.NullTime{}
	err := q.QueryRow(ctx, `SELECT t.hash, sa.last_used_at, sa.id, sa.client_id, sa.name FROM access_tokens t JOIN service_accounts sa ON sa.id = t.service_account_id
		WHERE t.id = $1 AND t.expires_at > $2 AND sa.deleted_at IS NULL`, id, now).Scan(&hash, &used, &a.ServiceID, &a.Username, &a.Name)
	return a, hash, used.Time, err
}
