package webhook_test

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestDuplicates(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		pipe, other := w.space(event.ScopePipe, "RkT4wPq", "Onboarding", 1), w.space(event.ScopePipe, "RkT4wPr", "Leaving", 1)
		first := w.createAt(pipe, ofSpace(event.UserRoleSet, event.UserRemovalFromPipe))

		t.Run("the same URL and an action in common are refused, however the URL is written", func(t *testing.T) {
			for _, url := range []string{"https://endpoint.com", "https://endpoint.com/", "HTTPS://ENDPOINT.com"} {
				f := ofSpace("card.create", event.UserRoleSet)
				f.URL = url
				_, _, err := w.CreateAt(t.Context(), w.alice, pipe, f)
				says := because(t, err, app.Conflict, app.ReasonDuplicate, "url")
				if !strings.Contains(says, `"new webhook" of the pipe Onboarding`) || !strings.Contains(says, "user.role_set") {
					t.Error(says)
				}
			}
		})
		t.Run("actions about cards count, too", func(t *testing.T) {
			f := ofSpace("card.create")
			f.URL = "https://example.com/cards"
			w.createAt(pipe, f)
			_, _, err := w.CreateAt(t.Context(), w.alice, pipe, f)
			because(t, err, app.Conflict, app.ReasonDuplicate, "url")
		})
		t.Run("another URL, other actions or another pipe are no duplicate", func(t *testing.T) {
			f := ofSpace()
			f.URL = "https://endpoint.com/other"
			w.createAt(pipe, f)
			w.createAt(pipe, ofSpace("card.create"))
			w.createAt(other, ofSpace())
		})
		t.Run("an organization may have any number, in both spellings", func(t *testing.T) {
			w.createAt(acme, ofSpace(event.UserInvitationAccepted))
			w.createAt(acme, ofSpace(event.UserInvitationAcceptance))
		})
		t.Run("an update may not make one, by URL or by actions", func(t *testing.T) {
			byURL := w.createAt(pipe, webhook.Form{Name: "moves", URL: "https://endpoint.com/moves", Types: []event.Type{event.UserRoleSet}, Enabled: true})
			_, err := w.update(byURL.ID, webhook.Patch{URL: to("https://endpoint.com")})
			because(t, err, app.Conflict, app.ReasonDuplicate, "url")
			byAction := w.createAt(pipe, ofSpace("card.done"))
			_, err = w.update(byAction.ID, webhook.Patch{Types: []event.Type{"card.done", event.UserRemovalFromPipe}})
			because(t, err, app.Conflict, app.ReasonDuplicate, "url")
			if diff := cmp.Diff(byURL, w.at(byURL.ID)) + cmp.Diff(byAction, w.at(byAction.ID)); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("an update of itself is none", func(t *testing.T) {
			w.updated(first.ID, webhook.Patch{Name: to("renamed"), Types: slices.Clone(first.Types), URL: to("https://endpoint.com/")})
		})
		t.Run("a deleted one is no duplicate", func(t *testing.T) {
			if err := w.DeleteByID(t.Context(), w.alice, first.ID); err != nil {
				t.Fatal(err)
			}
			w.createAt(pipe, ofSpace(event.UserRoleSet, event.UserRemovalFromPipe))
		})
	})
}

func TestOverridePrevious(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		pipe := w.space(event.ScopePipe, "RkT4wPq", "Onboarding", 1)
		one, two := w.createAt(pipe, ofSpace(event.UserRoleSet)), w.createAt(pipe, ofSpace(event.UserRemovalFromPipe, "card.create"))
		kept := w.createAt(pipe, ofSpace("card.move"))
		w.roleSet(event.About{Kind: event.ScopePipe, ID: pipe.ID, SUID: "RkT4wPq", Name: "Onboarding"})
		waiting := w.deliveries(one.ID)[0]
		f := ofSpace(event.UserRoleSet, event.UserRemovalFromPipe)
		f.OverridePrevious = true
		made := w.createAt(pipe, f)

		t.Run("replaces all that it duplicates, and nothing else", func(t *testing.T) {
			list, err := w.ListAt(t.Context(), w.alice, pipe)
			ids := []string{kept.ID, made.ID}
			slices.Sort(ids)
			var got []string
			for _, hook := range list {
				got = append(got, hook.ID)
			}
			slices.Sort(got)
			if diff := cmp.Diff(ids, got); err != nil || diff != "" {
				t.Error(err, diff)
			}
		})
		t.Run("what waited for the earlier one is cancelled", func(t *testing.T) {
			if got := w.delivery(waiting.ID); got.State != webhook.Cancelled {
				t.Errorf("it is %s", got.State)
			}
		})
		t.Run("each deletion has its audit row, which names the new one", func(t *testing.T) {
			for _, old := range []string{one.ID, two.ID} {
				var after string
				w.scan(`SELECT after FROM audit_log WHERE action = 'webhook.delete' AND object_id = $1`, []any{old}, &after)
				var said map[string]string
				if err := json.Unmarshal([]byte(after), &said); err != nil || said["replaced by"] != made.ID {
					t.Errorf("%s: %s", old, after)
				}
			}
		})
		t.Run("a form that is no good replaces nothing", func(t *testing.T) {
			f.Name = ""
			_, _, err := w.CreateAt(t.Context(), w.alice, pipe, f)
			refused(t, err, app.Invalid)
			w.at(made.ID)
		})
		t.Run("with nothing to replace it just makes one", func(t *testing.T) {
			f := ofSpace(event.UserRoleSet)
			f.URL, f.OverridePrevious = "https://example.com/new", true
			w.createAt(pipe, f)
		})
		t.Run("in an organization it replaces nothing", func(t *testing.T) {
			f := ofSpace(event.UserRoleSet)
			f.OverridePrevious = true
			earlier := w.createAt(acme, f)
			w.createAt(acme, f)
			w.at(earlier.ID)
		})
	})
}

func TestDuplicatesTogether(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		pipe := w.space(event.ScopePipe, "RkT4wPq", "Onboarding", 1)
		t.Run("of twenty at once, one is made", func(t *testing.T) {
			errs := make([]error, 20)
			var all sync.WaitGroup
			for i := range errs {
				all.Go(func() { _, _, errs[i] = w.CreateAt(t.Context(), w.alice, pipe, ofSpace()) })
			}
			all.Wait()
			made := 0
			for _, err := range errs {
				if err == nil {
					made++
				} else {
					refused(t, err, app.Conflict)
				}
			}
			if n := w.count(`SELECT COUNT(*) FROM webhooks`); made != 1 || n != 1 {
				t.Errorf("%d were told that they made it, %d exist", made, n)
			}
		})
	})
}
