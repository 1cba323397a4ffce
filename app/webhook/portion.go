package webhook

import (
	"time"

	"rollcall/db"
)

// The measures of a portion.
const (
	portionStart = 16
	portionLeast = 8
	portionGood  = time.Millisecond     // quicker than this, and the next is twice as large
	portionBad   = 2 * time.Millisecond // slower, and it is half

	breathMost = 100 * time.Millisecond // between two of them: as long as the last one took, so that others have the writer half of the time
)

// The pace at which what can wait is sent: so many requests a millisecond. A receiver that answers at once would otherwise
// have all its places used in the same moment, and a healthy webhook's one request would wait for a processor behind them.
// One that takes its usual 50 ms has no more than 32 places in that time anyway.
const (
	stepMost = 4
	stepGap  = time.Millisecond
)

// portion is how much goes into one transaction of what a drain has to write and can wait. On SQLite others wait for the
// writer behind it, the one event of a healthy webhook too: so it is as much as is written in a millisecond or two, and after each comes
// a pause that is as long as the portion took with its commit. PostgreSQL has no such queue.
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
