package handlers

import (
	"context"
	"net/http"
	"testing"
	"time"

	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// fails writes what the records of that many failed attempts would, the first of them that long ago.
func (s *site) fails(id string, failures int, ago time.Duration) {
	s.t.Helper()
	s.exec(`UPDATE webhooks SET failures = $2, failing_since = $3, counting_from = $3, error_class = 'http_status', error_status = 500,
		error_text = 'The receiver answered 500 <Internal> Server Error.', error_at = $4 WHERE id = $1`, id, failures, s.clock.Now().Add(-ago), s.clock.Now())
}

func (s *site) exec(query string, args ...any) {
	s.t.Helper()
	err := s.db.Tx(s.t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func TestTheBannerOfAFailingWebhook(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		w := s.newHook("hr-sync")
		path := hooksPath + "/" + w.ID
		poll := func(tag string) answer { return ada.htmx("Rollcall-Poll", "1", "HX-PTag", tag).get(path) }
		healthy := poll("").header.Get("HX-PTag")

		s.fails(w.ID, 12, 24*time.Hour)
		day := s.clock.Now().Add(48 * time.Hour).Format("Monday, 2 January 2006, 15:04 UTC")
		t.Run("it says what failed, what to do, and when the webhook will be disabled", func(t *testing.T) {
			ada.get(path).says(t, 200, "This webhook is failing", "The last 12 attempts failed, the first of them", "The receiver answered 500 &lt;Internal&gt; Server Error.",
				"look for this request in its own log", "It will be disabled on", ">"+day+"</time>", "in 2 days", `action="`+path+`/countdown"`, "Keep trying")
			ada.get(hooksPath).says(t, 200, "Failing", "in 2 days")
		})
		t.Run("a page that is open hears of it", func(t *testing.T) {
			a := poll(healthy)
			a.says(t, 200, `hx-target="#health"`, "It will be disabled on", `hx-target="#switch"`)
			if again := poll(a.header.Get("HX-PTag")); again.status != http.StatusNotModified {
				t.Errorf("and then again, with %d", again.status)
			}
		})
		t.Run("with fewer failures than it takes it says how many are missing", func(t *testing.T) {
			s.fails(w.ID, 7, 24*time.Hour)
			ada.get(path).says(t, 200, "It will be disabled on", "That also takes 3 more failed attempts")
			s.fails(w.ID, 9, 80*time.Hour)
			ada.get(path).says(t, 200, "It will be disabled after 1 more failed attempt unless one succeeds.")
			s.fails(w.ID, 10, 72*time.Hour)
			ada.get(path).says(t, 200, "It will be disabled any moment now.")
		})
		t.Run("Keep trying begins the countdown anew", func(t *testing.T) {
			ada.post(path+"/countdown").leads(t, path)
			ada.get(path).says(t, 200, "The countdown has begun anew", "This webhook is failing", s.clock.Now().Add(72*time.Hour).Format("Monday, 2 January 2006, 15:04 UTC"))
		})
		t.Run("where nothing fails any more Keep trying says so", func(t *testing.T) {
			s.exec(`UPDATE webhooks SET failures = 0, failing_since = NULL, counting_from = NULL WHERE id = $1`, w.ID)
			ada.post(path+"/countdown").leads(t, path)
			a := ada.get(path)
			a.says(t, 200, "The webhook is not failing")
			a.lacks(t, "This webhook is failing")
		})
	})
}

func TestTheNoticesOnAWebhooksPage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		w := s.newHook("hr-sync")
		path := hooksPath + "/" + w.ID
		t.Run("there is nothing about them before there are any", func(t *testing.T) {
			ada.get(path).lacks(t, "class=\"disclosure notices\"")
		})
		s.fails(w.ID, 10, 73*time.Hour)
		s.exec(`UPDATE webhooks SET warned = 3 WHERE id = $1`, w.ID) // of the others people were told
		if err := s.webhooks.Watch(t.Context()); err != nil {
			t.Fatal(err)
		}
		t.Run("disabled, the banner says why and how it goes on, and that only this page told", func(t *testing.T) {
			a := ada.get(path)
			a.says(t, 200, string(webhook.ConditionDisabled), "This webhook was disabled automatically", "10 attempts in a row had failed", "a test that succeeds enables the webhook again",
				"1 notice was given", "Disabled: 10 attempts failed in a row", "Shown only here", path+"/pause/removal")
			a.lacks(t, "Keep trying", "410")
			ada.post(path+"/countdown").says(t, 409, "is not enabled")
		})
		t.Run("mailed ones say to whom and when, or why not", func(t *testing.T) {
			var id string
			if err := s.db.QueryRow(t.Context(), `SELECT id FROM notices`).Scan(&id); err != nil {
				t.Fatal(err)
			}
			s.exec(`INSERT INTO notice_letters (notice_id, number, email, mailed_at, failure) VALUES ($1, 1, 'ops@example.com', $2, ''), ($1, 2, 'gone@example.com', NULL, '550 no such mailbox'), ($1, 3, 'soon@example.com', NULL, '')`,
				id, s.clock.Now())
			ada.get(path).says(t, 200, "Mailed to ops@example.com", "Not mailed to gone@example.com: 550 no such mailbox", "To be mailed to soon@example.com")
		})
		t.Run("a receiver that is gone is called that", func(t *testing.T) {
			s.exec(`UPDATE notices SET kind = 'gone'`)
			s.exec(`UPDATE webhooks SET error_status = 410 WHERE id = $1`, w.ID)
			ada.get(path).says(t, 200, "its receiver answered 410 Gone, by which it asks not to be called again", "Disabled: the receiver answered 410 Gone")
		})
		t.Run("also when that notice is kept no more", func(t *testing.T) {
			s.exec(`DELETE FROM notice_letters`)
			s.exec(`DELETE FROM notices`)
			a := ada.get(path)
			a.says(t, 200, "its receiver answered 410 Gone, by which it asks not to be called again")
			a.lacks(t, "in a row had failed")
		})
		t.Run("the form says what the address is for, and that this server sends no mail", func(t *testing.T) {
			a := ada.get(path + "/edit")
			a.says(t, 200, "Told when the webhook begins to fail", "administrators are told", "ROLLCALL_SMTP_URL is not set")
			a.lacks(t, "No notices are sent yet")
		})
	})
}

