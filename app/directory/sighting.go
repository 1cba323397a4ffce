package directory

import (
	"context"
	"fmt"
	"strings"

	"rollcall/app/access"
)

// Sighting is a user in an organization that somebody may look at.
type Sighting struct {
	User
	Place access.Place // as the looker sees it
}

// Sightings is where the actor can see the user of an address, capitals or not, who is not removed: the organizations
// that the user is in and whose users the actor may list, by name. None is no error. It reads two indexes, whatever
// the size of the site.
func (s *Service) Sightings(ctx context.Context, actor access.Actor, address string) ([]Sighting, error) {
	if err := signedIn(actor); err != nil {
		return nil, err
	}
	folded := foldInput(address, emailBytes)
	if !strings.Contains(folded, "@") {
		return nil, nil
	}
	found, ids, err := s.sightings(ctx, folded)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	places, err := access.OrganizationPlaces(ctx, s.db, actor, ids)
	if err != nil {
		return nil, err
	}
	var seen []Sighting
	for _, place := range places {
		if place.Allows(actor, access.ViewUsers) {
			seen = append(seen, Sighting{found[0], place})
		}
	}
	return seen, nil
}

// sightings reads the user once for each organization that they are in; an address has one user at most.
func (s *Service) sightings(ctx context.Context, folded string) (users []User, organizations []int64, err error) {
	rows, err := s.db.Query(ctx, "SELECT "+userColumns+", m.organization_id"+userFrom+`JOIN members m ON m.user_id = u.id
		WHERE u.email_folded = $1 AND u.state <> 'removed' ORDER BY m.organization_id LIMIT 1000`, folded)
	if err != nil {
		return nil, nil, fmt.Errorf("find a user by address: %w", err)
	}
	users, err = collect(rows, func(row scanner) (User, error) {
		var id int64
		u, err := scanUser(row, &id)
		organizations = append(organizations, id)
		return u, err
	})
	return users, organizations, err
}
