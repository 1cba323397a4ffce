package model

import "sync"

// shared is something that is read once for all the objects that were found together, when the first of them is asked
// for it. The others wait for it, and get the same error if it failed.
type shared[T any] struct {
	once  sync.Once
	value T
	err   error
}

func (s *shared[T]) get(load func() (T, error)) (T, error) {
	s.once.Do(func() { s.value, s.err = load() })
	return s.value, s.err
}

// keyed is shared for each set of arguments: a field may be asked for several times with different ones.
type keyed[K comparable, T any] struct {
	mu    sync.Mutex
	byKey map[K]*shared[T]
}

func (k *keyed[K, T]) get(key K, load func() (T, error)) (T, error) {
	k.mu.Lock()
	if k.byKey == nil {
		k.byKey = map[K]*shared[T]{}
	}
	s, known := k.byKey[key]
	if !known {
		s = new(shared[T])
		k.byKey[key] = s
	}
	k.mu.Unlock()
	return s.get(load)
}
