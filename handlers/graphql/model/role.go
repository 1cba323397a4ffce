package model

import (
	"strings"

	"rollcall/app/access"
)

// Role is a role with how many members have it.
type Role struct {
	ID          string
	UUID        *string
	Name        string // as clients write it
	Title       string // as people read it
	Description *string
	IsCustom    bool
	MemberCount int
}

func roleOf(role access.Role, members int) *Role {
	title := strings.ReplaceAll(string(role), "_", " ")
	return &Role{ID: string(role), Name: string(role), Title: strings.ToUpper(title[:1]) + title[1:], MemberCount: members}
}
