package main

import (
	"cmp"
	"fmt"
	"net"
	"strconv"

	"rollcall/app/webhook"
)

// Bounds of how long things are kept, and of who may read the metrics.
const (
	maxDays        = 3650
	minRows        = 100
	maxRows        = 1_000_000_000
	minMetricToken = 16
	maxMetricToken = 500
)

// retention resolves how long things are kept. Events are kept at least as long as deliveries; the default follows a
// longer time for those.
func (s keepSettings) retention() (kept webhook.Retention, err error) {
	defaults := webhook.DefaultRetention()
	if kept.Days, err = whole("ROLLCALL_RETENTION_DAYS", cmp.Or(s.RetentionDays, strconv.Itoa(defaults.Days)), 1, maxDays, ""); err != nil {
		return kept, err
	}
	if kept.Rows, err = whole("ROLLCALL_RETENTION_ROWS", cmp.Or(s.RetentionRows, strconv.Itoa(defaults.Rows)), minRows, maxRows, ""); err != nil {
		return kept, err
	}
	events := cmp.Or(s.EventRetentionDays, strconv.Itoa(max(defaults.EventDays, kept.Days)))
	kept.EventDays, err = whole("ROLLCALL_EVENT_RETENTION_DAYS", events, kept.Days, maxDays, " (ROLLCALL_RETENTION_DAYS)")
	return kept, err
}

// metrics resolves where metrics can be read ("" for not on a listener of their own) and the token for it ("" for none).
func (s metricsSettings) metrics() (addr, token string, err error) {
	if s.MetricsAddr != "" {
		_, port, err := net.SplitHostPort(s.MetricsAddr)
		if err == nil {
			_, err = strconv.ParseUint(port, 10, 16)
		}
		if err != nil {
			return "", "", wrong("ROLLCALL_METRICS_ADDR", s.MetricsAddr, "set it to a host and a port, like 127.0.0.1:9090")
		}
	}
	token, err = secret("ROLLCALL_METRICS_TOKEN", s.MetricsToken, s.MetricsTokenFile)
	if err == nil && token != "" && (len(token) < minMetricToken || len(token) > maxMetricToken) {
		err = fmt.Errorf("ROLLCALL_METRICS_TOKEN must have %d to %d characters: make one with `openssl rand -hex 32`", minMetricToken, maxMetricToken)
	}
	return s.MetricsAddr, token, err
}
