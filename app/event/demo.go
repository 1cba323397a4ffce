package event

import (
	"fmt"
	"slices"
	"time"
)

// Demo makes the event of a test: of that type, in that place of that organization, about a person who does not exist,
// so that a receiver that acts on a test can't hurt a real user (contracts/standard-webhooks.md). It has no places:
// nobody but the webhook under test hears it.
func Demo(id string, t Type, at time.Time, home Organization, about About) Event {
	seats := int64(5)
	previous := "member"
	if about.Kind == ScopeOrganization {
		previous = "normal"
	}
	return Event{
		ID:     id,
		Type:   Canonical(t),
		At:     at,
		Source: "system",
		Facts: Facts{
			Subject:        User{HexID: "000000000000000000000000", Name: "Demo", Username: "demo", Email: "demo@example.com"},
			Home:           home,
			RemainingSeats: &seats,
			GroupName:      "Demo-Group",
			Actor:          User{Name: "Demo Administrator", Username: "demo-admin", Email: "demo-admin@example.com"},
			About:          about,
			PreviousRole:   previous,
			NewRole:        "admin",
		},
	}
}

// Sample is the body that the catalogue shows for an event type, in that spelling, at a webhook of that scope. It is
// made by the code that makes the real ones, and always the same. The error is for a type that never fires, or that a
// webhook of that scope can't have.
func Sample(scope Scope, spelling Type) ([]byte, error) {
	if !slices.Contains(Fired(scope), spelling) {
		return nil, fmt.Errorf("no delivery of a webhook of %s scope has the event type %q", scope, spelling)
	}
	home := Organization{ID: 22, Name: "acme", Title: "Acme"}
	about := map[Scope]About{
		ScopeOrganization: {Kind: ScopeOrganization, ID: home.ID, Name: home.Title},
		ScopePipe:         {Kind: ScopePipe, ID: 7, SUID: "RkT4wPq", Name: "Onboarding"},
		ScopeTable:        {Kind: ScopeTable, ID: 9, SUID: "ZdeRdE", Name: "Suppliers"},
	}[scope]
	e := Demo("0198c3f2-5a00-7000-8000-000000000001", spelling, time.Date(2026, 3, 22, 23, 21, 57, 0, time.UTC), home, about)
	e.Facts.Subject.ID, e.Facts.Actor.ID = 4711, 12
	return Body(e, Receiver{WebhookID: "66ec434e84b4103f670cb617", WebhookName: "demo", Organization: home,
		DeliveryID: "0198c3f2-5a01-7000-8000-000000000002", Spelling: spelling, Zone: time.FixedZone("", -3*60*60)})
}
