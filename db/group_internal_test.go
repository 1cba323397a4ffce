package db

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"
)

type change = func(context.Context, *Tx) error

func openTest(t *testing.T) *DB {
	t.Helper()
	d, err := Open(t.Context(), Config{URL: filepath.Join(t.TempDir(), "test.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// together runs changes as the units of one batch, in this order, and returns what each caller was answered; a
// caller whose goroutine ended without an answer has errUnfinished.
func together(t *testing.T, d *DB, changes ...change) []error {
	t.Helper()
	b, err := d.group.begin()
	if err != nil {
		t.Fatal(err)
	}
	answers := make([]error, len(changes))
	var callers sync.WaitGroup
	for i, fn := range changes {
		u := newUnit(t.Context())
		answers[i] = errUnfinished
		callers.Go(func() {
			defer func() { recover() }()
			answers[i] = u.answer(<-u.turn, fn)
		})
		if b.lost == nil {
			b.run(u)
		} else {
			u.drop(b.lost)
		}
	}
	b.finish()
	callers.Wait()
	return answers
}

func put(name string) change {
	return func(ctx context.Context, tx *Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO settings (name, value) VALUES ($1, '')", name)
		return err
	}
}

// names lists what was committed.
func names(t *testing.T, d *DB) string {
	t.Helper()
	var all string
	if err := d.QueryRow(t.Context(), "SELECT COALESCE(GROUP_CONCAT(name, ' ' ORDER BY name), '') FROM settings").Scan(&all); err != nil {
		t.Fatal(err)
	}
	return all
}

var errRefused = errors.New("refused")

func TestBatch(t *testing.T) {
	for _, test := range []struct {
		name   string
		middle change
		answer error
		writes string
	}{
		{"a success beside others", put("b"), nil, "a b c"},
		{"a refusal takes only its own writes back", func(ctx context.Context, tx *Tx) error {
			return errors.Join(put("b")(ctx, tx), errRefused)
		}, errRefused, "a c"},
		{"a panic takes only its own writes back", func(ctx context.Context, tx *Tx) error {
			put("b")(ctx, tx)
			panic("boom")
		}, errUnfinished, "a c"},
		{"Goexit takes only its own writes back", func(ctx context.Context, tx *Tx) error {
			put("b")(ctx, tx)
			runtime.Goexit()
			return nil
		}, errUnfinished, "a c"},
		{"a failed statement takes only its own writes back", func(ctx context.Context, tx *Tx) error {
			return errors.Join(put("b")(ctx, tx), put("a")(ctx, tx), errRefused)
		}, errRefused, "a c"},
		{"a statement still open is closed", func(ctx context.Context, tx *Tx) error {
			rows, err := tx.Query(ctx, "INSERT INTO settings (name, value) VALUES ('b', ''), ('bb', '') RETURNING name")
			if err == nil {
				rows.Next()
			}
			return err
		}, nil, "a b bb c"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := openTest(t)
			answers := together(t, d, put("a"), test.middle, put("c"))
			if answers[0] != nil || !errors.Is(answers[1], test.answer) || answers[2] != nil {
				t.Errorf("answers: %v", answers)
			}
			if got := names(t, d); got != test.writes {
				t.Errorf("committed %q, want %q", got, test.writes)
			}
		})
	}
}

// A lost transaction is lost for everybody in the batch: nobody may be told of a success, and nobody's later
// statement may commit by itself.
func TestLostBatch(t *testing.T) {
	for _, test := range []struct {
		name string
		lose change
		is   func(error) bool
	}{
		{"an interrupted statement", interrupted, func(err error) bool { return err != nil }},
		{"a full disk", fill, IsFull},
		{"a rollback by the function itself", func(ctx context.Context, tx *Tx) error {
			_, err := tx.SQL().Exec("ROLLBACK")
			return err
		}, func(err error) bool { return err != nil }},
		{"a lost transaction that the function keeps to itself", func(ctx context.Context, tx *Tx) error {
			fill(ctx, tx)
			return nil
		}, IsFull},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := openTest(t)
			refusal := func(context.Context, *Tx) error { return errRefused }
			for i, err := range together(t, d, put("a"), refusal, test.lose, put("c")) {
				if !test.is(err) {
					t.Errorf("caller %d was answered %v", i, err)
				}
				if errors.Is(err, errRefused) {
					t.Errorf("caller %d was refused for what may not be true", i)
				}
			}
			if got := names(t, d); got != "" {
				t.Errorf("committed %q", got)
			}
			if err := d.Tx(t.Context(), put("d")); err != nil || names(t, d) != "d" {
				t.Errorf("afterwards: %v, %q", err, names(t, d))
			}
		})
	}
}

// fill runs into a limit of pages, which SQLite answers like a full disk.
func fill(ctx context.Context, tx *Tx) error {
	var n int
	if err := tx.QueryRow(ctx, "PRAGMA max_page_count = 300").Scan(&n); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "INSERT INTO settings (name, value) VALUES ('b', CAST(randomblob(8000000) AS TEXT))")
	return err
}

// interrupted does what a caller's own context would do if statements ran under it.
func interrupted(ctx context.Context, tx *Tx) error {
	short, cancel := context.WithTimeout(ctx, 500*time.Millisecond) // by then it has begun
	defer cancel()
	_, err := tx.SQL().ExecContext(short, `INSERT INTO settings (name, value)
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT 'n' || i, '' FROM n`)
	return err
}
