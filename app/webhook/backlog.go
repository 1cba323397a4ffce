package webhook

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"rollcall/db"
)

// Wait is why a delivery has not been sent yet: a finer word than State.
type Wait string

// The reasons to wait, a closed list.
const (
	WaitsFirst     Wait = "pending"   // its first attempt has not been made
	WaitsSchedule  Wait = "retrying"  // an attempt failed, and the next one has its time
	WaitsThrottled Wait = "throttled" // the receiver asked for a pause
	WaitsHeld      Wait = "held"      // the webhook is not enabled
)

// Waits is every reason to wait.
func Waits() []Wait { return []Wait{WaitsFirst, WaitsSchedule, WaitsThrottled, WaitsHeld} }

// Waiting is some deliveries that wait for one reason.
type Waiting struct {
	Count  int
	Oldest time.Time // when the oldest of them was made; zero when there is none
}

// WebhookBacklog is what waits for one webhook for one reason.
type WebhookBacklog struct {
	WebhookID, Name, Organization string
	Wait                          Wait
	Waiting
}

// Backlog is what waits in the database.
type Backlog struct {
	Waiting  map[Wait]Waiting  // every reason is in it
	Worst    []WebhookBacklog  // of each reason the ten webhooks that have waited longest
	Webhooks map[Condition]int // that are not deleted
}

const (
	worstMost   = 10               // webhooks of each reason: somebody with ten thousand of them still gets a page of figures
	backlogAge  = 10 * time.Second // how old a backlog may be that is told again
	backlogPart = 20               // asking for it takes a twentieth of one reader's time at most
)

// backlogs keeps the last backlog, so that asking for it often costs nothing: however many deliveries wait, and whoever
// asks.
type backlogs struct {
	mu    sync.Mutex
	last  Backlog
	until time.Time
}

// Measure reads what the process has done and what waits.
func (s *Service) Measure(ctx context.Context) (Measures, error) {
	m := Measures{Attempts: map[string]db.Counts{}, Ended: map[State]uint64{}, Removed: s.meter.removed.Load(), InFlight: s.inFlight(), Places: s.workers}
	for outcome, durations := range s.meter.attempts {
		m.Attempts[outcome] = durations.Read()
	}
	for state, count := range s.meter.ended {
		m.Ended[state] = count.Load()
	}
	s.backlogs.mu.Lock()
	defer s.backlogs.mu.Unlock()
	if now := time.Now(); now.After(s.backlogs.until) {
		last, err := s.backlog(ctx)
		if err != nil {
			return m, fmt.Errorf("measure what waits: %w", err)
		}
		s.backlogs.last, s.backlogs.until = last, time.Now().Add(max(backlogAge, backlogPart*time.Since(now)))
	}
	m.Backlog = s.backlogs.last
	return m, nil
}

// backlog counts in indexes. Only of what is retried are rows read: those that the receiver delays are among them.
func (s *Service) backlog(ctx context.Context) (Backlog, error) {
	b := Backlog{Waiting: map[Wait]Waiting{}}
	for _, wait := range Waits() {
		b.Waiting[wait] = Waiting{}
	}
	var all []WebhookBacklog
	for _, query := range backlogQueries {
		rows, err := s.db.Query(ctx, query)
		if err != nil {
			return b, err
		}
		found, err := collect(rows, scanBacklog)
		if err != nil {
			return b, err
		}
		all = append(all, found...)
	}
	for _, one := range all {
		b.Waiting[one.Wait] = b.Waiting[one.Wait].and(one.Waiting)
	}
	b.Worst = worst(all)
	if err := s.nameWorst(ctx, b.Worst); err != nil {
		return b, err
	}
	var err error
	b.Webhooks, err = s.countConditions(ctx)
	return b, err
}

// The deliveries that wait, by webhook and reason. MIN of an expression: of the column itself PostgreSQL would rather walk
// all deliveries by the primary key.
var backlogQueries = []string{
	`SELECT webhook_id, 'pending', COUNT(*), MIN(id || '') FROM deliveries WHERE lane IS NOT NULL AND state = 'pending' GROUP BY webhook_id`,
	`SELECT webhook_id, wait, COUNT(*), MIN(id || '') FROM (SELECT webhook_id, id, CASE WHEN due_reason IN ('throttle', 'retry_after') THEN 'throttled' ELSE 'retrying' END AS wait
		FROM deliveries WHERE lane IS NOT NULL AND state = 'retrying') AS retried GROUP BY webhook_id, wait`,
	`SELECT id, 'held', held, oldest FROM (SELECT w.id, (SELECT COUNT(*) FROM deliveries WHERE webhook_id = w.id AND ` + settled + ` AND state = 'held') AS held,
		(SELECT MIN(id || '') FROM deliveries WHERE webhook_id = w.id AND ` + settled + ` AND state = 'held') AS oldest FROM webhooks w) AS each WHERE held > 0`,
}

func scanBacklog(row scanner) (b WebhookBacklog, err error) {
	var oldest string
	err = row.Scan(&b.WebhookID, &b.Wait, &b.Count, &oldest)
	b.Oldest, _ = madeAt(oldest) // every delivery's id names its time
	return b, err
}

func (w Waiting) and(other Waiting) Waiting {
	w.Count += other.Count
	if w.Oldest.IsZero() || other.Oldest.Before(w.Oldest) {
		w.Oldest = other.Oldest
	}
	return w
}

// worst is the webhooks that have waited longest, some of each reason.
func worst(all []WebhookBacklog) (most []WebhookBacklog) {
	slices.SortFunc(all, func(a, b WebhookBacklog) int {
		return cmp.Or(a.Oldest.Compare(b.Oldest), cmp.Compare(a.WebhookID, b.WebhookID))
	})
	count := map[Wait]int{}
	for _, one := range all {
		if count[one.Wait]++; count[one.Wait] <= worstMost {
			most = append(most, one)
		}
	}
	return most
}

func (s *Service) nameWorst(ctx context.Context, list []WebhookBacklog) error {
	if len(list) == 0 {
		return nil
	}
	ids := make([]string, len(list))
	for i, one := range list {
		ids[i] = one.WebhookID
	}
	rows, err := s.db.Query(ctx, `SELECT w.id, w.name, o.name FROM webhooks w JOIN organizations o ON o.id = w.organization_id WHERE w.id IN (`+placeholders(1, len(ids))+`)`, anys(ids)...)
	if err != nil {
		return err
	}
	names, err := collect(rows, func(row scanner) (b WebhookBacklog, err error) {
		return b, row.Scan(&b.WebhookID, &b.Name, &b.Organization)
	})
	for i := range list {
		for _, named := range names {
			if named.WebhookID == list[i].WebhookID {
				list[i].Name, list[i].Organization = named.Name, named.Organization
			}
		}
	}
	return err
}

func (s *Service) countConditions(ctx context.Context) (map[Condition]int, error) {
	count := map[Condition]int{ConditionEnabled: 0, ConditionPaused: 0, ConditionFailing: 0, ConditionDisabled: 0}
	rows, err := s.db.Query(ctx, fmt.Sprintf(`SELECT enabled, pause, failing, COUNT(*) FROM (SELECT enabled, pause, failures >= %d AS failing FROM webhooks WHERE deleted_at IS NULL) AS w
		GROUP BY enabled, pause, failing`, s.limits.FailingAfter))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var w Webhook
		var n int
		if err := rows.Scan(&w.Enabled, &w.Pause, &w.Failing, &n); err != nil {
			return nil, err
		}
		count[w.Condition()] += n
	}
	return count, rows.Err()
}
