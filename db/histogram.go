package db

import (
	"math"
	"sync/atomic"
)

// Histogram counts values in buckets, for whoever shows them; it knows no monitoring system. It is safe for concurrent
// use, and adding a value costs nanoseconds.
type Histogram struct {
	bounds []float64 // upper ends of the buckets, ascending; one more bucket has no end
	counts []atomic.Uint64
	sum    atomic.Uint64 // bits of a float64
}

// NewHistogram makes a histogram with these upper ends of buckets, ascending.
func NewHistogram(bounds ...float64) *Histogram {
	return &Histogram{bounds: bounds, counts: make([]atomic.Uint64, len(bounds)+1)}
}

// Seconds are bounds for waits and work inside of one process, 50 µs to 10 s.
func Seconds() []float64 {
	return []float64{0.00005, 0.0002, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10}
}

// Add counts one value.
func (h *Histogram) Add(value float64) {
	i := 0
	for i < len(h.bounds) && value > h.bounds[i] {
		i++
	}
	h.counts[i].Add(1)
	for {
		old := h.sum.Load()
		if h.sum.CompareAndSwap(old, math.Float64bits(math.Float64frombits(old)+value)) {
			return
		}
	}
}

// Counts is what a histogram holds at one moment.
type Counts struct {
	Count   uint64
	Sum     float64
	Buckets map[float64]uint64 // by upper end, each with those below it
}

// Read is what was counted so far.
func (h *Histogram) Read() Counts {
	c := Counts{Sum: math.Float64frombits(h.sum.Load()), Buckets: make(map[float64]uint64, len(h.bounds))}
	for i := range h.counts {
		c.Count += h.counts[i].Load()
		if i < len(h.bounds) {
			c.Buckets[h.bounds[i]] = c.Count
		}
	}
	return c
}
