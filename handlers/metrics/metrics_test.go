package metrics_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/audit"
	"rollcall/app/outbound"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
	"rollcall/handlers/metrics"
)

// quietQueue carries nothing.
type quietQueue struct{ webhook.Queue }

// measured is a configuration of which everything can be read; a delivery waits in it.
func measured(t *testing.T, d *db.DB) metrics.Config {
	t.Helper()
	client, err := outbound.New(outbound.Config{})
	if err != nil {
		t.Fatal(err)
	}
	hooks, err := webhook.New(webhook.Config{DB: d, Audit: audit.New(d, app.SystemClock{}), Clock: app.SystemClock{}, Client: client, Queue: quietQueue{},
		Key: make([]byte, 32), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	held(t, d)
	one := metrics.Histogram{Count: 3, Sum: 0.5, Buckets: map[float64]uint64{0.1: 1, 1: 3}}
	return metrics.Config{Webhooks: hooks, Engine: string(d.Engine()), Version: "1.2.3", Log: slog.New(slog.DiscardHandler),
		Writer: func(context.Context) (metrics.Writer, bool, error) {
			return metrics.Writer{Wait: one, Units: one, Batch: one, Checkpoint: one, File: 4096, Free: 1024, Log: 512}, true, nil
		},
		Jobs: func(context.Context) ([]metrics.Jobs, error) {
			return []metrics.Jobs{{Queue: "first", State: "available", Count: 4}}, nil
		}}
}

// held makes a delivery that has been held for an hour.
func held(t *testing.T, d *db.DB) {
	t.Helper()
	err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		now := time.Now().UTC()
		_, one := tx.Exec(ctx, `INSERT INTO organizations (name, title, created_at) VALUES ('acme', 'Acme', $1)`, now)
		_, two := tx.Exec(ctx, `INSERT INTO webhooks (id, organization_id, scope, scope_id, name, activate, url, description, secret, enabled, created_at, created_by, updated_at, updated_by)
			VALUES ('66ec434e84b4103f670cb617', 1, 'organization', 1, 'hr "sync"', FALSE, '', '', $2, FALSE, $1, '', $1, '')`, now, []byte{})
		_, three := tx.Exec(ctx, `INSERT INTO deliveries (id, event_id, webhook_id, type, subject, body, state, occurred_at, created_at)
			VALUES ('019c2000-0000-7000-8000-000000000000', 'e', '66ec434e84b4103f670cb617', 'USER_LOGIN', '', $2, 'held', $1, $1)`, now, []byte("{}"))
		return errors.Join(one, two, three)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func scrape(t *testing.T, c metrics.Config, header http.Header) (status int, body string) {
	t.Helper()
	h, err := metrics.New(c)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, metrics.Path, nil)
	r.Header = header
	w := httptest.NewRecorder()
	metrics.Alone(h).ServeHTTP(w, r)
	all, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.Code, string(all)
}

func TestMetrics(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := measured(t, d)
		status, body := scrape(t, c, http.Header{})
		if status != http.StatusOK {
			t.Fatalf("%d: %s", status, body)
		}
		for _, want := range []string{
			`rollcall_build_info{engine="` + string(d.Engine()) + `",go="go1.`, `version="1.2.3"} 1`,
			`rollcall_deliveries_waiting{state="held"} 1`, `rollcall_deliveries_waiting{state="throttled"} 0`,
			`rollcall_webhook_deliveries_waiting{name="hr \"sync\"",organization="acme",state="held",webhook="66ec434e84b4103f670cb617"} 1`,
			`rollcall_webhooks{condition="paused"} 1`, `rollcall_deliveries_total{outcome="delivered"} 0`,
			`rollcall_attempt_duration_seconds_bucket{outcome="timeout_response",le="60"} 0`, `rollcall_attempts_in_flight_limit 256`,
			`rollcall_sqlite_writer_wait_seconds_bucket{le="0.1"} 1`, `rollcall_sqlite_checkpoint_seconds_sum 0.5`, `rollcall_sqlite_wal_bytes 512`,
			`rollcall_queue_jobs{queue="first",state="available"} 4`, `rollcall_metrics_failed_sources 0`, "go_goroutines", "process_resident_memory_bytes",
		} {
			if !strings.Contains(body, want) {
				t.Errorf("it does not say %s", want)
			}
		}
		if value := regexp.MustCompile(`rollcall_deliveries_oldest_waiting_seconds\{state="held"\} (\S+)`).FindStringSubmatch(body); value == nil || value[1] == "0" {
			t.Errorf("the oldest held one is %v", value)
		}
	})
}

