package access

import (
	"context"
	"fmt"
	"time"

	"rollcall/db"
)

const sessionsAtOnce = 500

// Sweep removes sessions that have ended by themselves, in small transactions, for about that long; more says that there
// are more. They let nobody in long before. Everything else of this room that ends goes when it is used the next time.
func (s *Service) Sweep(ctx context.Context, slice time.Duration) (more bool, err error) {
	pace := s.db.Pace(sessionsAtOnce, slice)
	for ctx.Err() == nil {
		if pace.Over() {
			return true, nil
		}
		var gone int64
		err := pace.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			var err error
			gone, err = affected(tx.Exec(ctx, fmt.Sprintf(`DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE last_seen_at <= $1 ORDER BY last_seen_at LIMIT %d)`, pace.Size()),
				s.clock.Now().Add(-SessionIdle)))
			return err
		})
		if err != nil {
			return false, fmt.Errorf("remove sessions that have ended: %w", err)
		}
		if gone == 0 {
			return false, nil
		}
	}
	return true, ctx.Err()
}
