package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

func TestMeasures(t *testing.T) {
	t.Run("a percentile is one of the times", func(t *testing.T) {
		times := make([]time.Duration, 200)
		for i := range times {
			times[i] = time.Duration(i+1) * time.Millisecond
		}
		for p, want := range map[float64]float64{50: 100, 99: 198, 100: 200, 0: 1} {
			if got := percentile(times, p); *got != want {
				t.Errorf("p%v = %v, want %v", p, *got, want)
			}
		}
		if percentile(nil, 50) != nil {
			t.Error("there is a percentile of nothing")
		}
	})
	t.Run("what the system says is there or absent", func(t *testing.T) {
		if _, err := os.Stat("/proc/self/status"); err == nil && (residentMB() == nil || *residentMB() <= 0 || peakMB() == nil) {
			t.Error("no memory in /proc")
		}
		if procNumber("/proc/self/status", "NoSuchThing:") != nil || procNumber("/nowhere", "x") != nil {
			t.Error("a number from nowhere")
		}
		if cpu, err := cpuTime(); err != nil || cpu <= 0 {
			t.Errorf("processor time %v, %v", cpu, err)
		}
	})
	t.Run("a file system in memory is refused", func(t *testing.T) {
		if err := refuseMemory(t.TempDir()); err != nil && !strings.Contains(err.Error(), "--dir") {
			t.Errorf("got %v", err)
		}
		if err := refuseMemory("/dev/shm"); err == nil || !strings.Contains(err.Error(), "--dir") {
			t.Errorf("got %v", err)
		}
		if err := refuseMemory(t.TempDir() + "/missing"); err == nil {
			t.Error("a missing folder is taken")
		}
	})
}

func TestBenchReceiver(t *testing.T) {
	r := newBenchReceiver(4, 2, 2)
	server := httptest.NewServer(r)
	defer server.Close()
	send := func(path, body string) {
		answer, err := http.Post(server.URL+path, "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
	}
	body := `{"payload":{"username":"bench-user-1","groupName":"bench-group-1"}}`
	commit := time.Now()
	send("/1", body)
	send("/1", body)
	send("/7", body)
	send("/1", "no JSON")
	send("/1", `{"payload":{"username":"ada","groupName":"bench-group-1"}}`)
	if r.count.Load() != 1 || r.again.Load() != 1 || r.strange.Load() != 3 {
		t.Fatalf("first %d, again %d, strange %d", r.count.Load(), r.again.Load(), r.strange.Load())
	}
	if d, ok := r.since(commit, 3, 1); !ok || d <= 0 {
		t.Errorf("it took %v, %v", d, ok)
	}
	if d, ok := r.since(time.Now(), 3, 1); !ok || d != 0 {
		t.Errorf("before its commit it took %v, %v", d, ok)
	}
	if _, ok := r.since(commit, 3, 0); ok {
		t.Error("the other webhook has it too")
	}
}
