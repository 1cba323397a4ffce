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

func TestABodyThatIsTooLong(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		hook := w.create(form("hr-sync", event.UserCreated))
		err := w.db.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			return w.Publish(ctx, tx, wordy(event.UserCreated, 64<<10))
		})
		if said := refused(t, err, app.TooLarge); !strings.Contains(said, `"hr-sync"`) || !strings.Contains(said, "262144 is the most") {
			t.Errorf("it said %q", said)
		}
		if n := w.count(`SELECT (SELECT COUNT(*) FROM events) + (SELECT COUNT(*) FROM deliveries)`); n != 0 {
			t.Errorf("%d rows of it were written", n)
		}
		t.Run("one that fits is whole", func(t *testing.T) {
			w.publish(wordy(event.UserCreated, 10<<10))
			if body := w.delivery(w.deliveries(hook.ID)[0].ID).Body; !json.Valid(body) || len(body) < 100<<10 {
				t.Errorf("its body has %d bytes", len(body))
			}
		})
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
