package db

import (
	"context"
	"time"
)

const (
	walPages  = 1000 // from which the write-ahead log is moved into the file: what SQLite does by itself
	walSafety = 4000 // when SQLite does so by itself: the queue commits past the group
	walEvery  = 8    // batches between two looks at its length
)

// tidy moves the write-ahead log into the file when it has grown long. SQLite would do that within a commit, whose callers
// would wait for it and nobody would know how long it took; here they have their answers already. What readers still need
// stays for the next time.
func (g *group) tidy() {
	if g.batches++; g.batches%walEvery != 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), beginLimit)
	defer cancel()
	if pages, err := g.log(ctx, "NOOP"); err != nil || pages < walPages {
		return // the next batch meets the same fault and has somebody to tell
	}
	began := time.Now()
	if _, err := g.log(ctx, "PASSIVE"); err != nil {
		g.d.log.Error("moving the write-ahead log into the file failed", "error", err)
		return
	}
	g.meter.checkpoint.Add(time.Since(began).Seconds())
}

// log runs a checkpoint and returns how many pages of the log are not moved yet before (NOOP) or after it.
func (g *group) log(ctx context.Context, mode string) (left int, err error) {
	var busy, logged, moved int
	err = g.d.write.QueryRowContext(ctx, "PRAGMA wal_checkpoint("+mode+")").Scan(&busy, &logged, &moved)
	return logged - moved, err
}
