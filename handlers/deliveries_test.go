package handlers

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// history makes a webhook with one delivery that waits, and returns both.
func (s *site) history() (webhook.Webhook, webhook.Delivery) {
	s.t.Helper()
	w := s.newHook("hr-sync")
	d, err := s.webhooks.SendTest(s.t.Context(), access.Command(), "acme", w.ID, event.UserLogin)
	if err != nil {
		s.t.Fatal(err)
	}
	return w, d
}

func TestDeliveryHistory(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		w, sent := s.history()
		path := hooksPath + "/" + w.ID
		t.Run("it shows each delivery", func(t *testing.T) {
			ada.get(path).says(t, 200, "Pending", "USER_<wbr>LOGIN", "demo@example.com", "0/1", "Redeliver", "/organizations/acme/deliveries/"+sent.ID)
		})
		t.Run("the filter is in the address", func(t *testing.T) {
			ada.get(path+"?status=pending&type=USER_LOGIN").says(t, 200, sent.ID, `value="pending" selected`, `value="USER_LOGIN" selected`)
			a := ada.get(path + "?status=failed&type=")
			a.says(t, 200, "No delivery matches", "Clear filters")
			a.lacks(t, sent.ID)
		})
		t.Run("a filter that makes no sense is refused with the choices", func(t *testing.T) {
			ada.get(path+"?status=lost").says(t, 422, "pending, retrying, delivered")
			ada.get(path+"?before=nonsense").says(t, 422, "start again with the newest")
		})
		t.Run("htmx gets rows, figures and state, and may not keep them", func(t *testing.T) {
			a := ada.htmx().get(path)
			a.says(t, 200, `id="deliveries"`, `hx-target="#figures"`, `hx-target="#condition"`)
			a.lacks(t, "<html", "<main")
			if !strings.Contains(a.header.Get("Cache-Control"), "no-store") || !strings.Contains(a.header.Get("Vary"), "HX-Request") {
				t.Errorf("Cache-Control %q, Vary %q", a.header.Get("Cache-Control"), a.header.Get("Vary"))
			}
		})
		t.Run("going back in the history gets the whole page", func(t *testing.T) {
			ada.htmx("HX-History-Restore-Request", "true").get(path).says(t, 200, "<html")
		})
	})
}

func TestPolling(t *testing.T) {
	s, ada := acme(t, dbtest.SQLite(t))
	w, sent := s.history()
	for _, path := range []string{hooksPath + "/" + w.ID, "/organizations/acme/deliveries/" + sent.ID, "/organizations/acme/deliveries/" + sent.ID + "/test"} {
		t.Run(path[:strings.LastIndex(path, "/")]+" answers 304 to a poll until something changes", func(t *testing.T) {
			tag := ada.htmx("Rollcall-Poll", "1").get(path).header.Get("HX-PTag")
			if tag == "" {
				t.Fatal("no HX-PTag")
			}
			poll := ada.htmx("Rollcall-Poll", "1", "HX-PTag", tag)
			if a := poll.get(path); a.status != http.StatusNotModified {
				t.Errorf("a poll got %d", a.status)
			}
			s.clock.pass(time.Second)
			if a := poll.get(path); a.status != http.StatusNotModified {
				t.Errorf("time alone is a change: %d", a.status)
			}
			if a := ada.htmx("HX-PTag", tag).get(path); a.status != http.StatusOK {
				t.Errorf("a person got %d", a.status)
			}
		})
	}
	path := hooksPath + "/" + w.ID
	t.Run("a change is sent", func(t *testing.T) {
		tag := ada.htmx("Rollcall-Poll", "1").get(path).header.Get("HX-PTag")
		if _, err := s.webhooks.SendTest(t.Context(), access.Command(), "acme", w.ID, event.UserCreated); err != nil {
			t.Fatal(err)
		}
		ada.htmx("Rollcall-Poll", "1", "HX-PTag", tag).get(path).says(t, 200, "USER_<wbr>CREATED")
	})
	t.Run("a poll leaves the messages for the next whole page", func(t *testing.T) {
		ada.post(path+"/pause").leads(t, path)
		ada.htmx("Rollcall-Poll", "1").get(path).lacks(t, "Webhook paused")
		ada.get(path).says(t, 200, "Webhook paused")
	})
}

func TestDeliveryPage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		_, sent := s.history()
		path := "/organizations/acme/deliveries/" + sent.ID
		t.Run("it shows the facts and the body", func(t *testing.T) {
			ada.get(path).says(t, 200, "Not sent yet", sent.ID, sent.EventID, "demo@example.com", "because it is a test", "&#34;type&#34;: &#34;USER_LOGIN&#34;", "Refresh")
		})
		t.Run("what is nobody's is not there", func(t *testing.T) {
			for _, id := range []string{"019cebab-8748-7000-8000-000000000000", "x", sent.ID + "0"} {
				ada.get("/organizations/acme/deliveries/"+id).says(t, 404)
			}
		})
		t.Run("what is somebody else's is not there either", func(t *testing.T) {
			s.user("umbrella", "eve", true)
			eve := s.loggedIn("eve")
			eve.get("/organizations/umbrella/deliveries/"+sent.ID).says(t, 404)
			eve.post("/organizations/umbrella/deliveries/"+sent.ID+"/redelivery").says(t, 404)
			eve.get("/organizations/umbrella/webhooks/"+sent.WebhookID).says(t, 404)
		})
		t.Run("redelivery says what is true", func(t *testing.T) {
			ada.post(path+"/redelivery").leads(t, path)
			ada.get(path).says(t, 200, "Redelivery queued")
			a := ada.htmx().post(path + "/redelivery")
			a.says(t, 200, "Redelivery queued", `hx-target="#toasts-status"`)
			if got := a.header.Get("HX-Trigger"); got != "deliveries-changed" {
				t.Errorf("HX-Trigger %q", got)
			}
		})
	})
}

func TestSendTest(t *testing.T) {
	s, ada := acme(t, dbtest.SQLite(t))
	w, sent := s.history()
	path := hooksPath + "/" + w.ID + "/test"
	t.Run("without htmx it leads to the delivery", func(t *testing.T) {
		a := ada.post(path, "type", "USER_CREATED")
		if to := a.header.Get("Location"); a.status != 303 || !strings.HasPrefix(to, "/organizations/acme/deliveries/") {
			t.Errorf("answered %d to %q", a.status, to)
		}
	})
	t.Run("with htmx it is a panel that asks again by itself", func(t *testing.T) {
		a := ada.htmx().post(path)
		a.says(t, 200, `id="test-panel"`, "Waiting for the receiver", `hx-trigger="every 1s"`, "USER_CREATED")
		a.lacks(t, "<html")
	})
	t.Run("the panel's address leads a browser that comes by itself to the delivery", func(t *testing.T) {
		delivery := "/organizations/acme/deliveries/" + sent.ID
		ada.get(delivery+"/test").leads(t, delivery)
	})
	t.Run("a type that the webhook doesn't have is refused", func(t *testing.T) {
		ada.post(path, "type", "USER_DISABLED").says(t, 422)
	})
}
