package directory

import (
	"strings"
	"testing"
)

func TestTexts(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		good bool
	}{
		"a plain name is fine":                        {"Ada Lovelace", true},
		"names of every script are fine":              {"李小龙 Ñandú Ωμέγα עברית हिन्दी", true},
		"a family of emoji is fine":                   {"👩‍👩‍👧", true},
		"200 characters are fine, however many bytes": {strings.Repeat("é", 200), true},
		"201 are not":                                 {strings.Repeat("a", 201), false},
		"nothing is not a name":                       {"", false},
		"spaces are not a name":                       {" \t\u00a0\u2003 ", false},
		"characters without a shape are not a name":   {"\u200b\u200d\ufeff", false},
		"a line break is refused":                     {"a\nb", false},
		"a NUL is refused":                            {"a\x00b", false},
		"an escape is refused":                        {"a\x1b[31mb", false},
		"an override of direction is refused":         {"a\u202eb", false},
		"an isolate is refused":                       {"a\u2066b", false},
		"a line separator is refused":                 {"a\u2028b", false},
		"broken UTF-8 is refused":                     {"a\xffb", false},
	} {
		t.Run(name, func(t *testing.T) {
			var p problems
			p.text("name", "Name", c.text, textChars)
			if good := p.err() == nil; good != c.good {
				t.Errorf("%q: %v", c.text, p)
			}
		})
	}
}

func TestAddresses(t *testing.T) {
	for _, good := range []string{"ada@example.com", "a.b+tag@sub.example.co.uk", "root@localhost", "jörg@exämple.de", "o'neil@example.com"} {
		if !isAddress(good) {
			t.Errorf("%q is refused", good)
		}
	}
	for _, bad := range []string{"", "ada", "@", "ada@", "@example.com", "Ada <ada@example.com>", "<ada@example.com>", `"a b"@example.com`, "a@b@c",
		"ada@example.com,bob@example.com", "ada @example.com", "ada@example.com (Ada)", "ada@exa\nmple.com", "ada@example.com\x00", "a\u202e@example.com",
		strings.Repeat("a", 251) + "@b.c", "\xff@example.com"} {
		if isAddress(bad) {
			t.Errorf("%q is accepted", bad)
		}
	}
}

func TestFolding(t *testing.T) {
	t.Run("what looks alike is alike", func(t *testing.T) {
		for _, pair := range [][2]string{{" Ada ", "ada"}, {"STRASSE", "straße"}, {"ＡＤＡ", "ada"}, {"ﬁn", "fin"}, {"E\u0301", "é"}, {"ΣΊΣΥΦΟΣ", "σίσυφος"}} {
			if fold(pair[0]) != fold(pair[1]) {
				t.Errorf("%q and %q differ", pair[0], pair[1])
			}
		}
	})
	t.Run("what differs differs", func(t *testing.T) {
		for _, pair := range [][2]string{{"é", "e"}, {"a.b@x", "ab@x"}, {"a", "а"}} {
			if fold(pair[0]) == fold(pair[1]) {
				t.Errorf("%q and %q are alike", pair[0], pair[1])
			}
		}
	})
	t.Run("names are derived from any text", func(t *testing.T) {
		for text, want := range map[string]string{"Acme, Inc.": "acme-inc", "--a--b--": "a-b", "Ünïcödé": "unicode", "日本": "x", "a.b_c": "a.b_c", "._-": "x", "3M": "3m"} {
			if got := slug(text, "._", "x"); got != want {
				t.Errorf("%q became %q, want %q", text, got, want)
			}
		}
	})
}

// Whatever is typed, folding answers, and a derived name keeps the rule.
func FuzzNames(f *testing.F) {
	f.Add("Ada\xff\x00", 3)
	f.Add(strings.Repeat("ß", 100), 1000)
	f.Fuzz(func(t *testing.T, text string, n int) {
		if folded := foldInput(text, emailBytes); strings.ContainsRune(folded, 0) {
			t.Errorf("%q became %q", text, folded)
		}
		if name := numbered(slug(text, "", "organization"), "-", max(n%1_000_000, 1)); !namePattern.MatchString(name) {
			t.Errorf("%q became %q", text, name)
		}
		if name := numbered(slug(text, "._", "user"), "", max(n%1_000_000, 1)); !usernamePattern.MatchString(name) {
			t.Errorf("%q became %q", text, name)
		}
	})
}
