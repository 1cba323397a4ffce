package event

import "time"

// Demo makes the event of a test: of that type, in that organization, about a person who does not exist, so that a
// receiver that acts on a test can't hurt a real user (contracts/standard-webhooks.md). It has no places: nobody but
// the webhook under test hears it.
func Demo(id string, t Type, at time.Time, home Organization) Event {
	seats := int64(5)
	return Event{
		ID:     id,
		Type:   t,
		At:     at,
		Source: "system",
		Facts: Facts{
			Subject:        User{HexID: "000000000000000000000000", Name: "Demo", Username: "demo", Email: "demo@example.com"},
			Home:           home,
			RemainingSeats: &seats,
			GroupName:      "Demo-Group",
		},
	}
}
