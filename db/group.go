package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/mattn/go-sqlite3"
)

// A batch is closed after this many units or this long, whatever still waits: the queue library needs the same
// connection, and nobody's answer should wait for a long row of others.
const (
	batchUnits = 128
	batchTime  = 20 * time.Millisecond
	beginLimit = 30 * time.Second // for the connection, which others hold for a statement or two
)

// group runs the transactions of all callers on SQLite's one connection, those that wait at the same time in one
// transaction, each under a savepoint, with one commit (one fsync) for all.
// docs/decisions/001-group-commit.md has the reasons.
type group struct {
	d       *DB
	queue   chan *unit // unbuffered: a unit is either still its caller's or has been taken, never lost between
	quit    chan struct{}
	stopped chan struct{}
	broken  atomic.Bool // the disk did not confirm a commit
	meter   meter
	mover   *mover
}

func newGroup(d *DB) *group {
	g := &group{d: d, queue: make(chan *unit), quit: make(chan struct{}), stopped: make(chan struct{}), meter: newMeter(), mover: newMover(d)}
	go g.loop()
	return g
}

// stop lets the batch that runs finish and answers everybody else with ErrClosed.
func (g *group) stop() error {
	close(g.quit)
	<-g.stopped
	return g.mover.close()
}

func (g *group) loop() {
	defer close(g.stopped)
	for {
		select {
		case <-g.quit:
			return
		case u := <-g.queue:
			g.batch(u)
		}
	}
}

// do has fn run in a batch and answers after the batch's commit.
func (g *group) do(ctx context.Context, fn func(context.Context, *Tx) error) error {
	if g.broken.Load() {
		return ErrDisk
	}
	u := newUnit(ctx)
	select {
	case g.queue <- u:
	case <-ctx.Done():
		return ctx.Err()
	case <-g.quit:
		return ErrClosed
	}
	select {
	case ok := <-u.turn:
		return u.answer(ok, fn)
	case <-ctx.Done():
		if u.claim() {
			return ctx.Err()
		}
		return u.answer(<-u.turn, fn)
	}
}

// batch runs the unit that came and those that come while it runs. It never waits for one: a single caller's commit
// begins as soon as its function has ended.
func (g *group) batch(u *unit) {
	b, err := g.begin()
	if err != nil {
		u.drop(err)
		return
	}
	began := time.Now()
	deadline := began.Add(batchTime)
	for n := 1; u != nil; n++ {
		if b.run(u); b.lost != nil || n == batchUnits || time.Now().After(deadline) {
			break
		}
		select {
		case u = <-g.queue:
		default:
			u = nil
		}
	}
	err = b.finish()
	g.meter.batch.Add(time.Since(began).Seconds())
	g.meter.units.Add(float64(len(b.units)))
	if lostDisk(err) {
		g.broken.Store(true)
		g.d.log.Error("the disk did not confirm a commit: no change is accepted until the next start")
		return
	}
	g.mover.tidy()
}

// begin takes the connection for one batch. The context is the writer's own and has no end once the transaction is
// open: database/sql would answer its end by rolling back.
func (g *group) begin() (*batch, error) {
	ctx, cancel := context.WithTimeout(context.Background(), beginLimit)
	defer cancel()
	conn, err := g.d.write.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("taking the writing connection: %w", err)
	}
	tx, err := conn.BeginTx(context.Background(), nil)
	if err != nil {
		conn.Close()
		return nil, fmt.Errorf("beginning a transaction: %w", err)
	}
	return &batch{d: g.d, conn: conn, tx: tx}, nil
}

// batch is one transaction and the units that were run in it.
type batch struct {
	d     *DB
	conn  *sql.Conn
	tx    *sql.Tx
	units []*unit
	lost  error // why the transaction is no more
}

// run hands the transaction to the unit's caller, waits to get it back and settles the savepoint.
func (b *batch) run(u *unit) {
	if !u.claim() {
		return // its caller has gone
	}
	if err := b.exec("SAVEPOINT unit"); err != nil {
		b.lost = fmt.Errorf("opening a savepoint: %w", err)
		u.refuse(b.lost)
		return
	}
	b.units = append(b.units, u)
	b.d.group.meter.wait.Add(time.Since(u.since).Seconds())
	u.tx = b.d.newTx(u.ctx, b.tx)
	u.tx.sql = b.tx
	u.turn <- true
	b.settle(u, u.wait())
}

// settle keeps or drops what the unit wrote. SQLite drops a whole transaction by itself when a statement is
// interrupted, the disk is full or can't be written; later statements would then commit one by one.
func (b *batch) settle(u *unit, failed error) {
	switch {
	case errors.Is(failed, errOverran):
		b.lost = failed
	case b.gone():
		b.lost = fmt.Errorf("the transaction this was written in was rolled back: %w", u.reason(failed))
	default:
		end := "RELEASE unit"
		if failed != nil {
			end = "ROLLBACK TO unit; RELEASE unit"
		}
		if err := b.exec(end); err != nil {
			b.lost = fmt.Errorf("closing a savepoint: %w", err)
		}
	}
}

// finish commits and answers every unit of the batch, the refused ones too: what they were refused for may be a
// neighbour's row that was not committed yet.
func (b *batch) finish() error {
	err := b.lost
	if err != nil {
		b.tx.Rollback()
	} else if err = b.tx.Commit(); err != nil {
		err = fmt.Errorf("committing: %w", err)
	}
	b.giveBack()
	for _, u := range b.units {
		u.fate <- err
	}
	return err
}

// giveBack returns the connection, closed if it is still within a transaction against all expectation.
func (b *batch) giveBack() {
	if !b.gone() {
		b.d.log.Error("the writing connection was left within a transaction and is replaced")
		b.conn.Raw(func(any) error { return errBadConn })
	}
	b.conn.Close()
}

// exec runs the batch's own statements, without a context that could end.
func (b *batch) exec(query string) error {
	_, err := b.tx.ExecContext(context.Background(), query)
	return err
}

func (b *batch) gone() bool {
	gone := true
	b.conn.Raw(func(c any) error {
		gone = c.(*sqlite3.SQLiteConn).AutoCommit()
		return nil
	})
	return gone
}
