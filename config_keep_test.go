package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rollcall/app/webhook"
)

func TestRetentionSettings(t *testing.T) {
	for name, want := range map[keepSettings]webhook.Retention{
		{}:                       {Days: 30, EventDays: 90, Rows: 1_000_000},
		{RetentionDays: "120"}:   {Days: 120, EventDays: 120, Rows: 1_000_000},
		{"7", "100", "7"}:        {Days: 7, EventDays: 7, Rows: 100},
		{"3650", "1000", "3650"}: {Days: 3650, EventDays: 3650, Rows: 1000},
	} {
		if got, err := name.retention(); err != nil || got != want {
			t.Errorf("%+v: got %+v, %v", name, got, err)
		}
	}
	for _, wrong := range []keepSettings{{RetentionDays: "0"}, {RetentionDays: "3651"}, {RetentionDays: "30d"}, {RetentionDays: "-1"}} {
		_, err := wrong.retention()
		refused(t, err, "ROLLCALL_RETENTION_DAYS can't be")
	}
	for _, wrong := range []keepSettings{{RetentionRows: "99"}, {RetentionRows: "1000000001"}, {RetentionRows: "many"}} {
		_, err := wrong.retention()
		refused(t, err, "ROLLCALL_RETENTION_ROWS can't be")
	}
	for _, wrong := range []keepSettings{{EventRetentionDays: "29"}, {EventRetentionDays: "3651"}, {RetentionDays: "91", EventRetentionDays: "90"}} {
		_, err := wrong.retention()
		refused(t, err, "ROLLCALL_EVENT_RETENTION_DAYS can't be")
		if !strings.Contains(err.Error(), "(ROLLCALL_RETENTION_DAYS)") {
			t.Error(err)
		}
	}
}

func TestMetricsSettings(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("0123456789abcdef\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Run("nothing is open unless it is said", func(t *testing.T) {
		if addr, token, err := (metricsSettings{}).metrics(); addr != "" || token != "" || err != nil {
			t.Errorf("got %q, %q, %v", addr, token, err)
		}
	})
	t.Run("an address, and a token from a file", func(t *testing.T) {
		addr, token, err := metricsSettings{MetricsAddr: "127.0.0.1:9090", MetricsTokenFile: file}.metrics()
		if addr != "127.0.0.1:9090" || token != "0123456789abcdef" || err != nil {
			t.Errorf("got %q, %q, %v", addr, token, err)
		}
	})
	t.Run("an address without a port is refused", func(t *testing.T) {
		_, _, err := metricsSettings{MetricsAddr: "localhost"}.metrics()
		refused(t, err, "ROLLCALL_METRICS_ADDR can't be")
	})
	t.Run("a token that could be guessed is refused, and not repeated", func(t *testing.T) {
		_, _, err := metricsSettings{MetricsToken: "hunter2"}.metrics()
		refused(t, err, "ROLLCALL_METRICS_TOKEN must have")
		if strings.Contains(err.Error(), "hunter2") {
			t.Error(err)
		}
	})
}
