package handlers

import (
	"net/http"
	"strings"
	"testing"

	"rollcall/app/access"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestOperationsOnPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		hook, sent := s.history()
		path := hooksPath + "/" + hook.ID
		t.Run("what waits can be cancelled from the page, what failed redelivered", func(t *testing.T) {
			ada.get(path).says(t, 200, `href="`+path+`/cancellation"`, "Cancel all that wait", `name="delivery" value="`+sent.ID+`"`)
			s.inState(sent, webhook.Failed)
			a := ada.get(path)
			a.says(t, 200, `href="`+path+`/redelivery?status=failed"`, "Redeliver 1 failed")
			a.lacks(t, "Cancel all that wait")
			ada.get(path+"?status=failed&type=USER_LOGIN").says(t, 200, "Redeliver all that match", `/redelivery?status=failed&amp;type=USER_LOGIN"`)
		})
		t.Run("the question says how many and which, as a page and as a modal", func(t *testing.T) {
			for _, a := range []answer{ada.get(path + "/redelivery?status=failed&before=x"), ada.htmx().get(path + "/redelivery?status=failed&before=x")} {
				a.says(t, 200, "Redeliver 1 delivery?", "status Failed", `<input type="hidden" name="status" value="failed">`, ">Redeliver 1<")
				a.lacks(t, `name="before"`)
			}
			ada.htmx().get(path+"/redelivery").says(t, 200, "<dialog", "What was delivered is left out")
		})
		t.Run("where there is nothing to do, the question says why and has no button for it", func(t *testing.T) {
			a := ada.get(path + "/cancellation?status=failed")
			a.says(t, 409, "only pending, retrying and held deliveries can be cancelled")
			a.lacks(t, "Keep them", "button-danger")
			ada.htmx().get(path+"/redelivery?status=lost").says(t, 422, "<dialog", "choose pending, retrying")
		})
		t.Run("the answer leads back to the webhook, which shows how far it is", func(t *testing.T) {
			ada.post(path+"/redelivery", "status", "failed").leads(t, path)
			ada.get(path).says(t, 200, "Redelivery started", "Redelivery of 1 delivery", "<progress", `max="1" value="0"`, "0 of 1 done: 0 deliveries queued.", "Asked for by ada", `hx-trigger="every 1s"`, "Refresh")
		})
		t.Run("a second start comes back into the question", func(t *testing.T) {
			ada.post(path+"/redelivery", "status", "failed").says(t, 409, "is running already, 0 of 1 done: wait for its end, or stop it.")
			ada.htmx().post(path+"/redelivery", "status", "failed").says(t, 409, "<dialog", "is running already")
		})
		t.Run("a poll gets 304 until something changes, and then the result", func(t *testing.T) {
			tag := ada.htmx("Rollcall-Poll", "1").get(path + "/operations").header.Get("HX-PTag")
			poll := ada.htmx("Rollcall-Poll", "1", "HX-PTag", tag)
			if a := poll.get(path + "/operations"); a.status != http.StatusNotModified {
				t.Errorf("got %d", a.status)
			}
			s.works()
			a := poll.get(path + "/operations")
			a.says(t, 200, "1 delivery queued.", `role="status">Redelivery of 1 delivery: 1 delivery queued.`)
			a.lacks(t, "<progress", "hx-trigger", "Stop")
			if a.header.Get("HX-Trigger") != "deliveries-changed" {
				t.Error("the rows are not told to refresh")
			}
		})
		t.Run("a person can stop one", func(t *testing.T) {
			held := s.inState(s.sends(hook), webhook.Held)
			ada.post(path+"/cancellation").leads(t, path)
			page := ada.get(path).body
			stop := page[strings.Index(page, path+"/operations/"):]
			ada.post(stop[:strings.Index(stop, `"`)]).leads(t, path)
			ada.get(path).says(t, 200, "Stopped", "ada stopped it. Until then: 0 deliveries cancelled.")
			ada.post(path+"/operations/"+held.ID+"/stop").says(t, 404, "There is no such operation")
		})
	})
}

