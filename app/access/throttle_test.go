package access_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/db"
)

// fail counts failures without waiting between them, as guesses that run side by side do.
func (w *world) fail(times int, account, address string) {
	w.Helper()
	for range times {
		w.must(w.SignInFailed(w.Context(), account, address))
	}
}

// waits fails unless the account or the address has to wait that long.
func (w *world) waits(account, address string, want time.Duration) {
	w.Helper()
	err := w.SignInAllowed(w.Context(), account, address)
	if want == 0 {
		w.must(err)
		return
	}
	if got := w.refused(err, app.TooMany).RetryAfter; got != want {
		w.Errorf("wait %v, want %v", got, want)
	}
}

func TestThrottleByAccount(t *testing.T) {
	each(t, func(w *world) {
		w.Run("five failures are free, then each doubles the wait, up to 15 minutes", func(w *world) {
			for i := range 4 {
				w.waits("ann", "", 0)
				w.fail(1, "ann", fmt.Sprintf("192.0.2.%d", i)) // from wherever
			}
			w.waits("ann", "", 0)
			for _, want := range []time.Duration{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900} {
				w.fail(1, "ann", "")
				w.waits("ann", "203.0.113.9", want*time.Second)
				w.clock.move(want*time.Second - 1000)
				w.waits("ann", "203.0.113.9", time.Second) // rounded up: never "0 seconds"
				w.clock.move(1000)
				w.waits("ann", "203.0.113.9", 0)
			}
			w.waits("bob", "", 0)
		})
		w.Run("an account that does not exist waits alike", func(w *world) {
			w.fail(7, "ann", "")
			w.fail(7, "nobody", "")
			known, unknown := w.SignInAllowed(w.Context(), "ann", ""), w.SignInAllowed(w.Context(), "nobody", "")
			if diff := cmp.Diff(w.refused(known, app.TooMany), w.refused(unknown, app.TooMany)); diff != "" {
				w.Error(diff)
			}
		})
		w.Run("capitals and spaces around make no other account", func(w *world) {
			w.fail(5, "ann@example.com", "")
			w.waits(" Ann@EXAMPLE.com\t", "", time.Second)
			w.waits("an\u212A", "", 0)
			w.fail(5, "mik", "")
			w.waits("mi\u212A", "", time.Second) // the Kelvin sign is a k to whoever compares in small letters
		})
		w.Run("a success forgets the account's failures and not the address's", func(w *world) {
			w.fail(4, "ann", "192.0.2.1")
			w.tx(func(ctx context.Context, tx *db.Tx) error { return w.SignInSucceeded(ctx, tx, "Ann") })
			w.fail(4, "ann", "192.0.2.1")
			w.waits("ann", "192.0.2.1", 0)
			w.fail(42, "bob", "192.0.2.1")
			w.waits("ann", "192.0.2.1", time.Second)
		})
		w.Run("a right password among a thousand guesses at once is refused", func(w *world) {
			w.waits("ann", "", 0) // all of them have passed the first look
			w.fail(5, "ann", "")
			err := w.d.Tx(w.Context(), func(ctx context.Context, tx *db.Tx) error { return w.SignInSucceeded(ctx, tx, "ann") })
			w.refused(err, app.TooMany)
			w.waits("ann", "", time.Second)
		})
		w.Run("failures at the same time all count", func(w *world) {
			for _, err := range together(12, func() error { return w.SignInFailed(w.Context(), "ann", "192.0.2.1") }) {
				w.must(err)
			}
			w.waits("ann", "", 128*time.Second)
		})
		w.Run("the sentence says how long", func(w *world) {
			for failures, want := range map[int]string{5: "1 second", 6: "2 seconds", 11: "2 minutes", 30: "15 minutes"} {
				account := fmt.Sprint("account", failures)
				w.fail(failures, account, "")
				err := w.SignInAllowed(w.Context(), account, "")
				if got := w.refused(err, app.TooMany).Message; got != "Too many failed attempts. Try again in "+want+"." {
					w.Error(got)
				}
			}
		})
	})
}

