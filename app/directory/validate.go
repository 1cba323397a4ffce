package directory

import (
	"errors"
	"fmt"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rollcall/app"
	"rollcall/app/access"
)

// The limits of texts, in characters where it says so.
const (
	nameBytes        = 63  // names of organizations and usernames
	textChars        = 200 // names of people, titles of organizations
	groupNameChars   = 100
	descriptionChars = 1000
	emailBytes       = 254 // RFC 5321, 4.5.3.1.3, less the brackets
	maxSeats         = 1_000_000_000
)

var (
	namePattern     = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)
	usernamePattern = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,62}$`)
)

// reservedNames are organizations' names that would hide pages of the site (product.md).
var reservedNames = []string{"new", "admin", "api"}

// problems gathers everything that is wrong with a form, so that people hear it at once.
type problems []app.Field

func (p *problems) add(field, format string, args ...any) {
	*p = append(*p, app.Field{Name: field, Message: fmt.Sprintf(format, args...)})
}

func (p problems) err() error {
	if len(p) == 0 {
		return nil
	}
	return app.Refuse(p...)
}

// text checks one line of text and gives it back trimmed. label begins the sentences.
func (p *problems) text(field, label, value string, limit int) string {
	value = strings.TrimSpace(value)
	switch {
	case !visible(value):
		p.add(field, "%s must not be empty.", label)
	case utf8.RuneCountInString(value) > limit:
		p.add(field, "%s must be at most %d characters long.", label, limit)
	case strings.ContainsFunc(value, disturbing) || !utf8.ValidString(value):
		p.add(field, "%s must not contain line breaks, control characters or characters that turn the direction of text.", label)
	}
	return value
}

// paragraph checks a longer text that may be empty and may have line breaks, and gives it back trimmed.
func (p *problems) paragraph(field, label, value string, limit int) string {
	value = strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n"))
	switch {
	case utf8.RuneCountInString(value) > limit:
		p.add(field, "%s must be at most %d characters long.", label, limit)
	case strings.ContainsFunc(strings.ReplaceAll(value, "\n", ""), disturbing) || !utf8.ValidString(value):
		p.add(field, "%s must not contain control characters or characters that turn the direction of text.", label)
	}
	return value
}

// visible reports whether there is anything to see: not only spaces and characters without a shape.
func visible(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S)
	})
}

// disturbing reports characters that break a line of text: controls, separators of lines, and those that embed,
// override or isolate a direction (Unicode Annex 9), with which a name can pose as another.
func disturbing(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

func (p *problems) username(value string) string {
	value = strings.TrimSpace(value)
	if !usernamePattern.MatchString(value) {
		p.add("username", "Username must start with a lower-case letter or digit and contain only lower-case letters, digits, dots, underscores and hyphens, at most %d.", nameBytes)
	}
	return value
}

func (p *problems) email(value string) string {
	value = strings.TrimSpace(value)
	if !isAddress(value) {
		p.add("email", "Email must be an address like ada@example.com, at most %d characters long.", emailBytes)
	}
	return value
}

// isAddress reports whether s is a bare address: no display name, no quotes, no comment, nothing around it.
func isAddress(s string) bool {
	if len(s) > emailBytes || strings.ContainsFunc(s, disturbing) {
		return false
	}
	a, err := mail.ParseAddress(s)
	return err == nil && a.Name == "" && a.Address == s && strings.Count(s, "@") == 1
}

func (p *problems) organizationName(field, value string) string {
	value = strings.TrimSpace(value)
	switch {
	case !namePattern.MatchString(value):
		p.add(field, "Organization name must start with a lower-case letter or digit and contain only lower-case letters, digits and hyphens, at most %d.", nameBytes)
	case slices.Contains(reservedNames, value):
		p.add(field, "An organization can't be named %q, for pages of the site have that address: choose another name.", value)
	}
	return value
}

func (p *problems) seats(value int64) {
	if value < 0 || value > maxSeats {
		p.add("seats", "Seats must be a number from 0 to %d; 0 means unlimited.", maxSeats)
	}
}

func (p *problems) password(value string) {
	p.take(access.CheckPassword(value))
}

func (p *problems) role(value access.Role) access.Role {
	role, err := access.ParseRole(string(value))
	p.take(err)
	return role
}

// take adds the fields of another room's refusal.
func (p *problems) take(err error) {
	var refusal *app.Error
	if errors.As(err, &refusal) {
		*p = append(*p, refusal.Fields...)
	}
}

// taken is the refusal of a name or address that somebody else has.
func taken(field, format string, args ...any) error {
	return inField(field, app.Errorf(app.Conflict, format, args...).Because(app.ReasonDuplicate))
}

// inField says which field of a form a refusal is about, so that the sentence is shown beside it.
func inField(field string, refusal *app.Error) *app.Error {
	refusal.Fields = []app.Field{{Name: field, Message: refusal.Message}}
	return refusal
}
