package db

import (
	"context"
	"errors"
	"fmt"
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
	short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	_, err := tx.SQL().ExecContext(short, `INSERT INTO settings (name, value)
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT 'n' || i, '' FROM n`)
	return err
}

func TestUnits(t *testing.T) {
	t.Run("a caller that left before its turn is not run", func(t *testing.T) {
		d := openTest(t)
		b, err := d.group.begin()
		if err != nil {
			t.Fatal(err)
		}
		u := newUnit(t.Context())
		u.claim() // as its caller does when its context ends
		b.run(u)
		b.run(newUnitRunning(t, put("a")))
		if err := b.finish(); err != nil || names(t, d) != "a" {
			t.Errorf("%v, %q", err, names(t, d))
		}
	})
	t.Run("a context that ends while waiting is heeded", func(t *testing.T) {
		d := openTest(t)
		conn, err := d.Pool().Conn(t.Context()) // nobody writes while we have it
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		answers := make(chan error, 8)
		for i := range 8 {
			go func() { answers <- d.Tx(ctx, put(fmt.Sprint(i))) }()
		}
		cancel()
		for range 8 {
			if err := <-answers; !errors.Is(err, context.Canceled) {
				t.Errorf("answered %v", err)
			}
		}
		conn.Close()
		if err := d.Tx(t.Context(), put("a")); err != nil || names(t, d) != "a" {
			t.Errorf("%v, %q", err, names(t, d))
		}
	})
	t.Run("the connection is given back between batches", func(t *testing.T) {
		d := openTest(t)
		ctx, cancel := context.WithCancel(t.Context())
		var writers sync.WaitGroup
		for i := range 8 {
			writers.Go(func() {
				for n := 0; ctx.Err() == nil; n++ {
					d.Tx(ctx, put(fmt.Sprintf("%d.%d", i, n)))
				}
			})
		}
		for range 50 {
			if _, err := d.Pool().ExecContext(t.Context(), "DELETE FROM settings"); err != nil {
				t.Error(err)
			}
		}
		cancel()
		writers.Wait()
	})
	t.Run("after Close everybody is answered", func(t *testing.T) {
		d := openTest(t)
		var callers sync.WaitGroup
		for i := range 16 {
			callers.Go(func() {
				var err error
				for n := 0; err == nil; n++ {
					err = d.Tx(t.Context(), put(fmt.Sprintf("%d.%d", i, n)))
				}
				if !errors.Is(err, ErrClosed) {
					t.Errorf("answered %v", err)
				}
			})
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
		callers.Wait()
	})
	t.Run("a disk that did not confirm a commit stops all changes", func(t *testing.T) {
		d := openTest(t)
		d.group.broken.Store(true)
		if err := d.Tx(t.Context(), put("a")); !errors.Is(err, ErrDisk) {
			t.Errorf("answered %v", err)
		}
		if err := d.Ready(t.Context()); !errors.Is(err, ErrDisk) {
			t.Errorf("ready: %v", err)
		}
	})
}

func newUnitRunning(t *testing.T, fn change) *unit {
	u := newUnit(t.Context())
	go func() { u.answer(<-u.turn, fn) }()
	return u
}

// A function that neither ends nor uses the database must not stop everybody else.
func TestOverrun(t *testing.T) {
	d := openTest(t)
	b, err := d.group.begin()
	if err != nil {
		t.Fatal(err)
	}
	release, first, slow := make(chan struct{}), newUnitRunning(t, put("a")), newUnit(t.Context())
	late := make(chan error, 1)
	go func() {
		late <- slow.answer(<-slow.turn, func(ctx context.Context, tx *Tx) error {
			tx.cancel() // the limit of time has passed
			<-release
			return put("b")(ctx, tx)
		})
	}()
	b.run(first)
	b.run(slow)
	if err := b.finish(); !errors.Is(err, errOverran) {
		t.Errorf("the batch ended with %v", err)
	}
	if err := d.Tx(t.Context(), put("c")); err != nil {
		t.Errorf("the next change: %v", err)
	}
	close(release)
	if err := <-late; !errors.Is(err, errOverran) {
		t.Errorf("the late one was answered %v", err)
	}
	if got := names(t, d); got != "c" {
		t.Errorf("committed %q", got)
	}
}
