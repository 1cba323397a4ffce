package db

import (
	"context"
	"time"

	"github.com/gofrs/flock"
)

// lockWait is how long a server waits for the lock file: a command beside it holds it for the length of a migration
// check.
const (
	lockWait = time.Second
	lockPoll = 20 * time.Millisecond
)

// takeLock takes PATH.lock. The file stays when the lock is freed: removing it would let two processes lock two
// files of one name.
func (d *DB) takeLock(ctx context.Context) error {
	lock := flock.New(d.path + ".lock")
	got, err := tryLock(ctx, lock, d.mode)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return refuse(err, "The lock file %s.lock can't be used: %v.", d.path, err)
	}
	if got {
		d.lock = lock
		return nil
	}
	if d.mode == Serve {
		return refuse(nil, "Another process is using the database %s: stop it first, or choose another file.", d.path)
	}
	return nil
}

func tryLock(ctx context.Context, lock *flock.Flock, mode Mode) (bool, error) {
	if mode == Beside {
		return lock.TryLock()
	}
	wait, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	got, err := lock.TryLockContext(wait, lockPoll)
	if err != nil && wait.Err() != nil && ctx.Err() == nil {
		return false, nil
	}
	return got, err
}

func (d *DB) unlock() error {
	if d.lock == nil {
		return nil
	}
	lock := d.lock
	d.lock = nil
	return lock.Close()
}
