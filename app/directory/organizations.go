package directory

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
)

// listLimit bounds lists that have no pages.
const listLimit = 1000

// CreateOrganization is what a new organization needs.
type CreateOrganization struct {
	Title string // 1–200 characters
	Name  string // empty: derived from Title, with a number when taken
	Seats int64  // 0 = unlimited
}

// CreateOrganization makes an organization; only the site's administrator may. A typed name that is taken is refused.
func (s *Service) CreateOrganization(ctx context.Context, actor access.Actor, form CreateOrganization) (Organization, error) {
	var made Organization
	entry := audit.Entry{Action: "organization.create", Object: "organization"}
	err := s.log.Do(ctx, actor, entry, func(ctx context.Context, tx *db.Tx, entry *audit.Entry) error {
		if err := (access.Place{}).Check(actor, access.CreateOrganization); err != nil {
			return err
		}
		if err := form.check(); err != nil {
			return err
		}
		o, err := s.insertOrganization(ctx, tx, form, actor.UserID)
		if err != nil {
			return err
		}
		made = o
		entry.OrganizationID, entry.ObjectID = o.ID, objectID(o.ID)
		entry.After = map[string]any{"name": o.Name, "title": o.Title, "seats": o.Seats}
		return nil
	})
	return made, err
}

func (f *CreateOrganization) check() error {
	var p problems
	f.Title = p.text("title", "Title", f.Title, textChars)
	if f.Name != "" {
		f.Name = p.organizationName("name", f.Name)
	}
	p.seats(f.Seats)
	return p.err()
}

// RenameOrganization changes the title; the name, which is in URLs and in bodies, stays for good. The same title
// changes nothing.
func (s *Service) RenameOrganization(ctx context.Context, actor access.Actor, org, title string) (Organization, error) {
	var renamed Organization
	entry := audit.Entry{Action: "organization.rename", Object: "organization"}
	err := s.change(ctx, actor, entry, org, access.EditOrganization, func(ctx context.Context, tx *db.Tx, place access.Place, entry *audit.Entry) error {
		var p problems
		title := p.text("title", "Title", title, textChars)
		if err := p.err(); err != nil {
			return err
		}
		entry.ObjectID = objectID(place.ID)
		if title == place.Title {
			entry.Action = ""
		} else {
			entry.Before, entry.After = map[string]any{"title": place.Title}, map[string]any{"title": title}
		}
		if _, err := tx.Exec(ctx, "UPDATE organizations SET title = $2 WHERE id = $1", place.ID, title); err != nil {
			return fmt.Errorf("rename organization %d: %w", place.ID, err)
		}
		var err error
		renamed, err = organizationByID(ctx, tx, place.ID)
		return err
	})
	return renamed, err
}

// Organizations lists those that the actor is a member of, by name; the site's administrator sees all. At most 1,000.
func (s *Service) Organizations(ctx context.Context, actor access.Actor) ([]Organization, error) {
	if !actor.SignedIn() {
		return nil, access.Place{}.Check(actor, access.ViewOrganization)
	}
	return listOrganizations(ctx, s.db, actor)
}

// Organization finds one by its name, with the actor's own place in it. One that the actor has no role in is
// NotFound, like one that doesn't exist.
func (s *Service) Organization(ctx context.Context, actor access.Actor, name string) (Organization, access.Place, error) {
	place, err := s.see(ctx, actor, name, access.ViewOrganization)
	if err != nil {
		return Organization{}, access.Place{}, err
	}
	o, err := organizationByID(ctx, s.db, place.ID)
	o.Role = place.Role
	return o, place, err
}

