package handlers

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestHistoryFilters(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s, ada := acme(t, d)
		w, sent := s.history()
		path := hooksPath + "/" + w.ID
		now := time.Now().UTC()
		day := func(n int) string { return now.Add(time.Duration(n) * 24 * time.Hour).Format("2006-01-02") }
		for query, found := range map[string]bool{
			"from=" + day(0) + "&to=" + day(0):            true, // a day without a time is all of it
			"to=" + day(-1):                               false,
			"from=" + day(1) + "T00:00":                   false,
			"q=" + strings.ToUpper(sent.ID):               true,
			"q=+" + sent.EventID + "+&type=":              true,
			"q=" + sent.ID + "&status=failed":             false,
			"q=nobody%40example.com":                      false,
			"class=dns_failed":                            false,
			"class=2xx&status=&type=&from=&to=&q=":        false,
			"from=" + url.QueryEscape("2001-02-03 04:05"): true,
		} {
			t.Run("?"+query[:strings.Index(query, "=")]+" is a filter", func(t *testing.T) {
				a := ada.get(path + "?" + query)
				if found {
					a.says(t, 200, "delivery-"+sent.ID)
					return
				}
				a.says(t, 200, "No delivery matches")
				a.lacks(t, "delivery-"+sent.ID)
			})
		}
		t.Run("a filter keeps the others, on the page and in its links", func(t *testing.T) {
			page := ada.get(path + "?class=dns_failed&from=2026-11-01T10:30&to=2026-11-02T10:30:15&q=Ada%40acme.test&type=USER_LOGIN")
			page.says(t, 200, `value="dns_failed" selected`, `value="2026-11-01T10:30"`, `value="2026-11-02T10:30:15"`, `value="Ada@acme.test"`, `value="USER_LOGIN" selected`)
			page.says(t, 200, "class=dns_failed&amp;from=2026-11-01T10%3A30&amp;q=Ada%40acme.test&amp;status=failed&amp;to=2026-11-02T10%3A30%3A15&amp;type=USER_LOGIN")
		})
		for field, says := range map[string]string{
			"class=6xx":                           "There is no such class",
			"from=yesterday":                      "This is not a time",
			"to=2026-13-01":                       "This is not a time",
			"from=2026-11-02&to=2026-11-01T00:00": "must be after its beginning",
			"q=carol":                             "Search for a whole e-mail address",
			"type=USER_PROMOTED":                  "There is no event type",
		} {
			t.Run(field+" is refused beside the form, and its field is named", func(t *testing.T) {
				name, _, _ := strings.Cut(field[strings.LastIndex(field, "&")+1:], "=")
				ada.get(path+"?"+field).says(t, 422, says, `href="#filter-`+name+`"`, `aria-label="Filter deliveries"`, hooksPath+"/"+w.ID+"/edit")
				ada.htmx().get(path+"?"+field).says(t, 422, says, `id="deliveries"`)
			})
		}
		t.Run("who may not see the webhook may not search it", func(t *testing.T) {
			s.user("acme", "grace", false)
			if a := s.loggedIn("grace").get(path + "?q=" + sent.ID); a.status != 403 {
				t.Errorf("got %d", a.status)
			}
		})
	})
}
