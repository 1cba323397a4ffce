package db_test

import (
	"context"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"time"

	"rollcall/db"
	"rollcall/db/dbtest"
)

// TestOlderOrganizationsGetUUIDs takes the migration back and makes it again over organizations that were there before.
func TestOlderOrganizationsGetUUIDs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		up, down := migration(t, d, "00007_organization_uuid.sql")
		now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
		run(t, d, down...)
		for i := range 20 {
			run(t, d, fmt.Sprintf("INSERT INTO organizations (name, title, created_at) VALUES ('o%d', 'O', '2026-01-02 03:04:05')", i))
		}
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO users (hex_id, uuid, organization_id, name, name_folded, username, username_folded, email, email_folded, state, created_at)
				VALUES ('h', 'u', 1, 'Ada', 'ada', 'ada', 'ada', 'a@b.example', 'a@b.example', 'active', $1)`, now)
			if err != nil {
				return err
			}
			for i, outcome := range []string{"refused", "done"} {
				_, err := tx.Exec(ctx, `INSERT INTO audit_log (at, organization_id, actor_kind, actor_id, actor_name, action, object, object_id, outcome, reason, before, after, source, address, request_id)
					VALUES ($1, $2, 'user', 1, 'ada', 'organization.create', 'organization', '', $3, '', '', '', 'page', '', '')`, now, i+1, outcome)
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		run(t, d, up...)
		pattern, seen := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`), map[string]bool{}
		for _, uuid := range facts(t, d, "SELECT uuid FROM organizations") {
			if !pattern.MatchString(uuid) || seen[uuid] {
				t.Errorf("%q is no uuid of its own", uuid)
			}
			seen[uuid] = true
		}
		if len(seen) != 20 {
			t.Errorf("there are %d", len(seen))
		}
		if got := facts(t, d, "SELECT name FROM organizations WHERE created_by = 1"); len(got) != 1 || got[0] != "o1" {
			t.Errorf("ada is said to have made %v", got)
		}
	})
}

// migration is the statements of a migration, there and back.
func migration(t *testing.T, d *db.DB, name string) (up, down []string) {
	t.Helper()
	text, err := fs.ReadFile(db.Migrations, "migrations/"+string(d.Engine())+"/"+name)
	if err != nil {
		t.Fatal(err)
	}
	there, back, _ := strings.Cut(string(text), "-- +goose Down")
	return strings.Split(strings.TrimSpace(there), ";\n"), strings.Split(strings.TrimSpace(back), ";\n")
}

func run(t *testing.T, d *db.DB, statements ...string) {
	t.Helper()
	err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		for _, s := range statements {
			if _, err := tx.Exec(ctx, s); err != nil {
				return fmt.Errorf("%s: %w", s, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
