package main

import (
	"net/http"
	"strings"
	"testing"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// metricsAt asks for metrics at a base URL, with or without a token.
func metricsAt(t *testing.T, base, token string) (int, string) {
	t.Helper()
	return (&serving{t: t, url: base}).get("/metrics", token)
}

func TestMetricsAreNotPublic(t *testing.T) {
	const token = "0123456789abcdef0123"
	t.Run("they are nowhere unless a setting opens them", func(t *testing.T) {
		s := serve(t, t.TempDir())
		if status, _ := metricsAt(t, s.url, ""); status != http.StatusNotFound {
			t.Errorf("anybody gets %d", status)
		}
		s.stop()
	})
	t.Run("a token opens them on the server's own address", func(t *testing.T) {
		s := serve(t, t.TempDir(), "ROLLCALL_METRICS_TOKEN="+token)
		for shown, want := range map[string]int{"": http.StatusUnauthorized, token + "x": http.StatusUnauthorized, token: http.StatusOK} {
			status, body := metricsAt(t, s.url, shown)
			if status != want || strings.Contains(body, "rollcall_sqlite_writer_wait_seconds_count") != (want == http.StatusOK) {
				t.Errorf("with %q: %d", shown, status)
			}
		}
		s.stop()
	})
	t.Run("a listener of their own has them instead of the server's", func(t *testing.T) {
		s := serve(t, t.TempDir(), "ROLLCALL_METRICS_ADDR=127.0.0.1:0")
		own := "http://" + s.await("metrics are served")["address"].(string)
		until(t, "they tell of the first chores", func() bool {
			status, body := metricsAt(t, own, "")
			return status == http.StatusOK && strings.Contains(body, `rollcall_queue_jobs{queue="chores"`)
		})
		if status, _ := (&serving{t: t, url: own}).get("/login", ""); status != http.StatusNotFound {
			t.Errorf("the log-in there: %d", status)
		}
		if status, _ := metricsAt(t, s.url, ""); status != http.StatusNotFound {
			t.Errorf("the server's own: %d", status)
		}
		s.stop()
	})
	t.Run("a listener of their own may ask for a token too, and need not be SQLite's", func(t *testing.T) {
		s := serve(t, t.TempDir(), "ROLLCALL_METRICS_ADDR=127.0.0.1:0", "ROLLCALL_METRICS_TOKEN="+token,
			"DATABASE_URL="+dbtest.URL(t, db.PostgreSQL), "ROLLCALL_SECRET_KEY=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
		own := "http://" + s.await("metrics are served")["address"].(string)
		if status, _ := metricsAt(t, own, ""); status != http.StatusUnauthorized {
			t.Errorf("without it: %d", status)
		}
		if status, body := metricsAt(t, own, token); status != http.StatusOK || strings.Contains(body, "rollcall_sqlite") || !strings.Contains(body, `engine="postgres"`) {
			t.Errorf("with it: %d: %s", status, body)
		}
		s.stop()
	})
	t.Run("an address that can't be used stops the start", func(t *testing.T) {
		rollcall(t, t.TempDir(), []string{"ROLLCALL_ADDR=127.0.0.1:0", "ROLLCALL_METRICS_ADDR=192.0.2.1:9090"}, "", "serve").sentence(t, "ROLLCALL_METRICS_ADDR")
		rollcall(t, t.TempDir(), []string{"ROLLCALL_ADDR=127.0.0.1:0", "ROLLCALL_METRICS_TOKEN=short"}, "", "serve").sentence(t, "ROLLCALL_METRICS_TOKEN")
	})
}
