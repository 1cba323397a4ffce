package webhook_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestCreateAt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		pipe, table := w.space(event.ScopePipe, "RkT4wPq", "Onboarding", 1), w.space(event.ScopeTable, "ZdeRdE", "Suppliers", 1)
		foreign := w.space(event.ScopePipe, "XxxXxx", "Secret", 2)

		for _, place := range []struct {
			at         event.Place
			name, suid string
			types      []event.Type
		}{
			{acme, "Acme & Sons", "", []event.Type{"user.invitation_sent", "user.invitation_accepted", "user.removal_from_org", "user.role_set"}},
			{pipe, "Onboarding", "RkT4wPq", []event.Type{"user.removal_from_pipe", "user.role_set"}},
			{table, "Suppliers", "ZdeRdE", []event.Type{"user.removal_from_table", "card.create", "user.role_set"}},
		} {
			t.Run("a webhook of "+string(place.at.Scope)+" scope keeps what the form says", func(t *testing.T) {
				f := ofSpace(place.types...)
				f.Email, f.Description = "ops@example.com", "tells the gate"
				made, secret, err := w.CreateAt(t.Context(), w.alice, place.at, f)
				if err != nil || !strings.HasPrefix(secret, "whsec_") {
					t.Fatal(secret, err)
				}
				want := webhook.Webhook{ID: made.ID, OrganizationID: 1, OrganizationName: "acme", Scope: place.at.Scope, ScopeID: place.at.ID, PlaceName: place.name,
					PlaceSUID: place.suid, Name: "new webhook", URL: "https://endpoint.com", Description: "tells the gate", Email: "ops@example.com", Types: place.types,
					Enabled: true, Version: 1, CreatedAt: w.clock.Now(), CreatedBy: "alice", UpdatedAt: w.clock.Now(), UpdatedBy: "alice"}
				list, err := w.ListAt(t.Context(), w.alice, place.at)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, made) + cmp.Diff(want, w.at(made.ID)) + cmp.Diff(want, w.byID(made.ID)) + cmp.Diff([]webhook.Webhook{want}, list); diff != "" {
					t.Error(diff)
				}
			})
		}
		t.Run("names of Pipefy's webhooks may repeat, also in one organization", func(t *testing.T) {
			w.createAt(acme, ofSpace())
		})
		t.Run("the organization's own list has its own only", func(t *testing.T) {
			list, err := w.List(t.Context(), w.alice, "acme")
			if err != nil || len(list) != 2 || list[0].Scope != event.ScopeOrganization || list[1].Scope != event.ScopeOrganization {
				t.Errorf("got %+v, %v", list, err)
			}
		})
		t.Run("the summaries are those of the place", func(t *testing.T) {
			list, err := w.WebhooksAt(t.Context(), w.alice, pipe)
			if err != nil || len(list) != 1 || list[0].ScopeID != pipe.ID {
				t.Errorf("got %+v, %v", list, err)
			}
		})
		for name, c := range map[string]struct {
			at   event.Place
			form webhook.Form
			says string
		}{
			"ACTIVATE's type in a pipe":          {pipe, ofSpace(event.UserCreated), `"USER_CREATED" for a pipe`},
			"an organization's action in a pipe": {pipe, ofSpace("user.invitation_sent"), `"user.invitation_sent" for a pipe`},
			"a pipe's action in a table":         {table, ofSpace("user.removal_from_pipe"), `"user.removal_from_pipe" for a table`},
			"a card's action in an organization": {acme, ofSpace("card.create"), `"card.create" for an organization`},
			"no action":                          {pipe, webhook.Form{Name: "new webhook", URL: "https://endpoint.com"}, "never fire"},
		} {
			t.Run(name+" is refused as input", func(t *testing.T) {
				_, _, err := w.CreateAt(t.Context(), w.alice, c.at, c.form)
				if says := because(t, err, app.Invalid, app.ReasonInput, "type"); !strings.Contains(says, c.says) {
					t.Errorf("%q does not say %q", says, c.says)
				}
			})
		}
		t.Run("a free name has 1 to 255 characters, and the refusal is no matter of input", func(t *testing.T) {
			for _, name := range []string{"", " ", strings.Repeat("x", 256), "a\nb"} {
				f := ofSpace()
				f.Name = name
				_, _, err := w.CreateAt(t.Context(), w.alice, pipe, f)
				because(t, err, app.Invalid, "", "name")
			}
		})
		t.Run("a name beside an ACTIVATE type follows ACTIVATE's rules", func(t *testing.T) {
			_, _, err := w.CreateAt(t.Context(), w.alice, acme, ofSpace(event.UserRoleSet, event.UserCreated))
			because(t, err, app.Invalid, "", "name")
		})
		t.Run("an address for notices is one address", func(t *testing.T) {
			for _, email := range []string{"ops", "Ops <ops@example.com>", "a@example.com, b@example.com", strings.Repeat("x", 250) + "@example.com", "ops@example.com\n"} {
				f := ofSpace()
				f.Email = email
				_, _, err := w.CreateAt(t.Context(), w.alice, pipe, f)
				because(t, err, app.Invalid, "", "email")
			}
		})
		t.Run("a foreign place, an unknown one and one of the other kind are not found alike", func(t *testing.T) {
			var says []string
			for _, at := range []event.Place{foreign, {Scope: event.ScopePipe, ID: 4711}, {Scope: event.ScopePipe, ID: table.ID}} {
				_, _, err := w.CreateAt(t.Context(), w.alice, at, ofSpace())
				says = append(says, refused(t, err, app.NotFound))
				_, err = w.ListAt(t.Context(), w.alice, at)
				says = append(says, refused(t, err, app.NotFound))
				_, err = w.WebhooksAt(t.Context(), w.alice, at)
				says = append(says, refused(t, err, app.NotFound))
			}
			for _, s := range says {
				if s != says[0] {
					t.Errorf("%q and %q", says[0], s)
				}
			}
		})
		for who, c := range w.strangers() {
			t.Run(who+" can neither make nor list webhooks", func(t *testing.T) {
				for _, at := range []event.Place{acme, pipe, table} {
					_, _, err := w.CreateAt(t.Context(), c.actor, at, ofSpace())
					refused(t, err, c.code)
					_, err = w.ListAt(t.Context(), c.actor, at)
					refused(t, err, c.code)
					_, err = w.WebhooksAt(t.Context(), c.actor, at)
					refused(t, err, c.code)
				}
			})
		}
		t.Run("a service account that administers the organization may", func(t *testing.T) {
			robot := w.robot(access.Admin)
			if _, _, err := w.CreateAt(t.Context(), robot, pipe, webhook.Form{Name: "robot", URL: "https://example.com/robot", Types: []event.Type{"card.done"}}); err != nil {
				t.Error(err)
			}
			_, err := w.ListAt(t.Context(), w.robot(access.Normal), pipe)
			refused(t, err, app.Forbidden)
		})
	})
}

