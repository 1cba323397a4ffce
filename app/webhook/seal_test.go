package webhook

import (
	"bytes"
	"testing"
)

func testSealer(t *testing.T) sealer {
	t.Helper()
	s, err := newSealer(bytes.Repeat([]byte{7}, keyBytes))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSealer(t *testing.T) {
	s := testSealer(t)
	sealed := s.seal([]byte("secret"), "webhooks", "1", "secret")

	t.Run("opens what it sealed", func(t *testing.T) {
		plain, err := s.open(sealed, "webhooks", "1", "secret")
		if err != nil || string(plain) != "secret" {
			t.Fatalf("got %q, %v", plain, err)
		}
	})
	t.Run("seals the same value differently each time", func(t *testing.T) {
		if bytes.Equal(sealed, s.seal([]byte("secret"), "webhooks", "1", "secret")) {
			t.Fatal("the same bytes twice: the nonce is not random")
		}
	})
	t.Run("holds nothing of the value in the clear", func(t *testing.T) {
		if bytes.Contains(sealed, []byte("secret")) {
			t.Fatal("the value can be read")
		}
	})
	for name, place := range map[string][3]string{
		"another row":    {"webhooks", "2", "secret"},
		"another column": {"webhooks", "1", "headers"},
		"another table":  {"settings", "1", "secret"},
	} {
		t.Run("a value moved to "+name+" does not open", func(t *testing.T) {
			if plain, err := s.open(sealed, place[0], place[1], place[2]); err == nil {
				t.Fatalf("opened: %q", plain)
			}
		})
	}
	t.Run("another key does not open it", func(t *testing.T) {
		other, err := newSealer(bytes.Repeat([]byte{8}, keyBytes))
		if err != nil {
			t.Fatal(err)
		}
		if plain, err := other.open(sealed, "webhooks", "1", "secret"); err == nil {
			t.Fatalf("opened: %q", plain)
		}
	})
	t.Run("a damaged or cut value does not open", func(t *testing.T) {
		for i := range sealed {
			damaged := bytes.Clone(sealed)
			damaged[i] ^= 1
			if _, err := s.open(damaged, "webhooks", "1", "secret"); err == nil {
				t.Fatalf("opened with byte %d changed", i)
			}
			if _, err := s.open(sealed[:i], "webhooks", "1", "secret"); err == nil {
				t.Fatalf("opened when cut to %d bytes", i)
			}
		}
	})
	t.Run("a key of the wrong length is refused", func(t *testing.T) {
		for _, n := range []int{0, 16, 31, 33} {
			if _, err := newSealer(make([]byte, n)); err == nil {
				t.Errorf("a key of %d bytes was taken", n)
			}
		}
	})
}