func TestTheWarningOfACertificate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		hook, sent := s.history()
		path, page := hooksPath+"/"+hook.ID, "/organizations/acme/deliveries/"+sent.ID
		s.redirectedTo(sent, "https://example.org/") // over TLS
		s.inState(sent, webhook.Failed)
		in := func(left time.Duration) {
			s.exec(`UPDATE attempts SET certificate_expires_at = $1`, s.clock.Now().Add(left))
		}
		t.Run("there is none as long as there are 14 days left", func(t *testing.T) {
			in(14 * 24 * time.Hour)
			ada.get(path).lacks(t, "certificate")
			ada.get(page).lacks(t, "In less than 14 days")
		})
		t.Run("with less the webhook's page says until when it is valid, and the attempt says so", func(t *testing.T) {
			in(14*24*time.Hour - time.Second)
			until := s.clock.Now().Add(14*24*time.Hour - time.Second).Format("Monday, 2 January 2006, 15:04 UTC")
			ada.get(path).says(t, 200, "The receiver&#39;s certificate expires soon", until, "have it renewed before")
			ada.get(page).says(t, 200, "In less than 14 days.")
		})
		t.Run("it counts from when the page is looked at, so one that was fresh then may have expired since", func(t *testing.T) {
			s.exec(`UPDATE attempts SET started_at = $1`, s.clock.Now().Add(-20*24*time.Hour))
			in(-time.Hour)
			ada.get(path).says(t, 200, "The receiver&#39;s certificate has expired", "Unless it has been renewed since")
			ada.get(page).says(t, 200, "It has expired since.")
		})
		t.Run("the one that was shown last is meant", func(t *testing.T) {
			s.redirectedTo(s.inState(s.sends(hook), webhook.Failed), "https://example.org/") // now, with 13 days left
			a := ada.get(path)
			a.says(t, 200, "certificate expires soon")
			a.lacks(t, "certificate has expired")
			in(-time.Hour)
		})
		t.Run("one that nobody verifies may end", func(t *testing.T) {
			s.exec(`UPDATE webhooks SET unverified = TRUE WHERE id = $1`, hook.ID)
			ada.get(path).lacks(t, "certificate has expired")
			s.exec(`UPDATE webhooks SET unverified = FALSE WHERE id = $1`, hook.ID)
		})
		t.Run("that of another receiver is not this one's", func(t *testing.T) {
			s.exec(`UPDATE webhooks SET url = 'https://example.net/new' WHERE id = $1`, hook.ID)
			ada.get(path).lacks(t, "certificate has expired")
		})
	})
}
