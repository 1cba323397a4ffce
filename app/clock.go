package app

import "time"

// Clock tells the time. It is an interface because tests move time by hand.
type Clock interface {
	// Now is the present in UTC, truncated to microseconds: what both engines store and give back unchanged.
	Now() time.Time
}

// SystemClock is the machine's clock.
type SystemClock struct{}

// Now implements Clock.
func (SystemClock) Now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }
