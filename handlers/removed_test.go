package handlers

import (
	"net/http"
	"testing"
	"time"

	"rollcall/app/access"
	"rollcall/app/event"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestWhatWasRemovedSaysSo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		s.clock.now = time.Date(2026, 3, 14, 9, 26, 53, 0, time.UTC)
		const gone = "/organizations/acme/deliveries/019c2000-0000-7000-8000-000000000000" // of 2 February 2026
		ada.get(gone).says(t, http.StatusGone, ">Removed</h1>", "removed after 30 days", "2 February 2026")
		ada.post(gone+"/redelivery").says(t, http.StatusGone, "removed after 30 days")
		ada.get("/organizations/acme/deliveries/019cf000-0000-7000-8000-000000000000").says(t, http.StatusNotFound, "There is no such delivery")
		t.Run("so does an event", func(t *testing.T) {
			ada.get("/organizations/acme/events/019b0000-0000-7000-8000-000000000000").says(t, http.StatusGone, ">Removed</h1>", "removed after 90 days")
			ada.get("/organizations/acme/events/019c2000-0000-7000-8000-000000000000").says(t, http.StatusNotFound, "There is no such event")
		})
		t.Run("a history that was removed is not one that never was", func(t *testing.T) {
			w, _ := s.history()
			path := hooksPath + "/" + w.ID
			ada.get(path).lacks(t, "are removed after")
			s.exec(`DELETE FROM deliveries`)
			ada.get(path).says(t, http.StatusOK, "Nothing delivered yet")
			s.exec(`UPDATE webhooks SET created_at = $1`, s.clock.now.Add(-31*24*time.Hour))
			ada.get(path).says(t, http.StatusOK, "Nothing delivered in the last 30 days", "Older deliveries were removed")
			if _, err := s.webhooks.SendTest(t.Context(), access.Command(), "acme", w.ID, event.UserLogin); err != nil {
				t.Fatal(err)
			}
			ada.get(path).says(t, http.StatusOK, "These are the oldest", "removed after 30 days", "beyond 1,000,000 of one webhook")
		})
	})
}
