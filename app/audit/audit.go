// Package audit keeps one row for every use-case that changed something or was refused: who, what, on what, before
// and after, from where. It judges nothing, and rows are never changed or removed through it. It knows no other room:
// every room writes rows, the one that knows the actors too.
package audit

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"rollcall/app"
	"rollcall/db"
)

// Who is what a row says about whoever acted. Actor ids are those of users; 0 for nobody, a command and Rollcall itself.
type Who struct {
	Kind      string
	ID        int64
	Name      string
	Source    string // the door: "page", "rest", "graphql", "command", "system"
	Address   string // the client's IP address, "" where there is none
	RequestID string
}

// Actor is somebody who can be named in a row: access.Actor. It is an interface only because of the direction of the
// imports: access ends sessions and revokes tokens itself, and so writes rows.
type Actor interface{ Who() Who }

// Entry is what a use-case says of itself. Before and After become JSON and must hold no secret: leave it out or write "(set)".
type Entry struct {
	Action         string // a verb of the domain with its room: "webhook.create", "user.disable"
	OrganizationID int64  // 0 for the site
	Object         string // the kind of thing: "user", "webhook"
	ObjectID       string
	Before, After  any // nil when there is none
}

// Log writes audit rows.
type Log struct {
	db    *db.DB
	clock app.Clock
}

// New makes a log on a database.
func New(d *db.DB, clock app.Clock) *Log { return &Log{d, clock} }

// Do runs one use-case as one transaction with its audit row. fn fills in the entry as it learns what it changes.
// When fn is refused (an *app.Error) nothing of it stays, and the refusal has a row of its own before it is answered.
// A use-case that finds nothing to change sets entry.Action to "" and leaves no row.
func (l *Log) Do(ctx context.Context, actor Actor, entry Entry, fn func(ctx context.Context, tx *db.Tx, entry *Entry) error) error {
	said := entry
	err := l.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		said = entry
		if err := fn(ctx, tx, &said); err != nil || said.Action == "" {
			return err
		}
		return l.Write(ctx, tx, actor, said, nil)
	})
	var refusal *app.Error
	if !errors.As(err, &refusal) {
		return err
	}
	if said.Action == "" {
		said.Action = entry.Action
	}
	said.After = nil
	return errors.Join(err, l.Refused(ctx, actor, said, refusal))
}

// Refused writes the row of a refusal in a transaction of its own: for a use-case that was turned away before it began one.
func (l *Log) Refused(ctx context.Context, actor Actor, entry Entry, refusal *app.Error) error {
	return l.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		return l.Write(ctx, tx, actor, entry, refusal)
	})
}

// Write adds one row within tx; refusal is nil for a change that was made.
func (l *Log) Write(ctx context.Context, tx *db.Tx, actor Actor, e Entry, refusal *app.Error) error {
	before, err := facts(e.Before)
	if err != nil {
		return err
	}
	after, err := facts(e.After)
	if err != nil {
		return err
	}
	outcome, reason := "done", ""
	if refusal != nil {
		outcome, reason = "refused", string(refusal.Code)+": "+refusal.Message
	}
	who := actor.Who()
	_, err = tx.Exec(ctx, `INSERT INTO audit_log (at, organization_id, actor_kind, actor_id, actor_name, action, object, object_id, outcome, reason, before, after, source, address, request_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		l.clock.Now(), optional(e.OrganizationID), who.Kind, optional(who.ID), text(who.Name), e.Action, e.Object, text(e.ObjectID),
		outcome, text(reason), before, after, who.Source, text(who.Address), text(who.RequestID))
	if err != nil {
		return fmt.Errorf("audit %s: %w", e.Action, err)
	}
	return nil
}

// text makes what a client sent storable: PostgreSQL refuses bytes that are not UTF-8, and a refusal of such bytes needs
// its row as well. A row is no place for long texts either.
func text(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
	if runes := []rune(s); len(runes) > 500 {
		s = string(runes[:500])
	}
	return s
}

func facts(v any) (string, error) {
	if v == nil {
		return "", nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("audit facts: %w", err)
	}
	return string(b), nil
}

func optional(id int64) sql.NullInt64 { return sql.NullInt64{Int64: id, Valid: id != 0} }
