package directory

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// fold is the one form in which names, usernames and addresses are compared and searched: compatibility forms and
// case don't matter (Unicode NFKC and full case folding), nor does white space around. It is done here and kept in a
// column because the two engines fold differently.
func fold(s string) string {
	return norm.NFKC.String(cases.Fold().String(norm.NFKC.String(strings.TrimSpace(s))))
}

// plain is fold without accents: how names of people are searched and sorted, where the bytes of "é" would come after "z".
func plain(s string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(fold(s))))
}

// foldInput is fold for what a stranger typed: cut to a length and free of what a database refuses.
func foldInput(s string, limit int) string {
	if len(s) > limit {
		s = s[:limit]
	}
	return fold(strings.Map(dropControl, strings.ToValidUTF8(s, "")))
}

func dropControl(r rune) rune {
	if unicode.IsControl(r) {
		return -1
	}
	return r
}

// slug reduces a text to letters a-z, digits and the characters of keep, everything else becoming one hyphen, with a
// letter or digit first and last and at most 63 bytes; instead when nothing is left.
func slug(text, keep, instead string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(fold(text)) {
		switch {
		case isNameRune(r) || strings.ContainsRune(keep, r):
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r): // the accent that NFKD parted from its letter
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	s := strings.TrimLeft(b.String(), "-"+keep)
	s = strings.TrimRight(s[:min(len(s), nameBytes)], "-"+keep)
	if s == "" {
		return instead
	}
	return s
}

func isNameRune(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' }

// numbered is the n-th name to try when base is taken: base itself, then with 2, 3, … after sep, within 63 bytes.
func numbered(base, sep string, n int) string {
	if n == 1 {
		return base
	}
	tail := sep + strconv.Itoa(n)
	return base[:min(len(base), nameBytes-len(tail))] + tail
}
