package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"
)

const (
	pagesAtOnce = 256                    // that one transaction gives back, at most: 1 MiB
	freePart    = 20                     // a twentieth of the file may stay free: what is written next needs it
	freeLeast   = 64                     // pages that are not worth the work
	walWorth    = 4 << 20                // bytes from which a write-ahead log is worth cutting back
	cutWithin   = 100 * time.Millisecond // how long writers may wait for readers to let go of the log
)

// GiveBack returns free pages of a SQLite file to the file system, in small transactions, for about that long, and then
// cuts the write-ahead log back; more says that there is more to give back. Writers go on meanwhile. On PostgreSQL it does
// nothing: there autovacuum makes free space usable again.
func (d *DB) GiveBack(ctx context.Context, slice time.Duration) (more bool, err error) {
	if d.engine == PostgreSQL {
		return false, nil
	}
	pace := d.Pace(pagesAtOnce, slice)
	gave := false
	for ctx.Err() == nil {
		spare, err := d.sparePages(ctx)
		if err != nil {
			return false, err
		}
		if more = spare > 0; !more || pace.Over() {
			break
		}
		if err := pace.Tx(ctx, func(ctx context.Context, tx *Tx) error { return giveBack(ctx, tx, min(spare, pace.Size())) }); err != nil {
			return false, fmt.Errorf("giving back free pages: %w", err)
		}
		gave = true
	}
	if err := d.cutLog(ctx, gave); err != nil {
		return more, err
	}
	return more, ctx.Err()
}

// sparePages is how many free pages there are beyond those that may stay.
func (d *DB) sparePages(ctx context.Context) (int, error) {
	var all, free int
	err := errors.Join(d.QueryRow(ctx, "PRAGMA page_count").Scan(&all), d.QueryRow(ctx, "PRAGMA freelist_count").Scan(&free))
	if err != nil {
		return 0, fmt.Errorf("counting free pages: %w", err)
	}
	return max(free-max((all-free)/freePart, freeLeast), 0), nil
}

// giveBack moves pages from the end of the file into free ones; the statement answers a row for each, and stops when
// nobody reads them.
func giveBack(ctx context.Context, tx *Tx, pages int) error {
	rows, err := tx.Query(ctx, fmt.Sprintf("PRAGMA incremental_vacuum(%d)", pages))
	if err != nil {
		return err
	}
	for rows.Next() { // each step gives one back
	}
	return errors.Join(rows.Err(), rows.Close())
}

// cutLog moves the write-ahead log into the file, which gets shorter only then, and cuts it back if that is worth it. It
// has a connection of its own: moving is done beside the writers, and what is left to do while they wait is little. A
// reader that holds the log keeps it as it is until the next time.
func (d *DB) cutLog(ctx context.Context, shorter bool) error {
	info, err := os.Stat(d.path + "-wal")
	if err != nil || !shorter && info.Size() < walWorth {
		return nil // without a log there is nothing to cut
	}
	settings := besideSettings
	c := sql.OpenDB(connector{dsn: dsn(d.path, settings)})
	defer c.Close()
	c.SetMaxOpenConns(1)
	if _, err := c.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", cutWithin.Milliseconds())); err != nil {
		return fmt.Errorf("opening the write-ahead log: %w", err)
	}
	for _, mode := range []string{"PASSIVE", "TRUNCATE"} {
		if _, err := d.checkpoint(ctx, c, mode); err != nil {
			return err
		}
	}
	return nil
}

// checkpoint moves the write-ahead log into the file; done says that all of it was.
func (d *DB) checkpoint(ctx context.Context, on *sql.DB, mode string) (done bool, err error) {
	d.moving.Lock()
	defer d.moving.Unlock()
	var busy, logged, moved int
	if err := on.QueryRowContext(ctx, "PRAGMA wal_checkpoint("+mode+")").Scan(&busy, &logged, &moved); err != nil {
		return false, fmt.Errorf("emptying the write-ahead log: %w", err)
	}
	return busy == 0, nil
}

// Optimize has SQLite look at how its tables are filled where it thinks that worthwhile, which takes milliseconds. On
// PostgreSQL autovacuum does that.
func (d *DB) Optimize(ctx context.Context) error {
	if d.engine == PostgreSQL {
		return nil
	}
	err := d.Tx(ctx, func(ctx context.Context, tx *Tx) error {
		_, err := tx.Exec(ctx, "PRAGMA optimize")
		return err
	})
	if err != nil {
		return fmt.Errorf("looking at how tables are filled: %w", err)
	}
	return nil
}
