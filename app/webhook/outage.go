package webhook

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"rollcall/app/outbound"
	"rollcall/db"
)

// An outage of ours looks like a failure of every receiver at once. A webhook is not disabled for it, and the time it
// took does not count (docs/decisions/005-health.md): when name lookup or connecting fails for the webhook and for those
// of at least two other hosts, all of it since about the last time that any receiver answered anything, the fault is
// taken to be ours.
const (
	outageHosts = 3                // failing alike, the webhook's own included
	outageSlack = 10 * time.Minute // the first failures of an outage may come this long before the last answer
	noteGap     = time.Minute      // between two notes of when a receiver last answered
)

// The classes of an outage of ours: the receiver was not reached at all.
const unreachable = `('` + string(outbound.DNSFailed) + `', '` + string(outbound.TimeoutConnect) + `', '` + string(outbound.ConnectionRefused) + `')`

// lastReached is the row of the settings with when any receiver last answered, in microseconds.
const lastReached = "webhooks_last_reached"

// ourOutage reports whether a webhook's failing is taken for an outage of ours.
func (s *Service) ourOutage(ctx context.Context, q db.Queryer, h standing) (bool, error) {
	reached, err := loadReached(ctx, q)
	if err != nil {
		return false, err
	}
	failing, err := listUnreachable(ctx, q, reached)
	if err != nil || len(failing) < outageHosts {
		return false, err
	}
	for _, f := range failing {
		if f.id == h.id {
			return hostsOf(failing) >= outageHosts, nil
		}
	}
	return false, nil
}

// listUnreachable is the enabled webhooks whose receivers have not been reached since about then.
func listUnreachable(ctx context.Context, q db.Queryer, reached time.Time) ([]standing, error) {
	rows, err := q.Query(ctx, `SELECT `+standingColumns+` FROM webhooks WHERE failures > 0 AND enabled AND deleted_at IS NULL
		AND error_class IN `+unreachable+` AND failing_since >= $1`, reached.Add(-outageSlack))
	if err != nil {
		return nil, fmt.Errorf("list webhooks that can't be reached: %w", err)
	}
	return collect(rows, scanStanding)
}

// hostsOf counts hosts, ports apart: several webhooks of one receiver are one witness.
func hostsOf(list []standing) int {
	hosts := map[string]bool{}
	for _, h := range list {
		hosts[hostOf(h.url)] = true
	}
	return len(hosts)
}

// hostOf is the host of a URL without its port.
func hostOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	return strings.ToLower(u.Hostname())
}

// loadReached is when any receiver last answered; 1970 when none ever did.
func loadReached(ctx context.Context, q db.Queryer) (time.Time, error) {
	var value string
	err := q.QueryRow(ctx, `SELECT value FROM settings WHERE name = $1`, lastReached).Scan(&value)
	if errors.Is(err, errNoRows) {
		return time.Unix(0, 0).UTC(), nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("find when a receiver last answered: %w", err)
	}
	micros, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("read when a receiver last answered: %w", err)
	}
	return time.UnixMicro(micros).UTC(), nil
}

// noteReached stores when a receiver last answered this process, about once a minute and never on the way of a delivery.
// If that ends an outage of ours, the countdowns of those who could not be reached begin anew.
func (s *Service) noteReached(ctx context.Context) error {
	micros := s.reached.Load()
	if at := time.UnixMicro(micros).UTC(); micros == 0 || at.Sub(time.UnixMicro(s.noted.Load())) < noteGap {
		return nil
	}
	err := s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Lock(ctx, "settings", lastReached); err != nil {
			return err
		}
		return s.storeReached(ctx, tx, time.UnixMicro(micros).UTC())
	})
	if err == nil {
		s.noted.Store(micros)
	}
	return err
}

func (s *Service) storeReached(ctx context.Context, tx *db.Tx, at time.Time) error {
	before, err := loadReached(ctx, tx)
	if err != nil || !at.After(before) {
		return err
	}
	if at.Sub(before) > outageSlack {
		if err := s.forgive(ctx, tx, before, at); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, `INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value`,
		lastReached, strconv.FormatInt(at.UnixMicro(), 10))
	if err != nil {
		return fmt.Errorf("note when a receiver last answered: %w", err)
	}
	return nil
}

// forgive ends an outage of ours that began about at before, if there was one.
func (s *Service) forgive(ctx context.Context, tx *db.Tx, before, at time.Time) error {
	failing, err := listUnreachable(ctx, tx, before)
	if err != nil || hostsOf(failing) < outageHosts {
		return err
	}
	s.log.Info("receivers answer again: the time in which none could be reached does not count against their webhooks", "webhooks", len(failing), "since", before)
	ids := make([]string, len(failing))
	for i, h := range failing {
		ids[i] = h.id
	}
	for ; len(ids) > 0; ids = ids[min(len(ids), placesAtOnce):] {
		if err := restartCountdown(ctx, tx, at, ids[:min(len(ids), placesAtOnce)]...); err != nil {
			return err
		}
	}
	return nil
}
