package access

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"sync/atomic"
	"time"
	"unicode"

	"rollcall/app"
	"rollcall/db"
)

// How failures slow down the next try: so many are free, each one after them doubles the wait. An address has many people
// behind it, an account one. Ten years of trying, at 15 minutes a guess, are 350,000 guesses.
const (
	freeByAccount   = 5
	freeByAddress   = 50
	longestWait     = 15 * time.Minute
	failuresLast    = 24 * time.Hour // without another failure they are forgotten
	maxThrottleRows = 100_000        // about 15 MB; beyond it the oldest go
	pruneEvery      = time.Minute
)

// limit is one counter: its key in the table and how many failures are free.
type limit struct {
	key  string
	free int
}

// throttle counts failures in the database, so that neither a restart nor a second process forgets them.
type throttle struct {
	db     *db.DB
	clock  app.Clock
	pruned atomic.Int64 // Unix time in seconds of the last pruning by this process
}

// SignInAllowed refuses with TooMany and RetryAfter while the account or the address waits because of failures; it writes
// nothing. account is the login as typed, whether or not there is such a user: unknown ones wait alike, and a username
// and an e-mail address of one person count apart, or the wait would tell that they belong together. Ask it before the
// password is looked at. While it refuses, the right password does not help either: the answer would otherwise tell.
func (s *Service) SignInAllowed(ctx context.Context, account, address string) error {
	return s.throttle.allowed(ctx, signInLimits(account, address))
}

// SignInFailed counts one failed sign-in for the account and for the address. Only failures count.
func (s *Service) SignInFailed(ctx context.Context, account, address string) error {
	return s.throttle.failed(ctx, signInLimits(account, address))
}

// SignInSucceeded forgets the account's failures, within the transaction of the sign-in; the address keeps its own. It
// refuses like SignInAllowed when guesses that ran beside this one have used up what was free: otherwise a thousand
// at once would all be free.
func (s *Service) SignInSucceeded(ctx context.Context, tx *db.Tx, account string) error {
	account = accountKey(account)
	if err := waiting(ctx, tx, account, account, s.clock.Now()); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM sign_in_failures WHERE key = $1`, account); err != nil {
		return fmt.Errorf("forget failed sign-ins: %w", err)
	}
	return nil
}

func (t *throttle) allowed(ctx context.Context, limits []limit) error {
	if len(limits) == 0 {
		return nil
	}
	return waiting(ctx, t.db, limits[0].key, limits[len(limits)-1].key, t.clock.Now())
}

// waiting refuses while one of two keys waits, with the longer wait of both.
func waiting(ctx context.Context, q db.Queryer, key1, key2 string, now time.Time) error {
	var until time.Time
	err := q.QueryRow(ctx, `SELECT blocked_until FROM sign_in_failures WHERE key IN ($1, $2) AND blocked_until > $3
		ORDER BY blocked_until DESC LIMIT 1`, key1, key2, now).Scan(&until)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look for failed sign-ins: %w", err)
	}
	wait := (until.Sub(now) + time.Second - 1).Truncate(time.Second)
	return &app.Error{Code: app.TooMany, RetryAfter: wait, Message: "Too many failed attempts. Try again in " + spoken(wait) + "."}
}

// failed counts and prunes. The limits' order (account, address) is the order of the row locks: no two can wait in a circle.
func (t *throttle) failed(ctx context.Context, limits []limit) error {
	now := t.clock.Now()
	err := t.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		for _, l := range limits {
			if err := countFailure(ctx, tx, l, now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return t.prune(ctx, now)
}

func countFailure(ctx context.Context, tx *db.Tx, l limit, now time.Time) error {
	var failures int
	err := tx.QueryRow(ctx, `INSERT INTO sign_in_failures (key, failures, last_at) VALUES ($1, 1, $2)
		ON CONFLICT (key) DO UPDATE SET last_at = $2, failures = CASE WHEN sign_in_failures.last_at <= $3 THEN 1 ELSE sign_in_failures.failures + 1 END
		RETURNING failures`, l.key, now, now.Add(-failuresLast)).Scan(&failures)
	if err != nil {
		return fmt.Errorf("count failed sign-in: %w", err)
	}
	wait := waitAfter(failures, l.free)
	if wait == 0 {
		return nil
	}
	if _, err := tx.Exec(ctx, `UPDATE sign_in_failures SET blocked_until = $2 WHERE key = $1`, l.key, now.Add(wait)); err != nil {
		return fmt.Errorf("delay sign-in: %w", err)
	}
	return nil
}

// waitAfter is how long the next try waits: nothing below free failures, then 1 s, 2 s, 4 s … longestWait.
func waitAfter(failures, free int) time.Duration {
	if failures < free {
		return 0
	}
	return min(longestWait, time.Second<<min(failures-free, 20))
}

// prune bounds the table, at most once a minute a process and in a transaction of its own: within that of a failure it could wait
// for a row that another failure holds, and that one for ours.
func (t *throttle) prune(ctx context.Context, now time.Time) error {
	last := t.pruned.Load()
	if now.Unix()-last < int64(pruneEvery/time.Second) || !t.pruned.CompareAndSwap(last, now.Unix()) {
		return nil
	}
	return t.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		oldest, err := oldestToKeep(ctx, tx, now)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM sign_in_failures WHERE last_at <= $1`, oldest); err != nil {
			return fmt.Errorf("prune failed sign-ins: %w", err)
		}
		return nil
	})
}

func oldestToKeep(ctx context.Context, tx *db.Tx, now time.Time) (time.Time, error) {
	oldest, crowded := now.Add(-failuresLast), time.Time{}
	err := tx.QueryRow(ctx, `SELECT last_at FROM sign_in_failures ORDER BY last_at DESC LIMIT 1 OFFSET $1`, maxThrottleRows).Scan(&crowded)
	if errors.Is(err, sql.ErrNoRows) {
		return oldest, nil
	}
	if err != nil {
		return oldest, fmt.Errorf("count throttle rows: %w", err)
	}
	if crowded.After(oldest) {
		oldest = crowded
	}
	return oldest, nil
}

func signInLimits(account, address string) []limit {
	return append([]limit{{accountKey(account), freeByAccount}}, addressLimits("address:", address)...)
}

// tokenLimits count apart from sign-ins: a script with an expired token must not keep the people of its office out.
func tokenLimits(address string) []limit { return addressLimits("token:", address) }

func addressLimits(prefix, address string) []limit {
	if address == "" { // a command: there is no network to slow down
		return nil
	}
	return []limit{{prefix + network(address), freeByAddress}}
}

// network is what an attacker can't change at will: an IPv4 address, or the /64 of an IPv6 address, of which every
// customer has one to choose from.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return hashSecret(address)
	}
	ip = ip.Unmap()
	if ip.Is4() {
		return ip.String()
	}
	return netip.PrefixFrom(ip, 64).Masked().String() // without the zone
}

// accountKey is a key that holds nothing of what was typed: people type their password into the wrong field. Letters that
// are the same in any case are folded to one, at least as far as any comparison of logins does.
func accountKey(account string) string {
	folded := strings.Map(func(r rune) rune {
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return least
	}, strings.TrimSpace(account))
	return "account:" + hashSecret(folded)
}

// spoken says a wait in words: "1 second", "45 seconds", "3 minutes".
func spoken(wait time.Duration) string {
	n, unit := int(wait/time.Second), "second"
	if n >= 60 {
		n, unit = (n+59)/60, "minute"
	}
	if n != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s", n, unit)
}