func TestASourceThatFailsTakesNothingElseAway(t *testing.T) {
	c := measured(t, dbtest.SQLite(t))
	c.Jobs = func(context.Context) ([]metrics.Jobs, error) { return nil, errors.New("gone") }
	c.Writer = func(context.Context) (metrics.Writer, bool, error) { return metrics.Writer{}, false, nil }
	status, body := scrape(t, c, http.Header{})
	if status != http.StatusOK || !strings.Contains(body, "rollcall_metrics_failed_sources 1") || !strings.Contains(body, `rollcall_webhooks{condition="paused"} 1`) {
		t.Errorf("%d: %s", status, body)
	}
	if strings.Contains(body, "rollcall_sqlite") {
		t.Error("there is no SQLite file to measure")
	}
}

func TestTheTokenIsAskedFor(t *testing.T) {
	c := measured(t, dbtest.SQLite(t))
	c.Token = "0123456789abcdef"
	for shown, want := range map[string]int{"": 401, "Bearer ": 401, "Bearer 0123456789abcdeX": 401, "Basic 0123456789abcdef": 401, "0123456789abcdef": 401,
		"Bearer 0123456789abcdef": 200, "bearer 0123456789abcdef": 200} {
		status, body := scrape(t, c, http.Header{"Authorization": {shown}})
		if status != want || want != 200 && strings.Contains(body, "rollcall_webhooks") {
			t.Errorf("%q: %d: %s", shown, status, body)
		}
	}
}

func TestMetricsAreOnlyRead(t *testing.T) {
	h, err := metrics.New(measured(t, dbtest.SQLite(t)))
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, metrics.Path, nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("a POST got %d", w.Code)
	}
	w = httptest.NewRecorder()
	metrics.Alone(h).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if w.Code != http.StatusNotFound {
		t.Errorf("another path got %d", w.Code)
	}
}

func TestEverySourceIsNeeded(t *testing.T) {
	if _, err := metrics.New(metrics.Config{}); err == nil {
		t.Error("nothing is taken for a configuration")
	}
}

// exported is the names of all metrics, those of a histogram with their endings.
func exported(t *testing.T) map[string]bool {
	t.Helper()
	_, body := scrape(t, measured(t, dbtest.SQLite(t)), http.Header{})
	names := map[string]bool{}
	for line := range strings.Lines(body) {
		if !strings.HasPrefix(line, "#") {
			names[line[:strings.IndexAny(line, "{ ")]] = true
		}
	}
	return names
}

var nameOfMetric = regexp.MustCompile(`\b(rollcall|go|process)_[a-z_]+\b`)

func TestTheBoardShowsWhatIsExported(t *testing.T) {
	file, err := os.ReadFile("../../docs/grafana.json")
	if err != nil {
		t.Fatal(err)
	}
	var board struct {
		Title  string
		UID    string
		Panels []struct {
			Title   string
			Type    string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(file, &board); err != nil {
		t.Fatal(err)
	}
	if board.Title == "" || board.UID == "" || len(board.Panels) < 10 {
		t.Errorf("the board %q has %d panels", board.Title, len(board.Panels))
	}
	names := exported(t)
	for _, panel := range board.Panels {
		if panel.Title == "" || panel.Type != "row" && len(panel.Targets) == 0 {
			t.Errorf("the panel %q shows nothing", panel.Title)
		}
		for _, target := range panel.Targets {
			used := nameOfMetric.FindAllString(target.Expr, -1)
			if len(used) == 0 {
				t.Errorf("%s: %s asks for no metric", panel.Title, target.Expr)
			}
			for _, name := range used {
				if !names[name] {
					t.Errorf("%s: nothing is called %s", panel.Title, name)
				}
			}
		}
	}
}

// The list and the alerts of docs/operations.md name what is exported, and all of it.
func TestTheDocumentationNamesWhatIsExported(t *testing.T) {
	page, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(page), "\n## Metrics\n")
	section, _, _ = strings.Cut(section, "\n## ")
	names := exported(t)
	for _, name := range nameOfMetric.FindAllString(section, -1) {
		if !names[name] && !names[name+"_count"] {
			t.Errorf("it names %s, which is not exported", name)
		}
	}
	ours := map[string]bool{}
	for name := range names {
		for _, ending := range []string{"_bucket", "_sum", "_count"} {
			name = strings.TrimSuffix(name, ending)
		}
		if strings.HasPrefix(name, "rollcall_") {
			ours[name] = true
		}
	}
	var missing []string
	for _, name := range slices.Sorted(maps.Keys(ours)) {
		if !strings.Contains(section, "`"+name+"`") {
			missing = append(missing, name)
		}
	}
	if diff := cmp.Diff([]string(nil), missing); diff != "" {
		t.Errorf("it does not tell of %s", diff)
	}
}
