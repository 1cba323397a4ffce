package directory

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/db"
)

const userColumns = `u.id, u.hex_id, u.uuid, u.organization_id, o.name, u.name, u.username, u.email, u.state, u.site_admin,
	u.first_login_at, u.last_login_at, u.created_at`

// userFrom joins what userColumns names.
const userFrom = " FROM users u JOIN organizations o ON o.id = u.organization_id "

type scanner = interface{ Scan(...any) error }

// scanUser reads userColumns and whatever columns follow them.
func scanUser(row scanner, more ...any) (User, error) {
	var u User
	var first, last sql.NullTime
	err := row.Scan(append([]any{&u.ID, &u.HexID, &u.UUID, &u.OrganizationID, &u.Organization, &u.Name, &u.Username, &u.Email,
		&u.State, &u.SiteAdmin, &first, &last, &u.CreatedAt}, more...)...)
	u.FirstLoginAt, u.LastLoginAt, u.CreatedAt = timeOrZero(first), timeOrZero(last), u.CreatedAt.UTC()
	return u, err
}

func timeOrZero(t sql.NullTime) time.Time {
	if !t.Valid {
		return time.Time{}
	}
	return t.Time.UTC()
}

// Ref names a member by whichever field is set: ID before UUID before Login.
type Ref struct {
	ID    int64
	UUID  string
	Login string // username or address
}

// named is the reference as it was given, for the audit row of what was refused before the member was found.
func (r Ref) named() string {
	switch {
	case r.ID != 0:
		return objectID(r.ID)
	case r.UUID != "":
		return r.UUID
	}
	return r.Login
}

// condition is the comparison that finds the user u by the placeholder $2, and the value for it.
func (r Ref) condition() (string, any) {
	switch {
	case r.ID != 0:
		return "u.id = $2", r.ID
	case r.UUID != "":
		return "u.uuid = $2", strings.ToLower(foldInput(r.UUID, emailBytes))
	}
	folded := foldInput(r.Login, emailBytes)
	return loginColumn(folded) + " = $2 AND u.state <> 'removed'", folded
}

// FindUser finds a user who is not removed by username or address, which can't be mistaken for each other. NotFound
// if there is none. It asks no policy: the callers do.
func FindUser(ctx context.Context, q db.Queryer, login string) (User, error) {
	folded := foldInput(login, emailBytes)
	u, err := scanUser(q.QueryRow(ctx, "SELECT "+userColumns+userFrom+"WHERE "+loginColumn(folded)+" = $1 AND u.state <> 'removed'", folded))
	if err != nil {
		return User{}, noRows(err, errNoLogin())
	}
	return u, nil
}

// loginColumn is the column that a folded login is sought in: only addresses have an @.
func loginColumn(login string) string {
	if strings.Contains(login, "@") {
		return "u.email_folded"
	}
	return "u.username_folded"
}

func errNoLogin() *app.Error {
	return inField("login", app.Errorf(app.NotFound, "There is no user with this username or address."))
}

// Account is the actor's own user. Unauthenticated for those who are none.
func (s *Service) Account(ctx context.Context, actor access.Actor) (User, error) {
	if actor.UserID == 0 {
		return User{}, app.Errorf(app.Unauthenticated, "Log in to continue.")
	}
	return userByID(ctx, s.db, actor.UserID)
}

// FindMember finds one member of an organization, pipe or table, with the role there; anybody else is NotFound.
func (s *Service) FindMember(ctx context.Context, actor access.Actor, where Where, who Ref) (Member, error) {
	p, err := s.seeAt(ctx, actor, where, viewMembers)
	if err != nil {
		return Member{}, err
	}
	return memberAt(ctx, s.db, p, who)
}

// Member finds one member of an organization; anybody else is NotFound. Users may look at themselves.
func (s *Service) Member(ctx context.Context, actor access.Actor, org string, userID int64) (Member, error) {
	action := access.ViewUsers
	if actor.UserID == userID {
		action = access.ViewOrganization
	}
	place, err := s.see(ctx, actor, org, action)
	if err != nil {
		return Member{}, err
	}
	return memberByID(ctx, s.db, place, userID)
}

