package access

import (
	_ "embed" // the list of words
	"slices"
	"strings"
	"unicode"
)

// commonWords is a list, one a line, in small letters. What makes "password" into "P@ssw0rd1!" is undone by the code,
// so that a thousand words stand for the tens of thousands of passwords that attackers try first.
//
//go:embed common.txt
var commonWords string

// keyboard are the runs that fingers make.
const keyboard = "01234567890 abcdefghijklmnopqrstuvwxyz qwertyuiop asdfghjkl; zxcvbnm,./ qwertzuiop yxcvbnm azertyuiop qsdfghjklm wxcvbn " +
	"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/ qazwsxedcrfvtgbyhnujmikolp 1q2w3e4r5t6y7u8i9o0p q1w2e3r4t5y6u7i8o9p0 a1b2c3d4e5f6g7h8 1a2b3c4d5e6f7g8h 12qwaszx 1020304050607080 1213141516171819 a1s2d3f4g5h6 " +
	"147258369 112233445566778899 159753 741852963 1357913579 2468024680 !@#$%^&*()"

// common reports whether the password is one of the most common ones, or one of them with the usual decoration: capitals,
// digits for letters, a number or a mark at an end, itself twice. Runs along the keyboard count too.
func common(password string) bool {
	folded := strings.ToLower(password)
	for _, p := range []string{folded, strings.Join(strings.Fields(folded), ""), plainLetters(folded)} {
		if commonWord(p) || mostlyRuns(p) || repeated(p) {
			return true
		}
	}
	return false
}

// commonWord looks for the word itself, and for it within a decoration that is no longer than it or only a run.
func commonWord(p string) bool {
	if listed(p) {
		return true
	}
	head := strings.TrimRightFunc(p, notLetter)
	core := strings.TrimLeftFunc(head, notLetter)
	before, after := head[:len(head)-len(core)], p[len(head):]
	if 2*len(core) < len(p) && !(mostlyRuns(before) && mostlyRuns(after)) {
		return false
	}
	return listed(plainLetters(core)) || repeated(core) || listed(plainLetters(head))
}

func listed(word string) bool { return strings.Contains(commonWords, "\n"+word+"\n") }

// repeated reports whether p is one short or common piece over and over.
func repeated(p string) bool {
	for size := 1; size <= len(p)/2; size++ {
		if len(p)%size == 0 && strings.Repeat(p[:size], len(p)/size) == p {
			return size <= 4 || listed(p[:size]) || mostlyRuns(p[:size])
		}
	}
	return false
}

// mostlyRuns reports whether p is made of runs of three and more along the keyboard, the digits or the alphabet, in either
// direction, or of one character, but for two characters at most.
func mostlyRuns(p string) bool {
	outside := 0
	for len(p) > 0 {
		n := max(runLength(p, keyboard), runLength(p, reversed(keyboard)), len(p)-len(strings.TrimLeft(p, p[:1])))
		if n < 3 {
			n = 1
			outside++
		}
		p = p[n:]
	}
	return outside <= 2
}

// runLength is how many characters at the beginning of p stand side by side in rows.
func runLength(p, rows string) int {
	n := 0
	for n < len(p) && p[n] != ' ' && strings.Contains(rows, p[:n+1]) {
		n++
	}
	return n
}

func reversed(s string) string {
	b := []byte(s)
	slices.Reverse(b)
	return string(b)
}

// plainLetters undoes the usual digits and marks for letters.
func plainLetters(s string) string {
	return strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "8", "b", "@", "a", "$", "s", "!", "i").Replace(s)
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }
