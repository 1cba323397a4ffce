package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// What the machine says of this process. What a system does not tell is absent (nil), never guessed.

// cpuTime is the processor time that the process has used since it began, its own and the system's for it.
func cpuTime() (time.Duration, error) {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0, fmt.Errorf("ask for the processor time: %w", err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano()), nil
}

// residentMB and peakMB are the memory of the process that is in RAM, now and at most, in MiB; nil where /proc has none.
func residentMB() *float64 { return statusMB("VmRSS") }
func peakMB() *float64     { return statusMB("VmHWM") }

func statusMB(field string) *float64 {
	kb := procNumber("/proc/self/status", field+":")
	if kb == nil {
		return nil
	}
	return rounded(float64(*kb) / 1024)
}

// writtenBytes is what the process has had written to storage since it began; nil where /proc has no such counter.
func writtenBytes() *int64 { return procNumber("/proc/self/io", "write_bytes:") }

// procNumber reads the number after a word in a file of /proc.
func procNumber(file, word string) *int64 {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(content)) {
		fields := strings.Fields(line)
		if len(fields) < 2 || fields[0] != word {
			continue
		}
		if n, err := strconv.ParseInt(fields[1], 10, 64); err == nil {
			return &n
		}
	}
	return nil
}

// forgetPeak gives back the memory that preparing took and starts the count of the peak again, so that neither is
// taken for the load's.
func forgetPeak() {
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // where that can't be, the peak is that of the whole run
}

// idle is what the process takes while nothing happens.
type idle struct {
	rssMB  *float64
	cpuPct *float64 // of one core
}

// measureIdle watches the process for a while; no time at all measures nothing.
func measureIdle(ctx context.Context, d time.Duration) (idle, error) {
	if d == 0 {
		return idle{}, nil
	}
	before, err := cpuTime()
	if err != nil {
		return idle{}, err
	}
	began := time.Now()
	if err := pause(ctx, d); err != nil {
		return idle{}, err
	}
	after, err := cpuTime()
	if err != nil {
		return idle{}, err
	}
	return idle{residentMB(), rounded(100 * float64(after-before) / float64(time.Since(began)))}, nil
}

// pause waits, or returns the error of ctx when that ends first.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// percentile is the smallest of the sorted times that at least p percent of them don't exceed (nearest rank), in
// milliseconds; nil of none.
func percentile(sorted []time.Duration, p float64) *float64 {
	if len(sorted) == 0 {
		return nil
	}
	rank := int(math.Ceil(p / 100 * float64(len(sorted))))
	return rounded(float64(sorted[max(rank, 1)-1]) / float64(time.Millisecond))
}

// rounded leaves what is worth reading: three decimals.
func rounded(x float64) *float64 {
	x = math.Round(x*1000) / 1000
	return &x
}

// The numbers by which Linux names the file systems that live in memory (statfs(2)).
var memoryFileSystems = []int64{0x01021994 /* tmpfs */, 0x858458f6 /* ramfs */}

// refuseMemory refuses a folder on a file system where a commit is never put on a disk, for nothing measured there
// means anything.
func refuseMemory(dir string) error {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return fmt.Errorf("the folder %s can't be used: %w: choose another with --dir", dir, err)
	}
	if slices.Contains(memoryFileSystems, int64(s.Type)) {
		return fmt.Errorf("the folder %s is in memory, where a commit costs nothing: choose one on a disk with --dir", filepath.Clean(dir))
	}
	return nil
}
