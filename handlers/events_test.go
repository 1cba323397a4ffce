package handlers

import (
	"context"
	"strings"
	"testing"
	"time"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// happens publishes an event about grace that ada caused, heard in some places.
func (s *site) happens(t event.Type, places ...event.Place) event.Event {
	s.t.Helper()
	e := event.Event{ID: app.NewUUID(), Type: t, At: s.clock.Now(), Source: "page", Places: places, Facts: event.Facts{
		Subject: event.User{ID: 9, Name: "Grace <Hopper>", Username: "grace", Email: "Grace@acme.test"},
		Home:    event.Organization{ID: 1, Name: "acme", Title: "Acme"},
		Actor:   event.User{ID: 1, Name: "Ada"}, PreviousRole: "member", NewRole: "admin"}}
	if err := s.db.Tx(s.t.Context(), func(ctx context.Context, tx *db.Tx) error { return s.webhooks.Publish(ctx, tx, e) }); err != nil {
		s.t.Fatal(err)
	}
	return e
}

func (s *site) acmePlace() event.Place {
	s.t.Helper()
	_, place, err := s.directory.Organization(s.t.Context(), access.Command(), "acme")
	if err != nil {
		s.t.Fatal(err)
	}
	return event.Place{Scope: event.ScopeOrganization, ID: place.ID}
}

func TestEventPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		const path = "/organizations/acme/events"
		t.Run("an empty list says what it is for, and is in the sidebar", func(t *testing.T) {
			ada.get(path+"?type=USER_DISABLED").says(t, 200, "No event matches", `aria-current="page"`)
		})
		hears, paused := s.newHook("hears"), s.newHook("asleep")
		if _, err := s.webhooks.SetEnabled(t.Context(), access.Command(), "acme", paused.ID, false); err != nil {
			t.Fatal(err)
		}
		e := s.happens(event.UserLogin, s.acmePlace())
		one := path + "/" + e.ID
		t.Run("the list shows what happened, to whom, by whom, and what became of it", func(t *testing.T) {
			ada.get(path).says(t, 200, one, "USER_<wbr>LOGIN", "Grace@acme.test", "Ada", "1 pending", "1 not sent")
		})
		t.Run("a page leads from the webhook's history and its delivery to the event and back", func(t *testing.T) {
			page, err := s.webhooks.Deliveries(t.Context(), access.Command(), "acme", hears.ID, webhook.Filter{})
			if err != nil {
				t.Fatal(err)
			}
			sent := "/organizations/acme/deliveries/" + page.Deliveries[0].ID
			ada.get(hooksPath+"/"+hears.ID).says(t, 200, `href="`+one+`"`)
			ada.get(sent).says(t, 200, `href="`+one+`"`)
			ada.get(one).says(t, 200, `href="`+sent+`"`, "Pending")
		})
		t.Run("an event says why a webhook was not sent it", func(t *testing.T) {
			ada.get(one).says(t, 200, "Paused since", hooksPath+"/"+paused.ID, "Grace &lt;Hopper&gt;", "in the browser", "the organization acme", "member → admin")
		})
		t.Run("and says so where it is not known, or the webhook does not listen to that", func(t *testing.T) {
			deaf := s.newHook("deaf")
			s.exec(`UPDATE webhooks SET created_at = $2 WHERE id = $1`, deaf.ID, e.At.Add(-time.Hour))
			ada.get(one).says(t, 200, "It was not subscribed to USER_LOGIN.")
			s.exec(`INSERT INTO settings (name, value) VALUES ('misses_recorded_since', '4102444800000000')`)
			ada.get(one).says(t, 200, "Not known", "Not recorded: what a webhook missed while it was not enabled is known since 2100-01-01 00:00:00 UTC")
			s.exec(`DELETE FROM settings WHERE name = 'misses_recorded_since'`)
		})
		t.Run("a deleted webhook is named", func(t *testing.T) {
			s.clock.pass(time.Second)
			if _, err := s.webhooks.Delete(t.Context(), access.Command(), "acme", hears.ID); err != nil {
				t.Fatal(err)
			}
			page := ada.get(one)
			page.says(t, 200, "a deleted webhook (hears)", "Cancelled")
			page.lacks(t, hooksPath+"/"+hears.ID)
		})
		t.Run("htmx gets the list alone", func(t *testing.T) {
			a := ada.htmx().get(path + "?q=grace%40acme.test")
			a.says(t, 200, `id="events"`, one)
			a.lacks(t, "<html")
		})
		for field, says := range map[string]string{"q=grace": "whole e-mail address", "from=soon": "This is not a time", "type=nothing": "There is no event type", "before=2": "start again with the newest"} {
			t.Run("?"+field+" is refused beside the form", func(t *testing.T) {
				name, _, _ := strings.Cut(field, "=")
				ada.get(path+"?"+field).says(t, 422, says, `href="#filter-`+name+`"`, `aria-label="Filter events"`)
			})
		}
		t.Run("a filter keeps the others in its pages", func(t *testing.T) {
			for range 51 {
				s.happens(event.UserLogin, s.acmePlace())
			}
			ada.get(path+"?type=USER_LOGIN&q=grace%40acme.test&from=2026-01-01").says(t, 200, "from=2026-01-01T00%3A00&amp;q=grace%40acme.test&amp;type=USER_LOGIN", "Older", "before=")
		})
		t.Run("what is not there, and what is somebody else's, are not found alike", func(t *testing.T) {
			s.user("initech", "peter", true)
			theirs := s.happens(event.UserLogin, event.Place{Scope: event.ScopeOrganization, ID: 2})
			for _, id := range []string{theirs.ID, app.NewUUID(), "nonsense", "%00"} {
				ada.get(path+"/"+id).says(t, 404, "There is no such event")
			}
			if a := s.loggedIn("peter").get(one); a.status != 404 {
				t.Errorf("got %d", a.status)
			}
		})
	})
}