func TestSelectedRows(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		hook, pending := s.history()
		failed := s.inState(s.sends(hook), webhook.Failed)
		path := hooksPath + "/" + hook.ID
		back := path + "?status=failed"
		t.Run("are redelivered at once, and the page that they were selected on says how many", func(t *testing.T) {
			ada.post(path+"/selection", "do", "redeliver", "delivery", failed.ID, "delivery", pending.ID, "return", back).leads(t, back)
			ada.get(back).says(t, 200, "1 redelivery queued; the others were on their way already")
		})
		t.Run("are cancelled, those that wait, if only for the redelivery", func(t *testing.T) {
			done := s.inState(s.sends(hook), webhook.Delivered)
			ada.post(path+"/selection", "do", "cancel", "delivery", failed.ID, "delivery", pending.ID, "delivery", done.ID, "return", "https://elsewhere.example/").leads(t, path)
			ada.get(path).says(t, 200, "2 deliveries cancelled; the others waited for nothing", "Cancelled")
		})
		t.Run("none, or none that exists, is a sentence", func(t *testing.T) {
			ada.post(path+"/selection", "do", "cancel").leads(t, path)
			ada.get(path).says(t, 200, "Select at least one delivery.")
			ada.post(path+"/selection", "do", "redeliver", "delivery", "x").says(t, 404)
			ada.post(path+"/selection", "do", "burn", "delivery", failed.ID).says(t, 422, "redeliver or cancel them")
		})
	})
}

func TestCatchUpOnPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		hook := s.newHook("hr-sync")
		path := hooksPath + "/" + hook.ID
		t.Run("nothing is asked when nothing was missed", func(t *testing.T) {
			ada.get(path).lacks(t, "missed")
			ada.post(path+"/catch-up", "mode", "all").leads(t, path)
			ada.get(path).says(t, 200, "has missed nothing that could be sent")
		})
		ada.post(path+"/pause").leads(t, path)
		for range 3 {
			s.misses(hook.ID)
		}
		t.Run("while it is paused the page counts, and asks when it is resumed", func(t *testing.T) {
			a := ada.get(path)
			a.says(t, 200, "3 events were missed since "+s.clock.Now().Format("15:04 UTC"), "When the webhook is resumed, this page asks")
			a.lacks(t, "Send all")
			ada.post(path+"/catch-up", "mode", "all").leads(t, path)
			ada.get(path).says(t, 200, "is paused: resume it first.")
			ada.post(path+"/pause/removal").leads(t, path)
			ada.get(path).says(t, 200, "Send all 3", "Send the last of each user (1)", "Skip", `action="`+path+`/catch-up"`,
				"Each can be sent for 30 days after it happened")
		})
		t.Run("an unknown answer is refused", func(t *testing.T) {
			ada.post(path+"/catch-up", "mode", "some").leads(t, path)
			ada.get(path).says(t, 200, "Choose what to do with the missed events")
		})
		t.Run("the answer is worked in the background, and the question is gone", func(t *testing.T) {
			ada.post(path+"/catch-up", "mode", "last").leads(t, path)
			a := ada.get(path)
			a.says(t, 200, "Catch-up started", "Catch-up of 3 missed events", "<progress")
			a.lacks(t, "Send all")
			again := ada.htmx("Rollcall-Poll", "1").get(path)
			again.says(t, 200, `hx-target="#catch-up"`)
			again.lacks(t, "were missed", "Send all")
			ada.post(path+"/catch-up", "mode", "all").leads(t, path)
			ada.get(path).says(t, 200, "A catch-up of the webhook", "is running already, 0 of 3 done")
			s.works()
			a = ada.get(path)
			a.says(t, 200, "1 delivery made, 2 earlier events skipped.", "grace@example.com")
			a.lacks(t, "were missed")
		})
		t.Run("what is skipped is gone from the page", func(t *testing.T) {
			s.misses(hook.ID)
			ada.post(path+"/catch-up", "mode", "skip").leads(t, path)
			s.works()
			a := ada.get(path)
			a.says(t, 200, "1 event skipped.")
			a.lacks(t, "Send all", "event was missed")
		})
	})
}

// sends makes one more delivery that waits.
func (s *site) sends(hook webhook.Webhook) webhook.Delivery {
	s.t.Helper()
	d, err := s.webhooks.SendTest(s.t.Context(), access.Command(), "acme", hook.ID, "")
	if err != nil {
		s.t.Fatal(err)
	}
	return d
}

// works does what the queue would: it works every operation that runs.
func (s *site) works() {
	s.t.Helper()
	rows, err := s.db.Query(s.t.Context(), `SELECT id FROM operations WHERE state = 'running'`)
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			s.t.Fatal(err)
		}
		if err := s.webhooks.Operate(s.t.Context(), id); err != nil {
			s.t.Fatal(err)
		}
	}
}
