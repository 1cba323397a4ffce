package db_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// BenchmarkTx compares group commit with one transaction a caller, four statements each, on the disk under TMPDIR.
func BenchmarkTx(b *testing.B) {
	for _, callers := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("group/callers=%d", callers), func(b *testing.B) {
			d := dbtest.SQLite(b)
			benchmark(b, callers, func(ctx context.Context, n int64) error {
				return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return work(ctx, n, tx.Exec) })
			})
		})
		b.Run(fmt.Sprintf("alone/callers=%d", callers), func(b *testing.B) {
			d := dbtest.SQLite(b)
			benchmark(b, callers, func(ctx context.Context, n int64) error { return alone(ctx, d, n) })
		})
		b.Run(fmt.Sprintf("postgres/callers=%d", callers), func(b *testing.B) {
			d := dbtest.Postgres(b)
			benchmark(b, callers, func(ctx context.Context, n int64) error {
				return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return work(ctx, n, tx.Exec) })
			})
		})
	}
}

func benchmark(b *testing.B, callers int, change func(context.Context, int64) error) {
	b.ReportAllocs()
	b.ResetTimer()
	var n atomic.Int64
	var all sync.WaitGroup
	for range callers {
		all.Go(func() {
			for i := n.Add(1); i <= int64(b.N); i = n.Add(1) {
				if err := change(b.Context(), i); err != nil {
					b.Error(err)
				}
			}
		})
	}
	all.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "changes/s")
}

// work is as many statements as a change has: a row, its event, a delivery, a job.
func work[R any](ctx context.Context, n int64, exec func(context.Context, string, ...any) (R, error)) error {
	for i := range 4 {
		if _, err := exec(ctx, "INSERT INTO settings (name, value) VALUES ($1, $2)", fmt.Sprintf("%d.%d", n, i), "a value of some length"); err != nil {
			return err
		}
	}
	return nil
}

func alone(ctx context.Context, d *db.DB, n int64) error {
	tx, err := d.Pool().BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := work(ctx, n, tx.ExecContext); err != nil {
		return err
	}
	return tx.Commit()
}
