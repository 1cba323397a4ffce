package webhook

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/event"
)

// Finds is what a search of the whole site found, the newest first.
type Finds struct {
	Events     []FoundEvent
	Deliveries []FoundDelivery
}

// FoundEvent is an event in a place where the actor may see it.
type FoundEvent struct {
	HeardEvent
	Place        event.Place
	PlaceName    string // of a pipe or table
	Organization access.Place
}

// FoundDelivery is a delivery of a webhook that the actor may see.
type FoundDelivery struct {
	Delivery
	Place        event.Place // that its webhook listens to
	PlaceName    string      // of a pipe or table; "" when it is deleted
	Organization access.Place
}

const (
	findsMost  = 20  // that a search of the site shows of each kind
	aboutMost  = 200 // newest events about one user that it looks at
	placesMost = 500 // of those events
)

// Find searches everything that the actor administers for a delivery's id, an event's id, or events about a user's e-mail
// address, capitals or not. It reads a bounded number of rows: of a user's events the newest. What is somebody else's is
// not found. Invalid for a text that is none of these.
func (s *Service) Find(ctx context.Context, actor access.Actor, text string) (found Finds, err error) {
	if !actor.SignedIn() {
		return found, access.Place{}.Check(actor, access.ManageWebhooks)
	}
	if text = strings.TrimSpace(text); !searchable(text) {
		return found, app.Refuse(app.Field{Name: "q", Message: "Search for a whole e-mail address, the id of an event or the id of a delivery."})
	}
	which, key := `SELECT id FROM events WHERE subject_folded = LOWER($1) ORDER BY subject_folded DESC, id DESC LIMIT `+fmt.Sprint(aboutMost), text
	if isUUID(text) {
		which, key = `SELECT id FROM events WHERE id = $1`, deliveryKey(text)
		if found.Deliveries, err = s.findDelivery(ctx, actor, key); err != nil {
			return Finds{}, fmt.Errorf("find delivery %s: %w", key, err)
		}
	}
	if found.Events, err = s.findEvents(ctx, actor, which, key); err != nil {
		return Finds{}, fmt.Errorf("find events: %w", err)
	}
	return found, nil
}

// findEvents reads the events that a query selects, once for each organization that the actor administers: as the
// organization heard it, or else one of its pipes and tables.
func (s *Service) findEvents(ctx context.Context, actor access.Actor, which, key string) ([]FoundEvent, error) {
	rows, err := s.db.Query(ctx, `SELECT e.id, e.type, e.occurred_at, e.subject, e.source, e.facts, p.scope, p.scope_id, COALESCE(sp.name, ''),
			CASE WHEN p.scope = 'organization' THEN p.scope_id ELSE sp.organization_id END
		FROM (`+which+`) AS found JOIN events e ON e.id = found.id JOIN event_places p ON p.event_id = e.id LEFT JOIN spaces sp ON sp.id = p.scope_id AND sp.kind = p.scope
		ORDER BY e.id DESC, p.scope, p.scope_id LIMIT `+fmt.Sprint(placesMost), key)
	if err != nil {
		return nil, err
	}
	all, err := collect(rows, func(row scanner) (f FoundEvent, err error) {
		var owner sql.NullInt64
		f.HeardEvent, err = scanHeard(row, &f.Place.Scope, &f.Place.ID, &f.PlaceName, &owner)
		f.Organization.ID = owner.Int64
		return f, err
	})
	if err != nil {
		return nil, err
	}
	return administered(ctx, s, actor, all, func(f *FoundEvent) *access.Place { return &f.Organization })
}

// findDelivery is the delivery with that id, if there is one that the actor may see.
func (s *Service) findDelivery(ctx context.Context, actor access.Actor, id string) ([]FoundDelivery, error) {
	rows, err := s.db.Query(ctx, `SELECT `+deliveryColumns+`, w.scope, w.scope_id, COALESCE(sp.name, '')`+deliveryTables+`
		LEFT JOIN spaces sp ON sp.id = w.scope_id AND sp.kind = w.scope WHERE d.id = $1`, id)
	if err != nil {
		return nil, err
	}
	all, err := collect(rows, func(row scanner) (f FoundDelivery, err error) {
		f.Delivery, err = s.scanDelivery(row, &f.Place.Scope, &f.Place.ID, &f.PlaceName)
		f.Organization.ID = f.OrganizationID
		return f, err
	})
	if err != nil {
		return nil, err
	}
	return administered(ctx, s, actor, all, func(f *FoundDelivery) *access.Place { return &f.Organization })
}

// administered keeps what is of organizations whose webhooks the actor may see, and fills those in.
func administered[T any](ctx context.Context, s *Service, actor access.Actor, all []T, organization func(*T) *access.Place) ([]T, error) {
	var ids []int64
	asked := map[int64]bool{}
	for i := range all {
		if id := organization(&all[i]).ID; !asked[id] {
			asked[id] = true
			ids = append(ids, id)
		}
	}
	places, err := access.OrganizationPlacesByID(ctx, s.db, actor, ids...)
	if err != nil {
		return nil, err
	}
	var kept []T
	for _, one := range all {
		place := places[organization(&one).ID]
		if place.ID == 0 || !place.Allows(actor, access.ManageWebhooks) || len(kept) == findsMost {
			continue
		}
		*organization(&one) = place
		kept = append(kept, one)
	}
	return kept, nil
}
