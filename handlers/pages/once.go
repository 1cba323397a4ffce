package pages

import (
	"sync"
	"time"
)

const (
	onceFor  = 5 * time.Minute
	onceMost = 1000
)

// once keeps a value between the request that made it and the page that shows it one time: the signing secret of a new
// webhook. It is in memory only, so that no cookie, log or table has it; after a restart, or when another process
// answers, the page offers the audited way to see it instead. The zero value is ready.
type once struct {
	mu   sync.Mutex
	kept map[string]shown
}

type shown struct {
	value string
	until time.Time
}

// put keeps a value for five minutes; others go when there are too many.
func (o *once) put(key, value string, now time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.kept == nil {
		o.kept = map[string]shown{}
	}
	for k, s := range o.kept {
		if now.After(s.until) || len(o.kept) >= onceMost {
			delete(o.kept, k)
		}
	}
	o.kept[key] = shown{value, now.Add(onceFor)}
}

// take returns the value and forgets it; "" when there is none, or it is too old.
func (o *once) take(key string, now time.Time) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	s := o.kept[key]
	delete(o.kept, key)
	if now.After(s.until) {
		return ""
	}
	return s.value
}
