package db

import (
	"context"
	"errors"
	"sync/atomic"
	"time"
)

// unit is one call of Tx. Its function runs in its caller's goroutine, so that a panic keeps its stack and a Goexit
// ends the goroutine that asked for it; the writer hands the transaction over and waits.
type unit struct {
	ctx     context.Context
	since   time.Time   // when its caller asked
	claimed atomic.Bool // by the writer, to run it, or by its caller, to leave
	tx      *Tx
	turn    chan bool  // writer to caller: run now; false: never, see fate
	ran     chan error // caller to writer: the function has ended so
	fate    chan error // writer to caller: nil is committed
}

func newUnit(ctx context.Context) *unit {
	return &unit{ctx: ctx, since: time.Now(), turn: make(chan bool, 1), ran: make(chan error, 1), fate: make(chan error, 1)}
}

func (u *unit) claim() bool { return u.claimed.CompareAndSwap(false, true) }

// drop refuses a unit that was not claimed yet.
func (u *unit) drop(err error) {
	if u.claim() {
		u.refuse(err)
	}
}

func (u *unit) refuse(err error) {
	u.fate <- err
	u.turn <- false
}

var errOverran = errors.New("db: a transaction's function took too long")

// wait is the writer's: until the function has ended, or has taken so long that its statements are refused anyway.
func (u *unit) wait() error {
	select {
	case err := <-u.ran:
		return err
	case <-u.tx.ctx.Done():
	}
	select {
	case err := <-u.ran: // it ended at the last moment
		return err
	default:
		return errOverran
	}
}

// reason is the best account of what made the transaction vanish.
func (u *unit) reason(failed error) error {
	if u.tx.failed != nil {
		return u.tx.failed
	}
	if failed != nil {
		return failed
	}
	return errors.New("the function ended it")
}

// answer runs fn if it is to run, gives the transaction back whatever fn does, and waits for the batch's fate.
func (u *unit) answer(ok bool, fn func(context.Context, *Tx) error) error {
	if !ok {
		return <-u.fate
	}
	returned := false
	defer func() {
		if !returned { // a panic or Goexit goes on, after the batch's fate is known
			u.handBack(errUnfinished)
		}
	}()
	failed := u.tx.outcome(fn(u.tx.ctx, u.tx))
	returned = true
	if err := u.handBack(failed); err != nil {
		return err
	}
	if failed == nil {
		u.tx.committed()
	}
	return failed
}

// handBack ends the Tx first: rows left open would be in the way of the savepoint.
func (u *unit) handBack(failed error) error {
	u.tx.end()
	u.ran <- failed
	u.tx.cancel() // not sooner: the writer takes the end of this context for a function that takes too long
	return <-u.fate
}
