package db

import (
	"context"
	"hash/fnv"
	"slices"
)

// Lock makes transactions that name the same kind and id wait for each other until the end of this one, so that a
// rule may read before it writes. Kinds are taken in the order organization, webhook, delivery; several ids of one
// kind in one call. On SQLite it does nothing: there is one writer.
func (t *Tx) Lock(ctx context.Context, kind string, ids ...string) error {
	return t.lock(ctx, "SELECT pg_advisory_xact_lock(k) FROM unnest($1::bigint[]) AS k", kind, ids)
}

// LockShared is Lock that doesn't wait for others that took it shared too.
func (t *Tx) LockShared(ctx context.Context, kind string, ids ...string) error {
	return t.lock(ctx, "SELECT pg_advisory_xact_lock_shared(k) FROM unnest($1::bigint[]) AS k", kind, ids)
}

func (t *Tx) lock(ctx context.Context, query, kind string, ids []string) error {
	if t.pgx == nil || len(ids) == 0 {
		return nil
	}
	_, err := t.Exec(ctx, query, lockKeys(kind, ids))
	return err
}

// lockKeys gives each id's number for PostgreSQL, sorted so that no two callers wait for each other crosswise. Two
// ids with one number merely wait for each other.
func lockKeys(kind string, ids []string) []int64 {
	keys := make([]int64, len(ids))
	for i, id := range ids {
		h := fnv.New64a()
		h.Write([]byte(kind + "\x00" + id))
		keys[i] = int64(h.Sum64())
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
