package handlers

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"rollcall/app/access"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// fill makes pipes and tables with members and webhooks, and groups with members.
func (q querent) fill(round, n int) {
	q.t.Helper()
	for i := range n {
		name := fmt.Sprintf("%d %d", round, i)
		pipe, table := q.pipe(name), q.table(name)
		for _, place := range []string{fmt.Sprintf(`pipe_id: %d`, pipe.ID), fmt.Sprintf(`table_id: %d`, table.ID)} {
			q.ask(`mutation { inviteMembers(input: {` + place + ` emails: [{email: "bob@example.com" role_name: "member"} {email: "p` + fmt.Sprint(pipe.ID) + `@example.com" role_name: "member"}]}) { errors { message } }
				createWebhook(input: {` + place + ` name: "w" url: "https://example.com/" actions: "user.role_set" headers: {token: "x"}}) { webhook { id } } }`).fine()
		}
		g, err := q.directory.CreateGroup(q.t.Context(), access.Command(), "acme", name, "")
		if err != nil {
			q.t.Fatal(err)
		}
		if _, err := q.directory.AddToGroupByLogin(q.t.Context(), access.Command(), "acme", g.ID, "bob"); err != nil {
			q.t.Fatal(err)
		}
	}
}

// TestListsBelowListsNeedNoStatementEach counts the statements of documents, and again when there is five times as much.
func TestListsBelowListsNeedNoStatementEach(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := newQuerent(t, d)
		q.user("acme", "bob", false)
		acme := q.organization()
		const place = `{ name members { role_name user { name email confirmationTokenHasExpired } } organization { name members { user { id } } } webhooks { id actions headers } users_count }`
		documents := []string{
			fmt.Sprintf(`{ organization(id: %d) { members { role_name user { email } } users { id } membersCountByRole { memberCount } webhooks { id actions } pipes %s tables(first: 3) { nodes %s edges { node %s } } groups { members { email } } } }`, acme, place, place, place),
			fmt.Sprintf(`{ organizations(ids: [%d]) { name pipes `, acme) + place + ` groups { members { id } } a: tables { nodes { members { role_name } } } } }`,
			`{ organizations { name createdBy { name } groups { name } webhooks { id } } pipes ` + place + ` }`, `{ tables ` + place + ` }`,
			`{ a: pipes { members { user { id } } } b: pipes { members { user { id } } users { id } webhooks { id } } }`,
		}
		count := func() []int64 {
			var counts []int64
			for _, document := range documents {
				before := d.Reads()
				q.ask(document).fine()
				counts = append(counts, d.Reads()-before)
			}
			return counts
		}
		q.fill(1, 2)
		few := count()
		q.fill(2, 8)
		many := count()
		for i, document := range documents {
			if few[i] != many[i] || few[i] > 40 {
				t.Errorf("%d statements for a few and %d for many: %s", few[i], many[i], document)
			}
		}
		t.Log("statements:", few)
	})
}

// TestTooManyMembers asks for more of them than one request may read: what a document asks for shows only when it is run.
func TestTooManyMembers(t *testing.T) {
	q := newQuerent(t, dbtest.SQLite(t))
	const users, pipes = 501, 100
	q.crowd(users)
	for i := range pipes {
		q.pipe(fmt.Sprint(i))
	}
	err := q.db.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO space_members (space_id, user_id, role, created_at) SELECT s.id, u.id, 'member', u.created_at FROM spaces s JOIN users u ON TRUE`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	acme := q.organization()
	q.ask(fmt.Sprintf(`{ organization(id: %d) { members { user { email } } } }`, acme)).fine()
	r := q.ask(fmt.Sprintf(`{ organization(id: %d) { name pipes { members { user { email } } } } }`, acme))
	if len(r.Errors) != pipes || r.Errors[0].Extensions.Code != "USAGE_LIMIT_EXCEEDED" || !strings.Contains(r.Errors[0].Message, "50,000 members") || r.at("organization", "name") != "acme" {
		t.Errorf("answered %s", r.answer.text())
	}
}

// crowd gives acme many users at once.
func (q querent) crowd(n int) {
	q.t.Helper()
	err := q.db.Tx(q.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		now := q.clock.Now()
		for i := range n {
			name := fmt.Sprintf("crowd%05d", i)
			var id int64
			err := tx.QueryRow(ctx, `INSERT INTO users (hex_id, uuid, organization_id, name, name_folded, username, username_folded, email, email_folded, state, created_at)
				VALUES ($1, $1, $2, $1, $1, $1, $1, $3, $3, 'active', $4) RETURNING id`, name, q.organization(), name+"@example.com", now).Scan(&id)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `INSERT INTO members (organization_id, user_id, role, created_at) VALUES ($1, $2, 'normal', $3)`, q.organization(), id, now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		q.t.Fatal(err)
	}
}
