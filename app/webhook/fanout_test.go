package webhook_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestPublishAtEveryScope(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		pipe, other := w.space(event.ScopePipe, "RkT4wPq", "Onboarding", 1), w.space(event.ScopePipe, "RkT4wPr", "Leaving", 1)
		table := w.space(event.ScopeTable, "ZdeRdE", "Suppliers", 1)
		hooks := map[string]webhook.Webhook{
			"pipe":      w.createAt(pipe, ofSpace(event.UserRoleSet, event.UserRemovalFromPipe, "card.create")),
			"other":     w.createAt(other, ofSpace(event.UserRoleSet, event.UserRemovalFromPipe)),
			"table":     w.createAt(table, ofSpace(event.UserRoleSet, event.UserRemovalFromTable)),
			"acme":      w.createAt(acme, ofSpace(event.UserRoleSet, event.UserInvitationAccepted, event.UserRemovalFromOrg)),
			"also acme": w.createAt(acme, ofSpace(event.UserInvitationAcceptance)),
		}
		heard := func(want ...string) {
			t.Helper()
			var got []string
			for _, name := range []string{"pipe", "other", "table", "acme", "also acme"} {
				for range w.deliveries(hooks[name].ID) {
					got = append(got, name)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			w.exec(`DELETE FROM deliveries`)
		}
		onboarding := event.About{Kind: event.ScopePipe, ID: pipe.ID, SUID: "RkT4wPq", Name: "Onboarding"}
		organization := event.About{Kind: event.ScopeOrganization, ID: 1, Name: "Acme & Sons"}

		t.Run("what happens in a pipe is heard by that pipe's webhooks only", func(t *testing.T) {
			w.roleSet(onboarding)
			heard("pipe")
			w.tells(event.UserRemovalFromPipe, onboarding, pipe)
			heard("pipe")
		})
		t.Run("in a table by the table's", func(t *testing.T) {
			w.roleSet(event.About{Kind: event.ScopeTable, ID: table.ID, SUID: "ZdeRdE", Name: "Suppliers"})
			heard("table")
		})
		t.Run("in the organization by the organization's", func(t *testing.T) {
			w.roleSet(organization)
			heard("acme")
		})
		t.Run("an accepted invitation by both spellings, and each gets its own", func(t *testing.T) {
			w.tells(event.UserInvitationAcceptance, organization, acme)
			for name, spelling := range map[string]event.Type{"acme": "user.invitation_accepted", "also acme": "user.invitation_acceptance"} {
				d := w.deliveries(hooks[name].ID)[0]
				if body := w.body(d.ID); d.Type != spelling || body.Data.Action != spelling {
					t.Errorf("%s: type %s, body %+v", name, d.Type, body)
				}
				page, err := w.DeliveriesByID(t.Context(), w.alice, hooks[name].ID, webhook.Filter{Type: "user.invitation_accepted"})
				if err != nil || len(page.Deliveries) != 1 {
					t.Errorf("%s: filtered by the other spelling: %+v, %v", name, page, err)
				}
			}
			heard("acme", "also acme")
		})
		t.Run("in several places at once by each webhook once", func(t *testing.T) {
			w.idle()
			w.tells(event.UserRoleSet, onboarding, pipe, other, acme)
			heard("pipe", "other", "acme")
			want := []string{hooks["pipe"].ID + " first", hooks["other"].ID + " first", hooks["acme"].ID + " first"}
			if diff := cmp.Diff(want, w.jobs.take(), cmpopts.SortSlices(strings.Compare)); diff != "" {
				t.Errorf("the jobs of their lanes: %s", diff)
			}
		})
		t.Run("the body has the delivery's id and the server's zone", func(t *testing.T) {
			e := w.tells(event.UserRemovalFromPipe, onboarding, pipe)
			d := w.deliveries(hooks["pipe"].ID)[0]
			got := w.body(d.ID)
			at := e.At.In(time.FixedZone("", -3*60*60)).Format("2006-01-02 15:04:05 -0700")
			if got.Data.PayloadID != d.ID || got.Data.DoneAt != at || !strings.HasSuffix(at, "-0300") {
				t.Errorf("got %+v, want the id %s and the time %s", got, d.ID, at)
			}
			heard("pipe")
		})
		t.Run("a paused one hears nothing", func(t *testing.T) {
			w.setEnabled(hooks["pipe"].ID, false)
			w.roleSet(onboarding)
			heard()
		})
	})
}

type pipefyBody struct {
	Data struct {
		PayloadID string     `json:"payload_id"`
		Action    event.Type `json:"action"`
		User      struct{ Username string }
		From      struct {
			PipeID string `json:"pipe_id"`
			Name   string `json:"name"`
		}
		DoneAt string `json:"action_done_at"`
	}
}

func (w *world) body(deliveryID string) (body pipefyBody) {
	w.t.Helper()
	if err := json.Unmarshal(w.delivery(deliveryID).Body, &body); err != nil {
		w.t.Fatal(err)
	}
	return body
}

func TestTestsAtEveryScope(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		pipe := w.space(event.ScopePipe, "RkT4wPq", "Onboarding", 1)
		hook := w.createAt(pipe, ofSpace("card.create", event.UserRemovalFromPipe, event.UserRoleSet))
		t.Run("a test is about a person who does not exist, in the pipe that does", func(t *testing.T) {
			made, err := w.SendTestByID(t.Context(), w.alice, hook.ID, event.UserRoleSet)
			if err != nil {
				t.Fatal(err)
			}
			got := w.body(made.ID)
			if got.Data.PayloadID != made.ID || got.Data.Action != event.UserRoleSet || got.Data.User.Username != "demo" || got.Data.From.PipeID != "RkT4wPq" || got.Data.From.Name != "Onboarding" {
				t.Errorf("got %+v", got)
			}
		})
		t.Run("without a type it is of the first that fires", func(t *testing.T) {
			made, err := w.SendTest(t.Context(), w.alice, "acme", hook.ID, "")
			if err != nil || made.Type != event.UserRemovalFromPipe {
				t.Errorf("got %s, %v", made.Type, err)
			}
		})
		t.Run("one that never fires can't be tested, and the sentence says what can", func(t *testing.T) {
			_, err := w.SendTestByID(t.Context(), w.alice, hook.ID, "card.create")
			if says := because(t, err, app.Invalid, "", "type"); !strings.Contains(says, "user.removal_from_pipe, user.role_set") {
				t.Error(says)
			}
		})
		t.Run("a webhook of which nothing fires has nothing to test", func(t *testing.T) {
			silent := w.createAt(pipe, webhook.Form{Name: "cards", URL: "https://example.com/cards", Types: []event.Type{"card.create"}, Enabled: true})
			_, err := w.SendTestByID(t.Context(), w.alice, silent.ID, "")
			because(t, err, app.Invalid, "", "type")
		})
		t.Run("the other spelling of an action is tested in the owner's", func(t *testing.T) {
			company := w.createAt(acme, ofSpace(event.UserInvitationAccepted))
			made, err := w.SendTestByID(t.Context(), w.alice, company.ID, event.UserInvitationAcceptance)
			if err != nil || w.body(made.ID).Data.Action != event.UserInvitationAccepted {
				t.Errorf("got %+v, %v", made, err)
			}
		})
	})
}
