package webhook_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// TestByID calls every use-case that knows no organization: as its administrator, as somebody who must not, and for a
// webhook of another scope.
func TestByID(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		pipe := w.space(event.ScopePipe, "RkT4wPq", "Onboarding", 1)
		hook, company := w.createAt(pipe, ofSpace()), w.createAt(acme, ofSpace())
		w.roleSet(event.About{Kind: event.ScopePipe, ID: pipe.ID, SUID: "RkT4wPq", Name: "Onboarding"})
		delivery := w.deliveries(hook.ID)[0]
		scoped := map[string]func(a access.Actor, id string, scopes ...event.Scope) error{
			"WebhookByID": func(a access.Actor, id string, scopes ...event.Scope) error {
				_, err := w.WebhookByID(ctx, a, id, scopes...)
				return err
			},
			"Update": func(a access.Actor, id string, scopes ...event.Scope) error {
				_, err := w.Update(ctx, a, id, webhook.Patch{Name: to("renamed")}, scopes...)
				return err
			},
			"SendTestByID": func(a access.Actor, id string, scopes ...event.Scope) error {
				_, err := w.SendTestByID(ctx, a, id, "", scopes...)
				return err
			},
			"DeleteByID": func(a access.Actor, id string, scopes ...event.Scope) error {
				return w.DeleteByID(ctx, a, id, scopes...)
			},
		}
		history := map[string]func(a access.Actor, webhookID, deliveryID string) error{
			"DeliveriesByID": func(a access.Actor, webhookID, _ string) error {
				_, err := w.DeliveriesByID(ctx, a, webhookID, webhook.Filter{})
				return err
			},
			"CountDeliveries": func(a access.Actor, webhookID, _ string) error {
				_, err := w.CountDeliveries(ctx, a, webhookID)
				return err
			},
			"RedeliverByID": func(a access.Actor, _, deliveryID string) error {
				_, err := w.RedeliverByID(ctx, a, deliveryID)
				return err
			},
		}
		for who, c := range w.strangers() {
			for name, use := range scoped {
				t.Run(name+" refuses "+who, func(t *testing.T) { refused(t, use(c.actor, hook.ID), c.code) })
			}
			for name, use := range history {
				t.Run(name+" refuses "+who, func(t *testing.T) { refused(t, use(c.actor, hook.ID, delivery.ID), c.code) })
			}
		}
		t.Run("an unknown id answers a stranger like a foreign one", func(t *testing.T) {
			for name, use := range scoped {
				for _, id := range []string{"ffffffffffffffffffffffff", "", "x\x00", "\xff", "4711"} {
					if foreign, unknown := use(w.bob, hook.ID), use(w.bob, id); foreign.Error() != unknown.Error() || !app.Is(unknown, app.NotFound) {
						t.Errorf("%s: %q and %q", name, foreign, unknown)
					}
				}
			}
			for name, use := range history {
				foreign, unknown := use(w.bob, hook.ID, delivery.ID), use(w.bob, "ffffffffffffffffffffffff", app.NewUUID())
				if foreign.Error() != unknown.Error() || !app.Is(unknown, app.NotFound) || !app.Is(use(w.bob, "x\x00", "x\x00"), app.NotFound) {
					t.Errorf("%s: %q and %q", name, foreign, unknown)
				}
			}
		})
		for name, use := range scoped {
			t.Run(name+" finds webhooks of its scopes only", func(t *testing.T) {
				refused(t, use(w.alice, company.ID, event.ScopePipe, event.ScopeTable), app.NotFound)
				refused(t, use(w.alice, hook.ID, event.ScopeOrganization), app.NotFound)
				refused(t, use(w.alice, hook.ID, event.ScopeTable), app.NotFound)
			})
		}
		t.Run("nothing has changed for all that", func(t *testing.T) {
			if diff := cmp.Diff(hook, w.at(hook.ID)) + cmp.Diff(company, w.at(company.ID)); diff != "" || len(w.deliveries(hook.ID)) != 1 {
				t.Error(diff)
			}
		})
		t.Run("the administrator may, with the scope and without", func(t *testing.T) {
			for _, name := range []string{"WebhookByID", "Update", "SendTestByID", "DeleteByID"} {
				if err := scoped[name](w.alice, hook.ID, event.ScopePipe, event.ScopeTable); err != nil {
					t.Errorf("%s: %v", name, err)
				}
				if err := scoped[name](w.alice, company.ID); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
			for _, gone := range []string{hook.ID, company.ID} {
				for name, use := range scoped {
					if err := use(w.alice, gone); !app.Is(err, app.NotFound) {
						t.Errorf("%s of a deleted webhook: %v", name, err)
					}
				}
			}
		})
	})
}

func TestHistoryByID(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		pipe := w.space(event.ScopePipe, "RkT4wPq", "Onboarding", 1)
		about := event.About{Kind: event.ScopePipe, ID: pipe.ID, SUID: "RkT4wPq", Name: "Onboarding"}
		hook := w.createAt(pipe, ofSpace(event.UserRoleSet, "card.create"))
		for range 5 {
			w.roleSet(about)
		}
		all := w.deliveries(hook.ID)
		w.ends(all[0].ID, webhook.Delivered)
		w.ends(all[1].ID, webhook.Failed)
		w.retries(all[2].ID)
		if _, err := w.SendTestByID(t.Context(), w.alice, hook.ID, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := w.RedeliverByID(t.Context(), w.alice, all[1].ID); err != nil {
			t.Fatal(err)
		}
		t.Run("every delivery counts once, whatever its state", func(t *testing.T) {
			if n, err := w.CountDeliveries(t.Context(), w.alice, hook.ID); n != 6 || err != nil {
				t.Errorf("got %d, %v", n, err)
			}
			w.setEnabled(hook.ID, false)
			if n, err := w.CountDeliveries(t.Context(), w.alice, hook.ID); n != 6 || err != nil {
				t.Errorf("paused: got %d, %v", n, err)
			}
		})
		t.Run("pages follow each other", func(t *testing.T) {
			first, err := w.DeliveriesByID(t.Context(), w.alice, hook.ID, webhook.Filter{Limit: 4})
			if err != nil || len(first.Deliveries) != 4 || first.Older == "" {
				t.Fatalf("got %+v, %v", first, err)
			}
			second, err := w.DeliveriesByID(t.Context(), w.alice, hook.ID, webhook.Filter{Limit: 4, Before: first.Older})
			if err != nil || len(second.Deliveries) != 2 || second.Older != "" {
				t.Errorf("got %+v, %v", second, err)
			}
		})
		t.Run("an action that never fires is a filter that nothing passes", func(t *testing.T) {
			for _, state := range []webhook.State{"", webhook.Delivered} {
				page, err := w.DeliveriesByID(t.Context(), w.alice, hook.ID, webhook.Filter{Type: "card.create", State: state})
				if err != nil || len(page.Deliveries) != 0 {
					t.Errorf("%q: got %+v, %v", state, page, err)
				}
			}
		})
		t.Run("one of another scope is refused", func(t *testing.T) {
			_, err := w.DeliveriesByID(t.Context(), w.alice, hook.ID, webhook.Filter{Type: event.UserCreated})
			refused(t, err, app.Invalid)
		})
	})
}
