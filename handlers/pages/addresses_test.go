package pages

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAddresses(t *testing.T) {
	for typed, want := range map[string][]string{
		"":                              nil,
		" \r\n,; ":                      nil,
		"a@x.example":                   {"a@x.example"},
		"a@x.example\r\nb@x.example":    {"a@x.example", "b@x.example"},
		"a@x.example, b@x.example;c":    {"a@x.example", "b@x.example", "c"},
		"A@x.example, a@X.example":      {"A@x.example"},
		"Ada <a@x.example>, < b@x >":    {"a@x.example", "b@x"},
		`"Hopper, Grace" <g@x.example>`: {"g@x.example"},
		"\"never closed, a@x.example\nb@x.example": {`"never closed, a@x.example`, "b@x.example"},
	} {
		if diff := cmp.Diff(want, addresses(typed)); diff != "" {
			t.Errorf("%q: %s", typed, diff)
		}
	}
}
