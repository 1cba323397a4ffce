package db

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
)

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
