package metrics

import (
	"context"
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"rollcall/app/webhook"
)

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("rollcall_"+name, help, labels, nil)
}

// The metrics, a closed list: docs/operations.md and docs/grafana.json have the same.
var (
	buildInfo = describe("build_info", "1, for the labels.", "version", "go", "engine")

	deliveriesEnded = describe("deliveries_total", "Deliveries that this process ended, by how.", "outcome")
	attempts        = describe("attempt_duration_seconds", "Attempts of this process by outcome: delivered, or the error class.", "outcome")
	inFlight        = describe("attempts_in_flight", "Requests of this process that are out.")
	places          = describe("attempts_in_flight_limit", "How many of them there may be.")
	removedRows     = describe("retention_removed_rows_total", "Rows that this process removed because they had been kept long enough.")

	waiting       = describe("deliveries_waiting", "Deliveries that have not been sent, by why they wait.", "state")
	oldest        = describe("deliveries_oldest_waiting_seconds", "Age of the oldest of them; 0 when there is none.", "state")
	hookWaiting   = describe("webhook_deliveries_waiting", "The same of the ten webhooks of each state that have waited longest.", "state", "organization", "webhook", "name")
	hookOldest    = describe("webhook_oldest_waiting_seconds", "Age of the oldest of them.", "state", "organization", "webhook", "name")
	webhooks      = describe("webhooks", "Webhooks by how they are doing.", "condition")
	queueJobs     = describe("queue_jobs", "Jobs of the queue.", "queue", "state")
	failedSources = describe("metrics_failed_sources", "How many sources could not be read for this answer.")

	writerWait  = describe("sqlite_writer_wait_seconds", "How long callers waited for their turn to write.")
	batchUnits  = describe("sqlite_batch_changes", "Callers that shared a commit.")
	batchTime   = describe("sqlite_batch_seconds", "Transactions, from their first statement until they were on the disk.")
	checkpoints = describe("sqlite_checkpoint_seconds", "Moves of the write-ahead log into the file.")
	fileBytes   = describe("sqlite_file_bytes", "Size of the database file.")
	freeBytes   = describe("sqlite_free_bytes", "How much of it holds nothing.")
	logBytes    = describe("sqlite_wal_bytes", "Size of the write-ahead log.")
)

// conditions are the words of pages as labels.
var conditions = map[webhook.Condition]string{
	webhook.ConditionEnabled: "enabled", webhook.ConditionPaused: "paused", webhook.ConditionFailing: "failing", webhook.ConditionDisabled: "disabled",
}

// collector reads everything for each answer.
type collector struct{ Config }

// Describe implements prometheus.Collector. Which metrics there are depends on the engine and on what waits, so nothing is
// promised beforehand.
func (c *collector) Describe(chan<- *prometheus.Desc) {}

// Collect implements prometheus.Collector. A source that can't be read is left out, logged, and counted.
func (c *collector) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeWithin)
	defer cancel()
	gauge(to, buildInfo, 1, c.Version, runtime.Version(), c.Engine)
	failed := 0
	for what, read := range map[string]func(context.Context, chan<- prometheus.Metric) error{"webhooks": c.webhooks, "writer": c.writer, "jobs": c.jobs} {
		if err := read(ctx, to); err != nil {
			failed++
			c.Log.Error("measuring failed", "what", what, "error", err)
		}
	}
	gauge(to, failedSources, float64(failed))
}

func (c *collector) webhooks(ctx context.Context, to chan<- prometheus.Metric) error {
	m, err := c.Webhooks.Measure(ctx)
	for state, n := range m.Ended {
		counter(to, deliveriesEnded, n, string(state))
	}
	for outcome, durations := range m.Attempts {
		histogram(to, attempts, Histogram(durations), outcome)
	}
	counter(to, removedRows, m.Removed)
	gauge(to, inFlight, float64(m.InFlight))
	gauge(to, places, float64(m.Places))
	if err != nil {
		return err
	}
	now := time.Now()
	for wait, w := range m.Waiting {
		gauge(to, waiting, float64(w.Count), string(wait))
		gauge(to, oldest, age(now, w), string(wait))
	}
	for _, one := range m.Worst {
		labels := []string{string(one.Wait), one.Organization, one.WebhookID, one.Name}
		gauge(to, hookWaiting, float64(one.Count), labels...)
		gauge(to, hookOldest, age(now, one.Waiting), labels...)
	}
	for condition, n := range m.Webhooks {
		gauge(to, webhooks, float64(n), conditions[condition])
	}
	return nil
}

// age is how long the oldest has waited, in seconds; clocks of several processes may differ a little.
func age(now time.Time, w webhook.Waiting) float64 {
	if w.Oldest.IsZero() {
		return 0
	}
	return max(0, now.Sub(w.Oldest).Seconds())
}

func (c *collector) writer(ctx context.Context, to chan<- prometheus.Metric) error {
	w, ok, err := c.Writer(ctx)
	if err != nil || !ok {
		return err
	}
	histogram(to, writerWait, w.Wait)
	histogram(to, batchUnits, w.Units)
	histogram(to, batchTime, w.Batch)
	histogram(to, checkpoints, w.Checkpoint)
	gauge(to, fileBytes, float64(w.File))
	gauge(to, freeBytes, float64(w.Free))
	gauge(to, logBytes, float64(w.Log))
	return nil
}

func (c *collector) jobs(ctx context.Context, to chan<- prometheus.Metric) error {
	counts, err := c.Jobs(ctx)
	for _, one := range counts {
		gauge(to, queueJobs, float64(one.Count), one.Queue, one.State)
	}
	return err
}

func gauge(to chan<- prometheus.Metric, d *prometheus.Desc, value float64, labels ...string) {
	to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
}

func counter(to chan<- prometheus.Metric, d *prometheus.Desc, value uint64, labels ...string) {
	to <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(value), labels...)
}

func histogram(to chan<- prometheus.Metric, d *prometheus.Desc, h Histogram, labels ...string) {
	to <- prometheus.MustNewConstHistogram(d, h.Count, h.Sum, h.Buckets, labels...)
}