// robot is a service account of acme.
func (w *world) robot(role access.Role) access.Actor {
	w.t.Helper()
	name := "robot-" + string(role)
	w.exec(`INSERT INTO service_accounts (client_id, secret_hash, organization_id, name, role, created_at, created_by) VALUES ($1, '', 1, $1, $2, $3, 'alice')`, name, role, w.clock.Now())
	actor := access.Actor{Kind: access.KindService, Username: name, Source: "graphql"}
	w.scan(`SELECT id FROM service_accounts WHERE client_id = $1`, []any{name}, &actor.ServiceID)
	return actor
}

func TestTooManyWebhooksOfAPipe(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		pipe, other := w.space(event.ScopePipe, "RkT4wPq", "Onboarding", 1), w.space(event.ScopePipe, "RkT4wPr", "Leaving", 1)
		for i := range 1000 {
			w.exec(`INSERT INTO webhooks (id, organization_id, scope, scope_id, name, activate, url, description, secret, enabled, created_at, created_by, updated_at, updated_by)
				VALUES ($1, 1, 'pipe', $2, $1, FALSE, '', '', $3, TRUE, $4, '', $4, '')`, fmt.Sprintf("%024x", i), pipe.ID, []byte{1}, w.clock.Now())
		}
		_, _, err := w.CreateAt(t.Context(), w.alice, pipe, ofSpace())
		if says := refused(t, err, app.TooMany); !strings.Contains(says, "Onboarding has 1,000 webhooks") {
			t.Error(says)
		}
		w.createAt(other, ofSpace())
		w.createAt(acme, ofSpace())
	})
}

