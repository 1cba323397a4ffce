package db

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// meter is what the SQLite writer measures of itself.
type meter struct {
	wait, units, batch, checkpoint *Histogram
}

func newMeter() meter {
	return meter{wait: NewHistogram(Seconds()...), units: NewHistogram(1, 2, 4, 8, 16, 32, 64, batchUnits),
		batch: NewHistogram(Seconds()...), checkpoint: NewHistogram(Seconds()...)}
}

// Measures says how the SQLite writer and its file are doing. Durations are in seconds.
type Measures struct {
	Wait       Counts // from the call of Tx until its function ran
	Units      Counts // callers that shared a commit
	Batch      Counts // transactions, from the first statement until the commit was on the disk
	Checkpoint Counts // moves of the write-ahead log into the file, most of them beside the writer
	File       int64  // bytes of the file
	Free       int64  // bytes of it that hold nothing
	Log        int64  // bytes of the write-ahead log, as far as it ever grew since it was cut back
}

// Measure reads them; ok is false on PostgreSQL, which has a server to ask.
func (d *DB) Measure(ctx context.Context) (m Measures, ok bool, err error) {
	if d.group == nil {
		return Measures{}, false, nil
	}
	g := d.group.meter
	m = Measures{Wait: g.wait.Read(), Units: g.units.Read(), Batch: g.batch.Read(), Checkpoint: g.checkpoint.Read()}
	var pages, free, size int64
	err = errors.Join(d.QueryRow(ctx, "PRAGMA page_count").Scan(&pages), d.QueryRow(ctx, "PRAGMA freelist_count").Scan(&free),
		d.QueryRow(ctx, "PRAGMA page_size").Scan(&size))
	if err != nil {
		return m, true, fmt.Errorf("measuring the file: %w", err)
	}
	m.File, m.Free = pages*size, free*size
	if info, err := os.Stat(d.path + "-wal"); err == nil { // without one it has no bytes
		m.Log = info.Size()
	}
	return m, true, nil
}
