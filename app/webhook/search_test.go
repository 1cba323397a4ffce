package webhook_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/app/outbound"
	"rollcall/app/webhook"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// told is a delivery that a search can find, by everything that it can be searched by.
type told struct {
	webhook.Delivery
	subject string
}

// hadOutcome adds a delivery of an event about somebody, whose last attempt came to a status and a class.
func (w *world) hadOutcome(webhookID string, at time.Time, state webhook.State, t event.Type, subject string, status int, class outbound.ErrorClass) told {
	w.t.Helper()
	d := w.had(webhookID, at, state, t)
	d.EventID = idAt(at.Add(-time.Millisecond))
	d.LastStatus, d.LastClass = status, class
	w.exec(`INSERT INTO events (id, type, occurred_at, subject_user_id, subject, source, facts) VALUES ($1, $2, $3, 7, $4, 'page', '{}')`, d.EventID, t, at, subject)
	w.exec(`UPDATE deliveries SET event_id = $2, subject = $3, last_status = $4, last_class = $5 WHERE id = $1`, d.ID, d.EventID, subject, status, string(class))
	return told{d, subject}
}

// randomHistory is deliveries of every state, type and outcome, the newest first, and as many of another webhook.
func (w *world) randomHistory(n int, hook, other webhook.Webhook) (all []told) {
	people := []string{"Carol@Example.com", "dave@example.com"}
	for i := range n {
		at := w.clock.now.Add(time.Duration(i-n) * time.Minute)
		state, status, class := webhook.States()[rand.IntN(6)], 0, outbound.ErrorClass("")
		switch {
		case state == webhook.Delivered && rand.IntN(8) > 0:
			status = 200
		case state != webhook.Pending:
			if class = outbound.Classes()[rand.IntN(11)]; class == outbound.HTTPStatus {
				status = 400 + 100*rand.IntN(2) + rand.IntN(30)
			} else if class == outbound.RedirectNotFollowed {
				status = 302
			}
		}
		t, who := hook.Types[rand.IntN(len(hook.Types))], people[rand.IntN(2)]
		all = append(all, w.hadOutcome(hook.ID, at, state, t, who, status, class))
		w.hadOutcome(other.ID, at, state, t, who, status, class)
	}
	slices.Reverse(all)
	return all
}

// passes says in plain words what a filter means.
func passes(f webhook.Filter, d told) bool {
	switch {
	case f.State != "" && d.State != f.State, f.Type != "" && d.Type != f.Type:
		return false
	case !f.From.IsZero() && d.CreatedAt.Before(f.From), !f.To.IsZero() && !d.CreatedAt.Before(f.To):
		return false
	case f.Query != "" && !strings.EqualFold(f.Query, d.ID) && !strings.EqualFold(f.Query, d.EventID) && !strings.EqualFold(f.Query, d.subject):
		return false
	}
	hundred := map[webhook.Class]int{webhook.Class3xx: 3, webhook.Class4xx: 4, webhook.Class5xx: 5}[f.Class]
	switch {
	case f.Class == "":
		return true
	case f.Class == webhook.Class2xx:
		return d.LastClass == "" && d.LastStatus == 200
	case hundred > 0:
		return d.LastStatus/100 == hundred
	case f.Class == webhook.ClassNone:
		return d.LastClass != "" && d.LastStatus == 0
	}
	return string(d.LastClass) == string(f.Class)
}

func only(all []told, f webhook.Filter) (some []told) {
	for _, d := range all {
		if passes(f, d) {
			some = append(some, d)
		}
	}
	return some
}

func idsOfTold(list []told) (ids []string) {
	for _, d := range list {
		ids = append(ids, d.ID)
	}
	return ids
}

// TestSearch compares every page of random filters with what a plain list of the same deliveries says, with a reach that
// ends in the middle of pages, upwards and downwards.
func TestSearch(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		types := []event.Type{event.UserCreated, event.UserLogin, event.UserDisabled}
		hook := w.create(form("hook", types...))
		all := w.randomHistory(150, hook, w.create(form("other", types...)))
		classes := append(webhook.StatusClasses(), "", "")
		for _, class := range outbound.Classes() {
			classes = append(classes, webhook.Class(class))
		}
		filters := []webhook.Filter{{Query: "nobody@example.com"}, {Query: app.NewUUID()}, {Query: all[3].ID}, {Query: strings.ToUpper(all[3].EventID)}, {Query: all[3].ID, State: "cancelled"}}
		for _, class := range classes {
			filters = append(filters, webhook.Filter{Class: class})
			for range 3 {
				f := webhook.Filter{Class: class, State: append(webhook.States(), "", "", "")[rand.IntN(9)], Type: append(types, "", "")[rand.IntN(5)],
					Query: []string{"", "carol@example.com", " DAVE@example.com"}[rand.IntN(3)]}
				if rand.IntN(2) == 0 {
					f.From, f.To = w.clock.now.Add(-100*time.Minute), w.clock.now.Add(-30*time.Minute)
				}
				filters = append(filters, f)
			}
		}
		for _, reach := range []int{5, 1000} {
			w.SetReach(reach)
			for _, f := range filters {
				wanted := f
				wanted.Query = strings.TrimSpace(f.Query)
				want := only(all, wanted)
				f.Limit = 7
				w.walk(t, hook.ID, f, idsOfTold(want))
				w.match(t, hook, f, want)
				if t.Failed() {
					t.Fatalf("with the filter %+v and a reach of %d", f, reach)
				}
			}
		}
	})
}

