package db_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestHistogram(t *testing.T) {
	h := db.NewHistogram(1, 2, 4)
	for _, value := range []float64{0.5, 1, 1.5, 3, 100} {
		h.Add(value)
	}
	want := db.Counts{Count: 5, Sum: 106, Buckets: map[float64]uint64{1: 2, 2: 3, 4: 4}}
	if diff := cmp.Diff(want, h.Read()); diff != "" {
		t.Error(diff)
	}
}

func TestMeasure(t *testing.T) {
	t.Run("the writer says how long callers wait, how many share a commit, and how long one takes", func(t *testing.T) {
		d := dbtest.SQLite(t)
		var callers sync.WaitGroup
		for n := range 20 {
			callers.Go(func() {
				if err := d.Tx(t.Context(), pair(fmt.Sprint(n))); err != nil {
					t.Error(err)
				}
			})
		}
		callers.Wait()
		var m db.Measures
		for deadline := time.Now().Add(time.Minute); m.Units.Sum != 20 || m.Batch.Count != m.Units.Count; { // a commit is measured after its answers
			if m = measure(t, d); time.Now().After(deadline) {
				t.Fatalf("it measured %+v", m)
			}
		}
		if m.Wait.Count != 20 || m.Batch.Count == 0 || m.Batch.Sum <= 0 {
			t.Errorf("it measured %+v", m)
		}
		if m.File == 0 || m.Log == 0 {
			t.Errorf("the file has %d bytes, its log %d", m.File, m.Log)
		}
	})
	t.Run("a log that has grown long is moved into the file, after the answers", func(t *testing.T) {
		d := dbtest.SQLite(t)
		fill(t, d, 5000) // more pages than a log may have
		deadline := time.Now().Add(time.Minute)
		for n := 0; n < 20 || measure(t, d).Checkpoint.Count == 0; n++ {
			if err := d.Tx(t.Context(), pair(fmt.Sprint(n))); err != nil {
				t.Fatal(err)
			}
			if time.Now().After(deadline) {
				t.Fatal("it was not")
			}
		}
	})
	t.Run("free pages are told", func(t *testing.T) {
		d := dbtest.SQLite(t)
		fill(t, d, 500)
		empty(t, d)
		if m := measure(t, d); m.Free < 400<<10 || m.Free > m.File {
			t.Errorf("%d of %d bytes are free", m.Free, m.File)
		}
	})
	t.Run("PostgreSQL has a server to ask", func(t *testing.T) {
		if _, ok, err := dbtest.Postgres(t).Measure(t.Context()); ok || err != nil {
			t.Errorf("answered %v, %v", ok, err)
		}
	})
}

func measure(t *testing.T, d *db.DB) db.Measures {
	t.Helper()
	m, ok, err := d.Measure(t.Context())
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	return m
}
