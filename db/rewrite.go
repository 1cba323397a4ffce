package db

import (
	"strings"
	"sync"
	"sync/atomic"
)

// rewriteLimit bounds the cache: texts beyond it (lists of varying length) are rewritten each time.
const rewriteLimit = 2000

// rewriter turns $1 into ?1 for SQLite. The driver takes $1 for a name and binds names in the order they first
// appear, so "SET a = $2 WHERE id = $1" would silently bind the wrong values; ?1 is SQLite's own number.
type rewriter struct {
	cache sync.Map // text → text
	size  atomic.Int64
}

func (r *rewriter) sqlite(query string) string {
	if v, ok := r.cache.Load(query); ok {
		return v.(string)
	}
	out := strings.ReplaceAll(query, "$", "?")
	if r.size.Add(1) <= rewriteLimit {
		r.cache.Store(query, out)
	}
	return out
}