// insertOrganization makes the row, deriving the name when there is none. A name that is taken in the same moment
// by somebody else is simply the next one's turn: the insert says so without an error. by is the user who makes it, 0 for
// none.
func (s *Service) insertOrganization(ctx context.Context, tx *db.Tx, form CreateOrganization, by int64) (Organization, error) {
	o := Organization{UUID: app.NewUUID(), Name: form.Name, Title: form.Title, Seats: form.Seats, CreatedAt: s.clock.Now(), CreatedBy: by}
	if form.Name != "" {
		ok, err := insertOrganizationRow(ctx, tx, &o)
		if err == nil && !ok {
			err = taken("name", "The organization name %q is taken: choose another.", o.Name)
		}
		return o, err
	}
	base := slug(form.Title, "", "organization")
	used, err := namesFrom(ctx, tx, "SELECT name FROM organizations WHERE name >= $1 AND name < $2", base)
	if err != nil {
		return Organization{}, err
	}
	for _, reserved := range reservedNames {
		used[reserved] = true
	}
	for n := 1; ; n++ {
		if o.Name = numbered(base, "-", n); used[o.Name] {
			continue
		}
		if ok, err := insertOrganizationRow(ctx, tx, &o); ok || err != nil {
			return o, err
		}
	}
}

func insertOrganizationRow(ctx context.Context, tx *db.Tx, o *Organization) (bool, error) {
	err := tx.QueryRow(ctx, `INSERT INTO organizations (uuid, name, title, seats, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT DO NOTHING RETURNING id`, o.UUID, o.Name, o.Title, o.Seats, o.CreatedAt, idOrNull(o.CreatedBy)).Scan(&o.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("insert organization %s: %w", o.Name, err)
	}
	return true, nil
}

// idOrNull is a number for a column that refers to a row; null for 0.
func idOrNull(id int64) sql.NullInt64 { return sql.NullInt64{Int64: id, Valid: id != 0} }

// namesFrom reads the names that begin like base, of which only the first 60 bytes count: numbered cuts the rest.
func namesFrom(ctx context.Context, q db.Queryer, query, base string) (map[string]bool, error) {
	from := base[:min(len(base), nameBytes-3)]
	rows, err := q.Query(ctx, query, from, from+"{") // "{" sorts after every character of a name
	if err != nil {
		return nil, fmt.Errorf("names like %s: %w", base, err)
	}
	defer rows.Close()
	used := map[string]bool{}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, fmt.Errorf("names like %s: %w", base, err)
		}
		used[name] = true
	}
	return used, rows.Err()
}

const organizationColumns = "o.id, COALESCE(o.uuid, ''), o.name, o.title, o.seats, o.created_at, COALESCE(o.created_by, 0)"

// scanOrganization reads organizationColumns and whatever columns follow them.
func scanOrganization(row scanner, more ...any) (Organization, error) {
	var o Organization
	err := row.Scan(append([]any{&o.ID, &o.UUID, &o.Name, &o.Title, &o.Seats, &o.CreatedAt, &o.CreatedBy}, more...)...)
	o.CreatedAt = o.CreatedAt.UTC()
	return o, err
}

func organizationByID(ctx context.Context, q db.Queryer, id int64) (Organization, error) {
	o, err := scanOrganization(q.QueryRow(ctx, "SELECT "+organizationColumns+" FROM organizations o WHERE o.id = $1", id))
	if err != nil {
		return Organization{}, fmt.Errorf("organization %d: %w", id, err)
	}
	return o, nil
}

// organizationID finds the id behind a name, 0 for none.
func organizationID(ctx context.Context, q db.Queryer, name string) (int64, error) {
	if !namePattern.MatchString(name) {
		return 0, nil
	}
	var id int64
	err := q.QueryRow(ctx, "SELECT id FROM organizations WHERE name = $1", name).Scan(&id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("organization %s: %w", name, err)
	}
	return id, nil
}

func listOrganizations(ctx context.Context, q db.Queryer, actor access.Actor) ([]Organization, error) {
	if actor.SiteAdmin {
		return listOrganizationsWithRole(ctx, q, actor, "")
	}
	return listOrganizationsWithRole(ctx, q, actor, `WHERE o.id IN (SELECT organization_id FROM members WHERE user_id = $1
		UNION SELECT organization_id FROM service_accounts WHERE id = $2 AND deleted_at IS NULL)`)
}

// collect reads all rows and closes them.
func collect[T any](rows *sql.Rows, scan func(interface{ Scan(...any) error }) (T, error)) ([]T, error) {
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// noRows turns "no such row" into the refusal that a person may read.
func noRows(err error, refusal *app.Error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return refusal
	}
	return err
}