func TestSearchOfTheSite(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		s.user("acme", "grace", false)
		s.user("initech", "peter", true)
		peter, grace := s.loggedIn("peter"), s.loggedIn("grace")
		_, sent := s.history()
		e := s.happens(event.UserDisabled, s.acmePlace())
		const theEvent = "/organizations/acme/events/"
		t.Run("every page has it", func(t *testing.T) {
			ada.get("/organizations").says(t, 200, `action="/search"`, `href="/search"`)
			ada.get("/search").says(t, 200, "E-mail, event id or delivery id")
		})
		t.Run("an event's id finds the event, a delivery's the delivery, capitals or not", func(t *testing.T) {
			ada.get("/search?q="+strings.ToUpper(e.ID)).says(t, 200, theEvent+e.ID, "USER_DISABLED")
			ada.get("/search?q=+"+sent.ID+"+").says(t, 200, "/organizations/acme/deliveries/"+sent.ID, "to hr-sync")
		})
		t.Run("an address finds the user and what happened to them", func(t *testing.T) {
			ada.get("/search?q=GRACE%40acme.test").says(t, 200, theEvent+e.ID, "All events of acme about")
			ada.get("/search?q=Grace%40example.com").says(t, 200, "/organizations/acme/users/", "grace@example.com")
		})
		t.Run("nobody finds what they may not see", func(t *testing.T) {
			for _, q := range []string{e.ID, sent.ID, "grace%40acme.test", "grace%40example.com"} {
				peter.get("/search?q="+q).says(t, 200, "Nothing found")
			}
			for _, q := range []string{e.ID, sent.ID, "grace%40acme.test"} {
				grace.get("/search?q="+q).says(t, 200, "Nothing found")
			}
			grace.get("/search?q=ada%40example.com").says(t, 200, "/organizations/acme/users/")
		})
		t.Run("what can't be searched for is refused beside the field", func(t *testing.T) {
			ada.get("/search?q=grace").says(t, 422, "whole e-mail address", `aria-invalid="true"`, `value="grace"`)
		})
		t.Run("a visitor is asked to log in", func(t *testing.T) {
			if a := s.browser().get("/search?q=x"); a.status != 303 {
				t.Errorf("got %d", a.status)
			}
		})
	})
}
