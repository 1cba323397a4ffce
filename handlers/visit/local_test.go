package visit_test

import (
	"testing"

	"rollcall/handlers/visit"
)

func TestLocal(t *testing.T) {
	t.Run("a path of ours passes unchanged", func(t *testing.T) {
		for _, next := range []string{"/", "/organizations", "/organizations/acme/users?q=a%26b&state=active", "/organizations/acme/", "/a%20b"} {
			if got := visit.Local(next, "/fallback"); got != next {
				t.Errorf("Local(%q) = %q", next, got)
			}
		}
	})
	t.Run("whatever a browser could take for another host falls back", func(t *testing.T) {
		for _, next := range []string{
			"", "//evil", "/\\evil", "\\\\evil", "https:evil", "https://evil", "http:///evil", "/%09/evil", "/\t/evil", "/\n/evil", "/%0a/evil",
			"/.evil/../..//evil", "/..//evil", "javascript:alert(1)", "data:text/html,x", "evil", "?x", "#x", " /x", "/%5cevil", "/x\x00",
			"//evil%2f..", "/%2f/evil", "/%2fevil", "///evil", "/;//evil", "//evil@host/", "/\u00a0//evil",
		} {
			if got := visit.Local(next, "/fallback"); got != "/fallback" {
				t.Errorf("Local(%q) = %q, must not be followed", next, got)
			}
		}
	})
	t.Run("a dot at the start of a name is just a name", func(t *testing.T) {
		if got := visit.Local("/.evil", "/fallback"); got != "/.evil" {
			t.Errorf("Local = %q", got)
		}
	})
	t.Run("a fragment is dropped", func(t *testing.T) {
		if got := visit.Local("/account#tokens", "/"); got != "/account" {
			t.Errorf("Local = %q", got)
		}
	})
}
