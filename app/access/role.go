package access

import (
	"slices"
	"strings"
	"unicode/utf8"

	"rollcall/app"
)

// Role is what a member is in one organization, pipe or table (contracts/pipefy.md, Member rules). "" is no member at all.
type Role string

// The roles of an organization, a closed list. Admin is one of a pipe and of a table too.
const (
	Admin         Role = "admin"
	Normal        Role = "normal"
	CompanyGuest  Role = "company_guest"
	ExternalGuest Role = "external_guest"
)

// The other roles of a pipe, a closed list. A table has Admin and Member only.
const (
	Member         Role = "member"
	Creator        Role = "creator"
	MyCardsOnly    Role = "my_cards_only"
	ReadAndComment Role = "read_and_comment"
)

// Roles lists the roles of an organization in the order in which pages offer them.
func Roles() []Role { return []Role{Admin, Normal, CompanyGuest, ExternalGuest} }

// Roles lists the roles of a pipe, or of a table, in the order in which pages offer them.
func (k SpaceKind) Roles() []Role {
	if k == Table {
		return []Role{Admin, Member}
	}
	return []Role{Admin, Member, Creator, MyCardsOnly, ReadAndComment}
}

// ParseRole reads a role of an organization; "member" is another word for normal. The error is Invalid, field and reason
// "role", and names the valid ones.
func ParseRole(s string) (Role, error) {
	if Role(s) == Member {
		return Normal, nil
	}
	return parseRole(s, "an organization", Roles())
}

// ParseRole reads a role of a pipe or table. The error is Invalid, field and reason "role", and names the valid ones.
func (k SpaceKind) ParseRole(s string) (Role, error) { return parseRole(s, "a "+string(k), k.Roles()) }

func parseRole(s, of string, valid []Role) (Role, error) {
	if slices.Contains(valid, Role(s)) {
		return Role(s), nil
	}
	words := make([]string, len(valid))
	for i, r := range valid {
		words[i] = string(r)
	}
	last := len(words) - 1
	return "", app.Refuse(app.Field{Name: "role", Message: "There is no role \"" + quotable(s) + "\" in " + of + ": choose " +
		strings.Join(words[:last], ", ") + " or " + words[last] + "."}).Because(app.ReasonRole)
}

// quotable keeps a sentence readable that quotes what somebody sent.
func quotable(s string) string {
	if utf8.RuneCountInString(s) > 100 {
		return plain(s, 100) + "…"
	}
	return plain(s, 100)
}

// Guest reports whether the role is one of the two guest roles.
func (r Role) Guest() bool { return r == CompanyGuest || r == ExternalGuest }
