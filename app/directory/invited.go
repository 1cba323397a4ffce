package directory

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"rollcall/app/access"
)

// LinksExpired tells of users who have not made their accounts yet whether no link of theirs can be used any more. Others,
// and those whom the actor may not see (as in UsersByIDs), have no key in the answer.
func (s *Service) LinksExpired(ctx context.Context, actor access.Actor, userIDs []int64) (map[int64]bool, error) {
	if err := signedIn(actor); err != nil {
		return nil, err
	}
	type link struct {
		user    int64
		expires time.Time
		revoked sql.NullTime
	}
	links, err := inChunksAfter(3, anys(userIDs), func(list string, ids []any) ([]link, error) {
		rows, err := s.db.Query(ctx, `SELECT i.user_id, i.expires_at, i.revoked_at FROM invitations i JOIN users u ON u.id = i.user_id
			WHERE u.id IN (`+list+`) AND u.state = 'invited' AND i.new_account AND i.accepted_at IS NULL AND `+seenByActor,
			append([]any{actor.UserID, actor.ServiceID, actor.SiteAdmin}, ids...)...)
		if err != nil {
			return nil, fmt.Errorf("find the links of %d users: %w", len(ids), err)
		}
		return collect(rows, func(row scanner) (l link, err error) { return l, row.Scan(&l.user, &l.expires, &l.revoked) })
	})
	expired, now := map[int64]bool{}, s.clock.Now()
	for _, l := range links {
		dead, known := expired[l.user]
		expired[l.user] = (dead || !known) && (l.revoked.Valid || !l.expires.After(now))
	}
	return expired, err
}
