package directory

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/event"
	"rollcall/db"
)

// maxSpaces bounds the pipes of an organization, and its tables, so that a list can be read whole.
const maxSpaces = 5000

// SpaceForm is what people say of a pipe or table.
type SpaceForm struct {
	Name        string // 1–200 characters; two may have the same
	Description string // at most 1,000
	Icon        string // at most 100: a word that means something to the client
	Color       string // at most 100
	Public      bool   // every member of the organization who is no guest may see it
}

// CreatePipe makes an empty pipe in an organization.
func (s *Service) CreatePipe(ctx context.Context, actor access.Actor, where Where, form SpaceForm) (Space, error) {
	return s.createSpace(ctx, actor, access.Pipe, where, form)
}

// CreateTable makes an empty table in an organization.
func (s *Service) CreateTable(ctx context.Context, actor access.Actor, where Where, form SpaceForm) (Space, error) {
	return s.createSpace(ctx, actor, access.Table, where, form)
}

func (s *Service) createSpace(ctx context.Context, actor access.Actor, kind access.SpaceKind, where Where, form SpaceForm) (Space, error) {
	var made Space
	if where.scope != event.ScopeOrganization {
		where = Where{}
	}
	entry := audit.Entry{Action: string(kind) + ".create", Object: string(kind)}
	err := s.changeAt(ctx, actor, entry, where, manageSpaces, func(ctx context.Context, tx *db.Tx, p spot, entry *audit.Entry) error {
		form, err := form.checked()
		if err != nil {
			return err
		}
		id, err := s.insertSpace(ctx, tx, kind, p.Place, form)
		if err != nil {
			return err
		}
		entry.ObjectID, entry.After = objectID(id), form
		made, err = spaceByID(ctx, tx, actor, id)
		return err
	})
	return made, err
}

func (f SpaceForm) checked() (SpaceForm, error) {
	var p problems
	f.Name = p.text("name", "Name", f.Name, textChars)
	f.Description = p.paragraph("description", "Description", f.Description, descriptionChars)
	f.Icon = p.paragraph("icon", "Icon", f.Icon, groupNameChars)
	f.Color = p.paragraph("color", "Color", f.Color, groupNameChars)
	return f, p.err()
}

// EditSpace renames and describes a pipe or table; its ids stay. No change, no row; no event tells of it.
func (s *Service) EditSpace(ctx context.Context, actor access.Actor, where Where, form SpaceForm) (Space, error) {
	var edited Space
	entry := audit.Entry{Action: string(where.scope) + ".edit", Object: string(where.scope), ObjectID: where.id}
	err := s.changeSpace(ctx, actor, entry, where, func(ctx context.Context, tx *db.Tx, p spot, entry *audit.Entry) error {
		form, err := form.checked()
		if err != nil {
			return err
		}
		was, err := spaceByID(ctx, tx, actor, p.SpaceID)
		if err != nil {
			return err
		}
		entry.Before, entry.After = was.form(), form
		if entry.Before == entry.After {
			entry.Action, edited = "", was
			return nil
		}
		_, err = tx.Exec(ctx, "UPDATE spaces SET name = $2, name_folded = $3, description = $4, icon = $5, color = $6, public = $7 WHERE id = $1",
			p.SpaceID, form.Name, plain(form.Name), form.Description, form.Icon, form.Color, form.Public)
		if err != nil {
			return fmt.Errorf("edit %s %d: %w", p.Kind, p.SpaceID, err)
		}
		edited, err = spaceByID(ctx, tx, actor, p.SpaceID)
		return err
	})
	return edited, err
}

func (sp Space) form() SpaceForm {
	return SpaceForm{sp.Name, sp.Description, sp.Icon, sp.Color, sp.Public}
}

// DeleteSpace deletes a pipe or table for good: its memberships and webhooks go with it and what waits is cancelled; no
// event tells of it (contracts/pipefy.md, Member rules). Who was invited to it stays invited to the organization.
func (s *Service) DeleteSpace(ctx context.Context, actor access.Actor, where Where) error {
	entry := audit.Entry{Action: string(where.scope) + ".delete", Object: string(where.scope), ObjectID: where.id}
	return s.changeSpace(ctx, actor, entry, where, func(ctx context.Context, tx *db.Tx, p spot, entry *audit.Entry) error {
		was, err := spaceByID(ctx, tx, actor, p.SpaceID)
		if err != nil {
			return err
		}
		cancelled, err := s.silence(ctx, tx, event.Scope(p.Kind), p.SpaceID, actor.Username)
		if err != nil {
			return err
		}
		entry.Before = map[string]any{"name": was.Name, "members": was.Members, "cancelled": cancelled}
		if err := s.moveInvitations(ctx, tx, p); err != nil {
			return err
		}
		for _, query := range []string{"DELETE FROM space_members WHERE space_id = $1", "DELETE FROM spaces WHERE id = $1"} {
			if _, err := tx.Exec(ctx, query, p.SpaceID); err != nil {
				return fmt.Errorf("delete %s %d: %w", p.Kind, p.SpaceID, err)
			}
		}
		return nil
	})
}

// changeSpace is changeAt for what only a pipe or table can undergo.
func (s *Service) changeSpace(ctx context.Context, actor access.Actor, entry audit.Entry, where Where, fn stepAt) error {
	if where.scope == event.ScopeOrganization {
		where = Where{}
	}
	return s.changeAt(ctx, actor, entry, where, manageSpaces, fn)
}

// insertSpace makes the row, with a suid that nothing else has.
func (s *Service) insertSpace(ctx context.Context, tx *db.Tx, kind access.SpaceKind, place access.Place, f SpaceForm) (int64, error) {
	var count int64
	err := tx.QueryRow(ctx, "SELECT COUNT(*) FROM spaces WHERE organization_id = $1 AND kind = $2", place.ID, kind).Scan(&count)
	if err != nil {
		return 0, fmt.Errorf("count the %ss of %d: %w", kind, place.ID, err)
	}
	if count >= maxSpaces {
		return 0, app.Errorf(app.Conflict, "%s has %d %ss, which is the most there can be: delete one first.", place.Title, count, kind)
	}
	for {
		var id int64
		err := tx.QueryRow(ctx, `INSERT INTO spaces (kind, suid, uuid, organization_id, name, name_folded, description, icon, color, public, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING RETURNING id`,
			kind, newSUID(), app.NewUUID(), place.ID, f.Name, plain(f.Name), f.Description, f.Icon, f.Color, f.Public, s.clock.Now()).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			continue // 1 in 10^13 has the suid of another
		}
		if err != nil {
			return 0, fmt.Errorf("insert %s: %w", kind, err)
		}
		return id, nil
	}
}

const suidLetters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// newSUID makes eight letters and digits of which at least one is a capital and one is not, so that it is never taken for
// a number (contracts/pipefy.md, Ids).
func newSUID() string {
	for {
		var b [64]byte
		rand.Read(b[:])
		var suid []byte
		for _, c := range b {
			if int(c) < 4*len(suidLetters) && len(suid) < 8 { // what is left of 256 would favour some letters
				suid = append(suid, suidLetters[int(c)%len(suidLetters)])
			}
		}
		s := string(suid)
		if len(s) == 8 && strings.ToLower(s) != s && strings.ToUpper(s) != s {
			return s
		}
	}
}
