package access

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"golang.org/x/crypto/argon2"

	"rollcall/app"
)

const secretWords = "violet tractor hums"

func newPasswords() *Service { return New(nil, nil, app.SystemClock{}) }

func hash(t *testing.T, s *Service, password string) string {
	t.Helper()
	h, err := s.HashPassword(t.Context(), password)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func verify(t *testing.T, s *Service, hash, password string) (ok, upgrade bool) {
	t.Helper()
	ok, upgrade, err := s.VerifyPassword(t.Context(), hash, password)
	if err != nil {
		t.Fatal(err)
	}
	return ok, upgrade
}

func TestHashPassword(t *testing.T) {
	s := newPasswords()
	t.Run("it makes argon2id in 19 MiB and two passes, with a salt of its own", func(t *testing.T) {
		one, two := hash(t, s, secretWords), hash(t, s, secretWords)
		// 16 bytes are 22 characters of base 64, 32 are 43
		if !regexp.MustCompile(`^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$`).MatchString(one) {
			t.Error(one)
		}
		if one == two {
			t.Error("two hashes of one password are the same")
		}
	})
	t.Run("only the right password is right", func(t *testing.T) {
		long := strings.Repeat("kø9! ", 51) + "z"
		for _, password := range []string{secretWords, " spaces count ", "медленный трамвай", "🦊🐢🎷🌵🚲🧦🪁🍋", long} {
			h := hash(t, s, password)
			if ok, upgrade := verify(t, s, h, password); !ok || upgrade {
				t.Errorf("%q: ok %v, upgrade %v", password, ok, upgrade)
			}
			for _, wrong := range []string{"", password + " ", password[:len(password)-1], strings.ToUpper(password) + "."} {
				if ok, _ := verify(t, s, h, wrong); ok {
					t.Errorf("%q passes for %q", wrong, password)
				}
			}
		}
	})
	t.Run("one spelling of a letter is as good as another", func(t *testing.T) {
		if ok, _ := verify(t, s, hash(t, s, "cr\u00e8me br\u00fbl\u00e9e"), "cre\u0300me bru\u0302le\u0301e"); !ok {
			t.Error("composed and decomposed letters differ")
		}
	})
	t.Run("a password against the rules is refused before any work", func(t *testing.T) {
		s := newPasswords()
		s.hasher.derive = func(_, _ []byte, _, _ uint32, _ uint8, _ uint32) []byte { panic("derived") }
		for _, password := range []string{"short", "password123", strings.Repeat("x", 1<<20)} {
			if _, err := s.HashPassword(t.Context(), password); !app.Is(err, app.Invalid) {
				t.Errorf("%.20q: %v", password, err)
			}
			if ok, _ := verify(t, s, "", strings.Repeat("x", 1<<20)); ok {
				t.Error("a megabyte is right")
			}
		}
	})
}

// work is one derivation: everything that its time depends on.
type work struct {
	passwordLen, saltLen int
	time, memory, keyLen uint32
	lanes                uint8
}

func TestUnknownUser(t *testing.T) {
	s := newPasswords()
	var done []work
	s.hasher.derive = func(password, salt []byte, time, memory uint32, lanes uint8, keyLen uint32) []byte {
		done = append(done, work{len(password), len(salt), time, memory, keyLen, lanes})
		return argon2.IDKey(password, salt, time, memory, lanes, keyLen)
	}
	h := hash(t, s, secretWords)
	done = nil
	known, _ := verify(t, s, h, "something else")
	unknown, _ := verify(t, s, "", "something else")
	if known || unknown {
		t.Error("a wrong password is right")
	}
	if len(done) != 2 || done[0] != done[1] || done[0].memory != 19456 || done[0].time != 2 {
		t.Errorf("a wrong password and an unknown user cost different work: %+v", done)
	}
	t.Run("no password is right for nobody, not even the dummy's own", func(t *testing.T) {
		s.hasher.derive = func(_, _ []byte, _, _ uint32, _ uint8, keyLen uint32) []byte { return make([]byte, keyLen) }
		if ok, upgrade := verify(t, s, "", secretWords); ok || upgrade {
			t.Error("right")
		}
	})
}

func TestOldHashes(t *testing.T) {
	s := newPasswords()
	salt := []byte("0123456789abcdef")
	encoded := func(p argonParams, salt []byte, keyLen uint32) string {
		return encodeHash(p, salt, argon2.IDKey([]byte(secretWords), salt, p.time, p.memory, p.lanes, keyLen))
	}
	for name, c := range map[string]struct {
		hash    string
		upgrade bool
	}{
		"less memory":            {encoded(argonParams{9728, 2, 1}, salt, 32), true},
		"fewer passes":           {encoded(argonParams{19456, 1, 1}, salt, 32), true},
		"a shorter salt":         {encoded(argonParams{19456, 2, 1}, salt[:8], 32), true},
		"a shorter key":          {encoded(argonParams{19456, 2, 1}, salt, 16), true},
		"what is made now":       {encoded(argonParams{19456, 2, 1}, salt, 32), false},
		"46 MiB and one pass":    {encoded(argonParams{47104, 1, 1}, salt, 32), false},
		"more of it, four lanes": {encoded(argonParams{65536, 3, 4}, salt, 32), false},
	} {
		t.Run(name, func(t *testing.T) {
			if ok, upgrade := verify(t, s, c.hash, secretWords); !ok || upgrade != c.upgrade {
				t.Errorf("ok %v, upgrade %v", ok, upgrade)
			}
			if ok, upgrade := verify(t, s, c.hash, "something else"); ok || upgrade {
				t.Errorf("a wrong password: ok %v, upgrade %v", ok, upgrade)
			}
		})
	}
	t.Run("a damaged hash is our fault, not a wrong password", func(t *testing.T) {
		good := encoded(argonParams{19456, 2, 1}, salt, 32)
		for _, bad := range []string{
			"x", "plain text", good[:40], good + "$", good + "!", strings.Replace(good, "argon2id", "argon2i", 1), strings.Replace(good, "v=19", "v=16", 1),
			strings.Replace(good, "m=19456", "m=4194304", 1), strings.Replace(good, "m=19456", "m=0", 1), strings.Replace(good, "t=2", "t=0", 1),
			strings.Replace(good, "t=2", "t=4000000", 1), strings.Replace(good, "p=1", "p=0", 1), "$argon2id$v=19$m=19456,t=2,p=1$$", "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$",
		} {
			if ok, _, err := s.VerifyPassword(t.Context(), bad, secretWords); ok || app.CodeOf(err) != app.Internal {
				t.Errorf("%s: ok %v, %v", bad, ok, err)
			}
		}
	})
}

func TestHashingIsBounded(t *testing.T) {
	t.Run("fifty at once derive a few at a time", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newPasswords()
			var running atomic.Int64
			gate := make(chan struct{})
			s.hasher.derive = func(_, _ []byte, _, _ uint32, _ uint8, keyLen uint32) []byte {
				running.Add(1)
				<-gate
				return make([]byte, keyLen)
			}
			var all sync.WaitGroup
			for range 50 {
				all.Go(func() { s.VerifyPassword(t.Context(), "", secretWords) })
			}
			synctest.Wait() // everybody derives or waits
			if n := running.Load(); n != maxHashing() {
				t.Errorf("%d derive at once, want %d", n, maxHashing())
			}
			close(gate)
			all.Wait()
			if n := running.Load(); n != 50 {
				t.Errorf("%d of 50 had their turn", n)
			}
		})
	})
	t.Run("who waits leaves when the request ends", func(t *testing.T) {
		s := newPasswords()
		if !s.hasher.slots.TryAcquire(maxHashing()) {
			t.Fatal("no slots")
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := s.HashPassword(ctx, secretWords); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		if ok, _, err := s.VerifyPassword(ctx, "", secretWords); ok || !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}
