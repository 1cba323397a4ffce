package webhook_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestDelete(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		one, two, stays := w.create(form("one")), w.create(form("two")), w.create(form("stays"))
		for range 5 {
			w.happens(event.UserCreated)
		}
		waiting := w.deliveries(one.ID)
		w.retries(waiting[0].ID)
		w.ends(waiting[1].ID, webhook.Delivered)
		w.ends(waiting[2].ID, webhook.Failed)
		if _, err := w.Redeliver(t.Context(), w.alice, "acme", waiting[2].ID); err != nil {
			t.Fatal(err)
		}
		test, err := w.SendTest(t.Context(), w.alice, "acme", one.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		w.setEnabled(two.ID, false)
		w.happens(event.UserCreated) // not for two

		t.Run("the preview counts what waits and what there is", func(t *testing.T) {
			got, err := w.DeletePreview(t.Context(), w.alice, "acme", two.ID, one.ID, two.ID)
			want := webhook.DeleteSummary{Names: []string{"two", "one"}, Pending: 5 + 5, Records: 5 + 7}
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Error(err, diff)
			}
		})
		t.Run("with one that is somebody else's none is deleted", func(t *testing.T) {
			foreign, _, err := w.Create(t.Context(), w.bob, "umbrella", form("foreign"))
			if err != nil {
				t.Fatal(err)
			}
			for _, stranger := range []string{foreign.ID, strings.Repeat("0", 24), "nonsense"} {
				_, err := w.Delete(t.Context(), w.alice, "acme", one.ID, stranger)
				refused(t, err, app.NotFound)
				_, err = w.DeletePreview(t.Context(), w.alice, "acme", one.ID, stranger)
				refused(t, err, app.NotFound)
			}
			if w.byID(one.ID).ID != one.ID || w.count(`SELECT COUNT(*) FROM deliveries WHERE state = 'cancelled'`) != 0 {
				t.Error("something was deleted or cancelled")
			}
		})
		t.Run("none, and too many at once, are refused", func(t *testing.T) {
			_, err := w.Delete(t.Context(), w.alice, "acme")
			refused(t, err, app.Invalid)
			_, err = w.Delete(t.Context(), w.alice, "acme", slices.Repeat([]string{one.ID}, 1001)...)
			refused(t, err, app.Invalid)
			_, err = w.DeletePreview(t.Context(), w.alice, "acme")
			refused(t, err, app.Invalid)
		})
		t.Run("several go together, and what waits is cancelled", func(t *testing.T) {
			got, err := w.Delete(t.Context(), w.alice, "acme", one.ID, two.ID, one.ID)
			if diff := cmp.Diff(webhook.DeleteSummary{Names: []string{"one", "two"}, Pending: 10}, got); err != nil || diff != "" {
				t.Error(err, diff)
			}
			for id, want := range map[string]webhook.State{waiting[0].ID: webhook.Cancelled, waiting[1].ID: webhook.Delivered,
				waiting[2].ID: webhook.Failed, waiting[3].ID: webhook.Cancelled, test.ID: webhook.Cancelled} {
				if d := w.delivery(id); d.State != want || !d.DueAt.IsZero() || d.FinishedAt.IsZero() {
					t.Errorf("want %s, got %+v", want, d)
				}
			}
			if n := w.count(`SELECT COUNT(*) FROM deliveries WHERE lane IS NOT NULL AND webhook_id <> $1`, stays.ID); n != 0 {
				t.Errorf("%d are still due", n)
			}
		})
		t.Run("a webhook that stays keeps all of its own", func(t *testing.T) {
			if got := w.deliveries(stays.ID); len(got) != 6 || got[0].State != webhook.Pending {
				t.Errorf("got %+v", got)
			}
		})
		t.Run("it is gone from everywhere but its deliveries' own pages", func(t *testing.T) {
			_, err := w.Webhook(t.Context(), w.alice, "acme", one.ID)
			refused(t, err, app.NotFound)
			_, err = w.WebhookByName(t.Context(), w.alice, "acme", "one")
			refused(t, err, app.NotFound)
			_, err = w.Deliveries(t.Context(), w.alice, "acme", one.ID, webhook.Filter{})
			refused(t, err, app.NotFound)
			_, err = w.SendTest(t.Context(), w.alice, "acme", one.ID, "")
			refused(t, err, app.NotFound)
			_, err = w.RevealSecret(t.Context(), w.alice, "acme", one.ID)
			refused(t, err, app.NotFound)
			_, err = w.Delete(t.Context(), w.alice, "acme", one.ID)
			refused(t, err, app.NotFound)
			list, err := w.List(t.Context(), w.alice, "acme")
			if err != nil || len(list) != 1 || list[0].ID != stays.ID {
				t.Errorf("listed: %+v, %v", list, err)
			}
			if _, _, hook, err := w.Delivery(t.Context(), w.alice, "acme", waiting[1].ID); err != nil || hook.Name != "one" || hook.DeletedAt.IsZero() {
				t.Errorf("got %+v, %v", hook, err)
			}
		})
		t.Run("it hears nothing any more", func(t *testing.T) {
			if e := w.happens(event.UserCreated); !slices.Equal(w.receivers(e.ID), []string{stays.ID}) {
				t.Errorf("heard by %v", w.receivers(e.ID))
			}
		})
		t.Run("its name is free at once", func(t *testing.T) {
			if again := w.create(form("one")); again.ID == one.ID {
				t.Error("the same webhook came back")
			}
		})
		t.Run("nothing can be sent to it again", func(t *testing.T) {
			_, err := w.Redeliver(t.Context(), w.alice, "acme", waiting[1].ID)
			if says := refused(t, err, app.Conflict); !strings.Contains(says, "deleted") {
				t.Error(says)
			}
		})
		t.Run("the audit row names them", func(t *testing.T) {
			n := w.count(`SELECT COUNT(*) FROM audit_log WHERE action = 'webhook.delete' AND outcome = 'done' AND before LIKE $1`, `%"one","two"%`)
			if n != 1 {
				t.Errorf("%d rows", n)
			}
		})
	})
}

func TestDeleteMany(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		var ids, names []string
		for i := range 150 {
			made := w.create(form(fmt.Sprintf("hook-%03d", i)))
			ids, names = append(ids, made.ID), append(names, made.Name)
		}
		t.Run("a whole list goes in one step", func(t *testing.T) {
			got, err := w.Delete(t.Context(), w.alice, "acme", ids...)
			if diff := cmp.Diff(names, got.Names); err != nil || diff != "" {
				t.Error(err, diff)
			}
		})
	})
}
