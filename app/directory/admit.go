package directory

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
)

// newcomer is somebody who gets a home: checked already, with the password hashed. Username is empty when it is to be
// derived from the address.
type newcomer struct {
	Name, Username, Email string
	Hash                  string // "" for nobody to know yet
	State                 UserState
	Role                  access.Role
	SiteAdmin             bool
}

// admit gives a newcomer a seat, a row (a new one or the one revived) and a membership in the organization, which
// must be locked. It fills in the audit entry and tells no event: that is the first login's.
func (s *Service) admit(ctx context.Context, tx *db.Tx, home access.Place, n newcomer, entry *audit.Entry) (int64, error) {
	if err := takeSeat(ctx, tx, home.ID, home.Title); err != nil {
		return 0, err
	}
	id, err := removedUser(ctx, tx, home.ID, n.Email)
	if err != nil {
		return 0, err
	}
	if id != 0 {
		n, err = reviveUser(ctx, tx, id, n)
	} else {
		id, n, err = s.insertUser(ctx, tx, home.ID, n)
	}
	if err != nil {
		return 0, err
	}
	entry.ObjectID = objectID(id)
	entry.After = map[string]any{"name": n.Name, "username": n.Username, "email": n.Email, "role": n.Role, "siteAdmin": n.SiteAdmin}
	return id, insertMember(ctx, tx, home.ID, id, n.Role, s.clock.Now())
}

// removedUser finds the user of this organization who had the address and was removed last, 0 for none. Somebody
// whom another organization removed is not revived: those ids are known to that organization's receivers.
func removedUser(ctx context.Context, q db.Queryer, home int64, email string) (int64, error) {
	var id int64
	err := q.QueryRow(ctx, `SELECT id FROM users WHERE organization_id = $1 AND state = 'removed' AND email_folded = $2
		ORDER BY id DESC LIMIT 1`, home, fold(email)).Scan(&id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("removed user: %w", err)
	}
	return id, nil
}

func reviveUser(ctx context.Context, tx *db.Tx, id int64, n newcomer) (newcomer, error) {
	var err error
	if n.Username == "" {
		if n.Username, err = freeUsername(ctx, tx, n.Email); err != nil {
			return n, err
		}
	}
	if err := freeForOthers(ctx, tx, id, n.Username, n.Email); err != nil {
		return n, err
	}
	_, err = tx.Exec(ctx, `UPDATE users SET state = $10, name = $2, name_folded = $3, username = $4, username_folded = $5,
		email = $6, email_folded = $7, password_hash = $8, site_admin = $9 WHERE id = $1`,
		id, n.Name, plain(n.Name), n.Username, fold(n.Username), n.Email, fold(n.Email), n.Hash, n.SiteAdmin, string(n.State))
	return n, updated(err, id)
}

// insertUser makes the row. The insert itself decides who gets a name: whoever comes second in the same moment is
// told so without an error, and takes the next number if the name was derived.
func (s *Service) insertUser(ctx context.Context, tx *db.Tx, home int64, n newcomer) (int64, newcomer, error) {
	derive := n.Username == ""
	for range 100 {
		if derive {
			username, err := freeUsername(ctx, tx, n.Email)
			if err != nil {
				return 0, n, err
			}
			n.Username = username
		}
		id, err := insertUserRow(ctx, tx, home, n, s.clock.Now())
		if id != 0 || err != nil {
			return id, n, err
		}
		username := n.Username
		if derive {
			username = "" // only the address can be at fault for good
		}
		if err := freeForOthers(ctx, tx, 0, username, n.Email); err != nil {
			return 0, n, err
		}
	}
	return 0, n, app.Errorf(app.Conflict, "No free username could be found for %s: choose one.", n.Email).Because(app.ReasonDuplicate)
}

func insertUserRow(ctx context.Context, tx *db.Tx, home int64, n newcomer, now time.Time) (int64, error) {
	var id int64
	err := tx.QueryRow(ctx, `INSERT INTO users (hex_id, uuid, organization_id, name, name_folded, username, username_folded, email, email_folded, state, site_admin, password_hash, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING RETURNING id`,
		app.NewHexID(now), app.NewUUID(), home, n.Name, plain(n.Name), n.Username, fold(n.Username), n.Email, fold(n.Email),
		string(n.State), n.SiteAdmin, n.Hash, now).Scan(&id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("insert user %s: %w", n.Username, err)
	}
	return id, nil
}

// freeUsername derives a username from the local part of an address; a taken one gets a number.
func freeUsername(ctx context.Context, q db.Queryer, email string) (string, error) {
	local, _, _ := strings.Cut(email, "@")
	base := slug(local, "._", "user")
	used, err := namesFrom(ctx, q, "SELECT username_folded FROM users WHERE username_folded >= $1 AND username_folded < $2 AND state <> 'removed'", base)
	if err != nil {
		return "", err
	}
	n := 1
	for used[numbered(base, "", n)] {
		n++
	}
	return numbered(base, "", n), nil
}

func insertMember(ctx context.Context, tx *db.Tx, organization, user int64, role access.Role, now time.Time) error {
	_, err := tx.Exec(ctx, "INSERT INTO members (organization_id, user_id, role, created_at) VALUES ($1, $2, $3, $4)",
		organization, user, string(role), now)
	if err != nil {
		return fmt.Errorf("insert member %d of %d: %w", user, organization, err)
	}
	return nil
}