func userByID(ctx context.Context, q db.Queryer, id int64) (User, error) {
	u, err := scanUser(q.QueryRow(ctx, "SELECT "+userColumns+userFrom+"WHERE u.id = $1", id))
	if err != nil {
		return User{}, fmt.Errorf("user %d: %w", id, err)
	}
	return u, nil
}

// The columns and tables of members of organizations, and of pipes and tables. The last column is the organization.
const (
	memberColumns      = userColumns + ", m.role, m.created_at, m.organization_id"
	memberFrom         = " FROM members m JOIN users u ON u.id = m.user_id JOIN organizations o ON o.id = u.organization_id "
	spaceMemberColumns = userColumns + ", m.role, m.created_at, sp.organization_id"
	spaceMemberFrom    = ` FROM space_members m JOIN spaces sp ON sp.id = m.space_id JOIN users u ON u.id = m.user_id
	JOIN organizations o ON o.id = u.organization_id `
)

// source is how the members of one kind of place are read.
type source struct {
	columns string // for scanMember
	from    string
	key     string // the column with the place's number
}

func sourceOf(scope event.Scope) source {
	if scope == event.ScopeOrganization {
		return source{memberColumns, memberFrom, "m.organization_id"}
	}
	return source{spaceMemberColumns, spaceMemberFrom, "m.space_id"}
}

func scanMember(row scanner) (Member, error) {
	var m Member
	var in int64
	u, err := scanUser(row, &m.Role, &m.Since, &in)
	m.User, m.Since, m.Guest = u, m.Since.UTC(), u.OrganizationID != in
	return m, err
}

// memberAt finds a member of a place; anybody else is NotFound, in the field "login" if a login was given.
func memberAt(ctx context.Context, q db.Queryer, p spot, who Ref) (Member, error) {
	from, at := sourceOf(p.place().Scope), p.place().ID
	condition, value := who.condition()
	m, err := scanMember(q.QueryRow(ctx, "SELECT "+from.columns+from.from+"WHERE "+from.key+" = $1 AND "+condition, at, value))
	if err == nil {
		return m, nil
	}
	refusal := app.Errorf(app.NotFound, "There is no such user in %s.", p.title())
	if who.ID == 0 && who.UUID == "" {
		refusal = inField("login", app.Errorf(app.NotFound, "%s has no member with this username or address.", capital(p.title())))
	}
	return Member{}, noRows(err, refusal)
}

// capital begins a sentence.
func capital(s string) string {
	if rest, ok := strings.CutPrefix(s, "the "); ok {
		return "The " + rest
	}
	return s
}

func memberByID(ctx context.Context, q db.Queryer, place access.Place, userID int64) (Member, error) {
	return memberAt(ctx, q, spot{access.SpacePlace{Place: place}}, Ref{ID: userID})
}

func memberExists(ctx context.Context, q db.Queryer, organization, user int64) (bool, error) {
	var yes bool
	err := q.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM members WHERE organization_id = $1 AND user_id = $2)", organization, user).Scan(&yes)
	if err != nil {
		return false, fmt.Errorf("member %d of %d: %w", user, organization, err)
	}
	return yes, nil
}

// listOrganizationIDs lists where a user is a member, in the order of the ids.
func listOrganizationIDs(ctx context.Context, q db.Queryer, userID int64) ([]int64, error) {
	rows, err := q.Query(ctx, "SELECT organization_id FROM members WHERE user_id = $1 ORDER BY organization_id", userID)
	if err != nil {
		return nil, fmt.Errorf("organizations of user %d: %w", userID, err)
	}
	return collect(rows, func(row scanner) (int64, error) {
		var id int64
		err := row.Scan(&id)
		return id, err
	})
}
