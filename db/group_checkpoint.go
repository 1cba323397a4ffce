package db

import (
	"context"
	"database/sql"
	"time"
)

const (
	walPages  = 1000 // of the write-ahead log not yet in the file, from which they are moved: what SQLite does by itself
	walRest   = 200  // that the writer moves: about the cost of a commit
	walSafety = 4000 // of the whole log, when SQLite does so within a commit: the queue commits past the group
	walEvery  = 8    // batches between two looks at its length
	walTries  = 3    // looks in a row whether what is left is little
)

// mover moves the write-ahead log into the file. SQLite would do that within a commit, whose callers would wait for it
// and nobody would know how long it took. The bulk is moved beside the writer, on a connection of its own. What was
// written meanwhile is little, and the writer moves it when its callers have their answers: the log begins anew only when
// all of it was moved before the next commit. What readers still need stays for the next time. Only the loop of the group
// uses its fields.
type mover struct {
	d       *DB
	own     *sql.DB
	batches int
	rest    int // looks left for what the bulk has left over
}

func newMover(d *DB) *mover {
	return &mover{d: d, own: pool(connector{dsn: dsn(d.path, besideSettings)}, 1)}
}

// tidy looks after a batch whether there is something to move. DB.moving is held as long as something is.
func (m *mover) tidy() {
	if m.batches++; m.rest == 0 && m.batches%walEvery != 0 || !m.d.moving.TryLock() {
		return
	}
	left, err := m.log(m.d.write, "NOOP")
	switch {
	case err == nil && m.rest > 0 && left <= walRest:
		m.rest = 0
		m.move(m.d.write)
	case err == nil && (m.rest > 1 || left >= walPages):
		if m.rest--; m.rest < 0 {
			m.rest = walTries
		}
		go m.move(m.own)
	default: // too little, or a fault: the next batch meets the same one and has somebody to tell
		m.rest = 0
		m.d.moving.Unlock()
	}
}

// move moves what no reader needs.
func (m *mover) move(on *sql.DB) {
	defer m.d.moving.Unlock()
	began := time.Now()
	if _, err := m.log(on, "PASSIVE"); err != nil {
		m.d.log.Error("moving the write-ahead log into the file failed", "error", err)
		return
	}
	m.d.group.meter.checkpoint.Add(time.Since(began).Seconds())
}

// log runs a checkpoint and returns how many pages of the log are not moved yet before (NOOP) or after it.
func (m *mover) log(on *sql.DB, mode string) (left int, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), beginLimit)
	defer cancel()
	var busy, logged, moved int
	err = on.QueryRowContext(ctx, "PRAGMA wal_checkpoint("+mode+")").Scan(&busy, &logged, &moved)
	return logged - moved, err
}

// close waits for what is being moved.
func (m *mover) close() error {
	m.d.moving.Lock()
	defer m.d.moving.Unlock()
	return m.own.Close()
}
