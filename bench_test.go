package main

import (
	"encoding/json"
	"strings"
	"testing"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// promised are the keys of the report that others rely on (docs/operations.md).
var promised = strings.Fields(`scenario engine events webhooks deliveries deliveries_per_s changes_per_s arrival_p50_ms arrival_p99_ms arrival_max_ms
	cpu_s_per_1000 peak_rss_mb idle_rss_mb idle_cpu_pct written_bytes_per_delivery`)

// benchmark runs a small benchmark and reads its report.
func benchmark(t *testing.T, args ...string) map[string]any {
	t.Helper()
	o := rollcall(t, t.TempDir(), nil, "", append([]string{"bench", "--idle", "10ms"}, args...)...).done(t)
	if strings.Count(o.out, "\n") != 1 {
		t.Fatalf("standard output is %q", o.out)
	}
	var r map[string]any
	if err := json.Unmarshal([]byte(o.out), &r); err != nil {
		t.Fatal(err)
	}
	for _, key := range promised {
		if _, there := r[key]; !there {
			t.Errorf("there is no %s", key)
		}
	}
	return r
}

func TestBench(t *testing.T) {
	t.Parallel()
	t.Run("every scenario reports what it did", func(t *testing.T) {
		for _, args := range []string{
			"--scenario burst --events 40", "--scenario fanout --events 20 --webhooks 3", "--scenario light --events 10 --rate 100", "--scenario neighbour --events 10 --rate 100 --backlog 50 --neighbours 5",
			"--scenario backlog --events 10 --rate 100 --backlog 1200", "--scenario tenants --events 10 --rate 100 --backlog 100",
		} {
			r := benchmark(t, strings.Fields(args)...)
			if r["engine"] != "sqlite" || r["deliveries"] != r["events"].(float64)*r["webhooks"].(float64) || r["arrival_p50_ms"].(float64) > r["arrival_max_ms"].(float64) {
				t.Errorf("%s: %v", args, r)
			}
			if _, there := r["ratio"]; there != strings.Contains(args, "--backlog") {
				t.Errorf("%s: %v", args, r)
			}
			if others := r["others"]; strings.Contains(args, "scenario backlog") && others != 1200.0 || strings.Contains(args, "tenants") && others != 100.0 {
				t.Errorf("%s: %v", args, r)
			}
		}
	})
	t.Run("on PostgreSQL it can use its own database again, and does not guess what the server wrote", func(t *testing.T) {
		url := dbtest.URL(t, db.PostgreSQL)
		for range 2 {
			if r := benchmark(t, "--events", "20", "--database-url", url); r["engine"] != "postgres" || r["written_bytes_per_delivery"] != nil {
				t.Errorf("got %v", r)
			}
		}
	})
	t.Run("a database that somebody uses is refused", func(t *testing.T) {
		dir := t.TempDir()
		rollcall(t, dir, nil, "", "user", "create", "--username", "ada", "--email", "ada@acme.example", "--organization", "acme", "--admin").done(t)
		o := rollcall(t, dir, nil, "", "bench", "--idle", "0s", "--events", "20", "--database-url", "rollcall.db")
		o.sentence(t, "acme")
	})
	t.Run("a folder in memory or nowhere is refused", func(t *testing.T) {
		rollcall(t, t.TempDir(), nil, "", "bench", "--dir", "/nowhere").sentence(t, "/nowhere")
		rollcall(t, t.TempDir(), nil, "", "bench", "--dir", "/dev/shm").sentence(t, "/dev/shm")
	})
	t.Run("wrong usage", func(t *testing.T) {
		for _, args := range []string{"--scenario flood", "--events -1", "--callers 0", "--database-url x.db --dir ."} {
			if o := rollcall(t, t.TempDir(), nil, "", append([]string{"bench"}, strings.Fields(args)...)...); o.code != exitUsage {
				t.Errorf("%s: got %+v", args, o)
			}
		}
	})
}
