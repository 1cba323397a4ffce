package handlers

import (
	"net/http"
	"testing"
	"time"

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
	})
}
