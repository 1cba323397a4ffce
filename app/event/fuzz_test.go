package event_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"

	"rollcall/app/event"
)

// FuzzBody: whatever a person is called, the body is valid JSON on one line that gives the names back.
func FuzzBody(f *testing.F) {
	f.Add("demo", "demo@example.com", "Group")
	f.Add("<&>\u2028", "\xff\x00", `"\`)
	f.Fuzz(func(t *testing.T, username, email, place string) {
		for scope, about := range places {
			about.Name = place
			for _, typ := range event.Fired(scope) {
				e, r := fromContract(typ)
				e.Type, e.Facts.About, e.Facts.GroupName = event.Canonical(typ), about, place
				e.Facts.Subject.Username, e.Facts.Subject.Email = username, email
				checkBody(t, typ, mustBody(t, e, r), username, place)
			}
		}
	})
}

func checkBody(t *testing.T, typ event.Type, body []byte, username, place string) {
	t.Helper()
	var got struct {
		Payload struct{ Username, GroupName string }
		Data    struct {
			User     struct{ Username string }
			To, From struct{ Name string }
		}
	}
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatalf("%s: %v in %q", typ, err, body)
	}
	if bytes.ContainsAny(body, "\n\r\x00") || !utf8.Valid(body) {
		t.Fatalf("%s: not one line of text: %q", typ, body)
	}
	if back := got.Payload.Username + got.Data.User.Username; utf8.ValidString(username) && back != username {
		t.Fatalf("%s: username %q came back as %q", typ, username, back)
	}
	back := got.Payload.GroupName + got.Data.To.Name + got.Data.From.Name
	placeless := event.Activate(typ) && typ != event.UserRemovedFromGroup || event.Canonical(typ) == event.UserInvitationAcceptance
	if utf8.ValidString(place) && !placeless && back != place {
		t.Fatalf("%s: place %q came back as %q", typ, place, back)
	}
}
