package access

import (
	"encoding/base64"
	"testing"
)

func TestSecrets(t *testing.T) {
	t.Run("ten thousand secrets of 256 bits, no two alike", func(t *testing.T) {
		seen := map[string]bool{}
		for range 10_000 {
			secret := newSecret()
			raw, err := base64.RawURLEncoding.DecodeString(secret)
			if err != nil || len(raw) != 32 || len(secret) != secretLen || seen[secret] {
				t.Fatalf("%q: %d bytes, %v", secret, len(raw), err)
			}
			seen[secret] = true
		}
	})
	t.Run("a token with one letter changed is told from a token without the database", func(t *testing.T) {
		id, secret := newTokenSecret(tokenPrefix)
		if got, ok := readTokenID(tokenPrefix, secret); !ok || got != id {
			t.Fatalf("%q has the id %q, want %q", secret, got, id)
		}
		for i := range secret {
			for _, letter := range "ab2" {
				changed := secret[:i] + string(letter) + secret[i+1:]
				if _, ok := readTokenID(tokenPrefix, changed); ok && changed != secret {
					t.Errorf("%q passes for a token", changed)
				}
			}
		}
	})
}