func TestThrottleByAddress(t *testing.T) {
	each(t, func(w *world) {
		w.Run("fifty failures are free, whoever they are for", func(w *world) {
			for i := range 50 {
				w.waits("somebody", "192.0.2.1", 0)
				w.fail(1, fmt.Sprint("account", i), "192.0.2.1")
			}
			w.waits("somebody", "192.0.2.1", time.Second)
			w.waits("somebody", "192.0.2.2", 0)
			w.waits("somebody", "", 0)
		})
		w.Run("who waits for both waits for the longer", func(w *world) {
			w.fail(6, "ann", "")
			for i := range 50 {
				w.fail(1, fmt.Sprint("account", i), "192.0.2.1")
			}
			w.waits("ann", "192.0.2.1", 2*time.Second)
			for range 2 {
				w.fail(1, "somebody", "192.0.2.1")
			}
			w.waits("ann", "192.0.2.1", 4*time.Second)
		})
		w.Run("an IPv6 network of 64 bits is one address, however it is written", func(w *world) {
			for i := range 50 {
				w.fail(1, fmt.Sprint("account", i), fmt.Sprintf("2001:db8:0:1:%x::%x", i, i))
			}
			w.waits("somebody", "2001:DB8:0:1:ffff:ffff:ffff:ffff", time.Second)
			w.waits("somebody", "2001:db8:0:2::1", 0)
			for i := range 50 {
				w.fail(1, fmt.Sprint("account", i), []string{"192.0.2.9", "::ffff:192.0.2.9"}[i%2])
			}
			w.waits("somebody", "192.0.2.9", time.Second)
			for i := range 50 {
				w.fail(1, fmt.Sprint("account", i), fmt.Sprintf("fe80::1%%eth%d", i))
			}
			w.waits("somebody", "fe80::1", time.Second)
		})
		w.Run("what is no address counts as itself", func(w *world) {
			for i := range 50 {
				w.fail(1, fmt.Sprint("account", i), "\xff@\x00")
			}
			w.waits("somebody", "\xff@\x00", time.Second)
			w.waits("somebody", "@", 0)
		})
	})
}

func TestThrottleTable(t *testing.T) {
	each(t, func(w *world) {
		w.Run("a restart and another process forget nothing", func(w *world) {
			w.fail(6, "ann", "")
			w.restart()
			w.waits("ann", "", 2*time.Second)
		})
		w.Run("a day without a failure forgets, and removes the row in passing", func(w *world) {
			w.fail(10, "ann", "192.0.2.1")
			w.clock.move(24 * time.Hour)
			w.fail(1, "bob", "")
			if n := w.count(`SELECT COUNT(*) FROM sign_in_failures`); n != 1 {
				w.Errorf("%d rows, want 1", n)
			}
			w.fail(1, "ann", "")
			w.waits("ann", "", 0)
		})
		w.Run("an old row that nobody removed yet starts anew", func(w *world) {
			w.fail(10, "ann", "")
			w.clock.move(24*time.Hour - time.Second)
			w.fail(1, "bob", "") // prunes, nothing is old enough
			w.clock.move(time.Second)
			w.fail(1, "ann", "")
			w.waits("ann", "", 0)
		})
		w.Run("it stays bounded: the oldest go first", func(w *world) {
			for part := range 20 { // a transaction may not take long
				w.exec(`INSERT INTO sign_in_failures (key, failures, last_at)
					WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT 'old' || a.i || '.' || b.i, 1, $1 FROM n a, n b WHERE b.i > $2 AND b.i <= $3`,
					w.clock.Now().Add(-time.Hour), 5*part, 5*part+5)
			}
			w.fail(5, "ann", "")
			if n := w.count(`SELECT COUNT(*) FROM sign_in_failures`); n > 100_000 {
				w.Errorf("%d rows", n)
			}
			w.waits("ann", "", time.Second)
		})
		w.Run("it holds nothing of what was typed as a login", func(w *world) {
			w.fail(1, "my-password-in-the-wrong-field", "192.0.2.1")
			if w.holds("my-password") || w.holds("MY-PASSWORD") {
				w.Error("the login is in the table")
			}
		})
	})
}
