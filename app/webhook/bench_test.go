package webhook_test

import (
	"context"
	"fmt"
	"testing"

	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// BenchmarkPublish is the part of a change that the people behind it wait for: the event, and a delivery with its body
// for each of so many webhooks.
func BenchmarkPublish(b *testing.B) {
	for _, listeners := range []int{0, 1, 10} {
		b.Run(fmt.Sprintf("%d webhooks", listeners), func(b *testing.B) {
			d := dbtest.SQLite(b)
			w := newWorld(b, d)
			for i := range listeners {
				w.create(form(fmt.Sprintf("hook-%d", i), event.UserLogin))
			}
			at := []event.Place{acme}
			for b.Loop() {
				e := event.Event{Type: event.UserLogin, Source: "page", Places: at, Facts: event.Facts{
					Subject: event.User{ID: 7, HexID: "66ec445884b4103f670d0c86", Name: "Grace", Username: "grace", Email: "grace@acme.test"},
					Home:    event.Organization{ID: 1, Name: "acme", Title: "Acme & Sons"}}}
				if err := d.Tx(b.Context(), func(ctx context.Context, tx *db.Tx) error { return w.Publish(ctx, tx, e) }); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkWebhooks is the list of an organization with 100 webhooks that have 100 deliveries each.
func BenchmarkWebhooks(b *testing.B) {
	w := newWorld(b, dbtest.SQLite(b))
	for i := range 100 {
		f := form(fmt.Sprintf("hook-%d", i), event.UserLogin, event.UserRoleSet)
		f.Headers = map[string]string{"Authorization": "Bearer x"}
		w.create(f)
	}
	for range 100 {
		w.happens(event.UserLogin)
	}
	w.exec(`UPDATE deliveries SET state = $1, lane = NULL, due_at = NULL, finished_at = created_at`, webhook.Delivered)
	b.Run("with figures", func(b *testing.B) {
		for b.Loop() {
			if list, err := w.Webhooks(b.Context(), w.alice, "acme"); err != nil || len(list) != 100 || list[0].Last == nil {
				b.Fatal(len(list), err)
			}
		}
	})
	b.Run("for a client", func(b *testing.B) {
		for b.Loop() {
			if of, err := w.WebhooksOf(b.Context(), w.alice, event.ScopeOrganization, []int64{1}); err != nil || len(of[1]) != 100 {
				b.Fatal(len(of), err)
			}
		}
	})
}