// match reads everything in batches, the oldest first, and compares it with want, the newest first; some states only, too.
func (w *world) match(t *testing.T, hook webhook.Webhook, f webhook.Filter, want []told) {
	t.Helper()
	for _, among := range [][]webhook.State{nil, {webhook.Failed, webhook.Retrying, webhook.Cancelled}} {
		var wanted, got []string
		for _, d := range want {
			if len(among) == 0 || slices.Contains(among, d.State) {
				wanted = append(wanted, d.ID)
			}
		}
		for after, first := "", true; after != "" || first; first = false {
			ids, next, err := w.Matching(t.Context(), hook, f, after, 4, among...)
			if err != nil {
				t.Fatal(err)
			}
			got, after = append(got, ids...), next
		}
		slices.Reverse(got)
		if diff := cmp.Diff(wanted, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("in batches: %s", diff)
		}
		if n, err := w.CountUpTo(t.Context(), hook, f, 1000, among...); n != len(wanted) || err != nil {
			t.Errorf("counted %d of %d, %v", n, len(wanted), err)
		}
	}
}

func TestSearchedBackTo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook := w.create(form("hook"))
		at := w.clock.now.Truncate(time.Millisecond)
		rare := w.hadOutcome(hook.ID, at.Add(-time.Hour), webhook.Retrying, event.UserCreated, "carol@example.com", 503, outbound.HTTPStatus)
		for i := range 6 {
			w.hadOutcome(hook.ID, at.Add(time.Duration(i-6)*time.Minute), webhook.Failed, event.UserCreated, "carol@example.com", 503, outbound.HTTPStatus)
		}
		w.SetReach(4)
		f := webhook.Filter{Class: webhook.Class5xx, State: webhook.Retrying}
		page, err := w.Deliveries(t.Context(), w.alice, "acme", hook.ID, f)
		if err != nil || len(page.Deliveries) != 0 || !page.Searched.Equal(at.Add(-5*time.Minute)) || page.Newer != "" {
			t.Fatalf("the first stretch: %+v, %v", page, err)
		}
		f.Before = page.Older
		page, err = w.Deliveries(t.Context(), w.alice, "acme", hook.ID, f)
		if err != nil || len(page.Deliveries) != 1 || page.Deliveries[0].ID != rare.ID || !page.Searched.IsZero() || page.Older != "" {
			t.Errorf("the second stretch: %+v, %v", page, err)
		}
	})
}

func TestFilterRefusals(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	hook := w.create(form("hook"))
	noon := w.clock.now
	for name, c := range map[string]struct {
		f     webhook.Filter
		field string
	}{
		"an unknown status":             {webhook.Filter{State: "lost"}, "status"},
		"an unknown type":               {webhook.Filter{Type: "USER_PROMOTED"}, "type"},
		"an unknown class":              {webhook.Filter{Class: "6xx"}, "class"},
		"a range that ends as it began": {webhook.Filter{From: noon, To: noon}, "to"},
		"a year before there were any":  {webhook.Filter{From: time.Date(1, 2, 3, 0, 0, 0, 0, time.UTC)}, "from"},
		"a year that no id can hold":    {webhook.Filter{To: time.Date(20000, 1, 1, 0, 0, 0, 0, time.UTC)}, "to"},
		"half an address":               {webhook.Filter{Query: "carol"}, "q"},
		"an address with a NUL":         {webhook.Filter{Query: "a\x00@b"}, "q"},
		"an address that is too long":   {webhook.Filter{Query: strings.Repeat("a", 300) + "@b"}, "q"},
		"a page that is no id":          {webhook.Filter{Before: "2"}, "before"},
	} {
		t.Run(name+" is refused, and its field is named", func(t *testing.T) {
			_, err := w.Deliveries(t.Context(), w.alice, "acme", hook.ID, c.f)
			refused(t, err, app.Invalid)
			var refusal *app.Error
			if !errors.As(err, &refusal) || len(refusal.Fields) != 1 || refusal.Fields[0].Name != c.field {
				t.Errorf("got %+v", refusal)
			}
		})
	}
}
