package webhook_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// TestStrangers calls every use-case as somebody who must not: nobody may learn of, or change, what is not theirs.
func TestStrangers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		made := w.create(form("hr-sync"))
		w.happens(event.UserCreated)
		delivery := w.deliveries(made.ID)[0]
		ctx := t.Context()
		uses := map[string]func(actor access.Actor, organization string) error{
			"Create": func(a access.Actor, o string) error { _, _, err := w.Create(ctx, a, o, form("mine")); return err },
			"Edit": func(a access.Actor, o string) error {
				_, err := w.Edit(ctx, a, o, made.ID, 0, form("mine"))
				return err
			},
			"SetEnabled":    func(a access.Actor, o string) error { _, err := w.SetEnabled(ctx, a, o, made.ID, false); return err },
			"Delete":        func(a access.Actor, o string) error { _, err := w.Delete(ctx, a, o, made.ID); return err },
			"DeletePreview": func(a access.Actor, o string) error { _, err := w.DeletePreview(ctx, a, o, made.ID); return err },
			"RevealSecret":  func(a access.Actor, o string) error { _, err := w.RevealSecret(ctx, a, o, made.ID); return err },
			"Webhook":       func(a access.Actor, o string) error { _, err := w.Webhook(ctx, a, o, made.ID); return err },
			"WebhookByName": func(a access.Actor, o string) error { _, err := w.WebhookByName(ctx, a, o, "hr-sync"); return err },
			"Webhooks":      func(a access.Actor, o string) error { _, err := w.Webhooks(ctx, a, o); return err },
			"List":          func(a access.Actor, o string) error { _, err := w.List(ctx, a, o); return err },
			"SendTest":      func(a access.Actor, o string) error { _, err := w.SendTest(ctx, a, o, made.ID, ""); return err },
			"Redeliver":     func(a access.Actor, o string) error { _, err := w.Redeliver(ctx, a, o, delivery.ID); return err },
			"Deliveries": func(a access.Actor, o string) error {
				_, err := w.Deliveries(ctx, a, o, made.ID, webhook.Filter{})
				return err
			},
			"RotateSecret": func(a access.Actor, o string) error { _, _, err := w.RotateSecret(ctx, a, o, made.ID, 0); return err },
			"EndOverlap":   func(a access.Actor, o string) error { _, err := w.EndOverlap(ctx, a, o, made.ID); return err },
			"Curl": func(a access.Actor, o string) error {
				_, err := w.Curl(ctx, a, o, delivery.ID, delivery.ID)
				return err
			},
			"UseLocation": func(a access.Actor, o string) error {
				_, err := w.UseLocation(ctx, a, o, delivery.ID, delivery.ID)
				return err
			},
			"Delivery":   func(a access.Actor, o string) error { _, _, _, err := w.Delivery(ctx, a, o, delivery.ID); return err },
			"DaySummary": func(a access.Actor, o string) error { _, err := w.DaySummary(ctx, a, o, made.ID); return err },
		}
		places := map[string]bool{"Create": true, "Webhooks": true, "List": true} // need no object of acme's
		before := w.byID(made.ID)
		for name, use := range uses {
			t.Run(name+": an administrator of another organization finds nothing", func(t *testing.T) {
				refused(t, use(w.bob, "acme"), app.NotFound)
				if err := use(w.bob, "umbrella"); !places[name] {
					refused(t, err, app.NotFound)
				} else if err != nil {
					t.Errorf("in their own organization: %v", err)
				}
			})
			t.Run(name+": an unknown organization answers like a foreign one", func(t *testing.T) {
				if foreign, unknown := use(w.bob, "acme"), use(w.bob, "no-such"); foreign.Error() != unknown.Error() {
					t.Errorf("%q and %q", foreign, unknown)
				}
			})
			t.Run(name+": a normal member is refused", func(t *testing.T) { refused(t, use(w.carol, "acme"), app.Forbidden) })
			t.Run(name+": nobody is sent to log in", func(t *testing.T) { refused(t, use(access.Actor{}, "acme"), app.Unauthenticated) })
		}
		t.Run("nothing has changed", func(t *testing.T) {
			if diff := cmp.Diff(before, w.byID(made.ID)) + cmp.Diff(delivery, w.deliveries(made.ID)[0], cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("ids that can't be ids are not found", func(t *testing.T) {
			for _, id := range []string{"", "x", "\x00", strings.Repeat("z", 24), strings.Repeat("0", 24), strings.Repeat("a", 1<<16), "00000000-0000-7000-8000-000000000000"} {
				_, err := w.Webhook(ctx, w.alice, "acme", id)
				refused(t, err, app.NotFound)
				_, _, _, err = w.Delivery(ctx, w.alice, "acme", id)
				refused(t, err, app.NotFound)
				_, err = w.WebhookByName(ctx, w.alice, "acme", id)
				refused(t, err, app.NotFound)
				_, err = w.Redeliver(ctx, w.alice, "acme", id)
				refused(t, err, app.NotFound)
			}
		})
	})
}
