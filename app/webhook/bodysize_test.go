package webhook_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"rollcall/app"
	"rollcall/app/event"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// wordy is an event whose every fact is as long as that many bytes.
func wordy(t event.Type, length int) event.Event {
	long := strings.Repeat("\x01", length) // six bytes each in JSON
	user := event.User{ID: 1, HexID: long, Name: long, Username: long, Email: long, UUID: long, Avatar: long}
	return event.Event{ID: app.NewUUID(), Type: t, Source: "page", Places: []event.Place{{Scope: event.ScopeOrganization, ID: 1}}, Facts: event.Facts{
		Subject: user, Actor: user, Home: event.Organization{ID: 1, Name: long, Title: long}, GroupName: long, PreviousRole: long, NewRole: long,
		About: event.About{Kind: event.ScopeOrganization, ID: 1, SUID: long, UUID: long, Name: long},
	}}
}

// OUT-56: what would be too long for receivers is refused where it happens, and never cut.
func TestABodyThatIsTooLong(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook := w.create(form("hr-sync", event.UserRemovedFromGroup))
		of := func(size int) event.Event {
			e := wordy(event.UserRemovedFromGroup, 10)
			e.Facts.GroupName = strings.Repeat("\x01", size/6) // six bytes each in JSON
			return e
		}
		for name, size := range map[string]int{"a little more than may be": 256 << 10, "1 MiB": 1 << 20, "10 MiB": 10 << 20} {
			t.Run(name+" is refused with a sentence, and nothing is written", func(t *testing.T) {
				err := w.db.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
					return w.Publish(ctx, tx, of(size))
				})
				if said := refused(t, err, app.TooLarge); !strings.Contains(said, `"hr-sync"`) || !strings.Contains(said, "262144 is the most") {
					t.Errorf("it said %q", said)
				}
				if n := w.count(`SELECT (SELECT COUNT(*) FROM events) + (SELECT COUNT(*) FROM deliveries)`); n != 0 {
					t.Errorf("%d rows of it were written", n)
				}
			})
		}
		for name, size := range map[string]int{"20 KiB": 20 << 10, "almost as much as may be": 255 << 10} {
			t.Run(name+" is whole", func(t *testing.T) {
				w.publish(of(size))
				if body := w.delivery(w.deliveries(hook.ID)[0].ID).Body; !json.Valid(body) || len(body) < size-6 {
					t.Errorf("its body has %d bytes", len(body))
				}
			})
		}
	})
}

// No field of a form takes more than 1,000 characters.
func TestNoBodyOfWhatCanBeTypedIsTooLong(t *testing.T) {
	for _, typ := range event.Fired(event.ScopeOrganization) {
		body, err := event.Body(wordy(typ, 4<<10), event.Receiver{WebhookName: strings.Repeat("\x01", 4<<10), Spelling: typ})
		if err != nil || len(body) > 256<<10 {
			t.Errorf("%s: %d bytes, %v", typ, len(body), err)
		}
	}
}
