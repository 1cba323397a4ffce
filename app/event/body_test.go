package event_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rollcall/app/event"
)

var update = flag.Bool("update", false, "write the golden files of public contracts anew; review every difference")

func seats(n int64) *int64 { return &n }

// fromContract is the example of contracts/activate.md.
func fromContract(t event.Type) (event.Event, event.Receiver) {
	parallelworks := event.Organization{ID: 1, Name: "parallelworks", Title: "Parallel Works"}
	e := event.Event{
		ID: "018f0000-0000-7000-8000-000000000001", Type: t, At: time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC),
		Facts: event.Facts{
			Subject:        event.User{ID: 7, HexID: "66ec445884b4103f670d0c86", Name: "Demo", Username: "demo", Email: "demo@parallelworks.com"},
			Home:           parallelworks,
			About:          places[event.ScopeOrganization],
			RemainingSeats: seats(5),
			GroupName:      "Demo-Group",
		},
	}
	return e, event.Receiver{WebhookID: "66ec434e84b4103f670cb617", WebhookName: "demo", Organization: parallelworks, Spelling: t}
}

func TestBody(t *testing.T) {
	elsewhere := event.Organization{ID: 2, Name: "acme", Title: "Acme"}
	cases := []struct {
		name   string
		typ    event.Type
		change func(*event.Event, *event.Receiver)
	}{
		{"user_created", event.UserCreated, nil},
		{"user_created_unlimited", event.UserCreated, func(e *event.Event, _ *event.Receiver) { e.Facts.RemainingSeats = nil }},
		{"user_created_no_seat_left", event.UserCreated, func(e *event.Event, _ *event.Receiver) { e.Facts.RemainingSeats = seats(0) }},
		{"user_created_heard_elsewhere", event.UserCreated, func(_ *event.Event, r *event.Receiver) { r.Organization = elsewhere }},
		{"user_disabled", event.UserDisabled, nil},
		{"user_login", event.UserLogin, nil},
		{"user_login_heard_elsewhere", event.UserLogin, func(_ *event.Event, r *event.Receiver) { r.Organization = elsewhere }},
		{"user_removed_from_group", event.UserRemovedFromGroup, nil},
		{"user_removed_from_group_elsewhere", event.UserRemovedFromGroup, func(_ *event.Event, r *event.Receiver) { r.Organization = elsewhere }},
		{"awkward_names", event.UserRemovedFromGroup, func(e *event.Event, _ *event.Receiver) {
			e.Facts.GroupName = `<R&D> "Zoë" \ ✓ 日本` + "\t\u2028\x00\xff"
			e.Facts.Subject.Email = `"a&b<c>"@exämple.com`
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			e, r := fromContract(c.typ)
			if c.change != nil {
				c.change(&e, &r)
			}
			compareGolden(t, c.name, mustBody(t, e, r))
		})
	}
	t.Run("an event type outside the catalogue has no body", func(t *testing.T) {
		e, r := fromContract("USER_PROMOTED")
		if body, err := event.Body(e, r); err == nil {
			t.Fatalf("got the body %s, want an error", body)
		}
	})
}

// TestDemo: the body of a test, for every type at every scope that can have one.
func TestDemo(t *testing.T) {
	for scope, about := range places {
		for _, typ := range event.Fired(scope) {
			t.Run(string(scope)+"/"+string(typ), func(t *testing.T) {
				_, r := fromContract(typ)
				r.DeliveryID = deliveryID
				e := event.Demo("018f0000-0000-7000-8000-000000000002", typ, moment, r.Organization, about)
				name := "test_" + string(typ)
				if scope != event.ScopeOrganization {
					name = "test_" + string(scope) + "_" + string(typ)
				}
				compareGolden(t, name, mustBody(t, e, r))
			})
		}
	}
}

func mustBody(t *testing.T, e event.Event, r event.Receiver) []byte {
	t.Helper()
	body, err := event.Body(e, r)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func compareGolden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name+".json")
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("the body differs from %s (-want +got):\n%s", file, diff)
	}
}
