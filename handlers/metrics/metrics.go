// Package metrics is the door for monitoring: /metrics in Prometheus' format. It reads what the rooms below measure of
// themselves and knows the names under which it is exported; it counts nothing, and must not know a database or a queue.
package metrics

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"rollcall/app/webhook"
)

// scrapeWithin is how long reading everything may take.
const scrapeWithin = 10 * time.Second

// Path is where metrics are.
const Path = "/metrics"

// Config is what is measured.
type Config struct {
	Webhooks *webhook.Service
	Writer   func(context.Context) (w Writer, ok bool, err error) // ok is false where there is no SQLite file
	Jobs     func(context.Context) ([]Jobs, error)
	Engine   string // "sqlite" or "postgres"
	Version  string
	Token    string // what a client has to show; "" for nothing
	Log      *slog.Logger
}

// Histogram is a distribution, as the rooms below count it.
type Histogram struct {
	Count   uint64
	Sum     float64
	Buckets map[float64]uint64 // by upper end, each with those below it
}

// Writer is how the SQLite writer and its file are doing; durations are in seconds, sizes in bytes.
type Writer struct {
	Wait, Units, Batch, Checkpoint Histogram
	File, Free, Log                int64
}

// Jobs is how many of the queue's jobs are in one state in one queue.
type Jobs struct {
	Queue, State string
	Count        int
}

// New makes the handler.
func New(c Config) (http.Handler, error) {
	if c.Webhooks == nil || c.Writer == nil || c.Jobs == nil || c.Log == nil {
		return nil, errors.New("metrics: a source is missing")
	}
	registry := prometheus.NewRegistry()
	for _, collector := range []prometheus.Collector{
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), &collector{c},
	} {
		if err := registry.Register(collector); err != nil {
			return nil, err
		}
	}
	// One at a time: a scrape reads the database, and many at once are somebody's mistake.
	h := promhttp.HandlerFor(registry, promhttp.HandlerOpts{MaxRequestsInFlight: 2, Timeout: scrapeWithin + time.Second,
		ErrorLog: slog.NewLogLogger(c.Log.Handler(), slog.LevelError)})
	return guard(h, c.Token), nil
}

// guard lets in who shows the token. What was shown is compared by its hash, in constant time.
func guard(next http.Handler, token string) http.Handler {
	want := sha256.Sum256([]byte(token))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "Metrics are only read: use GET.", http.StatusMethodNotAllowed)
			return
		}
		if token != "" {
			scheme, shown, _ := strings.Cut(r.Header.Get("Authorization"), " ")
			if got := sha256.Sum256([]byte(shown)); !strings.EqualFold(scheme, "Bearer") || subtle.ConstantTimeCompare(got[:], want[:]) != 1 {
				w.Header().Set("WWW-Authenticate", `Bearer realm="rollcall metrics"`)
				http.Error(w, "Send the token of ROLLCALL_METRICS_TOKEN as a bearer token.", http.StatusUnauthorized)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// Alone is a handler for a listener that has nothing but metrics.
func Alone(h http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle(Path, h)
	return mux
}
