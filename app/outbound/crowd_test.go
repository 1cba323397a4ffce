package outbound

import (
	"os"
	"runtime"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rollcall/app/outbound/outboundtest"
)

// holdings are what a process has out at a time.
type holdings struct{ goroutines, files int }

func held(t *testing.T) holdings {
	t.Helper()
	files, err := os.ReadDir("/dev/fd")
	if err != nil {
		t.Fatal(err)
	}
	return holdings{runtime.NumGoroutine(), len(files)}
}

// memory is what the garbage collector and goroutines hold, in bytes; unlike what the system counts, it is the same with
// the race detector.
func memory() uint64 {
	samples := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/stacks:bytes"}}
	metrics.Read(samples)
	return samples[0].Value.Uint64() + samples[1].Value.Uint64()
}

// watchMemory returns the most that memory was above what it is now, until then.
func watchMemory() (most func() uint64) {
	before := memory()
	var highest atomic.Uint64
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for tick := time.NewTicker(5 * time.Millisecond); ; {
			if now := memory(); now > before {
				highest.Store(max(highest.Load(), now-before))
			}
			select {
			case <-tick.C:
			case <-stop:
				return
			}
		}
	}()
	return func() uint64 { close(stop); <-stopped; return highest.Load() }
}

// Two hundred hostile receivers of every kind at once cost little memory, hold up nobody else, and leave neither a
// goroutine nor a file behind.
func TestHostileReceiversTogetherLeaveNothingBehindAndHoldUpNobody(t *testing.T) {
	c := newClient(t, Config{Allow: loopback, ConnectTimeout: 5 * time.Second, AttemptTimeout: 12 * time.Second})
	well := newCanary(t)
	wellURL := "http://" + well.address
	wantClass(t, post(t, c, wellURL), "")
	kinds := outboundtest.Hostile()
	c.CloseIdle()
	before, most := held(t), watchMemory()
	t.Run("at once", func(t *testing.T) {
		var all sync.WaitGroup
		for i := range 200 {
			kind := kinds[i%len(kinds)]
			url := rawServer(t, kind.Serve)
			all.Go(func() {
				if got := c.Do(t.Context(), Request{URL: url, Body: []byte("{}")}); got.Class != ErrorClass(kind.Class) {
					t.Errorf("what %s ends with class %q, want %q", kind.Name, got.Class, kind.Class)
				}
			})
		}
		for range 50 {
			wantClass(t, post(t, c, wellURL), "")
		}
		all.Wait()
	})
	if grown := most(); grown > 64<<20 {
		t.Errorf("memory grew by %d MiB", grown>>20)
	}
	c.CloseIdle()
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		now := held(t)
		if now.goroutines <= before.goroutines+5 && now.files <= before.files+5 {
			return
		}
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%+v, before %+v\n%s", now, before, stacks[:runtime.Stack(stacks, true)])
		}
	}
}
