package handlers

import (
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// TestPagesNeedNoStatementEach counts the statements of every page that an administrator can open, and again when there is
// three times as much of everything.
func TestPagesNeedNoStatementEach(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		some := much{users: 4, spaces: 2, webhooks: 2, groups: 2, invitations: 2, services: 2, changes: 2}
		l := newLarge(t, d, some)
		pages := l.pages()
		count := func() []int64 {
			counts := make([]int64, len(pages))
			for i, page := range pages {
				before := d.Reads()
				l.browser.get(page.path).says(t, http.StatusOK)
				counts[i] = d.Reads() - before
			}
			return counts
		}
		few := count()
		l.grow(some)
		l.grow(some)
		many := count()
		for i, page := range pages {
			if few[i] != many[i] {
				t.Errorf("%s needs %d statements for a few and %d for many", page.name, few[i], many[i])
			}
		}
	})
}

// BenchmarkLargeOrganizationPages opens every page that an administrator can open, over HTTP, in an organization of
// 10,000 members, 500 pipes and 100 webhooks (docs/performance.md).
func BenchmarkLargeOrganizationPages(b *testing.B) {
	l := newLarge(b, dbtest.SQLite(b), much{users: 10_000, spaces: 500, webhooks: 100, groups: 100, invitations: 300, services: 20, changes: 100})
	var slowest struct {
		page string
		took time.Duration
	}
	for _, page := range l.pages() {
		b.Run(strings.TrimPrefix(page.name, "/"), func(b *testing.B) {
			took := measured(b, func() {
				if a := l.browser.get(page.path); a.status != http.StatusOK {
					b.Fatal(a.status, a.text())
				}
			})
			if took > slowest.took {
				slowest.page, slowest.took = page.name, took
			}
		})
	}
	b.Run("slowest", func(b *testing.B) {
		b.ReportMetric(milliseconds(slowest.took), "ms/page")
		b.Log(slowest.page)
	})
}

// measured runs something as often as the benchmark wants and reports the milliseconds that it takes, on the clock and of
// CPUs: on a machine that does other things as well, the second is the one to compare.
func measured(b *testing.B, do func()) time.Duration {
	b.Helper()
	before := cpuTime(b)
	for b.Loop() {
		do()
	}
	n, took := time.Duration(b.N), b.Elapsed()
	b.ReportMetric(milliseconds(took/n), "ms/page")
	b.ReportMetric(milliseconds((cpuTime(b)-before)/n), "cpu-ms/page")
	return took / n
}

// cpuTime is what the process has used so far, the garbage collector and the client included.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
