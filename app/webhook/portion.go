package webhook

import (
	"time"

	"rollcall/db"
)

// The measures of a portion.
const (
	portionStart = 32
	portionLeast = 8
	portionGood  = 2 * time.Millisecond // quicker than this, and the next is twice as large
	portionBad   = 5 * time.Millisecond // slower, and it is half
)

// portion is how much goes into one transaction of what a drain has to write and can wait. On SQLite others wait for the
// writer behind it, the one event of a healthy webhook too: so it is as much as is written in a few milliseconds, and a
// webhook with a long backlog lets others pass between two portions. PostgreSQL has no such queue.
type portion struct {
	size, most int
	fixed      bool
}

// newPortion is a portion that grows to most at most.
func (s *Service) newPortion(most int) portion {
	if s.db.Engine() != db.SQLite {
		return portion{size: most, most: most, fixed: true}
	}
	return portion{size: min(portionStart, most), most: most}
}

// learn takes in how long the last transaction took, without its commit, for so many rows.
func (p *portion) learn(rows int, took time.Duration) {
	switch {
	case p.fixed:
	case took > portionBad:
		p.size = max(p.size/2, min(portionLeast, p.most))
	case took < portionGood && rows >= p.size:
		p.size = min(2*p.size, p.most)
	}
}
