package access

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"rollcall/app"
	"rollcall/app/audit"
	"rollcall/db"
)

// SetupCodeLife is how long the code of the first-run page can be used. A day is enough to read a log, and an
// installation that was forgotten half-way is not left open.
const SetupCodeLife = 24 * time.Hour

// setupAlphabet has no I, L, O and U: read from a log and typed by hand, they are taken for others (Crockford's base 32).
const setupAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// NewSetupCode makes the code that the first-run page asks for: 20 letters and digits in four groups, 100 random bits, used
// once, for SetupCodeLife. Codes made before it stop working, so of several processes on one database the code printed
// last is the one. Conflict when there is a user already.
func (s *Service) NewSetupCode(ctx context.Context) (string, error) {
	code := newSetupCode()
	entry := audit.Entry{Action: "setup.code", Object: "site"}
	err := s.log.Do(ctx, System(), entry, func(ctx context.Context, tx *db.Tx, _ *audit.Entry) error {
		if err := refuseWhenSetUp(ctx, tx); err != nil {
			return err
		}
		return replaceSetupCode(ctx, tx, hashSecret(readSetupCode(code)), s.clock.Now())
	})
	if err != nil {
		return "", err
	}
	return code, nil
}

// UseSetupCode spends the code within the transaction that makes the first user, so that both happen or neither. A code
// that is wrong, spent, replaced or too old is refused alike: the field "code". Conflict when there is a user already.
func (s *Service) UseSetupCode(ctx context.Context, tx *db.Tx, code string) error {
	if err := refuseWhenSetUp(ctx, tx); err != nil {
		return err
	}
	now := s.clock.Now()
	spent, err := spendSetupCode(ctx, tx, hashSecret(readSetupCode(code)), now, now.Add(-SetupCodeLife))
	if err != nil {
		return err
	}
	if !spent {
		return app.Refuse(app.Field{Name: "code", Message: "This is not the setup code, or it was used already or is older than 24 hours. The server's log has it; a restart prints a new one."})
	}
	return nil
}

// refuseWhenSetUp takes the lock that whoever makes the first user holds as well.
func refuseWhenSetUp(ctx context.Context, tx *db.Tx) error {
	if err := tx.Lock(ctx, "setup", "site"); err != nil {
		return err
	}
	var one int
	err := tx.QueryRow(ctx, `SELECT 1 FROM users LIMIT 1`).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look for a first user: %w", err)
	}
	return app.Errorf(app.Conflict, "Rollcall is set up already: log in instead.")
}

func newSetupCode() string {
	var b [20]byte
	rand.Read(b[:])
	for i := range b {
		b[i] = setupAlphabet[b[i]%32] // 256 is a multiple of 32: no letter is likelier
	}
	return string(b[:5]) + "-" + string(b[5:10]) + "-" + string(b[10:15]) + "-" + string(b[15:])
}

// readSetupCode forgives what hands do: small letters, missing or other dashes, O for 0, I and L for 1.
func readSetupCode(typed string) string {
	if len(typed) > 100 {
		return ""
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'O':
			return '0'
		case r == 'I' || r == 'L':
			return '1'
		case strings.ContainsRune(setupAlphabet, r):
			return r
		}
		return -1
	}, strings.ToUpper(typed))
}

func replaceSetupCode(ctx context.Context, tx *db.Tx, hash string, now time.Time) error {
	if _, err := tx.Exec(ctx, `DELETE FROM setup_codes`); err != nil {
		return fmt.Errorf("remove earlier setup codes: %w", err)
	}
	if _, err := tx.Exec(ctx, `INSERT INTO setup_codes (hash, created_at) VALUES ($1, $2)`, hash, now); err != nil {
		return fmt.Errorf("insert setup code: %w", err)
	}
	return nil
}

func spendSetupCode(ctx context.Context, tx *db.Tx, hash string, now, oldest time.Time) (bool, error) {
	result, err := tx.Exec(ctx, `UPDATE setup_codes SET used_at = $2 WHERE hash = $1 AND used_at IS NULL AND created_at > $3`, hash, now, oldest)
	if err != nil {
		return false, fmt.Errorf("use setup code: %w", err)
	}
	n, err := result.RowsAffected()
	return n == 1, err
}
