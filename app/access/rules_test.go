package access_test

import (
	"strings"
	"testing"

	"rollcall/app"
	"rollcall/app/access"
)

func TestPasswordRules(t *testing.T) {
	t.Run("too short, too long and unreadable ones are refused with a sentence that says which", func(t *testing.T) {
		for password, want := range map[string]string{
			"":                           "at least 8",
			"sevench":                    "at least 8",
			"åäöåäöé":                    "at least 8",
			strings.Repeat("xy-", 86):    "too long",
			strings.Repeat("k", 1<<20):   "too long",
			"not \xff\xfe readable text": "not readable",
		} {
			err := access.CheckPassword(password)
			if !app.Is(err, app.Invalid) || !strings.Contains(err.Error(), want) || err.(*app.Error).Fields[0].Name != "password" {
				t.Errorf("%.20q: %v", password, err)
			}
		}
	})
	t.Run("the most common ones are refused, with their usual decorations", func(t *testing.T) {
		for _, password := range strings.Fields(`password passw0rd Password1 P@ssw0rd1! password123 PASSWORD2024! password12345678 1password passwordpassword
			12345678 123456789 1234567890 87654321 11111111 00000000 12341234 123123123 147258369 12345678910 98765432 1122334455
			qwertyuiop qwerty123 qwerty123456 Qwerty1! qwertzuiop azertyuiop asdfghjkl asdf1234 1qaz2wsx 1q2w3e4r 1q2w3e4r5t zaq12wsx qazwsxedc zxcvbnm123 !@#$%^&*
			abcd1234 abc12345 abcdefgh abcabcabc aaaaaaaa a1b2c3d4 iloveyou ILoveYou2 sunshine princess1 football baseball1 superman batman123 trustno1
			letmein123 welcome1 Welcome2024! changeme administrator admin123456 12qwaszx 1a2b3c4d 10203040 dragon2024 monkey123 shadow123 michael1 jennifer charlie1 computer internet
			starwars pokemon123 liverpool1 chelsea123 jordan23 whatever butterfly chocolate samantha corvette mercedes rollcall rollcall2026 test1234 secret123 hello123`) {
			if err := access.CheckPassword(password); !app.Is(err, app.Invalid) || !strings.Contains(err.Error(), "most common") {
				t.Errorf("%s: %v", password, err)
			}
		}
		for _, password := range []string{"pass word", "i love you", "        ", "correct horse battery staple"} {
			if err := access.CheckPassword(password); !app.Is(err, app.Invalid) {
				t.Errorf("%q: %v", password, err)
			}
		}
	})
	t.Run("anything else will do: words, spaces, any script, no mixture asked for", func(t *testing.T) {
		for _, password := range []string{
			"violet tractor hums", "tinmoldy", "kfjeiwqz", "83620571", "WJDKEOSP", "медленный трамвай", "電車はゆっくり進む", "🦊🐢🎷🌵🚲🧦🪁🍋",
			"dragons rarely password their monkeys", "x9$Lq!pe", "the sun rises at 5", "password manager made this: vK2#", strings.Repeat("kø9! ", 51) + "z",
		} {
			if err := access.CheckPassword(password); err != nil {
				t.Errorf("%q: %v", password, err)
			}
		}
	})
}
