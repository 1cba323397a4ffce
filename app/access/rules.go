package access

import (
	"unicode/utf8"

	"rollcall/app"
)

// The bounds of a password. There are no rules of composition: length is what helps (NIST SP 800-63B, ASVS 6.2).
const (
	minPasswordRunes = 8
	maxPasswordRunes = 256
	maxPasswordBytes = 4 * maxPasswordRunes
)

// CheckPassword refuses a password that is too short, too long, not text, or among the most common ones: Invalid, field
// "password". Any character counts, spaces too, and nothing is cut off.
func CheckPassword(password string) error {
	switch {
	case len(password) > maxPasswordBytes || utf8.RuneCountInString(password) > maxPasswordRunes:
		return refusePassword("This password is too long: 256 characters are the most.")
	case !utf8.ValidString(password):
		return refusePassword("This password is not readable text: type it again.")
	case utf8.RuneCountInString(password) < minPasswordRunes:
		return refusePassword("Use at least 8 characters; 15 or more are better, such as a few words together.")
	case common(password):
		return refusePassword("This password is one of the most common ones, which attackers try first: choose another, such as a few words together.")
	}
	return nil
}

func refusePassword(sentence string) error {
	return app.Refuse(app.Field{Name: "password", Message: sentence})
}
