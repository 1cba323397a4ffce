package webhook

import (
	"sync/atomic"

	"rollcall/app/outbound"
	"rollcall/db"
)

// meter counts what this process has done since it started.
type meter struct {
	attempts map[string]*db.Histogram // seconds by outcome: "delivered" or the error class; fixed when it is made
	ended    map[State]*atomic.Uint64 // deliveries, by how they ended
	removed  atomic.Uint64            // rows that retention removed
}

// outcomeDelivered is the outcome of an attempt that succeeded; every other one has the name of its error class.
const outcomeDelivered = "delivered"

func newMeter() *meter {
	m := &meter{attempts: map[string]*db.Histogram{outcomeDelivered: newDurations()}, ended: map[State]*atomic.Uint64{}}
	for _, class := range outbound.Classes() {
		m.attempts[string(class)] = newDurations()
	}
	for _, state := range States() {
		if state.Final() {
			m.ended[state] = &atomic.Uint64{}
		}
	}
	return m
}

// newDurations has buckets up to the longest attempt that a setting allows.
func newDurations() *db.Histogram {
	return db.NewHistogram(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60)
}

// attempt counts one request that was made.
func (m *meter) attempt(r outbound.Result) {
	outcome := string(r.Class)
	if succeeded(r) {
		outcome = outcomeDelivered
	}
	if durations := m.attempts[outcome]; durations != nil {
		durations.Add(r.Phases.Total.Seconds())
	}
}

// end counts deliveries that have ended, once that is committed.
func (m *meter) end(tx *db.Tx, state State, deliveries int) {
	if count := m.ended[state]; count != nil && deliveries > 0 {
		tx.AfterCommit(func() { count.Add(uint64(deliveries)) })
	}
}

// Measures says what the process has done and what waits in the database.
type Measures struct {
	Attempts map[string]db.Counts // seconds of this process's attempts by outcome: "delivered" or the error class
	Ended    map[State]uint64     // deliveries that this process ended, by how
	Removed  uint64               // rows that this process removed because they had been kept long enough
	InFlight int                  // requests of this process
	Places   int                  // how many of them there may be
	Backlog                       // of the whole database, at most some seconds old
}

func (s *Service) inFlight() (n int) {
	s.flying.Range(func(any, any) bool { n++; return true })
	return n
}
