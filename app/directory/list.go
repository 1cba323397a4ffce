package directory

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/db"
)

// pageLimit is the most that a page of users holds, and what it holds when nobody says.
const (
	pageLimit   = 100
	pageDefault = 50
	queryBytes  = 200
)

// UserFilter narrows a list of users. The zero filter is everybody.
type UserFilter struct {
	Query string      // part of a name, username or address, whatever the case
	State UserState   // "" is any
	Role  access.Role // "" is any
	Group int64       // members of this group only; 0 is no matter
	After string      // UserPage.Next of the page before
	Limit int         // 1–100; 0 is 50
}

// UserPage is one page of members, by name.
type UserPage struct {
	Members []Member
	Next    string // for UserFilter.After; "" on the last page
}

// Users lists the members of an organization, its own and guests, by name. Removed users are not listed.
func (s *Service) Users(ctx context.Context, actor access.Actor, org string, filter UserFilter) (UserPage, error) {
	return s.Members(ctx, actor, InOrganization(org), filter)
}

// Members lists the members of an organization, pipe or table by name, with the role there.
func (s *Service) Members(ctx context.Context, actor access.Actor, where Where, filter UserFilter) (UserPage, error) {
	p, err := s.seeAt(ctx, actor, where, viewMembers)
	if err != nil {
		return UserPage{}, err
	}
	if err := filter.check(p); err != nil {
		return UserPage{}, err
	}
	return listMembers(ctx, s.db, p.place(), filter)
}

func (f *UserFilter) check(at spot) error {
	var p problems
	if f.State != "" && !slices.Contains([]UserState{Invited, Active, Disabled}, f.State) {
		p.add("state", "There is no state %q: choose invited, active or disabled.", f.State)
	}
	if f.Role != "" {
		role, err := at.parseRole(string(f.Role))
		f.Role = role
		p.take(err)
	}
	if _, _, err := parseCursor(f.After); err != nil {
		p.take(err)
	}
	return p.err()
}

func listMembers(ctx context.Context, q db.Queryer, at event.Place, f UserFilter) (UserPage, error) {
	name, id, err := parseCursor(f.After)
	if err != nil {
		return UserPage{}, err
	}
	limit, query, from := f.limit(), foldInput(f.Query, queryBytes), sourceOf(at.Scope)
	rows, err := q.Query(ctx, "SELECT "+from.columns+from.from+"WHERE "+from.key+` = $1 AND u.state <> 'removed'
		AND ($2 = '' OR u.state = $2) AND ($3 = '' OR m.role = $3)
		AND (CAST($4 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM group_members gm WHERE gm.group_id = $4 AND gm.user_id = u.id))
		AND ($5 = '' OR u.name_folded LIKE $6 ESCAPE '!' OR u.username_folded LIKE $5 ESCAPE '!' OR u.email_folded LIKE $5 ESCAPE '!')
		AND (u.name_folded, u.id) > ($7, $8) ORDER BY u.name_folded, u.id LIMIT $9`,
		at.ID, string(f.State), string(f.Role), f.Group, likePart(query), likePart(plain(query)), name, id, limit+1)
	if err != nil {
		return UserPage{}, fmt.Errorf("list members of %s %d: %w", at.Scope, at.ID, err)
	}
	members, err := collect(rows, scanMember)
	if err != nil || len(members) <= limit {
		return UserPage{Members: members}, err
	}
	return UserPage{Members: members[:limit], Next: cursor(members[limit-1])}, nil
}

func (f UserFilter) limit() int {
	if f.Limit <= 0 {
		return pageDefault
	}
	return min(f.Limit, pageLimit)
}

// likePart is the LIKE pattern, with the escape character "!", of every text that has s in it; "" for none.
func likePart(s string) string {
	if s == "" {
		return ""
	}
	return "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(s) + "%"
}

// cursor names the place after a member in the order of the list.
func cursor(m Member) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(m.ID, 10) + " " + plain(m.Name)))
}

// parseCursor reads a cursor; "" is the beginning of the list.
func parseCursor(s string) (name string, id int64, err error) {
	if s == "" {
		return "", 0, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	number, name, ok := strings.Cut(string(b), " ")
	id, bad := strconv.ParseInt(number, 10, 64)
	if err != nil || bad != nil || !ok || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
		return "", 0, app.Refuse(app.Field{Name: "after", Message: "This page of the list doesn't exist: start from the first one."})
	}
	return name, id, nil
}
