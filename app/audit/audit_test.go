package audit_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/audit"
	"rollcall/db"
	"rollcall/db/dbtest"
)

type noon struct{}

func (noon) Now() time.Time { return time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC) }

type ann struct{}

func (ann) Who() audit.Who {
	return audit.Who{Kind: "user", ID: 7, Name: "ann", Source: "page", Address: "192.0.2.1", RequestID: "r1"}
}

// rows lists what was written, a line each.
func rows(t *testing.T, d *db.DB) (lines []string) {
	t.Helper()
	rows, err := d.Query(t.Context(), `SELECT at, actor_kind, COALESCE(actor_id, 0), actor_name, action, object, object_id, outcome, reason, before, after, source, address, request_id FROM audit_log ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var at time.Time
		var id int64
		text := make([]string, 12)
		into := []any{&at, &text[0], &id}
		for i := range text[1:] {
			into = append(into, &text[i+1])
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		if !at.Equal(noon{}.Now()) || id != 7 {
			t.Errorf("at %v by %d", at, id)
		}
		lines = append(lines, strings.Join(text, "|"))
	}
	return lines
}

func TestDo(t *testing.T) {
	title := audit.Entry{Action: "organization.rename", OrganizationID: 3, Object: "organization", ObjectID: "3"}
	rename := func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO organizations (name, title, created_at) VALUES ('acme', 'Acme', $1)`, noon{}.Now())
		return err
	}
	ours := errors.New("the disk is gone")
	for name, c := range map[string]struct {
		do      func(ctx context.Context, tx *db.Tx, e *audit.Entry) error
		rows    []string
		changes int
		err     error
	}{
		"a change and its row are one": {func(ctx context.Context, tx *db.Tx, e *audit.Entry) error {
			e.Before, e.After = map[string]string{"title": "A"}, map[string]string{"title": "Acme"}
			return rename(ctx, tx)
		}, []string{`user|ann|organization.rename|organization|3|done||{"title":"A"}|{"title":"Acme"}|page|192.0.2.1|r1`}, 1, nil},
		"of a refusal only the row stays": {func(ctx context.Context, tx *db.Tx, e *audit.Entry) error {
			e.After = "never so"
			return errors.Join(rename(ctx, tx), app.Errorf(app.Forbidden, "No."))
		}, []string{`user|ann|organization.rename|organization|3|refused|forbidden: No.|||page|192.0.2.1|r1`}, 0, app.Errorf(app.Forbidden, "No.")},
		"a refusal of bytes that are no text has its row too": {func(_ context.Context, _ *db.Tx, e *audit.Entry) error {
			e.ObjectID = "\xff\x00" + strings.Repeat("x", 600)
			return app.Errorf(app.NotFound, "No %s.", "\xfe")
		}, []string{"user|ann|organization.rename|organization|\uFFFD\uFFFD" + strings.Repeat("x", 498) + "|refused|not_found: No \uFFFD.|||page|192.0.2.1|r1"}, 0, app.Errorf(app.NotFound, "No.")},
		"what changes nothing leaves no row": {func(_ context.Context, _ *db.Tx, e *audit.Entry) error {
			e.Action = ""
			return nil
		}, nil, 0, nil},
		"a fault of ours leaves nothing": {func(ctx context.Context, tx *db.Tx, _ *audit.Entry) error {
			return errors.Join(rename(ctx, tx), ours)
		}, nil, 0, ours},
	} {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				err := audit.New(d, noon{}).Do(t.Context(), ann{}, title, c.do)
				if app.CodeOf(err) != app.CodeOf(c.err) || c.err == ours && !errors.Is(err, ours) {
					t.Errorf("got %v, want %v", err, c.err)
				}
				if diff := cmp.Diff(c.rows, rows(t, d)); diff != "" {
					t.Error(diff)
				}
				var changes int
				if err := d.QueryRow(t.Context(), `SELECT COUNT(*) FROM organizations`).Scan(&changes); err != nil || changes != c.changes {
					t.Errorf("%d changes, want %d (%v)", changes, c.changes, err)
				}
			})
		})
	}
}
