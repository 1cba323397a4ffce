package main

import (
	"fmt"
	"strconv"
	"time"

	"rollcall/app/webhook"
)

// Bounds of the settings of health. A webhook that is to stay enabled for ever has long limits; there is no switch, for
// nobody would see that it is off.
const (
	maxFailures  = 100_000
	minDisabling = time.Second
	maxDisabling = 90 * 24 * time.Hour
)

// limits resolves when webhooks are failing and when they are disabled.
func (s deliverySettings) limits() (l webhook.Limits, err error) {
	if l.FailingAfter, err = whole("ROLLCALL_FAILING_AFTER", s.FailingAfter, 1, maxFailures, ""); err != nil {
		return webhook.Limits{}, err
	}
	if l.DisableFailures, err = whole("ROLLCALL_DISABLE_FAILURES", s.DisableFailures, l.FailingAfter, maxFailures, " (ROLLCALL_FAILING_AFTER)"); err != nil {
		return webhook.Limits{}, err
	}
	l.DisableAfter, err = time.ParseDuration(s.DisableAfter)
	if err != nil || l.DisableAfter < minDisabling || l.DisableAfter > maxDisabling {
		return webhook.Limits{}, wrong("ROLLCALL_DISABLE_AFTER", s.DisableAfter, "set it to a time from 1s to 2160h, like 72h")
	}
	return l, nil
}

// perWebhook resolves how many of the workers one webhook may have; 0, for the default, when it is not set.
func (s deliverySettings) perWebhook(workers int) (int, error) {
	if s.PerWebhook == "" {
		return 0, nil
	}
	return whole("ROLLCALL_WORKERS_PER_WEBHOOK", s.PerWebhook, 1, workers, "")
}

// whole reads a whole number between two bounds; why says where the lower one comes from.
func whole(setting, value string, least, most int, why string) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < least || n > most {
		return 0, wrong(setting, value, fmt.Sprintf("set it to a whole number from %d%s to %d", least, why, most))
	}
	return n, nil
}