func TestWebhooksOf(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		busy, quiet := w.space(event.ScopePipe, "RkT4wPq", "Onboarding", 1), w.space(event.ScopePipe, "RkT4wPr", "Leaving", 1)
		foreign := w.space(event.ScopePipe, "XxxXxx", "Secret", 2)
		table := w.space(event.ScopeTable, "ZdeRdE", "Suppliers", 1)
		one := w.createAt(busy, ofSpace())
		w.clock.pass(1e9)
		two := w.createAt(busy, ofSpace(event.UserRemovalFromPipe))
		w.createAt(table, ofSpace())
		ids := []int64{busy.ID, quiet.ID, foreign.ID, table.ID, 4711}

		t.Run("lists by place, the newest last, and leaves out what is not the actor's", func(t *testing.T) {
			got, err := w.WebhooksOf(t.Context(), w.alice, event.ScopePipe, ids)
			if diff := cmp.Diff(map[int64][]webhook.Webhook{busy.ID: {one, two}, quiet.ID: {}}, got); err != nil || diff != "" {
				t.Error(err, diff)
			}
		})
		t.Run("organizations as well", func(t *testing.T) {
			got, err := w.WebhooksOf(t.Context(), w.alice, event.ScopeOrganization, []int64{1, 2, 4711})
			if diff := cmp.Diff(map[int64][]webhook.Webhook{1: {}}, got); err != nil || diff != "" {
				t.Error(err, diff)
			}
		})
		t.Run("more places than one statement takes", func(t *testing.T) {
			many := make([]int64, 2000)
			for i := range many {
				many[i] = int64(10_000 + i)
			}
			got, err := w.WebhooksOf(t.Context(), w.alice, event.ScopePipe, append(many, busy.ID))
			if err != nil || len(got) != 1 || len(got[busy.ID]) != 2 {
				t.Errorf("got %d places, %v", len(got), err)
			}
		})
		t.Run("a normal member sees none, and nobody is sent to log in", func(t *testing.T) {
			got, err := w.WebhooksOf(t.Context(), w.carol, event.ScopePipe, ids)
			if err != nil || len(got) != 0 {
				t.Errorf("got %v, %v", got, err)
			}
			_, err = w.WebhooksOf(t.Context(), access.Actor{}, event.ScopePipe, ids)
			refused(t, err, app.Unauthenticated)
		})
		t.Run("of no places there are none", func(t *testing.T) {
			if got, err := w.WebhooksOf(t.Context(), w.alice, event.ScopePipe, nil); err != nil || len(got) != 0 {
				t.Errorf("got %v, %v", got, err)
			}
		})
	})
}

func TestDeleteOfScope(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		pipe, other := w.space(event.ScopePipe, "RkT4wPq", "Onboarding", 1), w.space(event.ScopePipe, "RkT4wPr", "Leaving", 1)
		about := event.About{Kind: event.ScopePipe, ID: pipe.ID, SUID: "RkT4wPq", Name: "Onboarding"}
		hook, survivor := w.createAt(pipe, ofSpace()), w.createAt(other, ofSpace())
		w.roleSet(about)
		delivery := w.deliveries(hook.ID)[0]
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			cancelled, err := w.DeleteOfScope(ctx, tx, pipe.Scope, pipe.ID, "alice")
			if err == nil && cancelled != 1 {
				t.Errorf("%d deliveries were cancelled", cancelled)
			}
			if err == nil {
				_, err = tx.Exec(ctx, `DELETE FROM spaces WHERE id = $1`, pipe.ID)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Run("its webhooks are gone, and what waited is cancelled", func(t *testing.T) {
			_, err := w.WebhookByID(t.Context(), w.alice, hook.ID)
			refused(t, err, app.NotFound)
			if got := w.delivery(delivery.ID); got.State != webhook.Cancelled {
				t.Errorf("the delivery is %s", got.State)
			}
		})
		t.Run("the history still tells of the webhook, without the name of the pipe", func(t *testing.T) {
			_, _, gone, err := w.Delivery(t.Context(), w.alice, "acme", delivery.ID)
			if err != nil || gone.DeletedAt.IsZero() || gone.PlaceName != "" || gone.Name != "new webhook" {
				t.Errorf("got %+v, %v", gone, err)
			}
		})
		t.Run("what happens there is heard by nobody, and others keep theirs", func(t *testing.T) {
			w.roleSet(about)
			if n := w.count(`SELECT COUNT(*) FROM deliveries`); n != 1 {
				t.Errorf("%d deliveries", n)
			}
			w.at(survivor.ID)
		})
		t.Run("a place without webhooks has nothing to delete", func(t *testing.T) {
			err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				n, err := w.DeleteOfScope(ctx, tx, event.ScopeTable, 4711, "alice")
				if n != 0 {
					t.Errorf("%d cancelled", n)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	})
}
