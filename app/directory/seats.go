package directory

import (
	"context"
	"fmt"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/db"
)

// SetSeats sets how many seats an organization has, 0 for unlimited; only the site's administrator may. Fewer than
// are taken is refused, with the numbers.
func (s *Service) SetSeats(ctx context.Context, actor access.Actor, org string, seats int64) error {
	entry := audit.Entry{Action: "organization.seats", Object: "organization"}
	return s.change(ctx, actor, entry, org, access.SetSeats, func(ctx context.Context, tx *db.Tx, place access.Place, entry *audit.Entry) error {
		entry.ObjectID = objectID(place.ID)
		now, err := seatsOf(ctx, tx, place.ID)
		if err != nil {
			return err
		}
		if err := now.allow(place.Title, seats); err != nil {
			return err
		}
		if seats == now.Total {
			entry.Action = ""
			return nil
		}
		entry.Before, entry.After = map[string]any{"seats": now.Total}, map[string]any{"seats": seats}
		if _, err := tx.Exec(ctx, "UPDATE organizations SET seats = $2 WHERE id = $1", place.ID, seats); err != nil {
			return fmt.Errorf("set seats of organization %d: %w", place.ID, err)
		}
		return nil
	})
}

// allow checks a new number of seats against those taken.
func (s Seats) allow(title string, seats int64) error {
	var p problems
	if p.seats(seats); p != nil {
		return p.err()
	}
	if seats == 0 || seats >= s.Taken {
		return nil
	}
	return inField("seats", app.Errorf(app.Conflict, "%s taken: choose %d or more, or 0 for unlimited.", seatsAre(s.Taken, title), s.Taken).Because(app.ReasonSeats))
}

// SeatsOf says how the seats of an organization stand, to everybody who sees its users.
func (s *Service) SeatsOf(ctx context.Context, actor access.Actor, org string) (Seats, error) {
	place, err := s.see(ctx, actor, org, access.ViewUsers)
	if err != nil {
		return Seats{}, err
	}
	return seatsOf(ctx, s.db, place.ID)
}

// takeSeat refuses when no seat is free. The organization must be locked: what is counted here is true until the end
// of the transaction.
func takeSeat(ctx context.Context, tx *db.Tx, organization int64, title string) error {
	seats, err := seatsOf(ctx, tx, organization)
	if err != nil || seats.Remaining == nil || *seats.Remaining > 0 {
		return err
	}
	all := fmt.Sprintf("All %d seats of %s are taken", seats.Total, title)
	if seats.Total == 1 {
		all = "The only seat of " + title + " is taken"
	}
	return app.Errorf(app.Conflict, "%s: remove or disable somebody, or ask the site's administrator for more.", all).Because(app.ReasonSeats)
}

func seatsAre(n int64, title string) string {
	if n == 1 {
		return "1 seat of " + title + " is"
	}
	return fmt.Sprintf("%d seats of %s are", n, title)
}

// seatsOf counts (product.md "Seat"): users at home there who are invited or active.
func seatsOf(ctx context.Context, q db.Queryer, organization int64) (Seats, error) {
	var s Seats
	err := q.QueryRow(ctx, `SELECT o.seats, (SELECT COUNT(*) FROM users u WHERE u.organization_id = o.id AND u.state IN ('invited', 'active'))
		FROM organizations o WHERE o.id = $1`, organization).Scan(&s.Total, &s.Taken)
	if err != nil {
		return Seats{}, fmt.Errorf("seats of organization %d: %w", organization, err)
	}
	if s.Total > 0 {
		remaining := max(s.Total-s.Taken, 0)
		s.Remaining = &remaining
	}
	return s, nil
}
